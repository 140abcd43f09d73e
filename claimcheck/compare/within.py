"""The article against itself: one quantity with two values, one quote with two wordings.

Stricter than the comparison with references, since an article that speaks of one event gives many figures
that look alike: two moments, a part and its whole, two people. Only what is said of the same thing in
nearly the same words, with nothing that tells the two apart, is held against the article.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimcheck import lexicon
from claimcheck.compare.features import clause
from claimcheck.compare.numbers import relate
from claimcheck.compare.quotes import align
from claimcheck.records import Article, Claim, Comparison, Evidence, Passage, StoredReference

SAME_THING = 0.5  # share of the two clauses' words that both have
SAME_NOUN = 0.9
UNKNOWN_NOUN = 0.5  # of what is measured, not counted, the clause must tell
QUOTE_WORDS = 5  # shorter quotes resemble one another by chance
QUOTE_ALIKE = 0.75
CONFIDENCE = 0.75
# words that tell two moments, parts or people apart though all else is alike
APART = frozenset(
    """first second third fourth final former latter another other others further additional more extra
    earlier later previously initially originally now then until before after morning afternoon evening night
    overnight men women boys girls home away half each total overall alone including average""".split()
)


def compare_within(claims: Sequence[Claim], article: Article) -> list[tuple[Evidence, ...]]:
    """For each claim, the places of the same article that contradict it.

    Of two places the later is flagged, as the earlier one set the reader's mind; a headline, which stands
    for the body, is flagged against it.
    """
    found: list[list[Evidence]] = [[] for _ in claims]
    for later, claim in enumerate(claims):
        for earlier in range(later):
            other = claims[earlier]
            if other.kind != claim.kind or other.sentence == claim.sentence:
                continue
            comparison, swapped = _contradicts(claim, other), _contradicts(other, claim)
            if comparison is None or swapped is None:
                continue
            if other.sentence.role == "headline":
                found[earlier].append(_evidence(claim, swapped, article))
            else:
                found[later].append(_evidence(other, comparison, article))
    return [tuple(items) for items in found]


def _contradicts(claim: Claim, other: Claim) -> Comparison | None:
    if claim.kind == "number":
        return _other_figure(claim, other)
    if claim.kind == "quote":
        return _other_wording(claim, other)
    return None


def _other_figure(claim: Claim, other: Claim) -> Comparison | None:
    found = relate(claim.details, other.details)
    counted = claim.details.get("dimension") == "count"
    if found.outcome != "differ" or found.same_noun < (SAME_NOUN if counted else UNKNOWN_NOUN):
        return None
    if claim.details.get("dimension") in ("date", "time", "ordinal"):
        return None  # an article tells of many days, hours and ranks
    ours, theirs = _about(claim), _about(other)
    if len(ours & theirs) < 2 or len(ours & theirs) / max(1, len(ours | theirs)) < SAME_THING:
        return None
    if _told_apart(claim, other):
        return None
    return Comparison("number", "refutes", found.text, "number", theirs=other.text)


def _other_wording(claim: Claim, other: Claim) -> Comparison | None:
    if min(len(lexicon.words(c.text)) for c in (claim, other)) < QUOTE_WORDS:
        return None
    match = align(claim.text, other.text)
    if match.same or match.similarity < QUOTE_ALIKE:
        return None
    if claim.details.get("speaker") != other.details.get("speaker"):
        return None
    return Comparison("quote", "refutes", "quoted differently elsewhere in the article", "quote", theirs=other.text)


def _about(claim: Claim) -> frozenset[str]:
    return lexicon.content_stems(clause(claim))


def _told_apart(claim: Claim, other: Claim) -> bool:
    """Another year, day or period, another name, or a word such as "earlier" on one side only."""
    one, two = claim.sentence.text, other.sentence.text
    if lexicon.years(one) != lexicon.years(two) or lexicon.periods(one) != lexicon.periods(two):
        return True
    for kind in (lexicon.months, lexicon.weekdays):
        if kind(one) and kind(two) and kind(one) != kind(two):
            return True
    if lexicon.names(clause(claim)) ^ lexicon.names(clause(other)):
        return True
    ours, theirs = (frozenset(w.lower() for w in lexicon.words(text)) for text in (one, two))
    return bool((ours ^ theirs) & APART) or bool(claim.details.get("change")) != bool(other.details.get("change"))


def _evidence(other: Claim, comparison: Comparison, article: Article) -> Evidence:
    reference = StoredReference(
        id="article", version=1, title=article.title, publisher=None, published=article.published,
        url=article.url, licence=None, tier=None, added="", sha256=article.sha256, origin="article",
    )  # fmt: skip
    passage = Passage(0, reference, other.sentence.text, other.sentence.start, other.sentence.end, claims=(other,))
    return Evidence(passage, "refutes", CONFIDENCE, 1.0, "same day", None, (comparison,), origin="article")
