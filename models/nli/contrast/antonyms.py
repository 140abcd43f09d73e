"""Words that turn a report into its reverse, and those that say the same: rose or climbed, rose or fell.

A line holds two sides, parted by a bar. Any word of a side says the same as the others of its side, and the reverse of
the other side's. So each word stands as often in pairs that follow as in pairs that contradict.
"""

from __future__ import annotations

# verb, then what must follow for this sense (a key of NEXT)
VERBS = """
rise climb increase | fall drop decline decrease :moves
raise increase | cut lower reduce decrease :measure
win | lose :contest
accept | reject :object
approve | reject :object
support back endorse | oppose :object
confirm | deny :reported
join | leave quit :object
buy purchase acquire | sell :object
allow permit | ban prohibit forbid :object
acquit clear | convict :of
free | detain imprison jail :object
praise applaud | criticize condemn denounce :object
succeed | fail :in
strengthen | weaken undermine :object
improve | worsen :measure_or_end
expand | shrink :any
begin start | end finish conclude :time
open | close :time
arrive | leave depart :time
gain | lose :seats
extend lengthen | shorten :object
create | destroy :jobs
hire | fire dismiss :object
pass adopt | defeat reject :bill
legalize | outlaw ban :object
remember | forget :object
exceed surpass | miss :measure_any
encourage urge | discourage :object
welcome | condemn :object
uphold | overturn :ruling
impose | lift :rules
widen | narrow :any
keep retain | abandon :object
pay | owe :money
"""
PHRASES = """
agreed to | refused to; declined to
agreed with | disagreed with
voted for; voted in favor of; voted in favour of | voted against
in favor of; in favour of | in opposition to
in support of | in opposition to
more than; over | less than; under; below
more likely | less likely
at least | at most
ahead of | behind
higher than; above | lower than; below
a net profit of; a profit of | a net loss of; a loss of
an increase in; a rise in; growth in | a decrease in; a fall in; a drop in; a decline in
the increase in; the rise in | the decrease in; the fall in; the drop in; the decline in
increased by; rose by; went up by | decreased by; fell by; dropped by; went down by
is up | is down
are up | are down
was up | was down
found guilty of; convicted of | acquitted of; cleared of
pleaded guilty | pleaded not guilty; pleaded innocent
majority of | minority of
supporter of | opponent of; critic of
supporters of | opponents of; critics of
tax increase; tax hike; tax rise | tax cut; tax reduction
tax increases; tax hikes; tax rises | tax cuts; tax reductions
victory over | defeat by
a victory for; a win for | a defeat for; a loss for
is able to | is unable to; is not able to
are able to | are unable to; are not able to
was able to | was unable to; was not able to
were able to | were unable to; were not able to
the same as | different from
at the beginning of; at the start of | at the end of
shortly before; just before | shortly after; just after
with the help of | without the help of
stepped down as; resigned as; quit as | stayed on as; remained as
turned down; rejected | accepted
called for; urged | spoke out against; rejected
testified | refused to testify; declined to testify
is considered one of the best | is considered one of the worst
is legal | is illegal; is against the law
was legal | was illegal; was against the law
is alive; is still living | is dead; is no longer alive; has died
the most | the least
all of | none of
"""
ADJECTIVES = """
largest biggest | smallest
highest | lowest
best finest | worst
oldest | youngest newest
longest | shortest
fastest quickest | slowest
strongest | weakest
richest wealthiest | poorest
higher | lower
larger bigger | smaller
stronger | weaker
longer | shorter
faster quicker | slower
better | worse
earlier | later
successful | unsuccessful
popular well-liked | unpopular
legal lawful | illegal unlawful
possible | impossible
likely | unlikely
safe | unsafe dangerous
guilty | innocent
true correct | false incorrect wrong
dead | alive
northern | southern
eastern | western
north | south
east | west
male | female
positive favorable favourable | negative unfavorable unfavourable
optimistic hopeful | pessimistic
satisfied pleased happy | dissatisfied displeased unhappy
rich wealthy | poor
strong | weak
easy simple | difficult
important significant | unimportant insignificant
expensive costly | cheap inexpensive
democratic | undemocratic
constitutional | unconstitutional
effective | ineffective
honest truthful | dishonest
qualified | unqualified
stable | unstable
confident | doubtful
friendly | hostile unfriendly
conservative | liberal
rural | urban
temporary | permanent
voluntary | compulsory mandatory
victory triumph | defeat
success | failure
surplus | deficit
supporters backers | opponents critics
majority | minority
allies | enemies foes
"""
# What follows a verb in the sense of its line.
_OBJECT = r"(?: (?:the|a|an|his|her|its|their|this|that|these|those|our|new|more)\b| [A-Z])"
_MEASURE = (
    r"(?:(?: \w+){0,3} (?:tax\w*|rates?|prices?|spending|funding|wages?|salar\w+|production|output|budgets?|fees?"
    r"|tariffs?|costs?|emissions?|pay|pensions?|premiums?|deficits?|debt"
    r"|the (?:\w+ )?(?:limit|age|number|level|cap|ceiling|threshold)))\b"
)
NEXT = {
    "moves": r" (?:(?:sharply|slightly|steadily|further|again|significantly|modestly) )?"
    r"(?:by |to |from |more than |about |nearly )?[$£€]?\d",
    "measure": _MEASURE,
    "measure_or_end": _MEASURE + r"|\.",
    "measure_any": r" (?:the|all|its|their|expectations|forecasts|\$?\d)",
    "contest": r"(?:(?: \w+){0,4} (?:election|race|game|match|primar(?:y|ies)|vote|war|battle|case|title|final|contest"
    r"|series|seat|championship|nomination|bid|lawsuit|referendum|caucus(?:es)?|presidency|state|majority))\b",
    "object": _OBJECT,
    "reported": r"(?: that|(?: the| his| her)? (?:report|reports|allegation|allegations|account|claim|claims|news)\b)",
    "of": r" (?:of\b|[A-Z]|him\b|her\b|them\b|the\b)",
    "in": r" (?:in|at|with)\b",
    "any": r"(?: the| its| their| by| in| to|\.)",
    "time": r" (?:on|in|at|the|its|their|last|this|a)\b",
    "seats": r" (?:\d|two|three|four|five|six|seven|eight|nine|ten|seats|votes|ground|support|weight|points|control"
    r"|power)",
    "jobs": r"(?: \w+){0,2} jobs\b",
    "bill": r"(?: \w+){0,3} (?:bill|law|measure|legislation|amendment|act|resolution|budget|plan|motion|treaty)\b",
    "ruling": r"(?: \w+){0,3} (?:ruling|decision|verdict|conviction|law|ban|judgment|sentence)\b",
    "rules": r"(?: \w+){0,3} (?:sanctions?|bans?|restrictions?|tariffs?|curfew|embargo|limits?|quotas?)\b",
    "with": r" with\b",
    "money": r" [$£€]\d",
}
