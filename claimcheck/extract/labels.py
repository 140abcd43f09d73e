"""Figures that are names, not numbers: "F-16", "No. 10", "Section 427", "S&P 500", "5G", phone numbers, list markers,
addresses.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimcheck.extract.changes import DIRECTIONS
from claimcheck.extract.dates import MONTHS, WEEKDAYS
from claimcheck.extract.modifiers import BEFORE
from claimcheck.extract.nounphrases import STOP, VERBS
from claimcheck.quantities.currencies import currency_after, currency_before
from claimcheck.quantities.nouns import is_plural
from claimcheck.quantities.numerals import read_numeral
from claimcheck.quantities.spelled import DASHES, HYPHENS, SCALES, SHORT_SCALES, UNITS, at, is_kind
from claimcheck.quantities.tokens import Token, word_set
from claimcheck.quantities.units import unit_at

# Words whose figure is a name, whatever the case: "section 427", "category 4".
_LABELS = word_set(
    """no nos number section sections article articles chapter clause paragraph page pages rule title amendment phase
    type level grade tier class category channel route highway interstate road room gate flight platform line lot
    apartment flat suite floor episode season series part book volume vol version model mark zone district ward
    sector division pool table figure fig appendix schedule annex form track exit junction runway pier terminal
    court courtroom studio hangar reactor block box file docket code zip postcode bill act resolution proposition
    prop measure question game race heat lane step option squad battalion regiment precinct local unit covid sars
    apollo formula psalm verse stage gen generation area bus tram quarter group top cloud"""
)
# Of these also a number in words is a name: "category one", "phase two".
_SPELLED = word_set(
    "category phase number chapter section article type level tier grade season series episode part table stage "
    "quarter group cloud"
)
# "minute nine" is a rank, which the ranks read.
RANKED = word_set("minute lap week round stage day hole inning leg matchday over mile")
_PREFIXES = word_set(
    """magnitude mid pre post sub early late non plus circa minus about around up to and or aged now nearly almost
    roughly age"""
)
_STREETS = word_set(
    """street st road rd avenue ave lane drive court square boulevard blvd terrace place way crescent close row park
    highway hill gardens plaza quay"""
)
_PEOPLE = word_set(
    "people men women children dead killed soldiers civilians residents others police officers students workers voters"
)
_ABBREVIATED = word_set("no nos art sec fig vol ch p pp nr rm ste")
_SUFFIXES = word_set("st nd rd th x am pm a.m p.m a.m. p.m.")
_SENTENCE_OPENERS = word_set(
    "another police altogether combined yes meanwhile still total officials authorities officers plus"
)
_OPENING = frozenset({'"', "“", "‘", "—", ":", ".", "–", "'", "•", "-", "("})


def is_headline(tokens: Sequence[Token]) -> bool:
    """Most words begin with a capital, so that a capital says nothing of names."""
    words = [t for t in tokens if t.kind == "word"]
    if tokens and tokens[-1].text == ".":
        return False
    return sum(t.capital for t in words) > 0.6 * len(words)


def skip_label(tokens: Sequence[Token], i: int, headline: bool = False) -> int | None:
    """If the figure at tokens[i] is a name or a mark of order, the index behind it."""
    token = tokens[i]
    if token.kind == "number":
        for rule in (_glued_before, _glued_behind, _phone, _list_marker, _slashed, skip_address):
            end = rule(tokens, i)
            if end is not None:
                return end
        return _labelled(tokens, i) or _after_name(tokens, i, headline)
    if token.lower in UNITS:
        return _labelled(tokens, i) or (None if headline else _capital_word(tokens, i))
    return None


def _glued_before(tokens: Sequence[Token], i: int) -> int | None:
    """What touches the figure from the left: "M50", "F-16", "COVID-19", "#3"."""
    if i == 0 or not tokens[i].glued:
        return None
    previous = tokens[i - 1]
    if previous.kind == "word":
        return i + 1 if currency_before(tokens, i) is None else None
    if (
        previous.lower in HYPHENS
        and previous.glued
        and is_kind(tokens, i - 2, "word")
        and tokens[i - 2].lower not in _PREFIXES
    ):
        return i + 1
    return i + 1 if previous.text in {"#", "@", "_", "/", "\\"} and not is_kind(tokens, i - 2, "number") else None


def _glued_behind(tokens: Sequence[Token], i: int) -> int | None:
    """Letters that touch it from the right and are no unit: "5G", "737s", "4x4"."""
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following is None or not following.glued or following.kind != "word":
        return None
    if following.lower == "s" and "." not in tokens[i].text:
        return i + 2
    scale = following.lower in SCALES or (following.lower in SHORT_SCALES and following.text not in {"T", "MM"})
    if scale or following.lower in _SUFFIXES or unit_at(tokens, i + 1) or currency_after(tokens, i + 1):
        return None
    return i + 2


def _phone(tokens: Sequence[Token], i: int) -> int | None:
    """As in "555-0123", "+44 20 7946 0958", "1-800-555-0199", and endless figures."""
    j, groups = i, [tokens[i].text]
    spaced = at(tokens, i - 1) == "+" or groups[0].startswith("0")
    while len(groups) < 8:
        if (
            at(tokens, j + 1) in DASHES
            and is_kind(tokens, j + 2, "number")
            and tokens[j + 1].glued
            and tokens[j + 2].glued
        ):
            j += 2
        elif spaced and is_kind(tokens, j + 1, "number") and not tokens[j + 1].glued:
            j += 1
        else:
            break
        groups.append(tokens[j].text)
    if not all(g.isdecimal() for g in groups):
        return None
    dialled = len(groups) >= 2 and (at(tokens, i - 1) == "+" or (groups[0].startswith("0") and len(groups[0]) > 1))
    grouped = len(groups) >= 3 and len(groups[-1]) >= 3 and len(groups[0]) <= 3
    local = [len(g) for g in groups] == [3, 4]
    endless = len(groups) == 1 and len(groups[0]) >= 10
    return j + 1 if dialled or grouped or local or endless else None


def _list_marker(tokens: Sequence[Token], i: int) -> int | None:
    """As in "1. Police …", "2) …" at the start of a line; a player's shirt, "Tarn (4)"."""
    short = len(tokens[i].text) <= 3
    if (
        short
        and at(tokens, i + 1) == ")"
        and tokens[i + 1].glued
        and at(tokens, i - 1) in {":", ";", ",", "and", "or", "."}
    ) and next((at(tokens, k) for k in range(i - 1, max(-1, i - 12), -1) if at(tokens, k) in {"(", ")"}), ")") == ")":
        return i + 2  # "for two reasons: 1) …"
    if i == 0 and short and at(tokens, 1) in {".", ")", ":"} and (len(tokens) == 2 or not tokens[2].glued):
        return 2
    if at(tokens, i - 1) == "(" and at(tokens, i + 1) == ")" and short:
        if i == 1:
            return 3
        return i + 2 if tokens[i - 2].capital and len(tokens[i].text) <= 2 else None
    return None


