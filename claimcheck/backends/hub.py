"""A user's model name: a folder, or a model on the Hugging Face hub, decided before anything is loaded."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from claimcheck.errors import ModelError

HUB_TIMEOUT = 10.0  # seconds until the hub counts as out of reach


@dataclass(frozen=True, slots=True)
class Located:
    """Where to load a model from. `offline`: the hub cannot be asked, but its cache has the model."""

    name: str
    offline: bool


def locate(name: str) -> Located:
    """Find a model by folder or hub name; ModelError with one clear line where there is none."""
    folder = Path(name).expanduser()
    if folder.is_dir():
        if not (folder / "config.json").is_file() and not (folder / "modules.json").is_file():
            raise ModelError(f"the model folder {name} is incomplete: config.json missing")
        files = [*folder.glob("*"), *folder.glob("*/*")]
        _refuse_pickles([file.relative_to(folder).as_posix() for file in files], f"the model folder {name}")
        return Located(str(folder), offline=True)
    if folder.exists():
        raise ModelError(f"{name} is a file; a model is a folder or a name on the Hugging Face hub")
    if name.startswith((".", "/", "~", os.sep)) or name.count("/") > 1 or name.endswith("/"):
        raise ModelError(f"there is no model folder {name}")
    return _on_hub(name)


def _on_hub(name: str) -> Located:
    try:
        from huggingface_hub import HfApi, try_to_load_from_cache
        from huggingface_hub.errors import HFValidationError, RepositoryNotFoundError
    except ImportError as e:
        raise without_extra(e) from e

    # The library would otherwise fetch a converted copy of pickled weights that somebody else made.
    os.environ.setdefault("DISABLE_SAFETENSORS_CONVERSION", "1")
    try:
        info = HfApi().model_info(name, timeout=HUB_TIMEOUT)
    except HFValidationError:
        raise ModelError(f"{name} is neither a model folder nor a possible name on the Hugging Face hub") from None
    except RepositoryNotFoundError:
        raise ModelError(f"{name} is neither a model folder nor a public model on the Hugging Face hub") from None
    except Exception as e:  # no route, a proxy, a timeout, offline mode: the HTTP library's own errors
        if isinstance(try_to_load_from_cache(name, "config.json"), str):
            return Located(name, offline=True)
        raise ModelError(
            f"{name} is not a folder, and the Hugging Face hub cannot be reached to download it ({_first_line(e)})"
        ) from e
    files = [sibling.rfilename for sibling in info.siblings or ()]
    if not any(file.endswith(".safetensors") for file in files):
        raise ModelError(f"the model {name} has no safetensors weights; others are not loaded")
    _refuse_pickles(files, f"the model {name}")
    return Located(name, offline=False)


def _refuse_pickles(files: Iterable[str], model: str) -> None:
    """Pickled weights are not opened, not even those of a small module in a folder of its own.

    `files` are paths inside the model. States of its training, in folders further down or named so, are never read.
    """
    paths = [path for path in map(PurePosixPath, files) if len(path.parts) <= 2]
    safe = {path.parent for path in paths if path.suffix == ".safetensors"}
    for path in paths:
        read = path.match("pytorch_model*.bin") and not path.parent.name.startswith("checkpoint")
        if read and path.parent not in safe:
            raise ModelError(f"{model} has no safetensors for {path}")


def without_extra(error: ImportError) -> ModelError:
    """What to install where a library is missing."""
    needed = error.name or "torch"
    return ModelError(f"a model other than the bundled ones needs {needed}: pip install 'claimcheck[models]'")


def load_error(name: str, error: Exception) -> ModelError:
    """What went wrong inside the model library, as one line."""
    return ModelError(f"cannot load the model {name}: {_first_line(error)}")


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
