"""What every command is set by: flags first, then `CLAIMCHECK_*` variables, then `claimcheck.toml`.

The one place that knows the names of variables and files. `claimcheck.toml` is looked for in the current
folder, then in the user's configuration folder; a key found in the nearer one wins.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from platformdirs import user_config_dir, user_data_dir

from claimcheck.errors import SettingsError
from claimcheck.records import KINDS
from claimcheck.report.registry import FORMATS

CONFIG_NAME = "claimcheck.toml"
PREFIX = "CLAIMCHECK_"

#: What a configuration file may set, and the type each must have. What belongs to one article alone (its date, what
#: is left out as later than a day, where its report goes) is said on the command line only.
KEYS: dict[str, type] = {
    "store": str,
    "desk": str,
    "reviewer": str,
    "format": str,
    "kind": list,
    "fail_on": list,
    "top_k": int,
    "min_confidence": float,
    "self_check": bool,
    "encoder": str,
    "nli_model": str,
}
CHOICES: dict[str, tuple[str, ...]] = {
    "format": tuple(FORMATS),
    "kind": KINDS,
    "fail_on": ("conflict", "disputed", "unverified"),
}
RANGES: dict[str, tuple[float, float]] = {"top_k": (1, 200), "min_confidence": (0, 1)}


def config_files() -> list[Path]:
    """The configuration files that are there, the nearest first."""
    candidates = [Path(CONFIG_NAME), Path(user_config_dir("claimcheck", appauthor=False)) / CONFIG_NAME]
    return [path for path in candidates if path.is_file()]


def load_config() -> dict[str, Any]:
    """Every setting that a variable or a file gives, keyed as in `KEYS`.

    Raises SettingsError for a file that is not TOML, an unknown key, a value of the wrong type, or one that the
    setting cannot have.
    """
    config: dict[str, Any] = {}
    for path in reversed(config_files()):
        config.update(_read_file(path))
    for key, kind in KEYS.items():
        text = os.environ.get(PREFIX + key.upper())
        if text:
            where = f"the variable {PREFIX}{key.upper()}"
            config[key] = _possible(key, _parse(text, kind, where), where)
    return config


def default_store_path() -> Path:
    """Where the store is when `--store` does not say."""
    return _path("store", "references.db")


def default_desk_path() -> Path:
    """Where the desk file is when `--desk` does not say."""
    return _path("desk", "desk.db")


def _path(key: str, name: str) -> Path:
    configured = load_config().get(key)
    if configured:
        return Path(configured).expanduser()
    return Path(user_data_dir("claimcheck", appauthor=False)) / name


def _read_file(path: Path) -> dict[str, Any]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise SettingsError(f"{path} is not valid TOML: {e}") from e
    except OSError as e:
        raise SettingsError(f"{path} cannot be read: {e.strerror}") from e
    config = {}
    for key, value in found.items():
        if key not in KEYS:
            raise SettingsError(f"{path}: there is no setting '{key}'; the settings are {', '.join(KEYS)}")
        config[key] = _possible(key, _typed(value, KEYS[key], f"{path}: {key}"), f"{path}: {key}")
    for key in ("store", "desk"):  # a relative path in a file means: beside that file
        if key in config and not Path(config[key]).expanduser().is_absolute():
            config[key] = str(path.parent / config[key])
    return config


def _typed(value: Any, kind: type, where: str) -> Any:
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if kind is list and isinstance(value, str):
        return [value]
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise SettingsError(f"{where} must be {_describe(kind)}, not {value!r}")
    return value


def _parse(text: str, kind: type, where: str) -> Any:
    if kind is bool:
        if text.lower() in ("1", "true", "yes", "on"):
            return True
        if text.lower() in ("0", "false", "no", "off"):
            return False
    elif kind is list:
        return [word.strip() for word in text.split(",") if word.strip()]
    else:
        try:
            return kind(text)
        except ValueError:
            pass
    raise SettingsError(f"{where} must be {_describe(kind)}, not {text!r}")


def _possible(key: str, value: Any, where: str) -> Any:
    if key in CHOICES:
        for each in value if isinstance(value, list) else [value]:
            if each not in CHOICES[key]:
                raise SettingsError(f"{where} cannot be {each!r}; there are {', '.join(CHOICES[key])}")
    if key in RANGES:
        low, high = RANGES[key]
        if not low <= value <= high:
            raise SettingsError(f"{where} must be between {low:g} and {high:g}, not {value!r}")
    return value


def _describe(kind: type) -> str:
    names = {str: "text", int: "a whole number", float: "a number", bool: "true or false", list: "a list of words"}
    return names[kind]
