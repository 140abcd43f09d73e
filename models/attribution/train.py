#!/usr/bin/env python3
"""Fine-tune the bundled attribution model: which words are a source, a cue and a content, and which belong together.

    python -m models.attribution.train --data ../shared/data/attribution --work build/attribution --init FOLDER

From the base encoder's weights (`--init`: a folder with model.safetensors and tokenizer.json) to `final.pt` in
`--work`, which `models/attribution/export.py` turns into the files that are shipped. A run writes a checkpoint
every `--checkpoint-minutes` and goes on from it when the same command is started again; `--minutes` ends it, on a
full decay, about that long after the command was started.

Choices, and why:

* Articles are cut anew into windows in each epoch, at paragraphs where one ends in time, so that the same words
  are met in other surroundings and no token is computed twice.
* Batches hold a number of tokens, not of windows, and windows of similar length share one.
* No dropout in the encoder, where drawing masks costs a fifth of the time on two cores; instead a few words are
  masked in the input.
* The learning rate warms up, stays, then falls linearly over the last part of the run (Hägele et al. 2024,
  "Scaling laws and compute-optimal training beyond fixed training durations"), so a run can be cut short or extended.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from transformers import BertConfig, BertModel

from claimcheck.backends.attribution_decode import ROLES, runs, viterbi
from models.attribution.data import (
    Example,
    Window,
    collate,
    cut,
    jittered,
    link_rows,
    load_tokenizer,
    read_examples,
)
from models.attribution.network import AttributionNetwork
from models.batches import token_batches
from models.precision import autocast

JITTER = 8.0  # tokens by which the lengths of windows are jittered
Found = tuple[tuple[tuple[int, int], ...], ...]


def losses(network: AttributionNetwork, batch: dict[str, Tensor], device: str) -> tuple[Tensor, Tensor]:
    """Negative log likelihood of the tags and of the links, both a cue."""
    with autocast(device):
        encoded = network.encode(batch["ids"], batch["shapes"], batch["mask"])
        links = network.link(encoded, batch, batch["mask"]) if len(batch["window"]) else None
    cues = max(1, len(batch["window"]))
    tag_loss = network.tag_crf.loss(encoded[0].float(), batch["tags"], batch["lengths"]) / cues
    if links is None:
        return tag_loss, tag_loss.new_zeros(())
    lengths = batch["lengths"][batch["window"]]
    return tag_loss, network.link_crf.loss(links.float(), batch["links"], lengths) / cues


@torch.no_grad()
def predict(network: AttributionNetwork, windows: list[Window], device: str) -> list[list[Found]]:
    """The attributions of each window, each as (cues, sources, contents) in token ranges."""
    tables = [crf.table().cpu().numpy() for crf in (network.tag_crf, network.link_crf)]
    batch = {k: v.to(device) for k, v in collate(windows).items()}
    with autocast(device):
        encoded = network.encode(batch["ids"], batch["shapes"], batch["mask"])
    lengths = batch["lengths"].cpu().numpy()
    cues = [runs(path, 0) for path in viterbi(encoded[0].float().cpu().numpy(), tables[0], lengths)]
    rows = {k: v.to(device) for k, v in link_rows(windows, cues, batch["ids"].shape[1]).items()}
    if not len(rows["window"]):
        return [[] for _ in windows]
    with autocast(device):
        links = network.link(encoded, rows, batch["mask"])
    paths = iter(viterbi(links.float().cpu().numpy(), tables[1], lengths[rows["window"].cpu().numpy()]))
    return [[found(cue, next(paths)) for cue in some] for some in cues]


def found(cue: tuple[int, int], own: np.ndarray) -> Found:
    return (cue,), tuple(runs(own, 0)), tuple(runs(own, 1))


def evaluate(network: AttributionNetwork, examples: list[Example], size: int, device: str) -> dict[str, float]:
    """F1 within plain windows, by token ranges: of each role exactly, and of whole attributions.

    A quick look during training; `benchmarks/extraction.py` measures the shipped model on whole articles.
    """
    network.eval()
    windows = [w for e in examples for w in cut(e, size, None)]
    counts = {name: np.zeros(3, dtype=int) for name in (*ROLES, "all")}  # hits, predicted, gold
    for chosen in token_batches([len(w) for w in windows], 4096, None):
        part = [windows[i] for i in chosen]
        for window, mine in zip(part, predict(network, part, device), strict=True):
            gold = [found(cue, own) for cue, own in zip(window.cues, window.links, strict=True)]
            for index, (name, count) in enumerate(counts.items()):
                have, want = ({a if name == "all" else a[index] for a in some} - {()} for some in (mine, gold))
                count += (len(have & want), len(have), len(want))
    network.train()
    return {name: round(float(200 * hits / max(1, have + want)), 1) for name, (hits, have, want) in counts.items()}


def learning_rate(done: float, warmup: float, decay: float) -> float:
    """Warm up, stay, fall: a trapezoid over the run; `done` and the result are 0 to 1."""
    return max(0.0, min(1.0, done / warmup, (1 - done) / decay))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with train.jsonl and dev.jsonl")
    parser.add_argument("--work", type=Path, required=True, help="where checkpoints and the result go")
    parser.add_argument("--init", type=Path, required=True, help="weights to start from: a folder")
    parser.add_argument("--epochs", type=float, default=6.0)
    parser.add_argument("--minutes", type=float, help="end the run about now plus so many minutes, if that is sooner")
    parser.add_argument("--tokens", type=int, default=1280, help="tokens a batch")
    parser.add_argument("--window", type=int, default=256, help="tokens a window")
    parser.add_argument("--lr", type=float, default=2e-4, help="of the encoder")
    parser.add_argument("--head-lr", type=float, default=1e-3)
    parser.add_argument("--warmup", type=float, default=0.05)
    parser.add_argument("--decay", type=float, default=0.5, help="the last part of the run, in which the rate falls")
    parser.add_argument("--masking", type=float, default=0.05, help="share of input words that are masked")
    parser.add_argument("--jitter", type=float, default=0.1, help="share of cues with an end moved by a token")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--checkpoint-minutes", type=float, default=5.0)
    return parser.parse_args()


def build(init: Path, device: str) -> AttributionNetwork:
    config = BertConfig.from_pretrained(
        init, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, attn_implementation="eager"
    )
    return AttributionNetwork(BertModel.from_pretrained(init, config=config, add_pooling_layer=False)).to(device)


def parameter_groups(network: AttributionNetwork, options: argparse.Namespace) -> list[dict]:
    groups = []
    for inside, rate in ((True, options.lr), (False, options.head_lr)):
        own = [p for n, p in network.named_parameters() if n.startswith("encoder.") == inside]
        groups.append({"params": [p for p in own if p.ndim >= 2], "weight_decay": 0.01, "peak": rate})
        groups.append({"params": [p for p in own if p.ndim < 2], "weight_decay": 0.0, "peak": rate})
    return groups


class Run:
    """A training run: what it needs to go on, where it stands, and its steps."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.network = build(options.init, self.device)
        self.network.train()
        self.optimizer = torch.optim.AdamW(parameter_groups(self.network, options), lr=options.lr, fused=True)
        self.step, self.epoch, self.at, self.done = 0, 0, 0, 0.0
        self.checkpoint = options.work / "checkpoint.pt"
        if self.checkpoint.exists():
            state = torch.load(self.checkpoint, map_location=self.device, weights_only=True)
            self.network.load_state_dict(state["network"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.step, self.epoch, self.at, self.done = (state[k] for k in ("step", "epoch", "at", "done"))
            if self.done >= 1:  # a finished run goes on where it was given more epochs
                self.done = min(1.0, self.epoch / options.epochs)
            print(f"resumed at step {self.step}", flush=True)
        self.done_before = self.done
        self.started = self.saved = time.monotonic()
        self.running, self.seen = [0.0, 0.0], 0

    def save(self) -> None:
        partial = self.checkpoint.with_suffix(".partial")
        state = {"network": self.network.state_dict(), "optimizer": self.optimizer.state_dict()}
        torch.save({**state, **{k: getattr(self, k) for k in ("step", "epoch", "at", "done")}}, partial)
        partial.replace(self.checkpoint)
        self.saved = time.monotonic()

    def epoch_batches(self, train: list[Example]) -> list[list[Window]]:
        seed = self.options.seed + self.epoch
        rng = random.Random(seed)
        windows = [w for example in train for w in cut(example, self.options.window, rng)]
        batches = token_batches([len(w) for w in windows], self.options.tokens, seed, JITTER)
        return [[windows[i] for i in chosen] for chosen in batches]

    def go(self, train: list[Example], dev: list[Example]) -> None:
        while self.done < 1:
            batches = self.epoch_batches(train)
            for windows in batches[self.at :]:
                self.learn(windows)
                self.advance(len(batches))
                if self.done >= 1:
                    break
                if time.monotonic() - self.saved > 60 * self.options.checkpoint_minutes:
                    self.save()
            else:
                self.epoch, self.at = self.epoch + 1, 0
            self.save()
            scores = evaluate(self.network, dev, self.options.window, self.device)
            print(f"step {self.step}: {json.dumps(scores)}", flush=True)

    def learn(self, windows: list[Window]) -> None:
        rng = np.random.default_rng((self.options.seed, self.step))
        rate = learning_rate(self.done, self.options.warmup, self.options.decay)
        for group in self.optimizer.param_groups:
            group["lr"] = rate * group["peak"]
        batch = collate(windows, self.options.masking, rng)
        cues = [jittered(w.cues, len(w), self.options.jitter, rng) for w in windows]
        batch.update(link_rows(windows, cues, batch["ids"].shape[1]))
        parts = losses(self.network, {k: v.to(self.device) for k, v in batch.items()}, self.device)
        sum(parts).backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.step, self.at = self.step + 1, self.at + 1
        self.seen += int(batch["lengths"].sum())
        for i, loss in enumerate(parts):
            self.running[i] += (float(loss.detach()) - self.running[i]) * max(0.02, 1 / self.step)

    def advance(self, batches: int) -> None:
        """How much of the run is done, by epochs or by the clock, whichever is further."""
        elapsed = time.monotonic() - self.started
        epochs = self.epoch + self.at / batches
        self.done = epochs / self.options.epochs
        if self.options.minutes:
            clock = elapsed / (60 * self.options.minutes)
            self.done = max(self.done, self.done_before + (1 - self.done_before) * clock)
        if self.step % 20 == 0:
            losses_ = " ".join(f"{loss:.3f}" for loss in self.running)
            pace = self.seen / elapsed
            print(
                f"step {self.step} epoch {epochs:.2f} done {self.done:.3f} loss {losses_} {pace:.0f} tokens/s",
                flush=True,
            )


def main() -> None:
    options = arguments()
    options.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    tokenizer = load_tokenizer(options.init)
    train, dev = (read_examples(options.data / name, tokenizer) for name in ("train.jsonl", "dev.jsonl"))
    run = Run(options)
    run.go(train, dev)
    kept = {k: v for k, v in vars(options).items() if k not in ("data", "work", "init")}
    torch.save({"network": run.network.state_dict(), "run": {**kept, "steps": run.step}}, options.work / "final.pt")


if __name__ == "__main__":
    main()
