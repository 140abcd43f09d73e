"""One check after another: what fails is kept for the end, what could be written is written."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from claimcheck.cli import console, options
from claimcheck.errors import ClaimcheckError, DeskError, ModelError, PartialFailure, ReadError
from claimcheck.records import Report
from claimcheck.report import index
from claimcheck.report.files import file_names, write_file
from claimcheck.report.registry import renderer
from claimcheck.settings import Settings

if TYPE_CHECKING:
    from claimcheck.desk.desk import Desk
    from claimcheck.store.references import ReferenceStore

FOUND = 4
ARTICLES = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".docx", ".pdf", ".eml")  # taken from a folder


@dataclass(frozen=True, slots=True)
class Output:
    """How and where the reports are written."""

    format: str
    path: Path | None = None
    explain: bool = False
    only_flagged: bool = False

    def render(self, report: dict[str, Any]) -> str | bytes:
        shown = console.shown(self.explain, self.only_flagged)
        if self.path is not None:
            shown = replace(shown, colour=False, width=100)
        return renderer(self.format).render(report, shown)


class Models:
    """The models of a run, loaded once: of a single article when it has been read."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def load(self) -> None:
        """Load all of them now, so that one that is missing is told once, and not for every article."""
        _ = self.encoder, self.nli, self.tagger

    @cached_property
    def encoder(self) -> Any:
        from claimcheck.backends.registry import load_encoder

        return load_encoder(self.settings.encoder)

    @cached_property
    def nli(self) -> Any:
        from claimcheck.backends.registry import load_nli

        return load_nli(self.settings.nli_model)

    @cached_property
    def tagger(self) -> Any:
        return load_tagger_or_rules()


def _settled(report: Report, desk: Desk | None) -> dict[str, Any]:
    """The report with the decisions that were taken on its claims before, and still hold."""
    shown = report.to_dict()
    if desk is None:
        return shown
    from claimcheck.review.added import reviewed

    return reviewed(shown, desk.decisions())


def load_tagger_or_rules() -> Any:
    """The attribution model, or None where it is not there: rules then find most reported statements."""
    from claimcheck.backends.attribution import load_tagger

    try:
        return load_tagger()
    except ModelError as e:
        console.notice(f"{e}; reported statements are found by rules only")
        return None


@dataclass(slots=True)
class Batch:
    """Checks articles one by one; the exit code is computed from what came of them.

    Decisions of the desk are shown with what they settled; the runs are kept there with `save`.
    """

    settings: Settings
    output: Output
    save: bool = True
    fail_on: frozenset[str] = frozenset()
    failures: list[ClaimcheckError] = field(default_factory=list)
    rows: list[list[object]] = field(default_factory=list)
    entries: list[index.Entry] = field(default_factory=list)
    found: bool = False

    def run(self, articles: Articles, published: str | None, store: ReferenceStore, desk: Desk | None) -> None:
        models = Models(self.settings)
        several = articles.several or _is_folder(self.output.path)
        names = file_names(articles.places, renderer(self.output.format).SUFFIX, taken=("index",))
        if several and self.output.path is not None:
            _make_folder(self.output.path)
        if several:
            models.load()
        with console.progress("Checking", list(zip(articles.places, names, strict=True))) as items:
            for article, name in items:
                try:
                    report = self.check(article, published, store, models)
                    self.write(_settled(report, desk), name if several else None)
                    if desk is not None and self.save:
                        desk.save_run(report)
                except ClaimcheckError as e:
                    self.failed(article, e, several)
                except Exception as e:
                    if not several or os.environ.get("CLAIMCHECK_DEBUG"):
                        raise
                    self.failed(article, ReadError(f"unexpected {type(e).__name__}: {e}"), several)
        if several and self.output.path is not None:
            write_file(self.output.path / index.NAME, index.render(self.entries))
        if several:
            console.write("\n" + self.table())

    def check(self, article: str, published: str | None, store: ReferenceStore, models: Models) -> Report:
        from claimcheck import pipeline
        from claimcheck.read.article import read_article

        read = read_article(article, published)
        console.notice_other_language(article, read.text)
        report = pipeline.check(read, store, models.encoder, models.nli, models.tagger, self.settings)
        if not report.claims:
            console.notice(f"{article}: no claims found: no number, quote or reported statement to check")
        self.found = self.found or any(c.verdict.label in self.fail_on for c in report.claims)
        return report

    def write(self, report: dict[str, Any], name: str | None) -> None:
        path = self.output.path
        content = self.output.render(report)
        if path is not None:
            path = path / name if name else path
            write_file(path, content)
        else:
            if self.rows:
                console.write("\n")
            console.write_any(content)
        self.entries.append(index.entry(report, name))
        counts = report["summary"]
        verdicts = [counts[v] for v in ("conflict", "disputed", "unverified", "consistent")]
        self.rows.append([_short(report["article"]["source"]), counts["groups_flagged"], *verdicts])

    def failed(self, article: str, error: ClaimcheckError, several: bool) -> None:
        self.entries.append(index.Entry(article, error=str(error)))
        named = str(article) in str(error)
        self.failures.append(error if named or not several else type(error)(f"{article}: {error}"))
        if several:
            self.rows.append([f"{_short(article)} (failed)", *[""] * 5])

    def table(self) -> str:
        """What was found in each article, and where the reports are."""
        columns = ["article", "to look at", "conflict", "disputed", "unverified", "consistent"]
        where = f"\nThe reports are in {self.output.path}\n" if self.output.path is not None else ""
        return console.table(columns, self.rows) + where

    def exit_code(self) -> int:
        """0, or 4 for what `fail_on` names. Failures win: they are raised."""
        if len(self.failures) == 1:
            raise self.failures[0]
        if self.failures:
            lines = tuple(str(e) for e in self.failures)
            raise PartialFailure(f"{len(lines)} of {len(self.rows)} articles could not be checked", lines)
        return FOUND if self.found else 0


