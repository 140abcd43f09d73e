"""Extraction on gold cases, without a store or models: claim recall by kind, claims on target, speaker accuracy.

    python benchmarks/claims.py CASES [--score SCORE.py] [--misses]

CASES is a folder of case folders with article.txt and gold.json; SCORE.py is the scorer that defines how spans match
(by default the one beside the cases' folder).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from claimcheck.extract import claims
from claimcheck.records import Article
from claimcheck.segment import segment

KINDS = ("number", "quote", "attribution")


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_score", path)
    if spec is None or spec.loader is None:
        sys.exit(f"claims.py: cannot load {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def extracted(text: str, published: str | None, tagger: Any) -> list[dict[str, Any]]:
    article = Article(text, published=published)
    return [c.to_dict() for c in claims.extract(article, segment(text), tagger)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--score", type=Path)
    parser.add_argument("--misses", action="store_true", help="list what was missed, wrongly given or off target")
    parser.add_argument("--tagger", action="store_true", help="with the bundled attribution model")
    options = parser.parse_args()
    scorer = load(options.score or options.cases.resolve().parent / "score.py")
    tagger = None
    if options.tagger:
        from claimcheck.backends.attribution import load_tagger

        tagger = load_tagger()
    found: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    target: Counter[str] = Counter()
    speaker_hit = speaker_all = words = 0
    for case in sorted(p for p in options.cases.iterdir() if (p / "gold.json").exists()):
        gold = json.loads((case / "gold.json").read_text(encoding="utf-8"))
        text = (case / "article.txt").read_text(encoding="utf-8")
        words += len(text.split())
        shown = extracted(text, gold.get("published"), tagger)
        matched = scorer.match(gold["claims"], shown, text)
        for p in shown:
            extra[p["kind"]] += 1
            near = any(
                c["kind"] == p["kind"] and scorer.overlap(c, p) >= 0.5 and scorer.length(p) <= 3 * scorer.length(c)
                for c in gold["claims"]
            )
            target[p["kind"]] += near
            if options.misses and not near:
                print(f"{case.name}: off target {p['kind']}: {p['text']!r}")
        for g, claim in enumerate(gold["claims"]):
            wanted[claim["kind"]] += 1
            found[claim["kind"]] += g in matched
            speaker = shown[matched[g]]["details"].get("speaker") if g in matched else None
            if claim.get("speaker"):
                speaker_all += 1
                right = g in matched and scorer.same_speaker(claim["speaker"], speaker)
                speaker_hit += right
                if options.misses and g in matched and not right:
                    print(f"{case.name}: speaker {speaker!r}, not {claim['speaker']!r}: {claim['text']!r}")
            if options.misses and g not in matched:
                print(f"{case.name}: missed {claim['kind']}: {claim['text']!r}")
    total = sum(extra.values())
    print(f"{'kind':12} {'recall':>8} {'on target':>10} {'gold':>6} {'extracted':>10}")
    for kind in KINDS:
        if wanted[kind] and extra[kind]:
            recall, on_target = found[kind] / wanted[kind], target[kind] / extra[kind]
            print(f"{kind:12} {recall:8.3f} {on_target:10.3f} {wanted[kind]:6} {extra[kind]:10}")
        else:
            print(f"{kind:12} {'-':>8} {'-':>10} {wanted[kind]:6} {extra[kind]:10}")
    print(f"{'all':12} {sum(found.values()) / sum(wanted.values()):8.3f} {sum(target.values()) / max(1, total):10.3f}")
    accuracy = speaker_hit / max(1, speaker_all)
    print(f"speaker accuracy {accuracy:.3f} of {speaker_all}; {1000 * total / words:.0f} claims per 1,000 words")


if __name__ == "__main__":
    main()
