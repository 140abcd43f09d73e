"""A draft and its revision: which flags are gone, which are new, which stand as before.

Claims are matched although their offsets moved: by id, else by their words in the nearest place, else by
likeness of claim and sentence.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from claimcheck.report import words
from claimcheck.report.base import ClaimDict, ReportDict
from claimcheck.report.view import findings, is_flagged

ALIKE = 80.0  # likeness of two sentences, out of 100, from which one is taken for a revision of the other
PLACE = 0.25  # of a sentence's length: claims of two like sentences that stand further apart in them are not the same
Change = Literal["gone", "new", "unchanged"]


@dataclass(frozen=True, slots=True)
class Changed:
    """A flagged mistake in one of two runs, or in both; `before` or `after` is None where its claim is not there."""

    change: Change
    before: ClaimDict | None
    after: ClaimDict | None

    @property
    def why(self) -> str:
        """What became of a flag: `now consistent`, `no longer in the article`, `was unverified`, …"""
        if self.change == "gone":
            return f"now {self.after['verdict']}" if self.after else "no longer in the article"
        if self.change == "new":
            return f"was {self.before['verdict']}" if self.before else "not in the article before"
        assert self.before is not None
        assert self.after is not None
        same = self.before["verdict"] == self.after["verdict"]
        return self.after["verdict"] if same else f"{self.before['verdict']}, now {self.after['verdict']}"

    @property
    def words(self) -> str:
        """The claim, and what it was before where its words have changed."""
        now, was = (words.clean(claim["text"]) if claim else "" for claim in (self.after, self.before))
        if self.change == "gone" or not (now and was) or now == was:
            return was if self.change == "gone" else now
        return f"{now} (was: {was})"


def changes(before: ReportDict, after: ReportDict) -> list[Changed]:
    """Every mistake that is flagged in either run, by the claim that tells most of it: new ones first, then the
    unchanged, then those that are gone; the worst first among each."""
    pairs = match(before["claims"], after["claims"])
    partner = {new["id"]: old for old, new in pairs}
    successor = {old["id"]: new for old, new in pairs}
    found = []
    for finding in findings(after):
        old = partner.get(finding.lead["id"])
        found.append(Changed("unchanged" if old and is_flagged(old) else "new", old, finding.lead))
    for finding in findings(before):
        new = successor.get(finding.lead["id"])
        if not (new and is_flagged(new)):
            found.append(Changed("gone", finding.lead, new))
    return sorted(found, key=lambda c: ("new", "unchanged", "gone").index(c.change))


def match(before: list[ClaimDict], after: list[ClaimDict]) -> list[tuple[ClaimDict, ClaimDict]]:
    """Pairs of the same claim in two runs; each claim is in one pair at most."""
    pairs: list[tuple[ClaimDict, ClaimDict]] = []
    left = {c["id"]: c for c in after}
    rest: list[ClaimDict] = []
    for claim in before:
        if claim["id"] in left:
            pairs.append((claim, left.pop(claim["id"])))
        else:
            rest.append(claim)
    rest = _by_words(rest, left, pairs)
    _by_likeness(rest, left, pairs)
    return pairs


def _by_words(
    claims: list[ClaimDict], left: dict[str, ClaimDict], pairs: list[tuple[ClaimDict, ClaimDict]]
) -> list[ClaimDict]:
    there: dict[tuple[str, str], list[ClaimDict]] = defaultdict(list)
    for claim in left.values():
        there[_words(claim)].append(claim)
    rest = []
    for claim in claims:
        candidates = there[_words(claim)]
        if not candidates:
            rest.append(claim)
            continue
        nearest = min(candidates, key=lambda c: (-_likeness(claim, c), abs(c["start"] - claim["start"])))
        candidates.remove(nearest)
        pairs.append((claim, left.pop(nearest["id"])))
    return rest


def _by_likeness(claims: list[ClaimDict], left: dict[str, ClaimDict], pairs: list[tuple[ClaimDict, ClaimDict]]) -> None:
    for claim in claims:
        candidates = [c for c in left.values() if c["kind"] == claim["kind"]]
        best = max(candidates, key=lambda c: (_likeness(claim, c), -abs(c["start"] - claim["start"])), default=None)
        if best is not None and _likeness(claim, best) >= ALIKE and _place(claim, best):
            pairs.append((claim, left.pop(best["id"])))


def _words(claim: ClaimDict) -> tuple[str, str]:
    return claim["kind"], words.clean(claim["text"]).casefold()


def _likeness(first: ClaimDict, second: ClaimDict) -> float:
    from rapidfuzz.fuzz import ratio

    return float(ratio(words.clean(first["sentence"]["text"]), words.clean(second["sentence"]["text"])))


def _place(first: ClaimDict, second: ClaimDict) -> bool:
    """Whether two claims of like sentences stand in the same part of them: not the first against the last number."""
    places = []
    for claim in (first, second):
        length = max(1, claim["sentence"]["end"] - claim["sentence"]["start"])
        places.append((claim["start"] - claim["sentence"]["start"]) / length)
    return abs(places[0] - places[1]) <= PLACE
