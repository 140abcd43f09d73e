#!/usr/bin/env python3
"""What adding references costs: embedding beside SentenceTransformer, each stage's share, memory from first to last.

python benchmarks/adding.py embedding REFERENCES.jsonl…     ours through `store add`, then theirs, on the same texts
python benchmarks/adding.py shares REFERENCES.jsonl…        seconds of the processor by stage
python benchmarks/adding.py size REFERENCES.jsonl…          what the file takes, by table
python benchmarks/adding.py size --short 2000               the same of short references that are made up
python benchmarks/adding.py memory --references 20000       many short references that are made up
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from claimcheck import ingest  # noqa: E402
from claimcheck.records import Reference  # noqa: E402
from claimcheck.store.references import ReferenceStore  # noqa: E402

DEMO = ROOT / "fixtures" / "demo" / "references.jsonl"


class Stages:
    """Seconds by stage: of the processor, all threads together, and on the clock."""

    def __init__(self) -> None:
        self.spent: dict[str, tuple[float, float]] = {}

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        processor, clock = time.process_time(), time.perf_counter()
        try:
            yield
        finally:
            before = self.spent.get(stage, (0.0, 0.0))
            taken = time.process_time() - processor, time.perf_counter() - clock
            self.spent[stage] = (before[0] + taken[0], before[1] + taken[1])

    def watch(self, thing: Any, method: str, stage: str) -> None:
        action: Callable[..., Any] = getattr(thing, method)

        def run(*arguments: Any, **options: Any) -> Any:
            with self.timed(stage):
                return action(*arguments, **options)

        setattr(thing, method, run)


def add(files: list[Path], folder: Path) -> tuple[Stages, list[str], int]:
    """Add the files as `store add` does. Returns the seconds by stage, what was embedded, and how many passages."""
    from claimcheck.backends.attribution import load_tagger
    from claimcheck.backends.registry import load_encoder

    encoder, tagger, stages, texts = load_encoder(), load_tagger(), Stages(), []
    encoder.encode(["Once, so that nothing is made ready while the time is taken."])
    encode = encoder.encode
    encoder.encode = lambda batch: (texts.extend(batch), encode(batch))[1]  # type: ignore[method-assign]
    with ReferenceStore(folder / "refs.db") as store:
        for thing, method, stage in (
            (encoder, "encode", "encoder"),
            (tagger, "tag", "attribution model"),
            (store, "write", "writing"),
        ):
            stages.watch(thing, method, stage)
        with stages.timed("all"):
            ingest.add_references(store, _distinct(files), encoder, tagger)
        return stages, texts, store.state().passages


def _distinct(files: list[Path]) -> Iterator[Any]:
    """Files that were made apart may use one id for two texts: here they are two."""
    from claimcheck.read.references import read_references

    for number, file in enumerate(files):
        for item in read_references([str(file)]):
            yield replace(item, id=f"{number}/{item.id}") if isinstance(item, Reference) and item.id else item


def embedding(files: list[Path], runs: int) -> None:
    """Each turn adds to a store of its own, and gives SentenceTransformer (fp32, its defaults) the same texts."""
    from sentence_transformers import SentenceTransformer

    from benchmarks.check_time import base_weights

    theirs = SentenceTransformer(base_weights(), device="cpu")
    theirs.encode(["Once, so that nothing is made ready while the time is taken."])
    print(f"{'turn':<6}{'texts':>7}{'ours, s':>10}{'theirs, s':>11}{'times':>7}   of the processor: times")
    for turn in range(1, runs + 1):
        with tempfile.TemporaryDirectory() as folder:
            stages, texts, _ = add(files, Path(folder))
        with stages.timed("theirs"):
            theirs.encode(texts, normalize_embeddings=True, show_progress_bar=False)
        ours, other = stages.spent["encoder"], stages.spent["theirs"]
        print(
            f"{turn:<6}{len(texts):>7,}{ours[1]:>10.2f}{other[1]:>11.2f}{other[1] / ours[1]:>7.2f}   "
            f"{other[0] / ours[0]:.2f}"
        )


def shares(files: list[Path]) -> None:
    """What is neither the encoder nor the attribution model: reading, segmenting, extracting, writing."""
    with tempfile.TemporaryDirectory() as folder:
        stages, _, passages = add(files, Path(folder))
    total = stages.spent.pop("all")[0]
    spent = {stage: seconds for stage, (seconds, _) in stages.spent.items()}
    spent["reading, segmenting, extracting"] = total - sum(spent.values())
    models = spent["encoder"] + spent["attribution model"]
    print(f"{passages:,} passages: {total:.2f} s of the processor, {total / passages * 1e3:.1f} ms a passage")
    for stage, seconds in spent.items():
        print(f"  {stage:<32} {seconds:7.2f} s {seconds / total:6.1%}")
    print(f"  all but the two models           {total - models:7.2f} s {1 - models / total:6.1%} of the time")


def memory(count: int, batch: int) -> None:
    """Short references, each with words and figures of its own, through the whole of adding; what is held in memory."""
    from claimcheck.backends.attribution import load_tagger
    from claimcheck.backends.registry import load_encoder

    seen: dict[int, float] = {}
    started = time.perf_counter()
    print(f"{'references':>10}{'MB':>8}{'a second':>10}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "refs.db"
        with ReferenceStore(path) as store:

            def told(result: ingest.IngestResult) -> None:
                if result.seen >= max(seen, default=0) + batch:
                    seen[result.seen] = in_memory("VmRSS")
                    rate = result.seen / (time.perf_counter() - started)
                    print(f"{result.seen:>10,}{seen[result.seen]:>8,.0f}{rate:>10.1f}", flush=True)

            ingest.add_references(store, short_references(count), load_encoder(), load_tagger(), told)
        taken = beyond_text(path)
    first, last = seen[min(seen)], seen[max(seen)]
    print(f"from {first:,.0f} MB to {last:,.0f} MB, never more than {in_memory('VmHWM'):,.0f} MB")
    print(taken)


def size(files: list[Path], short: int) -> None:
    """The file after an add, at rest."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "refs.db"
        ReferenceStore(path).close()
        print(f"an empty store: {path.stat().st_size:,} bytes")
        if short:
            with ReferenceStore(path) as store:
                ingest.add_references(store, short_references(short))
        else:
            add(files, Path(folder))
        print(beyond_text(path))
        with closing(sqlite3.connect(path)) as connection, suppress(sqlite3.OperationalError):  # not in every build
            passages = connection.execute("SELECT count(*) FROM sentences").fetchone()[0]
            for table, taken in connection.execute(
                "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 12"
            ):
                print(f"  {table:32}{taken / passages:>8,.0f} bytes a passage")


