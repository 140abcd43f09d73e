"""Vectors as principal components of a byte each."""

from __future__ import annotations

import numpy as np
import pytest

from claimcheck.store.components import PRODUCT, Components, products


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("dimensions", [5, 16, 100])
def test_products_go_with_the_cosines(dimensions: int) -> None:
    draw = np.random.default_rng(3)
    spread = np.linspace(2, 0.2, dimensions)
    rows, queries = unit(draw.normal(size=(400, dimensions)) * spread), unit(draw.normal(size=(6, dimensions)) * spread)
    components = Components.of(rows)
    assert components.width % 8 == 0
    found = products(components.codes(rows), components.questions(queries))
    assert found.shape == (400, 6)
    exact = rows @ queries.T
    for query in range(6):
        assert np.corrcoef(found[:, query], exact[:, query])[0, 1] > 0.93
        assert np.argmax(exact[:, query]) in np.argsort(-found[:, query])[:10]


def test_products_are_exact() -> None:
    draw = np.random.default_rng(4)
    codes = draw.integers(1, 128, size=(50, 64)).astype(np.uint8)
    questions = draw.integers(-127, 128, size=(64, 3)).astype(np.int8)
    codes[0], questions[:, 0] = 127, 127  # the most that two of them come to
    assert (products(codes, questions) == codes.astype(np.int64) @ questions.astype(np.int64)).all()


def test_what_lies_far_out_is_cut_not_wrapped() -> None:
    rows = unit(np.random.default_rng(5).normal(size=(100, 8)))
    components = Components.of(rows)
    codes = components.codes(rows * 40)
    assert (codes.min(), codes.max()) == (1, 127)


def test_the_graph_is_the_one_that_onnx_makes() -> None:
    onnx = pytest.importorskip("onnx")

    def array(name: str, kind: int, *shape: str):  # type: ignore[no-untyped-def]
        return onnx.helper.make_tensor_value_info(name, kind, shape)

    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("MatMulInteger", ["a", "b"], ["c"])],
        "g",
        [array("a", onnx.TensorProto.UINT8, "n", "k"), array("b", onnx.TensorProto.INT8, "k", "m")],
        [array("c", onnx.TensorProto.INT32, "n", "m")],
    )
    made = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 13)], ir_version=8)
    assert onnx.load_model_from_string(PRODUCT) == made
