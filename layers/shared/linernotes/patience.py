"""How long somebody whose write another came before tries again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

GIVES_UP_AFTER_S = 2.0
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.02, 0.2


@dataclass(frozen=True, slots=True)
class Patience:
    """Time and chance, by which those who write at once step out of each other's way.

    `random` gives a number from 0 up to 1.
    """

    monotonic: Callable[[], float]
    sleep: Callable[[float], None]
    random: Callable[[], float]

    def tries(self) -> Iterator[None]:
        """Begin one try after another, at once and then after pauses, twice as long from each to the next."""
        last_at = self.monotonic() + GIVES_UP_AFTER_S
        longest_s = _FIRST_PAUSE_S
        while True:
            yield
            pause_s = longest_s * (0.5 + self.random() / 2)
            if self.monotonic() + pause_s > last_at:
                return
            self.sleep(pause_s)
            longest_s = min(2 * longest_s, _LONGEST_PAUSE_S)