@dataclass(frozen=True, slots=True)
class Articles:
    """What is to be checked. A folder counts as several, also where there is but one article in it."""

    places: list[str]
    several: bool


def articles_of(places: list[str], output: Output) -> Articles:
    """The articles that the arguments name; a folder stands for those in it, where there is a folder to write to.

    Raises ReadError for a folder that cannot stand for its articles, `typer.BadParameter` for wrong usage.
    """
    found: list[str] = []
    for place in places:
        found += [place] if place == "-" or not Path(place).is_dir() else _inside(place, output)
    articles = Articles(found, several=len(found) > 1 or found != places)
    _refuse(articles, output)
    return articles


def _inside(folder: str, output: Output) -> list[str]:
    if output.path is None:
        raise ReadError(f"{folder} is a folder; name a file in it, or give --output FOLDER to check all of it")
    inside = sorted(str(p) for p in Path(folder).rglob("*") if p.is_file() and p.suffix.lower() in ARTICLES)
    if not inside:
        raise ReadError(f"the folder {folder} holds no article ({', '.join(ARTICLES)})")
    return inside


def _refuse(articles: Articles, output: Output) -> None:
    """Wrong usage, told before any work is done."""
    if articles.several and output.path is None and output.format != "text":
        raise typer.BadParameter(f"several articles as {output.format} need --output FOLDER", param_hint="--output")
    if articles.several and output.path is not None and output.path.is_file():
        raise typer.BadParameter(f"with several articles {output.path} must be a folder", param_hint="--output")
    if articles.places.count("-") > 1:
        raise typer.BadParameter("stdin can be read once only", param_hint="ARTICLE")
    if output.format == "docx" and output.path is None and sys.stdout.isatty():
        raise typer.BadParameter("a DOCX report needs --output FILE", param_hint="--output")


@contextmanager
def open_store(path: Path | None, as_of: str | None = None, held_at: str | None = None) -> Iterator[ReferenceStore]:
    """The store that is named, or the user's own; where that is not made yet, an empty one for the while."""
    from claimcheck.cli.store_options import tell_if_older
    from claimcheck.store.references import ReferenceStore

    with ExitStack() as stack:
        where = path or options.default_store_path()
        if path is None and not where.exists():
            console.notice(f"there is no store at {where} yet, so nothing can be verified: claimcheck store add PATH")
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="claimcheck-"))
            where = Path(folder) / "empty.db"
            ReferenceStore(where).close()
        tell_if_older(where)
        yield stack.enter_context(ReferenceStore(where, readonly=True, as_of=as_of, held_at=held_at))


@contextmanager
def open_desk(path: Path, save: bool) -> Iterator[Desk | None]:
    """The desk that keeps the run; where it is not to be kept, the desk if there is one, for what was decided.

    Raises DeskError before any work is done where the run could not be kept.
    """
    from claimcheck.desk.desk import Desk

    desk = None
    try:
        desk = Desk(path) if save or path.exists() else None
    except DeskError as e:
        if save:
            raise DeskError(f"{e} (or give --no-save)" if "--no-save" not in str(e) else str(e)) from e
        console.notice(f"{e}; earlier decisions are not shown")
    with desk or nullcontext():
        yield desk


def notice_empty(store: ReferenceStore) -> None:
    if not store.state().references:
        console.notice("the store holds no references, so nothing can be verified: claimcheck store add PATH")


def _short(article: str | None) -> str:
    """The end of a path: the folder and the file."""
    return str(Path(*Path(article or "stdin").parts[-2:]))


def _is_folder(path: Path | None) -> bool:
    return path is not None and path.is_dir()


def _make_folder(path: Path) -> None:
    from claimcheck.errors import OutputError

    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise OutputError(f"the folder {path} cannot be made: {e.strerror}") from e
