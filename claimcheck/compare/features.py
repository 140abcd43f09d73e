"""Does a passage speak of the same fact as a claim? What can be seen of that without a model.

Each feature is one number between 0 and 1 (or near it), and each is a question an editor would ask: the
same words, the same people and places, the same time, the same speaker, an article and a reference of
the same days? `claimcheck.compare.gate` weighs them.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from claimcheck import lexicon
from claimcheck.records import Article, Candidate, Claim

CLAUSE_BREAK = re.compile(
    rf"{lexicon.CLAUSE_MARKS}|[()]|\s[–-]{{1,2}}\s|\b(?:and|but|while|although|whereas|which|who)\b"
)
CLAUSE_WORDS = 3
CLAUSE_STEMS = 2  # a clause with fewer words of its own is read with its neighbour


@dataclass(frozen=True)
class Context:
    """What the features of one article's claims share."""

    published: date | None
    names: frozenset[str]
    years: frozenset[str]

    @classmethod
    def of(cls, article: Article) -> Context:
        return cls(day(article.published), lexicon.names(article.text), lexicon.years(article.text))


def day(iso: str | None) -> date | None:
    try:
        return date.fromisoformat(iso[:10]) if iso else None
    except ValueError:
        return None


def clause(claim: Claim) -> str:
    """The part of the sentence around the claim: out to the next break on either side with enough words in it."""
    text = claim.sentence.text
    start, end = claim.start - claim.sentence.start, claim.end - claim.sentence.start
    start, end = max(0, start), min(len(text), end)
    breaks = [0, *(m.start() for m in CLAUSE_BREAK.finditer(text)), len(text)]
    left = [b for b in breaks if b <= start]
    right = [b for b in breaks if b >= end]
    i, j = len(left) - 1, 0
    while True:
        part = text[left[i] : right[j]]
        if len(lexicon.content_stems(part)) >= CLAUSE_STEMS or (i == 0 and j == len(right) - 1):
            return part.strip(" ,;:()–—")
        if i > 0:
            i -= 1
        else:
            j += 1


def clauses(text: str) -> list[str]:
    """The parts of a text between its breaks that have words enough to say something; else the whole text."""
    parts = [part.strip() for part in CLAUSE_BREAK.split(text)]
    return [part for part in parts if len(lexicon.words(part)) >= CLAUSE_WORDS] or [text]


def same_fact_features(claim: Claim, candidate: Candidate, context: Context) -> dict[str, float]:
    """Features of a claim and a passage, whatever the kind of the claim."""
    passage = candidate.passage
    reference = passage.reference
    title = reference.title or ""
    around = f"{title} . {passage.before} {passage.text} {passage.after}"
    about = lexicon.content_stems(claim.text if claim.kind == "attribution" else clause(claim))
    own, wide = lexicon.content_stems(passage.text), lexicon.content_stems(around)
    # names are matched on stems, so that "Kyiv's" meets "Kyiv"
    claim_names = lexicon.names(claim.sentence.text)
    wide_words = _bare_words(around)
    passage_names = lexicon.names(passage.text) | lexicon.names(title)
    speaker = lexicon.content_stems(claim.details.get("speaker") or "")
    voice = wide | lexicon.content_stems(reference.publisher or "")
    return {
        "similarity": candidate.similarity,
        "words": _share(about, own),
        "words_around": _share(about, wide),
        "words_back": _share(own, lexicon.content_stems(claim.sentence.text)),
        "names": _share(claim_names, wide_words, empty=0.5),
        "foreign_names": 1.0 - _share(passage_names, context.names, empty=1.0),
        "speaker": _share(speaker, voice, empty=0.5),
        "days_apart": _days_apart(context.published, day(reference.published)),
        "other_names": _other_names(claim_names, wide_words, lexicon.names(passage.text), context),
        **_other_time(claim, passage.text, context),
    }


@lru_cache(maxsize=lexicon.CACHED)
def _bare_words(text: str) -> frozenset[str]:
    return frozenset(w.lower().removesuffix("’s").removesuffix("'s") for w in lexicon.words(text))


def _share(wanted: frozenset[str], present: frozenset[str], empty: float = 0.0) -> float:
    return len(wanted & present) / len(wanted) if wanted else empty


def _disjoint(ours: frozenset, theirs: frozenset) -> float:
    return float(bool(ours) and bool(theirs) and not ours & theirs)


def _days_apart(ours: date | None, theirs: date | None) -> float:
    """0 on the same day, 1 at ten years; half way where a date is not known."""
    if ours is None or theirs is None:
        return 0.5
    return min(1.0, math.log1p(abs((ours - theirs).days)) / math.log1p(3650))


def _other_names(ours: frozenset[str], wide: frozenset[str], theirs: frozenset[str], context: Context) -> float:
    """Each side names people or places, and the other has none of them: the same words about another town."""
    return float(bool(ours) and bool(theirs) and not ours & wide and not theirs & context.names)


def _other_time(claim: Claim, text: str, context: Context) -> dict[str, float]:
    """Another year, period, month or weekday. Of a date itself that is the very question, so says nothing."""
    sentence = claim.sentence.text
    asked = claim.details.get("dimension") == "date"
    return {
        "other_year": 0.0 if asked else _other_year(sentence, text, context),
        "other_period": 0.0 if asked else _disjoint(lexicon.periods(sentence), lexicon.periods(text)),
        "other_month": 0.0 if asked else _disjoint(lexicon.months(sentence), lexicon.months(text)),
        "other_weekday": _disjoint(lexicon.weekdays(sentence), lexicon.weekdays(text)),
    }


def _other_year(sentence: str, text: str, context: Context) -> float:
    """The passage names a year that neither the sentence nor the article knows."""
    ours, theirs = lexicon.years(sentence), lexicon.years(text)
    if ours and theirs:
        return float(not ours & theirs)
    current = {str(context.published.year)} if context.published else set()
    return float(bool(theirs) and not theirs & (current | context.years))
