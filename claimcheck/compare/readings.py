"""What the comparator of a claim's kind reads in a passage, before and after the gate has weighed it.

A reading has a tentative outcome ("the figures differ") and features for the gate; `settle` turns it into
a stance, which is only as sure as the gate is that both speak of the same fact.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from claimcheck import lexicon
from claimcheck.compare.arithmetic import derive
from claimcheck.compare.features import clause
from claimcheck.compare.gate import gates, log_odds
from claimcheck.compare.numbers import relate
from claimcheck.compare.polarity import polarity_features
from claimcheck.compare.quotes import align
from claimcheck.compare.relation import NumberRelation
from claimcheck.compare.speakers import same_speaker
from claimcheck.records import Claim, Comparison, NLIScores, Passage, Stance


@dataclass(frozen=True)
class Reading:
    """Tentative outcome, features for the gate, and what each comparator says; then the settled confidence."""

    outcome: Stance
    features: Mapping[str, float]
    comparisons: tuple[Comparison, ...] = ()
    other: Claim | None = None  # the passage's number that was compared
    gate: str = ""
    confidence: float = 0.0

    def settle(self, claim: Claim, features: Mapping[str, float], nli: NLIScores | None) -> Reading:
        """With all features there are, NLI's among them: the stance and how sure it is."""
        if not self.gate:
            return replace(self, outcome="neutral", confidence=0.0)
        settled = replace(self, confidence=gates()[self.gate](features))
        if self.gate == "statement":
            return _settle_statement(settled, claim, features, nli)
        if _another_event(self, claim, features) or _coincidence(self, features):
            return replace(settled, outcome="neutral", confidence=0.0)
        return settled


NOTHING = Reading("neutral", {})
SOMEBODY_ELSE = 0.9  # how much of the certainty of the same fact is left for "but another person said it"
REVERSED = 0.5  # from here on a statement counts as reversed
ENTAILED = 0.6  # what the NLI model must be sure of to back a statement whose words look reversed
TIMELESS = ("date", "ordinal", "score")  # what is dated, ranked or won does not change with the days
STALE = math.log1p(365) / math.log1p(3650)  # a year, on the scale of the feature days_apart
OTHER_NOUN, RARE = 0.3, 0.75
NEARLY_ALL = 0.8
FEW_WORDS = 4  # a shorter quote is met by chance: it counts where its speaker is named, as in "BROOK: No."
OWN_SHARE = 0.3  # so much of the aligned words must stand in the passage itself, not in its neighbours


def read_number(claim: Claim, passage: Passage) -> list[Reading]:
    """The passage's figure that agrees best with the claim's, and the one that differs from it most nearly.

    Both, since a passage can hold the claim's figure of another thing beside another figure of the claim's.
    """
    ours = lexicon.content_stems(clause(claim))
    numbers = [c for c in passage.claims if c.kind == "number"]
    related = [(other, relate(claim.details, other.details)) for other in numbers]
    found = []
    for outcome in ("agree", "differ"):
        fitting = [(o, r) for o, r in related if r.outcome == outcome]
        if fitting:
            found.append(max(fitting, key=lambda x: _fit(ours, *x)))
    if not found or found[0][1].outcome != "agree":
        derived = derive(claim.details, [c.details for c in numbers])
        if derived is not None:
            found.insert(0, (numbers[0], derived))
    return [_number_reading(claim, ours, other, relation) for other, relation in found] or [NOTHING]


def _number_reading(claim: Claim, ours: frozenset[str], other: Claim, relation: NumberRelation) -> Reading:
    agrees = relation.outcome == "agree"
    stance: Stance = "supports" if agrees else "refutes"
    refuting = "date" if claim.details.get("dimension") == "date" else "number"
    code = (relation.code or "same") if agrees else refuting
    figure = relation.text if code == "derived" else other.text
    return Reading(
        stance,
        {
            "same_noun": relation.same_noun,
            "clause": _jaccard(ours, lexicon.content_stems(clause(other))),
            "apart": _apart(claim.details, other.details),
            "slip": 0.0 if agrees else _slip(claim.details, other.details),
            "exact": float(relation.code == "same"),
            "derived": float(relation.code == "derived"),
            "rare": _rarity(claim.details),
        },
        (Comparison("number", stance, relation.text, code, theirs=figure),),
        other=other,
        gate="number_agree" if agrees else "number_differ",
    )


