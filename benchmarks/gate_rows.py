"""Every claim of the gold articles against passages of all cases, with features, and whether it is gold evidence."""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from verdicts import cases_of, load_score, references

from claimcheck.backends.registry import load_encoder, load_nli
from claimcheck.compare.features import Context
from claimcheck.compare.judge import consult, look
from claimcheck.compare.together import WIDTH, Case, weigh_together
from claimcheck.extract.claims import extract
from claimcheck.ingest import ReferenceStore
from claimcheck.records import Article
from claimcheck.retrieve import retrieve
from claimcheck.segment import segment


@dataclass
class Row:
    group: str  # the case it is of: what is left out together
    features: dict[str, float]
    positive: bool
    gold: dict | None
    claim: str = ""
    reference: str = ""


def collect(gold: Path, tagger) -> tuple[dict[str, list[Row]], dict[str, list[Row]]]:
    """Rows for the first gates (all candidates) and for the judging gates (the best candidates, by their gate)."""
    score = load_score(gold)
    encoder, nli = load_encoder(), load_nli()
    folders = cases_of(gold)
    first, judging = defaultdict(list), defaultdict(list)
    with tempfile.TemporaryDirectory() as temporary:
        store = ReferenceStore(Path(temporary) / "all.db", encoder=encoder, tagger=tagger)
        for folder in folders:
            store.add_many(references(folder))
        for folder in folders:
            wanted = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
            text = (folder / "article.txt").read_text(encoding="utf-8")
            article = Article(text=text, title=text.split("\n")[0], published=wanted["published"])
            claims = extract(article, segment(text), tagger)
            shown = [c.to_dict() for c in claims]
            matched = {p: g for g, p in score.match(wanted["claims"], shown, text).items()}
            context = Context.of(article)
            rows = look(claims, retrieve(claims, store, encoder), context)
            before = {id(case): dict(case.features) for row in rows for case in row}
            weigh_together(rows, encoder)
            consult(nli, rows, width=WIDTH)
            texts = {r.id: r.text for r in references(folder)}
            for index, row in enumerate(rows):
                target = wanted["claims"][matched[index]] if index in matched else None
                for rank, case in enumerate(row):
                    positive = is_evidence(case, target, texts)
                    first[case.claim.kind].append(Row(folder.name, before[id(case)], positive, target))
                    if rank < WIDTH and case.reading.gate and (case.nli or case.claim.kind == "number"):
                        judging[case.reading.gate].append(
                            Row(
                                folder.name,
                                case.features,
                                positive,
                                target,
                                case.claim.id,
                                case.candidate.passage.reference.id,
                            )
                        )
    return first, judging


def is_evidence(case: Case, target: dict | None, texts: dict[str, str]) -> bool:
    if target is None:
        return False
    passage = case.candidate.passage
    for item in target["evidence"]:
        name = next((key for key in texts if key.endswith(f"/{item['reference']}")), None)
        if passage.reference.id != name:
            continue
        start = texts[name].index(item["text"])
        shared = min(passage.end, start + len(item["text"])) - max(passage.start, start)
        if shared > 0.5 * min(passage.end - passage.start, len(item["text"])):
            return True
    return False
