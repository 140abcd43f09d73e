#!/usr/bin/env python3
"""Write models/attribution from a trained network: int8 ONNX, tokenizer, configuration.

    python -m models.attribution.export --weights build/attribution/final.pt --base FOLDER [--fp32] [--out FOLDER]

`--base` is the folder that training started from (its tokenizer and configuration). The graph has two halves with
inputs and outputs of their own, of which a run feeds one and gives the other a single token:

* `input_ids`, `attention_mask`, `token_type_ids` (the shapes of tokens stand in their place), int64 (batch, tokens),
  give `tag_scores`, `token_projection`, `cue_projection`;
* `token` (cues, tokens, 2 width), `cue` (cues, 2 width), `tags` (cues, tokens, labels; probabilities), `distance`,
  `paragraph`, `link_mask`, int64 (cues, tokens), give `link_scores`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper

from models.attribution.network import TAGS
from models.bert_onnx import Builder, Shape
from models.folder import write

HERE = Path(__file__).resolve().parent
LINK_HEADS = 4
LINK_EPSILON = 1e-5  # of torch's LayerNorm


def read_network(path: Path, positions: int) -> dict[str, np.ndarray]:
    """All tensors as float32; the names of the encoder's as in Hugging Face weights."""
    state = torch.load(path, map_location="cpu", weights_only=True)["network"]
    weights = {name.removeprefix("encoder."): tensor.float().numpy() for name, tensor in state.items()}
    embeddings = "embeddings.{}_embeddings.weight"
    # The type of every token is 0; the shapes take the place of the types.
    types = embeddings.format("token_type")
    weights[types] = weights.pop("shape.weight") + weights[types][:1]
    weights[embeddings.format("position")] = weights[embeddings.format("position")][:positions]
    return weights


class AttributionBuilder(Builder):
    """The two taggers' heads. What is not int8 is stored in 16 bits and computed in 32."""

    def half(self, name: str, value: np.ndarray) -> str:
        if not self.int8:
            return self.constant(name, value.astype(np.float32))
        return self.op("Cast", self.constant(name, value.astype(np.float16)), to=TensorProto.FLOAT)

    def dense(self, x: str, name: str) -> str:
        product = self.op("MatMul", x, self.half(f"{name}.weight", self.weights[f"{name}.weight"].T))
        return self.op("Add", product, self.constant(f"{name}.bias", self.weights[f"{name}.bias"]))

    def norm(self, x: str, name: str) -> str:
        gamma, beta = (self.constant(f"{name}.{w}", self.weights[f"{name}.{w}"]) for w in ("weight", "bias"))
        return self.op("LayerNormalization", x, gamma, beta, axis=-1, epsilon=LINK_EPSILON)

    def gelu(self, x: str) -> str:
        return self.op("Gelu", x, microsoft=True)

    def read(self) -> list[tuple[str, str]]:
        """The first half: scores and projections of tokens."""
        mask = self.op("Cast", "attention_mask", to=TensorProto.INT32)
        x = self.embeddings()
        for index in range(self.shape.layers):
            x = self.layer(x, index, mask, first_only=False)
        heads = {"tag_scores": "tag", "token_projection": "token", "cue_projection": "cue"}
        return [(self.dense(x, name), output) for output, name in heads.items()]

    def link(self) -> list[tuple[str, str]]:
        """The second half: labels of one cue's own source and content."""
        token = self.ops("Split", "token", outputs=2, axis=-1)
        cue = self.ops("Split", self.op("Unsqueeze", "cue", self.integer(1)), outputs=2, axis=-1)
        mixed = self.op("Add", self.op("Add", token[0], cue[0]), self.op("Mul", token[1], cue[1]))
        for feature in ("distance", "paragraph"):
            table = self.constant(f"linker.{feature}", self.weights[f"linker.{feature}.weight"])
            mixed = self.op("Add", mixed, self.op("Gather", table, feature))
        tags = self.constant("linker.tags", self.weights["linker.tags.weight"].T)
        mixed = self.op("Add", mixed, self.op("MatMul", "tags", tags))
        real = self.op("Cast", self.op("Unsqueeze", "link_mask", self.integer(-1)), to=TensorProto.FLOAT)
        x = self.op("Mul", self.gelu(self.norm(mixed, "linker.norm")), real)
        x = self.op("Add", x, self.convolution(x))
        x = self.op("Add", x, self.attention(self.norm(x, "linker.attention.norm1")))
        wide = self.gelu(self.dense(self.norm(x, "linker.attention.norm2"), "linker.attention.linear1"))
        x = self.op("Add", x, self.dense(wide, "linker.attention.linear2"))
        return [(self.dense(self.norm(x, "linker.out.0"), "linker.out.2"), "link_scores")]

    def convolution(self, x: str) -> str:
        kernel = self.half("linker.conv.weight", self.weights["linker.conv.weight"])
        bias = self.constant("linker.conv.bias", self.weights["linker.conv.bias"])
        across = self.op("Transpose", x, perm=[0, 2, 1])
        mixed = self.op("Conv", across, kernel, bias, kernel_shape=[3], pads=[1, 1])
        return self.gelu(self.op("Transpose", mixed, perm=[0, 2, 1]))

    def attention(self, x: str) -> str:
        name = "linker.attention.self_attn"
        projection = self.half(f"{name}.in", self.weights[f"{name}.in_proj_weight"].T)
        bias = self.constant(f"{name}.in_bias", self.weights[f"{name}.in_proj_bias"])
        parts = self.ops("Split", self.op("Add", self.op("MatMul", x, projection), bias), outputs=3, axis=-1)
        mask = self.op("Cast", "link_mask", to=TensorProto.INT32)
        mixed = self.op("MultiHeadAttention", *parts, "", mask, microsoft=True, num_heads=LINK_HEADS)
        return self.dense(mixed, f"{name}.out_proj")


