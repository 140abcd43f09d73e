"""A BERT whose last layer computes the first token only: all that the pooler reads, for a seventh less work."""

from __future__ import annotations

from types import MethodType
from typing import Any

import torch
from torch import nn


def compute_first_token_only(model: Any) -> None:
    """Let the last layer of a `BertForSequenceClassification` give (batch, 1, hidden); logits stay the same."""
    layer = model.bert.encoder.layer[-1]
    layer.forward = MethodType(_forward, layer)


def _forward(layer: nn.Module, hidden: torch.Tensor, attention_mask: torch.Tensor | None = None, *_: Any, **__: Any):
    attention: Any = layer.attention
    own = attention.self
    first = hidden[:, :1]

    def heads(x: torch.Tensor) -> torch.Tensor:  # (batch, tokens, hidden) to (batch, heads, tokens, width)
        return x.unflatten(-1, (own.num_attention_heads, own.attention_head_size)).transpose(1, 2)

    query, key, value = heads(own.query(first)), heads(own.key(hidden)), heads(own.value(hidden))
    scores = query @ key.transpose(-1, -2) / own.attention_head_size**0.5
    if attention_mask is not None:
        scores = scores + attention_mask[:, :, :1]
    mixed = own.dropout(scores.softmax(-1)) @ value
    middle = attention.output(mixed.transpose(1, 2).flatten(2), first)
    wide: Any = layer
    return wide.output(wide.intermediate(middle), middle)
