"""Full-text search in two steps: which passages hold the rarest words of a query, then the likeliest ranked by BM25.

SQLite's own ranking looks up the length of every passage that holds any word, all over a large store; here it is
looked up for the passages that share the most and the rarest words with the query.
"""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from claimcheck.store.schema import TOKENIZER

Ids = NDArray[np.int64]
Hits = list[tuple[int, float]]

#: The most words of one query, and the most passages that its words may touch together: among a million passages 20,000
#: would find more by words alone (0.65 of the gold evidence for 0.56), but no more of it together with the vectors.
WORDS = 32
BUDGET = 2_000

#: So many passages of a query are ranked with their lengths.
RANKED = 100

#: BM25's constants, as in SQLite: how little a word's return adds, how much a passage's length takes away.
K1, B = 1.2, 0.75

#: So many searches are remembered with what they found.
KEPT = 500

#: Words that a query never looks for: they are in every other sentence, and counting them alone takes long.
COMMON = frozenset(
    """
    a about after again all also am an and any are as at be because been before being but by can could did do does
    down during each for from had has have he her here hers him his how i if in into is it its just me more most my
    no nor not now of off on once one only or other our out over own said same say says she should so some such than
    that the their them then there these they this those through to told too under until up very was we were what
    when where which while who whom why will with would you your s t
    """.split()
)

_WORD = re.compile(r"[^\W_]+")
_NONE: Ids = np.empty(0, np.int64)


