"""The seam to whatever words an answer anew, why a wording is not used, and a fake."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from rag.answer import Answer


class Unused(StrEnum):
    """Why an answer stays as it was found."""

    TIMED_OUT = "timed_out"
    FAILED = "failed"
    """The model's server could not be reached, refused, or broke off."""
    EMPTY = "empty"
    TOO_LONG = "too_long"
    FORM = "form"
    """Markup, links, control characters."""
    LANGUAGE = "language"
    LABEL = "label"
    """A label that no citation has."""
    UNLABELLED = "unlabelled"
    """A sentence without a label."""
    FIGURE = "figure"
    NAME = "name"
    QUOTE = "quote"
    """Words in quotation marks that no source has."""
    ADDED = "added"
    """Words that the answer found does not say there."""
    ORDER = "order"
    """The right words tied to each other in another way."""
    LOST = "lost"
    """A figure, place, role or negation of the answer found is missing."""


class Writer(Protocol):
    """Words an answer. Safe to share between threads; knows nothing of the papers but what the answer cites."""

    def write(self, answer: Answer) -> str | Unused:
        """Return the answer in other words, a label at each claim, or why there are none; never raises.

        What is returned is not trusted: it is held against the answer before anybody sees it.
        """
        ...


class ScriptedWriter:
    """The fake: says what it is told to, and keeps what it was asked."""

    def __init__(self, reply: Callable[[Answer], str | Unused]) -> None:
        self._reply = reply
        self.asked: list[Answer] = []

    def write(self, answer: Answer) -> str | Unused:
        """Return the reply to this answer."""
        self.asked.append(answer)
        return self._reply(answer)