def _fit(ours: frozenset[str], other: Claim, relation: NumberRelation) -> float:
    return _jaccard(ours, lexicon.content_stems(clause(other))) + relation.same_noun


def read_quote(claim: Claim, passage: Passage) -> list[Reading]:
    """The claim's words in the passage and its neighbours, word for word or altered; and who says them there."""
    lead = f"{passage.before} " if passage.before else ""
    around = f"{lead}{passage.text} {passage.after}".rstrip()
    match = align(claim.text, around)
    shared = min(match.end, len(lead) + len(passage.text)) - max(match.start, len(lead))
    here = shared >= OWN_SHARE * min(max(1, match.end - match.start), len(passage.text))
    features = {"alignment": match.similarity if here else 0.0, "length": _length(claim.text)}
    theirs = around[match.start : match.end]
    speaker, role = _speaker_of(passage, theirs)
    who = same_speaker(claim.details.get("speaker"), claim.details.get("speaker_role"), speaker, role)
    # other words by another person are another remark, unless they are nearly all the same; and a "No." is anybody's
    another = who == "different" and match.similarity < NEARLY_ALL
    anybodys = len(lexicon.words(claim.text)) < FEW_WORDS and who != "same" and not _names(claim, around)
    if not match.near or not here or another or anybodys:
        return [Reading("neutral", features)]
    features |= {"same_words": float(match.same), "other_speaker": float(who == "different")}
    if not match.same:
        words = Comparison("quote", "refutes", _changes(match.changes), "quote", theirs=theirs)
        return [Reading("refutes", features, (words,), gate="quote_altered")]
    words = Comparison("quote", "supports", "the same words", "same", theirs=theirs)
    if who == "different":
        whose = Comparison("speaker", "refutes", f"said by {speaker}", "speaker", theirs=speaker)
        return [Reading("refutes", features, (whose, words), gate="quote_speaker")]
    return [Reading("supports", features, (words,), gate="quote_same")]


def read_statement(claim: Claim, passage: Passage) -> list[Reading]:
    """Who the passage says said it; the meaning is the NLI model's to judge, once the gate has let it pass."""
    speaker, role = _speaker_of(passage, passage.text)
    who = same_speaker(claim.details.get("speaker"), claim.details.get("speaker_role"), speaker, role)
    features = {
        "same_speaker": float(who == "same"),
        "other_speaker": float(who == "different"),
        **polarity_features(claim, passage.text),
    }
    comparisons: tuple[Comparison, ...] = ()
    if who == "different":
        comparisons = (Comparison("speaker", "refutes", f"said by {speaker}", "speaker", theirs=speaker),)
    return [Reading("supports", features, comparisons, gate="statement")]


def _another_event(reading: Reading, claim: Claim, features: Mapping[str, float]) -> bool:
    """A figure of another day, place or person, or of more than a year before or after, refutes nothing.

    Nor do a year and a day that is told without one refute one another: "on 14 August" leaves it to the reader.
    """
    if reading.outcome != "refutes" or claim.kind != "number":
        return False
    if claim.details.get("dimension") in TIMELESS:
        return _year_against_day(claim, reading.other)
    named = any(features.get(name) for name in ("other_weekday", "other_month", "other_period", "other_names"))
    return named or features.get("days_apart", 0.0) > STALE


def _year_against_day(claim: Claim, other: Claim | None) -> bool:
    return other is not None and any(
        len(_iso(day)) > len("2024") == len(_iso(year)) and _iso(day)[:4].isdigit() and _iso(day)[:4] not in day.text
        for day, year in ((claim, other), (other, claim))
    )


def _iso(date: Claim) -> str:
    return date.details.get("iso") or ""


def _coincidence(reading: Reading, features: Mapping[str, float]) -> bool:
    """A short or round figure that counts another thing is met by chance; 4,712 of anything is not."""
    agrees = reading.gate == "number_agree"
    return agrees and features["same_noun"] < OTHER_NOUN and features["rare"] < RARE


