"""Conversations that outlive a process: questions and answers, in the data directory, for as long as the office sets.

Worker processes share the file; each makes up for what another one answered by asking those questions again. Answers
are kept beside the questions so that a rating, which names its answer only, can be given what it is about.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from api.service import Exchange
from rag.answer import Answer
from rag.errors import QuestionRejected

_TURNS = """
CREATE TABLE IF NOT EXISTS turns (
    conversation_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    question TEXT NOT NULL,
    document_ids TEXT,
    at REAL NOT NULL,
    PRIMARY KEY (conversation_id, number)
) WITHOUT ROWID
"""
# A table of its own: files of before hold no answers, and go on as they are.
_ANSWERS = """
CREATE TABLE IF NOT EXISTS answers (
    answer_id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    answer TEXT NOT NULL
)
"""
_FORGET_ANSWERS = """
DELETE FROM answers WHERE NOT EXISTS (
    SELECT 1 FROM turns WHERE turns.conversation_id = answers.conversation_id AND turns.number = answers.number
)
"""
"""An answer is kept for as long as its question."""
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

    def exchange(self, answer_id: str) -> Exchange | None:
        """Return what was asked and answered, with the earlier questions still kept; None for an answer not kept."""
        with self._open() as book:
            self._forget(book)
            rows = book.execute(
                "SELECT turns.question, answers.answer FROM answers JOIN turns "
                "ON turns.conversation_id = answers.conversation_id AND turns.number <= answers.number "
                "WHERE answers.answer_id = ? ORDER BY turns.number",
                (answer_id,),
            ).fetchall()
        if not rows:
            return None
        *earlier, (question, answer) = rows
        return Exchange(tuple(turn for turn, _ in earlier), question, answer)

    def record(self, answer: Answer, document_ids: frozenset[str] | None) -> int:
        """Write a question and its answer down and return the question's number in the conversation.

        :param document_ids: the only papers that could answer; None for all.
        """
        conversation_id = answer.conversation_id
        ids = None if document_ids is None else json.dumps(sorted(document_ids))
        with self._open() as book:
            self._forget(book)
            ((last,),) = book.execute(
                "SELECT COALESCE(MAX(number), 0) FROM turns WHERE conversation_id = ?", (conversation_id,)
            )
            number = int(last) + 1
            book.execute(
                "INSERT INTO turns VALUES (?, ?, ?, ?, ?)",
                (conversation_id, number, answer.question, ids, self._clock()),
            )
            book.execute(
                "INSERT INTO answers VALUES (?, ?, ?, ?)", (answer.answer_id, conversation_id, number, answer.answer)
            )
            book.execute(
                "DELETE FROM turns WHERE conversation_id = ? AND number <= ?",
                (conversation_id, number - self._most_turns),
            )
            book.execute(_FORGET_ANSWERS)
        return number

    def _forget(self, book: sqlite3.Connection) -> None:
        book.execute(
            "DELETE FROM turns WHERE conversation_id IN "
            "(SELECT conversation_id FROM turns GROUP BY conversation_id HAVING MAX(at) < ?)",
            (self._clock() - self._seconds,),
        )
        book.execute(_FORGET_ANSWERS)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # Questions and answers are the office's own words: for the service's own user only.
        self._path.touch(mode=0o600, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=_PATIENCE_S, isolation_level=None)) as book:
            book.execute("PRAGMA synchronous = OFF")
            # What is forgotten is to be gone from the file as well.
            book.execute("PRAGMA secure_delete = ON")
            book.execute("BEGIN IMMEDIATE")
            book.execute(_TURNS)
            book.execute(_ANSWERS)
            yield book
            book.execute("COMMIT")


def _scope(ids: str | None) -> frozenset[str] | None:
    return None if ids is None else frozenset(json.loads(ids))
