"""Properties that every encoder and every NLI model has, whatever it runs on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimcheck.backends.registry import BUNDLED_ENCODER, BUNDLED_NLI, ENCODERS, NLIS, load_encoder, load_nli

TEXTS = st.lists(st.text(max_size=40), max_size=5)
PAIRS = st.lists(st.tuples(st.text(max_size=120), st.text(max_size=60)), max_size=4)
SOME = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def encoders(bert, onnx_encoder):
    named = {"bundled": BUNDLED_ENCODER, "onnx": str(onnx_encoder), "torch": str(bert)}
    return {backend: load(named[backend]) for backend, load in ENCODERS.items()}


@pytest.fixture(scope="module")
def nlis(bert, onnx_nli):
    named = {"bundled": BUNDLED_NLI, "onnx": str(onnx_nli), "torch": str(bert)}
    return {backend: load(named[backend]) for backend, load in NLIS.items()}


@pytest.mark.parametrize("backend", ENCODERS)
@SOME
@given(texts=TEXTS)
def test_vectors_have_unit_length_and_keep_the_order_of_texts(encoders, backend, texts):
    encoder = encoders[backend]
    vectors = encoder.encode(texts)
    assert vectors.shape == (len(texts), encoder.dimensions)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    assert np.allclose(encoder.encode(texts[::-1])[::-1], vectors, atol=1e-4)


@pytest.mark.parametrize("backend", NLIS)
@SOME
@given(pairs=PAIRS)
def test_rows_sum_to_one_and_keep_the_order_of_pairs(nlis, backend, pairs):
    nli = nlis[backend]
    scores = nli.predict(pairs)
    assert scores.shape == (len(pairs), 3)
    assert scores.dtype == np.float32
    assert np.allclose(scores.sum(axis=1), 1, atol=1e-5)
    assert (scores >= 0).all()
    assert np.allclose(nli.predict(pairs[::-1])[::-1], scores, atol=1e-4)


@pytest.mark.parametrize("backend", NLIS)
def test_a_pair_reads_the_same_alone_and_in_company(nlis, backend):
    nli = nlis[backend]
    pairs = [("the mayor opened the bridge", "a bridge was opened"), ("rain " * 90, "it rained"), ("a", "b")]
    together = nli.predict(pairs)
    alone = np.concatenate([nli.predict([pair]) for pair in pairs])
    assert np.allclose(alone, together, atol=1e-4)


@pytest.mark.parametrize("backend", NLIS)
def test_a_long_premise_says_which_window_decided(nlis, backend):
    premise = " ".join(f"day {i} was quiet." for i in range(120))
    (judgement,) = nlis[backend].judge([(premise, "day 110 was quiet.")])
    start, end = judgement.premise_span
    assert judgement.windows > 1
    assert 0 <= judgement.window < judgement.windows
    assert 0 <= start < end <= len(premise)
    assert judgement.hypothesis_span == (0, len("day 110 was quiet."))
    assert np.allclose(nlis[backend].predict([(premise, "day 110 was quiet.")])[0], judgement.probabilities)


@pytest.mark.parametrize("backend", NLIS)
def test_a_hypothesis_of_many_thousand_characters_is_read(nlis, backend):
    hypothesis = "and then " * 300
    (judgement,) = nlis[backend].judge([("the mayor spoke", hypothesis)])
    assert sum(judgement.probabilities) == pytest.approx(1.0, abs=1e-5)
    start, end = judgement.hypothesis_span
    assert 0 <= start < end < len(hypothesis)  # it says which part of it decided


def test_variables_name_other_models(onnx_nli, onnx_encoder, monkeypatch):
    monkeypatch.setenv("CLAIMCHECK_NLI_MODEL", str(onnx_nli))
    monkeypatch.setenv("CLAIMCHECK_ENCODER", str(onnx_encoder))
    assert load_nli().name == str(onnx_nli)
    assert load_encoder().name == str(onnx_encoder)
    assert load_nli(BUNDLED_NLI).name == BUNDLED_NLI
