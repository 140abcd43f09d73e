"""The model card of models/nli, from its metrics and from the table in the data's README.

    python -m models.nli.card --data ../shared/data

writes it again where only its words changed; `models.nli.export` does so after measuring.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable
from operator import itemgetter
from pathlib import Path
from typing import Any

from models.nli.contrast.kinds import KINDS
from models.nli.measure import MNLI_PREMISES, with_mnli_premises

HERE = Path(__file__).resolve().parent
TEXT = """\
# The NLI model: does this passage back, contradict, or not settle this sentence?

A cross-encoder of 22.7 M parameters as int8 ONNX: premise (a passage of a reference) and hypothesis (a sentence of an
article) to the probabilities of entailment, neutral and contradiction.

| | |
|---|---|
| made from | all-MiniLM-L6-v2 (Apache-2.0), fine-tuned by `models/nli/train.py` on the sources below |
| taught by | all-mpnet-base-v2 (Apache-2.0), 109 M parameters, fine-tuned on half of the same pairs; it does not ship |
| files | `model.onnx` ({megabytes} MB), `tokenizer.json`, `config.json` (labels, scaling of logits), `metrics.json` |
| made by | `python -m models.nli.make`: its stages, then `models.nli.export` |
| reads | English; 256 word pieces at a time (see *Long texts*) |
| training | {training} |

## Results

Development file, {rows} rows, share right in per cent. Three-way sources count entailment, neutral and contradiction;
two-way ones entailment (a probability of one half) against the rest, all with the calibrated probabilities. `fp32` and
`int8` are this model before and after quantisation{compared_note}.

{results}

Calibration: logits divided by {temperature} times their length to the power of {growth}; expected calibration error (15
bins) {ece_before} before and {ece_after} after, the latter with each half of the rows scaled as fits the other half.

Quantisation: weights int8 per output channel in 7 bits, activations int8 with a scale for each token, word embeddings
int8 with a scale for each row; {quantisation}.

{notes}
## What each choice brought

Short runs, the rate falling to nothing (`python -m models.nli.ablate`). The first line of a table is what its run
reaches, the others are points above or below it. One run each: a point or less on all rows, several on a small source,
are chance. Starred: support against refute. *By rule*: held-out pairs of `models/nli/contrast`. Where the lines are
kinds of these rules, each run but the first reads pairs of that kind in the place of a quarter of its pairs, and the
columns after FEVER are held-out pairs of each kind.

{ablations}

## Trained on

{data}

Beside them, pairs that `models/nli/contrast` makes by rule from the same texts and from the articles of the attribution
data: a number changed, scaled or only rounded, a date moved or told more coarsely, a name, role or place swapped, a
negation, a modal, a quote's word, a word exchanged for its opposite or for one that means the same, a denial beside a
statement, and sentences on the same topic, or of another day, that settle nothing. And pairs without labels, from the
texts of the training pairs, of which the teacher tells what it thinks (`models/nli/unlabelled.py`).

## Long texts

A premise that does not fit beside the hypothesis is read in overlapping windows, of which the one that says most
counts; the hypothesis is read whole up to 445 word pieces, and beyond that in parts that must all hold. Nothing is left
unread, and each result (`Judgement`) tells which window and which part decided.

## Limits

