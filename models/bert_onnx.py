"""BERT weights to an ONNX graph, int8 or float, written out operator by operator.

    graph = build(read_weights(folder), Shape.of(folder), head="pair", int8=True)

A tracing exporter would give some 500 nodes and leave quantisation to a second tool; a BERT needs 20 a
layer, and writing them lets the graph do what the tools do not:

* Activations are quantised a token at a time (Yao et al. 2022, "ZeroQuant"), so the result for a text
  depends on nothing else in its batch, and an outlier in one token costs the others no precision.
* Weights are int8 per output channel in 7 bits ("reduced range"): a sum of two products of an unsigned
  byte and a 7-bit weight fits 16 bits, so processors without VNNI compute the same as those with it.
* The word embeddings, half of the parameters, are int8 with a scale for each row.
* A head that looks at the first token only computes only that token in the last layer.

Operators: ONNX opset 17 and those of the `com.microsoft` domain that ONNX Runtime has on CPU.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

Head = Literal["mean", "pair", "tokens"]
Weights = Mapping[str, np.ndarray]

HALF_RANGE = 63  # 7-bit weights: -63 … 63
GELU_FLOOR = 0.17  # gelu(x) > -0.17 for all x: the input of the second feed-forward matrix can be stored unsigned


@dataclass(frozen=True)
class Shape:
    layers: int
    heads: int
    hidden: int
    epsilon: float

    @classmethod
    def of(cls, folder: Path) -> Shape:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        if config["model_type"] != "bert" or config["hidden_act"] != "gelu":
            raise ValueError(f"{folder} is not a BERT with gelu")
        return cls(
            config["num_hidden_layers"], config["num_attention_heads"], config["hidden_size"], config["layer_norm_eps"]
        )


def read_weights(folder: Path) -> dict[str, np.ndarray]:
    """All tensors of `folder/model.safetensors` as float32, without the `bert.` prefix."""
    from safetensors.numpy import load_file

    tensors = load_file(folder / "model.safetensors")
    return {name.removeprefix("bert."): t.astype(np.float32) for name, t in tensors.items() if t.dtype.kind == "f"}


def quantise_columns(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Int8 of `matrix` (in, out) in 7 bits, and the scale of each column (out,)."""
    scale = np.maximum(np.abs(matrix).max(axis=0), 1e-12) / HALF_RANGE
    return np.rint(matrix / scale).astype(np.int8), scale.astype(np.float32)


