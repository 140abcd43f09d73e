"""The review on a desk with the sample run, served by a real server to a real browser."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from claimcheck.desk.desk import Desk
from claimcheck.web.app import Review, make_app
from claimcheck.web.guard import own_hosts
from claimcheck.web.serve import listen
from tests.sample_report import make_report


@pytest.fixture
def review(tmp_path: Path) -> Review:
    desk = Desk(tmp_path / "desk.db")
    run = desk.save_run(make_report())
    return Review(desk, run, "Ana", _store(tmp_path / "refs.db"))


def _store(path: Path) -> Path:
    """A store that holds the wire of the sample, with a text that would like to be more than text."""
    from claimcheck.records import Reference
    from claimcheck.store.prepared import Prepared
    from claimcheck.store.references import ReferenceStore

    text = "Brandvold said 270 passengers had been brought ashore by midnight. <script>document.title='no'</script>"
    with ReferenceStore(path) as store:
        store.write([Prepared(Reference(text, "Ferry fire", "Coastal Wire", "2026-03-04", id="r1"), ())])
    return path


@dataclass(frozen=True)
class Served:
    address: str
    review: Review


@pytest.fixture
def served(review: Review) -> Iterator[Served]:
    import uvicorn

    listening = listen("127.0.0.1", 0)
    port = listening.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(make_app(review, own_hosts("127.0.0.1", port)), log_level="error", lifespan="off")
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield Served(f"http://127.0.0.1:{port}/", review)
    server.should_exit = True
    thread.join(5)


@pytest.fixture
def opened(page: Any, served: Served) -> Any:
    page.goto(served.address)
    return page
