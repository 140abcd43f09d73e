"""Tiny models with random weights, as Hugging Face folders and in this project's ONNX form.

Each family has a tokenizer of its usual kind: word pieces, bytes, or pieces with a mark for a blank. Their vocabularies
are single letters, so any text has tokens and long words have many.
"""

from __future__ import annotations

import json
import string
from collections.abc import Callable
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
SYMBOLS = string.ascii_lowercase + string.digits + ".,"
FAMILIES: dict[str, dict[str, Any]] = {
    "bert": {},
    "roberta": {"max_position_embeddings": 66, "pad_token_id": 1, "type_vocab_size": 1},
    "deberta-v2": {"relative_attention": True, "pos_att_type": ["p2c", "c2p"], "type_vocab_size": 0},
    "deberta-v3": {  # the same architecture, set up as the models of that name are
        "relative_attention": True,
        "pos_att_type": ["p2c", "c2p"],
        "type_vocab_size": 0,
        "position_buckets": 16,
        "norm_rel_ebd": "layer_norm",
        "share_att_key": True,
        "position_biased_input": False,
        "max_relative_positions": -1,
    },
}


def word_pieces() -> Any:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *SYMBOLS, *(f"##{c}" for c in SYMBOLS)]
    tokenizer = Tokenizer(models.WordPiece({word: i for i, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return tokenizer


def bytes_alone() -> Any:
    """Byte-level BPE without merges, with two marks between the texts of a pair, as RoBERTa has it."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    marks = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE({word: i for i, word in enumerate([*marks, *alphabet])}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    return tokenizer


def pieces() -> Any:
    """A unigram model with a mark for blanks, as SentencePiece makes them."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    words = ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]", "▁", *SYMBOLS]
    tokenizer = Tokenizer(models.Unigram([(word, -2.0) for word in words], unk_id=3))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 2), ("[CLS]", 1))
    return tokenizer


TOKENIZERS: dict[str, Callable[[], Any]] = {
    "bert": word_pieces,
    "roberta": bytes_alone,
    "deberta-v2": pieces,
    "deberta-v3": pieces,
}


def save_tokenizer(folder: Path, family: str) -> int:
    """Write the family's tokenizer in Hugging Face form; returns how many tokens it knows."""
    from transformers import PreTrainedTokenizerFast

    tokenizer = TOKENIZERS[family]()
    names = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
    if family == "roberta":
        names = ("<pad>", "<unk>", "<s>", "</s>", "<mask>")
    marks = dict(zip(("pad_token", "unk_token", "cls_token", "sep_token", "mask_token"), names, strict=True))
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        model_max_length=60,
        model_input_names=["input_ids", *(["token_type_ids"] if family == "bert" else []), "attention_mask"],
        **marks,
    ).save_pretrained(folder)
    return tokenizer.get_vocab_size()


def save_classifier(folder: Path, family: str = "bert", labels: tuple[str, ...] = INFERENCE, seed: int = 0) -> Path:
    """A sequence classifier of one of the `FAMILIES`, ready to be loaded by name."""
    import torch
    from transformers import AutoConfig, AutoModelForSequenceClassification

    config = AutoConfig.for_model(
        "deberta-v2" if family == "deberta-v3" else family,
        vocab_size=save_tokenizer(folder, family),
        id2label=dict(enumerate(labels)),
        label2id={name: i for i, name in enumerate(labels)},
        **(SHAPE | FAMILIES[family]),
    )
    torch.manual_seed(seed)
    model = AutoModelForSequenceClassification.from_config(config)
    for parameter in model.parameters():  # the usual spread of 0.02 would make every answer the same
        if parameter.ndim == 2:
            torch.nn.init.normal_(parameter, std=0.3)
    model.save_pretrained(folder)
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