def beyond_text(path: Path) -> str:
    """What a store's file takes for a passage, less its text."""
    with closing(sqlite3.connect(path)) as connection:
        passages, text = connection.execute(
            "SELECT (SELECT count(*) FROM sentences), sum(length(CAST(text AS BLOB))) FROM versions"
        ).fetchone()
    taken = path.stat().st_size
    return (
        f"file: {passages:,} passages, {taken / passages:,.0f} bytes a passage, "
        f"{(taken - text) / passages:,.0f} beyond its text"
    )


def short_references(count: int) -> Iterator[Reference]:
    """One to three sentences with a figure and somebody who says it; names and words go on being new ones."""
    draw = random.Random(11)
    for number in range(count):
        town, person = name(draw), f"{name(draw)} {name(draw)}"
        things = draw.choice("passengers visitors crates letters complaints lorries pupils patients".split())
        what = draw.choice("harbour hospital school tunnel library market museum station".split())
        sentences = (
            f"The {what} in {town} counted {draw.randint(20, 90_000):,} {things} in 2025, the council said.",
            f"“We had {draw.randint(2, 60)} percent more than {name(draw)},” said {person}, who runs the {what}.",
            f"It was built for {draw.randint(1, 400)} million crowns near {name(draw)} street.",
        )
        yield Reference(
            text=" ".join(sentences[: 1 + number % 3]),
            title=f"{town} {what} counts its {things}",
            publisher="Coast Wire",
            published=f"2026-{1 + number % 12:02}-{1 + number % 28:02}",
            id=f"r{number}",
        )


def name(draw: random.Random) -> str:
    syllables = "ar bel cor dan el fen gor hal is jor kel lun mar nor os per ros sel tor ul ven wes yor".split()
    return "".join(draw.choice(syllables) for _ in range(draw.choice((2, 3)))).capitalize()


def in_memory(field: str) -> float:
    """What this process holds in memory, in MB: now (VmRSS), or at most so far (VmHWM). Linux tells."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1024
    raise OSError("the system does not tell")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["embedding", "shares", "size", "memory"])
    parser.add_argument("files", type=Path, nargs="*", default=[DEMO], metavar="REFERENCES.jsonl")
    parser.add_argument("--short", type=int, default=0, help="so many short references in place of the files")
    parser.add_argument("--references", type=int, default=20_000)
    parser.add_argument("--every", type=int, default=2_000, help="print the memory after so many")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    if options.what == "memory":
        memory(options.references, options.every)
    elif options.what == "size":
        size(options.files, options.short)
    else:
        {"embedding": lambda: embedding(options.files, options.runs), "shares": lambda: shares(options.files)}[
            options.what
        ]()


if __name__ == "__main__":
    main()
