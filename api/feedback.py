"""Ratings with the questions they are about, one JSON object a line in a file that only grows."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from api.service import Exchange
from api.settings import Settings

LOG = logging.getLogger("hoidap.api")
DOWN = "down"
"""The rating of an answer that did not help."""


@dataclass(frozen=True, slots=True)
class Rating:
    """A line of the file. Lines of before the question was kept, and ratings that came too late, hold none."""

    at: str
    """ISO 8601, UTC."""
    answer_id: str
    rating: str
    comment: str | None
    question: str | None = None
    turns: tuple[str, ...] | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class RatedAnswer:
    """An answer that its reader rated."""

    at: str
    """ISO 8601, UTC."""
    turns: tuple[str, ...]
    """Questions asked before it in the conversation, the first first."""
    question: str
    answer: str
    """The answer's text, with its labels."""
    comment: str | None


_RATING_JSON = TypeAdapter(Rating)


class FeedbackBook:
    """The file of ratings. Safe to share between threads and processes: a rating is one append."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, answer_id: str, rating: str, comment: str | None, exchange: Exchange | None) -> None:
        """Write a rating down; ``exchange`` is what the answer was given to, None where that is not known.

        :raises OSError: the file cannot be written.
        """
        entry = Rating(
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            answer_id=answer_id,
            rating=rating,
            comment=comment,
            question=exchange.question if exchange else None,
            turns=exchange.turns if exchange else None,
            answer=exchange.answer if exchange else None,
        )
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # Comments, questions and answers are the office's own words: for the service's own user only.
        handle = os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, _line_end(handle) + _RATING_JSON.dump_json(entry) + b"\n")
        finally:
            os.close(handle)

    def rated_down(self) -> tuple[RatedAnswer, ...]:
        """Return the answers rated "down" whose question is known, oldest first; an answer's last rating counts.

        :raises OSError: the file is there and cannot be read.
        """
        last: dict[str, Rating] = {}
        for entry in self._entries():
            known = last.get(entry.answer_id)
            # Rated the same again once its conversation was gone: what the first rating kept is still true.
            if known is None or known.rating != entry.rating or entry.question is not None:
                last[entry.answer_id] = entry
        return tuple(
            RatedAnswer(entry.at, entry.turns or (), entry.question, entry.answer or "", entry.comment)
            for entry in last.values()
            if entry.rating == DOWN and entry.question is not None
        )

    def _entries(self) -> Iterator[Rating]:
        try:
            lines = self._path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield _RATING_JSON.validate_json(line)
            except ValidationError as error:
                # A line torn by a full disk, or one edited by hand: the others are still good. Its words stay unsaid.
                LOG.warning("%s, line %d: not a rating (%s), left out", self._path, number, error.errors()[0]["type"])


def _line_end(handle: int) -> bytes:
    """Return the end that the file's last line lacks: one torn by a full disk must not take the next one with it."""
    size = os.fstat(handle).st_size
    return b"\n" if size and os.pread(handle, 1, size - 1) != b"\n" else b""


def feedback_book(settings: Settings) -> FeedbackBook:
    """Return the ratings of a set-up."""
    return FeedbackBook(settings.data_dir / "feedback.jsonl")
