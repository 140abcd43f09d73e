"""The short runs that the model card compares: what each reads, and where its figures go."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path

import pytest

pytest.importorskip("torch")

from models.nli import ablate
from models.nli.card import ablations_table
from models.nli.contrast.kinds import KINDS


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder of 7,000 training pairs and one to measure on."""
    pair = {"premise": "Rain fell.", "hypothesis": "It rained.", "label": "entailment", "source": "rain"}
    folder = tmp_path / "nli"
    folder.mkdir()
    lines = [json.dumps({**pair, "id": str(n)}) + "\n" for n in range(7000)]
    (folder / "train.jsonl").write_text("".join(lines))
    (folder / "dev.jsonl").write_text(lines[0])
    return tmp_path


def test_passes_read_the_same_few_pairs_and_once_twice_as_many(data: Path):
    runs = ablate.passes(Namespace(data=data, work=data / "work"))

    def read(run: str) -> set[str]:
        folder = Path(runs[run][runs[run].index("--data") + 1])
        assert (folder / "dev.jsonl").read_text() == (data / "nli" / "dev.jsonl").read_text()
        return set((folder / "train.jsonl").read_text().splitlines())

    once, twice, others, *_ = runs
    assert len(read(once)) == ablate.FEW
    assert read(once) == read(twice)
    assert len(read(others)) == 2 * ablate.FEW
    assert {name: options[-1] for name, options in runs.items()} == {
        "3,000 pairs, once": "1",
        "twice": "2",
        "6,000 pairs, once": "1",
        "once, what is not entailed as neutral": "neutral",
        "once, what is not entailed as half of each": "halves",
    }


def test_pairs_by_rule_of_each_kind_stand_in_the_place_of_as_many_others(data: Path):
    pair = {"premise": "Rain fell.", "hypothesis": "It rained.", "label": "entailment"}
    rules = ("contrast_claim_number_rounded", "contrast_number", "contrast_date_moved", "contrast_said_same")
    made = [json.dumps({**pair, "source": rules[n % 4], "id": str(n)}) + "\n" for n in range(4000)]
    (data / "contrast.jsonl").write_text("".join(made))
    (data / "contrast-dev.jsonl").write_text("".join(made[:40]))
    runs = ablate.rules(Namespace(data=data, contrast=data, work=data / "work"))
    usual, numbers = runs["2,000 pairs"], runs["numbers"]

    def lines(path: str | Path) -> list[str]:
        return Path(path).read_text().splitlines()

    assert len(lines(Path(usual[usual.index("--data") + 1]) / "train.jsonl")) == 2000
    assert len(lines(Path(numbers[numbers.index("--data") + 1]) / "train.jsonl")) == 1500
    of_a_kind = lines(numbers[numbers.index("--extra") + 1])
    assert len(of_a_kind) == 500
    assert {json.loads(line)["source"] for line in of_a_kind} == set(rules[:2])
    measured = {Path(p).stem: len(lines(p)) for p in numbers[numbers.index("--also") + 1 : numbers.index("--extra")]}
    assert [*measured] == [*KINDS]
    assert {kind for kind in KINDS if measured[kind]} == {"numbers", "dates", "quotes, speakers"}
    assert sum(measured.values()) == 40


def test_runs_stand_in_the_order_of_their_table_whichever_was_first(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(ablate, "HERE", tmp_path)
    for name in ("twice", "half", "once", "twice"):
        ablate.keep("passes", ["once", "half", "twice"], name, {"all_rows": len(name)})
    ablate.keep("starts", ["base"], "base", {"all_rows": 0})
    kept = json.loads((tmp_path / "ablations.json").read_text())
    assert list(kept) == ["passes", "starts"]
    assert list(kept["passes"]) == ["once", "half", "twice"]
    assert kept["passes"]["twice"] == {"all_rows": 5}


def test_a_table_of_kinds_tells_what_each_brings_to_its_own_and_to_the_others():
    sources = {name: {"accuracy": 0.5} for name in ("mnli_dev", "fever_dev")}
    usual = {"macro_3way": 0.5, "all_rows": 0.5, "by_source": sources, **dict.fromkeys(KINDS, 0.4)}
    head, _, first, dates = ablations_table("few", {"as many others": usual, "dates": usual | {"dates": 0.55}})
    columns = [cell.strip() for cell in head.strip("|").split("|")]
    assert columns == ["few", "three-way mean", "all rows", "MNLI", "FEVER", *KINDS]
    assert first == "| as many others |" + " 50.0 |" * 4 + " 40.0 |" * len(KINDS)
    assert dict(zip(columns, dates.replace(" ", "").strip("|").split("|"), strict=True))["dates"] == "+15.0"


def test_a_run_that_a_table_has_not_is_refused_with_those_it_has(data: Path, monkeypatch, capsys):
    places = ["--data", str(data), "--contrast", str(data), "--work", str(data / "work")]

    def refused(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["ablate", *arguments, *places])
        with pytest.raises(SystemExit) as stopped:
            ablate.main()
        assert stopped.value.code == 2
        return capsys.readouterr().err

    thrice = refused("passes", "--init", str(data), "--only", "thrice")
    assert "--only 'thrice': passes has '3,000 pairs, once', 'twice'," in thrice
    assert "passes needs --init" in refused("passes")
    assert "encoders needs --masked" in refused("encoders")


def test_runs_of_another_length_do_not_stand_for_each_other():
    short, long = (Namespace(table="choices", steps=steps) for steps in (40, 60))
    assert ablate.slug(ablate.title(short)) != ablate.slug(ablate.title(long))
