#!/usr/bin/env python3
"""How good, how well calibrated and how fast is an NLI model?

    python -m benchmarks.nli --data ../shared/data [--model NAME_OR_FOLDER]… [--part dev|summaries|speed]… [--sample N]
                             [--threads N]

`dev`: accuracy on labelled pairs by source, and expected calibration error.
`summaries`: are machine-written summaries consistent with their articles (AggreFact)? Each summary sentence is
held against every window of the article, the best window counts, and a summary scores the mean of its sentences
(SummaC-ZS, Laban et al. 2022). The threshold is tuned on one half of the documents and used on the other, both ways
round; balanced accuracy.
`speed`: pairs of about 45 tokens a second beside a fp32 cross-encoder of sentence-transformers with the same shape,
both on `--threads` cores, in turns; the ratio is what counts, since other work on the machine slows both.

Without `--model` the bundled one. `--sample N` takes every Nth row or document.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from claimcheck.backends.base import NLI
from claimcheck.backends.onnx import available_cores
from claimcheck.backends.registry import BUNDLED_NLI, load_nli
from claimcheck.segment import segment
from models.nli import measure
from models.nli.data import Pair, read_pairs

PARTS = ("dev", "summaries", "speed")


@dataclass(frozen=True)
class Summary:
    document: str
    text: str
    consistent: bool
    origin: str
    group: str


def main() -> None:
    options = parse()
    use_cores(options.threads)
    pairs = read_pairs(options.data / "nli" / "dev.jsonl")
    for name in options.model or [BUNDLED_NLI]:
        nli = load_nli(name)
        print(f"# {nli.name}")
        if "dev" in options.part:
            report_dev(nli, pairs[:: options.sample])
        if "summaries" in options.part:
            rows = read_summaries(options.data / "consistency" / "aggrefact_val.jsonl", options.sample)
            report_summaries(nli, rows, options.window)
        if "speed" in options.part:
            report_speed(nli, pairs, options.threads)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with nli/ and consistency/")
    parser.add_argument("--model", action="append", help="a folder or hub name; repeatable")
    parser.add_argument("--part", action="append", choices=PARTS, help="what to measure; repeatable; all by default")
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="every Nth row or document")
    parser.add_argument("--window", type=int, default=1, metavar="S", help="sentences in a window of an article")
    parser.add_argument("--threads", type=int, default=available_cores(), help="all cores by default")
    options = parser.parse_args()
    if not 1 <= options.threads <= available_cores():
        parser.error(f"--threads is 1 to {available_cores()} on this machine")
    options.part = options.part or PARTS
    return options


def use_cores(count: int) -> None:
    """Leave this process so many cores: the bundled models take as many threads as it has."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:count])


def report_dev(nli: NLI, pairs: list[Pair]) -> None:
    scores = nli.predict([(pair.premise, pair.hypothesis) for pair in pairs])
    sources = measure.by_source(scores, pairs)
    print(f"dev, {len(pairs)} rows")
    print(f"  {'mean of three-way sources':34} {100 * measure.macro(sources):5.1f}")
    print(f"  {'mean of two-way sources':34} {100 * measure.macro(sources, two_way=True):5.1f}")
    print(f"  {'all rows':34} {100 * measure.correct(scores, pairs).mean():5.1f}")
    print(f"  {'expected calibration error':34} {measure.calibration_error(scores, pairs):5.3f}")
    for source, entry in sources.items():
        print(f"  {source:34} {100 * entry['accuracy']:5.1f}  of {entry['rows']}")


# -- summaries against their articles


