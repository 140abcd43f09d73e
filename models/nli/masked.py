#!/usr/bin/env python3
"""Train an encoder further on masked words of in-domain sentences, before it is fine-tuned.

    python -m models.nli.masked --data ../shared/data --out build/nli/masked --steps 400

Devlin et al. 2019: of 15 % of the tokens eight in ten become [MASK], one another token, one stays; Gururangan et al.
2020 call the further pass domain-adaptive pre-training. The text is that of the articles of the attribution data and
the premises of the NLI data, no label read. The base, a sentence encoder, has no head for words: one is made whose last
layer is the word embeddings. Writes a folder in Hugging Face form that `models.nli.train --init` starts from.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from transformers import AutoTokenizer, BertForMaskedLM

from claimcheck.segment import segment
from models.batches import token_batches
from models.encoder.make import installed_base
from models.nli.data import read_pairs
from models.nli.objective import learning_rate
from models.nli.pace import Pace
from models.precision import autocast

SHARE = 0.15
LONGEST = 128  # tokens of a text
IGNORED = -100  # the target of a token that is not asked for


def read_texts(data: Path, seed: int) -> list[str]:
    """Two or three sentences of articles together, and premises; each once, in no order."""
    texts = {pair.premise for pair in read_pairs(data / "nli" / "train.jsonl")}
    with (data / "attribution" / "train.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            sentences = [s.text for s in segment(json.loads(line)["text"])]
            texts |= {" ".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3)}
    ordered = sorted(texts)
    random.Random(seed).shuffle(ordered)
    return ordered


def mask(ids: torch.Tensor, tokenizer: Any, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Token ids (rows, tokens) to what the model reads, and the targets of the same shape."""
    special = torch.tensor(tokenizer.all_special_ids)
    chosen = (torch.rand(ids.shape, generator=generator) < SHARE) & ~torch.isin(ids, special)
    fate = torch.rand(ids.shape, generator=generator)
    read = torch.where(chosen & (fate < 0.8), tokenizer.mask_token_id, ids)
    others = torch.randint(
        1000, len(tokenizer), ids.shape, generator=generator
    )  # the first thousand are unused or signs
    return torch.where(chosen & (fate >= 0.9), others, read), torch.where(chosen, ids, IGNORED)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with nli/ and attribution/")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--tokens", type=int, default=4096, help="tokens a batch")
    parser.add_argument("--lr", type=float, default=3e-4)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    tokenizer = AutoTokenizer.from_pretrained(installed_base())
    model = BertForMaskedLM.from_pretrained(installed_base(), attn_implementation="eager")
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model.to(device).train()
    texts = read_texts(options.data, options.seed)
    encoded = tokenizer(texts, truncation=True, max_length=LONGEST)["input_ids"]
    batches = token_batches([len(ids) for ids in encoded], options.tokens, options.seed)
    optimizer = torch.optim.AdamW(model.parameters(), lr=options.lr, weight_decay=0.01, fused=True)
    generator = torch.Generator().manual_seed(options.seed)
    pace = Pace()
    for step in range(options.steps):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, options.steps, options.lr, 0.06, 0.9)
        padded = tokenizer.pad({"input_ids": [encoded[i] for i in batches[step % len(batches)]]}, return_tensors="pt")
        read, target = mask(padded["input_ids"], tokenizer, generator)
        chosen = target != IGNORED  # the head, as dear as all layers together, reads these only
        with autocast(device):
            seen = padded["attention_mask"].to(device)
            hidden = model.bert(input_ids=read.to(device), attention_mask=seen).last_hidden_state
            words = model.cls(hidden[chosen.to(device)])
        loss = F.cross_entropy(words.float(), target[chosen].to(device))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        pace.count(len(target), float(loss.detach()))
        if step % 50 == 49:
            print(f"step {step + 1}/{options.steps} {pace}", flush=True)
    model.bert.save_pretrained(options.out)
    tokenizer.save_pretrained(options.out)


if __name__ == "__main__":
    main()
