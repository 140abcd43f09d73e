"""Reading the store: what is in it, and the ways to find passages. Nothing here changes the file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from claimcheck.errors import StoreError
from claimcheck.records import Cue, Passage, Reference, StoredReference, StoreState
from claimcheck.store import embedded, identity, passages, search_index, statistics, vectors, verification
from claimcheck.store.connection import PATIENCE, close_store, open_store, translated
from claimcheck.store.fulltext import FullText
from claimcheck.store.scope import Scope
from claimcheck.store.search_file import Damaged

# The class has a method `list`: within it the type goes by other names.
References = list[StoredReference]
Passages = list[Passage]
Hits = list[tuple[int, float]]  # (passage id, score), best first
AllHits = list[Hits]
Aside = list[tuple[str, int, str]]
Lines = list[str]
Kills = list[tuple[str, str | None]]
Stamp = tuple[int, Scope]
Ids = vectors.Ids
Tombstones = list[dict[str, Any]]


class StoreReader:
    """A store that is looked at. `ReferenceStore` adds what changes it."""

    def __init__(
        self,
        path: str | Path,
        readonly: bool = False,
        *,
        as_of: str | None = None,
        held_at: str | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self.path = Path(path)
        self.readonly = readonly
        self.scope = Scope(as_of, held_at)
        self._connection = open_store(self.path, readonly, patience)
        self._fulltext: FullText | None = None
        self._loaded: tuple[Stamp, vectors.Ids, vectors.Matrix] | None = None
        self._outside: tuple[Stamp, vectors.Ids] | None = None
        self._search: tuple[search_index.Sign, search_index.SearchIndex | None] = ((None, None), None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        if self._fulltext:
            self._fulltext.close()
            self._fulltext = None
        self._forget_search()
        close_store(self._connection, self.readonly)

    @contextmanager
    def reading(self) -> Iterator[Self]:
        """Within it, every answer is of one moment, whatever others add meanwhile. Keep it short: it holds the log."""
        if self._connection.in_transaction:
            yield self
            return
        with translated(self.path):
            self._connection.execute("BEGIN")
            self._connection.execute("SELECT count(*) FROM meta").fetchone()
        try:
            yield self
        finally:
            if self._connection.in_transaction:
                self._connection.execute("COMMIT")

    @contextmanager
    def view(self, as_of: str | None = None, held_at: str | None = None) -> Iterator[Self]:
        """Within it, every answer is of one moment, and of what was published and held by then, if that is asked."""
        before = self.scope
        self.scope = Scope(as_of or before.as_of, held_at or before.held_at)
        try:
            with self.reading():
                yield self
        finally:
            self.scope = before

    # What is known of the whole

    def meta(self, key: str) -> str | None:
        with translated(self.path):
            row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    @property
    def encoder(self) -> str | None:
        """The name of the encoder that made the vectors; None while there are none."""
        return self.meta("encoder")

    @property
    def fingerprint(self) -> str:
        """Another one after every change of the store, and for another view of it."""
        parts = [self.meta("store"), self.meta("changes"), self.scope.as_of, self.scope.held_at]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]

    def state(self) -> StoreState:
        """What a report says of the store."""
        with translated(self.path):
            references, found = statistics.size(self._connection, self.scope)
        return StoreState(str(self.path), references, found, self.fingerprint)

    def stats(self) -> dict[str, Any]:
        """Counts of everything, the largest publishers, dates, and the size of the file in bytes."""
        with translated(self.path):
            return statistics.stats(self._connection, self.path, self.scope)

    def verify(self) -> Lines:
        """Everything that is wrong with the store, a line each with what mends it; empty if it is whole."""
        with translated(self.path):
            return [*verification.verify(self._connection)]

    def waiting(self) -> int:
        """How many passages have no vector yet, and are found by their words alone until they are embedded."""
        with translated(self.path):
            row = self._connection.execute("SELECT count(*) FROM sentences WHERE vector IS NULL").fetchone()
        return int(row[0])

    # References

    def list(
        self,
        *,
        publisher: str | None = None,
        tier: str | None = None,
        since: str | None = None,
        until: str | None = None,
        words: str | None = None,
        slug: str | None = None,
        superseded: bool = False,
        limit: int | None = None,
    ) -> References:
        """References in scope (with `superseded`: all versions), the latest published first.

        `publisher`, `slug` and `words` (in the title) are parts of them, in any case; `since` and `until` are days.
        """
        conditions: dict[str, str] = {
            "r.publisher LIKE '%' || :publisher || '%'": publisher or "",
            "r.tier = :tier": tier or "",
            "r.published >= :since": since or "",
            "r.published <= :until || '~'": until or "",
            "r.title LIKE '%' || :words || '%'": words or "",
            "r.slug LIKE '%' || :slug || '%'": slug or "",
        }
        where = ["1" if superseded else self.scope.sql, *(sql for sql, value in conditions.items() if value)]
        parameters: dict[str, Any] = {
            **self.scope.parameters,
            "publisher": publisher,
            "tier": tier,
            "since": since,
            "until": until,
            "words": words,
            "slug": slug,
            "limit": -1 if limit is None else limit,
        }
        order = "ORDER BY r.published IS NULL, r.published DESC, r.key DESC LIMIT :limit"
        with translated(self.path):
            return passages.stored_references(self._connection, f"{' AND '.join(where)} {order}", parameters)

    def get(self, reference: str, version: int | None = None) -> StoredReference:
        """One reference by its id: the version asked for, else the latest. Raises StoreError if it is not there."""
        with translated(self.path):
            found = passages.stored_references(
                self._connection,
                "r.id = ? AND (? IS NULL OR r.version = ?) ORDER BY r.superseded IS NOT NULL, r.version DESC LIMIT 1",
                (reference, version, version),
            )
        if not found:
            raise StoreError(self._not_there(reference, version))
        return found[0]

    def versions(self, reference: str) -> References:
        """All versions of one reference, the oldest first."""
        with translated(self.path):
            return passages.stored_references(self._connection, "r.id = ? ORDER BY r.version", (reference,))

    def copies(self, origin: str) -> References:
        """The references that are near copies of one origin, itself included."""
        with translated(self.path):
            return passages.stored_references(
                self._connection,
                f"r.origin = :origin AND {self.scope.sql} ORDER BY r.published, r.key",
                {"origin": origin, **self.scope.parameters},
            )

    def same_as(self, sha256: str, url: str | None) -> Aside:
        """What in the store is an article itself, by its text or its address: (reference, version, why)."""
        with translated(self.path):
            rows = self._connection.execute(
                f"""SELECT id, version, sha256 = :value FROM versions WHERE key IN (
                    SELECT key FROM versions WHERE {identity.SAME_TEXT}
                    UNION SELECT key FROM versions WHERE {identity.SAME_PAGE.replace(":value", ":address")}
                ) ORDER BY key""",
                {"value": sha256, "address": identity.address(url)},
            ).fetchall()
        return [(reference, version, "same text" if same else "same url") for reference, version, same in rows]

    def text_of(self, reference: str, version: int | None = None) -> str:
        """The whole text of a version (the latest, if none is named)."""
        return self.full(reference, version).text

    def full(self, reference: str, version: int | None = None) -> Reference:
        """A version as it was added, text and all."""
        found = self.get(reference, version)
        with translated(self.path):
            key, text, language, replaces, updates = self._connection.execute(
                "SELECT key, text, language, replaces, updates FROM versions WHERE id = ? AND version = ?",
                (found.id, found.version),
            ).fetchone()
            cues = self._connection.execute(
                "SELECT start, begins, ends FROM cues WHERE version = ? ORDER BY start", (key,)
            ).fetchall()
        return Reference(
            text=text,
            title=found.title,
            publisher=found.publisher,
            published=found.published,
            url=found.url,
            licence=found.licence,
            id=found.id,
            tier=found.tier,
            language=language,
            replaces=replaces,
            slug=found.slug,
            urgency=found.urgency,
            embargo=found.embargo,
            updates=bool(updates),
            reviews=found.reviews,
            cues=tuple(Cue(*row) for row in cues),
        )

    def everything(self) -> Iterator[tuple[StoredReference, Reference]]:
        """Every version of every reference, in the order they were added, one at a time: what an export writes."""
        with translated(self.path), self.reading():
            keys = [row[0] for row in self._connection.execute("SELECT key FROM versions ORDER BY key")]
            for key in keys:
                found = passages.stored_references(self._connection, "r.key = ?", (key,))[0]
                yield found, self.full(found.id, found.version)

    def standing(self, reference: Reference) -> identity.Standing:
        """Is it in the store already, so that nothing needs to be extracted and embedded?"""
        with translated(self.path):
            return identity.standing(self._connection, reference)

    def retractions(self) -> Kills:
        """Kill notices: (id, why), in the order they came."""
        with translated(self.path):
            return self._connection.execute("SELECT id, why FROM retractions ORDER BY received, id").fetchall()

    def retracted(self, reference: str) -> str | None:
        """Why a reference was retracted; None if it was not."""
        with translated(self.path):
            row = self._connection.execute(
                "SELECT coalesce(why, 'no reason was given') FROM retractions WHERE id = ?", (reference,)
            ).fetchone()
        return row[0] if row else None

    def tombstones(self) -> Tombstones:
        """What was removed: id, version, sha256, removed (when), why; the latest first."""
        with translated(self.path):
            cursor = self._connection.execute(
                "SELECT id, version, sha256, removed, why FROM tombstones ORDER BY removed DESC, version"
            )
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    # Passages, and the ways to find them

    def passages_of(self, reference: str, version: int | None = None) -> Passages:
        """The passages of one version (the latest, if none is named), in their order."""
        found = self.get(reference, version)
        with translated(self.path):
            key = self._connection.execute(
                "SELECT key FROM versions WHERE id = ? AND version = ?", (found.id, found.version)
            ).fetchone()[0]
            return passages.passages_of(self._connection, key)

    def passages_by_id(self, ids: Iterable[int]) -> Passages:
        """Passages in the order of `ids`, with neighbours and claims; what was removed meanwhile is left out."""
        with translated(self.path):
            return passages.passages_by_id(self._connection, ids)

    def search_text(self, query: str, limit: int = 20) -> Hits:
        """Passages by the query's rarest words: (passage id, BM25 score, higher is better), best first."""
        with translated(self.path):
            return self._text_index().search(query, limit, self.scope)

    def search_phrase(self, words: str, limit: int = 20) -> Hits:
        """Passages that hold these words side by side: (passage id, score), best first."""
        with translated(self.path):
            return self._text_index().phrase(words, limit, self.scope)

    def vectors(self) -> tuple[vectors.Ids, vectors.Matrix]:
        """Ids int64 (n,) and vectors float16 (n, d) of all passages in scope; kept until the store changes."""
        with translated(self.path):
            stamp = self._stamp()
            if self._loaded is None or self._loaded[0] != stamp:
                self._loaded = (stamp, *vectors.load(self._connection, self._out_of_scope()))
        return self._loaded[1], self._loaded[2]

    def embedded_before(self, reference: Reference, encoder: str) -> dict[str, NDArray[np.float32]]:
        """Sentences of a reference that is to be added whose vectors by this encoder are there already, with them."""
        with translated(self.path):
            return embedded.before(self._connection, reference) if self.encoder == encoder else {}

    def vectors_of(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """The vectors of these passages, float32 (len(ids), d); zeros for one that has none (yet)."""
        with translated(self.path):
            return vectors.of(self._connection, ids)

    def dense(self, queries: NDArray[np.float32], limit: int = 20) -> AllHits:
        """For each row of `queries` (n, d), unit length, the nearest passages: (id, cosine), best first.

        Exact in a store of less than `search_index.MANY` passages. In a larger one the search index, where there is
        one, says which passages are compared; it finds 98 and more of 100 that an exact search does.
        """
        if not len(queries):
            return []
        with translated(self.path):
            if index := self._search_index():
                try:
                    return vectors.best(
                        index.pool(self._connection, queries, limit, self._out_of_scope()), queries, limit
                    )
                except (Damaged, OSError):
                    self._forget_search(index.sign)
            if vectors.last(self._connection) <= vectors.KEPT:
                return vectors.best(vectors.split(*self.vectors()), queries, limit)
            return vectors.best(vectors.chunks(self._connection, self._out_of_scope()), queries, limit)

    def _search_index(self) -> search_index.SearchIndex | None:
        """The index that belongs to the store as it is seen now; looked for again when another one was made."""
        sign = search_index.sign_of(self._connection)
        if sign != self._search[0]:
            self._forget_search()
            self._search = (sign, search_index.load(self._connection, self.path))
        return self._search[1]

    def _forget_search(self, sign: search_index.Sign = (None, None)) -> None:
        """Let go of the index; one that bears this sign is not looked at again."""
        if self._search[1]:
            self._search[1].close()
        self._search = (sign, None)

    def _out_of_scope(self) -> Ids:
        stamp = self._stamp()
        if self._outside is None or self._outside[0] != stamp:
            self._outside = (stamp, vectors.outside(self._connection, self.scope))
        return self._outside[1]

    def _text_index(self) -> FullText:
        stamp = self._stamp()
        if self._fulltext is None:
            self._fulltext = FullText(self._connection)
        if self._fulltext.stamp != stamp:
            self._fulltext.forget(stamp)
        return self._fulltext

    def _stamp(self) -> Stamp:
        """What answers that are kept lean on: the changes of the store so far, and the view of it."""
        row = self._connection.execute("SELECT value FROM meta WHERE key = 'changes'").fetchone()
        return int(row[0]), self.scope

    def _not_there(self, reference: str, version: int | None = None) -> str:
        gone = [stone for stone in self.tombstones() if stone["id"] == reference]
        if version is not None and self.versions(reference):
            return f"the reference {reference} has no version {version}; see: claimcheck store show {reference}"
        if gone:
            why = f" ({gone[0]['why']})" if gone[0]["why"] else ""
            return f"the reference {reference} was removed on {gone[0]['removed'][:10]}{why}"
        return f"there is no reference {reference} in the store {self.path}; see: claimcheck store list"
