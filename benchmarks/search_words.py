#!/usr/bin/env python3
"""How many passages may the words of a query touch? What that costs, and what it finds of the gold cases' evidence.

    python -m benchmarks.search_words --gold GOLD --beside STORE [--budgets 500 2000 …] [--ranked 75 300 …]

The gold cases' references are added to a copy of STORE, a store of many unrelated passages; then all claims of the
gold are looked up. "Words": the gold evidence is among the 15 passages that the claim's or its sentence's words find;
"fused": among the 30 candidates that retrieval hands on.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from pathlib import Path

from benchmarks.verdicts import article_of, cases_of, references
from claimcheck.backends.registry import load_encoder
from claimcheck.extract.claims import extract
from claimcheck.ingest import ReferenceStore
from claimcheck.records import Claim, Passage
from claimcheck.retrieve import retrieve
from claimcheck.segment import segment
from claimcheck.store import fulltext

Wanted = list[tuple[str, str]]  # of each evidence of a claim: the reference, and words of the passage


def claims_of(folder: Path) -> list[tuple[Claim, Wanted]]:
    """Our claims where they overlap one of the gold with evidence."""
    article = article_of(folder)
    found = extract(article, segment(article.text))
    result = []
    for gold in json.loads((folder / "gold.json").read_text(encoding="utf-8"))["claims"]:
        wanted = [(f"{folder.name}/{each['reference']}", each["text"]) for each in gold["evidence"]]
        mine = [c for c in found if c.kind == gold["kind"] and c.start < gold["end"] and gold["start"] < c.end]
        if wanted and mine:
            result.append((mine[0], wanted))
    return result


def is_there(wanted: Wanted, shown: list[Passage]) -> bool:
    return any(p.reference.id == name and (p.text in text or text in p.text) for p in shown for name, text in wanted)


def measure(path: Path, cases: list[list[tuple[Claim, Wanted]]], encoder) -> str:  # type: ignore[no-untyped-def]
    by_words, fused, total, seconds, queries = 0, 0, 0, 0.0, 0
    for claims in cases:
        with ReferenceStore(path, readonly=True) as store:
            for claim, wanted in claims:
                started = time.process_time()
                asked = [store.search_text(text, 15) for text in (claim.text, claim.sentence.text)]
                seconds += time.process_time() - started
                queries += len(asked)
                shown = store.passages_by_id([passage for hits in asked for passage, _ in hits])
                by_words += is_there(wanted, shown)
            found = retrieve([claim for claim, _ in claims], store, encoder)
            for (_, wanted), candidates in zip(claims, found, strict=True):
                fused += is_there(wanted, [candidate.passage for candidate in candidates])
            total += len(claims)
    return (
        f"{by_words / total:>8.3f}{fused / total:>8.3f}{seconds / queries * 1e3:>14.2f}   ({total} claims, each of"
        f" {len(cases)} articles on a store just opened)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--beside", type=Path, required=True)
    parser.add_argument("--budgets", type=int, nargs="*", default=[250, 500, 1000, 2000, 5000, 20_000])
    parser.add_argument("--ranked", type=int, nargs="*", default=[75, 150, 300, 1000])
    options = parser.parse_args()
    encoder = load_encoder()
    cases = [claims_of(folder) for folder in cases_of(options.gold)]
    usual = fulltext.BUDGET, fulltext.RANKED
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "refs.db"
        shutil.copy(options.beside, path)
        with ReferenceStore(path, encoder=encoder) as store:
            store.add_many([reference for case in cases_of(options.gold) for reference in references(case)])
            print(f"{store.state().passages:,} passages")
        print(f"{'budget':>8}{'ranked':>8}{'words':>8}{'fused':>8}{'ms a query':>14}")
        for budget, ranked in [(b, usual[1]) for b in options.budgets] + [(usual[0], r) for r in options.ranked]:
            fulltext.BUDGET, fulltext.RANKED = budget, ranked
            print(f"{budget:>8,}{ranked:>8,}{measure(path, cases, encoder)}", flush=True)


if __name__ == "__main__":
    main()
