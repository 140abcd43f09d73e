"""The report as Markdown, for a ticket, a wiki or a mail: findings first, then the others in a table."""

from __future__ import annotations

import re

from claimcheck.report import words
from claimcheck.report.base import ClaimDict, EvidenceDict, Options, ReportDict
from claimcheck.report.diff import quote_diff
from claimcheck.report.view import Finding, around, best_of_each_side, findings, headline, line_of, with_verdict

SUFFIX = ".md"

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!&$])")
_BLOCK = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)")


def render(report: ReportDict, options: Options) -> str:
    article = report["article"]
    title = words.clean(article["title"] or article["source"] or "The article")
    lines = [f"# {text(title)}", "", text(_about(report)), "", f"**{headline(report)}**", ""]
    for number, finding in enumerate(findings(report), start=1):
        lines += _finding(report, number, finding, options)
    if not options.only_flagged:
        for verdict, heading in (("unverified", "Not verified"), ("consistent", "Matches what is on file")):
            lines += _others(report, verdict, heading, options)
    lines += [f"Run `{re.sub('[^0-9A-Za-z]', '', report['run'])}`, {_summary(report)}.", ""]
    return "\n".join(lines)


def text(said: str) -> str:
    """Text that Markdown shows as it is: no link, no HTML, no emphasis comes of it.

    >>> text("*see* [here](javascript:x) <b>")
    '\\\\*see\\\\* \\\\[here\\\\](javascript:x) \\\\<b\\\\>'
    """
    escaped = _MARKUP.sub(r"\\\1", words.clean(said))
    return _BLOCK.sub(lambda found: f"{found[1]}\\{found[2]}", escaped)


def _about(report: ReportDict) -> str:
    article, references = report["article"], words.plural(report["store"]["references"], "reference")
    parts = [
        article["source"] if article["title"] else "",
        words.date(article["published"]) or "no date",
        f"checked on {words.date(report['created'])} against {references}",
    ]
    return " · ".join(words.clean(part) for part in parts if part)


def _summary(report: ReportDict) -> str:
    counts = report["summary"]
    told = [f"{counts[v]} {v}" for v in ("conflict", "disputed", "unverified", "consistent") if counts[v]]
    return ": ".join([words.plural(counts["claims"], "claim"), ", ".join(told)]) if told else "no claims"


def _finding(report: ReportDict, number: int, finding: Finding, options: Options) -> list[str]:
    claim = finding.lead
    before, inside, after = around(report, claim)
    sure = words.confidence(claim["confidence"])
    kind = words.KINDS[claim["kind"]]
    lines = [
        f"## {number}. {claim['verdict'].capitalize()} ({sure}): {kind}, line {line_of(report, claim['start'])}",
        "",
        f"> {text(before)}**{text(inside)}**{text(after)}",
        "",
    ]
    if who := words.speaker(claim):
        lines += [text(who), ""]
    lines += [text(claim["reason"]["text"]), ""]
    if found := quote_diff(claim):
        marks = {"same": "{}", "article": "~~{}~~", "source": "**{}**"}
        changed = " ".join(marks[origin].format(text(said)) for origin, said in found[1])
        lines += [f"“{changed}” (struck: the article's words; bold: the source's)", ""]
    shown = claim["evidence"] if options.explain else best_of_each_side(claim)
    for evidence in shown:
        lines += _evidence(report, evidence)
    lines += [f"- the same mistake: {words.KINDS[c['kind']]} “{text(c['text'])}”" for c in finding.claims[1:]]
    if decided := words.decided(claim):
        lines += ["", f"**{text(decided[:1].upper() + decided[1:])}**"]
    return [*lines, ""]


def _evidence(report: ReportDict, evidence: EvidenceDict) -> list[str]:
    source = text(words.source(evidence, report["article"]["published"]))
    url = re.sub(r"[<>\s\\]", "", words.safe_url(evidence["url"]) or "")
    if url and evidence["origin"] == "store":
        source = f"[{source}](<{url}>)"
    compared = [text(c["text"]) for c in evidence["comparisons"] if c["comparator"] != "meaning"]
    notes = "; ".join([*words.notes(evidence, report["created"]), *compared])
    tail = f" ({notes})" if notes else ""
    return [f"- **{words.STANCES[evidence['stance']]}**: {source}{tail}", f"  > {text(evidence['text'])}"]


def _others(report: ReportDict, verdict: str, heading: str, options: Options) -> list[str]:
    claims = with_verdict(report, verdict)
    if not claims:
        return []
    rows = [_row(report, claim) for claim in claims]
    return [f"## {heading} ({len(claims)})", "", "| line | claim | |", "|---:|---|---|", *rows, ""]


def _row(report: ReportDict, claim: ClaimDict) -> str:
    said = words.clean(claim["text"])
    if claim["details"].get("polarity") in ("denies", "doubts") and claim["details"].get("cue"):
        said = f"{claim['details']['cue']}: {said}"
    told = (words.verdict(claim, report["article"]["published"]), words.decided(claim))
    verdict = "; ".join(filter(None, told))
    return f"| {line_of(report, claim['start'])} | {text(said)} | {text(verdict)} |"
