"""The reference store: every version of every reference, its passages with their claims and vectors, in one file."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claimcheck.errors import StoreError
from claimcheck.store import embedding, search_index, writer, writing
from claimcheck.store.connection import MOST_PAGES, compact, transaction, translated
from claimcheck.store.prepared import Prepared, Written
from claimcheck.store.reader import StoreReader


class ReferenceStore(StoreReader):
    """Opens the store at `path`, or makes one. With `readonly` it must be there, and is never written to.

    `as_of` and `held_at` (ISO dates) look at it as it stood: what was published, what was held by then.
    Every method raises StoreError, in one line, if the file cannot be used. Close it, or use it as a context.
    """

    _signed = False

    def close(self) -> None:
        super().close()
        if self._signed:
            writer.unsign(self.path)

    def write(self, prepared: Sequence[Prepared], encoder: str | None = None) -> list[Written]:
        """Write references with what was found in them, all in one transaction. `encoder` made their vectors.

        Raises StoreError if another encoder made the vectors that the store has.
        """
        with self._writing():
            return writing.write(self._connection, prepared, encoder)

    def remove(self, references: Iterable[str], why: str | None = None) -> list[str]:
        """Remove references, all versions of each, and leave a tombstone. Raises StoreError before anything is
        removed if one is not there. Returns the ids removed."""
        wanted = list(dict.fromkeys(references))
        with self._writing():
            for reference in wanted:
                if not self._connection.execute("SELECT 1 FROM versions WHERE id = ?", (reference,)).fetchone():
                    raise StoreError(self._not_there(reference))
            for reference in wanted:
                writing.remove(self._connection, reference, why)
        return wanted

    def retract(self, reference: str, why: str | None = None) -> bool:
        """A kill notice: no check leans on the reference any more; its text stays to be looked at. It may still
        be to come. Returns False if it was retracted already."""
        with self._writing():
            return writing.retract(self._connection, reference, why)

    def snapshot(self, copy: str | Path) -> None:
        """A copy of the store in one compact file, of one moment, for reading only; and of its search index, if it has
        one. Raises StoreError if `copy` is there already."""
        target = Path(copy)
        if target.exists():
            raise StoreError(f"{target} is there already; a snapshot does not write over a file")
        part = target.with_name(target.name + ".part")
        part.unlink(missing_ok=True)
        try:
            with translated(self.path):
                self._connection.execute("VACUUM INTO ?", (str(part),))
            part.chmod(0o444)
            part.replace(target)
            with suppress(FileNotFoundError):
                shutil.copyfile(search_index.path_of(self.path), search_index.path_of(target))
        except OSError as e:
            raise StoreError(f"no snapshot can be made at {target}: {(e.strerror or str(e)).lower()}") from e

    # Vectors made later, or made anew

    def begin_vectors(self, encoder: str) -> int:
        """Begin, or go on, to make the vectors that the store lacks of this encoder; returns how many these are."""
        with self._writing():
            embedding.begin(self._connection, encoder)
            return embedding.count_missing(self._connection)

    def without_vectors(self, limit: int, after: int = 0) -> list[tuple[int, str | None, str]]:
        """Passages behind number `after` to be embedded next: (id, title of the reference, text)."""
        with translated(self.path):
            return embedding.missing(self._connection, limit, after)

    def put_vectors(self, ids: Sequence[int], found: NDArray[np.float32]) -> None:
        """Keep the vectors of these passages, all in one transaction."""
        with self._writing():
            embedding.put(self._connection, ids, found)

    def finish_vectors(self) -> None:
        """Now that none is lacking, search with the vectors that were begun."""
        with self._writing():
            embedding.finish(self._connection)

    def settle(self) -> None:
        """After many were written: give back the room that each write takes more than it needs, unless the store is so
        large that this would take long."""
        with self._writing():
            writing.settle_words(self._connection)
        with translated(self.path):
            compact(self._connection, MOST_PAGES)

    def rebuild_words(self) -> None:
        """Make the word index anew from the passages."""
        with self._writing():
            embedding.rebuild_words(self._connection)

    def index_search(
        self,
        progress: Callable[[int, int], None] | None = None,
        *,
        anew: bool = False,
        many: int = search_index.MANY,
    ) -> bool:
        """Make the search index, or bring it up, if there are `many` vectors or enough newer ones; `anew` makes no use
        of one that is there. `progress` is told how far it is, and of how far. Returns whether it was made.

        Raises StoreError if the file cannot be written; the store, and what finds passages in it, is as it was.
        """
        try:
            with self.reading(), translated(self.path):
                index = None if anew else search_index.load(self._connection, self.path)
                if not search_index.is_due(self._connection, index, many):
                    return False
                part, mark = search_index.write(self._connection, self.path, index, progress)
            with self._writing():
                search_index.put(self._connection, self.path, part, mark)
        except OSError as e:
            raise StoreError(
                f"the search index of {self.path} cannot be written: {(e.strerror or str(e)).lower()}"
            ) from e
        return True

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """A transaction, all or nothing. Who waits for it in vain is told by whom it is held."""
        if self.readonly:
            raise StoreError(f"the store {self.path} was opened for reading only")
        with transaction(self._connection, self.path):
            writer.sign(self.path)
            self._signed = True
            yield
