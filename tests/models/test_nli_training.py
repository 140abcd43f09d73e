"""Training of the NLI model: what it reads, what it minimises, and that it goes on from what is shipped."""

import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")

from models.batches import token_batches  # noqa: E402
from models.bert_onnx import Shape, build, restore  # noqa: E402
from models.nli.batches import UNTOLD, Altered, collate, encode, epoch_pairs, turned, widened  # noqa: E402
from models.nli.data import NOT_CONTRADICTION, NOT_ENTAILMENT, Pair  # noqa: E402
from models.nli.dropout import PooledDropout, use_pooled_dropout  # noqa: E402
from models.nli.first_token import compute_first_token_only  # noqa: E402
from models.nli.masked import IGNORED, mask  # noqa: E402
from models.nli.objective import Average, disagreement, learning_rate, nli_loss  # noqa: E402
from models.nli.perturbation import perturbed  # noqa: E402
from models.nli.weights import load  # noqa: E402

SHIPPED = Path(__file__).parents[2] / "models" / "nli"


@pytest.fixture(scope="module")
def shipped():
    model, tokenizer = load(SHIPPED)
    return model.eval(), tokenizer


def pair(premise="The bridge closed at noon.", hypothesis="It closed.", target=0, source="a"):
    return Pair(premise, hypothesis, target, False, source)


def test_weights_come_back_out_of_the_graph_they_went_into(shipped):
    stored = restore(onnx.load(SHIPPED / "model.onnx"))
    shape = Shape(layers=6, heads=12, hidden=384, epsilon=1e-12)
    again = restore(build(stored, shape, head="pair", int8=True))
    assert again.keys() == stored.keys()
    for name, value in stored.items():
        step = np.abs(value).max() / 63  # int8 of int8: at most half a step off, and a bias by what its column moved
        assert np.abs(again[name] - value).max() <= step * (40 if name.endswith("bias") else 1), name


def test_training_goes_on_where_the_shipped_model_stands(shipped):
    from claimcheck.backends.onnx import OnnxNLI

    model, tokenizer = shipped
    premise, hypothesis = "The council approved the budget on Monday.", "The council rejected the budget."
    with torch.no_grad():
        ours = model(**tokenizer([premise], [hypothesis], return_tensors="pt")).logits.softmax(-1)[0].numpy()
    theirs = OnnxNLI(SHIPPED).predict([(premise, hypothesis)])[0]
    assert ours.argmax() == theirs.argmax()
    assert np.abs(ours - theirs).max() < 0.15  # temperature and rounded activations lie between


def test_the_last_layer_needs_the_first_token_only():
    model, tokenizer = load(SHIPPED)
    model.eval()
    texts = tokenizer(
        ["Rain fell.", "The mayor, who had been away, spoke."], ["It rained.", "She spoke."],
        padding=True, return_tensors="pt",
    )  # fmt: skip
    with torch.no_grad():
        whole = model(**texts).logits
        compute_first_token_only(model)
        first = model(**texts).logits
    assert torch.allclose(whole, first, atol=1e-4)


def test_a_long_premise_is_cut_and_the_hypothesis_never(shipped):
    _, tokenizer = shipped
    long = pair(premise="The river rose again overnight. " * 60, hypothesis="Nobody in the valley was hurt.")
    (row,) = encode(tokenizer, [long], 64)
    assert len(row["input_ids"]) == 64
    assert "nobody in the valley was hurt" in tokenizer.decode(row["input_ids"])
    assert len(row["token_type_ids"]) == 64
    (turned_row,) = encode(tokenizer, [turned(long)], 64)
    assert tokenizer.decode(turned_row["input_ids"]).count("overnight") == 60
    (short,) = encode(tokenizer, [pair()], 64)
    usual = tokenizer(["The bridge closed at noon."], ["It closed."])
    assert (short["input_ids"], short["token_type_ids"]) == (usual["input_ids"][0], usual["token_type_ids"][0])


