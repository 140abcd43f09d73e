"""Serving the review until it is stopped."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable

from claimcheck.errors import OutputError
from claimcheck.web.app import Review, make_app
from claimcheck.web.guard import LOOPBACK, own_hosts


def serve(review: Review, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve on host and port (0: any that is free). `ready` is told the address, with its token beyond loopback.

    Raises OutputError where the port is taken. Every decision is on the desk before it is answered, so that
    stopping leaves nothing undone.
    """
    import uvicorn

    listening = listen(host, port)
    port = listening.getsockname()[1]
    token = None if host in LOOPBACK else secrets.token_urlsafe(24)
    name = f"[{host}]" if ":" in host else host
    ready(f"http://{name}:{port}/" + (f"?token={token}" if token else ""))
    app = make_app(review, own_hosts(host, port), token)
    config = uvicorn.Config(
        app, log_level="critical", access_log=False, server_header=False, timeout_graceful_shutdown=2
    )
    uvicorn.Server(config).run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)  # a browser that is there before the server is ready waits
    except OSError as e:
        listening.close()
        raise OutputError(f"the review cannot be served on {host}:{port}: {e.strerror}; name another --port") from e
    return listening
