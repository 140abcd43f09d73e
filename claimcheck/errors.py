"""Every error a user can meet. One boundary, in `cli/app.py`, prints them as `error: …` and exits 3.

A message says what is wrong and what to do, in one line.
"""


class ClaimcheckError(Exception):
    """The base of all of them."""


class ReadError(ClaimcheckError):
    """A text could not be read: not there, not text, not decodable, or too large."""


class StoreError(ClaimcheckError):
    """The reference store could not be opened, or does not hold what was asked for."""


class StoreInUse(StoreError):
    """Somebody else writes the store, and went on for longer than was waited."""


class DeskError(ClaimcheckError):
    """The desk file could not be opened, or does not hold the run that was asked for."""


class ModelError(ClaimcheckError):
    """A model is missing, incomplete, or cannot be used for its job."""


class SettingsError(ClaimcheckError):
    """A setting, in a file, a variable or a flag, has a value that cannot be used."""


class PartialFailure(ClaimcheckError):
    """Some of the inputs could not be used; the others were done. Carries one line for each failure."""

    def __init__(self, message: str, failures: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.failures = failures


class OutputError(ClaimcheckError):
    """A report could not be written."""


class DecidedMeanwhile(DeskError):
    """Somebody else, or another window, has decided on the claim since it was shown."""
