"""Frames: a cue, the source before or after it, and the content it reports, by rules over the tokens of one sentence.

Examples, source in [], cue in {}, content in <>:
    [Ilse Maradan] {told} reporters that <two gates had failed to open>.
    <Rescuers lifted 63 people off rooftops>, {said} [fire chief Dana Wills].
    {According to} [the National Water Service], <the river crested at 7.4 meters>.
    <The gates>, [she] {said}, <had been inspected>.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from claimcheck.extract.cues import CUES, NOUN_FORMS, SPEECH_NOUNS, Cue
from claimcheck.extract.roles import can_speak
from claimcheck.extract.words import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    MODALS,
    NEGATIONS,
    OBJECT_PRONOUNS,
    PERSONAL,
    POSSESSIVES,
    PREPOSITIONS,
    SUBORDINATORS,
    TIME_WORDS,
    Token,
    bare,
    has_finite,
    is_adjunct,
    is_finite,
    is_possessive,
)

Placement = Literal["after", "before", "amid", "phrase"]

ACCORDING = Cue("according to", "ctp")
_LONGEST_UNIT = 400  # tokens; nobody's sentence, and rules would only guess
_BE = frozenset("is are was were be been being am get got gets getting".split())
_STOPS = frozenset({",", ";", ":", ".", "?", "!", "…", "(", ")", "—", "–", "-", "--"})
_COORDINATORS = frozenset({"and", "but", "or", "then", "yet"})
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'’-]{2,}(?:[\s/][A-Z][A-Z.'’-]+){0,3})(?:,\s[^—–\n]{1,40}?)?(?:\s\([A-Za-z .]{2,30}\))?\s?(?:—|–|--|\s-)\s+"
)
_PARTY = re.compile(
    r"[RDI]-[A-Z]|(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo)\.?$"
)
_LEAD_IN = frozenset("though although while but and so yet because since as when if".split())
_NOT_SOURCES = frozenset("plan plans need needs size taste schedule age law rules custom tradition ability".split())
_CLAUSAL_NOUNS = frozenset(
    "report reports claim claims allegation allegations suggestion suggestions accusation accusations rumor rumors rumour rumours"
    " charge charges notion idea assertion assertions story stories".split()
)


_REFERRING = frozenset("as what whatever than like".split())
_SPEECHES = SPEECH_NOUNS | frozenset(
    "tweets tweet posts post statement statements letter message messages speech video note remarks comments".split()
)


@dataclass(frozen=True, slots=True)
class Frame:
    """One report of what somebody said. Token ranges are half-open; `content` is a list of token ranges."""

    cue: Cue
    cue_range: tuple[int, int]
    source: tuple[int, int] | None
    apposition: tuple[int, int] | None
    content: tuple[tuple[int, int], ...]
    placement: Placement
    inherits: bool = False  # the subject is that of the clause before: "... and warned that ..."


def content_start(text: str, tokens: Sequence[Token]) -> int:
    """The index of the first token after a dateline ("KYIV, July 4 - ")."""
    if not tokens:
        return 0
    found = _DATELINE.match(text, tokens[0].start, tokens[0].start + 90)
    if not found:
        return 0
    return next((i for i, t in enumerate(tokens) if t.start >= found.end()), 0)


def frames(text: str, tokens: Sequence[Token]) -> list[Frame]:
    """The frames of one sentence, in the order of their cues. Linear in the sentence's length."""
    if len(tokens) > _LONGEST_UNIT:
        return []
    first = content_start(text, tokens)
    found: list[Frame] = []
    for i in range(first, len(tokens)):
        frame = _at(tokens, i, first, found)
        if frame is not None:
            found.append(frame)
    return _cut_at_next(tokens, found)


def _at(tokens: Sequence[Token], i: int, first: int, earlier: list[Frame]) -> Frame | None:
    token = tokens[i]
    if token.kind != "word":
        return None
    word = token.lower
    if word == "according" and i + 2 < len(tokens) and tokens[i + 1].lower == "to":
        return _according(tokens, i, i + 2, first)
    if word == "per" and _is_per(tokens, i, first):
        return _according(tokens, i, i + 1, first)
    cue = CUES.get(word)
    if cue is None or (token.capital and i != first) or _is_noun(tokens, i, cue):
        return None
    return _verb(tokens, i, first, cue, earlier)


# --- according to, per --------------------------------------------------------------------------------------------


def _is_per(tokens: Sequence[Token], i: int, first: int) -> bool:
    if i + 1 >= len(tokens) or tokens[i + 1].kind != "word":
        return False
    opens = i == first or tokens[i - 1].text == ","
    after = tokens[i + 1]
    return opens and (after.capital or after.lower in DETERMINERS) and after.lower not in ("cent", "capita")


