"""The store, measured: how well near copies are told, how searching scales. What adding costs: `adding.py`.

python benchmarks/store.py copies             needs nothing but the demo's references (and datasketch, to compare)
python benchmarks/store.py groups REFERENCES.jsonl…     pick-ups found in a store, of these texts and of short ones
python benchmarks/store.py search --passages 100000
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.adding import short_references  # noqa: E402
from claimcheck.records import Claim, Reference, Sentence  # noqa: E402
from claimcheck.store.copies import CONTAINED, Text  # noqa: E402
from claimcheck.store.prepared import Prepared, PreparedPassage  # noqa: E402
from claimcheck.store.references import ReferenceStore  # noqa: E402

DEMO = ROOT / "fixtures" / "demo" / "references.jsonl"
DIMENSIONS = 384


def copies() -> None:
    """Pick-ups made of the demo's references: the share that is told for a copy, by us and by MinHash."""
    texts = [json.loads(line)["text"] for line in DEMO.read_text(encoding="utf-8").splitlines()]
    draw = random.Random(7)
    minhash = _minhash() if importlib.util.find_spec("datasketch") else None
    print(f"{'what was done to the text':<36} {'wanted':>6} {'ours':>6} {'MinHash, Jaccard >= 0.5':>24}")
    for name, wanted, change in _changes(texts, draw):
        pairs = [(change(text), text) for text in texts]
        pairs = [(copy, text) for copy, text in pairs if copy != text]
        ours = np.mean([Text.of(copy).part_from(Text.of(text)) >= CONTAINED for copy, text in pairs])
        theirs = f"{np.mean([minhash(a, b) >= 0.5 for a, b in pairs]):24.2f}" if minhash else f"{'not installed':>24}"
        print(f"{name:<36} {'yes' if wanted else 'no':>6} {ours:6.2f} {theirs}")
    others = [Text.of(a).part_from(Text.of(b)) >= CONTAINED for a in texts for b in texts if a is not b]
    print(f"pairs of the demo's references that are told for copies: {sum(others)} of {len(others)}")


