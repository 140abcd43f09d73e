"""Looking at what is in the store. Nothing here changes the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from claimcheck.errors import StoreError
from claimcheck.records import Cue, Passage, Reference, StoredReference, StoreState
from claimcheck.store import identity, passages, statistics, verification
from claimcheck.store.connection import translated
from claimcheck.store.searched import SearchedStore

# The class has a method `list`: within it the type goes by other names.
References = list[StoredReference]
Passages = list[Passage]
Aside = list[tuple[str, int, str]]
Lines = list[str]
Kills = list[tuple[str, str | None]]
Tombstones = list[dict[str, Any]]


class StoreReader(SearchedStore):
    """A store that is looked at. `ReferenceStore` adds what changes it."""

    # What is known of the whole

    def state(self) -> StoreState:
        """What a report says of the store."""
        with translated(self.path):
            references, found = statistics.size(self._connection, self.scope, self._out_of_scope())
        return StoreState(str(self.path), references, found, self.fingerprint)

    def stats(self) -> dict[str, Any]:
        """Counts of everything, the largest publishers, dates, and the size of the file in bytes."""
        with translated(self.path):
            return statistics.stats(self._connection, self.path, self.scope, self._out_of_scope())

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

    def passages_of(self, reference: str, version: int | None = None) -> Passages:
        """The passages of one version (the latest, if none is named), in their order."""
        found = self.get(reference, version)
        with translated(self.path):
            key = self._connection.execute(
                "SELECT key FROM versions WHERE id = ? AND version = ?", (found.id, found.version)
            ).fetchone()[0]
            return passages.passages_of(self._connection, key)

    def _not_there(self, reference: str, version: int | None = None) -> str:
        gone = [stone for stone in self.tombstones() if stone["id"] == reference]
        if version is not None and self.versions(reference):
            return f"the reference {reference} has no version {version}; see: claimcheck store show {reference}"
        if gone:
            why = f" ({gone[0]['why']})" if gone[0]["why"] else ""
            return f"the reference {reference} was removed on {gone[0]['removed'][:10]}{why}"
        return f"there is no reference {reference} in the store {self.path}; see: claimcheck store list"