class Builder:
    """Nodes and constants of a graph under construction; every method returns the name of a tensor."""

    def __init__(self, weights: Weights, shape: Shape, int8: bool, keep_float: tuple[str, ...]) -> None:
        self.weights, self.shape, self.int8, self.keep_float = weights, shape, int8, keep_float
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: np.ndarray) -> str:
        self.constants.setdefault(name, numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def op(self, kind: str, *inputs: str, outputs: int = 1, microsoft: bool = False, **attributes) -> str:
        names = self.ops(kind, *inputs, outputs=outputs, microsoft=microsoft, **attributes)
        return names[0]

    def ops(self, kind: str, *inputs: str, outputs: int, microsoft: bool = False, **attributes) -> list[str]:
        names = [f"{kind.lower()}_{len(self.nodes)}_{i}" for i in range(outputs)]
        domain = "com.microsoft" if microsoft else ""
        self.nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, **attributes))
        return names

    def integer(self, value: int) -> str:
        return self.constant(f"int_{value}", np.array([value], np.int64))

    def number(self, value: float) -> str:
        return self.constant(f"float_{value}", np.array(value, np.float32))

    def first_token(self, x: str) -> str:
        """(batch, tokens, width) to (batch, 1, width)."""
        return self.op("Slice", x, self.integer(0), self.integer(1), self.integer(1))

    # -- matrices

    def linear(self, x: str, names: tuple[str, ...], after_gelu: bool = False) -> tuple[str, str]:
        """x times the matrices `names`, side by side; returns the product and the bias yet to be added."""
        matrix = np.concatenate([self.weights[f"{n}.weight"].T for n in names], axis=1)
        bias = np.concatenate([self.weights[f"{n}.bias"] for n in names])
        key = "+".join(names)
        if not self.int8 or any(n.endswith(part) for n in names for part in self.keep_float):
            return self.op("MatMul", x, self.constant(f"{key}.weight", matrix)), self.constant(f"{key}.bias", bias)
        quantised, scale = quantise_columns(matrix)
        if after_gelu:
            # x + 0.17 is never negative, so all 8 bits hold it; what was added leaves with the bias.
            bias = bias - GELU_FLOOR * (quantised.astype(np.float64) * scale).sum(axis=0).astype(np.float32)
            x = self.op("Add", x, self.number(GELU_FLOOR))
            largest, steps, zero = self.op("ReduceMax", x, axes=[-1], keepdims=1), 255, 0
        else:
            largest, steps, zero = self.op("ReduceMax", self.op("Abs", x), axes=[-1], keepdims=1), 127, 128
        largest = self.op("Max", largest, self.number(1e-9))
        zero_name = self.constant(f"zero_{zero}", np.array(zero, np.uint8))
        bytes_ = self.op("QuantizeLinear", self.op("Div", x, largest), self.number(1 / steps), zero_name)
        product = self.op(
            "MatMulIntegerToFloat",
            bytes_,
            self.constant(f"{key}.int8", quantised),
            self.number(1 / steps),
            self.constant(f"{key}.scale", scale),
            zero_name,
            microsoft=True,
        )
        return self.op("Mul", product, largest), self.constant(f"{key}.bias", bias.astype(np.float32))

    def skip_norm(self, x: str, skip: str, bias: str, name: str) -> str:
        """LayerNorm(x + skip + bias)."""
        gamma = self.constant(f"{name}.gamma", self.weights[f"{name}.weight"])
        beta = self.constant(f"{name}.beta", self.weights[f"{name}.bias"])
        total = self.op("Add", self.op("Add", x, bias), skip)
        return self.op("LayerNormalization", total, gamma, beta, axis=-1, epsilon=self.shape.epsilon)

    # -- the network

    def embeddings(self) -> str:
        words = self.weights["embeddings.word_embeddings.weight"]
        if self.int8:
            scale = np.maximum(np.abs(words).max(axis=1, keepdims=True), 1e-12) / 127
            table = self.constant("words.int8", np.rint(words / scale).astype(np.int8))
            scales = self.constant("words.scale", scale.astype(np.float32))
            whole = self.op("Cast", self.op("Gather", table, "input_ids"), to=TensorProto.FLOAT)
            word = self.op("Mul", whole, self.op("Gather", scales, "input_ids"))
        else:
            word = self.op("Gather", self.constant("words", words), "input_ids")
        length = self.op("Slice", self.op("Shape", "input_ids"), self.integer(1), self.integer(2))
        table = self.constant("positions", self.weights["embeddings.position_embeddings.weight"])
        position = self.op("Slice", table, self.integer(0), length, self.integer(0))
        types = self.constant("types", self.weights["embeddings.token_type_embeddings.weight"])
        total = self.op("Add", self.op("Add", word, self.op("Gather", types, "token_type_ids")), position)
        gamma = self.constant("embeddings.gamma", self.weights["embeddings.LayerNorm.weight"])
        beta = self.constant("embeddings.beta", self.weights["embeddings.LayerNorm.bias"])
        return self.op("LayerNormalization", total, gamma, beta, axis=-1, epsilon=self.shape.epsilon)

    def layer(self, x: str, index: int, mask: str, first_only: bool) -> str:
        """One transformer block. With `first_only` the result is that of the first token alone."""
        name = f"encoder.layer.{index}"
        attention = f"{name}.attention.self"
        if first_only:
            query = self.op("Add", *self.linear(self.first_token(x), (f"{attention}.query",)))
            both = self.op("Add", *self.linear(x, (f"{attention}.key", f"{attention}.value")))
            key, value = self.ops("Split", both, outputs=2, axis=-1)
            x = self.first_token(x)
        else:
            parts = tuple(f"{attention}.{part}" for part in ("query", "key", "value"))
            query, key, value = self.ops("Split", self.op("Add", *self.linear(x, parts)), outputs=3, axis=-1)
        mixed = self.op("MultiHeadAttention", query, key, value, "", mask, microsoft=True, num_heads=self.shape.heads)
        out, bias = self.linear(mixed, (f"{name}.attention.output.dense",))
        x = self.skip_norm(out, x, bias, f"{name}.attention.output.LayerNorm")
        wide, bias = self.linear(x, (f"{name}.intermediate.dense",))
        wide = self.op("BiasGelu", wide, bias, microsoft=True)
        out, bias = self.linear(wide, (f"{name}.output.dense",), after_gelu=True)
        return self.skip_norm(out, x, bias, f"{name}.output.LayerNorm")

    def dense(self, x: str, name: str) -> str:
        """x times a matrix that always stays float, plus its bias."""
        weight = self.constant(f"{name}.weight", self.weights[f"{name}.weight"].T)
        return self.op("Add", self.op("MatMul", x, weight), self.constant(f"{name}.bias", self.weights[f"{name}.bias"]))

    def mean(self, x: str) -> str:
        """The mean over real tokens, of unit length: (batch, tokens, hidden) to (batch, hidden)."""
        mask = self.op("Cast", self.op("Unsqueeze", "attention_mask", self.integer(-1)), to=TensorProto.FLOAT)
        total = self.op("ReduceSum", self.op("Mul", x, mask), self.integer(1), keepdims=0)
        # The direction of the sum is that of the mean.
        return self.op("LpNormalization", total, axis=-1, p=2)


