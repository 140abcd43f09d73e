"""Any other model: Hugging Face cross-encoders and sentence-transformers encoders, on torch.

Weights are read from safetensors only and no code of a model is ever run. A GPU is used where there is one.
Needs the extra `claimcheck[models]`; nothing of it is imported before a model is loaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimcheck.backends import hub
from claimcheck.backends.base import Vectors
from claimcheck.backends.labels import label_order, probabilities
from claimcheck.backends.windows import Judgement, Window, judge, length_batches, windows
from claimcheck.errors import ModelError

Offsets = list[tuple[int, int]]  # where each token of a text stands in it

MAX_LENGTH = 512  # tokens of a window, if the model reads that many
BATCH_TOKENS = {"cpu": 2048, "mps": 8192, "cuda": 32768}
BATCH_TEXTS = {"cpu": 32, "mps": 64, "cuda": 256}
# Tokens left free in a window, more where that does not do: a piece of a text can have more than it had in the whole.
SPARE = (8, 32, 96)

# Positions are counted from after the padding id in these, which takes them from the table.
OFFSET_POSITIONS = ("roberta", "xlm-roberta", "camembert", "mpnet", "longformer", "roberta-prelayernorm")


class TorchEncoder:
    """Any sentence-transformers model; of a plain transformer the mean over its tokens."""

    def __init__(self, name: str) -> None:
        place = hub.locate(name)
        torch, _ = _libraries()
        from sentence_transformers import SentenceTransformer

        self.name = name
        self.device = _device(torch)
        try:
            self._model = SentenceTransformer(
                place.name,
                device=self.device,
                trust_remote_code=False,
                local_files_only=place.offline,
                model_kwargs={"use_safetensors": True, "dtype": torch.float32},
            )
            self.dimensions = int(self._model.encode(["a"], show_progress_bar=False).shape[1])
        except Exception as e:  # the libraries raise anything for a model they cannot build
            raise hub.load_error(name, e) from e

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return a float32 array (len(texts), dimensions); every row has unit length."""
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        vectors = self._model.encode(
            list(texts),
            batch_size=BATCH_TEXTS[self.device],
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, np.float32)


class TorchNLI:
    """Any sequence classifier of pairs whose labels are those of inference, in any order and case.

    A two-way model (`entailment`, `not_entailment`) backs claims but cannot refute them: what is not
    entailment counts as neutral, contradiction is 0.
    """

    def __init__(self, name: str) -> None:
        place = hub.locate(name)
        torch, transformers = _libraries()
        self.name = name
        self.device = _device(torch)
        options = {"trust_remote_code": False, "local_files_only": place.offline}
        try:
            config = transformers.AutoConfig.from_pretrained(place.name, **options)
            self._order = label_order(getattr(config, "id2label", None), name)
            self._tokenizer = transformers.AutoTokenizer.from_pretrained(place.name, use_fast=True, **options)
            model, info = transformers.AutoModelForSequenceClassification.from_pretrained(
                place.name, use_safetensors=True, dtype=torch.float32, output_loading_info=True, **options
            )
        except ModelError:
            raise
        except Exception as e:
            raise hub.load_error(name, e) from e
        if info["missing_keys"]:
            raise ModelError(f"the model {name} is not fine-tuned: no weights for {min(info['missing_keys'])}")
        if not self._tokenizer.is_fast:
            raise ModelError(f"the model {name} has no tokenizer.json, which is needed to place windows in a text")
        self._model = model.to(self.device).eval()
        self._positions = _positions(config, self._tokenizer)

    def predict(self, pairs: Sequence[tuple[str, str]]) -> Vectors:
        """Return a float32 array (len(pairs), 3): entailment, neutral, contradiction; rows sum to 1."""
        if not pairs:
            return np.zeros((0, 3), np.float32)
        return np.array([j.probabilities for j in self.judge(pairs)], np.float32)

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Judgement]:
        """Like `predict`, with the window of the premise that decided for each pair."""
        if not pairs:
            return []
        offsets = self._offsets(list(dict.fromkeys(text for pair in pairs for text in pair)))
        plans, encoded = self._windowed(pairs, offsets)
        scores = iter(probabilities(self._logits(encoded), self._order))
        return [judge(plan, scores, offsets[p], offsets[h]) for plan, (p, h) in zip(plans, pairs, strict=True)]

    def _windowed(
        self, pairs: Sequence[tuple[str, str]], offsets: dict[str, Offsets]
    ) -> tuple[list[list[list[Window]]], Any]:
        """The windows of each pair, and the tokens of all of them, none longer than the model reads."""
        own, usual = self._tokenizer.num_special_tokens_to_add(pair=True), min(MAX_LENGTH, self._positions)
        for free in (own + spare for spare in SPARE if own + spare <= usual // 2):
            plans = [windows(len(offsets[p]), len(offsets[h]), usual, self._positions, free) for p, h in pairs]
            rows = [
                (_piece(p, offsets[p], w.p0, w.p1), _piece(h, offsets[h], w.h0, w.h1))
                for plan, (p, h) in zip(plans, pairs, strict=True)
                for part in plan
                for w in part
            ]
            encoded = self._tokenizer([p for p, _ in rows], [h for _, h in rows], verbose=False)
            if max(len(ids) for ids in encoded["input_ids"]) <= self._positions:
                return plans, encoded
        raise ModelError(f"the model {self.name} reads {self._positions} tokens, too few for windows of these texts")

    def _offsets(self, texts: list[str]) -> dict[str, Offsets]:
        """The offsets of each text's tokens."""
        encoded = self._tokenizer(texts, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
        return {text: [tuple(o) for o in row] for text, row in zip(texts, encoded["offset_mapping"], strict=True)}

    def _logits(self, encoded: Any) -> NDArray[np.float32]:
        import torch

        lengths = [len(ids) for ids in encoded["input_ids"]]
        result = np.zeros((len(lengths), len(self._order)), np.float32)
        for batch in length_batches(lengths, BATCH_TOKENS[self.device]):
            inputs = self._tokenizer.pad(
                {key: [encoded[key][i] for i in batch] for key in encoded}, return_tensors="pt"
            ).to(self.device)
            with torch.inference_mode():
                result[batch] = self._model(**inputs).logits.float().cpu().numpy()
        return result


def _piece(text: str, offsets: Offsets, start: int, end: int) -> str:
    """The part of a text that holds tokens [start, end); the text itself where that is all of them."""
    if end - start == len(offsets):
        return text
    return text[offsets[start][0] : offsets[end - 1][1]]


def _libraries() -> tuple[Any, Any]:
    """torch and transformers, quiet: what they have to say is not for a reporter."""
    try:
        import sentence_transformers  # noqa: F401
        import torch
        import transformers
    except ImportError as e:
        raise hub.without_extra(e) from e
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    return torch, transformers


def _device(torch: Any) -> str:
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _positions(config: Any, tokenizer: Any) -> int:
    """How many tokens the model can read at most."""
    table = getattr(config, "max_position_embeddings", None) or MAX_LENGTH
    if config.model_type in OFFSET_POSITIONS:
        table -= (config.pad_token_id or 0) + 1
    return min(table, tokenizer.model_max_length)