def _according(tokens: Sequence[Token], i: int, s: int, first: int) -> Frame | None:
    if s >= len(tokens) or tokens[s].lower in _NOT_SOURCES:
        return None
    end = _sentence_end(tokens)
    stop = _next_stop(tokens, s, end)
    source, apposition = (s, stop), None
    at_start = i == first or tokens[i - 1].lower in _LEAD_IN
    if at_start:
        clause = stop
        while clause < end and tokens[clause].text == ",":
            following = _next_stop(tokens, clause + 1, end)
            opens = tokens[clause + 1].lower if clause + 1 < end else ""
            if following >= end or (
                has_finite(tokens[clause + 1 : following]) and opens not in ("who", "which", "whose")
            ):
                break
            if _is_clause_start(tokens, clause + 1, following, end):
                break
            apposition = apposition or (clause + 1, following)
            clause = following
        if clause >= end:
            return None
        return Frame(ACCORDING, (i, s), source, apposition, ((clause + 1, end),), "after")
    before_end = i - 1 if tokens[i - 1].text == "," else i
    start = _clause_start(tokens, before_end, first)
    content = [(start, before_end)]
    if stop < end and tokens[stop].text == ",":
        rest_end = _next_stop(tokens, stop + 1, end)
        opens = tokens[stop + 1].lower if stop + 1 < end else ""
        finite = (
            has_finite(tokens[stop + 1 : end]) and opens not in {"who", "which", "whose", "a", "an"} | _COORDINATORS
        )
        if finite and not has_finite(tokens[start:before_end]):
            content.append((stop + 1, end))
        elif rest_end <= end and opens in ("a", "an", "the", "which", "who"):
            apposition = (stop + 1, rest_end)
    return Frame(ACCORDING, (i, s), source, apposition, tuple(content), "amid" if len(content) > 1 else "before")


def _is_clause_start(tokens: Sequence[Token], a: int, b: int, end: int) -> bool:
    """Whether the stretch before the next comma opens the reported clause although its verb comes later."""
    return b >= end and has_finite(tokens[a:end])


# --- verbs --------------------------------------------------------------------------------------------------------


def _is_noun(tokens: Sequence[Token], i: int, cue: Cue) -> bool:
    word = tokens[i].lower
    before = tokens[i - 1] if i else None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if before is None:
        return not (after is not None and after.capital and cue.base == "say")
    if before.kind == "word" and (
        before.lower in {"the", "a", "an", "no", "each", "every", "any", "of", "such"}
        or before.lower in POSSESSIVES - {"her"}
    ):
        return True
    if before.lower in PREPOSITIONS - {"by", "as", "like"} and not cue.participle:
        return True
    if is_possessive(before.text) and before.kind == "word":
        return True
    if after is not None and after.lower == "by" and not cue.participle and before.lower not in _BE:
        return True
    if word in NOUN_FORMS and not cue.participle and (not cue.past or word == cue.base):
        return not _is_verb_after_all(tokens, i, cue)
    return False


def _passive(tokens: Sequence[Token], i: int, cue: Cue) -> Frame | None:
    """was {described} by [campaigners] as <"a betrayal">; was {called} <"a betrayal"> by [campaigners]."""
    end = _sentence_end(tokens)
    quote = next((k for k in range(i + 1, min(end, i + 16)) if tokens[k].kind == "quote"), None)
    by = next((k for k in range(i + 1, min(end, i + 20)) if tokens[k].lower == "by"), None)
    if quote is None or by is None or not (cue.takes("v") or cue.takes("q")):
        return None
    stop = by + 1
    while (
        stop < end
        and tokens[stop].kind == "word"
        and tokens[stop].lower not in ("as", "in", "on", "who", "which", "when", "during")
    ):
        stop += 1
    if stop == by + 1:
        return None
    return Frame(cue, (i, i + 1), (by + 1, stop), None, ((quote, quote + 1),), "after")


def _is_verb_after_all(tokens: Sequence[Token], i: int, cue: Cue) -> bool:
    """Whether a form that is as often a noun ("claims", "report", "forecast") is a verb here."""
    before, after = tokens[i - 1], tokens[i + 1] if i + 1 < len(tokens) else None
    if before.lower in PERSONAL | {"who", "also"}:
        return True
    if bare(before.text) in SPEECH_NOUNS and before.lower.endswith("s") and tokens[i].lower == cue.base:
        return True  # "the figures show"
    if after is None or after.kind == "mark" or after.lower in PREPOSITIONS:
        return after is not None and after.text in ":," and before.capital and tokens[i].lower != cue.base
    if after.lower == "that":
        return not (i + 2 < len(tokens) and is_finite(tokens[i + 2]))
    if tokens[i].lower == cue.base and not cue.past:  # "officials report", not "a new report"
        return before.lower.endswith("s") or before.lower in ("people", "police")
    return (
        before.capital
        or before.lower not in DETERMINERS
        and after.lower in DETERMINERS | PERSONAL
        or after.kind == "quote"
    )


