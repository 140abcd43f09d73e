"""Who said what: the bundled attribution model, run by onnxruntime with the tokenizers library.

A text is read in windows. A first tagger finds the cues ("said", "according to"); a second one takes each
cue and labels its source and its content among the tokens around it, so that a content split by its own
"he said" stays one, and two statements in a sentence stay apart. Time and memory are linear in the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    link_of,
    runs,
    softmax,
    transition_table,
    viterbi,
)
from claimcheck.backends.attribution_text import (
    CLS,
    SEP,
    Tokens,
    Window,
    distance_buckets,
    one_sided,
    paragraphs_of,
    tokenize,
    windows,
)
from claimcheck.backends.onnx import open_session, open_tokenizer
from claimcheck.errors import ModelError
from claimcheck.records import Attribution, Sentence

BATCH_TOKENS = 1024  # padded tokens in a batch of windows
BATCH_PAIRS = 6144  # tokens times cues in a batch of the second tagger
INSISTENCE = (1.0, 2.0, 4.0)  # a cue reports something: these are tried in turn until it does

Ints = NDArray[np.int64]
Cue = tuple[int, int, int]  # window in the batch, first token of it, end


@dataclass(frozen=True, slots=True)
class Reading:
    """A batch of windows as the encoder read it; arrays (windows, tokens, …), [CLS] and [SEP] among the tokens."""

    windows: Sequence[Window]
    lengths: Ints
    tags: Floats  # probabilities
    paths: Ints  # the best labels
    token: Floats
    cue: Floats

    def cues(self) -> list[Cue]:
        """The cues of the windows' cores."""
        return [
            (number, start, end)
            for number, (window, path) in enumerate(zip(self.windows, self.paths, strict=True))
            for start, end in runs(path, ROLES.index("cue"))
            if window.core_start <= window.start + start - 1 < window.core_end
        ]


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
        self._tokenizer = open_tokenizer(folder)
        self._graph = _Graph(folder)

    def tag(self, text: str, sentences: Sequence[Sentence]) -> list[Attribution]:
        """The attributions in `text`, in the order of their contents; [] where nothing is reported.

        Spans are code point offsets into `text`. `sentences` say where its paragraphs are, and which lines are
        page furniture and not to be read.
        """
        tokens = tokenize(self._tokenizer, text, paragraphs_of(sentences))
        found: list[Link] = []
        plan = windows(tokens.paragraphs, self._core, self._room)
        for batch in self._batches([w for w in plan if tokens.words(w.core_start, w.core_end)]):
            reading = self._read(tokens, batch)
            found += self._link(tokens, reading, reading.cues(), self._reach)
        return assemble(text, tokens, self._complete(tokens, found))

    def _batches(self, plan: Sequence[Window]) -> Iterator[Sequence[Window]]:
        size = max(1, BATCH_TOKENS // (max((w.end - w.start for w in plan), default=1) + 2))
        return (plan[i : i + size] for i in range(0, len(plan), size))

    def _complete(self, tokens: Tokens, found: Sequence[Link]) -> list[Link]:
        """Read once more what ran over the edge of what was seen, in a window that has more on that side."""
        whole = [link for link in found if not link.edge]
        cut = [link for link in found if link.edge]
        plan = [one_sided(link.cue, link.edge, len(tokens), self._room) for link in cut]
        at = 0
        for batch in self._batches(plan):
            cues = [
                (n, link.cue[0] - w.start + 1, link.cue[1] - w.start + 1)
                for n, (w, link) in enumerate(zip(batch, cut[at : at + len(batch)], strict=True))
            ]
            at += len(batch)
            whole += self._link(tokens, self._read(tokens, batch), cues, self._room)
        return whole

    def _read(self, tokens: Tokens, batch: Sequence[Window]) -> Reading:
        lengths = np.array([w.end - w.start + 2 for w in batch])
        ids, shapes, mask = (np.zeros((len(batch), lengths.max()), np.int64) for _ in range(3))
        for row, (window, length) in enumerate(zip(batch, lengths, strict=True)):
            inside = slice(window.start, window.end)
            ids[row, 0], ids[row, 1 : length - 1], ids[row, length - 1] = CLS, tokens.ids[inside], SEP
            shapes[row, 1 : length - 1] = tokens.shapes[inside]
            mask[row, :length] = 1
        tags, token, cue = self._graph.tags(ids, shapes, mask)
        probabilities = softmax(tags)
        favour(tags, ROLES.index("cue"), self._cue_bias)
        tags[:, 0, 1:] = tags[np.arange(len(batch)), lengths - 1, 1:] = NEVER  # [CLS] and [SEP]
        return Reading(batch, lengths, probabilities, viterbi(tags, self._tags, lengths), token, cue)

    def _link(self, tokens: Tokens, reading: Reading, cues: Sequence[Cue], reach: int) -> list[Link]:
        """Source and content of each cue, among the tokens of its window that are within reach of it."""
        size = max(1, BATCH_PAIRS // (2 * min(reach, self._room) + 8))
        found: list[Link] = []
        for i in range(0, len(cues), size):
            found += self._link_batch(tokens, reading, cues[i : i + size], reach)
        return found

    def _link_batch(self, tokens: Tokens, reading: Reading, cues: Sequence[Cue], reach: int) -> list[Link]:
        bounds = [(max(1, s - reach), min(int(reading.lengths[w]) - 1, e + reach)) for w, s, e in cues]
        sizes = np.array([high - low for low, high in bounds])
        shape = (len(cues), int(sizes.max()))
        token = np.zeros((*shape, reading.token.shape[-1]), np.float32)
        tags = np.zeros((*shape, reading.tags.shape[-1]), np.float32)
        cue = np.stack([reading.cue[w, s:e].mean(0) for w, s, e in cues])
        distance, paragraph, mask = (np.zeros(shape, np.int64) for _ in range(3))
        offsets = [reading.windows[w].start - 1 for w, _, _ in cues]
        for row, ((w, s, e), (low, high), offset) in enumerate(zip(cues, bounds, offsets, strict=True)):
            size = high - low
            token[row, :size], tags[row, :size] = reading.token[w, low:high], reading.tags[w, low:high]
            distance[row] = distance_buckets(shape[1], s - low, e - low)
            away = tokens.paragraphs[offset + low : offset + high] - tokens.paragraphs[offset + s]
            paragraph[row, :size] = np.clip(away, -2, 2) + 2
            mask[row, :size] = 1
        scores = self._graph.links(token, cue, tags, distance, paragraph, mask)
        paths = self._with_content(scores, sizes)
        return [
            link_of((offset + s, offset + e), (offset + low, offset + high), len(tokens), path, score)
            for (_, s, e), (low, high), offset, path, score in zip(cues, bounds, offsets, paths, scores, strict=True)
        ]

    def _with_content(self, scores: Floats, sizes: Ints) -> Ints:
        """The best labels of each row; where they have no content, contents are favoured until they have one."""
        content = LINK_ROLES.index("content")
        favour(scores, content, self._content_bias)
        paths = viterbi(scores, self._links, sizes)
        for bias in INSISTENCE:
            empty = np.flatnonzero(~(paths > 4 * content).any(1))
            if not len(empty):
                break
            insisting = scores[empty]
            favour(insisting, content, bias)
            paths[empty] = viterbi(insisting, self._links, sizes[empty])
        return paths


class _Graph:
    """The two halves of the graph. A run computes one of them, and the other on one token of no meaning."""

    LINK_INPUTS = ("token", "cue", "tags", "distance", "paragraph", "link_mask")

    def __init__(self, folder: Path) -> None:
        self._session: Any = open_session(folder)
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