def _settle_statement(reading: Reading, claim: Claim, features: Mapping[str, float], nli: NLIScores | None) -> Reading:
    """Is the passage about the statement (the gate)? If so: is it somebody else's, is it reversed, or backed?

    The features speak of what the article says: of "denied that" the contrary of its content, which a text that says
    it plainly refutes, and one that denies it too backs.
    P(refutes) = P(same fact) * P(reversed | same fact), calibrated (gate `meaning`), and likewise for support.
    Words that look reversed ("not", "leave" for "stay") while the NLI model sees no contradiction settle nothing.
    """
    if nli is None:
        return replace(reading, outcome="neutral", confidence=0.0)
    same_fact = reading.confidence
    reverse = gates()["reversed"](features)
    turned = bool(features["negated"] or features["opposite"])
    if features["other_speaker"] and not turned:
        return replace(reading, outcome="refutes", confidence=same_fact * SOMEBODY_ELSE)
    if reverse >= REVERSED and features["contradiction"] > features["entailment"]:
        meaning = Comparison("meaning", "refutes", "says otherwise", "meaning")
        kept = tuple(c for c in reading.comparisons if c.outcome != "refutes")
        certainty = gates()["meaning"]({"odds": log_odds(same_fact * reverse)})
        return replace(reading, outcome="refutes", confidence=certainty, comparisons=(meaning, *kept))
    if turned and features["entailment"] < ENTAILED:
        return replace(reading, outcome="neutral", confidence=0.0)
    meaning = Comparison("meaning", "supports", "says the same", "same")
    return replace(reading, outcome="supports", confidence=same_fact * (1 - reverse), comparisons=(meaning,))


def _speaker_of(passage: Passage, words: str) -> tuple[str | None, str | None]:
    """Who says these words in the passage: of the quote or statement that holds most of them."""
    best: tuple[int, Claim] | None = None
    for claim in passage.claims:
        if claim.kind == "number" or not claim.details.get("speaker"):
            continue
        shared = len(lexicon.content_stems(claim.text) & lexicon.content_stems(words))
        if shared and (best is None or shared > best[0]):
            best = (shared, claim)
    return (best[1].details.get("speaker"), best[1].details.get("speaker_role")) if best else (None, None)


def _names(claim: Claim, text: str) -> bool:
    """Does the text name the claim's speaker?"""
    return bool(lexicon.content_stems(claim.details.get("speaker") or "") & lexicon.content_stems(text))


def _jaccard(ours: frozenset[str], theirs: frozenset[str]) -> float:
    return len(ours & theirs) / len(ours | theirs) if ours or theirs else 0.0


def _apart(ours: Mapping, theirs: Mapping) -> float:
    """How far two values are, on a logarithmic scale: 0 the same, 1 tenfold or more."""
    a, b = ours.get("value"), theirs.get("value")
    if not a or not b or a * b < 0:
        return 1.0
    return min(1.0, abs(math.log10(abs(a / b))))


def _slip(ours: Mapping, theirs: Mapping) -> float:
    """Is one figure the other with a slip of the pen: digits swapped, one digit wrong, a zero lost or added?"""
    one, two = _digits(ours), _digits(theirs)
    if not one or not two or one == two:
        return 0.0
    if len(one) == len(two) >= 2:
        wrong = sum(a != b for a, b in zip(one, two, strict=True))
        if wrong == 2 and sorted(one) == sorted(two):
            return 1.0 if len(one) > 2 else 0.5
        return 1.0 if wrong == 1 and len(one) > 2 else 0.0
    return float(one.rstrip("0") == two.rstrip("0") and len(one.rstrip("0")) > 1)


def _digits(details: Mapping) -> str:
    value = details.get("value")
    return "" if value is None else f"{abs(value):.10g}".replace(".", "").lstrip("0")


def _rarity(details: Mapping) -> float:
    """How many digits a figure spells out: that 4,712 is met by chance is less likely than that 5 is."""
    value = details.get("value") or 0.0
    digits = f"{abs(value):.6g}".replace(".", "").strip("0")
    return min(1.0, len(digits) / 4)


def _length(text: str) -> float:
    return min(1.0, len(lexicon.words(text)) / 12)


def _changes(changes: Sequence[tuple[str, str, str]]) -> str:
    """The differences in words: "“tablets” for “running shoes”; “twice” added; “not” left out"."""
    told = []
    for op, ours, theirs in changes[:4]:
        if op == "replace":
            told.append(f"“{ours}” for “{theirs}”")
        elif op == "insert":
            told.append(f"“{ours}” added")
        elif op == "delete":
            told.append(f"“{theirs}” left out")
    return "; ".join(told)
