"""`claimcheck review --terminal`: the same review at a prompt."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claimcheck.cli import console
from claimcheck.errors import ClaimcheckError
from claimcheck.records import KINDS
from claimcheck.report import words
from claimcheck.report.base import ClaimDict, ReportDict
from claimcheck.report.text import render_finding
from claimcheck.report.view import Finding, best_of_each_side, line_of
from claimcheck.review.added import add_claim
from claimcheck.review.deciding import decide, queue, undo
from claimcheck.review.states import State

if TYPE_CHECKING:
    from claimcheck.web.app import Review

DECISIONS = {"f": "fix", "s": "stands", "r": "reference", "o": "open"}
HELP = """f fix the article · s it stands · r wrong reference · o leave open · n note · p my own source · u undo
j next · k back · t the reference's whole text · h history · c every claim, or only flags · a add a claim · q quit"""


def review_at_prompt(session: Review) -> None:
    """Show one finding after the other and ask, until all are seen or `q`. Ends quietly where input ends."""
    prompt = Prompt(session)
    prompt.list_again()
    if not prompt.keys:
        console.notice("nothing is flagged in this run; every claim of it can be decided all the same")
        prompt.every = True
        prompt.list_again()
    while 0 <= prompt.at < len(prompt.keys):
        prompt.show()
        answer = _ask("decide> ")
        if answer in ("q", None):
            break
        prompt.answer(answer)
    report, known = session.report()
    found = queue(report, known)
    decided = sum(bool(finding.lead["decision"]) for finding in found)
    console.write(f"{decided} of {len(found)} decided\n")


@dataclass(slots=True)
class Prompt:
    """Where the reviewer is: at one of the claims that are gone through, which stay in their order meanwhile."""

    session: Review
    every: bool = False  # all claims, not only flags
    at: int = 0
    keys: list[str] = field(default_factory=list)  # the ids of the claims that tell most of their findings

    def list_again(self, at: str | None = None) -> None:
        report, known = self.session.report()
        self.keys = [finding.lead["id"] for finding in _items(report, known, self.every)]
        self.at = self.keys.index(at) if at in self.keys else 0

    def look(self) -> tuple[ReportDict, Finding, State]:
        report, known = self.session.report()
        found = next(each for each in _items(report, known, every=True) if each.lead["id"] == self.keys[self.at])
        return report, found, known[found.lead["id"]]

    def show(self) -> None:
        report, finding, _ = self.look()
        console.write(f"\n{self.at + 1} of {len(self.keys)}\n")
        console.write(render_finding(report, self.at + 1, finding, console.shown()))
        console.write(f"\n{HELP}\n")

    def answer(self, answer: str) -> None:
        """Do what was asked, and go where that leads."""
        actions: dict[str, Callable[[], None]] = {
            **{key: lambda name=name: self.decide(name) for key, name in DECISIONS.items()},  # type: ignore[misc]
            "": lambda: self.go(1),
            "j": lambda: self.go(1),
            "k": lambda: self.go(-1),
            "n": lambda: self.keep(note=_ask("note> ")),
            "p": lambda: self.keep(source=_ask("my own source> ")),
            "u": self.undo,
            "t": self.whole_text,
            "h": self.history,
            "c": self.toggle,
            "a": self.add,
        }
        action = actions.get(answer)
        if action is None:
            console.write(f"'{answer}' is none of these.\n")
            return
        try:
            action()
        except ClaimcheckError as e:
            console.write(f"{e}\n")

    def go(self, by: int) -> None:
        self.at = max(0, self.at + by)

    def decide(self, decision: str) -> None:
        report, finding, state = self.look()
        decide(self.session.desk, report, finding.lead["id"], decision, self.session.reviewer, seen=state.latest)
        self.go(1)

    def keep(self, note: str | None = None, source: str | None = None) -> None:
        if note or source:
            report, finding, state = self.look()
            claim, reviewer = finding.lead["id"], self.session.reviewer
            decide(self.session.desk, report, claim, None, reviewer, note=note, source=source, seen=state.latest)

    def undo(self) -> None:
        report, finding, state = self.look()
        if not undo(self.session.desk, report, finding.lead["id"], self.session.reviewer, seen=state.latest):
            console.write("Nothing has been decided here yet.\n")
        self.list_again(finding.lead["id"])  # a claim that somebody added may be gone

    def toggle(self) -> None:
        self.every = not self.every
        self.list_again(self.keys[self.at])

    def history(self) -> None:
        _, _, state = self.look()
        for record in state.history:
            console.write(f"{words.record(record)}\n")
        if not state.history:
            console.write("Nothing has been decided here yet.\n")

    def whole_text(self) -> None:
        from claimcheck.store.references import ReferenceStore

        _, finding, _ = self.look()
        shown = best_of_each_side(finding.lead) or finding.lead["evidence"][:1]
        for evidence in (each for each in shown if each["origin"] == "store"):
            with ReferenceStore(self.session.store, readonly=True) as store:
                text = store.full(evidence["reference"], evidence["version"]).text
            start, end = evidence["start"], evidence["end"]
            marked = f"{text[:start]}>>> {text[start:end]} <<<{text[end:]}"
            console.write(f"\n{words.source(evidence)}\n\n{words.safe(marked)}\n")

    def add(self) -> None:
        report, _, _ = self.look()
        span = _span(report, _ask("its words, as they stand in the article> ") or "")
        kind = _ask(f"its kind ({', '.join(KINDS)})> ") if span else None
        if span is None or kind not in KINDS:
            console.write("Nothing was added.\n")
            return
        claim = add_claim(self.session.desk, report, kind, *span, self.session.reviewer)
        self.every = True
        self.list_again(claim)


def _items(report: ReportDict, known: dict[str, State], every: bool) -> list[Finding]:
    """The queue of flags; with `every`, the other claims behind it in the article's order."""
    found = queue(report, known)
    grouped = {claim["id"] for finding in found for claim in finding.claims}
    rest: list[ClaimDict] = sorted(report["claims"], key=lambda c: (c["start"], c["end"])) if every else []
    return found + [Finding(claim["id"], (claim,)) for claim in rest if claim["id"] not in grouped]


def _span(report: ReportDict, said: str) -> tuple[int, int] | None:
    """Where words stand in the article; asks which where they stand more than once."""
    text = report["article"]["text"]
    places = [at for at in range(len(text)) if said and text.startswith(said, at)]
    if len(places) > 1:
        lines = ", ".join(f"{n} in line {line_of(report, at)}" for n, at in enumerate(places, start=1))
        which = _ask(f"they stand there {len(places)} times, {lines}: which> ")
        places = [at for n, at in enumerate(places, start=1) if str(n) == which]
    return (places[0], places[0] + len(said)) if places else None


def _ask(prompt: str) -> str | None:
    """A line of input; None where there is no more."""
    sys.stderr.write(prompt)
    sys.stderr.flush()
    line = sys.stdin.readline()
    return line.strip() if line else None
