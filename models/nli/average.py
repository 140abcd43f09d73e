#!/usr/bin/env python3
"""Average the weights of fine-tuned folders that came from one another: often better than each of them.

    python -m models.nli.average EARLIER LATER --shares 0.25 0.75 --out build/nli/averaged

Wortsman et al. 2022, "Model soups": runs from one start lie in one basin, and a point between them errs less.
With `--base` the encoder that they were made from has a share too, and their last layer stays: weights that know
their training pairs by heart forget some of that, and a run from there generalizes better (Ash and Adams 2020, "On
Warm-Starting Neural Network Training").
"""

from __future__ import annotations

import argparse
from pathlib import Path

from models.encoder.make import installed_base
from models.nli.weights import load


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", help="in Hugging Face form")
    parser.add_argument("--shares", type=float, nargs="+", help="of each folder, adding up to one; else alike")
    parser.add_argument("--base", type=float, default=0.0, metavar="SHARE", help="of the installed base encoder")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    shares = options.shares or [1 / len(options.folders)] * len(options.folders)
    if len(shares) != len(options.folders) or abs(sum(shares) - 1) > 1e-6:
        parser.error(f"--shares: {len(options.folders)} numbers that add up to one")
    models, tokenizers = zip(*map(load, options.folders), strict=True)
    states = [model.state_dict() for model in models]
    mixed = {key: sum(share * state[key] for share, state in zip(shares, states, strict=True)) for key in states[0]}
    if options.base:
        base = load(installed_base())[0].state_dict()
        body = [key for key in mixed if key.startswith(models[0].base_model_prefix)]
        mixed |= {key: (1 - options.base) * mixed[key] + options.base * base[key] for key in body}
    models[0].load_state_dict(mixed)
    models[0].save_pretrained(options.out)
    tokenizers[0].save_pretrained(options.out)


if __name__ == "__main__":
    main()
