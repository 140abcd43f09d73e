"""A store of an earlier schema, made by the claimcheck of that time: brought up, it holds what it held then.

`schema-5.json` is what that claimcheck read out of it.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from claimcheck.store.references import ReferenceStore
from tests.store.conftest import prepared

OLDER = Path(__file__).with_name("schema-5.db.gz")
THEN: dict[str, Any] = json.loads(Path(__file__).with_name("schema-5.json").read_text(encoding="utf-8"))
ENTRIES = len(THEN["references"])
WAITING = 1  # passages without a vector


@pytest.fixture
def older(path: Path) -> Path:
    path.write_bytes(gzip.decompress(OLDER.read_bytes()))
    return path


def now(store: ReferenceStore) -> dict[str, Any]:
    entries = list(store.everything())
    ids, vectors = store.vectors()
    passages = []
    for reference, _ in entries:
        for passage in store.passages_of(reference.id, reference.version):
            told = asdict(passage)
            told.pop("reference")
            told["claims"] = [
                [c.kind, c.text, c.start, c.end, {key: value for key, value in c.details.items() if value is not None}]
                for c in passage.claims
            ]
            passages.append(told)
    found = {
        "references": [asdict(reference) for reference, _ in entries],
        "texts": [full.text for _, full in entries],
        "passages": passages,
        "vectors": [[round(float(each), 4) for each in row] for row in vectors],
        "ids": [int(each) for each in ids],
        "tombstones": store.tombstones(),
        "retractions": store.retractions(),
        "state": [store.state().references, store.state().passages],
        "found": store.search_text("ferry bread minutes", 10),
    }
    return json.loads(json.dumps(found))


def test_it_holds_what_it_held(older: Path) -> None:
    with ReferenceStore(older) as store:
        found = now(store)
        assert found.pop("found") == [[passage, pytest.approx(score)] for passage, score in THEN["found"]]
        assert found == {key: value for key, value in THEN.items() if key != "found"}
        assert (store.verify(), store.waiting()) == ([], WAITING)


def test_also_when_a_reader_opens_it(older: Path) -> None:
    with ReferenceStore(older, readonly=True) as store:
        assert now(store)["passages"] == THEN["passages"]


def test_a_copy_beside_it_is_what_it_was(older: Path) -> None:
    ReferenceStore(older).close()
    copy = sqlite3.connect(older.with_name("refs.db.before-m006_keep_less"))
    assert copy.execute("PRAGMA user_version").fetchone() == (5,)
    assert copy.execute("SELECT count(*) FROM passages").fetchone() == (len(THEN["passages"]),)
    copy.close()


def test_no_passage_gets_the_number_of_one_that_was_removed(older: Path) -> None:
    connection = sqlite3.connect(older)
    (last,) = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'passages'").fetchone()
    connection.close()
    with ReferenceStore(older) as store:
        store.write([prepared("A new one.", id="new")], "toy")
        assert store.passages_of("new")[0].id == last + 1
        store.remove(["new"])
        store.write([prepared("A newer one.", id="newer")], "toy")
        assert store.passages_of("newer")[0].id == last + 2


def test_what_it_no_longer_needs_is_given_back(older: Path) -> None:
    ReferenceStore(older).close()
    connection = sqlite3.connect(older)
    assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
    assert connection.execute("SELECT value > 0 FROM meta WHERE key = 'pages'").fetchone() == (1,)
    connection.close()


def test_that_is_made_up_for_when_it_was_stopped(older: Path) -> None:
    ReferenceStore(older).close()
    connection = sqlite3.connect(older)
    connection.execute("UPDATE meta SET value = '0' WHERE key = 'pages'")
    connection.execute("CREATE TABLE spare AS SELECT randomblob(100000) AS content")
    connection.execute("DROP TABLE spare")
    connection.commit()
    connection.close()
    size = older.stat().st_size
    ReferenceStore(older).close()
    assert older.stat().st_size < size - 90_000


def test_from_the_first_schema_on(path: Path) -> None:
    path.write_bytes(gzip.decompress(OLDER.with_name("schema-1.db.gz").read_bytes()))
    with ReferenceStore(path) as store:
        assert store.verify() == []
        assert {each.id: each.origin for each in store.list()} == {"wire": "wire", "pickup": "wire", "bread": "bread"}
        assert [passage.claims[0].text for passage in store.passages_of("bread", 1)] == ["3"]
        assert (store.state().references, store.state().passages) == (3, 5)
    assert path.with_name("refs.db.before-m002_find_near_copies").exists()
