"""Contrastive pairs from the training texts by rule, with labels that follow from the rule.

    python -m models.nli.contrast --data ../shared/data --out build/nli/contrast.jsonl --limit 16000 --seed 7

Writes JSON lines in the form of the training data (`source` is `contrast_` and the rule), and beside them, with `-dev`
in the name, those of a tenth of the texts for measuring. Prints how many pairs each rule gave of each label, and how
well the label can be told from the words of the hypothesis alone (a third would be chance).
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from claimcheck.report.files import write_file
from models.nli.contrast.mixing import SEPARATE, Made, choose, make
from models.nli.contrast.sentences import read_articles, read_claims, read_premises
from models.nli.data import LABELS


def main() -> None:
    options = arguments()
    rng = random.Random(options.seed)
    training = options.data / "nli" / "train.jsonl"
    stated = [*read_articles(options.data / "attribution" / "train.jsonl"), *read_premises(training)]
    claimed = list(read_claims(training))
    print(f"{len(stated)} sentences, {len(claimed)} claims that follow from their premises", flush=True)
    stated = rng.sample(stated, min(len(stated), options.sentences))
    claimed = rng.sample(claimed, min(len(claimed), options.sentences // 2))
    chosen = choose(make(stated, claimed, options.seed, options.leave_out), options.limit, options.seed)
    train = [pair for pair in chosen if not pair.held_out]
    dev = [pair for pair in chosen if pair.held_out]
    write(options.out.with_stem(options.out.stem + "-dev"), dev)
    write(options.out, train)  # last: where it stands, all is there
    print_counts(chosen)
    print(f"{len(train)} to train on, {len(dev)} held out")
    told = hypothesis_only(train, dev)
    if told is not None:
        print(f"label from the words of the hypothesis alone: {told:.3f} right of the held-out pairs")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with nli/ and attribution/")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    parser.add_argument("--limit", type=int, default=16_000, help="pairs, the held-out ones included")
    parser.add_argument("--sentences", type=int, default=15_000, help="sentences that pairs are made from")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--leave-out", nargs="*", choices=SEPARATE, default=[], metavar="RULE", help="one of %(choices)s"
    )
    return parser.parse_args()


def write(path: Path, pairs: Sequence[Made]) -> None:
    lines = []
    for number, pair in enumerate(pairs):
        row = {"premise": pair.premise, "hypothesis": pair.hypothesis, "label": pair.label}
        row |= {"source": f"contrast_{pair.rule}", "id": f"contrast_{pair.rule}-{path.stem}-{number}"}
        lines.append(json.dumps(row, ensure_ascii=False) + "\n")
    write_file(path, "".join(lines))


def print_counts(pairs: Sequence[Made]) -> None:
    counts = Counter((pair.rule, pair.label) for pair in pairs)
    print(f"{'rule':28}" + "".join(f"{label:>14}" for label in LABELS))
    for rule in sorted({rule for rule, _ in counts}):
        print(f"{rule:28}" + "".join(f"{counts[rule, label]:14}" for label in LABELS))
    print(f"{'all':28}" + "".join(f"{sum(p.label == label for p in pairs):14}" for label in LABELS))


def hypothesis_only(train: Sequence[Made], dev: Sequence[Made]) -> float | None:
    """The share of the held-out labels that a linear classifier tells from words and word pairs of the hypothesis.

    None where there are too few pairs to tell.
    """
    if not dev or len({p.label for p in train}) < 2:
        return None
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    classifier = make_pipeline(
        CountVectorizer(ngram_range=(1, 2), min_df=2, binary=True), LogisticRegression(max_iter=300)
    )
    classifier.fit([p.hypothesis for p in train], [p.label for p in train])
    return float(classifier.score([p.hypothesis for p in dev], [p.label for p in dev]))


if __name__ == "__main__":
    main()
