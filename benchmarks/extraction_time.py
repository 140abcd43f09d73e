#!/usr/bin/env python3
"""How long does extraction take, and how does that grow with the text?

    python benchmarks/extraction_time.py [ARTICLE…]

Two tables: the whole process of `claimcheck claims` on an article of 1,000 words (the given ones, or the
demo's, one after another), as the median of five; and seconds of the processor for texts of growing length,
articles and texts made to be hard. Twice the length should take twice the time.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from claimcheck.api import extract_claims

ROOT = Path(__file__).resolve().parent.parent
WORDS = 1000
RUNS = 5
HARD = {
    "no full stop": "the mayor said the bridge was closed and told reporters that it would open later and ",
    "quotation marks": '"a ',
    "numbers": "300 ",
    "capitals": "THE MAYOR SAID THAT 30 BOATS WERE LOST ",
}


def main() -> None:
    places = [Path(p) for p in sys.argv[1:]] or sorted((ROOT / "fixtures" / "demo" / "articles").iterdir())
    text = "\n\n".join(p.read_text(encoding="utf-8") for p in places)
    article = re.match(rf"\s*(?:\S+\s+){{{WORDS}}}", (text + "\n\n") * (WORDS // len(text.split()) + 1)).group()
    print(f"claimcheck claims, {len(article.split())} words, whole process: {whole_process(article):.2f} s")
    print(f"{'seconds of the processor for':28}" + "".join(f"{size:>10,}" for size in SIZES) + "  characters")
    for name, unit in {"articles": text + "\n\n", **HARD}.items():
        print(f"{name:28}" + "".join(f"{seconds(unit, size):10.2f}" for size in SIZES))


SIZES = (12_500, 25_000, 50_000, 100_000)


def whole_process(article: str) -> float:
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {"PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "article.txt"
        path.write_text(article, encoding="utf-8")
        taken = []
        for _ in range(RUNS + 1):
            started = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "claimcheck", "claims", str(path)],
                env=kept,
                stdout=subprocess.DEVNULL,
                check=True,
            )
            taken.append(time.perf_counter() - started)
    return statistics.median(taken[1:])  # the first one compiles modules


def seconds(unit: str, size: int) -> float:
    text = (unit * (size // len(unit) + 1))[:size]
    started = time.process_time()
    extract_claims(text)
    return time.process_time() - started


if __name__ == "__main__":
    main()
