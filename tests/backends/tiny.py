"""Tiny models with random weights, as Hugging Face folders and in this project's ONNX form.

The vocabulary is letters and their continuations, so any text has tokens and long words have many.
"""

from __future__ import annotations

import json
import string
from pathlib import Path
from typing import Any

INFERENCE = ("entailment", "neutral", "contradiction")
SHAPE: dict[str, Any] = {
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 64,
    "max_position_embeddings": 64,
}
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
SYMBOLS = string.ascii_lowercase + string.digits + ".,"
VOCABULARY = [*SPECIAL, *SYMBOLS, *(f"##{c}" for c in SYMBOLS)]


def save_tokenizer(folder: Path, segments: bool) -> None:
    """A word-piece tokenizer in Hugging Face form; with `segments` it tells the two texts of a pair apart."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.WordPiece({t: i for i, t in enumerate(VOCABULARY)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        model_max_length=60,
        model_input_names=["input_ids", *(["token_type_ids"] if segments else []), "attention_mask"],
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
    )
    fast.save_pretrained(folder)


def save_classifier(folder: Path, family: str = "bert", labels: tuple[str, ...] = INFERENCE, seed: int = 0) -> Path:
    """A sequence classifier of the family `bert`, `roberta` or `deberta-v2`, ready to be loaded by name."""
    import torch
    from transformers import AutoConfig, AutoModelForSequenceClassification

    options = dict(SHAPE)
    if family == "roberta":
        options |= {"max_position_embeddings": 66, "pad_token_id": 0, "type_vocab_size": 2}
    if family == "deberta-v2":
        options |= {"relative_attention": True, "pos_att_type": ["p2c", "c2p"], "type_vocab_size": 0}
    config = AutoConfig.for_model(
        family,
        vocab_size=len(VOCABULARY),
        id2label=dict(enumerate(labels)),
        label2id={name: i for i, name in enumerate(labels)},
        **options,
    )
    torch.manual_seed(seed)
    model = AutoModelForSequenceClassification.from_config(config)
    for parameter in model.parameters():  # the usual spread of 0.02 would make every answer the same
        if parameter.ndim == 2:
            torch.nn.init.normal_(parameter, std=0.3)
    model.save_pretrained(folder)
    save_tokenizer(folder, segments=family == "bert")
    return folder


def save_onnx(folder: Path, source: Path, head: str = "pair", int8: bool = True, **config: Any) -> Path:
    """The Hugging Face BERT in `source` as a folder of the embedded backend."""
    from models.bert_onnx import Shape, build, read_weights
    from models.folder import write

    shape = Shape.of(source)
    labels = json.loads((source / "config.json").read_text(encoding="utf-8")).get("id2label")
    settings = {"hidden_size": shape.hidden, "max_length": 40, "max_position_embeddings": 64, "id2label": labels}
    graph = build(read_weights(source), shape, head=head, int8=int8)  # type: ignore[arg-type]
    write(folder, graph, source / "tokenizer.json", settings | config)
    return folder