def test_what_is_not_entailed_may_be_neutral_or_a_contradiction_or_taken_for_one_of_them():
    target = torch.tensor([NOT_ENTAILMENT])
    neutral, contrary, between = (torch.tensor([row]) for row in ([0.0, 5, 0], [0.0, 0, 5], [0.0, 5, 5]))

    def charged(logits: torch.Tensor, not_entailed: str) -> float:
        return float(nli_loss(logits, target, 0.05, not_entailed=not_entailed))

    assert charged(neutral, "marginal") == pytest.approx(charged(contrary, "marginal"))
    assert charged(neutral, "neutral") < charged(between, "neutral") < charged(contrary, "neutral")
    assert charged(between, "halves") < charged(neutral, "halves") == pytest.approx(charged(contrary, "halves"))
    assert charged(neutral, "marginal") == pytest.approx(charged(neutral, "neutral"), abs=0.02)
    assert charged(neutral, "halves") > 2


def test_a_pair_turned_round_tells_contradiction_from_the_rest_and_no_more():
    assert turned(pair(target=2)) == pair("It closed.", "The bridge closed at noon.", 2)
    assert turned(pair(target=0)).target == turned(pair(target=1)).target == NOT_CONTRADICTION
    two_way, long = Pair("a", "b", 0, True, "a"), pair(premise="Rain fell. " * 40)
    pairs = [pair(target=0), pair(target=2), two_way, long, pair(target=NOT_ENTAILMENT)]
    read = epoch_pairs(pairs, {}, Altered(turned=1.0), seed=1)
    assert read == [turned(pairs[0]), turned(pairs[1]), *pairs[2:]]


def test_a_turned_row_does_not_tell_entailment_from_neutral():
    target = torch.tensor([NOT_CONTRADICTION])
    backed, neutral, contrary = (5.0 * torch.eye(3)[i : i + 1] for i in range(3))
    assert torch.allclose(nli_loss(backed, target, 0.05), nli_loss(neutral, target, 0.05))
    assert nli_loss(neutral, target, 0.05) < nli_loss(contrary, target, 0.05)


def test_sources_are_read_as_often_as_their_weight_says():
    pairs = [pair(source="whole")] * 100 + [pair(source="half")] * 400 + [pair(source="twice")] * 50
    read = Counter(p.source for p in epoch_pairs(pairs, {"half": 0.5, "twice": 2.0}, Altered(), seed=1))
    assert read["whole"] == 100
    assert read["twice"] == 100
    assert 150 < read["half"] < 250


def test_a_widened_premise_keeps_its_own_sentence_and_its_label():
    others = ["Snow closed the pass.", "The fair opens in May."]
    made = [widened(pair(target=2), others, random.Random(seed)) for seed in range(20)]
    assert all("The bridge closed at noon." in p.premise and p.target == 2 for p in made)
    assert {p.premise.startswith("The bridge") for p in made} == {True, False}
    assert any(all(other in p.premise for other in others) for p in made)


def test_every_pair_is_in_one_batch_of_at_most_so_many_tokens():
    lengths = [random.Random(1).randrange(5, 60) for _ in range(300)]
    batches = token_batches(lengths, 256, seed=3)
    assert sorted(i for batch in batches for i in batch) == list(range(300))
    assert all(len(batch) * max(lengths[i] for i in batch) <= 256 for batch in batches)
    assert token_batches(lengths, 256, seed=3) == batches != token_batches(lengths, 256, seed=4)


def test_a_batch_is_padded_and_masked():
    rows = [{"input_ids": [1, 2], "token_type_ids": [0, 1], "target": 0, "told": UNTOLD},
            {"input_ids": [3], "token_type_ids": [1], "target": 3, "told": UNTOLD}]  # fmt: skip
    batch = collate(rows)
    assert batch["input_ids"].tolist() == [[1, 2], [3, 0]]
    assert batch["attention_mask"].tolist() == [[1, 1], [1, 0]]


