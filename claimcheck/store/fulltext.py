"""Full-text search that chooses its words: the rarest of a query, so that a million passages stay quick."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

from claimcheck.store.schema import TOKENIZER
from claimcheck.store.scope import Scope

#: The most words of one query, and the most passages that its words may touch together, the rarest word apart.
#: On the development cases a sentence's recall@10 is 0.82 by its 8 rarest words, 0.92 by all of them.
WORDS = 32
BUDGET = 2_000

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


class FullText:
    """Searches `passages_fts`; remembers how often words occur, for as long as the store does not change."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._frequencies: dict[str, int] = {}
        self._stemmed: dict[str, list[str]] = {}
        self._found: dict[tuple[str, int], list[tuple[int, float]]] = {}
        self._whole: bool | None = None
        self.stamp: object = None
        # Another connection, in memory: stems words as the store's index does, also for a store that is read-only.
        self._stemmer = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._stemmer.execute(f"CREATE VIRTUAL TABLE words USING fts5(word, tokenize='{TOKENIZER}')")
        self._stemmer.execute("CREATE VIRTUAL TABLE stems USING fts5vocab('words', 'instance')")

    def forget(self, stamp: object) -> None:
        """Frequencies are counted anew: the store has changed, to what `stamp` stands for."""
        self._frequencies.clear()
        self._found.clear()
        self._whole = None
        self.stamp = stamp

    def close(self) -> None:
        self._stemmer.close()

    def search(self, query: str, limit: int, scope: Scope) -> list[tuple[int, float]]:
        """(passage, score), best first. The score is BM25, turned so that higher is better."""
        words = self.choose(query)
        if not words:
            return []
        # Claims of one sentence ask the same; a store that is searched by many articles forgets the oldest.
        key = (" OR ".join(map(quoted, words)), limit)
        if key not in self._found:
            if len(self._found) >= KEPT:
                del self._found[next(iter(self._found))]
            self._found[key] = self._match(*key, scope)
        return list(self._found[key])

    def phrase(self, words: str, limit: int, scope: Scope) -> list[tuple[int, float]]:
        """Passages that hold these words side by side, as a quote does."""
        return self._match(quoted(words), limit, scope) if _WORD.search(words) else []

    def choose(self, query: str) -> list[str]:
        """The rarest words of a query, rarest first, by how many passages hold them."""
        candidates = dict.fromkeys(word for word in _WORD.findall(query.casefold()) if word not in COMMON)
        stems = self._stems(list(candidates) or list(dict.fromkeys(_WORD.findall(query.casefold()))))
        known = sorted((count, stem) for stem in stems if (count := self.frequency(stem)))
        chosen: list[str] = []
        touched = 0
        for count, stem in known[:WORDS]:
            touched += count
            if chosen and touched > BUDGET:
                break
            chosen.append(stems[stem])
        return chosen

    def frequency(self, stem: str) -> int:
        """In how many passages a stem occurs."""
        if stem not in self._frequencies:
            row = self._connection.execute("SELECT doc FROM passages_words WHERE term = ?", (stem,)).fetchone()
            self._frequencies[stem] = row[0] if row else 0
        return self._frequencies[stem]

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

    def _match(self, expression: str, limit: int, scope: Scope) -> list[tuple[int, float]]:
        if self._is_whole(scope):
            sql = "SELECT rowid, -rank FROM passages_fts WHERE passages_fts MATCH ? ORDER BY rank, rowid LIMIT ?"
            return [(int(row[0]), float(row[1])) for row in self._connection.execute(sql, (expression, limit))]
        # The best are taken before the scope is asked, a few more than wanted: most are in scope.
        rows: list[tuple[int, float, int]] = []
        for taken in (limit * 2 + 10, limit * 50 + 1000):
            rows = self._connection.execute(
                f"""SELECT found.rowid, -found.score, {scope.sql} FROM (
                        SELECT rowid, rank AS score FROM passages_fts WHERE passages_fts MATCH :words
                        ORDER BY rank LIMIT :taken
                    ) AS found
                    JOIN sentences AS p ON p.id = found.rowid
                    JOIN versions AS r ON r.key = p.version""",
                {"words": expression, "taken": taken, **scope.parameters},
            ).fetchall()
            if sum(row[2] for row in rows) >= limit or len(rows) < taken:
                break
        inside = sorted((-score, passage) for passage, score, kept in rows if kept)
        return [(passage, -score) for score, passage in inside[:limit]]

    def _is_whole(self, scope: Scope) -> bool:
        """Whether all versions are in scope, so that passages need not be asked for theirs."""
        if self._whole is None:
            sql = f"SELECT NOT EXISTS (SELECT 1 FROM versions AS r WHERE {scope.outside})"
            self._whole = bool(self._connection.execute(sql, scope.parameters).fetchone()[0])
        return self._whole


def quoted(words: str) -> str:
    """As FTS5 takes any text for words and nothing for syntax. Example: he said "no" -> "he said ""no""\""""
    return '"' + words.replace('"', '""').replace("\0", " ") + '"'
