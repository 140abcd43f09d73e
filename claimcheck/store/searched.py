"""The ways to find passages in a store: by words, by phrases, by vectors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claimcheck.records import Passage, Reference
from claimcheck.store import embedded, passages, search_index, vectors
from claimcheck.store.connection import PATIENCE, translated
from claimcheck.store.fulltext import FullText, Hits
from claimcheck.store.opened import OpenedStore, Stamp
from claimcheck.store.search_file import Damaged


class SearchedStore(OpenedStore):
    """A store that is searched. What is found is kept in mind until the store changes."""

    def __init__(
        self,
        path: str | Path,
        readonly: bool = False,
        *,
        as_of: str | None = None,
        held_at: str | None = None,
        patience: float = PATIENCE,
    ) -> None:
        super().__init__(path, readonly, as_of=as_of, held_at=held_at, patience=patience)
        self._fulltext: FullText | None = None
        self._loaded: tuple[Stamp, vectors.Ids, vectors.Matrix] | None = None
        self._search: tuple[search_index.Sign, search_index.SearchIndex | None] = ((None, None), None)

    def close(self) -> None:
        if self._fulltext:
            self._fulltext.close()
            self._fulltext = None
        self._forget_search()
        super().close()

    def passages_by_id(self, ids: Iterable[int]) -> list[Passage]:
        """Passages in the order of `ids`, with neighbours and claims; what was removed meanwhile is left out."""
        with translated(self.path):
            return passages.passages_by_id(self._connection, ids)

    def search_text(self, query: str, limit: int = 20) -> Hits:
        """Passages by the query's rarest words: (passage id, BM25 score, higher is better), best first."""
        with translated(self.path):
            return self._text_index().search(query, limit, self._out_of_scope().passages)

    def search_phrase(self, words: str, limit: int = 20) -> Hits:
        """Passages that hold these words side by side: (passage id, score), best first."""
        with translated(self.path):
            return self._text_index().phrase(words, limit, self._out_of_scope().passages)

    def vectors(self) -> tuple[vectors.Ids, vectors.Matrix]:
        """Ids int64 (n,) and vectors float16 (n, d) of all passages in scope; kept until the store changes."""
        with translated(self.path):
            stamp = self._stamp()
            if self._loaded is None or self._loaded[0] != stamp:
                self._loaded = (stamp, *vectors.load(self._connection, self._out_of_scope().passages))
        return self._loaded[1], self._loaded[2]

    def embedded_before(self, reference: Reference, encoder: str) -> dict[str, NDArray[np.float32]]:
        """Sentences of a reference that is to be added whose vectors by this encoder are there already, with them."""
        with translated(self.path):
            return embedded.before(self._connection, reference) if self.encoder == encoder else {}

    def vectors_of(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """The vectors of these passages, float32 (len(ids), d); zeros for one that has none (yet)."""
        with translated(self.path):
            return vectors.of(self._connection, ids)

    def dense(self, queries: NDArray[np.float32], limit: int = 20) -> list[Hits]:
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
                        index.pool(self._connection, queries, limit, self._out_of_scope().passages), queries, limit
                    )
                except (Damaged, OSError):
                    self._forget_search(index.sign)
            if vectors.last(self._connection) <= vectors.KEPT:
                return vectors.best(vectors.split(*self.vectors()), queries, limit)
            return vectors.best(vectors.chunks(self._connection, self._out_of_scope().passages), queries, limit)

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

    def _text_index(self) -> FullText:
        stamp = self._stamp()
        if self._fulltext is None:
            self._fulltext = FullText(self._connection)
        if self._fulltext.stamp != stamp:
            self._fulltext.forget(stamp)
        return self._fulltext