def _verb(tokens: Sequence[Token], i: int, first: int, cue: Cue, earlier: list[Frame]) -> Frame | None:
    left, helpers = _skip_helpers(tokens, i, first)
    if helpers & _BE and cue.past and not helpers & NEGATIONS:
        return _passive(tokens, i, cue)
    if helpers & NEGATIONS or helpers & (MODALS - {"can"}) or (helpers & _BE and not cue.participle):
        return None
    if left >= first and tokens[left].lower == "to" and left < i:
        return None
    if cue.participle and left >= first and tokens[left].lower in PREPOSITIONS - {"by", "in", "after"}:
        return None  # "blamed for saying"
    begin = left + 1
    end = _sentence_end(tokens)
    cue_range = (_cue_start(tokens, begin, i), i + 1)
    inverted = _inverted(tokens, i, left, first, end, cue, helpers)
    if inverted is not None:
        return inverted
    source, apposition, inherits = _source(tokens, left, first, cue, earlier)
    if source is None and not inherits:
        return None
    where = source[0] if source else begin
    if source is not None and where > first and tokens[where - 1].lower in _REFERRING:
        return None  # "as she said last year", "what the engineers say it costs": content of another clause
    return _with_content(tokens, Frame(cue, cue_range, source, apposition, (), "after", inherits), i, where, first, end)


def _skip_helpers(tokens: Sequence[Token], i: int, first: int) -> tuple[int, set[str]]:
    """Step over auxiliaries and adverbs to the left: ("has", "also") in "the ministry has also said"."""
    left = i - 1
    helpers: set[str] = set()
    while left >= first and tokens[left].kind == "word":
        word = tokens[left].lower
        if (
            left - 1 > first
            and tokens[left - 1].lower in ("in", "on")
            and (word.isdigit() or word in TIME_WORDS)
            and left == i - 1
        ):
            left -= 2
            continue
        if tokens[left].capital or (word not in AUXILIARIES and word not in ADVERBS and not word.endswith("ly")):
            break
        if word in ("all", "both") and left - 1 >= first and tokens[left - 1].kind != "word":
            break
        helpers.add(word)
        left -= 1
    return left, helpers


def _cue_start(tokens: Sequence[Token], begin: int, i: int) -> int:
    """The cue with its auxiliaries, as "has denied", but without adverbs in front."""
    while begin < i and tokens[begin].lower not in AUXILIARIES:
        begin += 1
    return begin


def _inverted(
    tokens: Sequence[Token], i: int, left: int, first: int, end: int, cue: Cue, helpers: set[str]
) -> Frame | None:
    """<content>, {said} [source]: nothing but a noun phrase follows the cue up to a stop."""
    if not cue.takes("i") or cue.participle or helpers or left < first:
        return None
    before = tokens[left]
    quoted = before.kind == "quote" or (
        before.text in {",", "-", "—"} and left > first and tokens[left - 1].kind == "quote"
    )
    if not (before.text == "," or before.kind == "quote" or quoted):
        return None
    s = i + 1
    if s >= end or tokens[s].kind != "word" or tokens[s].lower in TIME_WORDS | PREPOSITIONS | {"that"}:
        return None
    stop = s
    while stop < end and tokens[stop].kind == "word":
        word = tokens[stop].lower
        if stop > s and (
            word in {"on", "during", "after", "as", "when", "before", "while", "to", "via", "by", "who", "which"}
        ):
            break
        if (
            stop > s + 1
            and word in {"in", "at"}
            and stop + 1 < end
            and tokens[stop + 1].lower in {"a", "an", "the", "his", "her", "its"}
        ):
            break
        if (
            stop > s
            and word in TIME_WORDS
            and not tokens[stop - 1].capital
            and tokens[stop - 1].lower not in DETERMINERS
        ):
            break
        if is_finite(tokens[stop], tokens[stop - 1]) or word in OBJECT_PRONOUNS - {"it", "you", "her"}:
            return None
        stop += 1
    if stop == s or not _is_phrase(tokens[s:stop]):
        return None
    if stop < end and tokens[stop].kind == "quote" and not quoted:
        return None  # "a spokesman, Pete Lowry, said the agency 'is aware'"
    while stop - 1 > s and tokens[stop - 1].lower in TIME_WORDS and not tokens[stop - 2].capital:
        stop -= 1
    apposition = None
    if stop < end and tokens[stop].text == ",":
        far = _next_stop(tokens, stop + 1, end)
        if far > stop + 1 and tokens[stop + 1].kind == "word":
            apposition = (stop + 1, far)
    elif stop < end and tokens[stop].lower == "who":
        apposition = (stop, _next_stop(tokens, stop, end))
    before_end = left if before.text in {",", "-", "—"} else left + 1
    start = _clause_start(tokens, before_end, first)
    if not quoted and (not has_finite(tokens[start:before_end]) or not _can_speak(tokens[s:stop], cue)):
        return None
    content = [(start, before_end)]
    rest = _rest_after(tokens, apposition[1] if apposition else stop, end)
    if rest is not None:
        content.append(rest)
    return Frame(cue, (i, i + 1), (s, stop), apposition, tuple(content), "amid" if rest else "before")


