"""Figures that are names, not numbers: "F-16", "No. 10", "Section 427", "S&P 500", "5G", phone numbers, list markers, addresses."""

from __future__ import annotations

from collections.abc import Sequence

from claimcheck.extract.dates import MONTHS, WEEKDAYS
from claimcheck.extract.modifiers import BEFORE
from claimcheck.extract.nounphrases import STOP, VERBS
from claimcheck.quantities.numerals import DASHES, HYPHENS, SCALES, SHORT_SCALES, UNITS, at, is_kind
from claimcheck.quantities.tokens import Token
from claimcheck.quantities.units import currency_after, currency_before, unit_at

# Words whose figure is a name, whatever the case: "section 427", "category 4".
LABEL_WORDS = frozenset(
    "no nos number section sections article articles chapter clause paragraph page pages rule title amendment phase type level grade tier class"
    " category channel route highway interstate road room gate flight platform line unit block lot apartment flat suite floor bus tram"
    " episode season series part book volume vol version model mark area zone district ward sector division group pool table figure fig"
    " appendix schedule annex form box track exit junction runway pier terminal court courtroom studio hangar reactor block building"
    " case file docket id code zip postcode bill act resolution proposition prop measure question game race heat lane ring corner turn"
    " top big best under-secretary catch covid sars apollo formula psalm verse step option plan team squad company battalion regiment"
    " precinct local union district ladder hurdle shard reg week round stage lap day hole inning leg minute".split()
)
# Of these "minute nine" is a rank, which the ordinals read.
RANKED = frozenset("minute lap week round stage day hole inning leg matchday set over mile".split())
_PREFIXES = frozenset(
    "mid pre post sub under over early late non plus circa minus about around up to and or aged".split()
)
_STREETS = frozenset(
    "street st road rd avenue ave lane drive court square boulevard blvd terrace place way crescent close row park highway hill".split()
)
_PEOPLE = frozenset(
    "people men women children dead killed soldiers civilians residents others police officers students workers voters".split()
)


def skip_label(tokens: Sequence[Token], i: int) -> int | None:
    """If the figure at tokens[i] is a name or a mark of order, the index behind it."""
    token = tokens[i]
    if token.kind == "number":
        return (
            _glued(tokens, i)
            or _phone(tokens, i)
            or _list_marker(tokens, i)
            or _slashed(tokens, i)
            or _address(tokens, i)
            or _named(tokens, i)
        )
    if token.lower in UNITS:
        return _named(tokens, i) or _capital_word(tokens, i)
    return None


def _glued(tokens: Sequence[Token], i: int) -> int | None:
    """ "5G", "M50", "F-16", "COVID-19", "737s"."""
    token = tokens[i]
    previous = tokens[i - 1] if i else None
    if token.glued and previous is not None:
        if previous.kind == "word" and currency_before(tokens, i) is None:
            return i + 1
        if (
            previous.lower in HYPHENS
            and previous.glued
            and i >= 2
            and tokens[i - 2].kind == "word"
            and tokens[i - 2].lower not in _PREFIXES
        ):
            if tokens[i - 2].capital or len(tokens[i - 2].text) <= 3:
                return i + 1
        if previous.text in {"#", "@", "_", "/", "\\"} and not is_kind(tokens, i - 2, "number"):
            return i + 1
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following is None or not following.glued or following.kind != "word":
        return None
    if (
        following.lower in SHORT_SCALES
        and following.text not in {"T", "MM"}
        or following.lower in {"st", "nd", "rd", "th", "x", "am", "pm", "a.m", "p.m", "a.m.", "p.m."}
    ):
        return None
    if unit_at(tokens, i + 1) or currency_after(tokens, i + 1) or following.text == "p":
        return None
    return i + 2


def _phone(tokens: Sequence[Token], i: int) -> int | None:
    """ "555-0123", "+44 20 7946 0958", "1-800-555-0199"."""
    j, groups = i, []
    while is_kind(tokens, j, "number") and tokens[j].text.isdecimal():
        groups.append(tokens[j].text)
        if (
            at(tokens, j + 1) in DASHES
            and is_kind(tokens, j + 2, "number")
            and tokens[j + 1].glued
            and tokens[j + 2].glued
        ):
            j += 2
        elif (
            is_kind(tokens, j + 1, "number")
            and not tokens[j + 1].glued
            and (at(tokens, i - 1) == "+" or groups[0].startswith("0"))
        ):
            j += 1
        else:
            break
    if len(groups) >= 2 and (at(tokens, i - 1) == "+" or (groups[0].startswith("0") and len(groups[0]) > 1)):
        return j + 1
    if len(groups) >= 3 and len(groups[-1]) >= 3 and len(groups[0]) <= 3:
        return j + 1
    if len(groups) == 2 and len(groups[0]) == 3 and len(groups[1]) == 4:
        return j + 1
    return j + 1 if len(groups) == 1 and len(groups[0]) >= 9 else None


def _list_marker(tokens: Sequence[Token], i: int) -> int | None:
    """ "1. Police …", "2) …", at the start of a line."""
    if (
        i == 0
        and at(tokens, 1) in {".", ")", ":"}
        and len(tokens[0].text) <= 3
        and (len(tokens) == 2 or not tokens[2].glued)
    ):
        return 2
    if i == 1 and at(tokens, 0) == "(" and at(tokens, 2) == ")" and len(tokens[1].text) <= 3:
        return 3
    previous = tokens[i - 2] if i >= 2 else None
    # a player's shirt: "Prescott (4)"
    if (
        at(tokens, i - 1) == "("
        and at(tokens, i + 1) == ")"
        and len(tokens[i].text) <= 2
        and previous is not None
        and previous.capital
    ):
        return i + 2
    return None


