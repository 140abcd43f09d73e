"""`claimcheck claims`: only split an article; which claims are there?"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from claimcheck.records import Article, Claim


class Format(StrEnum):
    text = "text"
    json = "json"


def claims(
    article: Annotated[
        str, typer.Argument(metavar="ARTICLE", help="The draft: a text, Markdown or HTML file, or - for stdin.")
    ],
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="When it is or was published, as 2026-03-04.", show_default=False),
    ] = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="How the claims are written.")] = Format.text,
) -> None:
    """List the claims of an article, without checking them.

    Claims are numbers, quotes and reported statements.
    """
    from claimcheck.cli import console
    from claimcheck.cli.batch import load_tagger_or_rules
    from claimcheck.cli.check import date_option
    from claimcheck.extract.claims import extract
    from claimcheck.read.article import read_article
    from claimcheck.segment import segment

    read = read_article(article, date_option(published, "--published"))
    console.notice_other_language(article, read.text)
    found = extract(read, segment(read.text), load_tagger_or_rules())
    if not found:
        console.notice(f"{article}: no claims found: no number, quote or reported statement to check")
    if format is Format.json:
        console.write_json(_as_dict(read, found))
    elif found:
        console.write(_as_table(read, found))


def _as_dict(article: Article, found: list[Claim]) -> dict[str, object]:
    return {
        "schema": "claimcheck/claims/1",
        "article": {"title": article.title, "source": article.source, "published": article.published},
        "claims": [claim.to_dict() for claim in found],
    }


def _as_table(article: Article, found: list[Claim]) -> str:
    from claimcheck.cli import console
    from claimcheck.report import words

    rows = []
    for claim in sorted(found, key=lambda c: (c.start, c.end)):
        line = article.text.count("\n", 0, claim.start) + 1
        said = words.clean(claim.text)
        rows.append(
            [line, words.KINDS[claim.kind], said, words.speaker({"kind": claim.kind, "details": claim.details})]
        )
    return console.table(["line", "kind", "claim", "whose"], rows)
