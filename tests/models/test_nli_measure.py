from __future__ import annotations

import numpy as np
import pytest

from models.nli import measure
from models.nli.data import NOT_ENTAILMENT, Pair, read_pairs

SURE = [[0.9, 0.05, 0.05], [0.1, 0.8, 0.1], [0.2, 0.2, 0.6], [0.45, 0.35, 0.2]]


def pair(target: int, two_way: bool = False, source: str = "a") -> Pair:
    return Pair("p", "h", target, two_way, source)


def test_two_way_rows_are_scored_on_entailment_against_the_rest():
    pairs = [pair(0), pair(2), pair(NOT_ENTAILMENT, two_way=True), pair(NOT_ENTAILMENT, two_way=True)]
    assert measure.correct(np.array(SURE), pairs).tolist() == [True, False, True, True]


def test_a_source_of_both_kinds_is_two_lines():
    pairs = [pair(0), pair(1), pair(2), pair(NOT_ENTAILMENT, two_way=True)]
    sources = measure.by_source(np.array(SURE), pairs)
    assert sources == {"a": {"rows": 3, "accuracy": 1.0}, "a (2-way)": {"rows": 1, "accuracy": 1.0}}
    assert measure.macro(sources) == measure.macro(sources, two_way=True) == 1.0


def test_calibration_error_is_the_gap_between_saying_and_being_right():
    p = np.array([[0.8, 0.1, 0.1]] * 10)
    right = [pair(0)] * 8 + [pair(1)] * 2
    assert measure.calibration_error(p, right) == pytest.approx(0.0, abs=1e-9)
    assert measure.calibration_error(p, [pair(0)] * 5 + [pair(1)] * 5) == pytest.approx(0.3)


@pytest.mark.parametrize(("temperature", "power"), [(2.0, 1.0), (1.2, 0.6)])
def test_the_scaling_that_made_the_labels_is_found(temperature, power):
    rng = np.random.default_rng(0)
    logits = rng.normal(size=(6000, 3)) * 3
    truth = measure.softmax(logits, temperature, power).astype(np.float64)
    truth /= truth.sum(axis=1, keepdims=True)
    pairs = [pair(int(rng.choice(3, p=row))) for row in truth]
    found = measure.softmax(logits, *measure.fit_scaling(logits, pairs))
    assert np.abs(found - truth).max() < 0.05
    assert measure.cross_fitted_error(logits, pairs) < measure.calibration_error(measure.softmax(logits), pairs)


def test_pairs_of_two_way_sources_are_known_by_their_scheme(tmp_path):
    file = tmp_path / "pairs.jsonl"
    file.write_text(
        '{"premise": "p", "hypothesis": "h", "label": "neutral", "source": "a", "id": "1"}\n'
        '{"premise": "p", "hypothesis": "h", "label": "entailment", "source": "b", "id": "2", "scheme": "2way"}\n'
        '{"premise": "p", "hypothesis": "h", "label": "not_entailment", "source": "c", "id": "3", "scheme": "2way"}\n'
    )
    assert [(p.target, p.two_way) for p in read_pairs(file)] == [(1, False), (0, True), (3, True)]
    assert [p.source for p in read_pairs(file, leave_out=frozenset({"b"}))] == ["a", "c"]
