"""How sure an answer is, as the chance that it is right."""

from __future__ import annotations

from collections.abc import Sequence

from rag.asks import Ask
from rag.choosing import Choice

_LOOKED_UP = (Ask.LEAD, Ask.PARTNER, Ask.DIRECTOR, Ask.SIGNER, Ask.PERSON, Ask.POST, Ask.PAPER_NUMBER, Ask.PAPER_DATE,
              Ask.PAPER_ISSUER, Ask.PAPER_SUBJECT, Ask.PAPER, Ask.START, Ask.END, Ask.RESOURCES, Ask.GOAL,
              Ask.RECIPIENTS)  # fmt: skip
INDIRECT = 0.6
"""The most that an answer of another kind than asked for is given."""


def confidence(choices: Sequence[Choice]) -> float:
    """Return 0 to 1; the weakest of the kinds answered decides.

    A line from the least score that is answered at all (0.58) to a full match (1.0), higher for what is
    looked up in facts than for a clause found by its words.
    """
    values = [_of(choice) for choice in choices]
    return round(min(values), 3) if values else 0.0


def _of(choice: Choice) -> float:
    if not choice.is_exact:
        return INDIRECT
    low, high = (0.75, 0.95) if choice.ask in _LOOKED_UP else (0.62, 0.92)
    share = min(1.0, max(0.0, (choice.score - 0.58) / 0.35))
    return low + (high - low) * share
