"""The file of the search index: passage numbers and their vectors' components, in blocks, in the order of the numbers.

    block, block, … | head: what it is about, basis, sums of blocks, passages without a vector | digest, length, mark

It is written once and never changed. The head is told by a digest, each block by the sum of its 64-bit words: what was
damaged raises `Damaged` when it is read, before anything is found by it.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from claimcheck.store.components import Codes, Components, products

Ids = NDArray[np.int64]
Scores = NDArray[np.int32]

#: Rows of a block: 3 MB at 184 components, which stay in a processor's cache from one step to the next.
BLOCK = 16_384

#: More threads wait for one another, and for the memory.
MOST_THREADS = 4

_MARK = b"claimcheck find 1"
_DIGEST = 16
_TAIL = _DIGEST + 8 + len(_MARK)


class Damaged(Exception):
    """The file is not what was written."""


class SearchFileWriter:
    """Writes rows as they come, and the head at the end."""

    def __init__(self, file: BinaryIO, components: Components) -> None:
        self._file, self._components, self._block = file, components, BLOCK
        self._ids: Ids = np.empty(0, np.int64)
        self._codes: Codes = np.empty((0, components.width), np.uint8)
        self._sums: list[int] = []
        self.rows = 0

    def add(self, ids: Ids, codes: Codes) -> None:
        """Rows (n,) and (n, k), their numbers above all before."""
        self._ids, self._codes = np.concatenate([self._ids, ids]), np.concatenate([self._codes, codes])
        while len(self._ids) >= self._block:
            self._write(self._block)

    def finish(self, about: dict[str, Any], lacking: Ids) -> None:
        """`about` is whatever the reader is to know; `lacking` are numbers that had no vector to be written."""
        if len(self._ids):
            self._write(len(self._ids))
        basis = self._components.basis
        shape = {
            "dimensions": basis.shape[0],
            "width": basis.shape[1],
            "step": self._components.step,
            "rows": self.rows,
            "block": self._block,
            "lacking": len(lacking),
        }
        told = json.dumps({**about, **shape}).encode()
        parts = [told, basis.astype("<f4").tobytes(), np.array(self._sums, "<u8").tobytes(), lacking.astype("<i8")]
        head = len(told).to_bytes(8, "little") + b"".join(bytes(part) for part in parts)
        digest = hashlib.blake2b(head, digest_size=_DIGEST).digest()
        self._file.write(head + digest + len(head).to_bytes(8, "little") + _MARK)

    def _write(self, rows: int) -> None:
        data = self._ids[:rows].astype("<i8").tobytes() + self._codes[:rows].tobytes()
        self._file.write(data)
        self._sums.append(_sum(data))
        self.rows += rows
        self._ids, self._codes = self._ids[rows:], self._codes[rows:]


class SearchFile:
    """A file that was written. Raises Damaged for what is none, OSError for what cannot be read."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._file = path.open("rb", buffering=0)
        try:
            self._read_head()
        except (ValueError, KeyError, TypeError) as e:
            self._file.close()
            raise Damaged from e
        except BaseException:
            self._file.close()
            raise

    def close(self) -> None:
        self._file.close()

    def _read_head(self) -> None:
        size = self._file.seek(0, 2)
        tail = self._bytes(max(size - _TAIL, 0), min(size, _TAIL))
        length = int.from_bytes(tail[_DIGEST : _DIGEST + 8], "little")
        if not tail.endswith(_MARK) or length > size - _TAIL:
            raise Damaged
        head = self._bytes(size - _TAIL - length, length)
        if hashlib.blake2b(head, digest_size=_DIGEST).digest() != tail[:_DIGEST]:
            raise Damaged
        told = int.from_bytes(head[:8], "little")
        self.about: dict[str, Any] = json.loads(head[8 : 8 + told])
        names = ("dimensions", "width", "rows", "block", "lacking")
        d, k, rows, self._size, lacking = (int(self.about[name]) for name in names)
        self._blocks = -(-rows // self._size)
        if size != rows * (8 + k) + length + _TAIL:
            raise Damaged
        rest = memoryview(head)[8 + told :]
        basis = np.frombuffer(rest, "<f4", d * k).reshape(d, k)
        self.components = Components(basis, float(self.about["step"]))
        self._sums = np.frombuffer(rest, "<u8", self._blocks, 4 * d * k)
        self.lacking: Ids = np.frombuffer(rest, "<i8", lacking, 4 * d * k + 8 * self._blocks)
        self.rows = rows

    def blocks(self) -> Iterator[tuple[Ids, Codes]]:
        for number in range(self._blocks):
            yield self._block(number, self._buffer())

    def candidates(
        self, queries: NDArray[np.float32], wanted: int, left_out: NDArray[np.bool_], threads: int = 1
    ) -> Ids:
        """The numbers of the rows that seem nearest to any of the queries (m, d), `wanted` for each, ascending; on any
        number of threads the same. `left_out` is true at numbers not to be found; it may end before the last."""
        questions = self.components.questions(queries)
        threads = max(1, min(threads, MOST_THREADS, self._blocks))

        def scan(first: int) -> _Best:
            best, buffer = _Best(len(queries), wanted), self._buffer()
            for number in range(first, self._blocks, threads):
                ids, codes = self._block(number, buffer)
                best.offer(ids, products(codes, questions), left_out)
            return best

        if threads == 1:
            return scan(0).ids()
        with ThreadPoolExecutor(threads) as pool:
            return _Best.joined(list(pool.map(scan, range(threads)))).ids()

    def _buffer(self) -> bytearray:
        """Room for a block: read into again and again, it costs no fresh memory."""
        return bytearray(min(self._size, self.rows) * (8 + self.components.width))

    def _block(self, number: int, buffer: bytearray) -> tuple[Ids, Codes]:
        """A block as it lies in the buffer, until another is read into that."""
        width = self.components.width
        count = min(self._size, self.rows - number * self._size)
        data = memoryview(buffer)[: count * (8 + width)]
        with self._lock:
            self._file.seek(number * self._size * (8 + width))
            read = self._file.readinto(data)
        if read != len(data) or _sum(data) != self._sums[number]:
            raise Damaged
        return np.frombuffer(data, "<i8", count), np.frombuffer(data, np.uint8, -1, 8 * count).reshape(count, width)

    def _bytes(self, begin: int, length: int) -> bytes:
        self._file.seek(begin)
        data = self._file.read(length)
        if len(data) != length:
            raise Damaged
        return data


class _Best:
    """For each query the best rows so far, by score and then by number.

    A row that is no better than the last of them is passed over: its number is higher, since blocks come in order.
    """

    def __init__(self, queries: int, wanted: int) -> None:
        self._queries, self._wanted = queries, wanted
        self._bar: Scores | None = None  # one below the score that a row must have, of each query
        self._kept: list[tuple[Ids, Ids, Scores]] = []  # query, number, score
        self._held = 0

    @classmethod
    def joined(cls, parts: Sequence[_Best]) -> _Best:
        whole = cls(parts[0]._queries, parts[0]._wanted)
        whole._kept = [kept for part in parts for kept in part._kept]
        return whole

    def offer(self, ids: Ids, scores: Scores, left_out: NDArray[np.bool_]) -> None:
        """Scores (n, m) of rows for every query."""
        known = ids[: int(np.searchsorted(ids, len(left_out)))]
        if len(known) and left_out[known].any():
            inside = np.append(~left_out[known], np.ones(len(ids) - len(known), np.bool_))
            ids, scores = ids[inside], scores[inside]
        if self._bar is None and len(ids) > self._wanted:
            worst = len(ids) - self._wanted
            self._bar = np.partition(scores, worst, axis=0)[worst] - 1
        where = np.arange(scores.size) if self._bar is None else np.flatnonzero(scores > self._bar)
        row, query = np.divmod(where, self._queries)
        self._kept.append((query, ids[row], scores.reshape(-1)[where]))
        self._held += len(where)
        if self._held > 3 * self._wanted * self._queries:
            self._settle()

    def ids(self) -> Ids:
        if not self._kept:
            return np.empty(0, np.int64)
        self._settle()
        return np.unique(self._kept[0][1])

    def _settle(self) -> None:
        query, ids, score = (np.concatenate(part) for part in zip(*self._kept, strict=True))
        order = np.lexsort((ids, -score, query))
        query, ids, score = query[order], ids[order], score[order]
        rank = np.arange(len(query)) - np.searchsorted(query, query)
        if self._bar is not None:
            last = rank == self._wanted - 1
            self._bar[query[last]] = score[last]
        kept = rank < self._wanted
        self._kept, self._held = [(query[kept], ids[kept], score[kept])], int(kept.sum())


def _sum(data: bytes | memoryview) -> int:
    return int(np.add.reduce(np.frombuffer(data, "<u8"), dtype=np.uint64))
