#!/usr/bin/env python3
"""Fine-tune the bundled NLI cross-encoder: (premise, hypothesis) -> entailment, neutral, contradiction.

    python -m models.nli.train --data ../shared/data/nli --work build/nli --epochs 2

From the base encoder's weights (or `--init`) to a fine-tuned folder in `--work`. A run writes a checkpoint every
`--checkpoint-minutes` and goes on from it when the same command is started again; `--init models/nli` goes on from
what is shipped. `models.nli.make` runs all the stages that the shipped weights came through, and writes the files.

Choices, and why:

* Batches hold a number of tokens, not of pairs, and pairs of similar length share one, so that
  hardly any padding is computed.
* Dropout of hidden values alone, with masks cut from a pool: drawn anew they cost more time than the layers.
* The learning rate warms up, stays, then falls linearly over the last part of the run (Hägele et
  al. 2024, "Scaling laws and compute-optimal training beyond fixed training durations"): a run can be
  shortened or extended from any checkpoint, and still ends on a full decay; and one long run can be forked
  into short ones that differ in one thing.
* On a CPU, a C library that gives freed memory back at once costs half the time: run it under an allocator that keeps
  it (`LD_PRELOAD=libjemalloc.so.2 MALLOC_CONF=dirty_decay_ms:-1,muzzy_decay_ms:-1`).
* Rows of two-way sources are trained through the sum of neutral and contradiction (`--not-entailed`).
* With `--told`, what a larger model makes of a pair counts beside its label, and pairs without labels are read too
  (`models.nli.teacher`, `models.nli.unlabelled`): the small one learns more of a hundred thousand pairs that way than
  from their labels. The larger model is trained here as well, `--init` being its base.
"""

from __future__ import annotations

import argparse
import json
import shutil
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch.utils.data import DataLoader

from models.batches import token_batches
from models.encoder.make import installed_base
from models.nli import measure
from models.nli.batches import Altered, Row, collate, encode, epoch_pairs, inputs
from models.nli.data import LABELS, Pair, read_pairs
from models.nli.dropout import draw_on, drawn, use_pooled_dropout
from models.nli.first_token import compute_first_token_only
from models.nli.objective import NOT_ENTAILED, Average, disagreement, learning_rate, nli_loss
from models.nli.pace import Pace
from models.nli.perturbation import perturbed
from models.nli.running_text import RunningText
from models.nli.told import read_told, with_told
from models.nli.weights import freeze, load
from models.precision import autocast

PLACES = ("data", "work", "init", "extra", "told", "also", "threads")  # where things are, not what was chosen
FREE = ("epochs", "steps", "checkpoint_minutes", "unmeasured")  # may be others when a run goes on


