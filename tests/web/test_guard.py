from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from claimcheck.errors import DeskError
from claimcheck.web.app import Review, make_app
from claimcheck.web.guard import own_hosts
from tests.sample_report import make_report

HOSTS = own_hosts("127.0.0.1", 8000)
ORIGIN = {"origin": "http://127.0.0.1:8000"}
CLAIM = make_report().claims[2].claim.id


def client(review: Review, token: str | None = None, hosts: Any = HOSTS) -> TestClient:
    return TestClient(make_app(review, hosts, token), base_url="http://127.0.0.1:8000", raise_server_exceptions=False)


def test_the_page_comes_with_its_headers(review: Review) -> None:
    answer = client(review).get("/")
    assert answer.status_code == 200
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    for name, value in {
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
    }.items():
        assert answer.headers[name] == value


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1", "127.0.0.1:9", "127.0.0.1.evil.example:8000"]
)
def test_another_host_name_is_refused(review: Review, host: str) -> None:
    assert client(review).get("/", headers={"host": host}).status_code == 403


def test_localhost_is_us_too(review: Review) -> None:
    assert client(review).get("/", headers={"host": "localhost:8000"}).status_code == 200


@pytest.mark.parametrize(
    "headers", [{}, {"origin": "http://evil.example"}, {"origin": "null"}, {"origin": "https://127.0.0.1:8000"}]
)
def test_a_post_from_elsewhere_is_refused(review: Review, headers: dict[str, str]) -> None:
    answer = client(review).post("/decide", json={"claim": CLAIM, "decision": "fix"}, headers=headers)
    assert answer.status_code == 403
    assert review.desk.decisions() == []


def test_a_form_is_refused(review: Review) -> None:
    answer = client(review).post("/decide", data={"claim": CLAIM, "decision": "fix"}, headers=ORIGIN)
    assert answer.status_code == 415


@pytest.mark.parametrize("path", ["/decide", "/undo", "/add"])
def test_get_changes_nothing(review: Review, path: str) -> None:
    assert client(review).get(f"{path}?claim={CLAIM}&decision=fix").status_code == 405
    assert review.desk.decisions() == []


def test_a_decision_and_what_is_wrong_with_others(review: Review) -> None:
    here = client(review)

    def post(path: str, sent: Any) -> Any:
        return here.post(path, json=sent, headers=ORIGIN)

    answer = post("/decide", {"claim": CLAIM, "decision": "fix", "note": "n", "seen": None})
    assert answer.status_code == 200
    assert answer.json()["progress"] == {"decided": 1, "of": 6, "claims": 2, "all": 13}
    assert post("/decide", {"claim": CLAIM, "decision": "stands", "seen": None}).status_code == 409
    assert post("/decide", {"claim": "nobody", "decision": "fix"}).status_code == 404
    assert post("/decide", {"claim": CLAIM, "decision": "maybe"}).status_code == 400
    assert post("/decide", {"claim": CLAIM}).status_code == 400
    assert post("/decide", [1]).status_code == 400
    assert post("/decide", {"claim": CLAIM, "decision": {"$ne": 1}}).status_code == 400
    assert post("/decide", {"claim": CLAIM, "note": "x" * 30_000}).status_code == 413
    assert here.post("/decide", content=b"{", headers={**ORIGIN, "content-type": "application/json"}).status_code == 400
    assert post("/add", {"kind": "number", "start": 0, "end": 4, "text": "none"}).status_code == 400
    assert post("/add", {"kind": "rumour", "start": 0, "end": 5, "text": "Ferry"}).status_code == 400
    assert len(review.desk.decisions()) == 2  # one decision, for the two claims that one mistake flags


def test_a_reference_that_is_not_there(review: Review) -> None:
    assert client(review).get("/reference?reference=none").status_code == 404
    assert client(review).get("/reference?reference=r1&version=x").status_code == 400


def test_a_references_whole_text_is_text(review: Review) -> None:
    answer = client(review).get("/reference?reference=r1&version=1&start=15&end=18")
    assert "<mark>270</mark>" in answer.text
    assert "&lt;script&gt;" in answer.text
    assert "script-src 'sha256-" in answer.headers["content-security-policy"]


def test_what_goes_wrong_is_a_line(
    review: Review, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(error: Exception) -> Any:
        monkeypatch.setattr(Review, "report", lambda self: (_ for _ in ()).throw(error))
        return client(review).get("/")

    answer = fails(DeskError("the desk d.db cannot be used: it is locked"))
    assert (answer.status_code, answer.text) == (500, "the desk d.db cannot be used: it is locked\n")
    assert answer.headers["x-frame-options"] == "DENY"
    answer = fails(ZeroDivisionError("by\nzero"))
    assert (answer.status_code, answer.text) == (500, "unexpected ZeroDivisionError: by zero\n")
    assert capsys.readouterr().err == "error: unexpected ZeroDivisionError: by zero; please report it\n"


def test_beyond_loopback_a_token_is_needed_once(review: Review) -> None:
    far = client(review, token="secret", hosts=own_hosts("0.0.0.0", 8000))
    assert far.get("/").status_code == 403
    assert far.get("/?token=wrong").status_code == 403
    assert far.post("/decide?token=secret", json={}, headers=ORIGIN).status_code == 403
    answer = far.get("/?token=secret")
    assert answer.status_code == 200
    assert "token" not in str(answer.url)
    assert far.get("/").status_code == 200
    sent = far.post("/decide", json={"claim": CLAIM, "decision": "fix"}, headers=ORIGIN)
    assert sent.status_code == 200
