"""Searching vectors: which index, and what a store of a million passages does with the one that was chosen.

    python -m benchmarks.search indexes --data DATA --keep FOLDER [--vectors 200000] [--only NAME]…
    python -m benchmarks.search store --data DATA --keep FOLDER --article ARTICLE [--passages 1000000]
    python -m benchmarks.search check --data DATA --keep FOLDER --article ARTICLE [--passages 1000000]

`indexes` compares ways to find the nearest vectors, each built in one process and opened in another. Those that keep
less than the vectors take more than ten and compare these again by the float16 vectors, as the store would. `store`
makes a store and measures opening, dense and hybrid search, recall and memory; `check` a whole check beside the same
on a thousand passages. `--article` may be given again: 40 claims are searched together, of the first article and the
next; the first is checked. What is searched is made up from real sentences, see `benchmarks/made_up.py`; what is made
is kept in FOLDER for the next run. faiss-cpu and usearch are compared where they are installed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from benchmarks import search_ways
from benchmarks.made_up import MadeUp
from benchmarks.search_ways import WAYS

ROOT = Path(__file__).resolve().parent.parent
TOGETHER = 40  # queries, as many as an article has claims
GROUPS = 10
NEAREST = 10


def indexes(options: argparse.Namespace) -> None:
    vectors = _vectors(options)
    print(f"{len(vectors):,} vectors of {vectors.shape[1]}, {TOGETHER} queries together, {os.cpu_count()} cores")
    columns = ("build s", "MB", "import ms", "open ms", "search ms", "recall@10", "RSS MB")
    print(" " * 36 + "".join(f"{column:>11}" for column in columns))
    for name, way in WAYS.items():
        if options.only and name not in options.only:
            continue
        try:
            for module in way.needs:
                importlib.import_module(module)
        except ImportError as e:
            print(f"{name:34} not installed: {e.name}")
            continue
        built = _child(options, name, "build")
        found = _child(options, name, "search")
        row = [built["build"], built["bytes"] / 1e6, *(found[part] for part in ("import", "open", "search"))]
        print(
            f"{name:36}" + "".join(f"{figure:11.1f}" for figure in row) + f"{found['recall']:11.4f}{found['rss']:11.0f}"
        )


def one(options: argparse.Namespace) -> None:
    """A step of a way, in a process of its own; prints a line of JSON."""
    way, vectors = WAYS[options.only[0]], np.load(_vectors_path(options), mmap_mode="r")
    file = options.keep / f"index-{list(WAYS).index(options.only[0])}"
    if options.step == "build":
        started = time.perf_counter()
        way.build(vectors, file)
        print(json.dumps({"build": time.perf_counter() - started, "bytes": file.stat().st_size}))
        return
    queries = np.load(options.keep / "vectors.npy")[: TOGETHER * GROUPS].astype(np.float32)
    began = time.perf_counter()
    for module in way.needs:
        importlib.import_module(module)
    imported = time.perf_counter()
    search = way.open(file, vectors)
    opened = time.perf_counter()
    search(queries[:TOGETHER], NEAREST)
    seconds, hits = [], []
    for begin in range(0, len(queries), TOGETHER):
        started = time.perf_counter()
        hits.append(search(queries[begin : begin + TOGETHER], NEAREST))
        seconds.append(time.perf_counter() - started)
    memory = _memory()
    exact = search_ways.exact(vectors, queries, NEAREST)
    recall = np.mean([len(set(a) & set(b)) / NEAREST for a, b in zip(np.concatenate(hits), exact, strict=True)])
    times = {"import": (imported - began) * 1e3, "open": (opened - imported) * 1e3}
    print(json.dumps({**times, "search": statistics.median(seconds) * 1e3, "recall": recall, "rss": memory}))


def store(options: argparse.Namespace) -> None:
    """Opening, dense and hybrid search of a store, in this process."""
    path = _store(options, options.passages)
    from claimcheck.backends.registry import load_encoder
    from claimcheck.retrieve import query_text, retrieve
    from claimcheck.store import vectors
    from claimcheck.store.references import ReferenceStore

    claims = _claims(options.article)
    encoder = load_encoder()
    asked = encoder.encode([query_text(claim) for claim in claims])
    before = _memory()
    started = time.perf_counter()
    opened = ReferenceStore(path, readonly=True)
    opened.state()
    print(f"opening, with the counts of what it holds: {_since(started)}")
    for limit in (NEAREST, 30):
        with ReferenceStore(path, readonly=True) as fresh:
            for turn in ("just opened", "again"):
                started = time.perf_counter()
                fresh.dense(asked, limit)
                print(f"dense, {len(claims)} claims together, the {limit} nearest, {turn}: {_since(started)}")
    for turn in ("first", "again"):
        started, worked = time.perf_counter(), time.process_time()
        for claim in claims:
            opened.search_text(claim.text, 15)
            opened.search_text(claim.sentence.text, 15)
        worked = time.process_time() - worked
        print(f"{turn}: words, {2 * len(claims)} queries: {_since(started)}, {worked * 1e3:.0f} ms of the processor")
    with ReferenceStore(path, readonly=True) as fresh:
        started = time.perf_counter()
        fresh.dense(asked, 30)
        for claim in claims:
            fresh.search_text(claim.text, 15)
            fresh.search_text(claim.sentence.text, 15)
        print(f"hybrid, just opened: {_since(started)}")
        started = time.perf_counter()
        retrieve(claims, fresh, encoder)
        print(f"hybrid again, with the encoder and the passages with their claims: {_since(started)}")
    print(f"memory: {_memory()} MB at most, {before} MB of it before the store was opened")
    others = MadeUp(options.data, options.keep).queries
    for what, queries in (("the article's claims", asked), ("held-out sentences", others[:200])):
        for limit in (10, 30):
            found = [
                [passage for passage, _ in hits]
                for begin in range(0, len(queries), TOGETHER)
                for hits in opened.dense(queries[begin : begin + TOGETHER], limit)
            ]
            exact = vectors.best(vectors.chunks(opened._connection), queries, limit)
            recall = np.mean([len(set(a) & {p for p, _ in b}) / limit for a, b in zip(found, exact, strict=True)])
            print(f"recall@{limit} against exact search, {len(queries)} of {what}: {recall:.4f}")
    started = time.perf_counter()
    vectors.best(vectors.chunks(opened._connection), asked, 30)
    print(f"exact search, for comparison: {_since(started)}")
    opened.close()


def check(options: argparse.Namespace) -> None:
    """`claimcheck check`, whole process, on a thousand passages and on many."""
    stores = [_store(options, count) for count in (1000, options.passages)]
    medians = []
    for path in stores:
        seconds, peaks = [], []
        for _ in range(options.runs + 1):
            started = time.perf_counter()
            arguments = ["-m", "claimcheck", "check", str(options.article[0]), "--store", str(path), "--no-save"]
            arguments += ["--as-of", options.as_of] if options.as_of else []
            environment = os.environ | {"PYTHONPATH": str(ROOT)}
            process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL, env=environment)
            _, status, used = os.wait4(process.pid, 0)
            if status:
                sys.exit(f"the check ended with {os.waitstatus_to_exitcode(status)}")
            seconds.append(time.perf_counter() - started)
            peaks.append(used.ru_maxrss // 1024)
        medians.append(statistics.median(seconds[1:]))
        print(f"{path.name}: {medians[-1]:.2f} s, {max(peaks)} MB, median of {options.runs}")
    print(f"{medians[1] / medians[0]:.2f} times")


def _claims(articles: list[Path]) -> list:  # type: ignore[type-arg]
    """The first 40 claims of an article, with those of the next where it has less."""
    from claimcheck.extract.claims import extract
    from claimcheck.read.article import read_article
    from claimcheck.segment import segment

    found = []
    for article in articles:
        read = read_article(str(article))
        found += extract(read, segment(read.text))
    return found[:TOGETHER]


def _store(options: argparse.Namespace, passages: int) -> Path:
    """A store of made-up passages, with its search index; made if it is not there yet."""
    from claimcheck.store.references import ReferenceStore

    path: Path = options.keep / f"{passages}.db"
    if not path.exists():
        part = path.with_name(path.name + ".unfinished")
        started = time.perf_counter()
        MadeUp(options.data, options.keep).fill(part, passages)
        part.rename(path)
        print(f"{passages:,} passages written in {_since(started)}, {path.stat().st_size / 1e6:.0f} MB")
    with ReferenceStore(path) as opened:
        started = time.perf_counter()
        if opened.index_search():
            print(f"search index of {passages:,} made in {_since(started)}, {_memory()} MB at most")
    return path


def _vectors(options: argparse.Namespace) -> np.ndarray:
    path = _vectors_path(options)
    if not path.exists():
        made = MadeUp(options.data, options.keep)
        np.save(path, np.concatenate([vectors for vectors, _ in made.vectors(options.vectors)]))
    return np.load(path, mmap_mode="r")


def _vectors_path(options: argparse.Namespace) -> Path:
    return options.keep / f"made-up-{options.vectors}.npy"


def _child(options: argparse.Namespace, name: str, step: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.search", "one", "--only", name, "--step", step]
    command += ["--keep", str(options.keep.resolve()), "--vectors", str(options.vectors)]
    return json.loads(subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE).stdout)


def _since(started: float) -> str:
    seconds = time.perf_counter() - started
    return f"{seconds:.1f} s" if seconds > 2 else f"{seconds * 1e3:.0f} ms"


def _memory() -> int:
    """Megabytes that this process has had resident at most."""
    status = Path("/proc/self/status")
    if status.exists():  # what getrusage says there includes what the parent had
        return (
            int(next(line for line in status.read_text().splitlines() if line.startswith("VmHWM")).split()[1]) // 1024
        )
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["indexes", "store", "check", "one"])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--article", type=Path, action="append")
    parser.add_argument("--vectors", type=int, default=200_000)
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument("--as-of", metavar="DATE", help="check with what was published by then")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", action="append", choices=list(WAYS))
    parser.add_argument("--step", choices=["build", "search"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    {"indexes": indexes, "store": store, "check": check, "one": one}[options.what](options)


if __name__ == "__main__":
    main()