class FullText:
    """Searches `passages_fts`; remembers which passages hold a word, for as long as the store does not change."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._frequencies: dict[str, int] = {}
        self._holders: dict[str, Ids] = {}
        self._stemmed: dict[str, list[str]] = {}
        self._found: dict[tuple[str, int], Hits] = {}
        self._size: tuple[int, float] | None = None
        self.stamp: object = None
        # Another connection, in memory: stems words as the store's index does, also for a store that is read-only.
        self._stemmer = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._stemmer.execute(f"CREATE VIRTUAL TABLE words USING fts5(word, tokenize='{TOKENIZER}')")
        self._stemmer.execute("CREATE VIRTUAL TABLE stems USING fts5vocab('words', 'instance')")

    def forget(self, stamp: object) -> None:
        """Words are counted anew: the store, or the view of it, has changed to what `stamp` stands for."""
        self._frequencies.clear()
        self._holders.clear()
        self._found.clear()
        self._size = None
        self.stamp = stamp

    def close(self) -> None:
        self._stemmer.close()

    def search(self, query: str, limit: int, outside: Ids = _NONE) -> Hits:
        """(passage, score), best first, without those `outside`. The score is BM25, higher is better, as if each word
        stood in a passage but once."""
        # Claims of one sentence ask the same; a store that is searched by many articles forgets the oldest.
        key = query, limit
        if key not in self._found:
            if len(self._found) >= KEPT:
                del self._found[next(iter(self._found))]
            words = self.choose(query)
            self._found[key] = self._best(words, limit, outside) if words else []
        return list(self._found[key])

    def phrase(self, words: str, limit: int, outside: Ids = _NONE) -> Hits:
        """Passages that hold these words side by side, as a quote does."""
        if not _WORD.search(words):
            return []
        rows = self._matching(quoted(words), BUDGET)
        return self._ranked(rows, np.ones(len(rows), np.float64), limit, outside)

    def choose(self, query: str) -> list[str]:
        """The rarest words of a query, rarest first, by how many passages hold them. Where even the rarest is in too
        many, the two rarest: what holds both is looked for."""
        candidates = dict.fromkeys(word for word in _WORD.findall(query.casefold()) if word not in COMMON)
        stems = self._stems(list(candidates) or list(dict.fromkeys(_WORD.findall(query.casefold()))))
        known = sorted((count, stem) for stem, word in stems.items() if (count := self.frequency(word)))
        if known and known[0][0] > BUDGET:
            return [stems[stem] for _, stem in sorted((self._count(stem), stem) for _, stem in known)[:2]]
        chosen: list[str] = []
        touched = 0
        for count, stem in known[:WORDS]:
            touched += count
            if touched > BUDGET:
                break
            chosen.append(stems[stem])
        return chosen

    def frequency(self, word: str) -> int:
        """In how many passages a word occurs, in any form; of a common one no more is told than that it is."""
        if word not in self._frequencies:
            sql = "SELECT count(*) FROM (SELECT 1 FROM passages_fts WHERE passages_fts MATCH ? LIMIT ?)"
            self._frequencies[word] = self._connection.execute(sql, (quoted(word), BUDGET + 1)).fetchone()[0]
        return self._frequencies[word]

    def _count(self, stem: str) -> int:
        row = self._connection.execute("SELECT doc FROM passages_words WHERE term = ?", (stem,)).fetchone()
        return int(row[0]) if row else 0

    def _stems(self, words: Sequence[str]) -> dict[str, str]:
        """Stem to one word that has it. Example: ["missiles", "fired"] -> {"missil": "missiles", "fire": "fired"}"""
        new = [word for word in words if word not in self._stemmed]
        if new:
            self._stemmer.execute("BEGIN")  # the index is written once, not with every word
            self._stemmer.execute("DELETE FROM words")
            self._stemmer.executemany("INSERT INTO words (rowid, word) VALUES (?, ?)", enumerate(new, 1))
            self._stemmer.execute("COMMIT")
            self._stemmed.update((word, []) for word in new)
            for term, number in self._stemmer.execute("SELECT term, doc FROM stems"):
                self._stemmed[new[number - 1]].append(term)
        return {term: word for word in words for term in self._stemmed[word]}

    def _best(self, words: Sequence[str], limit: int, outside: Ids) -> Hits:
        """The first step: what holds words of these, and how much they weigh together."""
        if self.frequency(words[0]) > BUDGET:
            both = self._matching(" AND ".join(map(quoted, words)), BUDGET)
            one = self._matching(quoted(words[0]), RANKED) if len(both) < limit else _NONE
            lists, weights = [both, one], [1.0, 0.5]
        else:
            lists = [self._holders_of(word) for word in words]
            passages = self._averages()[0]
            weights = [max(math.log((passages - len(ids) + 0.5) / (len(ids) + 0.5)), 1e-6) for ids in lists]
        rows, place = np.unique(np.concatenate(lists), return_inverse=True)
        together = np.bincount(place, np.repeat(weights, [len(ids) for ids in lists])).astype(np.float64)
        return self._ranked(rows, together, limit, outside)

    def _ranked(self, rows: Ids, weights: NDArray[np.float64], limit: int, outside: Ids) -> Hits:
        """The second step: of those that weigh the most the lengths. Of equals the newer are taken."""
        if len(outside):
            inside = ~np.isin(rows, outside)
            rows, weights = rows[inside], weights[inside]
        order = np.lexsort((-rows, -weights))[: max(RANKED, limit)]
        rows, weights = rows[order], weights[order]
        average = self._averages()[1]
        lengths = self._lengths(rows, average)
        scores = weights * (K1 + 1) / (1 + K1 * (1 - B + B * lengths / average))
        best = np.lexsort((rows, -scores))[:limit]
        return [(int(rows[i]), float(scores[i])) for i in best]

    def _holders_of(self, word: str) -> Ids:
        if word not in self._holders:
            self._holders[word] = self._matching(quoted(word), BUDGET)
        return self._holders[word]

    def _matching(self, expression: str, limit: int) -> Ids:
        """The passages that match, the newest `limit` of them."""
        # One text for all numbers: a row each would take Python longer than SQLite takes to find them.
        sql = (
            "SELECT group_concat(rowid) FROM ("
            "SELECT rowid FROM passages_fts WHERE passages_fts MATCH ? ORDER BY rowid DESC LIMIT ?)"
        )
        found = self._connection.execute(sql, (expression, limit)).fetchone()[0]
        return np.fromstring(found, np.int64, sep=",") if found else _NONE

    def _lengths(self, rows: Ids, average: float) -> NDArray[np.float64]:
        """How many words these passages have, as FTS5 keeps it."""
        numbers = rows.tolist()
        marks = ",".join("?" * len(numbers))
        known = self._connection.execute(f"SELECT id, sz FROM passages_fts_docsize WHERE id IN ({marks})", numbers)
        lengths = {row: _varints(size)[0] for row, size in known}
        return np.array([lengths.get(row, average) for row in numbers], np.float64)

    def _averages(self) -> tuple[int, float]:
        """How many passages there are, and how many words one has, as FTS5 keeps it."""
        if self._size is None:
            row = self._connection.execute("SELECT block FROM passages_fts_data WHERE id = 1").fetchone()
            passages, words = (*_varints(row[0] if row else b""), 0, 0)[:2]
            self._size = passages, max(words / max(passages, 1), 1.0)
        return self._size


def quoted(words: str) -> str:
    """As FTS5 takes any text for words and nothing for syntax. Example: he said "no" -> "he said ""no""\""""
    return '"' + words.replace('"', '""').replace("\0", " ") + '"'


def _varints(data: bytes) -> list[int]:
    """SQLite's numbers of seven bits a byte, the highest first. Example: b"\\x81\\x05\\x14" -> [133, 20]"""
    found, number = [], 0
    for byte in data:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            found.append(number)
            number = 0
    return found
