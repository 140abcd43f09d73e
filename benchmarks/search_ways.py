"""Ways to find the nearest of many vectors: each builds a file of an array, and opens it to be searched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimcheck.store import components
from claimcheck.store.components import Components, products
from claimcheck.store.search_file import SearchFile, SearchFileWriter

Search = Callable[[NDArray[np.float32], int], NDArray[np.int64]]  # (m, d), k -> the nearest rows (m, k)
BLOCK = 16_384


@dataclass(frozen=True, slots=True)
class Way:
    build: Callable[[Any, Path], None]
    open: Callable[[Path, Any], Search]
    needs: tuple[str, ...] = ()


def exact(vectors: Any, queries: NDArray[np.float32], nearest: int) -> NDArray[np.int64]:
    """Of the float16 vectors as they are, in float32."""
    return _scan(len(vectors), lambda a, b: queries @ vectors[a:b].astype(np.float32).T, nearest)


def _scan(rows: int, score: Callable[[int, int], NDArray[Any]], nearest: int) -> NDArray[np.int64]:
    """The best rows by `score(begin, end)`, an array (m, end - begin), a block at a time."""
    ids = scores = None
    for begin in range(0, rows, BLOCK):
        found = score(begin, min(begin + BLOCK, rows))
        own = np.broadcast_to(np.arange(begin, begin + found.shape[1]), found.shape)
        ids = own if ids is None else np.concatenate([ids, own], axis=1)
        scores = found if scores is None else np.concatenate([scores, found], axis=1)
        top = np.argpartition(-scores, min(nearest, scores.shape[1]) - 1, axis=1)[:, :nearest]
        ids, scores = np.take_along_axis(ids, top, 1), np.take_along_axis(scores, top, 1)
    assert ids is not None
    assert scores is not None
    return np.take_along_axis(ids, np.argsort(-scores, axis=1), 1)


def _compared(vectors: Any, queries: NDArray[np.float32], found: NDArray[np.int64], nearest: int) -> NDArray[np.int64]:
    """The nearest of what was found for each query, by the whole vectors."""
    rows = np.unique(found[found >= 0])
    whole = vectors[rows].astype(np.float32)
    return rows[np.argsort(-(queries @ whole.T), axis=1)[:, :nearest]]


# Exact


def _build_float32(vectors: Any, file: Path) -> None:
    with file.open("wb") as out:
        for begin in range(0, len(vectors), BLOCK):
            out.write(vectors[begin : begin + BLOCK].astype(np.float32).tobytes())


def _open_float32(file: Path, vectors: Any) -> Search:
    kept = np.memmap(file, np.float32, "r").reshape(vectors.shape)
    return lambda queries, nearest: _scan(len(kept), lambda a, b: queries @ kept[a:b].T, nearest)


def _build_int8(vectors: Any, file: Path) -> None:
    step = np.abs(vectors[:BLOCK].astype(np.float32)).max() / components.STEPS
    with file.open("wb") as out:
        for begin in range(0, len(vectors), BLOCK):
            codes = np.rint(vectors[begin : begin + BLOCK].astype(np.float32) / step)
            out.write((codes.clip(-components.STEPS, components.STEPS) + components.ZERO).astype(np.uint8).tobytes())


def _open_int8(file: Path, vectors: Any) -> Search:
    kept = np.memmap(file, np.uint8, "r").reshape(vectors.shape)

    def search(queries: NDArray[np.float32], nearest: int) -> NDArray[np.int64]:
        asked = np.rint(queries * (127 / np.abs(queries).max(axis=1, keepdims=True))).astype(np.int8).T
        return _scan(len(kept), lambda a, b: products(kept[a:b], np.ascontiguousarray(asked)).T, nearest)

    return search


# A bit a component


def _build_bits(vectors: Any, file: Path) -> None:
    mean = vectors[:BLOCK].astype(np.float32).mean(axis=0)
    with file.open("wb") as out:
        out.write(mean.tobytes())
        for begin in range(0, len(vectors), BLOCK):
            out.write(np.packbits(vectors[begin : begin + BLOCK] > mean, axis=1).tobytes())


def _read_bits(file: Path, vectors: Any) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    width = vectors.shape[1]
    return np.fromfile(file, np.float32, width), np.fromfile(file, np.uint8, offset=4 * width).reshape(-1, width // 8)


def _open_bits(file: Path, vectors: Any) -> Search:
    mean, kept = _read_bits(file, vectors)
    words = kept.view(np.uint64)

    def search(queries: NDArray[np.float32], nearest: int) -> NDArray[np.int64]:
        asked = np.packbits(queries > mean, axis=1).view(np.uint64)

        def score(begin: int, end: int) -> NDArray[Any]:
            return np.stack([-np.bitwise_count(words[begin:end] ^ one).sum(axis=1, dtype=np.int16) for one in asked])

        return _compared(vectors, queries, _scan(len(words), score, 80 * nearest), nearest)

    return search


def _open_faiss_bits(file: Path, vectors: Any) -> Search:
    import faiss

    mean, kept = _read_bits(file, vectors)
    index = faiss.IndexBinaryFlat(vectors.shape[1])
    index.add(kept)
    return lambda queries, nearest: _compared(
        vectors, queries, index.search(np.packbits(queries > mean, axis=1), 80 * nearest)[1], nearest
    )


# Principal components, a byte each: what the store uses


def _build_components(vectors: Any, file: Path) -> None:
    found = Components.of(vectors[:: max(1, len(vectors) // 32_768)])
    with file.open("wb") as out:
        writer = SearchFileWriter(out, found)
        for begin in range(0, len(vectors), BLOCK):
            part = vectors[begin : begin + BLOCK]
            writer.add(np.arange(begin, begin + len(part)), found.codes(part))
        writer.finish({}, np.empty(0, np.int64))


def _open_components(file: Path, vectors: Any) -> Search:
    import os

    kept = SearchFile(file)
    none = np.zeros(0, np.bool_)
    threads = os.cpu_count() or 1
    return lambda queries, nearest: _compared(
        vectors, queries, kept.candidates(queries, 30 + 2 * nearest, none, threads), nearest
    )


# An inverted file in NumPy: lists around centres of k-means, a byte a dimension


def _build_lists(vectors: Any, file: Path) -> None:
    lists = int(len(vectors) ** 0.5)
    draw = np.random.default_rng(0)
    sample = vectors[np.sort(draw.choice(len(vectors), min(len(vectors), 64 * lists), replace=False))].astype(
        np.float32
    )
    centres = sample[:lists]
    for _ in range(8):
        nearest = _nearest(sample, centres)
        order = np.argsort(nearest, kind="stable")
        filled, begins = np.unique(nearest[order], return_index=True)
        centres = sample[draw.choice(len(sample), lists)]
        centres[filled] = np.add.reduceat(sample[order], begins, axis=0)
        centres = centres / np.linalg.norm(centres, axis=1, keepdims=True)
    own = np.concatenate([_nearest(vectors[i : i + BLOCK], centres) for i in range(0, len(vectors), BLOCK)])
    order = np.argsort(own, kind="stable")
    step = np.float32(np.abs(sample).max() / 127)
    codes = np.concatenate(
        [
            np.rint(vectors[order[i : i + BLOCK]] / step).clip(-127, 127).astype(np.int8)
            for i in range(0, len(order), BLOCK)
        ]
    )
    with file.open("wb") as out:
        np.savez(out, centres=centres, order=order, counts=np.bincount(own, minlength=lists), codes=codes)


def _nearest(rows: Any, centres: NDArray[np.float32]) -> NDArray[np.int64]:
    rows = rows.astype(np.float32)
    return np.concatenate([(rows[i : i + 4096] @ centres.T).argmax(axis=1) for i in range(0, len(rows), 4096)])


def _open_lists(file: Path, vectors: Any) -> Search:
    kept = np.load(file)
    centres, order, counts, codes = (kept[name] for name in ("centres", "order", "counts", "codes"))
    ends = np.cumsum(counts)
    probed = max(1, len(centres) // 5)

    def search(queries: NDArray[np.float32], nearest: int) -> NDArray[np.int64]:
        into = np.argpartition(-(queries @ centres.T), probed, axis=1)[:, :probed]
        asks = np.zeros((len(queries), len(centres)), np.bool_)
        np.put_along_axis(asks, into, True, axis=1)
        scores: list[list[NDArray[Any]]] = [[] for _ in queries]
        rows: list[list[NDArray[Any]]] = [[] for _ in queries]
        for number in np.flatnonzero(asks.any(axis=0)):
            span = slice(ends[number] - counts[number], ends[number])
            askers = np.flatnonzero(asks[:, number])
            for asker, found in zip(askers, queries[askers] @ codes[span].astype(np.float32).T, strict=True):
                scores[asker].append(found)
                rows[asker].append(order[span])
        found = []
        for own_scores, own_rows in zip(map(np.concatenate, scores), map(np.concatenate, rows), strict=True):
            found.append(own_rows[np.argpartition(-own_scores, 3 * nearest)[: 3 * nearest]])
        return _compared(vectors, queries, np.array(found), nearest)

    return search


# Libraries


def _faiss(kind: str, compared: int = 1, probed: float = 0.0) -> Way:
    """An index of faiss's factory; `LISTS` in `kind` stands for the square root of the number of vectors."""

    def build(vectors: Any, file: Path) -> None:
        import faiss

        name = kind.replace("LISTS", str(int(len(vectors) ** 0.5)))
        index = faiss.index_factory(vectors.shape[1], name, faiss.METRIC_INNER_PRODUCT)
        index.train(vectors[:: max(1, len(vectors) // 65_536)].astype(np.float32))
        for begin in range(0, len(vectors), BLOCK):
            index.add(vectors[begin : begin + BLOCK].astype(np.float32))
        faiss.write_index(index, str(file))

    def opened(file: Path, vectors: Any) -> Search:
        import faiss

        index = faiss.read_index(str(file))
        if probed:
            lists = faiss.extract_index_ivf(index)
            lists.nprobe = max(1, round(lists.nlist * probed))
        elif "HNSW" in kind:
            index.hnsw.efSearch = 128
        if compared == 1:
            return lambda queries, nearest: index.search(queries, nearest)[1]
        return lambda queries, nearest: _compared(
            vectors, queries, index.search(queries, compared * nearest)[1], nearest
        )

    return Way(build, opened, ("faiss",))


def _build_usearch(vectors: Any, file: Path) -> None:
    from usearch.index import Index

    index = Index(ndim=vectors.shape[1], metric="ip", dtype="i8", connectivity=16, expansion_add=128)
    for begin in range(0, len(vectors), BLOCK):
        part = vectors[begin : begin + BLOCK].astype(np.float32)
        index.add(np.arange(begin, begin + len(part)), part)
    index.save(str(file))


def _open_usearch(file: Path, vectors: Any) -> Search:
    from usearch.index import Index

    index = Index.restore(str(file), view=True)
    index.expansion_search = 128
    return lambda queries, nearest: _compared(
        vectors, queries, index.search(queries, 3 * nearest).keys.astype(np.int64), nearest
    )


WAYS = {
    "exact, float32": Way(_build_float32, _open_float32),
    "exact, int8": Way(_build_int8, _open_int8),
    "bits, compared again": Way(_build_bits, _open_bits),
    "principal components, compared again": Way(_build_components, _open_components),
    "NumPy inverted lists, int8": Way(_build_lists, _open_lists),
    "usearch HNSW, int8": Way(_build_usearch, _open_usearch, ("usearch.index",)),
    "faiss inverted lists, int8": _faiss("IVFLISTS,SQ8", 3, 0.2),
    "faiss inverted lists, PQ96": _faiss("IVFLISTS,PQ96x4fs", 40, 0.2),
    "faiss HNSW": _faiss("HNSW32"),
    "faiss bits, compared again": Way(_build_bits, _open_faiss_bits, ("faiss",)),
}