def _can_speak(tokens: Sequence[Token], cue: Cue) -> bool:
    """Behind unquoted content only a name or a definite phrase is a source: not "reported [a loss of $2 million]"."""
    head = tokens[0]
    if not any(t.capital for t in tokens) and not can_speak(frozenset(bare(t.text) for t in tokens)):
        return False
    if cue.takes("n") and not head.capital:
        return False
    return head.lower not in ("it", "that", "this") and not head.text[0].isdigit() and head.text[0] not in "$€£"


def _is_phrase(tokens: Sequence[Token]) -> bool:
    """Whether the words can be a noun phrase that speaks."""
    head = tokens[0]
    if head.lower in SUBORDINATORS | AUXILIARIES or head.lower in ("there", "no", "not", "so"):
        return False
    return any(t.capital or t.lower in PERSONAL or t.lower.isalpha() for t in tokens)


def _rest_after(tokens: Sequence[Token], stop: int, end: int) -> tuple[int, int] | None:
    """What follows the source if the content goes on there: in "X," she said, "Y" or The gates, he said, had failed."""
    at = stop
    while at < end and tokens[at].kind != "quote" and tokens[at].text != ",":
        if tokens[at].text in ";:.?!—":
            return None
        at += 1
    if at < end and tokens[at].text == ",":
        at += 1
    if at < end and tokens[at].kind == "quote":
        return at, end
    return None


# --- source ---------------------------------------------------------------------------------------------------------


def _source(
    tokens: Sequence[Token], left: int, first: int, cue: Cue, earlier: list[Frame]
) -> tuple[tuple[int, int] | None, tuple[int, int] | None, bool]:
    """(source, apposition, inherits) of a cue whose helpers start after index `left`."""
    if left < first:
        return None, None, cue.participle
    before = tokens[left]
    if before.lower in _COORDINATORS or (before.text == "," and cue.participle):
        return None, None, True
    if cue.participle and before.lower in ("by", "in", "while", "after"):
        return None, None, True
    if cue.participle and before.kind == "word" and not before.capital and before.lower not in PERSONAL:
        return None, None, before.lower in _SPEECHES  # "a series of tweets saying", not "taxpayers reporting"
    if before.lower in ("who", "which", "that"):
        at = left - 1
        if at >= first and tokens[at].text == ",":
            at -= 1
        start = phrase_start(tokens, at, first)
        return ((start, at + 1) if start is not None else None), None, False
    if before.text == ",":
        return (*_before_comma(tokens, left, first), False)
    if before.text == ")":
        opening = next((k for k in range(left, max(first, left - 10), -1) if tokens[k].text == "("), None)
        left = opening - 1 if opening is not None else left
    if before.text in ("—", "–", "-") and left > first:
        while left > first and tokens[left - 1].text == "-":
            left -= 1
        return (*_before_comma(tokens, left, first), False)
    start = phrase_start(tokens, left, first)
    if start is None:
        return None, None, False
    return (start, left + 1), None, False


def _before_comma(
    tokens: Sequence[Token], comma: int, first: int
) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """[NP], apposition, {cue}: the phrase that the apposition before the cue belongs to.

    Several commas are gone back over: "Ilse Maradan, 52, a hydrologist, of Tarrin, said".
    """
    right = comma
    apposition: tuple[int, int] | None = None
    for _ in range(6):
        previous = _comma_before(tokens, right, first)
        if previous is None:
            return None, None
        if apposition is None or apposition[1] - apposition[0] == 1:
            apposition = (previous + 1, right)
        start = phrase_start(tokens, previous - 1, first)
        if start is not None and not tokens[previous - 1].text[0].isdigit():
            opens = (
                start == first
                or tokens[start - 1].kind != "word"
                or tokens[start - 1].lower in SUBORDINATORS | TIME_WORDS
            )
            label = start == previous - 1 and _PARTY.match(tokens[start].text) is not None
            further = (
                start > first
                and tokens[start - 1].text == ","
                and (label or not tokens[start].capital)
                and tokens[start - 2].capital
            )
            if opens and not further:
                return (start, previous), apposition
            if further:
                apposition = (start, previous)
        right = previous
    return None, None