def test_a_two_way_row_does_not_tell_neutral_from_contradiction():
    target = torch.tensor([NOT_ENTAILMENT])
    neutral, contrary = torch.tensor([[0.0, 5.0, 0.0]]), torch.tensor([[0.0, 0.0, 5.0]])
    assert torch.allclose(nli_loss(neutral, target, 0.05), nli_loss(contrary, target, 0.05))
    assert nli_loss(neutral, target, 0.05) < nli_loss(torch.tensor([[5.0, 0.0, 0.0]]), target, 0.05)


def test_passes_that_agree_do_not_differ():
    logits = torch.tensor([[1.0, 2.0, -1.0], [0.0, 0.0, 3.0]])
    assert float(disagreement(logits, logits)) == pytest.approx(0.0, abs=1e-6)
    assert float(disagreement(logits, logits.flip(-1))) > 0.1


def test_the_rate_rises_stays_and_falls_to_nothing():
    rates = [learning_rate(step, 100, 1.0, warmup=0.1, decay=0.3) for step in range(101)]
    assert rates[9] == 1.0
    assert set(rates[10:71]) == {1.0}
    assert rates[100] == 0.0
    assert rates[:10] == sorted(rates[:10])
    assert rates[70:] == sorted(rates[70:], reverse=True)


def test_an_average_is_put_in_and_taken_out_again():
    layer = torch.nn.Linear(1, 1, bias=False)
    with torch.no_grad():
        layer.weight.fill_(0.0)
    average = Average(layer, decay=0.9)
    for value in (1.0, 2.0, 3.0):
        with torch.no_grad():
            layer.weight.fill_(value)
        average.update(layer)
    average.swap(layer)
    assert 0.0 < layer.weight.item() < 3.0
    average.swap(layer)
    assert layer.weight.item() == 3.0


@pytest.mark.parametrize("size", [1000, 9_000_000])
def test_pooled_dropout_keeps_the_mean_and_drops_its_share(size):
    layer, ones = PooledDropout(0.1, seed=3), torch.ones(size)
    dropped = layer(ones)
    assert float((dropped == 0).float().mean()) == pytest.approx(0.1, abs=0.04)
    assert float(dropped.mean()) == pytest.approx(1.0, abs=0.05)
    assert not torch.equal(layer(ones), layer(ones))
    assert torch.equal(layer.eval()(ones), ones)


def test_dropout_is_of_hidden_values_and_leaves_attention_whole():
    model, _ = load(SHIPPED)
    use_pooled_dropout(model, 0.1, seed=3)
    pooled = [name for name, module in model.named_modules() if isinstance(module, PooledDropout)]
    assert len(pooled) == 2 + 2 * 6  # after the embeddings, before the classifier, and two a layer
    assert not any("attention.self" in name for name in pooled)


def test_perturbed_weights_are_worse_and_come_back():
    model = torch.nn.Linear(4, 1, bias=False)
    x, before = torch.randn(16, 4), model.weight.detach().clone()
    loss = (model(x) - 1).pow(2).mean()
    loss.backward()
    with perturbed(model, 0.01):
        assert float((model(x) - 1).pow(2).mean().detach()) > float(loss.detach())
        assert float((model.weight.detach() - before).norm() / before.norm()) == pytest.approx(0.01, rel=1e-3)
    assert torch.equal(model.weight, before)


def test_a_seventh_of_the_words_is_asked_for_and_no_sign(shipped):
    _, tokenizer = shipped
    ids = torch.tensor([tokenizer("The mayor opened the bridge on Monday.")["input_ids"]] * 400)
    read, target = mask(ids, tokenizer, torch.Generator().manual_seed(1))
    asked = target != IGNORED
    words = ids[0] > 1000
    assert float(asked[:, words].float().mean()) == pytest.approx(0.15, abs=0.02)
    assert not asked[:, [0, -1]].any()
    assert torch.equal(target[asked], ids[asked])
    assert float((read[asked] == tokenizer.mask_token_id).float().mean()) == pytest.approx(0.8, abs=0.06)
    assert torch.equal(read[~asked], ids[~asked])
