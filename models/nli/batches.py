"""What an epoch reads: which pairs, with what around them, in batches of about as many tokens."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch

from models.nli.data import LABELS, NOT_CONTRADICTION, Pair
from models.nli.running_text import RunningText, thinned

Row = dict[str, Any]
UNTOLD = (math.nan,) * len(LABELS)
LEAST_PREMISE = 32  # tokens that a long hypothesis leaves of it
LONGEST_TO_WIDEN = 300  # characters: a longer premise is a window already


@dataclass(frozen=True)
class Altered:
    """Which pairs are read otherwise than they stand: shares of those with a short premise, and sources."""

    turned: float = 0.0  # of those whose sides can change places
    widened: float = 0.0  # of those not in a text
    in_text: float = 0.0
    texts: RunningText | None = None  # for those in a text
    thinned: frozenset[str] = frozenset()  # sources with long premises, of which a part of the sentences is read


def epoch_pairs(pairs: Sequence[Pair], weights: Mapping[str, float], altered: Altered, seed: int) -> list[Pair]:
    """The pairs of one epoch, in no order.

    A source of weight 0.5 gives half of its pairs, another half each time; one of weight 2 gives each twice.
    Of those with a short premise some are turned round (`turned`), put into running text (`RunningText.around`) or
    widened to two or three sentences (`widened`), in this order. Long premises of some sources are `thinned`.
    """
    rng = random.Random(seed)
    chosen: list[Pair] = []
    for pair in pairs:
        whole, part = divmod(weights.get(pair.source, 1.0), 1.0)
        chosen += [pair] * (int(whole) + (rng.random() < part))
    if altered.thinned:
        chosen = [thinned(pair, rng) if pair.source in altered.thinned else pair for pair in chosen]
    if altered.turned:
        chosen = [turned(pair) if can_turn(pair) and rng.random() < altered.turned else pair for pair in chosen]
    if altered.texts and altered.in_text:
        around = altered.texts.around
        chosen = [around(pair, rng) if is_short(pair) and rng.random() < altered.in_text else pair for pair in chosen]
    if not altered.widened:
        return chosen
    others: dict[str, list[str]] = defaultdict(list)
    for pair in chosen:
        if len(pair.premise) <= LONGEST_TO_WIDEN // 2:
            others[pair.source].append(pair.premise)
    return [
        widened(pair, others[pair.source], rng)
        if others[pair.source] and is_short(pair) and rng.random() < altered.widened
        else pair
        for pair in chosen
    ]


def is_short(pair: Pair) -> bool:
    return len(pair.premise) <= LONGEST_TO_WIDEN


def can_turn(pair: Pair) -> bool:
    """Whether its sides are alike enough in length to change places, and its label is known."""
    return pair.target < len(LABELS) and not pair.two_way and is_short(pair)


def turned(pair: Pair) -> Pair:
    """The pair with its sides exchanged.

    Two sentences that contradict each other do so in either order, and two that do not, do not; more than that an
    entailment or a neutral pair does not tell of its turned one (Wang et al. 2019, "What If We Simply Swap the Two
    Text Fragments?").
    """
    contradiction = LABELS.index("contradiction")
    target = contradiction if pair.target == contradiction else NOT_CONTRADICTION
    return replace(pair, premise=pair.hypothesis, hypothesis=pair.premise, target=target, told=None)


def widened(pair: Pair, others: Sequence[str], rng: random.Random) -> Pair:
    """The pair with one or two premises of other pairs beside its own, as evidence stands in running text.

    What follows from a premise follows from more, so the label stays; that another premise of the same source
    settles what was neutral is rare enough.
    """
    around = rng.sample(others, min(len(others), rng.choice((1, 1, 2))))
    cut = rng.randrange(len(around) + 1)
    return replace(pair, premise=" ".join([*around[:cut], pair.premise, *around[cut:]]))


def encode(tokenizer: Any, pairs: Sequence[Pair], max_length: int) -> list[Row]:
    """Token ids of each pair; the premise is cut where the two are too long, the hypothesis never.

    A pair whose hypothesis leaves the premise less than `LEAST_PREMISE` tokens is longer than `max_length`.
    """
    encoded = tokenizer([p.premise for p in pairs], [p.hypothesis for p in pairs], verbose=False)
    columns = [name for name in ("input_ids", "token_type_ids") if name in encoded]
    rows = []
    for index, pair in enumerate(pairs):
        premise = encoded.sequence_ids(index).count(0)  # tokens from 1 on: one mark stands before it
        length = len(encoded["input_ids"][index])
        end = 1 + min(premise, max(premise - max(0, length - max_length), LEAST_PREMISE))
        cut = {name: encoded[name][index][:end] + encoded[name][index][1 + premise :] for name in columns}
        rows.append({**cut, "target": pair.target, "told": pair.told or UNTOLD})
    return rows


def collate(rows: Sequence[Row], pad: int = 0) -> dict[str, torch.Tensor]:
    """Padded inputs (batch, tokens), of the columns the tokenizer gives, `target` (batch,) and `told` (batch, 3)."""
    width = max(len(row["input_ids"]) for row in rows)

    def padded(key: str, value: int) -> torch.Tensor:
        return torch.tensor([row[key] + [value] * (width - len(row[key])) for row in rows])

    batch = {"input_ids": padded("input_ids", pad)}
    if "token_type_ids" in rows[0]:
        batch["token_type_ids"] = padded("token_type_ids", 0)
    mask = torch.tensor([[1] * len(row["input_ids"]) + [0] * (width - len(row["input_ids"])) for row in rows])
    target, told = (torch.tensor([row[key] for row in rows]) for key in ("target", "told"))
    return {**batch, "attention_mask": mask, "target": target, "told": told}


def inputs(batch: dict[str, torch.Tensor], device: Any) -> dict[str, torch.Tensor]:
    """What a model reads of a batch, on its device."""
    return {name: value.to(device) for name, value in batch.items() if name not in ("target", "told")}