def _comma_before(tokens: Sequence[Token], right: int, first: int) -> int | None:
    """The comma (or dash) before token `right`, within reach and not across a quotation."""
    for k in range(right - 1, max(first, right - 40), -1):
        if tokens[k].text == ";" or (
            tokens[k].kind == "quote" and (_closes_speech(tokens[k]) or len(tokens[k].text) > 60)
        ):
            return None
        if tokens[k].text in (",", "—", "–", "--") or (tokens[k].text == "-" and tokens[k - 1].text != "-"):
            return k
    return None


def phrase_start(tokens: Sequence[Token], j: int, first: int) -> int | None:
    """The first token of the noun phrase that ends at token `j`, or None where there is none."""
    if j < first or tokens[j].kind != "word":
        return None
    if tokens[j].lower in PERSONAL or tokens[j].lower in ("it", "who"):
        return j
    if tokens[j].lower in ("them", "us") and j - 2 >= first and tokens[j - 1].lower == "of":
        return j - 2
    if tokens[j].lower in OBJECT_PRONOUNS or tokens[j].lower in DETERMINERS - {"all", "both", "some", "another"}:
        return None
    k = j
    while k >= first:
        token = tokens[k]
        word = token.lower
        if token.text in ("&", "%", "."):
            k -= 1
            continue
        if token.kind != "word" or (word in SUBORDINATORS and word not in ("and", "than")):
            break
        if word == "and":
            other = _run_start(tokens, k - 1, first)
            if other is None or has_finite(tokens[other:k]) or (other > first and tokens[other - 1].kind == "word"):
                break
        elif word in PERSONAL:
            break
        elif is_finite(token, tokens[k - 1] if k > first else None) and not _reduced(tokens, k, j):
            relative = next(
                (r for r in range(k, max(first, k - 6), -1) if tokens[r].lower in ("who", "that", "which")), None
            )
            if relative is None or relative == first or tokens[relative - 1].kind != "word":
                break
            k = relative
        k -= 1
    start = _without_adverbial(tokens, k + 1, j)
    if start > j or all(t.lower in TIME_WORDS | ADVERBS or not t.text[0].isalpha() for t in tokens[start : j + 1]):
        return None
    return start


def _reduced(tokens: Sequence[Token], k: int, j: int) -> bool:
    """Whether the word is a participle after its noun: "records reviewed by the paper"."""
    return (
        k < j
        and tokens[k].lower.endswith(("ed", "en"))
        and tokens[k + 1].lower in ("by", "in", "at", "from", "with", "on")
    )


def _run_start(tokens: Sequence[Token], k: int, first: int) -> int | None:
    """The start of the run of words that ends at `k`, or None where there is none."""
    if k < first or tokens[k].kind != "word":
        return None
    while k >= first and tokens[k].kind == "word" and tokens[k].lower not in SUBORDINATORS:
        k -= 1
    return k + 1


def _without_adverbial(tokens: Sequence[Token], start: int, j: int) -> int:
    """Step over what stands before the phrase: "On Thursday", "In a statement", "Earlier", "also"."""
    while start <= j:
        word = tokens[start].lower
        if word in ADVERBS or (word in TIME_WORDS and not _begins_name(tokens, start, j)) or word in _LEAD_IN:
            start += 1
            continue
        if word.endswith("ly") and start < j and not (tokens[start].capital and tokens[start + 1].capital):
            start += 1
            continue
        if (
            word == "to"
            and start + 2 <= j
            and not tokens[start + 1].capital
            and tokens[start + 1].lower not in DETERMINERS
        ):
            start += 2
            continue
        if word not in PREPOSITIONS:
            return start
        inner = start + 1
        while inner <= j and (tokens[inner].lower in TIME_WORDS or tokens[inner].text[0].isdigit()):
            inner += 1
        if inner > start + 1:
            start = inner
            continue
        second = next((k for k in range(start + 2, j + 1) if tokens[k].lower in DETERMINERS | PERSONAL), None)
        if second is not None and tokens[second - 1].lower not in PREPOSITIONS:
            return second
        capital = inner
        while capital <= j and tokens[capital].capital:
            capital += 1
        return capital if inner < capital <= j else j
    return start


def _begins_name(tokens: Sequence[Token], start: int, j: int) -> bool:
    return (
        start < j
        and tokens[start].capital
        and tokens[start + 1].capital
        and tokens[start].lower in ("may", "april", "june", "august")
    )


# --- content --------------------------------------------------------------------------------------------------------


