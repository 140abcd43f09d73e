"""Every file under fixtures/cases/ is one test: `claims/` of extraction, `verdicts/` of the whole check.

`fixtures/README.md` describes the two formats. A case that the program does not pass yet carries
`"known_gap": "why"` and may fail; it is kept, and stops being a gap when it passes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

import claimcheck

CASES = Path(__file__).resolve().parent.parent / "fixtures" / "cases"
LEAST_OVERLAP = 0.5  # of a claim's span with the expected one, intersection over union; a quote's must be exact


def cases(folder: str) -> Iterable[Any]:
    for path in sorted((CASES / folder).glob("*.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        gap = case.get("known_gap")
        marks = [pytest.mark.xfail(reason=gap, strict=False)] if gap else []
        yield pytest.param(case, id=path.stem, marks=marks)


@pytest.mark.parametrize("case", list(cases("claims")))
def test_claims(case: dict[str, Any]) -> None:
    text = case["text"]
    found = [claim.to_dict() for claim in claimcheck.extract_claims(text, published=case.get("published"))]
    for claim in found:
        assert claim["text"] == text[claim["start"] : claim["end"]]
    for expected in case["claims"]:
        claim = pick(found, expected, text)
        different = {k: claim["details"].get(k) for k, v in expected["details"].items() if claim["details"].get(k) != v}
        assert not different, f"{claim['text']!r}: {different}, expected {expected['details']}"
    for unwanted in case.get("none", []):
        start, end = span(text, unwanted["text"])
        there = [
            c for c in found if c["start"] < end and start < c["end"] and unwanted.get("kind", c["kind"]) == c["kind"]
        ]
        assert not there, f"{unwanted['text']!r} is no claim, but there is {[(c['kind'], c['text']) for c in there]}"
    if case.get("exact"):
        assert len(found) == len(case["claims"])


@pytest.mark.parametrize("case", list(cases("verdicts")))
def test_verdicts(case: dict[str, Any], tmp_path: Path) -> None:
    store = claimcheck.ReferenceStore(tmp_path / "references.db")
    for reference in case["references"]:
        store.add(claimcheck.Reference(**reference))
    report = claimcheck.check(case["article"], store=store, published=case["published"]).to_dict()
    for expected in case["expect"]:
        claim = pick(report["claims"], expected, case["article"])
        assert claim["verdict"] == expected["verdict"], claim["reason"]["text"]
        assert claim["reason"]["code"] == expected.get("reason", claim["reason"]["code"])
        assert claim["details"].get("speaker") == expected.get("speaker", claim["details"].get("speaker"))
        decisive = [e for e in claim["evidence"] if e["stance"] != "neutral"]
        assert set(expected.get("evidence", [])) <= {e["reference"] for e in decisive}
        for field in {"origin", "relation", "copies"} & expected.keys():
            assert decisive, f"{claim['text']!r} has no evidence that decides it"
            assert decisive[0][field] == expected[field]


def pick(claims: list[dict[str, Any]], expected: dict[str, Any], text: str) -> dict[str, Any]:
    """The claim of the expected kind whose span overlaps the expected one best, if well enough."""
    wanted = span(text, expected["text"])
    of_kind = [c for c in claims if c["kind"] == expected["kind"]]
    best = max(of_kind, key=lambda c: overlap((c["start"], c["end"]), wanted), default=None)
    least = 1.0 if expected["kind"] == "quote" else LEAST_OVERLAP
    if best is None or overlap((best["start"], best["end"]), wanted) < least:
        pytest.fail(
            f"no {expected['kind']} claim at {expected['text']!r}; found {[(c['kind'], c['text']) for c in claims]}"
        )
    return best


def span(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return shared / (max(a[1], b[1]) - min(a[0], b[0])) if shared else 0.0
