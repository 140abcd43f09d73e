"""`claimcheck review --terminal`: the same review at a prompt."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from claimcheck.cli import console
from claimcheck.errors import DecidedMeanwhile
from claimcheck.report.text import render_finding
from claimcheck.report.view import Finding
from claimcheck.review.deciding import decide, queue, undo

if TYPE_CHECKING:
    from claimcheck.web.app import Review

KEYS = {"f": "fix", "s": "stands", "r": "reference", "o": "open"}
HELP = "f fix the article · s it stands · r wrong reference · o leave open · n note · u undo · j next · k back · q quit"


def review_at_prompt(session: Review) -> None:
    """Show one finding after the other and ask, until all are seen or `q`. Ends quietly where input ends."""
    keys = [finding.key for finding in _findings(session)]
    if not keys:
        console.notice("nothing is flagged in this run")
        return
    at = 0
    while 0 <= at < len(keys):
        _show(session, keys[at], at, len(keys))
        answer = _ask("decide> ")
        if answer in ("q", None):
            break
        at = _step(session, keys, at, answer)
    left = sum(not f.lead["decision"] for f in _findings(session))
    console.write(f"{len(keys) - left} of {len(keys)} decided\n")


def _findings(session: Review) -> list[Finding]:
    report, known = session.report()
    return queue(report, known)


def _show(session: Review, key: str, at: int, count: int) -> None:
    report, known = session.report()
    finding = next(f for f in queue(report, known) if f.key == key)
    console.write(f"\n{at + 1} of {count}\n" + render_finding(report, at + 1, finding, console.shown()))
    if why := known[finding.lead["id"]].asks_again:
        console.write(f"   Asked again. {why}.\n")
    console.write(f"\n{HELP}\n")


def _step(session: Review, keys: list[str], at: int, answer: str) -> int:
    """Do what was asked; return the finding to show next."""
    if answer in ("j", ""):
        return at + 1
    if answer == "k":
        return max(0, at - 1)
    report, known = session.report()
    lead = next(f for f in queue(report, known) if f.key == keys[at]).lead["id"]
    seen = known[lead].latest
    try:
        if answer in KEYS:
            decide(session.desk, report, lead, KEYS[answer], session.reviewer, seen=seen)
            return at + 1
        if answer == "n":
            if note := _ask("note> "):
                decide(session.desk, report, lead, None, session.reviewer, note=note, seen=seen)
        elif answer == "u":
            undo(session.desk, report, lead, session.reviewer, seen=seen)
        else:
            console.write(f"'{answer}' is none of these.\n")
    except DecidedMeanwhile as e:
        console.write(f"{e}\n")
    return at


def _ask(prompt: str) -> str | None:
    """A line of input; None where there is no more."""
    sys.stderr.write(prompt)
    sys.stderr.flush()
    line = sys.stdin.readline()
    return line.strip() if line else None
