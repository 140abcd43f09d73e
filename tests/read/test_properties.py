"""Whatever the bytes are, a reader ends in texts that can be stored, or in one clear line."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from claimcheck.errors import ReadError
from claimcheck.read.base import Retraction, Unreadable
from claimcheck.read.raw import Raw
from claimcheck.read.registry import reader_for
from claimcheck.records import Reference
from tests.read import samples

SIGNS = [
    *(b"<", b">", b"&", b'"', b"{", b"[", b"]", b":", b",", b"\n"),
    *(b"-->", b"00:00:01,000", b"\xff", b"\0", b"9" * 400),
]


@st.composite
def near(draw: st.DrawFn, whole: bytes) -> bytes:
    """A good input, cut into pieces of which some are left out, doubled or put elsewhere, with signs between them."""
    cuts = sorted(draw(st.lists(st.integers(0, len(whole)), max_size=6)))
    pieces = [whole[a:b] for a, b in pairwise([0, *cuts, len(whole)])]
    kept = draw(st.lists(st.sampled_from([*pieces, *SIGNS]), min_size=1, max_size=10))
    return b"".join(kept)


@pytest.mark.parametrize("suffix", samples.ALL)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_bytes_end_in_what_can_be_stored_or_in_a_line(suffix: str, data: st.DataObject) -> None:
    content = data.draw(st.one_of(st.binary(max_size=200), near(samples.ALL[suffix])))
    try:
        items = list(reader_for(_raw(content, suffix)).read(_raw(content, suffix)))
    except ReadError as error:
        assert "\n" not in str(error)  # noqa: PT017
        return
    for item in items:
        assert isinstance(item, Reference | Unreadable | Retraction)
        if isinstance(item, Reference):
            assert item.urgency is None or 1 <= item.urgency <= 9
            assert all(0 <= cue.start < len(item.text) and cue.begins >= 0 for cue in item.cues)
            assert [cue.start for cue in item.cues] == sorted({cue.start for cue in item.cues})


def _raw(content: bytes, suffix: str) -> Raw:
    return Raw(f"input{suffix}", data=content, suffix=suffix)


FIELDS = ("text", "id", "title", "published", "urgency", "updates", "embargo", "reviews", "cues", "retracted")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=100, deadline=None)
@given(found=st.dictionaries(st.sampled_from(FIELDS), VALUES))
@example(found={"text": "Words.", "cues": [[0, 1e400, 2]]})
@example(found={"text": "Words.", "reviews": [{"claim": "A", "rating": "B", "outcome": 2}]})
@example(found={"text": "Words.", "urgency": True, "updates": 1})
def test_any_object_of_json_lines_is_a_reference_or_told_what_is_wrong(found: dict[str, object]) -> None:
    line = json.dumps(found).encode()
    (item,) = reader_for(_raw(line, ".jsonl")).read(_raw(line, ".jsonl"))
    assert isinstance(item, Reference | Unreadable | Retraction)
