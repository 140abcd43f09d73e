"""The words by which news texts report what somebody said, and what each of them can take.

A cue is listed by its base form with flags:
  c  takes a bare clause          "said the dam had failed"
  t  takes a that-clause          "revealed that the dam had failed"
  p  can follow its content       "The dam failed, she explained."
  i  can stand before its source  "..., said Ada Holm"
  q  takes direct speech          "She added: '...'"
  o  has a listener as its object "told reporters that ..."
  n  takes a noun phrase          "estimated the damage at ...", "warned of floods"
  v  is a verdict on something    "called the fee 'a joke'": direct speech only
"""

from __future__ import annotations

from dataclasses import dataclass

_VERBS = """
say ctpiq | tell ctpqo | add ctpiq | explain ctpiq | note ctpiq | insist ctpiq | claim ctpiq | argue ctpiq
warn ctpiqon | state ctpiq | stress ctpiq | announce ctpiq | confirm ctpiq | acknowledge ctpiq | concede ctpiq
admit ctpiq | suggest ctpiq | reveal ctpiq | disclose ctpiq | caution ctpiqo | maintain ctpiq | contend ctpiq
allege ctpiq | assert ctpiq | declare ctpiq | reply ctpiq | respond tpiq | testify ctpi | recall tpiq
complain ctpiq | lament tpiq | joke ctpiq | quip tpiq | reiterate ctpiq | repeat tpq | emphasize ctpiq
emphasise ctpiq | observe tpiq | remark tpiq | write ctpiq | tweet tpiq | post tpq | report ctpin
predict ctpiqn | estimate ctpin | forecast ctpin | conclude ctpiq | agree tpq | inform tqo | assure ctqo
remind tqo | advise tqo | notify to | show tp | indicate tp | find tp | boast tpiq | muse tpiq | shout piq
cry piq | whisper piq | mutter piq | exclaim piq | retort piq | counter tpiq | interject piq | plead tpiq
sigh piq | snap piq | continue piq | begin q | ask piq | vow tpq | pledge tpq | promise tpqo | propose tq
rule tp | deny tpin | dispute tn | refute tn | doubt tn | describe v | call v | brand v | label v | term v
dub v | denounce v | hail v | praise v | criticize v | criticise v | dismiss v | condemn v | slam v | blast v
decry v | liken v | accuse v | express n | voice n | hint tpi | imply t | signal tp | calculate tp | project tpn
reckon ctpi | expect n | echo pq | offer piq | urge q | demand tq | quote v | cite v | answer tpq
comment piq | volunteer piq | specify tp | clarify tpq | opine tpiq | speculate tpiq | theorize tpi | attest t
swear t | confess tpiq | protest tpq | object tpiq | marvel piq | enthuse piq | grumble piq | fume piq
chuckle piq | laugh piq | smile piq | shrug piq | read q | underscore t | underline t | highlight t
elaborate pq | summarize pq | intone piq | remember piq | surmise ctpiq | recount tpq | scream piq | yell piq
scoff piq | posit t | chant piq | put n
"""
_IRREGULAR = {
    "say": ("says", "said", "saying"),
    "tell": ("tells", "told", "telling"),
    "write": ("writes", "wrote", "writing"),
    "show": ("shows", "showed", "showing"),
    "find": ("finds", "found", "finding"),
    "begin": ("begins", "began", "beginning"),
    "forecast": ("forecasts", "forecast", "forecasting"),
    "put": ("puts", "put", "putting"),
    "swear": ("swears", "swore", "swearing"),
    "read": ("reads", "read", "reading"),
    "quip": ("quips", "quipped", "quipping"),
    "admit": ("admits", "admitted", "admitting"),
    "reply": ("replies", "replied", "replying"),
    "testify": ("testifies", "testified", "testifying"),
    "deny": ("denies", "denied", "denying"),
    "cry": ("cries", "cried", "crying"),
    "imply": ("implies", "implied", "implying"),
    "notify": ("notifies", "notified", "notifying"),
    "specify": ("specifies", "specified", "specifying"),
    "clarify": ("clarifies", "clarified", "clarifying"),
    "snap": ("snaps", "snapped", "snapping"),
    "shrug": ("shrugs", "shrugged", "shrugging"),
    "slam": ("slams", "slammed", "slamming"),
    "dub": ("dubs", "dubbed", "dubbing"),
    "hint": ("hints", "hinted", "hinting"),
    "refer": ("refers", "referred", "referring"),
}
# Forms that are as often nouns: a determiner, an adjective or a possessive before them makes them one.
NOUN_FORMS = frozenset(
    "claim claims report reports estimate estimates forecast forecasts note notes state states post posts"
    " tweet tweets promise promises pledge pledges vow vows demand demands show shows finding findings warning"
    " warnings writing offer offers call calls label labels brand brands term terms project projects answer"
    " answers comment comments protest protests object objects cry cries sigh laugh joke jokes dispute"
    " disputes doubt doubts rule rules counter counters volunteer volunteers quote quotes sign voice voices"
    " advice repeat echo saying read reading remark remarks signal signals respect praise hail alert caution".split()
)
SPEECH_NOUNS = frozenset(
    "figures data numbers statistics report study survey poll paper statement documents records results"
    " analysis research filing filings memo letter email emails bulletin estimates minutes findings research"
    " transcript indictment complaint affidavit".split()
)


@dataclass(frozen=True, slots=True)
class Cue:
    """What a cue's form tells: `base` form, `flags` as above, and whether it is a participle in -ing."""

    base: str
    flags: str
    participle: bool = False
    past: bool = False

    def takes(self, flag: str) -> bool:
        return flag in self.flags

    @property
    def polarity(self) -> str:
        return {"deny": "denies", "dispute": "denies", "refute": "denies", "doubt": "doubts"}.get(self.base, "asserts")


def _forms(base: str) -> tuple[str, str, str]:
    if base in _IRREGULAR:
        return _IRREGULAR[base]
    if base.endswith("e"):
        return base + "s", base + "d", base[:-1] + "ing"
    third = base + ("es" if base.endswith(("s", "sh", "ch", "x", "o")) else "s")
    return third, base + "ed", base + "ing"


def _table() -> dict[str, Cue]:
    table: dict[str, Cue] = {}
    for entry in _VERBS.replace("\n", "|").split("|"):
        if not entry.strip():
            continue
        base, flags = entry.split()
        third, past, participle = _forms(base)
        table[base] = table[third] = Cue(base, flags)
        table[past] = Cue(base, flags, past=True)
        table[participle] = Cue(base, flags, participle=True)
    return table


# Verbs that report only with the word behind them: "pointed out", "went on".
PHRASAL = {
    "point": ("out", Cue("point out", "ctpq")),
    "points": ("out", Cue("point out", "ctpq")),
    "pointed": ("out", Cue("point out", "ctpq", past=True)),
    "pointing": ("out", Cue("point out", "ctpq", participle=True)),
    "goes": ("on", Cue("go on", "pq")),
    "went": ("on", Cue("go on", "pq", past=True)),
}
CUES = _table()  # {"said": Cue("say", "ctpiq", past=True), ...}