@torch.no_grad()
def figures(model: Any, tokenizer: Any, pairs: list[Pair], max_length: int, device: str) -> dict[str, Any]:
    """What the model card tells of a model, of these weights."""
    model.eval()
    rows = encode(tokenizer, pairs, max_length)
    logits = torch.zeros(len(pairs), len(LABELS))
    for batch in token_batches([len(r["input_ids"]) for r in rows], 8192, None):
        read = inputs(collate([rows[i] for i in batch], tokenizer.pad_token_id), device)
        with autocast(device):
            logits[batch] = model(**read).logits.float().cpu()
    model.train()
    return measure.figures(measure.softmax(logits.numpy()), pairs)


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with train.jsonl and dev.jsonl")
    parser.add_argument("--extra", type=Path, nargs="*", default=[], help="more files of training pairs")
    parser.add_argument("--told", type=Path, nargs="*", default=[], help="what a teacher tells: models.nli.teacher")
    parser.add_argument("--work", type=Path, required=True, help="where checkpoints and the result go")
    parser.add_argument("--init", type=Path, help="weights to start from, a folder; else those of the installed base")
    parser.add_argument("--epochs", type=float, default=2.0)
    parser.add_argument("--steps", type=int, help="batches of the run, instead of --epochs")
    parser.add_argument("--tokens", type=int, default=4096, help="tokens a batch")
    parser.add_argument("--max-length", type=int, default=160)
    parser.add_argument("--lr", type=float, default=1e-4)
    parser.add_argument("--warmup", type=float, default=0.04, help="the first part of the run, in which the rate rises")
    parser.add_argument("--decay", type=float, default=0.5, help="the last part of the run, in which the rate falls")
    parser.add_argument("--smoothing", type=float, default=0.05, help="of labels")
    parser.add_argument("--not-entailed", choices=NOT_ENTAILED, default="marginal", help="loss of two-way rows")
    parser.add_argument("--trust", type=float, default=0.7, help="share of the teacher's word beside the label")
    parser.add_argument("--temperature", type=float, default=1.0, help="at which the two are compared")
    parser.add_argument("--dropout", type=float, default=0.0, help="of hidden values")
    parser.add_argument("--freeze-embeddings", action="store_true")
    parser.add_argument("--freeze-layers", type=int, default=0, metavar="N", help="embeddings and first N layers")
    parser.add_argument("--widened", type=float, default=0.0, help="share of short premises put among others")
    parser.add_argument("--in-text", type=float, default=0.0, help="share of short premises put into running text")
    parser.add_argument(
        "--thinned", nargs="*", default=[], metavar="SOURCE", help="leave out some sentences, others each time"
    )
    parser.add_argument("--turned", type=float, default=0.0, help="share of pairs with a short premise turned round")
    parser.add_argument(
        "--weight", nargs="*", default=[], metavar="SOURCE=W", help="how often a source's pairs are read"
    )
    parser.add_argument(
        "--r-drop", type=float, default=0.0, metavar="A", help="two passes with dropout, A x divergence"
    )
    parser.add_argument("--perturb", type=float, default=0.0, metavar="S", help="adversarial weights, S x their norm")
    parser.add_argument("--average", type=float, default=0.0, metavar="D", help="end on a moving average of this decay")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--checkpoint-minutes", type=float, default=5.0)
    parser.add_argument("--also", type=Path, nargs="*", default=[], help="more files of pairs to measure on")
    parser.add_argument("--unmeasured", action="store_true", help="measure at the end only, not after each epoch")
    options = parser.parse_args(given)
    if options.r_drop and not options.dropout:
        parser.error("--r-drop compares two passes that dropout makes differ: give --dropout too")
    return options


