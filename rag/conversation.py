"""What a conversation remembers: its last exchange. Bounded in number and age."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from rag.following import Said


@dataclass(frozen=True, slots=True)
class Remembered:
    """The last exchange of a conversation."""

    said: Said
    at: float
    """Seconds of the clock when it was asked."""


class Conversations:
    """Conversations held in memory, the oldest forgotten first. Safe to share between threads."""

    def __init__(
        self, most: int = 10_000, seconds: float = 4 * 3600.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Hold at most ``most`` conversations, each until ``seconds`` after its last question."""
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._held: OrderedDict[str, Remembered] = OrderedDict()
        self._lock = threading.Lock()

    def last(self, conversation_id: str) -> Said | None:
        """Return the conversation's last exchange; None for a new or forgotten conversation."""
        with self._lock:
            remembered = self._held.get(conversation_id)
            if remembered is None or self._clock() - remembered.at > self._seconds:
                return None
            return remembered.said

    def remember(self, conversation_id: str, said: Said) -> None:
        """Keep the exchange as the conversation's last."""
        with self._lock:
            self._held[conversation_id] = Remembered(said, self._clock())
            self._held.move_to_end(conversation_id)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
