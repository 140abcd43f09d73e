"""claimcheck: check a news article against a newsroom's own references.

    import claimcheck

    store = claimcheck.ReferenceStore("refs.db")
    store.add(claimcheck.Reference(text="…", title="…", publisher="Wire One", published="2025-07-01"))
    report = claimcheck.check("The article's text …", store=store, published="2025-07-04")

Importing this stays cheap: models, and the libraries that run them, are loaded when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claimcheck.api import check, extract_attributions, extract_claims
    from claimcheck.backends.registry import load_encoder, load_nli
    from claimcheck.ingest import ReferenceStore
    from claimcheck.records import Article, Attribution, Claim, Reference, Report

__version__ = "0.1.0"

_HOME = {
    "Article": "records",
    "Attribution": "records",
    "Claim": "records",
    "Reference": "records",
    "ReferenceStore": "ingest",
    "Report": "records",
    "check": "api",
    "extract_attributions": "api",
    "extract_claims": "api",
    "load_encoder": "backends.registry",
    "load_nli": "backends.registry",
}

__all__ = [
    "Article",
    "Attribution",
    "Claim",
    "Reference",
    "ReferenceStore",
    "Report",
    "check",
    "extract_attributions",
    "extract_claims",
    "load_encoder",
    "load_nli",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'claimcheck' has no attribute {name!r}")
    value = getattr(import_module(f"claimcheck.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOME])