class Run:
    """One training run: its model, where it stands, and its files in `work`."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.model, self.tokenizer = load(options.init or installed_base())
        if options.dropout:
            use_pooled_dropout(self.model, options.dropout, options.seed)
        if self.model.config.model_type == "bert":
            compute_first_token_only(self.model)
        self.model.to(self.device).train()
        freeze(self.model, options.freeze_embeddings, options.freeze_layers)
        trained = [p for p in self.model.parameters() if p.requires_grad]
        groups = [
            {"params": [p for p in trained if p.ndim >= 2], "weight_decay": 0.01},
            {"params": [p for p in trained if p.ndim < 2], "weight_decay": 0.0},
        ]
        self.optimizer = torch.optim.AdamW(groups, lr=options.lr, fused=True)
        self.average = Average(self.model, options.average) if options.average else None
        self.step, self.best = 0, 0.0
        self.checkpoint = options.work / "checkpoint.pt"
        if self.checkpoint.exists():
            self.resume()

    def resume(self) -> None:
        state = torch.load(self.checkpoint, map_location=self.device, weights_only=True)
        chosen = self.chosen()
        changed = [name for name, value in state["chosen"].items() if name not in FREE and chosen.get(name) != value]
        if changed:
            names = ", ".join(sorted(changed))
            raise SystemExit(f"{self.checkpoint} is of a run with another {names}: give what it had, or another --work")
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.best = state["step"], state["best"]
        if self.average and state["average"]:
            self.average.weights, self.average.steps = state["average"], self.step
        draw_on(self.model, state["masks"])
        print(f"resumed at step {self.step}", flush=True)

    def save_checkpoint(self) -> None:
        partial = self.checkpoint.with_suffix(".partial")
        state = {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "average": self.average.weights if self.average else None,
            "step": self.step,
            "best": self.best,
            "masks": drawn(self.model),
            "chosen": self.chosen(),
        }
        torch.save(state, partial)
        partial.replace(self.checkpoint)

    def train_on(self, batch: dict[str, torch.Tensor], rate: float) -> float:
        """One step; returns the loss."""
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        loss = self.loss(batch)
        loss.backward()
        if self.options.perturb:
            with perturbed(self.model, self.options.perturb):
                self.optimizer.zero_grad(set_to_none=True)
                self.loss(batch).backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        if self.average:
            self.average.update(self.model)
        self.step += 1
        return float(loss.detach())

    def loss(self, batch: dict[str, torch.Tensor]) -> torch.Tensor:
        options, read = self.options, inputs(batch, self.device)
        target, told = batch["target"].to(self.device), batch["told"].to(self.device)

        def of(logits: torch.Tensor) -> torch.Tensor:
            return nli_loss(
                logits, target, options.smoothing, told, options.trust, options.temperature, options.not_entailed
            )

        with autocast(self.device):
            logits = self.model(**read).logits
            again = self.model(**read).logits if options.r_drop else None
        if again is None:
            return of(logits)
        return (of(logits) + of(again)) / 2 + options.r_drop * disagreement(logits, again)

    def measure(self, dev: list[Pair]) -> None:
        """Print what the model reaches, and keep it where nothing was better."""
        if self.average:
            self.average.swap(self.model)
        reached = figures(self.model, self.tokenizer, dev, self.options.max_length, self.device)
        for path in self.options.also:
            own = figures(self.model, self.tokenizer, read_pairs(path), self.options.max_length, self.device)
            reached[path.stem] = own["all_rows"]
        print(f"step {self.step}: " + json.dumps(reached), flush=True)
        if reached["macro_3way"] >= self.best:
            self.best = reached["macro_3way"]
            self.save_final(reached)
        if self.average:
            self.average.swap(self.model)

    def chosen(self) -> dict[str, Any]:
        """The options but `PLACES`."""
        return {name: value for name, value in vars(self.options).items() if name not in PLACES}

    def save_final(self, reached: dict[str, Any]) -> None:
        final, partial = self.options.work / "final", self.options.work / "final.partial"
        self.model.save_pretrained(partial)
        self.tokenizer.save_pretrained(partial)
        run = {**self.chosen(), "step": self.step, "figures": reached}
        (partial / "run.json").write_text(json.dumps(run, indent=1) + "\n")
        shutil.rmtree(final, ignore_errors=True)
        partial.rename(final)


def main(given: list[str] | None = None) -> None:
    options = arguments(given)
    options.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    run = Run(options)
    pairs = [pair for path in (options.data / "train.jsonl", *options.extra) for pair in read_pairs(path)]
    if options.told:
        read = len(pairs)
        pairs = with_told(pairs, read_told(options.told))
        print(f"{sum(p.told is not None for p in pairs)} pairs told of, {read - len(pairs)} without label or answer")
    dev = read_pairs(options.data / "dev.jsonl")
    weights = {source: float(weight) for source, _, weight in (w.rpartition("=") for w in options.weight)}
    sources = {pair.source for pair in pairs}
    for option, named in (("--weight", weights.keys()), ("--thinned", options.thinned)):
        if unknown := sorted({*named} - sources):
            raise SystemExit(f"{option} names what is no source of these pairs: {', '.join(unknown)}")
    texts = RunningText.read(options.data.parent) if options.in_text else None
    altered = Altered(options.turned, options.widened, options.in_text, texts, frozenset(options.thinned))

    def epoch_of(number: int) -> tuple[list[Row], list[list[int]]]:
        seed = options.seed + number
        rows = encode(run.tokenizer, epoch_pairs(pairs, weights, altered, seed), options.max_length)
        return rows, token_batches([len(row["input_ids"]) for row in rows], options.tokens, seed)

    number, passed = 0, 0  # of the epoch, and batches before it
    rows, order = epoch_of(number)
    total = options.steps or int(len(order) * options.epochs)
    pace = Pace()
    while run.step < total:
        left = order[max(0, run.step - passed) :]
        for batch in DataLoader(rows, batch_sampler=left, collate_fn=partial(collate, pad=run.tokenizer.pad_token_id)):
            if run.step >= total:
                break
            rate = learning_rate(run.step, total, options.lr, options.warmup, options.decay)
            pace.count(len(batch["target"]), run.train_on(batch, rate))
            if run.step % 50 == 0:
                print(f"step {run.step}/{total} {pace} rate {rate:.2e}", flush=True)
            if pace.is_due(options.checkpoint_minutes):
                run.save_checkpoint()
        run.save_checkpoint()
        if run.step >= total or not options.unmeasured:
            run.measure(dev)
        passed += len(order)
        number += 1
        if run.step < total:
            rows, order = epoch_of(number)
    if not (options.work / "final").exists():  # it was stopped while the end was measured
        run.measure(dev)


if __name__ == "__main__":
    main()
