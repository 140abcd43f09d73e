"""Pages from a server on loopback that the test starts."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from claimcheck.errors import ReadError
from claimcheck.read.base import Unreadable
from claimcheck.read.references import read_references
from claimcheck.read.url import AGENT, Limits, fetch, is_public, is_url
from claimcheck.records import Reference
from tests.read import samples

OPEN = Limits(private=True, size=100_000, seconds=3.0)


class Handler(BaseHTTPRequestHandler):
    seen: list[str] = []  # noqa: RUF012

    def do_GET(self) -> None:
        Handler.seen.append(self.headers["User-Agent"])
        path = self.path.partition("?")[0]
        if path.startswith("/to/"):
            self.reply(302, b"", Location=path[4:])
        elif path == "/loop":
            self.reply(302, b"", Location="/loop")
        elif path == "/page":
            self.reply(200, samples.HTML.encode(), **{"Content-Type": "text/html; charset=utf-8"})
        elif path == "/wires.jsonl":
            self.reply(200, samples.ALL[".jsonl"], **{"Content-Type": "text/plain"})
        elif path == "/packed":
            self.reply(200, gzip.compress(b"A headline\n\nA body."), **{"Content-Encoding": "gzip"})
        elif path == "/bomb":
            self.reply(200, gzip.compress(bytes(200_000)), **{"Content-Encoding": "gzip"})
        elif path == "/large":
            self.reply(200, b"x" * 200_000)
        elif path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(40):
                self.wfile.write(b"slow ")
                self.wfile.flush()
                time.sleep(0.2)
        else:
            self.reply(404, b"")

    def reply(self, status: int, data: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):
            super().handle()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.daemon_threads = True
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()


def test_a_page(server: str) -> None:
    (found,) = read_references([f"{server}/page#part"], allow_private=True, tier="outlet")
    assert isinstance(found, Reference)
    assert (found.title, found.url, found.tier) == ("Ferry line closes", f"{server}/page", "outlet")
    assert samples.BODY in found.text
    assert Handler.seen[-1] == AGENT


def test_the_format_is_told_by_the_server_or_the_name(server: str) -> None:
    assert len(list(read_references([f"{server}/wires.jsonl"], allow_private=True))) == 2


def test_redirects_are_followed_and_the_last_address_is_kept(server: str) -> None:
    assert fetch(f"{server}/to//page", OPEN).url == f"{server}/page"


def test_packed_pages(server: str) -> None:
    assert fetch(f"{server}/packed", OPEN).data == b"A headline\n\nA body."


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/gone", "answers 404"),
        ("/loop", "redirects more than 5 times"),
        ("/to/file:///etc/passwd", "only http and https"),
        ("/to/ftp://files.example/a", "only http and https"),
        ("/large", "larger than 0.1 MB"),
        ("/bomb", "larger than 0.1 MB"),
    ],
)
def test_what_is_not_to_be_had(server: str, path: str, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        fetch(server + path, OPEN)


def test_a_server_that_drips(server: str) -> None:
    with pytest.raises(ReadError, match="too long"):
        fetch(f"{server}/slow", Limits(private=True, seconds=0.5))


def test_private_addresses_are_refused(server: str) -> None:
    (found,) = read_references([f"{server}/page"])
    assert isinstance(found, Unreadable)
    assert "a private address; use --allow-private" in str(found)


def test_also_by_what_a_name_resolves_to_and_after_a_redirect(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(server.rpartition(":")[2])
    real = socket.getaddrinfo

    def resolve(host: str, *rest: object, **more: object):  # type: ignore[no-untyped-def]
        return real("127.0.0.1" if host.endswith(".example") else host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(ReadError, match="a private address"):
        fetch(f"http://post.example:{port}/page")
    # Only the first hop is let through: the second is looked at on its own.
    monkeypatch.setattr("claimcheck.read.url.is_public", lambda address, seen=[]: not seen and not seen.append(address))
    with pytest.raises(ReadError, match="a private address"):
        fetch(f"http://post.example:{port}/to/http://inner.example:{port}/page")


@pytest.mark.parametrize("place", ["file:///etc/passwd", "ftp://a.example/b", "http://", "http://[bad", "gopher://x"])
def test_other_schemes_and_no_urls(place: str) -> None:
    assert is_url(place)
    (found,) = read_references([place])
    assert isinstance(found, Unreadable)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
    ],
)
def test_is_public(address: str, public: bool) -> None:
    assert is_public(address) is public
