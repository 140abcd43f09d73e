"""`claimcheck report`: the runs that are kept on the desk, shown again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimcheck.cli.check import Format

if TYPE_CHECKING:
    from claimcheck.report.changes import Changed

report_app = typer.Typer(no_args_is_help=True, help="Show, export and compare the runs that are kept on your desk.")

Desk_ = Annotated[
    Path | None, typer.Option(metavar="FILE", help="The desk file to look into.", show_default="your own desk")
]
Run_ = Annotated[
    str | None,
    typer.Argument(metavar="RUN", help="The run, by its id or the start or end of it.", show_default="the latest"),
]


@report_app.command("list")
def list_(
    desk: Desk_ = None,
    as_json: Annotated[bool, typer.Option("--json", help="As a JSON array, for programs.")] = False,
) -> None:
    """List the runs on the desk, the newest first."""
    from claimcheck.cli import console
    from claimcheck.report import words

    runs = _runs(desk)
    if as_json:
        console.write_json(runs)
    elif not runs:
        console.notice("there is no run on the desk yet: claimcheck check ARTICLE makes one")
    else:
        rows = []
        for each in runs:
            article = words.clean(each["title"] or each["source"])
            rows.append([each["run"], _minute(each["created"]), article, each["claims"], each["flagged"]])
        console.write(console.table(["run", "checked", "article", "claims", "flags"], rows))


@report_app.command()
def show(
    run: Run_ = None,
    desk: Desk_ = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="How the report is written.")] = Format.text,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show every claim with all its evidence, scores and timings.")
    ] = False,
    only_flagged: Annotated[bool, typer.Option("--only-flagged", help="Leave out what is not flagged.")] = False,
) -> None:
    """Show the report of a run again, by default of the latest."""
    from claimcheck.cli import console
    from claimcheck.report.registry import renderer

    content = renderer(format.value).render(_run(desk, run), console.shown(explain, only_flagged))
    console.write_any(content)


@report_app.command()
def export(
    run: Run_ = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="The file to write.", show_default="stdout"),
    ] = None,
    format: Annotated[
        Format | None, typer.Option("--format", "-f", help="How it is written.", show_default="told by --output")
    ] = None,
    desk: Desk_ = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show every claim with all its evidence, scores and timings.")
    ] = False,
    only_flagged: Annotated[bool, typer.Option("--only-flagged", help="Leave out what is not flagged.")] = False,
    sign_off: Annotated[
        bool,
        typer.Option("--sign-off", help="Write the sign-off sheet: every claim, its evidence and its decision."),
    ] = False,
) -> None:
    """Write the report of a run to a file, in any format, with the decisions that were taken on it."""
    from claimcheck.cli import console
    from claimcheck.report.base import Options
    from claimcheck.report.files import write_file
    from claimcheck.report.registry import format_of, renderer

    name = format.value if format else (output and format_of(output)) or "text"
    if sign_off:
        content = _sign_off(desk, run, "html" if output is None and format is None else name)
    else:
        options = Options(explain=explain, only_flagged=only_flagged, width=100)
        content = renderer(name).render(_run(desk, run), options)
    if output is None:
        console.write_any(content)
    else:
        write_file(output, content)


def _sign_off(desk: Path | None, run: str | None, format: str) -> str | bytes:
    from claimcheck.report import signoff

    if format not in ("html", "docx"):
        raise typer.BadParameter("the sign-off sheet is HTML or DOCX: give --format or --output", param_hint="--format")
    report = _run(desk, run)
    return signoff.render_docx(report) if format == "docx" else signoff.render_html(report)


@report_app.command()
def diff(
    before: Annotated[str, typer.Argument(metavar="RUN", help="The earlier run, by its id or the start or end of it.")],
    after: Annotated[
        str | None, typer.Argument(metavar="RUN", help="The later run.", show_default="the latest")
    ] = None,
    desk: Desk_ = None,
    as_json: Annotated[bool, typer.Option("--json", help="As a JSON array, for programs.")] = False,
) -> None:
    """Compare a draft and its revision.

    Tells which flags are gone, which are new and which stand as before.
    """
    from claimcheck.cli import console
    from claimcheck.report.changes import changes

    found = changes(_run(desk, before), _run(desk, after))
    if as_json:
        console.write_json([{"change": c.change, "why": c.why, "before": c.before, "after": c.after} for c in found])
        return
    counts = (f"{sum(c.change == name for c in found)} {name}" for name in ("new", "unchanged", "gone"))
    console.write(f"Flags: {', '.join(counts)}\n")
    if found:
        console.write("\n" + console.table(["", "claim", "now", "reason"], (_diff_row(c) for c in found)))


def _diff_row(changed: Changed) -> list[object]:
    from claimcheck.report import words
    from claimcheck.report.view import cut

    reason, now = "", [changed.why]
    if changed.change != "gone" and changed.after:
        reason = words.clean(changed.after["reason"]["text"])
        now.append(words.settled(changed.after["decision"]))
    return [changed.change, cut(changed.words, 120), "; ".join(filter(None, now)), reason]


def open_desk(desk: Path | None) -> Any:
    """The desk that is meant."""
    from claimcheck.cli import options
    from claimcheck.desk.desk import Desk

    return Desk(desk or options.default_desk_path())


def _runs(desk: Path | None) -> list[dict[str, Any]]:
    with open_desk(desk) as opened:
        runs: list[dict[str, Any]] = opened.runs()
        return runs


def _run(desk: Path | None, run: str | None) -> dict[str, Any]:
    """The report of a run, with the decisions that hold and the claims that reviewers added."""
    from claimcheck.review.added import reviewed

    with open_desk(desk) as opened:
        return reviewed(opened.run(run), opened.decisions())


def _minute(iso: str) -> str:
    """`2026-03-04T10:00:00Z` as `2026-03-04 10:00`."""
    return iso[:16].replace("T", " ")
