"""Who said what: the bundled attribution model, run by onnxruntime with the tokenizers library.

A text is read in windows. A first tagger finds the cues ("said", "according to"); a second one takes each
cue and labels its source and its content among the tokens around it, so that a content split by its own
"he said" stays one, and two statements in a sentence stay apart. Time and memory are linear in the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimcheck.backends import resources
from claimcheck.backends.attribution_decode import (
    LINK_ROLES,
    NEVER,
    ROLES,
    Floats,
    Link,
    assemble,
    favour,
    runs,
    softmax,
    transition_table,
    viterbi,
)
from claimcheck.backends.attribution_text import CLS, SEP, Tokens, distance_buckets, paragraphs_of, tokenize
from claimcheck.backends.onnx import _session, _tokenizer
from claimcheck.errors import ModelError
from claimcheck.records import Attribution, Sentence

BATCH_TOKENS = 1024  # padded tokens in a batch of windows
BATCH_PAIRS = 6144  # tokens times cues in a batch of the second tagger

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens [start, end) are read; cues that begin in [core_start, core_end) are taken from this window."""

    start: int
    core_start: int
    core_end: int
    end: int


def load_tagger(name_or_folder: str | Path | None = None) -> OnnxTagger:
    """The bundled attribution model, or one of its form in a folder. Raises ModelError where there is none."""
    if name_or_folder is None:
        folder = resources.bundled_folder("attribution")
        return OnnxTagger(folder, f"bundled:{resources.read_config(folder).get('name', 'attribution')}")
    return OnnxTagger(Path(name_or_folder))


