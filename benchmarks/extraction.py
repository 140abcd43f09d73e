"""How well claims are extracted: attributions here, numbers in `quantities.py`, whole claims in `claims.py`.

    python benchmarks/extraction.py --data ../shared/data [--gold ../shared/gold/dev] [--errors N] [--only attributions]

Attributions are those of `claimcheck.extract_attributions` on whole articles, scored by the data's own score.py (its
head says how spans are matched); with their number, the number of claims and the seconds for 1,000 words. `--model`
FOLDER gives what another model finds by itself.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import runpy
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import claimcheck  # noqa: E402
from claimcheck.backends.attribution import load_tagger  # noqa: E402
from claimcheck.records import Attribution  # noqa: E402
from claimcheck.segment import segment  # noqa: E402

ROLES = ("source", "cue", "content")


def load_score(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        sys.exit(f"extraction.py: cannot load {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_row(attribution: Attribution) -> dict[str, list[list[int]]]:
    return {role: [list(span) for span in getattr(attribution, f"{role}_spans")] for role in ROLES}


def attributions(data: Path, file: str, model: Path | None, errors: int) -> dict[str, Any]:
    """Print and return the scores on one file of articles."""
    score = load_score(data / "score.py")
    gold = score.read(data / "attribution" / file)
    tagger = load_tagger(model) if model else None
    predicted, words, spent, claim_count = {}, 0, 0.0, 0
    for key, article in gold.items():
        text = article["text"]
        started = time.perf_counter()
        found = tagger.tag(text, segment(text)) if tagger else claimcheck.extract_attributions(text)
        spent += time.perf_counter() - started
        predicted[key] = {"attributions": [as_row(a) for a in found]}
        claim_count += 0 if tagger else len(claimcheck.extract_claims(text))
        words += len(text.split())
    results: dict[str, Any] = score.score_attributions(gold, predicted)
    for name, figures in results.items():
        print(f"attributions  {name:8}  {json.dumps(figures)}")
    count = sum(len(p["attributions"]) for p in predicted.values())
    gold_count = sum(len(a["attributions"]) for a in gold.values())
    print(
        f"attributions  in 1,000 words: {1000 * count / words:.1f} found, {1000 * gold_count / words:.1f} in gold; "
        f"{1000 * claim_count / words:.1f} claims of all kinds; {1000 * spent / words:.2f} s for attributions"
    )
    for key, article in list(gold.items())[:errors]:
        show_errors(article["text"], article["attributions"], predicted[key]["attributions"])
    return results


def show_errors(text: str, gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> None:
    """Attributions of one article that are not the same on both sides, in the order of the text."""

    def key(attribution: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(tuple(tuple(span) for span in sorted(attribution[role])) for role in ROLES)

    both = {key(a) for a in gold} & {key(a) for a in found}
    rows = [(key(a), side) for side, some in (("gold", gold), ("ours", found)) for a in some if key(a) not in both]
    for spans, side in sorted(rows, key=lambda row: (row[0][1], row[1])):
        parts = " | ".join(" … ".join(text[s:e] for s, e in role) or "-" for role in spans)
        print(f"  {side}: {parts}")


def sibling(name: str, *arguments: str) -> None:
    sys.argv = [name, *arguments]
    runpy.run_path(str(HERE / name), run_name="__main__")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with attribution/, quantities/ and score.py")
    parser.add_argument("--gold", type=Path, help="folder of gold cases, for claims of all kinds")
    parser.add_argument("--file", default="dev.jsonl", help="the file of articles in DATA/attribution")
    parser.add_argument("--model", type=Path, help="an attribution model's folder, measured by itself")
    parser.add_argument("--errors", type=int, default=0, help="articles whose errors are shown")
    parser.add_argument("--json", type=Path, help="write the scores of attributions to this file")
    parser.add_argument("--only", choices=("attributions", "numbers", "claims"))
    options = parser.parse_args()
    if options.only in (None, "attributions"):
        scores = attributions(options.data, options.file, options.model, options.errors)
        if options.json:
            options.json.write_text(json.dumps({"file": options.file, **scores}, indent=1) + "\n", encoding="utf-8")
    if options.only in (None, "numbers"):
        gold = ["--gold", str(options.gold)] if options.gold else []
        sibling("quantities.py", "--data", str(options.data), *gold)
    if options.gold and options.only in (None, "claims"):
        sibling("claims.py", str(options.gold), "--tagger")


if __name__ == "__main__":
    main()
