#!/usr/bin/env python3
"""Average the weights of fine-tuned folders that came from one another: often better than each of them.

    python -m models.nli.average EARLIER LATER --shares 0.25 0.75 --out build/nli/averaged

Wortsman et al. 2022, "Model soups": runs from one start lie in one basin, and a point between them errs less.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from models.nli.train import load


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", help="in Hugging Face form")
    parser.add_argument("--shares", type=float, nargs="+", help="of each folder, adding up to one; else alike")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    shares = options.shares or [1 / len(options.folders)] * len(options.folders)
    if len(shares) != len(options.folders) or abs(sum(shares) - 1) > 1e-6:
        parser.error(f"--shares: {len(options.folders)} numbers that add up to one")
    models, tokenizers = zip(*map(load, options.folders), strict=True)
    states = [model.state_dict() for model in models]
    mixed = {key: sum(share * state[key] for share, state in zip(shares, states, strict=True)) for key in states[0]}
    models[0].load_state_dict(mixed)
    models[0].save_pretrained(options.out)
    tokenizers[0].save_pretrained(options.out)


if __name__ == "__main__":
    main()