def _slashed(tokens: Sequence[Token], i: int) -> int | None:
    """As in "9/11", "24/7", "50/50", and figures in addresses of the web."""
    if (
        at(tokens, i + 1) != "/"
        or not is_kind(tokens, i + 2, "number")
        or not (tokens[i + 1].glued and tokens[i + 2].glued)
    ):
        return None
    numeral = read_numeral(tokens, i)
    return i + 3 if numeral is None or numeral.form != "fraction" else None


def skip_address(tokens: Sequence[Token], i: int) -> int | None:
    """As in "575 Larkham Road", "4-6 Mill Avenue"; a postal code."""
    j = i + 1
    if at(tokens, j) == "zip":
        return j
    if at(tokens, j) in DASHES and is_kind(tokens, j + 1, "number"):
        j += 2
    for k in range(j, j + 4):
        if not (is_kind(tokens, k, "word") and tokens[k].capital):
            return None
        if k > j and tokens[k].lower in _STREETS:
            return j
    return None


def _end_of_label(tokens: Sequence[Token], i: int) -> int:
    return i + 3 if at(tokens, i + 1) in DASHES and is_kind(tokens, i + 2, "number") and tokens[i + 1].glued else i + 1


def _labelled(tokens: Sequence[Token], i: int) -> int | None:
    """A bare whole number behind a word of order: "Section 427", "No. 10", "category one"."""
    token, previous = tokens[i], tokens[i - 1] if i else None
    if previous is None or token.glued or (token.kind == "number" and ("," in token.text or "." in token.text)):
        return None
    if previous.text == "." and previous.glued and at(tokens, i - 2) in _ABBREVIATED:
        return _end_of_label(tokens, i)
    if previous.lower not in _LABELS or _measured(tokens, i) or at(tokens, i + 1) in _PEOPLE:
        return None
    if previous.lower in RANKED or (previous.lower == "top" and not previous.capital):
        return _end_of_label(tokens, i) if previous.capital and previous.lower in RANKED else None
    if previous.lower == "number" and at(tokens, i - 2) in {"the", "a", "total"} and token.kind != "number":
        return None
    if token.kind == "word" and not previous.capital and previous.lower not in _SPELLED:
        return None
    if token.kind == "word" and is_plural(at(tokens, i + 1)) and not previous.capital:
        return None
    return _end_of_label(tokens, i)


