"""The embedded default: the bundled models, run by onnxruntime with the tokenizers library.

Neither is imported before a model is loaded. A text's result does not depend on what else is in its
batch: the models quantise activations a token at a time.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from claimcheck.backends import resources
from claimcheck.backends.base import Vectors
from claimcheck.backends.labels import label_order, probabilities
from claimcheck.backends.windows import Judgement, Window, judge, length_batches, windows
from claimcheck.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

BATCH_TOKENS = 768  # padded tokens in a batch: activations stay in cache, and memory low; larger ones are slower
MOST_THREADS = 8  # a check is many short inputs; more threads wait for one another


class OnnxSession:
    """A model folder's graph and tokenizer, and batches through them."""

    def __init__(self, folder: Path) -> None:
        self.folder = resources.complete(folder)
        self.config = resources.read_config(folder)
        self.tokenizer = open_tokenizer(folder)
        self._session = open_session(folder)
        self.cls = self._special("[CLS]")
        self.sep = self._special("[SEP]")
        self.max_length = int(self.config.get("max_length", 256))
        self.max_positions = int(self.config.get("max_position_embeddings", 512))

    def _special(self, token: str) -> int:
        found = self.tokenizer.token_to_id(token)
        if found is None:
            raise ModelError(f"the tokenizer in {self.folder} has no {token}")
        return found

    def tokenize(self, texts: Sequence[str]) -> list[Encoding]:
        """Encodings without special tokens, nothing cut."""
        return self.tokenizer.encode_batch(list(texts), add_special_tokens=False)

    def run(self, rows: Sequence[tuple[list[int], int]]) -> NDArray[np.float32]:
        """Rows of (token ids, length of the first segment) to outputs (rows, width), in the order given."""
        outputs: list[NDArray[np.float32]] = []
        order: list[int] = []
        for batch in length_batches([len(ids) for ids, _ in rows], BATCH_TOKENS):
            width = max(len(rows[i][0]) for i in batch)
            ids, mask, types = (np.zeros((len(batch), width), np.int64) for _ in range(3))
            for row, index in enumerate(batch):
                tokens, first = rows[index]
                ids[row, : len(tokens)] = tokens
                mask[row, : len(tokens)] = 1
                types[row, first : len(tokens)] = 1
            feeds = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
            outputs.append(self._session.run(None, feeds)[0])
            order.extend(batch)
        joined = np.concatenate(outputs)
        result = np.empty_like(joined)
        result[order] = joined
        return result


class OnnxEncoder:
    """Texts to unit vectors: mean pooling over at most `max_length` tokens (the rest of a text is not read)."""

    def __init__(self, folder: Path, name: str | None = None) -> None:
        self._model = OnnxSession(folder)
        self.name = name or str(folder)
        self.dimensions = int(self._model.config["hidden_size"])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return a float32 array (len(texts), dimensions); every row has unit length."""
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        model = self._model
        room = model.max_length - 2
        rows = [[model.cls, *e.ids[:room], model.sep] for e in model.tokenize(texts)]
        return model.run([(ids, len(ids)) for ids in rows])


class OnnxNLI:
    """Pairs of (premise, hypothesis) to calibrated probabilities.

    A premise that does not fit beside the hypothesis is read in overlapping windows, the hypothesis is never
    cut; `judge` tells which window decided.
    """

    def __init__(self, folder: Path, name: str | None = None) -> None:
        self._model = OnnxSession(folder)
        self.name = name or str(folder)
        self._scaling = tuple(float(self._model.config.get(name, 1.0)) for name in ("temperature", "power"))
        self._order = label_order(self._model.config.get("id2label"), self.name)

    def predict(self, pairs: Sequence[tuple[str, str]]) -> Vectors:
        """Return a float32 array (len(pairs), 3): entailment, neutral, contradiction; rows sum to 1."""
        if not pairs:
            return np.zeros((0, 3), np.float32)
        return np.array([j.probabilities for j in self.judge(pairs)], np.float32)

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Judgement]:
        """Like `predict`, with the window of the premise that decided for each pair."""
        if not pairs:
            return []
        model = self._model
        texts = list(dict.fromkeys(text for pair in pairs for text in pair))
        encoded = dict(zip(texts, model.tokenize(texts), strict=True))
        plans: list[list[list[Window]]] = []
        rows: list[tuple[list[int], int]] = []
        for premise, hypothesis in pairs:
            p, h = encoded[premise].ids, encoded[hypothesis].ids
            plan = windows(len(p), len(h), model.max_length, model.max_positions)
            plans.append(plan)
            for window in (w for part in plan for w in part):
                first = [model.cls, *p[window.p0 : window.p1], model.sep]
                rows.append(([*first, *h[window.h0 : window.h1], model.sep], len(first)))
        scores = iter(probabilities(model.run(rows), self._order, *self._scaling))
        return [
            judge(plan, scores, encoded[p].offsets, encoded[h].offsets)
            for plan, (p, h) in zip(plans, pairs, strict=True)
        ]


def open_tokenizer(folder: Path) -> Tokenizer:
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    except Exception as e:  # the library raises plain Exception for a broken file
        raise ModelError(f"cannot read {folder / 'tokenizer.json'}: {e}") from e
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def open_session(folder: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(available_cores(), MOST_THREADS)
    options.inter_op_num_threads = 1
    # Inputs differ in shape from batch to batch: patterns and arenas would keep the memory of all of them.
    options.enable_mem_pattern = False
    options.enable_cpu_mem_arena = False
    # Threads that wait in a loop for the next operator take the cores from whatever else runs on the machine.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
    except Exception as e:  # onnxruntime's errors share no base but Exception
        first_line = str(e).splitlines()[0] if str(e) else type(e).__name__
        raise ModelError(f"cannot load {folder / 'model.onnx'}: {first_line}") from e


def available_cores() -> int:
    """Cores this process may run on (`onnxruntime` by itself counts the machine's)."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