def _with_content(tokens: Sequence[Token], frame: Frame, i: int, where: int, first: int, end: int) -> Frame | None:
    cue = frame.cue
    before = where - 1
    relative = i > 0 and tokens[i - 1].lower in ("who", "which", "that")
    quoted = before >= first and _closes_speech(tokens[before]) and cue.takes("p") and not relative
    aside = None if quoted or relative or not cue.takes("p") else _aside(tokens, i, before, first, end)
    if aside is not None:
        return replace(frame, content=aside, placement="amid" if len(aside) > 1 else "before")
    found = None if quoted else _content_after(tokens, i, end, cue)
    if found is not None:
        start, placement = found
        if relative or placement == "phrase":
            end = _relative_end(tokens, start, end)
        end = next((k for k in range(start, end) if tokens[k].text == ";"), end)
        return replace(frame, content=((start, end),), placement=placement)
    if frame.inherits or not cue.takes("p") or before < first or relative:
        return None
    rest_end = _next_stop(tokens, i + 1, end)
    if not (quoted or is_adjunct(tokens[i + 1 : rest_end]) or _is_listener(tokens[i + 1 : rest_end], cue)):
        return None
    quoted = tokens[before].kind == "quote"
    if not quoted and tokens[before].text not in (",", "—", "–", "-"):
        return None
    before_end = before + 1 if quoted else before
    start = _clause_start(tokens, before_end, first)
    content = [(start, before_end)]
    rest = _rest_after(tokens, rest_end, end)
    whole = any(t.kind == "quote" for t in tokens[start:before_end]) or has_finite(tokens[start:before_end])
    if (
        rest is None
        and not whole
        and rest_end < end
        and tokens[rest_end].text == ","
        and has_finite(tokens[rest_end + 1 : end])
    ):
        rest = (rest_end + 1, end)
    if not whole and rest is None:
        return None
    if rest is not None:
        content.append(rest)
    return replace(frame, content=tuple(content), placement="amid" if rest else "before")


def _aside(tokens: Sequence[Token], i: int, before: int, first: int, end: int) -> tuple[tuple[int, int], ...] | None:
    """The content around a cue between commas: The gates, [she] {told} reporters, had been inspected."""
    close = _next_stop(tokens, i + 1, end)
    if before <= first or tokens[before].text != "," or close >= end or tokens[close].text != ",":
        return None
    rest = close + 1
    between = tokens[i + 1 : close]
    if between and (has_finite(between) or not (is_adjunct(between) or _is_listener(between, CUES[tokens[i].lower]))):
        return None
    if any(t.kind == "quote" for t in tokens[rest:end]) and tokens[rest].kind == "quote":
        return None
    start = _clause_start(tokens, before, first)
    tail = next((k + 1 for k in range(before - 1, start, -1) if tokens[k].text == ","), start)
    while tail < before and tokens[tail].lower in SUBORDINATORS - {"that"}:
        tail += 1
    head = tokens[rest]
    if tail < before and not has_finite(tokens[tail:before]) and _opens_predicate(tokens, rest, end):
        return (tail, before), (rest, end)
    if not has_finite(tokens[start:before]):
        return ((start, before), (rest, end)) if has_finite(tokens[rest:end]) and head.kind == "word" else None
    following = tokens[rest + 1] if rest + 1 < end else head
    goes_on = head.lower in ("and", "but", "or", "because", "though", "although") and CUES.get(following.lower) is None
    if goes_on and has_finite(tokens[rest:end]):
        return (start, before), (rest, end)
    if head.lower.endswith(("ed", "ing")) and CUES.get(head.lower) is None and not head.capital:
        return (start, before), (rest, end)
    return ((start, before),)


def _opens_predicate(tokens: Sequence[Token], rest: int, end: int) -> bool:
    """Whether a verb comes at once, as after a subject: "would stay in touch"."""
    return any(is_finite(tokens[k]) for k in range(rest, min(end, rest + 2)))


