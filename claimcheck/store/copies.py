"""Near copies: pick-ups of one text are found when they are added, and grouped under their origin.

A text is the set of its runs of five words. An eighth of them, those of the least hashes, are kept in `sketches`
(of a short text ten), so that texts that share some are found at once (FracMinHash: Irber et al. 2022, "Lightweight
compositional analysis of metagenomes"; unlike MinHash it tells containment, and pick-ups are cut short). All runs of
a text that comes are looked up, so that the one on file need not be the longer. What is found so is then compared as
a whole.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections import Counter, defaultdict
from dataclasses import dataclass

#: Words in a run.
RUN = 5

#: So much of a text's runs is kept, those of the least hashes, but not fewer than `LEAST`.
PART = 8
LEAST = 10

#: Hashes are kept as 31 bits, which SQLite writes in four bytes.
BITS = 31

#: Of a longer text not all runs are looked up, but those of the least hashes.
LOOKED_UP = 400

#: A text of so few runs is compared with whatever shares one; a longer one must share two.
SHORT = 60

#: A copy has at least so much of its text from another one.
CONTAINED = 0.6

#: Two texts of fewer runs can share them by chance: they are copies only if they are the same.
FEW = 8

#: And tells the same figures: in so many runs at most do only these differ (one figure stands in five runs).
ALTERED = 2

#: A run that stands in so many texts is a stock phrase: it leads to no more of them.
STOCK = 200

#: So many texts that share the most runs are compared as a whole.
COMPARED = 10

TIERS = {"primary": 0, "wire": 1, None: 2, "outlet": 3, "other": 4}

_WORD = re.compile(r"[^\W_]+")
_FIGURE = re.compile(
    r"\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion"
)


@dataclass(frozen=True, slots=True)
class Text:
    """What copies are told by: the hashes of a text's runs of words.

    `telling` are those with a figure in them, `masked` the same with each figure as "#": what two texts share of
    the second but not of the first is one sentence with two figures, which is a difference, not a copy.
    """

    runs: frozenset[int]
    telling: frozenset[int]
    masked: frozenset[int]

    @classmethod
    def of(cls, text: str) -> Text:
        words = [word.casefold() for word in _WORD.findall(text)]
        blank = ["#" if _FIGURE.fullmatch(word) else word for word in words]
        telling, masked, others = set(), set(), set()
        for i in range(max(len(words) - RUN + 1, 1 if words else 0)):
            run = _hash(" ".join(words[i : i + RUN]))
            if "#" in blank[i : i + RUN]:
                telling.add(run)
                masked.add(_hash(" ".join(blank[i : i + RUN])))
            else:
                others.add(run)
        return cls(frozenset(telling | others), frozenset(telling), frozenset(masked))

    @property
    def sketch(self) -> frozenset[int]:
        """The hashes that are kept, 31 bits each."""
        least = self.least(LEAST)
        return frozenset(least) | {run for run in self._short() if run < 2**BITS // PART}

    def least(self, count: int) -> list[int]:
        """The least hashes, 31 bits each."""
        return sorted(self._short())[:count]

    def _short(self) -> set[int]:
        return {run % 2**BITS for run in self.runs}

    def part_from(self, other: Text) -> float:
        """How much of this text is in the other, 0 to 1; 0 if they tell other figures in the same words."""
        if len(self.runs) < FEW and self.runs != other.runs:
            return 0.0
        if not self.runs or len(self.masked & other.masked) - len(self.telling & other.telling) > ALTERED:
            return 0.0
        return len(self.runs & other.runs) / len(self.runs)


@dataclass(frozen=True, slots=True)
class Member:
    """A version in the store, as far as the order of copies goes."""

    key: int
    id: str
    origin: str
    day: str | None
    tier: str | None

    @property
    def order(self) -> tuple[str, int, int]:
        """The least of a group is its origin: the first published, of one day the nearest to the facts."""
        return (self.day or "9", TIERS.get(self.tier, 2), self.key)


def register(connection: sqlite3.Connection, key: int, text: str) -> None:
    """Keep the sketch of a version just written, and group it with what it copies, or what copies it."""
    own = Text.of(text)
    me = _members(connection, [key])[0]
    found = _candidates(connection, own, me.id)
    connection.executemany(
        "INSERT OR IGNORE INTO sketches (hash, version) VALUES (?, ?)", [(run, key) for run in own.sketch]
    )
    members = _members(connection, found)
    texts = dict(
        connection.execute(f"SELECT key, text FROM versions WHERE key IN ({','.join('?' * len(found))})", found)
    )
    kin = [other for other in members if _are_copies(me, own, other, Text.of(texts[other.key]))]
    if kin:
        _group(connection, me, kin)


def forget(connection: sqlite3.Connection, key: int, text: str) -> None:
    """Drop the sketch of a version that is to go."""
    connection.executemany(
        "DELETE FROM sketches WHERE hash = ? AND version = ?", [(run, key) for run in Text.of(text).sketch]
    )


def _are_copies(me: Member, mine: Text, other: Member, theirs: Text) -> bool:
    """The later is a copy if most of it is from the earlier; of one day, or undated, either can be."""
    if me.day and other.day and me.day != other.day:
        later, earlier = (mine, theirs) if me.day > other.day else (theirs, mine)
        return later.part_from(earlier) >= CONTAINED
    return max(mine.part_from(theirs), theirs.part_from(mine)) >= CONTAINED


def _candidates(connection: sqlite3.Connection, own: Text, identity: str) -> list[int]:
    """The versions whose sketches hold the most of a text's runs."""
    shared: Counter[int] = Counter()
    weight: defaultdict[int, float] = defaultdict(float)
    for run in own.least(max(LOOKED_UP, len(own.runs) // PART)):
        sql = "SELECT version FROM sketches WHERE hash = ? LIMIT ?"
        found = [row[0] for row in connection.execute(sql, (run, STOCK))]
        shared.update(found)
        for key in found:
            weight[key] += 1 / len(found)  # what few texts hold tells more than a phrase of many
    enough = 1 if len(own.runs) <= SHORT else 2
    likely = sorted((key for key in shared if shared[key] >= enough), key=lambda key: (-weight[key], key))
    likely = likely[: COMPARED * 3]
    return [member.key for member in _members(connection, likely) if member.id != identity][:COMPARED]


def _members(connection: sqlite3.Connection, keys: list[int]) -> list[Member]:
    """Of those versions the current ones, in the order of `keys`."""
    rows = connection.execute(
        "SELECT key, id, origin, substr(published, 1, 10), tier FROM versions "
        f"WHERE superseded IS NULL AND key IN ({','.join('?' * len(keys))})",
        keys,
    )
    found = {row[0]: Member(*row) for row in rows}
    return [found[key] for key in keys if key in found]


def _group(connection: sqlite3.Connection, me: Member, kin: list[Member]) -> None:
    origins = {other.origin for other in kin}
    marks = ",".join("?" * len(origins))
    keys = [row[0] for row in connection.execute(f"SELECT key FROM versions WHERE origin IN ({marks})", list(origins))]
    first = min([me, *_members(connection, keys)], key=lambda member: member.order)
    connection.execute(f"UPDATE versions SET origin = ? WHERE origin IN ({marks})", (first.id, *origins))
    connection.execute("UPDATE versions SET origin = ? WHERE key = ?", (first.id, me.key))


def _hash(run: str) -> int:
    """48 bits: SQLite keeps them in six bytes, and what collides is told apart when texts are compared."""
    return int.from_bytes(hashlib.blake2b(run.encode(), digest_size=6).digest(), "big")
