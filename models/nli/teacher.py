#!/usr/bin/env python3
"""Ask a larger fine-tuned model what it thinks of pairs, for `models.nli.train --told` to learn from.

    python -m models.nli.teacher --model build/nli/teacher/final --pairs ../shared/data/nli/train.jsonl \\
        build/nli/unlabelled/unlabelled.jsonl --out build/nli/told/told.npz

The model is one that `models.nli.train` made from a larger base. Goes through the pairs in no order and writes what it
has after every chunk, with `-so-far` in the name: that can be learnt from before the whole is there, and the same
command goes on from it where it was interrupted.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path
from typing import Any

import torch

from models.batches import token_batches
from models.nli.batches import collate, encode, inputs
from models.nli.data import Pair, Told, read_pairs
from models.nli.told import key, read_told, write_told
from models.nli.weights import load
from models.precision import dtype_on

CHUNK = 6000  # pairs asked about between two writes


@torch.no_grad()
def ask(model: Any, tokenizer: Any, pairs: list[Pair], max_length: int) -> dict[int, Told]:
    """Probabilities (entailment, neutral, contradiction) of each pair."""
    rows = encode(tokenizer, pairs, max_length)
    told: dict[int, Told] = {}
    for batch in token_batches([len(row["input_ids"]) for row in rows], 8192, None):
        read = inputs(collate([rows[i] for i in batch], tokenizer.pad_token_id), model.device)
        shares = model(**read).logits.float().softmax(-1).tolist()
        told |= {key(pairs[i]): (p[0], p[1], p[2]) for i, p in zip(batch, shares, strict=True)}
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="fine-tuned weights, a folder in Hugging Face form")
    parser.add_argument("--pairs", type=Path, nargs="+", required=True, help="files in the form of the training data")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--max-length", type=int, default=160, help="a pair that is longer is not asked about")
    parser.add_argument("--limit", type=int, help="ask about so many pairs at most")
    parser.add_argument("--leave-out", nargs="*", default=[], metavar="SOURCE")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model, tokenizer = load(options.model)
    model.set_attn_implementation("sdpa")  # without gradients the fastest
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model.eval().to(device, dtype_on(device))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    so_far = options.out.with_stem(options.out.stem + "-so-far")
    told = read_told([so_far]) if so_far.exists() else {}
    pairs = [p for path in options.pairs for p in read_pairs(path, frozenset(options.leave_out))]
    pairs = [p for p in pairs if len(p.premise) + len(p.hypothesis) <= 4 * options.max_length]  # characters a token
    random.Random(options.seed).shuffle(pairs)
    left = [p for p in pairs[: options.limit] if key(p) not in told]
    print(f"{len(told)} told, {len(left)} to ask about", flush=True)
    started = time.monotonic()
    for begin in range(0, len(left), CHUNK):
        told |= ask(model, tokenizer, left[begin : begin + CHUNK], options.max_length)
        write_told(so_far, told)
        done = min(len(left), begin + CHUNK)
        print(f"{done}/{len(left)} {done / (time.monotonic() - started):.1f} pairs/s", flush=True)
    write_told(options.out, told)
    so_far.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
