"""How well numbers are extracted: NewsQuant with quantulum3 beside, and the gold cases' number claims.

    python benchmarks/quantities.py --data ../shared/data --gold ../shared/gold/dev [--errors N]

Prints score.py's figures (its head says how values and units are matched), the recall of gold number claims, the share
of extracted numbers that touch one, and numbers per 1,000 words. NewsQuant holds no dates, clock times or ranks, so
those are left out of what is scored on it; nothing else is changed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from claimcheck.extract.numbers import NumberSpan, extract_numbers
from claimcheck.records import Sentence

_NOT_IN_NEWSQUANT = {"date", "time", "ordinal"}


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.parent.name + "_score", path)
    if spec is None or spec.loader is None:
        sys.exit(f"quantities.py: cannot load {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ours(text: str) -> list[dict[str, Any]]:
    numbers = extract_numbers(Sentence(text, 0, len(text)))
    kept = [n.details for n in numbers if n.details["dimension"] not in _NOT_IN_NEWSQUANT]
    return [
        {"value": d["value"], "upper": d["upper"], "unit": d["unit"], "modifier": d["modifier"] or d["change"]}
        for d in kept
    ]


def theirs(text: str) -> list[dict[str, Any]]:
    from quantulum3 import classifier, parser

    classifier.USE_CLF = False  # its pickled classifier does not load with a current scikit-learn

    found = []
    for quantity in parser.parse(text):
        unit = quantity.unit.name
        found.append({"value": quantity.value, "upper": None, "unit": None if unit == "dimensionless" else unit})
    return found


def newsquant(data: Path, errors: int) -> None:
    score = load(data / "score.py")
    gold = score.read(data / "quantities" / "dev.jsonl")
    for name, extractor in (("claimcheck", ours), ("quantulum3", theirs)):
        predicted = {key: {"quantities": extractor(row["text"])} for key, row in gold.items()}
        for measure, figures in score.score_quantities(gold, predicted).items():
            print(f"newsquant  {name:10}  {measure:12}  {figures}")
        if name == "claimcheck":
            shown = 0
            for key, row in gold.items():
                if shown >= errors:
                    break
                shown += show_errors(score, row, predicted[key]["quantities"])


def show_errors(score: ModuleType, row: dict[str, Any], mine: list[dict[str, Any]]) -> bool:
    left, missing = list(mine), []
    for quantity in row["quantities"]:
        want = score.gold_value(quantity["value"])
        units = {score.unit(quantity["normalized_unit"]), score.unit(quantity["unit"])}
        candidates = [m for m in left if score.same(want, score.my_value(m))]
        if not candidates:
            missing.append((quantity["value"], quantity["unit"]))
            continue
        best = max(candidates, key=lambda m: score.unit(m.get("unit")) in units)
        left.remove(best)
        if score.unit(best.get("unit")) not in units:
            missing.append(("unit", quantity["unit"], quantity["normalized_unit"], best.get("unit")))
    extra = [(m["value"], m["upper"], m["unit"]) for m in left]
    if missing or extra:
        print("   ", row["text"], "\n        missed", missing, "extra", extra)
    return bool(missing or extra)


def sentences(text: str) -> list[Sentence]:
    """The project's own segmentation where it is there, else one by full stops and blank lines."""
    try:
        from claimcheck.segment import segment
    except ImportError:
        spans = re.finditer(r"\S(?:(?!\n\s*\n|[.!?][\"”’']*\s+[\"“‘']?[A-Z]).)*\S?[.!?]?[\"”’']*", text, re.DOTALL)
        return [Sentence(m.group(), m.start(), m.end()) for m in spans]
    return segment(text)


def quoted(text: str) -> list[tuple[int, int]]:
    """Spans inside quotation marks, whose numbers get no claim."""
    return [m.span() for m in re.finditer(r"“[^”\n]*(?:”|\n\s*\n|$)|\"[^\"\n]*(?:\"|\n\s*\n|$)", text)]


def gold_cases(cases: Path, errors: int) -> None:
    score = load(cases.parent / "score.py")
    found = total = touching = extracted = words = 0
    for case in sorted(p for p in cases.iterdir() if (p / "gold.json").exists()):
        record = json.loads((case / "gold.json").read_text(encoding="utf-8"))
        text = (case / "article.txt").read_text(encoding="utf-8")
        gold = [c for c in record["claims"] if c["kind"] == "number"]
        inside = quoted(text)
        numbers: list[NumberSpan] = []
        for sentence in sentences(text):
            if sentence.role == "furniture":
                continue
            numbers += [
                n
                for n in extract_numbers(sentence, record["published"])
                if not any(a <= n.start < b for a, b in inside)
            ]
        predicted = [{"kind": "number", "start": n.start, "end": n.end} for n in numbers]
        matched = score.match(gold, predicted, text)
        hits = [
            any(score.overlap(c, p) >= 0.5 and score.length(p) <= 3 * score.length(c) for c in gold) for p in predicted
        ]
        found, total = found + len(matched), total + len(gold)
        touching, extracted, words = touching + sum(hits), extracted + len(predicted), words + len(text.split())
        if errors:
            print(f"    {case.name}: missed {[c['text'] for n, c in enumerate(gold) if n not in matched]}")
            print(f"        beside gold {[n.text for n, hit in zip(numbers, hits, strict=True) if not hit]}")
    print(
        f"gold       claimcheck  recall {found}/{total} = {found / max(1, total):.3f}, "
        f"on target {touching}/{extracted} = {touching / max(1, extracted):.3f}, "
        f"{1000 * extracted / max(1, words):.1f} numbers per 1,000 words"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder with score.py and quantities/dev.jsonl")
    parser.add_argument("--gold", type=Path, help="folder of gold cases, score.py beside it")
    parser.add_argument("--errors", type=int, default=0, help="show this many sentences that went wrong")
    options = parser.parse_args()
    if not options.data and not options.gold:
        parser.error("give --data, --gold or both")
    if options.data:
        newsquant(options.data, options.errors)
    if options.gold:
        gold_cases(options.gold, options.errors)


if __name__ == "__main__":
    main()
