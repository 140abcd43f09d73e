"""The weights that a run starts from, and which of them it leaves as they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import onnx
import torch
from transformers import AutoConfig, AutoModelForSequenceClassification, AutoTokenizer

from claimcheck.backends.labels import label_order
from claimcheck.errors import ModelError
from models.bert_onnx import restore
from models.encoder.make import installed_base
from models.nli.data import LABELS


def load(init: Path) -> tuple[Any, Any]:
    """Model and tokenizer of a folder in Hugging Face form, of any architecture, or of one that the program reads.

    Its outputs are in the order of LABELS, whatever theirs was.
    """
    shipped = init / "model.onnx"
    folder = installed_base() if shipped.exists() else init
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
    reorder(model, outputs(init))
    return model, AutoTokenizer.from_pretrained(folder)


def outputs(init: Path) -> tuple[str, ...]:
    """What each output of a folder's model stands for; LABELS where it does not say so, as a base does not."""
    config = json.loads((init / "config.json").read_text(encoding="utf-8"))
    try:
        return label_order(config.get("id2label"), str(init))
    except ModelError:
        return LABELS


@torch.no_grad()
def reorder(model: Any, given: tuple[str, ...]) -> None:
    """Put the last layer's outputs, which stand for `given`, in the order of LABELS."""
    order = [given.index(label) for label in LABELS]
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
