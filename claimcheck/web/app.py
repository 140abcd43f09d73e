"""The review in the browser: one page, and what it posts. Nothing is changed by GET."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from claimcheck.desk.desk import Desk
from claimcheck.errors import ClaimcheckError, DecidedMeanwhile, StoreError
from claimcheck.records import KINDS
from claimcheck.report import words
from claimcheck.report.base import ReportDict
from claimcheck.review.added import add_claim, reviewed
from claimcheck.review.deciding import claims_of, decide, undo
from claimcheck.review.states import State, states
from claimcheck.web.guard import Guard
from claimcheck.web.pages import decide_box, progress, reference_page, review_page, span_of

LONGEST = 20_000  # bytes of a post


@dataclass(frozen=True, slots=True)
class Review:
    """One run under review, on one desk, by one person. Everything is read anew from the desk at each request."""

    desk: Desk
    run: str
    reviewer: str
    store: Path

    def report(self) -> tuple[ReportDict, dict[str, State]]:
        """The report with the claims that were added and the decisions that hold, and every claim's state."""
        decisions = self.desk.decisions()
        report = reviewed(self.desk.run(self.run), decisions)
        return report, states(report, decisions)


def make_app(review: Review, hosts: frozenset[str] | None, token: str | None = None) -> Starlette:
    """The pages of one review. The endpoints are asynchronous, so that the desk is used from one thread only."""

    async def page(request: Request) -> Response:
        report, known = review.report()
        html, allowed = review_page(report, known, review.reviewer)
        return HTMLResponse(html, headers={"Content-Security-Policy": allowed})

    async def reference(request: Request) -> Response:
        return _reference(review, request.query_params)

    async def post_decision(request: Request) -> Response:
        sent = await _sent(request)
        return _change(review, sent["claim"], lambda report: _decide(review, report, sent))

    async def post_undo(request: Request) -> Response:
        sent = await _sent(request)
        return _change(
            review,
            sent["claim"],
            lambda report: undo(review.desk, report, sent["claim"], review.reviewer, seen=sent.get("seen")),
        )

    async def post_claim(request: Request) -> Response:
        sent = await _sent(request)
        return _add(review, sent)

    routes = [
        Route("/", page),
        Route("/reference", reference),
        Route("/decide", post_decision, methods=["POST"]),
        Route("/undo", post_undo, methods=["POST"]),
        Route("/add", post_claim, methods=["POST"]),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, hosts=hosts, token=token)],
        exception_handlers={ClaimcheckError: _told, Exception: _unexpected},
    )


async def _told(request: Request, error: Exception) -> Response:
    """What went wrong with the desk, in the line that the command line would show."""
    return PlainTextResponse(f"{error}\n", 500)


async def _unexpected(request: Request, error: Exception) -> Response:
    """Our own mistake, in one line here and on the terminal."""
    line = f"unexpected {type(error).__name__}: {' '.join(str(error).split())[:200]}"
    print(f"error: {line}; please report it", file=sys.stderr)
    return PlainTextResponse(f"{line}\n", 500)


async def _sent(request: Request) -> dict[str, Any]:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST:
            raise HTTPException(413, "That is too long.")
    import json

    try:
        sent = json.loads(body)
    except ValueError as e:
        raise HTTPException(400, "That is not JSON.") from e
    if not isinstance(sent, dict) or not all(isinstance(v, str | int | type(None)) for v in sent.values()):
        raise HTTPException(400, "That is not what the page sends.")
    return sent | {"claim": str(sent.get("claim") or "")}


def _decide(review: Review, report: ReportDict, sent: dict[str, Any]) -> None:
    note, source = (str(sent.get(name) or "").strip() for name in ("note", "source"))
    decision = sent.get("decision") or None
    if not (decision or note or source):
        raise HTTPException(400, "There is nothing to keep.")
    decide(
        review.desk,
        report,
        sent["claim"],
        decision,
        review.reviewer,
        note=note,
        source=source,
        seen=sent.get("seen"),
    )


def _change(review: Review, claim: str, change: Callable[[ReportDict], object]) -> Response:
    """Make a change, and answer with how the claim stands then; with 409 where another window was first."""
    report, _ = review.report()
    try:
        lead = claims_of(report, claim)[0]["id"]
    except KeyError:
        raise HTTPException(404, "There is no such claim in this run.") from None
    error, status = None, 200
    try:
        change(report)
    except DecidedMeanwhile as e:
        error, status = str(e), 409
    except ClaimcheckError as e:
        error, status = str(e), 400
    report, known = review.report()
    shown = {"claim": lead, "settled": bool(known[lead].decision), "box": decide_box(lead, known)}
    return JSONResponse({**shown, "error": error, "progress": progress(report)}, status)


def _add(review: Review, sent: dict[str, Any]) -> Response:
    report, _ = review.report()
    text, marked = report["article"]["text"], str(sent.get("text") or "")
    start, end = sent.get("start"), sent.get("end")
    if not isinstance(start, int) or not isinstance(end, int) or sent.get("kind") not in KINDS:
        raise HTTPException(400, "That is not what the page sends.")
    span = span_of(text, start, end)
    if span is None or words.safe(text[slice(*span)]) != marked:
        raise HTTPException(400, "These are not the article's words: mark them again.")
    try:
        claim = add_claim(review.desk, report, sent["kind"], *span, review.reviewer)
    except ClaimcheckError as e:
        return JSONResponse({"error": str(e)}, 400)
    return JSONResponse({"claim": claim})


def _reference(review: Review, asked: Any) -> Response:
    from claimcheck.store.references import ReferenceStore

    try:
        numbers = [int(asked.get(name) or 0) for name in ("version", "start", "end")]
    except ValueError:
        raise HTTPException(400, "That is no place in a reference.") from None
    try:
        with ReferenceStore(review.store, readonly=True) as store:
            html, allowed = reference_page(store.full(asked.get("reference", ""), numbers[0] or None), *numbers[1:])
    except StoreError as e:
        raise HTTPException(404, str(e)) from e
    return HTMLResponse(html, headers={"Content-Security-Policy": f"{allowed}; frame-ancestors 'none'"})
