"""Holds measured figures against claimed ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from eval.gate.claims import Claim, ClaimedRun, Unit, ahead
from eval.gate.lookup import figure_at
from eval.runs import Run

_SLACK = {Unit.SHARE: 0.0005, Unit.SCORE: 0.0005, Unit.COUNT: 0.0, Unit.MILLISECONDS: 0.5}
"""Half of the last digit that is told: what is told alike is alike."""


class Standing(StrEnum):
    """How a claim stands."""

    OK = "OK"
    """At least as good as claimed."""
    CLOSE = "gần"
    """Worse than claimed, not worse than the floor."""
    FAIL = "TRƯỢT"
    """Worse than the floor."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One claim, measured again."""

    run: ClaimedRun
    claim: Claim
    measured: float
    standing: Standing
    improved: bool
    """Better than claimed: the claim can be raised."""


def check(claims: Iterable[ClaimedRun], rerun: Callable[[ClaimedRun], Run]) -> tuple[Checked, ...]:
    """Measure every claim again.

    :raises GateError: a command failed, or a claim names no figure of a run.
    """
    return tuple(
        _checked(claimed, claim, figure_at(run, claim.metric))
        for claimed, run in ((claimed, rerun(claimed)) for claimed in claims)
        for claim in claimed.figures
    )


def _checked(run: ClaimedRun, claim: Claim, measured: float) -> Checked:
    gained = ahead(claim, measured, claim.value)
    slack = _SLACK[claim.unit]
    if gained >= -slack:
        standing = Standing.OK
    else:
        standing = Standing.CLOSE if ahead(claim, measured, claim.floor) >= -slack else Standing.FAIL
    return Checked(run, claim, measured, standing, improved=gained > slack)
