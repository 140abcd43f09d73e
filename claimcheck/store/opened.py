"""A store that was opened: its connection, the view of it, and what is not in view."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from claimcheck.store.connection import PATIENCE, close_store, open_store, translated
from claimcheck.store.scope import Outside, Scope

Stamp = tuple[int, Scope]


class OpenedStore:
    """What looking and searching lean on."""

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
        self._outside: tuple[Stamp, Outside] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
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

    def _out_of_scope(self) -> Outside:
        stamp = self._stamp()
        if self._outside is None or self._outside[0] != stamp:
            self._outside = (stamp, Outside.of(self._connection, self.scope))
        return self._outside[1]

    def _stamp(self) -> Stamp:
        """What answers that are kept lean on: the changes of the store so far, and the view of it."""
        row = self._connection.execute("SELECT value FROM meta WHERE key = 'changes'").fetchone()
        return int(row[0]), self.scope
