from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from claimcheck.backends.labels import LABELS, label_order, probabilities
from claimcheck.errors import ModelError


@pytest.mark.parametrize("order", list(itertools.permutations(LABELS)))
@pytest.mark.parametrize("case", [str.lower, str.upper, str.title])
def test_any_order_and_case(order, case):
    assert label_order({str(i): case(name) for i, name in enumerate(order)}, "m") == order


def test_outputs_are_ordered_by_number_not_by_text():
    labels = {2: "neutral", 0: "contradiction", 1: "entailment"}
    assert label_order(labels, "m") == ("contradiction", "entailment", "neutral")


@pytest.mark.parametrize("name", ["not_entailment", "Not-Entailment", "NOT ENTAILMENT"])
def test_two_ways(name):
    assert label_order({0: "entailment", 1: name}, "m") == ("entailment", "not_entailment")


@pytest.mark.parametrize(
    "labels",
    [
        None,
        {},
        {0: "LABEL_0", 1: "LABEL_1", 2: "LABEL_2"},
        {0: "entailment", 1: "neutral"},
        {0: "entailment", 1: "neutral", 2: "neutral"},
        {0: "positive", 1: "negative"},
        {"a": "entailment", "b": "neutral", "c": "contradiction"},
        {0: "entailment", 1: "neutral", 2: "contradiction", 3: "other"},
    ],
)
def test_what_cannot_be_told_is_refused(labels):
    with pytest.raises(ModelError, match="cannot tell the labels of some-model"):
        label_order(labels, "some-model")


LOGITS = arrays(np.float32, st.tuples(st.integers(1, 5), st.just(3)), elements=st.floats(-50, 50, width=32))


@given(LOGITS, st.permutations(LABELS), st.floats(0.3, 4))
def test_rows_sum_to_one_and_keep_their_order(logits, order, temperature):
    p = probabilities(logits, tuple(order), temperature)
    assert np.allclose(p.sum(axis=1), 1, atol=1e-5)
    plain = probabilities(logits[:, [order.index(label) for label in LABELS]], LABELS, temperature)
    assert np.allclose(p, plain)


@given(LOGITS, st.floats(0.3, 4), st.floats(0.2, 1.2))
def test_scaling_never_changes_which_label_is_likeliest(logits, temperature, power):
    p = probabilities(logits, LABELS, temperature, power)
    assert np.isfinite(p).all()
    best = logits.argmax(axis=1)
    assert np.allclose(p[np.arange(len(p)), best], p.max(axis=1), atol=1e-6)


def test_long_logits_are_softened_more_than_short_ones():
    short, long = np.array([[1.0, 0.0, -1.0]]), np.array([[4.0, 0.0, -4.0]])
    softer = [float(probabilities(x, LABELS)[0, 0] - probabilities(x, LABELS, 1.0, 0.6)[0, 0]) for x in (short, long)]
    assert softer[1] > softer[0]


def test_the_rest_of_a_two_way_model_is_neutral():
    p = probabilities(np.array([[0.0, 0.0]]), ("not_entailment", "entailment"))
    assert p.tolist() == [[0.5, 0.5, 0.0]]