def _slashed(tokens: Sequence[Token], i: int) -> int | None:
    """ "9/11", "24/7", "50/50", and figures in addresses of the web."""
    if (
        at(tokens, i + 1) != "/"
        or not tokens[i + 1].glued
        or not is_kind(tokens, i + 2, "number")
        or not tokens[i + 2].glued
    ):
        return None
    from claimcheck.quantities.numerals import read_numeral

    numeral = read_numeral(tokens, i)
    return i + 3 if numeral is None or numeral.form != "fraction" else None


def _address(tokens: Sequence[Token], i: int) -> int | None:
    """ "575 Wilbraham Road", "16-18 Industrial Avenue"."""
    j = i + 1
    if at(tokens, j) in DASHES and is_kind(tokens, j + 1, "number"):
        j += 2
    for n in range(1, 4):
        k = j + n
        if not (is_kind(tokens, k - 1, "word") and tokens[k - 1].capital):
            return None
        if n >= 1 and is_kind(tokens, k, "word") and tokens[k].capital and tokens[k].lower in _STREETS:
            return j
    return None


def _named(tokens: Sequence[Token], i: int) -> int | None:
    """A bare whole number behind a name or a word of order: "Section 427", "S&P 500", "No. 10"."""
    token = tokens[i]
    if token.kind == "number" and ("," in token.text or "." in token.text):
        return None
    previous = tokens[i - 1] if i else None
    if previous is None or token.glued:
        return None
    end = i + 1
    if at(tokens, end) in DASHES and is_kind(tokens, end + 1, "number") and tokens[end].glued:
        end += 2
    if (
        previous.text == "."
        and previous.glued
        and i >= 2
        and at(tokens, i - 2) in {"no", "nos", "art", "sec", "fig", "vol", "ch", "p", "pp", "nr", "rm", "ste"}
    ):
        return end
    if previous.kind != "word" or _measured(tokens, i):
        return None
    if previous.lower in LABEL_WORDS and not (previous.lower in {"top", "best", "big"} and not previous.capital):
        if previous.lower in RANKED:
            return None if not previous.capital else end
        if previous.lower == "number" and at(tokens, i - 2) in {"the", "a", "total"} and token.kind != "number":
            return None
        return (
            end
            if token.kind == "number"
            or previous.capital
            or previous.lower
            in {
                "category",
                "phase",
                "number",
                "chapter",
                "section",
                "article",
                "type",
                "level",
                "tier",
                "grade",
                "season",
                "series",
                "episode",
                "part",
                "table",
            }
            else None
        )
    if not previous.capital or token.kind != "number":
        return None
    if (
        previous.lower in STOP
        or previous.lower in VERBS
        or previous.lower in MONTHS
        or previous.lower in WEEKDAYS
        or (previous.lower,) in BEFORE
    ):
        return None
    if at(tokens, end) in _PEOPLE or _tallied(tokens, i):
        return None
    if i == 1 and previous.lower in {
        "another",
        "police",
        "altogether",
        "combined",
        "some",
        "another",
        "yes",
        "meanwhile",
        "still",
        "sen",
        "a",
        "total",
    }:
        return None
    return end


def _measured(tokens: Sequence[Token], i: int) -> bool:
    """Does a scale, a percent sign, a unit or a currency follow?"""
    return (
        at(tokens, i + 1) in SCALES
        or at(tokens, i + 1) in {"hundred", "dozen"}
        or unit_at(tokens, i + 1) is not None
        or currency_after(tokens, i + 1) is not None
        or currency_before(tokens, i) is not None
        or (at(tokens, i + 1) in HYPHENS and unit_at(tokens, i + 2) is not None)
        or (at(tokens, i + 1) in SHORT_SCALES and tokens[i + 1].glued)
    )


def _tallied(tokens: Sequence[Token], i: int) -> bool:
    """ "Attley 17, Corvin 9": figures behind two names are a tally."""

    def named(j: int) -> bool:
        return is_kind(tokens, j, "number") and is_kind(tokens, j - 1, "word") and tokens[j - 1].capital

    ahead = any(named(j) for j in range(i + 3, min(i + 6, len(tokens)))) and at(tokens, i + 1) in {",", "and", ";"}
    behind = any(named(j) and at(tokens, j + 1) in {",", "and", ";"} for j in range(max(1, i - 5), i - 2))
    return (ahead or behind) and at(tokens, i + 1) in {",", "and", ";", ".", "", ")"}


def _capital_word(tokens: Sequence[Token], i: int) -> int | None:
    """ "the Big Five", "One Direction", "Seven Sisters": a spelled number inside a name."""
    token = tokens[i]
    if not token.capital or i == 0 or at(tokens, i - 1) in {'"', "“", "‘", "—", ":", ".", "–", "'", "•", "-"}:
        return None
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    inside = tokens[i - 1].capital and tokens[i - 1].kind == "word" and tokens[i - 1].lower not in STOP
    headline = sum(t.capital for t in tokens if t.kind == "word") > 0.6 * max(1, sum(t.kind == "word" for t in tokens))
    return (
        i + 1
        if not headline and (inside or (following is not None and following.kind == "word" and following.capital))
        else None
    )