class OnnxTagger:
    """Attributions of a text, by the model in a folder."""

    def __init__(self, folder: Path, name: str | None = None) -> None:
        self.name = name or str(folder)
        config = resources.read_config(resources.complete(folder))
        try:
            self._room = int(config["window"]) - 2  # without [CLS] and [SEP]
            self._core, self._reach = int(config["core"]), int(config["reach"])
            self._tags = transition_table(len(ROLES), config["tag_transitions"])
            self._links = transition_table(len(LINK_ROLES), config["link_transitions"])
            self._cue_bias, self._content_bias = float(config["cue_bias"]), float(config["content_bias"])
        except (KeyError, TypeError, ValueError) as e:
            raise ModelError(f"{folder} is not an attribution model: its config.json lacks {e}") from e
        self._tokenizer = _tokenizer(folder)
        self._graph = _Graph(folder)

    def tag(self, text: str, sentences: Sequence[Sentence]) -> list[Attribution]:
        """The attributions in `text`, in the order of their contents; [] where nothing is reported.

        Spans are code point offsets into `text`. `sentences` say where its paragraphs are, and which lines are
        page furniture and not to be read.
        """
        tokens = tokenize(self._tokenizer, text, paragraphs_of(sentences))
        plan = windows(tokens.paragraphs, self._core, self._room)
        size = max(1, BATCH_TOKENS // (max((w.end - w.start for w in plan), default=1) + 2))
        found: list[Link] = []
        for i in range(0, len(plan), size):
            found += self._read(tokens, plan[i : i + size])
        return assemble(text, tokens, found)

    def _read(self, tokens: Tokens, batch: Sequence[Window]) -> list[Link]:
        lengths = np.array([w.end - w.start + 2 for w in batch])
        ids, shapes, mask = (np.zeros((len(batch), lengths.max()), np.int64) for _ in range(3))
        for row, (window, length) in enumerate(zip(batch, lengths, strict=True)):
            inside = slice(window.start, window.end)
            ids[row, 0], ids[row, 1 : length - 1], ids[row, length - 1] = CLS, tokens.ids[inside], SEP
            shapes[row, 1 : length - 1] = tokens.shapes[inside]
            mask[row, :length] = 1
        tags, token, cue = self._graph.tags(ids, shapes, mask)
        evidence = softmax(tags)
        favour(tags, ROLES.index("cue"), self._cue_bias)
        tags[:, 0, 1:] = tags[np.arange(len(batch)), lengths - 1, 1:] = NEVER  # [CLS] and [SEP]
        paths = viterbi(tags, self._tags, lengths)
        rows = [
            (number, start, end)
            for number, (window, path) in enumerate(zip(batch, paths, strict=True))
            for start, end in runs(path, 0)
            if window.core_start <= window.start + start - 1 < window.core_end
        ]
        size = max(1, BATCH_PAIRS // (2 * self._reach + 8))
        found: list[Link] = []
        for i in range(0, len(rows), size):
            found += self._link(tokens, batch, rows[i : i + size], evidence, token, cue, lengths)
        return found

    def _link(
        self,
        tokens: Tokens,
        batch: Sequence[Window],
        rows: Sequence[tuple[int, int, int]],
        tags: Floats,
        token: Floats,
        cue: Floats,
        lengths: Ints,
    ) -> list[Link]:
        """Source and content of each row: (window in the batch, first token of the cue, end of the cue)."""
        bounds = [(max(1, s - self._reach), min(int(lengths[w]) - 1, e + self._reach)) for w, s, e in rows]
        sizes = np.array([high - low for low, high in bounds])
        width = int(sizes.max())
        near = np.zeros((len(rows), width, token.shape[-1]), np.float32)
        near_tags = np.zeros((len(rows), width, tags.shape[-1]), np.float32)
        own = np.zeros((len(rows), cue.shape[-1]), np.float32)
        distance, page, mask = (np.zeros((len(rows), width), np.int64) for _ in range(3))
        for row, ((w, s, e), (low, high)) in enumerate(zip(rows, bounds, strict=True)):
            size = high - low
            near[row, :size], near_tags[row, :size] = token[w, low:high], tags[w, low:high]
            own[row] = cue[w, s:e].mean(0)
            distance[row] = distance_buckets(width, s - low, e - low)
            first = batch[w].start - 1
            away = tokens.paragraphs[first + low : first + high] - tokens.paragraphs[first + s]
            page[row, :size] = np.clip(away, -2, 2) + 2
            mask[row, :size] = 1
        scores = self._graph.links(near, own, near_tags, distance, page, mask)
        favour(scores, LINK_ROLES.index("content"), self._content_bias)
        paths = viterbi(scores, self._links, sizes)
        found = []
        for (w, s, e), (low, _), path, score in zip(rows, bounds, paths, scores, strict=True):
            offset = batch[w].start - 1
            spans = [
                [(offset + low + a, offset + low + b, _strength(score[a:b], path[a:b])) for a, b in runs(path, role)]
                for role in range(len(LINK_ROLES))
            ]
            found.append(Link((offset + s, offset + e), *spans))
        return found


def _strength(scores: Floats, labels: Ints) -> float:
    """How much better than outside the labels of a span score, on average over its tokens."""
    return float((np.take_along_axis(scores, labels[:, None], 1)[:, 0] - scores[:, 0]).mean())


def windows(paragraphs: Ints, core: int, room: int) -> list[Window]:
    """Windows of at most `room` tokens whose cores, of `core` tokens or a few less, follow one another.

    A core ends with a paragraph where one ends in its second half; what room is left is shared by the tokens
    before and after it. A text that fits one window is one core.
    """
    total = len(paragraphs)
    if total <= room:
        return [Window(0, 0, total, total)] if total else []
    plan, start = [], 0
    while start < total:
        end = min(total, start + core)
        if end < total:
            breaks = np.flatnonzero(np.diff(paragraphs[start + core // 2 : end + 1]))
            if len(breaks):
                end = start + core // 2 + int(breaks[-1]) + 1
        left = min(start, (room - (end - start)) // 2)
        right = min(total, end + room - (end - start) - left)
        plan.append(Window(max(0, right - room), start, end, right))
        start = end
    return plan


class _Graph:
    """The two halves of the graph. A run computes one of them, and the other on one token of no meaning."""

    LINK_INPUTS = ("token", "cue", "tags", "distance", "paragraph", "link_mask")

    def __init__(self, folder: Path) -> None:
        self._session: Any = _session(folder)
        kinds = {"tensor(float)": np.float32, "tensor(int64)": np.int64}
        self._idle = {
            i.name: np.ones([d if isinstance(d, int) else 1 for d in i.shape], kinds[i.type])
            for i in self._session.get_inputs()
        }

    def _run(self, outputs: list[str], feeds: dict[str, NDArray[Any]]) -> list[Floats]:
        result: list[Floats] = self._session.run(outputs, {**self._idle, **feeds})
        return result

    def tags(self, ids: Ints, shapes: Ints, mask: Ints) -> list[Floats]:
        """Label scores, token and cue projections of windows (batch, tokens)."""
        feeds = {"input_ids": ids, "token_type_ids": shapes, "attention_mask": mask}
        return self._run(["tag_scores", "token_projection", "cue_projection"], feeds)

    def links(self, *inputs: NDArray[Any]) -> Floats:
        """Label scores (cues, tokens, labels) of each cue's own source and content."""
        return self._run(["link_scores"], dict(zip(self.LINK_INPUTS, inputs, strict=True)))[0]
