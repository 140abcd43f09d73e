#!/usr/bin/env python3
"""How good are the verdicts? The gold cases, ours beside the plain way, in one run.

    python benchmarks/verdicts.py --gold ../shared/gold [--reports DIR] [--errors]

Ways to lay out the store: the case's own references (`own`), all cases' references together (`one`), those
added to a large store of unrelated ones (`crowd`, with `--beside STORE`), and only the *other* cases' references
(`others`), where every flag is a false alarm. The plain way, on the
same claims and the same passages: the NLI model on the claim's sentence against the five nearest passages,
where entailment wins over contradiction (as RefChecker merges them) or the larger of the two wins (as
SummaC-ZS takes the maximum). Scores are those of the gold folder's own score.py.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from claimcheck import pipeline
from claimcheck.api import _tagger
from claimcheck.backends.registry import load_encoder, load_nli
from claimcheck.compare import entailment, gate
from claimcheck.ingest import ReferenceStore
from claimcheck.records import FLAGS, Article, Candidate, Claim, NLIScores, Reference
from claimcheck.settings import Settings

MEASURES = (
    ("claim recall", lambda s: s["claim_recall"]["all"]),
    ("on target", lambda s: s["claims_on_target"]),
    ("flag P", lambda s: s["flag"]["precision"]),
    ("flag R", lambda s: s["flag"]["recall"]),
    ("flags shown consistent", lambda s: s["flags_shown_consistent"]),
    ("macro F1", lambda s: s["verdict_macro_f1"]),
    ("macro F1 w/o disputed", lambda s: s["verdict_macro_f1_without_disputed"]),
    ("accuracy", lambda s: s["verdict_accuracy"]),
    ("reason", lambda s: s["reason_accuracy"]),
    ("speaker", lambda s: s["speaker_accuracy"]),
    ("evidence R@3", lambda s: s["evidence_recall_at_3"]),
)


def load_score(gold: Path):
    spec = importlib.util.spec_from_file_location("gold_score", gold / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cases_of(gold: Path) -> list[Path]:
    return sorted(p for p in (gold / "dev").iterdir() if (p / "gold.json").exists())


def references(folder: Path) -> list[Reference]:
    rows = [json.loads(r) for r in (folder / "references.jsonl").read_text(encoding="utf-8").splitlines() if r.strip()]
    return [
        Reference(
            text=r["text"],
            title=r["title"],
            publisher=r["publisher"],
            published=r["published"],
            url=r["url"],
            id=f"{folder.name}/{r['id']}",
        )
        for r in rows
    ]


def article_of(folder: Path) -> Article:
    text = (folder / "article.txt").read_text(encoding="utf-8")
    published = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["published"]
    return Article(text=text, title=text.split("\n")[0], published=published)


def entailment_wins(scores: list[NLIScores]) -> str:
    if any(s.entailment > max(s.neutral, s.contradiction) for s in scores):
        return "consistent"
    return "conflict" if any(s.contradiction > s.neutral for s in scores) else "unverified"


def larger_wins(scores: list[NLIScores]) -> str:
    support = max((s.entailment for s in scores), default=0.0)
    against = max((s.contradiction for s in scores), default=0.0)
    if max(support, against) < 0.5:
        return "unverified"
    return "consistent" if support >= against else "conflict"


def plain(report: dict, retrieved: dict[str, list[Candidate]], nli, decide: Callable) -> dict:
    """The same claims, judged the plain way."""
    pairs = {
        (entailment.premise(c.passage), claim["sentence"]["text"])
        for claim in report["claims"]
        for c in retrieved[claim["id"]]
    }
    scores = entailment.ask(nli, pairs)
    claims = []
    for claim in report["claims"]:
        found = retrieved[claim["id"]]
        own = [scores[entailment.premise(c.passage), claim["sentence"]["text"]] for c in found]
        evidence = [{"reference": c.passage.reference.id, "text": c.passage.text} for c in found]
        verdict = decide(own)
        claims.append(claim | {"verdict": verdict, "reason": {"code": "meaning"}, "evidence": evidence})
    return report | {"claims": claims}


def nearest(claims: list[Claim], store, encoder) -> dict[str, list[Candidate]]:
    vectors = encoder.encode([c.sentence.text for c in claims])
    found = {}
    for claim, hits in zip(claims, store.dense(vectors, 5), strict=True):
        passages = {p.id: p for p in store.passages_by_id([i for i, _ in hits])}
        found[claim.id] = [Candidate(passages[i], s, s) for i, s in hits if i in passages]
    return found


def strip_case(report: dict, name: str) -> dict:
    for claim in report["claims"]:
        for item in claim["evidence"]:
            item["reference"] = item["reference"].removeprefix(f"{name}/")
    return report


def run(
    gold: Path, layout: str, out: Path, with_plain: bool, folds: Path | None = None, beside: Path | None = None
) -> dict[str, Path]:
    """Write every case's report under `out`, by way of judging; return the folders."""
    encoder, nli, tagger = load_encoder(), load_nli(), _tagger()
    folders = cases_of(gold)
    ways = {"claimcheck": out / layout / "claimcheck"}
    if with_plain:
        ways |= {"entailment wins": out / layout / "entailment", "larger wins": out / layout / "larger"}
    for folder in ways.values():
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        together = Path(temporary) / "together.db"
        if layout == "crowd":
            if beside is None:
                raise SystemExit("the layout `crowd` needs --beside STORE")
            shutil.copy(beside, together)
        for index, folder in enumerate(folders):
            held = {"own": [folder], "others": [f for f in folders if f != folder]}.get(layout, folders)
            path = together if layout in ("one", "crowd") else Path(temporary) / f"{index}.db"
            store = ReferenceStore(path, encoder=encoder, tagger=tagger)
            store.add_many([r for f in held for r in references(f)])
            if folds is not None:
                entries = json.loads((folds / f"{folder.name}.json").read_text(encoding="utf-8"))
                leave_out(entries)
            report = pipeline.check(article_of(folder), store, encoder, nli, tagger, Settings())
            shown = {"claimcheck": report.to_dict()}
            if with_plain:
                close = nearest([c.claim for c in report.claims], store, encoder)
                shown["entailment wins"] = plain(report.to_dict(), close, nli, entailment_wins)
                shown["larger wins"] = plain(report.to_dict(), close, nli, larger_wins)
            for way, text in shown.items():
                if layout != "others":
                    text = strip_case(json.loads(json.dumps(text)), folder.name)
                (ways[way] / f"{folder.name}.json").write_text(json.dumps(text, ensure_ascii=False, indent=1))
            store.close()
    return ways


