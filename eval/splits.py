"""Which questions may be looked at while the product is worked on, and which are kept for an honest figure."""

from __future__ import annotations

import hashlib
from enum import StrEnum

_PARTS = 3


class Split(StrEnum):
    """A part of a question set."""

    DEV = "dev"
    """Looked at and tuned on: two topics of three."""
    HELD_OUT = "held-out"
    """Only counted: one topic of three."""


def split_of(topic: str) -> Split:
    """Return the split of every question on a topic: fixed by the topic's name, so that no later question moves it.

    Questions on one fact are on one topic, so that none of them teaches the answer to one that is held out.
    """
    number = int.from_bytes(hashlib.sha256(topic.encode()).digest()[:8])
    return Split.HELD_OUT if number % _PARTS == 0 else Split.DEV