def build(
    weights: Weights, shape: Shape, head: Head, int8: bool = True, keep_float: tuple[str, ...] = ()
) -> onnx.ModelProto:
    """The model as ONNX. `keep_float` names endings of matrices that are not quantised.

    Inputs `input_ids`, `attention_mask`, `token_type_ids`: int64 (batch, tokens). The output depends on the head:
    `mean` gives `vectors` (batch, hidden), unit length; `pair` gives `logits` (batch, labels);
    `tokens` gives `logits` (batch, tokens, labels).
    """
    b = Builder(weights, shape, int8, keep_float)
    mask = b.op("Cast", "attention_mask", to=TensorProto.INT32)
    x = b.embeddings()
    for index in range(shape.layers):
        x = b.layer(x, index, mask, first_only=head == "pair" and index == shape.layers - 1)
    if head == "mean":
        result, name, dims = b.mean(x), "vectors", ["batch", shape.hidden]
    else:
        labels = int(weights["classifier.weight"].shape[0])
        if head == "pair":
            first = b.op("Squeeze", x, b.integer(1))
            x = b.op("Tanh", b.dense(first, "pooler.dense"))
        result, name = b.dense(x, "classifier"), "logits"
        dims = ["batch", labels] if head == "pair" else ["batch", "tokens", labels]
    b.nodes.append(helper.make_node("Identity", [result], [name]))
    inputs = [
        helper.make_tensor_value_info(i, TensorProto.INT64, ["batch", "tokens"])
        for i in ("input_ids", "attention_mask", "token_type_ids")
    ]
    output = helper.make_tensor_value_info(name, TensorProto.FLOAT, dims)
    graph = helper.make_graph(b.nodes, f"bert-{head}", inputs, [output], list(b.constants.values()))
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="claimcheck")


def restore(graph: onnx.ModelProto) -> dict[str, np.ndarray]:
    """The weights a graph of `build` was made from, as float32; of an int8 graph, what its int8 stands for.

    Training can go on from them: what quantisation took away is far less than a step of training changes.
    """
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.graph.initializer}
    weights: dict[str, np.ndarray] = {}
    for name, value in stored.items():
        key, _, form = name.rpartition(".")
        if name == "words.int8":
            weights["embeddings.word_embeddings.weight"] = value * stored["words.scale"]
        elif form == "int8" or (form == "weight" and value.ndim == 2):
            matrix = value * stored[f"{key}.scale"] if form == "int8" else value
            bias = stored[f"{key}.bias"]
            if form == "int8" and key.endswith(".output.dense") and "attention" not in key:
                bias = bias + GELU_FLOOR * matrix.sum(axis=0)  # `linear` took it out, after a gelu
            parts = key.split("+")
            for part, columns, offsets in zip(
                parts, np.split(matrix, len(parts), axis=1), np.split(bias, len(parts)), strict=True
            ):
                weights[f"{part}.weight"], weights[f"{part}.bias"] = columns.T, offsets
        elif name in _PLAIN:
            weights[_PLAIN[name]] = value
        elif form in ("gamma", "beta"):
            norm = "embeddings.LayerNorm" if key == "embeddings" else key
            weights[f"{norm}.{'weight' if form == 'gamma' else 'bias'}"] = value
    return {name: np.ascontiguousarray(value, np.float32) for name, value in weights.items()}


_PLAIN = {
    "words": "embeddings.word_embeddings.weight",
    "positions": "embeddings.position_embeddings.weight",
    "types": "embeddings.token_type_embeddings.weight",
}
