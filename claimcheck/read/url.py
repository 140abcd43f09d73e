"""A page from the web: http and https only, no private address, within limits of size and time."""

from __future__ import annotations

import gzip
import http.client
import ipaddress
import socket
import ssl
import time
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, urljoin, urlsplit

from claimcheck.errors import ReadError
from claimcheck.read.raw import Raw, megabytes
from claimcheck.read.registry import READERS

SIZE_LIMIT = 20_000_000
SECONDS = 30.0
REDIRECTS = 5
AGENT = "claimcheck/0.1 (reference store of a newsroom)"

#: What a server calls the formats that have a reader.
TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/json": ".json",
    "application/ld+json": ".json",
    "application/x-ndjson": ".jsonl",
    "text/csv": ".csv",
    "text/vtt": ".vtt",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/zip": ".zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a fetch may go. `private` lets it reach addresses of the own network."""

    private: bool = False
    size: int = SIZE_LIMIT
    seconds: float = SECONDS


def is_url(place: str) -> bool:
    """Whether a place is meant as a URL, of whatever scheme."""
    return "://" in place[:20]


def fetch(url: str, limits: Limits | None = None) -> Raw:
    """Get one page, through at most five redirects, each of them checked. Raises ReadError."""
    limits = limits or Limits()
    until = time.monotonic() + limits.seconds
    at = url
    for _ in range(REDIRECTS + 1):
        with _Request(at, limits, until) as request:
            if request.status in (301, 302, 303, 307, 308) and request.header("Location"):
                at = urljoin(at, request.header("Location"))
                continue
            if request.status != 200:
                raise ReadError(f"{url}: the server answers {request.status} {request.reason}".rstrip())
            kind = request.header("Content-Type").partition(";")[0].strip().lower()
            return Raw(url, data=request.body(), url=at.partition("#")[0], suffix=_suffix(kind, at))
    raise ReadError(f"{url} redirects more than {REDIRECTS} times")


class _Request:
    """One answer of one server, at an address that was looked up once and found fit."""

    def __init__(self, url: str, limits: Limits, until: float) -> None:
        self._url, self._limits, self._until = url, limits, until

    def __enter__(self) -> _Request:
        try:
            parts = urlsplit(self._url)
            host, port = parts.hostname, parts.port
        except ValueError as e:
            raise ReadError(f"{self._url} is not a URL") from e
        if parts.scheme not in ("http", "https") or not host:
            raise ReadError(f"{self._url}: only http and https URLs are fetched")
        port = port or (443 if parts.scheme == "https" else 80)
        target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
            f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
        )
        try:
            # The socket goes to the address that was checked: a second look-up could name another one.
            stream = self._connect(host, port)
            if parts.scheme == "https":
                stream = ssl.create_default_context().wrap_socket(stream, server_hostname=host)
            self._connection = http.client.HTTPConnection(host, port)
            self._connection.sock = stream
            headers = {"User-Agent": AGENT, "Accept-Encoding": "identity", "Accept": "*/*", "Connection": "close"}
            self._connection.request("GET", target, headers=headers)
            self._answer = self._connection.getresponse()
        except ReadError:
            raise
        except (OSError, http.client.HTTPException, ValueError) as e:
            raise ReadError(f"{self._url} cannot be fetched: {_said(e)}") from e
        self.status, self.reason = self._answer.status, self._answer.reason
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def header(self, name: str) -> str:
        return self._answer.getheader(name) or ""

    def body(self) -> bytes:
        data = b""
        too_large = f"{self._url} is larger than {megabytes(self._limits.size)} MB"
        try:
            while piece := self._answer.read1(65_536):
                data += piece
                if len(data) > self._limits.size:
                    raise ReadError(too_large)
                if time.monotonic() > self._until:
                    raise TimeoutError
            if self.header("Content-Encoding").lower() in ("gzip", "x-gzip"):
                unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
                data = unpacker.decompress(data, self._limits.size + 1)
                if len(data) > self._limits.size:
                    raise ReadError(too_large)
        except (OSError, http.client.HTTPException, zlib.error, gzip.BadGzipFile) as e:
            raise ReadError(f"{self._url} cannot be fetched: {_said(e)}") from e
        return data

    def _connect(self, host: str, port: int) -> socket.socket:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        problem: OSError | None = None
        for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            if not self._limits.private and not is_public(str(address[0])):
                raise ReadError(
                    f"{self._url} leads to {address[0]}, a private address; use --allow-private if that is meant"
                )
            try:
                return socket.create_connection((str(address[0]), port), timeout=min(left, 10.0))
            except OSError as e:
                problem = e
        raise problem or OSError("its name has no address")


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet, also where one kind is wrapped in another."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
        if ip in ipaddress.ip_network("64:ff9b::/96"):  # NAT64: the last 32 bits are an IPv4 address
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip.is_global and not ip.is_multicast


def _suffix(kind: str, url: str) -> str:
    """The format by what the server says, else by the URL, else by the first bytes."""
    named = PurePosixPath(urlsplit(url).path).suffix.lower()
    if kind in TYPES and not (kind == "text/plain" and named in READERS):
        return TYPES[kind]
    return named if named in READERS else ""


def _said(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "it takes too long"
    if isinstance(error, socket.gaierror):
        return "there is no server of that name"
    if isinstance(error, ssl.SSLError):
        return f"its certificate is not accepted ({error.reason or 'TLS'})"
    return " ".join((getattr(error, "strerror", None) or str(error) or type(error).__name__).lower().split())
