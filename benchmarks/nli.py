#!/usr/bin/env python3
"""How good, how well calibrated and how fast is an NLI model?

    python -m benchmarks.nli --data ../shared/data [--model NAME_OR_FOLDER]… [--part dev|summaries|speed]… [--sample N]
                             [--threads N] [--pairs FILE] [--window N]… [--test FILE]

`dev`: accuracy on labelled pairs by source, support against refute where a source has no neutral, and expected
calibration error; of `--pairs`, a file of the same form, in place of the dev file.
`summaries`: are machine-written summaries consistent with their articles (AggreFact)? Each summary sentence is
held against every window of the article, of five sentences by default; the one that entails it
most counts, and a summary scores the mean of its sentences (AlignScore, Zha et al. 2023), or what the one that
contradicts it most says is taken off (SummaC-ZS, Laban et al. 2022). Balanced accuracy: the
threshold of each group is tuned on one half of the documents and used on the other, both ways round; with `--test`, a
file of the same form, it is tuned on all of the validation file and used there, as AggreFact's protocol has it.
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
WINDOWS = (5,)  # sentences: what a summary tells often stands in several neighbours


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
    pairs = read_pairs(options.pairs or options.data / "nli" / "dev.jsonl")
    for name in options.model or [BUNDLED_NLI]:
        nli = load_nli(name)
        print(f"# {nli.name}")
        if "dev" in options.part:
            report_dev(nli, pairs[:: options.sample])
        if "summaries" in options.part:
            rows = read_summaries(options.data / "consistency" / "aggrefact_val.jsonl", options.sample)
            test = read_summaries(options.test, options.sample) if options.test else None
            report_summaries(nli, rows, test, options.window)
        if "speed" in options.part:
            report_speed(nli, pairs, options.threads)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with nli/ and consistency/")
    parser.add_argument("--model", action="append", help="a folder or hub name; repeatable")
    parser.add_argument("--part", action="append", choices=PARTS, help="what to measure; repeatable; all by default")
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="every Nth row or document")
    parser.add_argument("--pairs", type=Path, metavar="FILE", help="labelled pairs, instead of the dev file")
    parser.add_argument("--window", type=int, action="append", metavar="N", help="sentences in a window; repeatable")
    parser.add_argument("--test", type=Path, metavar="FILE", help="summaries to score with thresholds from the others")
    parser.add_argument("--threads", type=int, default=available_cores(), help="all cores by default")
    options = parser.parse_args()
    if not 1 <= options.threads <= available_cores():
        parser.error(f"--threads is 1 to {available_cores()} on this machine")
    options.part = options.part or PARTS
    options.window = options.window or WINDOWS
    return options


def use_cores(count: int) -> None:
    """Leave this process so many cores: the bundled models take as many threads as it has."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:count])


def report_dev(nli: NLI, pairs: list[Pair]) -> None:
    scores = nli.predict([(pair.premise, pair.hypothesis) for pair in pairs])
    reached = measure.figures(scores, pairs)
    shares = {
        "mean of three-way sources": reached["macro_3way"],
        "mean of two-way sources": reached["macro_2way"],
        "all rows": reached["all_rows"],
        "rows with MultiNLI's premises": measure.with_mnli_premises(reached["by_source"]),
        **{f"{source}, two classes": share for source, share in reached["support_or_refute"].items()},
    }
    print(f"dev, {len(pairs)} rows")
    for name, share in shares.items():
        print(f"  {name:34} {100 * share:5.1f}")
    print(f"  {'expected calibration error':34} {measure.calibration_error(scores, pairs):5.3f}")
    for source, entry in reached["by_source"].items():
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


def report_summaries(nli: NLI, rows: list[Summary], test: list[Summary] | None, windows: Sequence[int]) -> None:
    scores = np.array([consistency(nli, row, windows) for row in rows])
    tested = np.array([consistency(nli, row, windows) for row in test]) if test else None
    sizes = " and ".join(map(str, windows))
    print(f"summaries, {len(test or rows)} rows, windows of {sizes} sentences; balanced accuracy")
    for column, name in enumerate(("entailment", "entailment less contradiction")):
        print(f" by {name}")
        report_groups(rows, scores[:, column], test, None if tested is None else tested[:, column])


def report_groups(
    rows: list[Summary], scores: np.ndarray, test: list[Summary] | None, tested: np.ndarray | None
) -> None:
    groups: dict[str, Callable[[Summary], bool]] = {
        "FTSOTA, CNN/DM": lambda row: row.group == "FTSOTA" and row.origin == "cnndm",
        "FTSOTA, XSum": lambda row: row.group == "FTSOTA" and row.origin == "xsum",
        "all": lambda row: True,
    }
    for name, belongs in groups.items():
        own = np.array([belongs(row) for row in rows], dtype=bool)
        labels = np.array([row.consistent for row in rows])[own]
        if test is None or tested is None:
            halves = np.array([zlib.crc32(row.document.encode()) % 2 for row in rows])[own]
            value, count = cross_tuned(scores[own], labels, halves), len(labels)
        else:
            theirs = np.array([belongs(row) for row in test], dtype=bool)
            asked = np.array([row.consistent for row in test])[theirs]
            value, count = tuned(scores[own], labels, tested[theirs], asked), len(asked)
        print(f"  {name:34} {'   – ' if value is None else format(100 * value, '5.1f')}  of {count}")


def consistency(nli: NLI, row: Summary, windows: Sequence[int]) -> tuple[float, float]:
    """The mean over summary sentences of the most that a window of the article entails it; and of that less the most
    that one contradicts it."""
    article = [sentence.text for sentence in segment(row.document)]
    passages = [" ".join(article[i : i + n]) for n in windows for i in range(max(1, len(article) - n + 1))]
    hypotheses = [sentence.text for sentence in segment(row.text)] or [row.text]
    scores = nli.predict([(passage, hypothesis) for hypothesis in hypotheses for passage in passages])
    entailed, _, contradicted = scores.T.reshape(3, len(hypotheses), len(passages)).max(axis=2)
    return float(entailed.mean()), float((entailed - contradicted).mean())


def balanced(predicted: np.ndarray, labels: np.ndarray) -> float:
    return float((predicted[labels].mean() + (~predicted[~labels]).mean()) / 2)


def tuned(scores: np.ndarray, labels: np.ndarray, tested: np.ndarray, asked: np.ndarray) -> float | None:
    """Balanced accuracy of `tested` at the threshold that is best for `scores`; None where a side lacks a class."""
    if len(set(labels)) < 2 or len(set(asked)) < 2:
        return None
    return balanced(tested >= best_threshold(scores, labels), asked)


def cross_tuned(scores: np.ndarray, labels: np.ndarray, halves: np.ndarray) -> float | None:
    """Balanced accuracy with the threshold of the other half; None where a half lacks a class."""
    predicted = np.zeros(len(labels), bool)
    for half in (0, 1):
        tune, use = halves != half, halves == half
        if len(set(labels[tune])) < 2 or not use.any():
            return None
        predicted[use] = scores[use] >= best_threshold(scores[tune], labels[tune])
    return balanced(predicted, labels)


def best_threshold(scores: np.ndarray, labels: np.ndarray) -> float:
    return float(max(np.unique(scores), key=lambda t: balanced(scores >= t, labels)))


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
