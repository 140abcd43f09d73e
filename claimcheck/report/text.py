"""The report for a terminal, or for a pipe: flagged claims first, then the others in a line each.

Nothing is told by colour alone: verdicts are words, and where there is no colour the claim is marked by a
line of tildes and a quote's words by `[-the article's-]` and `{+the source's+}`.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from claimcheck.report import words
from claimcheck.report.base import ClaimDict, EvidenceDict, Options, ReportDict
from claimcheck.report.diff import Part, quote_diff
from claimcheck.report.view import (
    Finding,
    around,
    best_of_each_side,
    cut,
    deciding,
    findings,
    headline,
    line_of,
    with_verdict,
)

SUFFIX = ".txt"

COLOURS = {"conflict": "red", "disputed": "magenta", "consistent": "green", "unverified": "yellow"}
HEADINGS = {"unverified": "Not verified", "consistent": "Matches what is on file"}
STANCE_COLOURS = {"refutes": "red", "supports": "green", "neutral": ""}
MEASURE = 100  # columns beyond which a line of text gets hard to read
TWO_COLUMNS = 130  # from this width on the evidence stands beside the article
LABEL = 17  # columns of "says otherwise"

Lines = list[Text]


def render(report: ReportDict, options: Options) -> str:
    """The report in lines of at most `options.width` columns."""
    width = max(40, min(options.width, 2 * MEASURE))
    page = _Page(width, options)
    lines = [*page.heading(report)]
    for number, finding in enumerate(findings(report), start=1):
        lines += [Text(), *page.finding(report, number, finding)]
    if not options.only_flagged:
        for verdict in ("unverified", "consistent"):
            lines += page.others(report, verdict)
    lines += [Text(), *page.summary(report)]
    if options.explain:
        lines += [Text(), *page.how(report)]
    return _to_string(lines, width, options.colour)


def render_finding(report: ReportDict, number: int, finding: Finding, options: Options) -> str:
    """One finding alone, as the report shows it."""
    width = max(40, min(options.width, 2 * MEASURE))
    return _to_string(_Page(width, options).finding(report, number, finding), width, options.colour)


def _to_string(lines: Iterable[Text], width: int, colour: bool) -> str:
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    for line in lines:
        line.rstrip()
        console.print(line, no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)
    return out.getvalue()


class _Page:
    """Lays out the parts of a report as lines of `width` columns."""

    def __init__(self, width: int, options: Options) -> None:
        self.width = width
        self.text_width = min(width, MEASURE)
        self.options = options
        self.console = Console(width=width, file=io.StringIO())

    # The parts, from the top of the page to its end.

    def heading(self, report: ReportDict) -> Lines:
        article, store = report["article"], report["store"]
        title = words.clean(article["title"] or article["source"] or "The article")
        about = [
            words.clean(article["source"]) if article["title"] else "",
            words.date(article["published"]) or "no date",
            f"checked against {words.plural(store['references'], 'reference')}",
        ]
        head = headline(report)
        return [
            *self.wrap(Text(title, "bold"), self.text_width),
            *self.wrap(Text(" · ".join(part for part in about if part), "dim"), self.text_width),
            Text(),
            Text(head, "bold green" if head.startswith("Nothing") else "bold"),
        ]

    def finding(self, report: ReportDict, number: int, finding: Finding) -> Lines:
        lead = finding.lead
        head = self.title(report, number, lead)
        indent = len(str(number)) + 2
        columns = self.width >= TWO_COLUMNS
        width = (self.width - indent - 4) // 2 if columns else self.text_width - indent
        left = [*self.sentence(report, lead, width), *self.reason(lead, width), *self.others_of(finding, width)]
        right = self.evidence(report, lead, width)
        body = _beside(left, right, width + 4) if columns else left + ([Text(), *right] if right else [])
        if decided := words.decided(lead):
            colour = "green" if lead["decision"] else "yellow"
            said = Text(decided[:1].upper() + decided[1:], f"bold {colour}")
            body = [*self.wrap(said, self.text_width - indent), Text(), *body]
        first, *more = self.wrap(head, self.text_width - indent)
        return [first, *(_indent(line, indent) for line in [*more, *body])]

    def others(self, report: ReportDict, verdict: str) -> Lines:
        """The claims that are not flagged, one line each, or with their evidence when explained."""
        claims = with_verdict(report, verdict)
        if not claims:
            return []
        heading = HEADINGS[verdict]
        lines = [Text(), Text(f"{heading} ({len(claims)})", f"bold {COLOURS[verdict]}")]
        rows = [(claim, self.said(claim)) for claim in claims]
        column = min(max(cell_len(said) for _, said in rows) + 2, (self.width - 2) // 2)
        for claim, said in rows:
            lines += [_indent(line, 2) for line in self.one_line(report, claim, said, column)]
            if self.options.explain:
                shown = self.evidence(report, claim, self.text_width - 4)
                lines += [_indent(line, 4) for line in [*shown, Text()]]
        return lines

    def summary(self, report: ReportDict) -> Lines:
        counts = report["summary"]
        line = Text(words.plural(counts["claims"], "claim"), "bold")
        separator = ": "
        for verdict in ("conflict", "disputed", "unverified", "consistent"):
            if counts[verdict]:
                line.append(separator).append(f"{counts[verdict]:,} {verdict}", COLOURS[verdict])
                separator = ", "
        seconds = sum(report["timings"].values())
        tail = f" · {seconds:.1f} s" if seconds else ""
        return self.wrap(line.append(tail, "dim"), self.text_width)

    def how(self, report: ReportDict) -> Lines:
        """What the run leaned on: shown with `--explain`."""
        lines = [Text("How this was checked", "bold")]
        lines += self.labelled("run", Text(words.clean(report["run"])), self.text_width)
        lines += self.labelled("store", Text(words.clean(report["store"]["path"])), self.text_width)
        for name, value in {**report["models"], **report["settings"]}.items():
            lines += self.labelled(name.replace("_", " "), Text(words.clean(str(value))), self.text_width)
        for item in report["store"]["set_aside"]:
            said = f"{words.clean(item.get('reference'))}: {words.clean(item.get('why'))}"
            lines += self.labelled("set aside", Text(said), self.text_width)
        times = ", ".join(f"{stage} {seconds:.2f} s" for stage, seconds in report["timings"].items())
        return [*lines, *self.labelled("time", Text(times), self.text_width)]

    # The pieces of a finding.

    def title(self, report: ReportDict, number: int, claim: ClaimDict) -> Text:
        colour = COLOURS[claim["verdict"]]
        return Text.assemble(
            (f"{number}  ", "bold"),
            (claim["verdict"].upper(), f"bold {colour}"),
            (f" · {words.confidence(claim['confidence'])}", colour),
            (f" · {words.KINDS[claim['kind']]}, line {line_of(report, claim['start'])}", "dim"),
        )

    def sentence(self, report: ReportDict, claim: ClaimDict, width: int) -> Lines:
        before, inside, after = around(report, claim)
        mark = f"bold underline {COLOURS[claim['verdict']]}"
        wrapped = self.wrap(Text.assemble(before, (inside, mark), after), width)
        lines = wrapped if self.options.colour else [each for line in wrapped for each in _with_tildes(line, mark)]
        if who := words.speaker(claim):
            lines = [*lines, *self.wrap(Text(who, "dim"), width)]
        return lines

    def reason(self, claim: ClaimDict, width: int) -> Lines:
        lines = [Text(), *self.wrap(Text(words.clean(claim["reason"]["text"]), "bold"), width)]
        if found := quote_diff(claim):
            lines += self.wrap(self.changes(found[1]), width)
        return lines

    def changes(self, parts: list[Part]) -> Text:
        """The article's words struck, the source's inserted."""
        line = Text("“")
        for number, (origin, said) in enumerate(parts):
            line.append(" " if number and said[0] not in ",.;:!?)" else "")
            if origin == "same":
                line.append(said)
            elif self.options.colour:
                line.append(said, "red strike" if origin == "article" else "green underline")
            else:
                line.append(f"[-{said}-]" if origin == "article" else f"{{+{said}+}}")
        return line.append("”")

    def others_of(self, finding: Finding, width: int) -> Lines:
        lines: Lines = []
        for claim in finding.claims[1:]:
            said = cut(words.clean(claim["text"]), 100)
            lines += self.wrap(Text(f"the same mistake: {words.KINDS[claim['kind']]} “{said}”", "dim"), width)
        return [Text(), *lines] if lines else []

    def evidence(self, report: ReportDict, claim: ClaimDict, width: int) -> Lines:
        found = claim["evidence"] if self.options.explain else best_of_each_side(claim)
        lines: Lines = []
        for number, each in enumerate(found):
            lines += [*([Text()] if number else []), *self.piece(report, each, width)]
        left_out = len(deciding(claim)) - len(found)
        if left_out > 0:
            lines += self.labelled("", Text(f"and {left_out} more, with --explain", "dim"), width)
        return lines

    def piece(self, report: ReportDict, evidence: EvidenceDict, width: int) -> Lines:
        """One piece of evidence: stance, source, its words, the numbers, the link."""
        source = Text(words.source(evidence, report["article"]["published"]), "bold")
        notes = words.notes(evidence, report["created"])
        if evidence["relation"] == "after":
            notes.append("after the article")
        if self.options.explain:
            notes.append(_scores(evidence))
        for note in notes:
            source.append(f" · {note}", "not bold dim")
        stance = words.STANCES[evidence["stance"]]
        lines = self.labelled(stance, source, width, STANCE_COLOURS[evidence["stance"]])
        said = words.clean(evidence["text"])
        said = said if self.options.explain else cut(said, 360)
        lines += self.labelled("", Text(words.quoted(said)), width)
        for comparison in evidence["comparisons"]:
            if comparison["comparator"] != "meaning" or self.options.explain:
                compared = Text(f"{words.COMPARATORS[comparison['comparator']]}: ", "dim")
                lines += self.labelled("", compared.append(words.clean(comparison["text"]), "not dim"), width)
        if evidence["url"] and evidence["origin"] == "store":
            lines += self.labelled("", Text(words.clean(evidence["url"]), "dim", overflow="fold"), width)
        return lines

    def said(self, claim: ClaimDict) -> str:
        """The words of a claim; of a denial with its cue."""
        details, said = claim["details"], words.clean(claim["text"])
        if details.get("polarity") in ("denies", "doubts") and details.get("cue"):
            return f"{words.clean(details['cue'])} “{said}”"
        return said

    def one_line(self, report: ReportDict, claim: ClaimDict, said: str, column: int) -> Lines:
        line = Text(cut(said, column - 4) if cell_len(said) > column - 2 else said)
        line.append(" " * max(2, column - cell_len(line.plain)))
        verdict = Text(words.verdict(claim, report["article"]["published"]), "dim")
        if decided := words.decided(claim):
            verdict.append(f"; {decided}", "not dim green")
        rest = self.wrap(verdict, max(16, self.width - 2 - column))
        return [line + rest[0], *(_indent(more, column) for more in rest[1:])]

    # Lines.

    def wrap(self, text: Text, width: int) -> Lines:
        return list(text.wrap(self.console, width, tab_size=4)) or [Text()]

    def labelled(self, label: str, text: Text, width: int, colour: str = "") -> Lines:
        """Text hung beside a label; a label that is wider than its column gets a line of its own."""
        hang = LABEL if width >= 60 else 2
        lines = [_indent(line, hang) for line in self.wrap(text, width - hang)]
        if not label:
            return lines
        if len(label) >= hang:
            return [Text(label, colour), *lines]
        return [Text().append(label.ljust(hang), colour) + lines[0][hang:], *lines[1:]]


def _scores(evidence: EvidenceDict) -> str:
    nli = evidence["nli"]
    scores = f"similarity {evidence['similarity']:.2f}"
    if nli:
        scores += (
            f", entailed {nli['entailment']:.2f}, neutral {nli['neutral']:.2f}, contradicted {nli['contradiction']:.2f}"
        )
    return scores


def _indent(line: Text, columns: int) -> Text:
    return Text(" " * columns) + line


def _beside(left: Lines, right: Lines, column: int) -> Lines:
    """Two blocks of lines side by side, the right one from `column` on."""
    rows = []
    for i in range(max(len(left), len(right))):
        row = left[i].copy() if i < len(left) else Text()
        row.rstrip()
        if i < len(right):
            row.append(" " * (column - cell_len(row.plain)))
            row = row + right[i]
        rows.append(row)
    return rows


def _with_tildes(line: Text, mark: str) -> Lines:
    """The line, and beneath it tildes under the words that carry the style `mark`."""
    plain = line.plain
    for span in line.spans:
        if span.style == mark and plain[span.start : span.end].strip():
            words_there = plain[span.start : span.end]
            start = span.start + len(words_there) - len(words_there.lstrip())
            gap = " " * cell_len(plain[:start])
            return [line, Text(gap + "~" * cell_len(words_there.strip()))]
    return [line]