def read_summaries(path: Path, sample: int) -> list[Summary]:
    """The rows of every `sample`th document."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Summary(row["document"], row["summary"], row["label"] == 1, row["origin"], row["group"])
        for row in rows
        if zlib.crc32(row["document"].encode()) // 2 % sample == 0
    ]


def report_summaries(nli: NLI, rows: list[Summary], window: int) -> None:
    scores = np.array([consistency(nli, row, window) for row in rows])
    print(f"summaries, {len(rows)} rows, windows of {window} sentence{'s' * (window > 1)}; balanced accuracy")
    groups: dict[str, Callable[[Summary], bool]] = {
        "FTSOTA, CNN/DM": lambda row: row.group == "FTSOTA" and row.origin == "cnndm",
        "FTSOTA, XSum": lambda row: row.group == "FTSOTA" and row.origin == "xsum",
        "all": lambda row: True,
    }
    for name, belongs in groups.items():
        chosen = np.array([i for i, row in enumerate(rows) if belongs(row)], dtype=int)
        labels = np.array([rows[i].consistent for i in chosen])
        halves = np.array([zlib.crc32(rows[i].document.encode()) % 2 for i in chosen])
        value = cross_tuned(scores[chosen], labels, halves)
        print(f"  {name:34} {'   – ' if value is None else format(100 * value, '5.1f')}  of {len(chosen)}")


def consistency(nli: NLI, row: Summary, window: int) -> float:
    """SummaC-ZS: the mean over summary sentences of the best of entailment less contradiction over the article."""
    article = [sentence.text for sentence in segment(row.document)]
    passages = [" ".join(article[i : i + window]) for i in range(max(1, len(article) - window + 1))]
    hypotheses = [sentence.text for sentence in segment(row.text)] or [row.text]
    scores = nli.predict([(passage, hypothesis) for hypothesis in hypotheses for passage in passages])
    best = (scores[:, 0] - scores[:, 2]).reshape(len(hypotheses), len(passages)).max(axis=1)
    return float(best.mean())


def balanced(predicted: np.ndarray, labels: np.ndarray) -> float:
    return float((predicted[labels].mean() + (~predicted[~labels]).mean()) / 2)


def cross_tuned(scores: np.ndarray, labels: np.ndarray, halves: np.ndarray) -> float | None:
    """Balanced accuracy with the threshold of the other half; None where a half lacks a class."""
    predicted = np.zeros(len(labels), bool)
    for half in (0, 1):
        tune, use = halves != half, halves == half
        if len(set(labels[tune])) < 2 or not use.any():
            return None
        candidates = np.unique(scores[tune])
        threshold = max(candidates, key=lambda t: balanced(scores[tune] >= t, labels[tune]))
        predicted[use] = scores[use] >= threshold
    return balanced(predicted, labels)


# -- speed


def report_speed(nli: NLI, pairs: Sequence[Pair], threads: int, count: int = 128, rounds: int = 5) -> None:
    """Pairs a second, and the ratio; the two take turns, so that both meet the same machine."""
    import torch
    from sentence_transformers import CrossEncoder

    torch.set_num_threads(threads)  # whatever OMP_NUM_THREADS says: both get as many
    with tempfile.TemporaryDirectory() as folder:
        plain_folder(Path(folder))
        plain = CrossEncoder(folder, device="cpu", max_length=256)
        texts = [(pair.premise, pair.hypothesis) for pair in pairs]
        words = plain.tokenizer([p for p, _ in texts], [h for _, h in texts])["input_ids"]
        chosen = [pair for pair, ids in zip(texts, words, strict=True) if 40 <= len(ids) <= 50][:count]
        runs: dict[str, Callable[[], object]] = {
            nli.name: lambda: nli.predict(chosen),
            "sentence-transformers, fp32": lambda: plain.predict(chosen, batch_size=32, show_progress_bar=False),
        }
        seconds: dict[str, list[float]] = {name: [] for name in runs}
        for turn in range(rounds + 1):
            for name, run in runs.items():
                started = time.perf_counter()
                run()
                if turn:  # the first one warms up
                    seconds[name].append(time.perf_counter() - started)
    paces = {name: len(chosen) / statistics.median(times) for name, times in seconds.items()}
    print(f"speed, {len(chosen)} pairs of 40 to 50 tokens, {threads} thread{'s' * (threads > 1)}")
    for name, pace in paces.items():
        print(f"  {name:34} {pace:5.0f} pairs/s")
    ours, theirs = paces.values()
    print(f"  {'ratio':34} {ours / theirs:5.2f}")


def plain_folder(folder: Path) -> None:
    """A BERT of the bundled model's shape in Hugging Face form; random weights are as fast as any."""
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    from claimcheck.backends.resources import bundled_folder

    config = BertConfig(
        hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536, num_labels=3
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    special = {"pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]", "unk_token": "[UNK]"}
    file = bundled_folder("encoder") / "tokenizer.json"
    PreTrainedTokenizerFast(tokenizer_file=str(file), model_max_length=512, **special).save_pretrained(folder)


if __name__ == "__main__":
    main()
