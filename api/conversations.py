"""Which conversations can be gone on with: an id that is not known is refused, never taken for a new one."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from rag.errors import QuestionRejected


class KnownConversations:
    """The ids given out, bounded in number and age. Safe to share between threads."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Know at most ``most`` conversations, each until ``seconds`` after its last question."""
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._lock = Lock()
        self._seen: OrderedDict[str, float] = OrderedDict()

    def check(self, conversation_id: str | None) -> None:
        """Let a new conversation (None) and a known one pass.

        :raises QuestionRejected: nobody was given the id, or too long ago.
        """
        if conversation_id is None:
            return
        with self._lock:
            at = self._seen.get(conversation_id)
        if at is None or self._clock() - at > self._seconds:
            raise QuestionRejected(
                f"unknown conversation {conversation_id!r}; leave conversation_id out to begin a new one",
                "Không có cuộc hỏi này, hoặc nó đã hết hạn. Hãy hỏi lại như một cuộc hỏi mới.",
                "unknown_conversation",
            )

    def saw(self, conversation_id: str) -> None:
        """Know the conversation from now on; the one not heard of for longest makes room."""
        with self._lock:
            self._seen[conversation_id] = self._clock()
            self._seen.move_to_end(conversation_id)
            while len(self._seen) > self._most:
                self._seen.popitem(last=False)