def _relative_end(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where a relative clause ends: at a comma that the main clause's verb follows."""
    for k in range(start + 2, end - 1):
        if tokens[k].text == "," and is_finite(tokens[k + 1]) and CUES.get(tokens[k + 1].lower) is None:
            return k
    return end


def _closes_speech(token: Token) -> bool:
    """A quotation that its attribution follows: it ends in a comma, or a question or exclamation mark."""
    return token.kind == "quote" and token.text.rstrip("\"'”’»“ ")[-1:] in ",?!…—–-"


def _is_listener(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether the words after "told" are only whom and when."""
    return (
        cue.takes("o")
        and bool(tokens)
        and not has_finite(tokens)
        and all(t.kind == "word" or t.text in "&%" for t in tokens)
    )


def _content_after(tokens: Sequence[Token], i: int, end: int, cue: Cue) -> tuple[int, Placement] | None:
    """Where the content after a cue starts, or None where it does not follow the cue."""
    r = i + 1
    that = _that(tokens, r, end, cue)
    if that is not None:
        following = tokens[that + 1] if that + 1 < end else None
        demonstrative = following is not None and is_finite(following) and that == r
        return (that if demonstrative else that + 1), "after"
    quote = next((k for k in range(r, min(end, r + 14)) if tokens[k].kind == "quote"), None)
    if quote is not None and _leads_to_quote(tokens, r, quote, cue):
        return quote, "after"
    if r < end and tokens[r].text == ":":
        return r + 1, "after"
    if cue.takes("c"):
        start = _after_adjuncts(tokens, r, end, cue)
        if start < end and _is_bare_clause(tokens, start, end, cue, strong=cue.base in ("say", "tell")):
            return start, "after"
    if cue.takes("n"):
        return _noun_content(tokens, r, end, cue)
    return None


_NO_CLAUSE = frozenset(
    "and but or for with against from of into out off to how why what whether if so as by after before when because while until since them him me us nothing little".split()
)


def _is_bare_clause(tokens: Sequence[Token], start: int, end: int, cue: Cue, strong: bool) -> bool:
    """Whether a clause without "that" starts at `start`: it has a finite verb, and does not begin with one."""
    head = tokens[start]
    end = next((k for k in range(start, end) if tokens[k].text == ":"), end)
    if head.kind == "mark" and head.text not in "$€£([#":
        return False
    if head.lower in _NO_CLAUSE or (is_finite(head) and not re.search(r"['’](?:s|re|m|d|ll|ve)$", head.lower)):
        return False
    if head.lower in PERSONAL | {"it", "there"} and start + 1 < end:
        return True
    stop = _next_stop(tokens, start, end)
    if has_finite(tokens[start:stop]) or (
        not cue.takes("n") and has_finite(tokens[start:end]) and not is_adjunct(tokens[start:stop])
    ):
        return True
    if (
        strong
        and any(t.kind == "quote" and " " in t.text for t in tokens[start:end])
        and head.lower not in PREPOSITIONS
    ):
        return True
    return strong and stop - start >= 3 and _has_third_person(tokens[start:stop])


def _has_third_person(tokens: Sequence[Token]) -> bool:
    """A name or a plain noun, then a word in -s that something follows: "Dace owes", "the firm favours"."""
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if (
            token.kind == "word"
            and not token.capital
            and token.lower.endswith("s")
            and not token.lower.endswith(("ss", "'s", "’s"))
            and ((before.capital and not is_possessive(before.text)) or after.lower in DETERMINERS | OBJECT_PRONOUNS)
        ):
            return True
    return False


def _that(tokens: Sequence[Token], r: int, end: int, cue: Cue) -> int | None:
    if not (cue.takes("t") or cue.takes("c")):
        return None
    for k in range(r, min(end, r + 18)):
        token = tokens[k]
        if (
            token.kind == "quote"
            or token.text in ";:"
            or (token.kind == "word" and k > r and is_finite(token, tokens[k - 1]))
        ):
            return None
        if token.lower == "that":
            if k > r and k + 1 < len(tokens) and is_finite(tokens[k + 1]):
                return None  # a relative clause: "said in a report that ran on Monday"
            between = list(tokens[r:k])
            listener = cue.takes("o") or (bool(between) and between[0].lower == "to")
            commas = sum(t.text == "," for t in between)
            if (
                not between
                or (is_adjunct(between) or listener)
                and (commas in (0, 2) or (commas == 1 and tokens[k - 1].text == ","))
                or all(t.text == "," or t.lower in ADVERBS for t in between)
            ):
                return k
            if cue.base == "deny" and between[-1].lower in _CLAUSAL_NOUNS:
                return k
            return None
    return None


def _leads_to_quote(tokens: Sequence[Token], r: int, quote: int, cue: Cue) -> bool:
    between = tokens[r:quote]
    if not (cue.takes("q") or cue.takes("v") or cue.takes("c")):
        return False
    if not between or all(t.text in ",:—–-" for t in between):
        return True
    if cue.takes("v"):
        return not has_finite(between) and all(t.kind == "word" or t.text in "-’'" for t in between)
    if between[-1].text in ",:" and not has_finite(between):
        words = [t for t in between if t.kind == "word"]
        return is_adjunct(words) or cue.takes("o")
    return False


def _after_adjuncts(tokens: Sequence[Token], r: int, end: int, cue: Cue) -> int:
    """Step over listener, day and place between a cue and a bare clause: "told reporters on Monday the ..."."""
    k = r
    if cue.takes("o") and k < end:
        if tokens[k].lower in OBJECT_PRONOUNS | {
            "reporters",
            "journalists",
            "lawmakers",
            "analysts",
            "investors",
            "jurors",
            "parliament",
            "police",
        }:
            k += 1
        elif tokens[k].capital:
            while k < end and (tokens[k].capital or tokens[k].lower in ("of", "the", "&")):
                k += 1
        elif tokens[k].lower in DETERMINERS:
            k += 1
            while (
                k < end
                and tokens[k].kind == "word"
                and not tokens[k].capital
                and tokens[k].lower not in DETERMINERS | PERSONAL | PREPOSITIONS
            ):
                k += 1
                if tokens[k - 1].lower in (
                    "court",
                    "newspaper",
                    "agency",
                    "committee",
                    "crowd",
                    "conference",
                    "inquiry",
                    "jury",
                    "panel",
                ):
                    break
    while k < end and tokens[k].kind == "word":
        word = tokens[k].lower
        if word in TIME_WORDS and not (
            word in ("this", "last", "next") and (k + 1 >= end or tokens[k + 1].lower not in TIME_WORDS)
        ):
            k += 1
        elif word in ("on", "in", "at", "late", "early") and k + 1 < end and (tokens[k + 1].lower in TIME_WORDS):
            k += 2
        elif (
            word in ("in", "at")
            and k + 2 < end
            and tokens[k + 1].lower in ("a", "an")
            and tokens[k + 2].lower
            in (
                "statement",
                "tweet",
                "post",
                "letter",
                "report",
                "memo",
                "briefing",
                "speech",
                "interview",
                "filing",
            )
        ):
            k += 3
        elif word in ADVERBS:
            k += 1
        else:
            break
    if k < end and tokens[k].text == "," and k > r:
        k += 1
    return k


def _noun_content(tokens: Sequence[Token], r: int, end: int, cue: Cue) -> tuple[int, Placement] | None:
    """The noun phrase that some cues report: warned of [floods], estimated [the damage at 340 million]."""
    if r >= end or tokens[r].kind != "word":
        return None
    word = tokens[r].lower
    if cue.base == "warn":
        return (r + 1, "phrase") if word in ("of", "about") and r + 1 < end else None
    if cue.base == "expect":
        to = next((k for k in range(r, min(end, r + 12)) if tokens[k].lower == "to"), None)
        return (r, "phrase") if to is not None and to > r else None
    if word in PREPOSITIONS | TIME_WORDS | OBJECT_PRONOUNS | SUBORDINATORS or word.endswith("ly"):
        return None
    if cue.base in ("deny", "dispute", "refute"):
        stop = _next_stop(tokens, r, end)
        nouns = [t.lower for t in tokens[r:stop]]
        if nouns[0] in ("the", "those", "these", "this", "that", "all") and len(nouns) <= 3:
            return None  # "denied the allegations": which ones stands elsewhere
    return r, "phrase"


# --- ends -----------------------------------------------------------------------------------------------------------


def _sentence_end(tokens: Sequence[Token]) -> int:
    end = len(tokens)
    while end and tokens[end - 1].kind == "mark" and tokens[end - 1].text in ".?!…,;:":
        end -= 1
    return end


def _next_stop(tokens: Sequence[Token], start: int, end: int) -> int:
    """The next comma, dash, bracket or quotation at or after `start`."""
    for k in range(start, end):
        if tokens[k].kind == "quote" or (tokens[k].kind == "mark" and tokens[k].text in _STOPS):
            return k
    return end


def _clause_start(tokens: Sequence[Token], before: int, first: int) -> int:
    """Where content that ends at token `before` starts: the sentence's start, or after a semicolon."""
    for k in range(before - 1, first - 1, -1):
        if tokens[k].text in (";", ":"):
            return k + 1
    return first


def _cut_at_next(tokens: Sequence[Token], found: list[Frame]) -> list[Frame]:
    """End content that follows its cue where the next coordinated frame begins; drop frames inside content."""
    kept: list[Frame] = []
    for frame in found:
        begin = min(frame.cue_range[0], frame.source[0] if frame.source else frame.cue_range[0])
        if (
            kept
            and kept[-1].placement in ("after", "phrase")
            and kept[-1].content[0][0] < begin <= kept[-1].content[-1][1]
        ):
            outer = kept[-1]
            edge = _edge(tokens, begin, outer.content[0][0])
            if edge is None:
                if frame.placement in ("before", "amid"):
                    kept[-1] = frame if frame.content[0][0] <= outer.cue_range[0] else outer
                continue
            kept[-1] = replace(outer, content=((outer.content[0][0], edge),))
        kept.append(frame)
    return kept


def _edge(tokens: Sequence[Token], begin: int, content: int) -> int | None:
    """Where content ends before a frame that starts at `begin`, or None if that frame is part of the content."""
    k = begin - 1
    while (
        k > content
        and tokens[k].kind == "word"
        and (
            tokens[k].lower in ADVERBS | AUXILIARIES | {"whose", "who", "which", "while", "though", "as"}
            or tokens[k].lower in _COORDINATORS
        )
    ):
        if tokens[k].lower in _COORDINATORS:
            return k - 1 if tokens[k - 1].text == "," else k
        k -= 1
    if k > content and tokens[k].text in (",", ";", "—"):
        return k
    return k + 1 if k > content and tokens[k + 1].lower in ("while", "though", "as") else None
