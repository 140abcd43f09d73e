"""Who may talk to the review pages: this machine's browser, from our own pages, and nobody else.

Against DNS rebinding the `Host` is checked, against posts from other sites the `Origin`. Beyond loopback a
token is needed, which is taken from the address once and kept in a cookie.
"""

from __future__ import annotations

import hmac
from typing import Any
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse

LOOPBACK = ("127.0.0.1", "localhost", "::1")
COOKIE = "claimcheck"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """ASGI middleware that answers 403 to whatever is not from our own pages, and sets the safety headers."""

    def __init__(self, app: Any, hosts: frozenset[str] | None, token: str | None = None) -> None:
        self.app = app
        self.hosts = hosts  # as in the `Host` header, port included; None: any, since a token is asked for
        self.token = token

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)

        async def safely(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await (refusal or self.app)(scope, receive, safely)

    def _refusal(self, scope: Any) -> Any:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self.hosts is not None and host not in self.hosts:
            return PlainTextResponse("This address is not the one that the review is served on.", 403)
        if scope["method"] not in ("GET", "HEAD"):
            if headers.get("origin") != f"{scope['scheme']}://{host}":
                return PlainTextResponse("Changes are taken from the review's own pages only.", 403)
            if headers.get("content-type", "").split(";")[0] != "application/json":
                return PlainTextResponse("Changes are sent as JSON.", 415)
        return self._without_token(scope, headers) if self.token else None

    def _without_token(self, scope: Any, headers: Headers) -> Any:
        assert self.token is not None
        if _same(cookie_parser(headers.get("cookie", "")).get(COOKIE, ""), self.token):
            return None
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["method"] != "GET" or not _same(given, self.token):
            return PlainTextResponse("Open the address that claimcheck review has printed.", 403)
        answer = RedirectResponse(scope["path"] or "/", 303)  # the token does not stay in the address
        answer.set_cookie(COOKIE, self.token, httponly=True, samesite="strict")
        return answer


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode(), token.encode())


def own_hosts(host: str, port: int) -> frozenset[str] | None:
    """The `Host` headers of a server on loopback; None for one on any other address."""
    if host not in LOOPBACK:
        return None
    names = [f"[{name}]" if ":" in name else name for name in LOOPBACK]
    return frozenset(f"{name}:{port}" for name in names) | (frozenset(names) if port == 80 else frozenset())