def build(weights: dict[str, np.ndarray], shape: Shape, int8: bool) -> onnx.ModelProto:
    b = AttributionBuilder(weights, shape, int8, ())
    outputs = b.read() + b.link()
    b.nodes.extend(helper.make_node("Identity", [result], [name]) for result, name in outputs)
    width = weights["token.bias"].shape[0]
    floats = {"token": ["cues", "near", width], "cue": ["cues", width], "tags": ["cues", "near", TAGS]}
    inputs = [
        *(
            helper.make_tensor_value_info(i, TensorProto.INT64, ["batch", "tokens"])
            for i in ("input_ids", "attention_mask", "token_type_ids")
        ),
        *(helper.make_tensor_value_info(i, TensorProto.FLOAT, dims) for i, dims in floats.items()),
        *(
            helper.make_tensor_value_info(i, TensorProto.INT64, ["cues", "near"])
            for i in ("distance", "paragraph", "link_mask")
        ),
    ]
    results = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for _, name in outputs]
    graph = helper.make_graph(b.nodes, "bert-attribution", inputs, results, list(b.constants.values()))
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="claimcheck")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=HERE)
    parser.add_argument("--fp32", action="store_true", help="keep full precision, to measure what int8 costs")
    parser.add_argument("--window", type=int, default=256, help="tokens a window, [CLS] and [SEP] with them")
    parser.add_argument("--core", type=int, default=204, help="tokens of a window whose cues are taken from it")
    parser.add_argument("--reach", type=int, default=96, help="tokens on either side of a cue that are looked at")
    parser.add_argument("--cue-bias", type=float, default=0.0, help="more finds more cues, less finds surer ones")
    parser.add_argument("--content-bias", type=float, default=0.5, help="the same of contents")
    options = parser.parse_args()
    weights = read_network(options.weights, options.window)
    transitions = {name: weights.pop(f"{name}_crf.scores").round(4).tolist() for name in ("tag", "link")}
    graph = build(weights, Shape.of(options.base), int8=not options.fp32)
    config = {
        "job": "attribution",
        "name": f"MiniLM-L6-attribution-{'fp32' if options.fp32 else 'int8'}",
        "base": "sentence-transformers/all-MiniLM-L6-v2",
        "licence": "Apache-2.0",
        **{k: getattr(options, k) for k in ("window", "core", "reach", "cue_bias", "content_bias")},
        **{f"{name}_transitions": table for name, table in transitions.items()},
    }
    write(options.out, graph, options.base / "tokenizer.json", config)
    print(f"{options.out / 'model.onnx'}: {(options.out / 'model.onnx').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
