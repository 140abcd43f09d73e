"""The weights that a run starts from, and which of them it leaves as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import onnx
import torch
from transformers import AutoConfig, AutoModelForSequenceClassification, AutoTokenizer

from models.bert_onnx import restore
from models.encoder.make import installed_base
from models.nli.data import LABELS


def load(init: Path) -> tuple[Any, Any]:
    """Model and tokenizer of a folder in Hugging Face form, of any architecture, or of one that the program reads.

    Its outputs are in the order of LABELS, whatever theirs was.
    """
    shipped = init / "model.onnx"
    folder = installed_base() if shipped.exists() else init
    order = output_order(AutoConfig.from_pretrained(folder).id2label)
    config = AutoConfig.from_pretrained(
        folder,
        num_labels=len(LABELS),
        id2label=dict(enumerate(LABELS)),
        label2id={name: i for i, name in enumerate(LABELS)},
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        attn_implementation="eager",
    )
    if shipped.exists():
        weights = restore(onnx.load(shipped))
        model = AutoModelForSequenceClassification.from_config(config)
        model.load_state_dict(
            {n if n.startswith("classifier.") else f"bert.{n}": torch.from_numpy(w.copy()) for n, w in weights.items()},
        )
    else:
        model = AutoModelForSequenceClassification.from_pretrained(folder, config=config, dtype=torch.float32)
        reorder(model, order)
    return model, AutoTokenizer.from_pretrained(folder)


def output_order(id2label: dict[int, str]) -> list[int]:
    """Which output of a model each of LABELS is; as they stand where it does not name them, as a base does not."""
    names = [id2label[number].lower() for number in sorted(id2label)]
    return [names.index(label) for label in LABELS] if sorted(names) == sorted(LABELS) else list(range(len(LABELS)))


@torch.no_grad()
def reorder(model: Any, order: list[int]) -> None:
    """Put the last layer's outputs in this order."""
    last = [layer for layer in model.modules() if isinstance(layer, torch.nn.Linear)][-1]
    for values in (last.weight, last.bias):
        values.copy_(values[order].clone())


def freeze(model: Any, embeddings: bool, layers: int) -> None:
    """Leave the word embeddings as they are, or all that lies below layer number `layers`."""
    body = model.base_model
    if layers:
        body.requires_grad_(False)
        for layer in body.encoder.layer[layers:]:
            layer.requires_grad_(True)
        if getattr(body, "pooler", None) is not None:
            body.pooler.requires_grad_(True)
    elif embeddings:
        body.embeddings.requires_grad_(False)
