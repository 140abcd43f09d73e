#!/usr/bin/env python3
"""Fine-tune the bundled NLI cross-encoder: (premise, hypothesis) -> entailment, neutral, contradiction.

    python -m models.nli.train --data ../shared/data/nli --work build/nli --epochs 0.9 --decay 0.43

From the base encoder's weights (or `--init`) to a fine-tuned folder in `--work`, which `models.nli.export`
turns into the files that are shipped. A run writes a checkpoint every `--checkpoint-minutes` and goes on from
it when the same command is started again. The shipped weights come from a run like the one above; their model
card says where its schedule differed.

Choices, and why:

* Batches hold a number of tokens, not of pairs, and pairs of similar length share one, so that
  hardly any padding is computed.
* No dropout. In two passes a model of this size underfits, and on two cores drawing the masks costs
  a fifth of the time.
* The learning rate warms up, stays, then falls linearly over the last part of the run (Hägele et
  al. 2024, "Scaling laws and compute-optimal training beyond fixed training durations"): a run can be
  shortened or extended from any checkpoint, and still ends on a full decay.
* Rows of two-way sources are trained through the sum of neutral and contradiction.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from models.encoder.make import installed_base
from models.nli.data import LABELS, NOT_ENTAILMENT, Pair, read_pairs


def encode(tokenizer, pairs: list[Pair], max_length: int) -> list[dict]:
    """Token ids of each pair; the premise is cut where the two are too long, the hypothesis never."""
    encoded = tokenizer(
        [p.premise for p in pairs],
        [p.hypothesis for p in pairs],
        truncation="only_first",
        max_length=max_length,
    )
    return [
        {"input_ids": ids, "token_type_ids": types, "target": pair.target, "two_way": pair.two_way}
        for ids, types, pair in zip(encoded["input_ids"], encoded["token_type_ids"], pairs, strict=True)
    ]


def token_batches(lengths: list[int], tokens: int, seed: int | None) -> list[list[int]]:
    """Indices in batches of at most `tokens` padded tokens; in a random order where a seed is given.

    Lengths are jittered before sorting so that the same pairs do not meet in every epoch.
    """
    rng = random.Random(seed)
    jitter = (lambda: rng.uniform(-3, 3)) if seed is not None else (lambda: 0.0)
    order = sorted(range(len(lengths)), key=lambda i: lengths[i] + jitter())
    batches: list[list[int]] = []
    batch: list[int] = []
    longest = 0
    for index in order:
        longest = max(longest, lengths[index])
        if batch and longest * (len(batch) + 1) > tokens:
            batches.append(batch)
            batch, longest = [], lengths[index]
        batch.append(index)
    batches.append(batch)
    if seed is not None:
        rng.shuffle(batches)
    return batches


def collate(rows: list[dict]) -> dict[str, torch.Tensor]:
    width = max(len(r["input_ids"]) for r in rows)

    def padded(key: str) -> torch.Tensor:
        return torch.tensor([r[key] + [0] * (width - len(r[key])) for r in rows])

    mask = torch.tensor([[1] * len(r["input_ids"]) + [0] * (width - len(r["input_ids"])) for r in rows])
    return {
        "input_ids": padded("input_ids"),
        "token_type_ids": padded("token_type_ids"),
        "attention_mask": mask,
        "target": torch.tensor([r["target"] for r in rows]),
        "two_way": torch.tensor([r["two_way"] for r in rows]),
    }


def nli_loss(logits: torch.Tensor, target: torch.Tensor, smoothing: float) -> torch.Tensor:
    """Cross-entropy; a `not_entailment` row is charged -log(p(neutral) + p(contradiction))."""
    log_p = F.log_softmax(logits.float(), dim=-1)
    known = target != NOT_ENTAILMENT
    losses = F.nll_loss(log_p, target.clamp(max=2), reduction="none")
    losses = torch.where(known, losses, -torch.logsumexp(log_p[:, 1:], dim=-1))
    uniform = -log_p.mean(dim=-1)
    return torch.where(known, (1 - smoothing) * losses + smoothing * uniform, losses).mean()


def learning_rate(step: int, total: int, peak: float, warmup: float, decay: float) -> float:
    """Warm up, stay, fall: a trapezoid over `total` steps."""
    rise = step / max(1.0, warmup * total)
    fall = (total - step) / max(1.0, decay * total)
    return peak * max(0.0, min(1.0, rise, fall))


@torch.no_grad()
def accuracy_by_source(model, tokenizer, pairs: list[Pair], max_length: int, device: str) -> dict[str, dict]:
    """Accuracy of each source, and the mean over three-way sources as `macro_3way`.

    Two-way sources are scored on entailment against the rest.
    """
    model.eval()
    rows = encode(tokenizer, pairs, max_length)
    guess = [0] * len(pairs)
    for batch in token_batches([len(r["input_ids"]) for r in rows], 8192, None):
        inputs = {k: v.to(device) for k, v in collate([rows[i] for i in batch]).items()}
        inputs.pop("target"), inputs.pop("two_way")
        probabilities = model(**inputs).logits.float().softmax(-1).cpu()
        for index, p in zip(batch, probabilities, strict=True):
            if pairs[index].two_way:
                guess[index] = 0 if p[0] >= 0.5 else NOT_ENTAILMENT
            else:
                guess[index] = int(p.argmax())
    model.train()
    result: dict[str, dict] = {}
    for pair, label in zip(pairs, guess, strict=True):
        name = f"{pair.source} (2-way)" if pair.two_way else pair.source
        entry = result.setdefault(name, {"rows": 0, "hits": 0})
        entry["rows"] += 1
        entry["hits"] += label == pair.target
    for entry in result.values():
        entry["accuracy"] = round(entry.pop("hits") / entry["rows"], 4)
    three_way = [e["accuracy"] for name, e in result.items() if not name.endswith("(2-way)")]
    result["macro_3way"] = {"accuracy": round(sum(three_way) / len(three_way), 4)}
    return result


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with train.jsonl and dev.jsonl")
    parser.add_argument("--work", type=Path, required=True, help="where checkpoints and the result go")
    parser.add_argument("--init", help="weights to start from, a folder; else those of the installed base package")
    parser.add_argument("--epochs", type=float, default=2.0)
    parser.add_argument("--tokens", type=int, default=2048, help="tokens a batch")
    parser.add_argument("--max-length", type=int, default=160)
    parser.add_argument("--lr", type=float, default=1e-4)
    parser.add_argument("--warmup", type=float, default=0.04)
    parser.add_argument("--decay", type=float, default=0.5, help="the last part of the run, in which the rate falls")
    parser.add_argument("--smoothing", type=float, default=0.05)
    parser.add_argument("--leave-out", nargs="*", default=[], help="sources not to train on")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--checkpoint-minutes", type=float, default=5.0)
    return parser.parse_args()


def main() -> None:
    options = arguments()
    options.work.mkdir(parents=True, exist_ok=True)
    checkpoint = options.work / "checkpoint.pt"
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)

    init = options.init or installed_base()
    tokenizer = AutoTokenizer.from_pretrained(init)
    model = AutoModelForSequenceClassification.from_pretrained(
        init,
        num_labels=3,
        id2label=dict(enumerate(LABELS)),
        label2id={name: i for i, name in enumerate(LABELS)},
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        attn_implementation="eager",
    ).to(device)
    model.train()
    plain = [p for p in model.parameters() if p.ndim < 2]
    matrices = [p for p in model.parameters() if p.ndim >= 2]
    groups = [{"params": matrices, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=options.lr, fused=True)

    rows = encode(tokenizer, read_pairs(options.data / "train.jsonl", frozenset(options.leave_out)), options.max_length)
    dev = read_pairs(options.data / "dev.jsonl")
    lengths = [len(r["input_ids"]) for r in rows]
    per_epoch = len(token_batches(lengths, options.tokens, options.seed))
    total = int(per_epoch * options.epochs)

    step = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        step = state["step"]
        print(f"resumed at step {step}", flush=True)

    def save_checkpoint() -> None:
        partial = checkpoint.with_suffix(".partial")
        torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step}, partial)
        partial.replace(checkpoint)

    started = saved = time.monotonic()
    running, seen = 0.0, 0
    while step < total:
        epoch, at = divmod(step, per_epoch)
        order = token_batches(lengths, options.tokens, options.seed + epoch)[at:]
        loader = DataLoader(rows, batch_sampler=order, collate_fn=collate)
        for batch in loader:
            if step >= total:
                break
            rate = learning_rate(step, total, options.lr, options.warmup, options.decay)
            for group in optimizer.param_groups:
                group["lr"] = rate
            inputs = {k: v.to(device) for k, v in batch.items()}
            target = inputs.pop("target")
            inputs.pop("two_way")
            with torch.autocast(device, torch.bfloat16):
                logits = model(**inputs).logits
            loss = nli_loss(logits, target, options.smoothing)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            step += 1
            seen += len(target)
            running += (float(loss.detach()) - running) * (0.02 if step > 50 else 1 / step)
            if step % 100 == 0:
                pace = seen / (time.monotonic() - started)
                print(f"step {step}/{total} loss {running:.4f} lr {rate:.2e} {pace:.1f} pairs/s", flush=True)
            if time.monotonic() - saved > 60 * options.checkpoint_minutes:
                save_checkpoint()
                saved = time.monotonic()
        save_checkpoint()
        scores = accuracy_by_source(model, tokenizer, dev, options.max_length, device)
        print(f"step {step}: " + json.dumps(scores), flush=True)

    model.save_pretrained(options.work / "final")
    tokenizer.save_pretrained(options.work / "final")
    (options.work / "final" / "run.json").write_text(
        json.dumps(
            {
                k: str(v) if isinstance(v, Path) else v
                for k, v in vars(options).items()
                if k not in ("data", "work", "init")
            }
        )
    )


if __name__ == "__main__":
    main()
