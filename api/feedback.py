"""Ratings, kept one JSON object a line in a file that only grows."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path


class FeedbackBook:
    """The file of ratings. Safe to share between threads and processes: a rating is one append."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, answer_id: str, rating: str, comment: str | None) -> None:
        """Write a rating down.

        :raises OSError: the file cannot be written.
        """
        entry = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "answer_id": answer_id,
            "rating": rating,
            "comment": comment,
        }
        line = json.dumps(entry, ensure_ascii=False) + "\n"
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # Comments are people's words: for the service's own user only.
        handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, line.encode())
        finally:
            os.close(handle)