def _after_name(tokens: Sequence[Token], i: int, headline: bool) -> int | None:
    """A bare whole number behind a name: "S&P 500", "iPhone 14", "Boeing 737"."""
    token, previous = tokens[i], tokens[i - 1] if i else None
    if previous is None or previous.kind != "word" or token.glued or not token.text.isdecimal() or _measured(tokens, i):
        return None
    if not any(c.isupper() for c in previous.text) or previous.lower.endswith(("'s", "s'")):
        return None
    lower = previous.lower
    if (
        (lower in STOP and (headline or len(lower) == 1 or not previous.text.isupper()))
        or lower in VERBS
        or lower in MONTHS
        or lower in WEEKDAYS
        or (lower,) in BEFORE
        or lower in DIRECTIONS
    ):
        return None
    end = _end_of_label(tokens, i)
    if at(tokens, end) in _PEOPLE or _tallied(tokens, i) or (i == 1 and lower in _SENTENCE_OPENERS):
        return None
    if headline and (lower.endswith(("s", "ed")) or is_plural(at(tokens, end))):
        return None
    return end


def _measured(tokens: Sequence[Token], i: int) -> bool:
    """Does a scale, a percent sign, a unit or a currency stand by it?"""
    following = at(tokens, i + 1)
    return (
        following in SCALES
        or following in {"hundred", "dozen"}
        or (following in SHORT_SCALES and tokens[i + 1].glued)
        or unit_at(tokens, i + 1) is not None
        or currency_after(tokens, i + 1) is not None
        or currency_before(tokens, i) is not None
        or (following in HYPHENS and unit_at(tokens, i + 2) is not None)
    )


def _tallied(tokens: Sequence[Token], i: int) -> bool:
    """As in "Norden 17, Veld 9": figures behind two names are a tally."""

    def named(j: int) -> bool:
        return is_kind(tokens, j, "number") and is_kind(tokens, j - 1, "word") and tokens[j - 1].capital

    joins = {",", "and", ";"}
    ahead = at(tokens, i + 1) in joins and any(named(j) for j in range(i + 3, min(i + 6, len(tokens))))
    behind = any(named(j) and at(tokens, j + 1) in joins for j in range(max(1, i - 5), i - 2))
    return (ahead or behind) and at(tokens, i + 1) in joins | {".", "", ")"}


def _capital_word(tokens: Sequence[Token], i: int) -> int | None:
    """As in "the Big Five", "One Direction", "Seven Sisters": a spelled number inside a name."""
    if not tokens[i].capital or i == 0 or at(tokens, i - 1) in _OPENING:
        return None
    previous, following = tokens[i - 1], tokens[i + 1] if i + 1 < len(tokens) else None
    inside = previous.capital and previous.kind == "word" and previous.lower not in STOP
    return i + 1 if inside or (following is not None and following.kind == "word" and following.capital) else None
