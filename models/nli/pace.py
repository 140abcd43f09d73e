"""How fast a training run goes."""

from __future__ import annotations

import time


class Pace:
    """How fast a run goes, and where its loss stands."""

    def __init__(self) -> None:
        self.started = self.saved = time.monotonic()
        self.pairs = self.steps = 0
        self.loss = 0.0

    def count(self, pairs: int, loss: float) -> None:
        self.pairs += pairs
        self.steps += 1
        self.loss += (loss - self.loss) * max(0.02, 1 / self.steps)

    def is_due(self, minutes: float) -> bool:
        """Whether so many minutes have passed since this was last true."""
        now = time.monotonic()
        due = now - self.saved > 60 * minutes
        if due:
            self.saved = now
        return due

    def __str__(self) -> str:
        return f"loss {self.loss:.4f} {self.pairs / (time.monotonic() - self.started):.1f} pairs/s"
