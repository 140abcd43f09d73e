"""What the commands of the store have in common."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from claimcheck.store.references import ReferenceStore

Store_ = Annotated[
    Path | None, typer.Option("--store", metavar="FILE", help="The store's file.", show_default="your own store")
]
Json_ = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]


def store_path(store: Path | None) -> Path:
    from claimcheck.cli import options

    return store or options.default_store_path()


def open_store(store: Path | None, readonly: bool = True) -> ReferenceStore:
    """The store that is meant, which must be there."""
    from claimcheck.errors import StoreError
    from claimcheck.store.references import ReferenceStore

    path = store_path(store)
    if not path.exists():
        raise StoreError(f"there is no store at {path}; make one with: claimcheck store add PATH")
    tell_if_older(path)
    return ReferenceStore(path, readonly=readonly)


def tell_if_older(path: Path) -> None:
    """Say why opening the store takes long, if it will."""
    from claimcheck.cli import console
    from claimcheck.store.connection import is_older

    if is_older(path):
        console.notice(f"the store {path} is brought up to date; as it is now, it stays beside it as a copy")
