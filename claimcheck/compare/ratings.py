"""Ratings of claims (ClaimReview): what a fact-checker rated counts by the rating, not by its words.

A fact check repeats what it rates, so that a false claim, looked up, finds itself said again in so many words.
"""

from __future__ import annotations

import re
from dataclasses import replace

from claimcheck import lexicon
from claimcheck.compare.readings import Reading
from claimcheck.records import Claim, Comparison, Passage, Review, Stance

#: A passage restates a claim if it has its figures, and so much of the shorter one's words is in the other;
#: more where there are no figures to tell them apart.
SHARED, SHARED_WITHOUT_FIGURES = 0.5, 0.8

#: Words of meaning that are shared by chance.
FEW = 2

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


def review_of(passage: Passage) -> Review | None:
    """The rating of the claim that a passage restates; None for a passage that speaks for itself."""
    return next((review for review in passage.reference.reviews if _restates(passage.text, review.claim)), None)


def _restates(passage: str, claim: str) -> bool:
    wanted = set(_FIGURE.findall(claim))
    if not wanted <= set(_FIGURE.findall(passage)):
        return False
    ours, theirs = lexicon.content_stems(claim), lexicon.content_stems(passage)
    if len(ours) <= FEW and not wanted:
        return claim.casefold().strip(" .!?") in passage.casefold()
    shared, shorter = len(ours & theirs), min(len(ours), len(theirs))
    share = SHARED if wanted else SHARED_WITHOUT_FIGURES
    return shared >= min(FEW, shorter) and shared >= share * shorter


def rated(reading: Reading, claim: Claim, passage: Passage) -> Reading:
    """A reading in the light of the rating. That somebody's words are quoted rightly is not what was rated."""
    review = review_of(passage) if claim.kind != "quote" and reading.outcome != "neutral" else None
    if review is None:
        return reading
    same = _says_the_same(reading)
    denies = claim.details.get("polarity") in ("denies", "doubts")
    stance: Stance = "neutral"
    if review.outcome is not None and (same or denies):
        stance = "supports" if same == review.outcome else "refutes"
    code = {"supports": "same", "refutes": "meaning", "neutral": None}[stance]
    told = f"rated “{review.rating}”" + (f" by {review.reviewer}" if review.reviewer else "")
    rating = Comparison("rating", stance, told, code, theirs=_in_words(review))
    kept = tuple(c for c in reading.comparisons if c.outcome == stance)
    return replace(reading, outcome=stance, comparisons=(rating, *kept))


def _in_words(review: Review) -> str:
    """Example: "that the claim is false (“1 of 5”)"."""
    word = {True: "true", False: "false", None: "neither true nor false"}[review.outcome]
    said = "" if review.rating.casefold().strip(" .!") == word else f" (“{review.rating}”)"
    return f"that the claim is {word}{said}"


def _says_the_same(reading: Reading) -> bool:
    """The rated claim is the article's own, whoever made it there."""
    refuted = [c for c in reading.comparisons if c.outcome == "refutes"]
    return reading.outcome == "supports" or (bool(refuted) and all(c.code == "speaker" for c in refuted))