def groups(files: list[Path]) -> None:
    """Pick-ups added to a store, before what they copy or after it: how many are grouped with it, and what else is."""
    long = [json.loads(line)["text"] for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    for name, texts in (("these references", long), ("short references", [r.text for r in short_references(1000)])):
        print(f"{name}: {len(texts):,}")
        print(f"{'what was done to the text':<40}{'told':>8}{'grouped':>9}{'reversed':>10}{'grouped wrongly':>17}")
        for what, wanted, change in _changes(texts, random.Random(7)):
            pairs = [(change(text), text) for text in texts]
            told = sum(Text.of(a).part_from(Text.of(b)) >= CONTAINED for a, b in pairs) / len(pairs)
            found = [_grouped(pairs, turned) for turned in (False, True)]
            shares = "".join(f"{share:>{width}.3f}" for (share, _), width in zip(found, (9, 10), strict=True))
            print(f"{what + ('' if wanted else ' (no copy)'):<40}{told:>8.3f}{shares}{found[0][1]:>17}")


def _grouped(pairs: list[tuple[str, str]], turned: bool) -> tuple[float, int]:
    """The share of pick-ups that are grouped with what they copy; and pairs of others that are."""
    with tempfile.TemporaryDirectory() as folder, ReferenceStore(Path(folder) / "refs.db") as store:
        origins = [Prepared(Reference(b, id=f"o{i}", published="2026-03-01"), ()) for i, (_, b) in enumerate(pairs)]
        copies = [Prepared(Reference(a, id=f"c{i}", published="2026-03-02"), ()) for i, (a, _) in enumerate(pairs)]
        store.write([*copies, *origins] if turned else [*origins, *copies])
        of = {reference.id: reference.origin for reference in store.list()}
    together = sum(of[f"c{i}"] == of[f"o{i}"] for i in range(len(pairs)))
    sizes = Counter(of.values())
    return together / len(pairs), sum(n * (n - 1) // 2 for n in sizes.values()) - together


def _changes(texts: list[str], draw: random.Random) -> Iterator[tuple[str, bool, Callable[[str], str]]]:
    def sentences(text: str) -> list[str]:
        return re.split(r"(?<=[.!?]) ", text)

    def cut(share: float) -> Callable[[str], str]:
        return lambda text: " ".join(sentences(text)[: max(1, round(len(sentences(text)) * share))])

    def edit(share: float) -> Callable[[str], str]:
        return lambda text: " ".join("other" if w.isalpha() and draw.random() < share else w for w in text.split(" "))

    def enlarge(share: float) -> Callable[[str], str]:
        def change(text: str) -> str:
            own = sentences(draw.choice([other for other in texts if other != text]))
            return " ".join([text, *own[: max(1, round(len(sentences(text)) * share))]])

        return change

    yield "cut to 60 %", True, cut(0.6)
    yield "cut to 30 %", True, cut(0.3)
    yield "every 20th word another", True, edit(0.05)
    yield "cut to 60 %, every 20th word another", True, lambda text: edit(0.05)(cut(0.6)(text))
    yield "30 % of its own added", True, enlarge(0.3)
    yield "every figure another", False, lambda text: re.sub(r"\d+", lambda m: str(int(m[0]) + 7), text)


def _minhash() -> Callable[[str, str], float]:
    from datasketch import MinHash

    def sketch(text: str) -> MinHash:
        words = re.findall(r"\w+", text.casefold())
        made = MinHash(num_perm=128)
        made.update_batch([" ".join(words[i : i + 5]).encode() for i in range(max(len(words) - 4, 1))])
        return made

    return lambda a, b: sketch(a).jaccard(sketch(b))


def search(count: int, file: Path | None) -> None:
    """A store of made-up passages: words drawn as English draws them (Zipf), vectors around 2,000 centres."""
    with tempfile.TemporaryDirectory() as folder:
        path = file or Path(folder) / "refs.db"
        draw = np.random.default_rng(1)
        words = Words(draw)
        if not path.exists():
            started = time.process_time()
            characters = _fill(path, count, words, draw)
            seconds = time.process_time() - started
            size = path.stat().st_size
            print(f"written: {seconds / count * 1e3:.2f} ms a passage, {_memory()} MB at most")
            print(f"file: {size / count:.0f} bytes a passage, {(size - characters) / count:.0f} beyond its text")
        started = time.process_time()
        store = ReferenceStore(path, readonly=True)
        print(f"opening: {(time.process_time() - started) * 1e3:.0f} ms")
        queries = draw.normal(size=(40, DIMENSIONS)).astype(np.float32)
        for turn in ("first", "again"):
            started = time.process_time()
            store.dense(queries, 100)
            dense = time.process_time() - started
            started = time.process_time()
            for _ in range(80):
                store.search_text(words.sentence(20), 50)
            text = time.process_time() - started
            print(f"{turn}: 40 dense queries together {dense:.2f} s, 80 of words {text:.2f} s, {_memory()} MB at most")
        store.close()


class Words:
    """Sentences of words that are as rare as those of a language."""

    def __init__(self, draw: np.random.Generator, size: int = 200_000) -> None:
        self._draw = draw
        share = 1 / np.arange(1, size + 1) ** 1.05
        self._steps = np.cumsum(share / share.sum())

    def sentence(self, length: int) -> str:
        return " ".join(f"w{i:x}q" for i in np.searchsorted(self._steps, self._draw.random(length)))


def _fill(path: Path, count: int, words: Words, draw: np.random.Generator) -> int:
    """Write `count` passages, ten a reference, one number claim each; returns the characters of their texts."""
    centres = draw.normal(size=(2000, DIMENSIONS)).astype(np.float32)
    characters = 0
    with ReferenceStore(path) as store:
        for begin in range(0, count, 1000):
            batch = []
            for number in range(begin, min(begin + 1000, count), 10):
                vectors = centres[draw.integers(2000, size=10)] + draw.normal(size=(10, DIMENSIONS)) * 0.8
                vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
                text, passages = "", []
                for vector in vectors:
                    sentence = Sentence(words.sentence(20) + ".", len(text), 0)
                    end = len(text) + len(sentence.text)
                    sentence = Sentence(sentence.text, len(text), end)
                    details = {"value": 330.0, "unit": "missile", "dimension": "count", "noun": "missile"}
                    claim = Claim("number", sentence.text[:6], len(text), len(text) + 6, sentence, details)
                    passages.append(PreparedPassage(sentence, (claim,), vector))
                    text += sentence.text + " "
                characters += len(text)
                batch.append(Prepared(Reference(text, title=text[:40], id=f"r{number}"), tuple(passages)))
            store.write(batch, "made-up")
    return characters


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["copies", "groups", "search"])
    parser.add_argument("files", type=Path, nargs="*", default=[DEMO], metavar="REFERENCES.jsonl")
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--store", type=Path, help="keep the made-up store in this file, and use it if it is there")
    options = parser.parse_args()
    if options.what == "search":
        search(options.passages, options.store)
    elif options.what == "groups":
        groups(options.files)
    else:
        copies()


if __name__ == "__main__":
    main()
