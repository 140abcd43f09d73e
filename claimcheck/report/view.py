"""What a report shows and in which order: the same for every format."""

from __future__ import annotations

from dataclasses import dataclass

from claimcheck.report import words
from claimcheck.report.base import ClaimDict, EvidenceDict, Options, ReportDict

FLAGGED = ("conflict", "disputed")
_BAND = {"clear": 0, "likely": 1, "look": 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake: the claims that it flags, the one that says most first."""

    key: str
    claims: tuple[ClaimDict, ...]

    @property
    def lead(self) -> ClaimDict:
        return self.claims[0]


def is_flagged(claim: ClaimDict) -> bool:
    return claim["verdict"] in FLAGGED


def is_settled(claim: ClaimDict) -> bool:
    """Whether a reviewer's decision on the claim holds."""
    return bool(claim.get("decision"))


def shown_claims(report: ReportDict, options: Options) -> list[ClaimDict]:
    """The claims that the options ask for, in the article's order."""
    return [c for c in report["claims"] if is_flagged(c) or not options.only_flagged]


def findings(report: ReportDict) -> list[Finding]:
    """The flagged claims by group: open ones before those that a reviewer settled, conflicts before disputes,
    surer ones first, then in the article's order."""
    groups: dict[str, list[ClaimDict]] = {}
    for claim in report["claims"]:
        if is_flagged(claim):
            groups.setdefault(claim["group"] or claim["id"], []).append(claim)
    found = [Finding(key, tuple(sorted(claims, key=_tells_most))) for key, claims in groups.items()]
    return sorted(found, key=_worst_first)


def _tells_most(claim: ClaimDict) -> tuple[bool, int, int]:
    # The shortest span is the most exact one: the number, rather than the statement that holds it.
    return claim["verdict"] != "conflict", claim["end"] - claim["start"], claim["start"]


def _worst_first(finding: Finding) -> tuple[bool, bool, int, int]:
    lead = finding.lead
    return is_settled(lead), lead["verdict"] != "conflict", _BAND[words.confidence(lead["confidence"])], lead["start"]


def headline(report: ReportDict) -> str:
    """`5 things to look at again, 1 settled, 1 left open`."""
    decided = [finding.lead["decision"]["decision"] for finding in findings(report) if is_settled(finding.lead)]
    left, open_ = len(findings(report)) - len(decided), decided.count("open")
    told = [f"{words.plural(left, 'thing')} to look at again" if left else "Nothing to look at again"]
    counts = ((len(decided) - open_, "settled"), (open_, "left open"))
    return ", ".join([*told, *(f"{count} {name}" for count, name in counts if count)])


def with_verdict(report: ReportDict, verdict: str) -> list[ClaimDict]:
    """The claims of one verdict, in the article's order."""
    return sorted((c for c in report["claims"] if c["verdict"] == verdict), key=lambda c: c["start"])


def deciding(claim: ClaimDict) -> list[EvidenceDict]:
    """The evidence that speaks for the verdict: against the article first, best first within a side."""
    sides = {"conflict": ("refutes",), "disputed": ("refutes", "supports"), "consistent": ("supports",)}
    wanted = sides.get(claim["verdict"], ())
    return sorted((e for e in claim["evidence"] if e["stance"] in wanted), key=lambda e: wanted.index(e["stance"]))


def best_of_each_side(claim: ClaimDict) -> list[EvidenceDict]:
    """What an unexplained report shows: the best piece of evidence of each side that speaks for the verdict."""
    best: dict[str, EvidenceDict] = {}
    for evidence in deciding(claim):
        best.setdefault(evidence["stance"], evidence)
    return list(best.values())


def line_of(report: ReportDict, offset: int) -> int:
    """The line of the article's text, from 1, in which an offset lies."""
    return int(report["article"]["text"].count("\n", 0, offset)) + 1


def around(report: ReportDict, claim: ClaimDict, limit: int = 420) -> tuple[str, str, str]:
    """The claim's sentence as (before, claim, after), cleaned, and cut with … where it is longer than `limit`."""
    text, start, end = report["article"]["text"], claim["start"], claim["end"]
    sentence = claim["sentence"]
    before = words.clean(text[min(sentence["start"], start) : start]).lstrip()
    after = words.clean(text[end : max(sentence["end"], end)]).rstrip()
    inside = words.clean(text[start:end])
    room = max(limit - len(inside), limit // 3)
    return _cut_left(before, room // 2), cut(inside, limit), cut(after, room // 2)


def cut(text: str, limit: int) -> str:
    """The text, ended with … at a space where it is longer than `limit`."""
    if len(text) <= limit:
        return text
    head = text[:limit]
    return (head[: head.rfind(" ")] if " " in head[limit // 2 :] else head).rstrip() + " …"


def _cut_left(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    tail = text[-limit:]
    return "… " + (tail[tail.find(" ") + 1 :] if " " in tail[: limit // 2] else tail)
