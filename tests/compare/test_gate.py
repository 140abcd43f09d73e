import math

from claimcheck.compare.gate import Gate, gates


def test_a_gate_is_a_logistic_model_of_scaled_features():
    gate = Gate(0.5, {"words": (2.0, 0.3, 0.1)})
    assert math.isclose(gate({"words": 0.4}), 1 / (1 + math.exp(-2.5)))


def test_a_missing_feature_says_nothing():
    gate = Gate(0.5, {"words": (2.0, 0.3, 0.1)})
    assert math.isclose(gate({}), 1 / (1 + math.exp(-0.5)))


def test_extremes_do_not_overflow():
    gate = Gate(0.0, {"words": (1e6, 0.0, 1e-3)})
    assert gate({"words": 1.0}) > 0.999
    assert gate({"words": -1.0}) < 0.001


def test_the_stored_gates_push_the_way_that_makes_sense():
    differ = gates()["number_differ"]
    assert differ({"sibling": 1.0}) > differ({"sibling": 0.0})
    assert differ({"days_apart": 1.0}) < differ({"days_apart": 0.0})
    assert differ({"taken": 1.0}) < differ({"taken": 0.0})
