"""Conversations that outlive a process: their questions, in the data directory, for as long as the office sets.

Worker processes share the file; each makes up for what another one answered by asking those questions again.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from rag.errors import QuestionRejected

_SCHEMA = """
CREATE TABLE IF NOT EXISTS turns (
    conversation_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    question TEXT NOT NULL,
    document_ids TEXT,
    at REAL NOT NULL,
    PRIMARY KEY (conversation_id, number)
) WITHOUT ROWID
"""
_PATIENCE_S = 5.0
"""How long to wait for another process that is writing."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation."""

    number: int
    """1 for the first."""
    question: str
    document_ids: frozenset[str] | None
    """The only papers that could answer; None for all."""


class ConversationBook:
    """The file of conversations. Safe to share between threads and processes."""

    def __init__(self, path: Path, minutes: float, most_turns: int, clock: Callable[[], float] = time.time) -> None:
        """Keep the last ``most_turns`` of a conversation until ``minutes`` after its last question."""
        self._path = path
        self._seconds = minutes * 60
        self._most_turns = most_turns
        self._clock = clock

    def turns(self, conversation_id: str) -> tuple[Turn, ...]:
        """Return the questions of a conversation, the first first.

        :raises QuestionRejected: nobody was given the id, or too long ago.
        """
        with self._open() as book:
            self._forget(book)
            rows = book.execute(
                "SELECT number, question, document_ids FROM turns WHERE conversation_id = ? ORDER BY number",
                (conversation_id,),
            ).fetchall()
        if not rows:
            raise QuestionRejected(
                f"unknown conversation {conversation_id!r}; leave conversation_id out to begin a new one",
                "Không có cuộc hỏi này, hoặc nó đã hết hạn. Hãy hỏi lại như một cuộc hỏi mới.",
                "unknown_conversation",
            )
        return tuple(Turn(number, question, _scope(ids)) for number, question, ids in rows)

    def record(self, conversation_id: str, question: str, document_ids: frozenset[str] | None) -> int:
        """Write a question down and return its number in the conversation."""
        ids = None if document_ids is None else json.dumps(sorted(document_ids))
        with self._open() as book:
            self._forget(book)
            ((last,),) = book.execute(
                "SELECT COALESCE(MAX(number), 0) FROM turns WHERE conversation_id = ?", (conversation_id,)
            )
            number = int(last) + 1
            book.execute(
                "INSERT INTO turns VALUES (?, ?, ?, ?, ?)", (conversation_id, number, question, ids, self._clock())
            )
            book.execute(
                "DELETE FROM turns WHERE conversation_id = ? AND number <= ?",
                (conversation_id, number - self._most_turns),
            )
        return number

    def _forget(self, book: sqlite3.Connection) -> None:
        book.execute(
            "DELETE FROM turns WHERE conversation_id IN "
            "(SELECT conversation_id FROM turns GROUP BY conversation_id HAVING MAX(at) < ?)",
            (self._clock() - self._seconds,),
        )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # Questions are people's words: for the service's own user only.
        self._path.touch(mode=0o600, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=_PATIENCE_S, isolation_level=None)) as book:
            book.execute("PRAGMA synchronous = OFF")
            # What is forgotten is to be gone from the file as well.
            book.execute("PRAGMA secure_delete = ON")
            book.execute("BEGIN IMMEDIATE")
            book.execute(_SCHEMA)
            yield book
            book.execute("COMMIT")


def _scope(ids: str | None) -> frozenset[str] | None:
    return None if ids is None else frozenset(json.loads(ids))
