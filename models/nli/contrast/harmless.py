"""What may be left out or put in other words without a change of meaning."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from claimcheck.extract.words import has_finite, tokenize
from models.nli.contrast.edits import Edit, Label, cut, looser, put, same

# Either word for the other, in any context the pattern's word has in the news.
_SYNONYMS = """
started: began  bought: purchased  died: passed away  about: approximately  almost: nearly  movie: film
movies: films  children: kids  doctors: physicians  attempted to: tried to  however: nevertheless
began to: started to  located in: situated in  because of: due to  in order to: to  a number of: several
prior to: before  in addition to: besides  numerous: many  as well as: and also  roughly: approximately
in spite of: despite  obtained: got  permitted to: allowed to  huge: enormous
postponed: put off  resigned: stepped down  rejected: turned down  cancelled: called off  canceled: called off
around: approximately  whole: entire  injured: hurt
entire: whole  got married: married  primarily: mainly  mainly: mostly  mostly: mainly  currently: at present
subsequently: later  approximately: about  is known for: is famous for  famous: well-known
employees: workers  demonstrators: protesters  attorney: lawyer  attorneys: lawyers  police officers: policemen
created: made  often: frequently  frequently: often  annual: yearly  purchase: buy
said that: stated that  stated that: said that  announced that: said that
told reporters that: said that  told reporters: said  added that: said that  noted that: said that
explained that: said that  stressed that: said that  insisted that: said that  declared that: said that
has said: said  confirmed that: said that  reiterated that: said that  pointed out that: said that
United States: U.S.  United Kingdom: U.K.  the European Union: the EU
kilometers: km  kilometres: km  kilograms: kg  miles per hour: mph  square kilometers: km²  doctor: physician
"""
_PAIRS = re.findall(r"(\S.*?): (\S.*?)(?:  |\n)", _SYNONYMS)
# From the first to the second only: it says less.
_LOOSER = frozenset(
    "told reporters that|told reporters|announced that|added that|noted that|explained that|stressed that|insisted that"
    "|declared that|confirmed that|reiterated that|pointed out that".split("|")
)
_NEEDS_FIGURE = frozenset("about around roughly approximately almost".split())
_RELATIVE = re.compile(r", (?:who|which|whose|where) [^,.;:“”\"()]{5,90}, (?=(?!the|an?|and|or|but|wh)[a-z])")
_APPOSED = re.compile(
    r"(?<=[a-z]), (?:an?|the) [a-z][^,.;:“”\"()]{3,60}, (?=(?:said|says|was|is|has|had|told|will|won|wrote|died) )"
)
_LEAD = re.compile(
    r"(?:On [A-Z]\w+day|In \d{4}|In (?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)(?: \d{4})?|However|Meanwhile|In addition|Moreover|Furthermore|Indeed|In fact|Additionally|Also|Later"
    r"|Last (?:week|month|year)|This (?:week|month|year)|At the time|After that|At the same time|Then|Today"
    r"|Of course), "
)
_PARENTHESIS = re.compile(r" \([^()]{2,80}\)")
# In brackets: more than a short name, a conversion or a source.
_TOLD = re.compile(r"born|(?:\b[a-z]+\W+){2}")
_CLAUSES = re.compile(r", (?:and|but) (?=(?:he|she|it|they|the|a|his|her|its|their|[A-Z]\w+) [a-z])")
_DEPENDENT = re.compile(
    r"\b(?:not only|either|neither|both|if|whether|although|though|while|when|because|as|since|unless|between"
    r"|that|who|which|said|says|told|such|including|after|before)\b",
    re.IGNORECASE,
)


def harmless_edits(text: str, rng: random.Random) -> Iterator[Edit]:
    yield from _shorter(text)
    yield from _one_clause(text)
    yield from reworded(text, rng)


def _shorter(text: str) -> Iterator[Edit]:
    """Without what a sentence only adds: a bracket, a relative clause, an apposition, an opening."""
    for pattern in (_PARENTHESIS, _RELATIVE, _APPOSED):
        m = pattern.search(text)
        if m and len(text.split()) - len(m.group().split()) >= 4:
            if pattern is _RELATIVE and re.search(r"\b(?:and|or)\W*$|,[^,]*,", text[: m.start()]):
                continue
            told = pattern is not _PARENTHESIS or _TOLD.search(m.group())
            backward: Label | None = "neutral" if told else None
            yield Edit(cut(text, m.start(), m.end()), "left_out", "entailment", backward)
    m = _LEAD.match(text)
    if m:
        make = (
            looser
            if re.search(r"\d|day|month|year|week|January|February|Ma[ry]|April|Ju|August|ber\b", m.group())
            else same
        )
        yield make(cut(text, 0, m.end()), "left_out")


def _one_clause(text: str) -> Iterator[Edit]:
    found = list(_CLAUSES.finditer(text))
    if len(found) != 1 or re.search(r"[“”\";:()]", text):
        return
    m = found[0]
    first, second = text[: m.start()] + ".", text[m.end() :]
    tokens = tokenize(text, 0, len(text))
    sides = [[t for t in tokens if t.end <= m.start()], [t for t in tokens if t.start >= m.end()]]
    if (
        not all(has_finite(side) for side in sides)
        or _DEPENDENT.search(first)
        or "," in text[: m.start()]
        or len(sides[0]) < 5
    ):
        return
    yield looser(first, "clause_dropped")
    if re.match(r"(?:the|a|[A-Z])", second) and not _DEPENDENT.search(second) and len(sides[1]) >= 5:
        yield looser(second[0].upper() + second[1:], "clause_dropped")


def reworded(text: str, rng: random.Random) -> Iterator[Edit]:
    """One word or phrase for another, as a desk would in passing."""
    found = []
    for old, new in _PAIRS:
        m = re.search(rf"(?<![-\w.]){re.escape(old)}(?![-\w])", text)
        if m is None or (old in _NEEDS_FIGURE and not re.match(r" [$£€]?\d", text[m.end() :])):
            continue
        backward: Label | None = None if old in _LOOSER else "entailment"
        found.append(Edit(put(text, m.start(), m.end(), new), "synonym_word", "entailment", backward))
    if found:
        yield rng.choice(found)