def leave_out(entries: dict) -> None:
    """Judge with gates that were fitted without this case."""
    from claimcheck.compare import judge, readings

    fitted = gate.read_gates(entries)
    for module in (judge, readings):
        module.gates = lambda: fitted


def false_alarms(gold: Path, reports: Path) -> float:
    """Flagged groups per 1,000 words."""
    groups = words = 0
    for folder in cases_of(gold):
        report = json.loads((reports / f"{folder.name}.json").read_text(encoding="utf-8"))
        groups += len({c["group"] or c["id"] for c in report["claims"] if c["verdict"] in ("conflict", "disputed")})
        words += len(report["article"]["text"].split())
    return 1000 * groups / words


def show_kinds(gold: Path, reports: Path, score) -> None:
    """How many claims of each kind and of each true verdict, or reason of a flag, were judged right."""
    right: Counter[tuple[str, str]] = Counter()
    all_: Counter[tuple[str, str]] = Counter()
    for folder in cases_of(gold):
        wanted = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["claims"]
        report = json.loads((reports / f"{folder.name}.json").read_text(encoding="utf-8"))
        matched = score.match(wanted, report["claims"], report["article"]["text"])
        for g, claim in enumerate(wanted):
            flagged = claim["verdict"] in FLAGS
            key = claim["kind"], claim["reason"] if flagged else claim["verdict"]
            got = report["claims"][matched[g]]["verdict"] if g in matched else "missing"
            all_[key] += 1
            right[key] += got in FLAGS if flagged else got == claim["verdict"]
    columns = sorted({column for _, column in all_})
    print(f"{'right, by kind':16}" + "".join(f"{column:>14}" for column in columns))
    for kind in sorted({kind for kind, _ in all_}):
        cells = [f"{right[kind, c]} of {all_[kind, c]}" if all_[kind, c] else "" for c in columns]
        print(f"{kind:16}" + "".join(f"{cell:>14}" for cell in cells))


def show_errors(gold: Path, reports: Path, score) -> None:
    for folder in cases_of(gold):
        wanted = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["claims"]
        report = json.loads((reports / f"{folder.name}.json").read_text(encoding="utf-8"))
        text = report["article"]["text"]
        matched = score.match(wanted, report["claims"], text)
        print(f"== {folder.name}")
        for g, claim in enumerate(wanted):
            mine = report["claims"][matched[g]] if g in matched else None
            got = mine["verdict"] if mine else "missing"
            if got != claim["verdict"]:
                print(f"  {claim['verdict']}({claim['reason']}) -> {got} [{claim['kind']}] {claim['text'][:90]!r}")
                print(f"      gold: {claim['note']} | {[e['text'][:110] for e in claim['evidence']]}")
                if mine:
                    print(
                        f"      ours: {mine['confidence']:.2f} {mine['reason']['code']} {mine['reason']['text'][:220]}"
                    )
        used = set(matched.values())
        for p, mine in enumerate(report["claims"]):
            if p not in used and mine["verdict"] in ("conflict", "disputed"):
                print(f"  EXTRA FLAG [{mine['kind']}] {mine['text'][:90]!r}: {mine['reason']['text'][:200]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--reports", type=Path, help="keep the reports here")
    parser.add_argument("--layouts", nargs="*", default=["own", "one", "others"])
    parser.add_argument("--beside", type=Path, help="a store of unrelated references, for the layout `crowd`")
    parser.add_argument("--folds", type=Path, help="gates fitted without each case, from fit_gate.py --folds")
    parser.add_argument("--no-plain", action="store_true")
    parser.add_argument("--errors", action="store_true", help="of the first layout: a table by kind, and every error")
    options = parser.parse_args()
    score = load_score(options.gold)
    with tempfile.TemporaryDirectory() as temporary:
        out = options.reports or Path(temporary)
        for layout in options.layouts:
            started = time.perf_counter()
            ways = run(
                options.gold, layout, out, not options.no_plain and layout != "others", options.folds, options.beside
            )
            for way, folder in ways.items():
                if layout == "others":
                    print(f"{layout:7} {way:16} false alarms per 1,000 words {false_alarms(options.gold, folder):.2f}")
                    continue
                result = score.score(options.gold / "dev", folder)
                print(f"{layout:7} {way:16} " + "  ".join(f"{n} {f(result)}" for n, f in MEASURES))
                if way == "claimcheck":
                    print("        " + json.dumps(result["confusion"]) + f" extra {result['false_alarms_outside_gold']}"
                          f" recall {result['claim_recall']} {time.perf_counter() - started:.1f} s")  # fmt: skip
            if options.errors and layout == options.layouts[0]:
                show_kinds(options.gold, ways["claimcheck"], score)
                show_errors(options.gold, ways["claimcheck"], score)


if __name__ == "__main__":
    main()
