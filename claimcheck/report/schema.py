"""The JSON Schema of the report, made from the records: `python -m claimcheck.report.schema` prints it.

`docs/report.schema.json` is what it prints; a test keeps them the same.
"""

from __future__ import annotations

import json
from typing import Any, get_args, get_type_hints

from claimcheck.records import Comparison, Evidence, Kind, Relation, Report, Stance, VerdictLabel

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
NUMBER: Schema = {"type": "number"}
NUMBER_OR_NULL: Schema = {"type": ["number", "null"]}
COUNT: Schema = {"type": "integer", "minimum": 0}
PROBABILITY: Schema = {"type": "number", "minimum": 0, "maximum": 1}
SPAN: Schema = {"type": "array", "items": COUNT, "minItems": 2, "maxItems": 2}
SPAN_OR_NULL: Schema = {"anyOf": [SPAN, {"type": "null"}]}

REASONS = {
    "conflict": ("number", "date", "quote", "speaker", "meaning"),
    "disputed": ("number", "date", "quote", "speaker", "meaning"),
    "consistent": ("same", "rounded", "converted", "derived", "updated"),
    "unverified": ("nothing", "other", "weak"),
}


def schema() -> Schema:
    """The schema of `claimcheck/report/1`, JSON Schema draft 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "claimcheck report",
        "description": "One check of one article. Offsets are Unicode code points; text == article.text[start:end].",
        **_object(
            schema={"const": Report.SCHEMA},
            run={**TEXT, "description": "sorts by time"},
            created={**TEXT, "format": "date-time"},
            article=_object(
                title=TEXT_OR_NULL,
                source=TEXT_OR_NULL,
                published=TEXT_OR_NULL,
                sha256=TEXT,
                language=TEXT_OR_NULL,
                text=TEXT,
            ),
            store=_object(
                path=TEXT,
                references=COUNT,
                passages=COUNT,
                fingerprint=TEXT,
                set_aside=_list({"type": "object", "additionalProperties": TEXT}),
            ),
            models={"type": "object", "additionalProperties": TEXT},
            settings=_open(key=TEXT, min_confidence=PROBABILITY, top_k=COUNT),
            summary=_object(
                claims=COUNT, consistent=COUNT, conflict=COUNT, disputed=COUNT, unverified=COUNT, groups_flagged=COUNT
            ),
            claims=_list({"$ref": "#/$defs/claim"}),
            timings={"type": "object", "additionalProperties": NUMBER},
        ),
        "$defs": {
            "claim": _claim(),
            "evidence": _evidence(),
            "number": _number(),
            "quote": _open(**_said()),
            "attribution": _open(
                **_said(), content_spans=_list(SPAN), polarity={"enum": ["asserts", "denies", "doubts"]}
            ),
            "decision": _decision(),
        },
    }


def _claim() -> Schema:
    claim = _object(
        id=TEXT,
        group={**TEXT_OR_NULL, "description": "the same for all claims that one mistake flags"},
        kind={"enum": list(get_args(Kind))},
        text=TEXT,
        start=COUNT,
        end=COUNT,
        sentence=_object(text=TEXT, start=COUNT, end=COUNT),
        details={"type": "object"},
        verdict={"enum": list(get_args(VerdictLabel))},
        confidence={**PROBABILITY, "description": "the calibrated probability that the verdict is right"},
        reason=_object(code=TEXT, text=TEXT),
        evidence=_list({"$ref": "#/$defs/evidence"}),
        decision={"anyOf": [{"$ref": "#/$defs/decision"}, {"type": "null"}]},
    )
    claim["properties"]["asked_again"] = {**TEXT, "description": "why an earlier decision does not hold any more"}
    kinds = [_when("kind", kind, {"properties": {"details": {"$ref": f"#/$defs/{kind}"}}}) for kind in get_args(Kind)]
    reasons = [
        _when("verdict", verdict, {"properties": {"reason": {"properties": {"code": {"enum": list(codes)}}}}})
        for verdict, codes in REASONS.items()
    ]
    return {**claim, "allOf": [*kinds, *reasons]}


def _evidence() -> Schema:
    hints, compared = get_type_hints(Evidence), get_type_hints(Comparison)
    evidence = _object(
        origin={"enum": list(get_args(hints["origin"]))},
        reference={**TEXT, "description": "the reference's own id where it came with one"},
        version={"type": "integer"},
        passage={"type": "integer"},
        text=TEXT,
        before=TEXT,
        after=TEXT,
        start=COUNT,
        end=COUNT,
        stance={"enum": list(get_args(Stance))},
        title=TEXT_OR_NULL,
        publisher=TEXT_OR_NULL,
        tier=TEXT_OR_NULL,
        published=TEXT_OR_NULL,
        added=TEXT_OR_NULL,
        relation={"enum": list(get_args(Relation))},
        url=TEXT_OR_NULL,
        copies={"type": "integer", "minimum": 1},
        similarity=NUMBER,
        nli={
            "anyOf": [
                _object(entailment=PROBABILITY, neutral=PROBABILITY, contradiction=PROBABILITY),
                {"type": "null"},
            ]
        },
        comparisons=_list(
            _object(
                comparator={"enum": list(get_args(compared["comparator"]))},
                outcome={"enum": list(get_args(Stance))},
                text=TEXT,
            )
        ),
    )
    # Only there where the reference says so.
    seconds = {"type": "number", "minimum": 0, "description": "seconds from the start of the recording"}
    evidence["properties"] |= {
        "timecode": _object(start=seconds, end=seconds),
        "embargo": {**TEXT, "description": "not to be published before, ISO 8601"},
    }
    return evidence


def _number() -> Schema:
    return _open(
        value=NUMBER_OR_NULL,
        upper=NUMBER_OR_NULL,
        unit=TEXT_OR_NULL,
        dimension=TEXT_OR_NULL,
        modifier=TEXT_OR_NULL,
        noun=TEXT_OR_NULL,
        part_of=TEXT_OR_NULL,
        change={"enum": ["up", "down", None]},
        period=TEXT_OR_NULL,
        iso=TEXT_OR_NULL,
        speaker=TEXT_OR_NULL,
        speaker_role=TEXT_OR_NULL,
    )


def _said() -> dict[str, Schema]:
    return {
        "speaker": TEXT_OR_NULL,
        "speaker_role": TEXT_OR_NULL,
        "speaker_span": SPAN_OR_NULL,
        "cue": TEXT_OR_NULL,
        "cue_span": SPAN_OR_NULL,
    }


def _decision() -> Schema:
    """What a reviewer said, for the contract's `decision`; written by `claimcheck review`."""
    return {
        "type": "object",
        "required": ["decision", "at"],
        "properties": {
            "decision": {"enum": ["fix", "stands", "reference", "open"]},
            "at": TEXT,
            "reviewer": TEXT_OR_NULL,
            "note": TEXT_OR_NULL,
            "source": TEXT_OR_NULL,
        },
    }


def _object(**properties: Schema) -> Schema:
    """An object with exactly these keys."""
    return {**_open(**properties), "additionalProperties": False}


def _open(**properties: Schema) -> Schema:
    """An object with these keys and perhaps more."""
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _when(key: str, value: str, then: Schema) -> Schema:
    return {"if": {"properties": {key: {"const": value}}}, "then": then}


if __name__ == "__main__":
    print(json.dumps(schema(), indent=1))
