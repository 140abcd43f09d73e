"""A whole training run of a tiny model, from its data to the folder that ships."""

import json
import random

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("onnx")

import torch

from claimcheck.backends.onnx import OnnxNLI
from models.nli import average, card, train
from models.nli.data import read_pairs
from models.nli.export import Source, export
from models.nli.weights import load
from tests.backends.tiny import INFERENCE, save_classifier, save_onnx

WORDS = ("bridge", "mayor", "river", "closed", "opened", "monday", "rain", "vote")


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    return save_classifier(tmp_path_factory.mktemp("start"), labels=("contradiction", "entailment", "neutral"))


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder, rng = tmp_path_factory.mktemp("data") / "nli", random.Random(1)
    folder.mkdir()
    for name, count in (("train", 60), ("dev", 24)):
        rows = [
            {"premise": " ".join(rng.choices(WORDS, k=5)), "hypothesis": rng.choice(WORDS), "label": label,
             "source": rng.choice("ab"), "id": f"{name}-{number}"}
            for number, label in enumerate(rng.choices(INFERENCE, k=count))
        ]  # fmt: skip
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    return folder


def options(data, start, work, *more):
    given = ["--data", data, "--init", start, "--work", work, "--steps", 6, "--tokens", 256, "--max-length", 48]
    given += ["--dropout", 0.1, "--average", 0.9, "--lr", 1e-3, "--checkpoint-minutes", 0, "--unmeasured", *more]
    return [str(part) for part in given]


def weights(work):
    return load(work / "final")[0].state_dict()


def test_a_run_that_was_interrupted_ends_as_one_that_was_not(data, start, tmp_path, monkeypatch):
    train.main(options(data, start, tmp_path / "whole"))
    usual = train.Run.train_on

    def interrupted(self, batch, rate):
        if self.step == 4:
            raise KeyboardInterrupt
        return usual(self, batch, rate)

    monkeypatch.setattr(train.Run, "train_on", interrupted)
    with pytest.raises(KeyboardInterrupt):
        train.main(options(data, start, tmp_path / "parts"))
    monkeypatch.setattr(train.Run, "train_on", usual)
    assert not (tmp_path / "parts" / "final").exists()
    train.main(options(data, start, tmp_path / "parts"))
    whole, parts = weights(tmp_path / "whole"), weights(tmp_path / "parts")
    assert all(torch.equal(whole[name], parts[name]) for name in whole)
    assert json.loads((tmp_path / "parts" / "final" / "run.json").read_text())["step"] == 6


def test_a_run_does_not_go_on_from_the_checkpoint_of_another(data, start, tmp_path):
    train.main(options(data, start, tmp_path))
    with pytest.raises(SystemExit, match="another lr, smoothing: give what it had"):
        train.main(options(data, start, tmp_path, "--lr", "2e-3", "--smoothing", "0.1"))
    train.main(options(data, start, tmp_path, "--steps", "8"))  # it may be longer
    assert json.loads((tmp_path / "final" / "run.json").read_text())["step"] == 8


def test_a_weight_of_no_source_is_an_error(data, start, tmp_path):
    with pytest.raises(SystemExit, match="no source of these pairs: fm2"):
        train.main(options(data, start, tmp_path, "--weight", "a=2", "fm2=3"))


def test_outputs_in_another_order_are_put_in_the_usual_one(start, tmp_path):
    model, _ = load(start)
    plain, _ = load(save_classifier(tmp_path / "plain"))  # the same numbers under other names
    order = [("contradiction", "entailment", "neutral").index(label) for label in INFERENCE]
    assert torch.equal(model.classifier.weight, plain.classifier.weight[order])
    assert [model.config.id2label[i] for i in range(3)] == list(INFERENCE)


def test_a_shipped_folder_has_an_order_of_its_own_too(start, tmp_path, monkeypatch):
    monkeypatch.setattr("models.nli.weights.installed_base", lambda: start)
    whole, _ = load(start)
    again, _ = load(save_onnx(tmp_path / "shipped", start, int8=False))
    assert torch.allclose(again.classifier.weight, whole.classifier.weight, atol=1e-5)


def test_the_base_has_its_share_and_the_last_layer_stays(start, tmp_path, monkeypatch):
    other = save_classifier(tmp_path / "base", seed=5)
    monkeypatch.setattr(average, "installed_base", lambda: other)
    monkeypatch.setattr("sys.argv", ["average", str(start), "--base", "0.25", "--out", str(tmp_path / "mixed")])
    average.main()
    mixed, own, base = (load(folder)[0].state_dict() for folder in (tmp_path / "mixed", start, other))
    for name in own:
        if own[name].is_floating_point():
            share = 0.0 if name.startswith("classifier") else 0.25
            assert torch.allclose(mixed[name], (1 - share) * own[name] + share * base[name], atol=1e-6), name


def test_what_is_exported_says_what_was_trained_and_has_a_card(data, start, tmp_path, monkeypatch):
    pairs = read_pairs(data / "dev.jsonl")
    monkeypatch.setattr("models.nli.export.MOST_LOSS", 1.0)  # of 24 rows one is four points
    measured = export(Source.of(start), tmp_path / "out", tmp_path / "work", pairs)
    texts = [(pair.premise, pair.hypothesis) for pair in pairs]
    scores, fp32 = OnnxNLI(tmp_path / "out").predict(texts), OnnxNLI(tmp_path / "work" / "fp32").predict(texts)
    assert (scores.argmax(axis=1) == fp32.argmax(axis=1)).mean() > 0.7
    right = np.mean(scores.argmax(axis=1) == [pair.target for pair in pairs])
    assert measured["int8"]["all_rows"] == pytest.approx(right, abs=1e-4)
    config = json.loads((tmp_path / "out" / "config.json").read_text())
    assert list(config["id2label"].values()) == ["contradiction", "entailment", "neutral"]
    assert config["truncation"].startswith("the premise first")
    assert config["temperature"] == measured["calibration"]["temperature"]


def test_the_card_is_of_the_metrics_beside_it(tmp_path):
    metrics = json.loads((card.HERE / "metrics.json").read_text(encoding="utf-8"))
    (tmp_path / "nli").mkdir()
    row = {"premise": "p", "hypothesis": "h", "label": "neutral", "source": "mnli_dev", "id": "1"}
    (tmp_path / "nli" / "train.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    table = "| `mnli_dev` | a/b | MIT License | 1 | 0 / 1 / 0 / – | 1 | 0 / 1 / 0 / – | notes |\n"
    (tmp_path / "README.md").write_text(table, encoding="utf-8")
    written = (card.HERE / "README.md").read_text(encoding="utf-8")
    before, after = "## Trained on", "Beside them, pairs"
    fresh = card.render(metrics, tmp_path)
    assert fresh.partition(before)[0] == written.partition(before)[0]
    assert fresh.partition(after)[2] == written.partition(after)[2]
