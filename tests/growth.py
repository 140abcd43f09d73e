"""How the time of something grows with its input: a ratio of processor times, so that no machine is too slow for it."""

from __future__ import annotations

import time
from collections.abc import Callable

UNMEASURABLE = 0.05  # seconds of the processor under which a ratio is noise


def grows_linearly(run: Callable[[int], object], small: int, large: int, tries: int = 3) -> bool:
    """Whether `run(large)` takes about large/small times as long as `run(small)`, and not the square of it."""

    def seconds(size: int) -> float:
        started = time.process_time()
        run(size)
        return time.process_time() - started

    run(small)
    ratio = large / small
    for _ in range(tries):
        one, many = seconds(small), seconds(large)
        if many < max(UNMEASURABLE, ratio**1.6 * one):
            return True
    return False