English; sentences rather than paragraphs. Small changes of a number, a date or a name are often not seen, which is
why numbers, quotes and speakers have comparators of their own. A two-sentence premise about another event of the same
kind can be taken for a contradiction: what it says is one vote of several.
"""


def render(metrics: dict[str, Any], data: Path) -> str:
    """The card as Markdown; `notes.md` beside this file tells what was measured elsewhere and read by people."""
    compared = metrics.get("compared")
    note = f"; `{compared['name']}` stands beside them, measured in the same run" if compared else ""
    calibration = metrics["calibration"]
    return TEXT.format(
        megabytes=metrics["quantisation"][-1]["megabytes"],
        training=metrics["training"] or "the stages of `models/nli/make.py`",
        rows=f"{metrics['rows']:,}",
        compared_note=note,
        results=results_table(metrics),
        temperature=calibration["temperature"],
        growth=round(1 - calibration["power"], 3),
        ece_before=f"{calibration['ece_before']:.3f}",
        ece_after=f"{calibration['ece_after']:.3f}",
        quantisation=quantisation_text(metrics["quantisation"]),
        notes=(HERE / "notes.md").read_text(encoding="utf-8"),
        ablations=ablations_text(json.loads((HERE / "ablations.json").read_text(encoding="utf-8"))),
        data=data_table(data),
    )


def results_table(metrics: dict[str, Any]) -> str:
    columns = {"fp32": metrics["fp32"], "int8": metrics["int8"]}
    if "compared" in metrics:
        columns[metrics["compared"]["name"]] = metrics["compared"]
    lines = ["| source | rows | " + " | ".join(columns) + " |", "|---|---:|" + "---:|" * len(columns)]
    for title, key in (("**mean of three-way sources**", "macro_3way"), ("**mean of two-way sources**", "macro_2way")):
        lines.append(f"| {title} | | " + " | ".join(f"**{100 * c[key]:.1f}**" for c in columns.values()) + " |")
    lines.append("| all rows | | " + " | ".join(f"{100 * c['all_rows']:.1f}" for c in columns.values()) + " |")
    premises = " | ".join(f"{100 * with_mnli_premises(c['by_source']):.1f}" for c in columns.values())
    lines.append(f"| rows with MultiNLI's premises: {', '.join(MNLI_PREMISES)} | | {premises} |")
    for source in metrics["int8"]["support_or_refute"]:
        values = " | ".join(f"{100 * c['support_or_refute'][source]:.1f}" for c in columns.values())
        lines.append(f"| {source}, support against refute | | {values} |")
    for source, entry in metrics["int8"]["by_source"].items():
        values = " | ".join(f"{100 * c['by_source'][source]['accuracy']:.1f}" for c in columns.values())
        lines.append(f"| {source} | {entry['rows']} | {values} |")
    return "\n".join(lines)


def ablations_text(reached: dict[str, dict[str, Any]]) -> str:
    """A table for the runs of each length and start."""
    return "\n\n".join("\n".join(ablations_table(title, variants)) for title, variants in reached.items())


def ablations_table(title: str, variants: dict[str, Any]) -> list[str]:
    """Points of each short run above or below the first, by what it is measured on."""
    measures: dict[str, Callable[[dict[str, Any]], float]] = {
        "three-way mean": lambda f: f["macro_3way"],
        "two-way mean": lambda f: f["macro_2way"],
        "all rows": lambda f: f["all_rows"],
        "MNLI": lambda f: f["by_source"]["mnli_dev"]["accuracy"],
        "SNLI": lambda f: f["by_source"]["snli_dev"]["accuracy"],
        "FEVER": lambda f: f["by_source"]["fever_dev"]["accuracy"],
        "Symmetric*": lambda f: f["support_or_refute"]["fever_symmetric_dev"],
        "FM2*": lambda f: f["support_or_refute"]["fm2_dev"],
        "WiCE": lambda f: f["by_source"]["wice_dev (2-way)"]["accuracy"],
        "by rule": lambda f: f["contrast-dev"],
    }
    (first, usual), *others = variants.items()
    kinds = [kind for kind in KINDS if kind in usual]
    if kinds:  # what they change is of more interest than each source
        measures = {name: measures[name] for name in ("three-way mean", "all rows", "MNLI", "FEVER")}
        measures |= {kind: itemgetter(kind) for kind in kinds}
    lines = [
        f"| {title} | " + " | ".join(measures) + " |",
        "|---|" + "---:|" * len(measures),
        f"| {first} | " + " | ".join(f"{100 * get(usual):.1f}" for get in measures.values()) + " |",
    ]
    for name, figures in others:
        lines.append(
            f"| {name} | " + " | ".join(f"{100 * (get(figures) - get(usual)):+.1f}" for get in measures.values()) + " |"
        )
    return lines


def quantisation_text(tried: list[dict[str, Any]]) -> str:
    kept = tried[-1]["kept_float"]
    what = "pooler and classifier stay float" + (f", and so do {', '.join(kept)}" if kept else "")
    return f"{what}; {tried[-1]['points_lost']} points lost on all rows"


def data_table(data: Path) -> str:
    """Source, repository, licence and rows of each training source, as the data's README states them."""
    rows = Counter(
        json.loads(line)["source"] for line in (data / "nli" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    )
    lines = ["| source | repository | licence, as the repository states it | rows |", "|---|---|---|---:|"]
    above = ""
    for line in (data / "README.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        name = re.match(r"`(\w+)`", cells[0])
        if not name or len(cells) < 6 or name[1] not in rows:
            continue
        above = above if cells[2] == "as above" else cells[2]
        lines.append(f"| {cells[0]} | {cells[1]} | {above} | {rows[name[1]]:,} |")
    listed = sum(line.startswith("| `") for line in lines)
    if listed != len(rows):
        raise SystemExit(f"the data's README lists {listed} of the {len(rows)} training sources")
    lines.append(f"| **all** | | | {sum(rows.values()):,} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the data folder, for its README.md")
    options = parser.parse_args()
    metrics = json.loads((HERE / "metrics.json").read_text(encoding="utf-8"))
    (HERE / "README.md").write_text(render(metrics, options.data), encoding="utf-8")


if __name__ == "__main__":
    main()
