"""What can go wrong when claims are checked.

GateError
├── ClaimsUnreadable    the file of claims is not what it should be
├── UnknownClaim        a run was named that the file does not have
├── UnknownMetric       a claim names a figure that runs do not have
└── CommandFailed       a claim's command ended with an error
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from eval.errors import EvaluationError


class GateError(EvaluationError):
    """Root of these errors."""


class ClaimsUnreadable(GateError):
    """The file of claims is not what it should be."""

    def __init__(self, path: Path, reason: str) -> None:
        """Say what is wrong with it."""
        super().__init__(f"{path}: {reason}")


class UnknownClaim(GateError):
    """A run was named that the file does not have."""

    def __init__(self, unknown: Sequence[str], known: Sequence[str]) -> None:
        """Name those there are."""
        super().__init__(f"không có lượt {', '.join(unknown)}; các lượt đã công bố: {', '.join(known)}.")


class UnknownMetric(GateError):
    """A claim names a figure that runs do not have."""

    def __init__(self, metric: str, part: str, known: Iterable[str]) -> None:
        """Say which part of the name is unknown and what could stand there."""
        super().__init__(f"không có số liệu {metric!r}: thay {part!r} bằng một trong {', '.join(known)}.")


class CommandFailed(GateError):
    """A claim's command ended with an error."""

    def __init__(self, command: str, status: int, said: str) -> None:
        """Keep the last of what it said."""
        last = "\n".join(said.strip().splitlines()[-5:]) or "không nói gì"
        super().__init__(f"lệnh `{command}` dừng với mã {status}: {last}")
