"""`claimcheck review`: go through what was flagged, and decide."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from claimcheck.desk.desk import Desk


def review(
    run: Annotated[
        str | None,
        typer.Argument(metavar="RUN", help="The run, by its id or the start or end of it.", show_default="the latest"),
    ] = None,
    desk: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The desk that holds runs and decisions.", show_default="your own desk"),
    ] = None,
    store: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The store to show whole references from.", show_default="the run's own store"
        ),
    ] = None,
    reviewer: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Who decides.", show_default="your user name"),
    ] = None,
    terminal: Annotated[bool, typer.Option("--terminal", help="Review here, at a prompt, not in the browser.")] = False,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Serve on this address; beyond this machine a token is needed.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="Serve on this port; 0: any free one.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address.")] = False,
    export: Annotated[
        Path | None,
        typer.Option("--export", metavar="FILE", help="Write all decisions of the desk as JSON lines, and end."),
    ] = None,
    import_: Annotated[
        Path | None,
        typer.Option("--import", metavar="FILE", help="Take in decisions that another desk exported, and end."),
    ] = None,
) -> None:
    """Go through what was flagged, in the browser, and decide.

    The pages are served on this machine only, until Ctrl-C. Every decision is kept on your desk with who, when
    and why, and holds in later runs until the article's words or the evidence change.
    """
    from claimcheck.cli.report import open_desk

    with open_desk(desk) as opened:
        if export is not None:
            _export(opened, export)
        elif import_ is not None:
            _import(opened, import_)
        else:
            kept = opened.run(run)
            where = store or Path(kept["store"]["path"])
            _review(opened, kept["run"], reviewer or _reviewer(), where, terminal, host, port, no_browser)


def _review(
    desk: Desk, run: str, reviewer: str, store: Path, terminal: bool, host: str, port: int, no_browser: bool
) -> None:
    from claimcheck.web.app import Review

    session = Review(desk, run, reviewer, store)
    if terminal:
        from claimcheck.cli.review_terminal import review_at_prompt

        review_at_prompt(session)
        return
    from claimcheck.web.serve import serve

    def ready(address: str) -> None:
        print(f"the review is at {address} until Ctrl-C", file=sys.stderr, flush=True)
        if not no_browser:
            import webbrowser

            webbrowser.open(address)

    serve(session, host, port, ready)


def _reviewer() -> str:
    import getpass

    from claimcheck.cli.options import load_config

    try:
        return load_config().get("reviewer") or getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "reviewer"


def _export(desk: Desk, path: Path) -> None:
    from claimcheck.cli import console
    from claimcheck.report.files import write_file

    found = desk.decisions()
    write_file(path, "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in found))
    console.notice(f"{len(found)} decisions written to {path}")


def _import(desk: Desk, path: Path) -> None:
    from claimcheck.cli import console
    from claimcheck.errors import ReadError
    from claimcheck.report import words
    from claimcheck.review.states import at_odds

    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as e:
        raise ReadError(f"{path} cannot be read: {getattr(e, 'strerror', None) or 'it is not UTF-8 text'}") from e
    found = [_decision(line, f"{path}, line {n}") for n, line in enumerate(lines, start=1) if line.strip()]
    added = desk.append_decisions(found)
    console.notice(f"{len(added)} decisions taken in, {len(found) - len(added)} were there already")
    by_claim: dict[str, list[dict[str, Any]]] = {}
    for record in desk.decisions():
        by_claim.setdefault(record["claim"], []).append(record)
    if odds := {records[-1]["group"] for records in by_claim.values() if at_odds(records)}:
        told = words.plural(len(odds), "mistake was", "mistakes were")
        console.notice(f"{told} decided differently on the two desks: claimcheck review asks again")


def _decision(line: str, where: str) -> dict[str, Any]:
    """One exported decision. Raises ReadError for what is none: nothing is taken in then."""
    from claimcheck.errors import ReadError
    from claimcheck.review.deciding import DECISIONS

    names = ("id", "at", "reviewer", "run", "claim", "group", "decision", "note", "source", "undoes")
    try:
        found = json.loads(line)
    except ValueError:
        raise ReadError(f"{where} is not JSON") from None
    texts = isinstance(found, dict) and all(isinstance(found.get(name), str | None) for name in names)
    whole = texts and found.get("id") and found.get("at") and found.get("claim")
    if not whole or not isinstance(found.get("match"), dict) or found.get("decision") not in (*DECISIONS, None):
        raise ReadError(f"{where} is not a decision as review --export writes it")
    return {name: found.get(name) for name in (*names, "match")}
