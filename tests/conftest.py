"""Every test runs far away from the user's real store, desk and configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimcheck.cli.options import KEYS
from tests.browser import browser, page

__all__ = ["browser", "page"]  # once for all tests: there is one browser


@pytest.fixture(autouse=True)
def _away_from_the_users_files(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("CLAIMCHECK_STORE", str(home / "references.db"))
    monkeypatch.setenv("CLAIMCHECK_DESK", str(home / "desk.db"))
    for name in KEYS.keys() - {"store", "desk"}:
        monkeypatch.delenv(f"CLAIMCHECK_{name.upper()}", raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    return home
