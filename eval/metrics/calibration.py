"""Whether confidence means what it says: of the answers given at 0.9, nine in ten should be right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from eval.cases import Case
from rag.answer import AnswerStatus

BINS = 10


@dataclass(frozen=True, slots=True)
class ConfidenceBin:
    """The answers given with a confidence in a range."""

    low: float
    high: float
    """The range holds ``high`` only where it is 1."""
    answers: int
    confidence: float
    """Mean confidence, 0 to 1."""
    right: float
    """Share of them that are right, 0 to 1."""


def confidence_bins(cases: Sequence[Case]) -> tuple[ConfidenceBin, ...]:
    """Return the bins of equal width that hold an answer, lowest first; refusals have no confidence to speak of."""
    sorted_in: dict[int, list[Case]] = {}
    for case in cases:
        if case.reply is not None and case.reply.status is AnswerStatus.ANSWERED:
            sorted_in.setdefault(min(int(case.reply.confidence * BINS), BINS - 1), []).append(case)
    return tuple(_bin(number, sorted_in[number]) for number in sorted(sorted_in))


def calibration_error(bins: Sequence[ConfidenceBin]) -> float:
    """Return the expected calibration error, 0 to 1: the mean gap of confidence and share right, weighed by answers.

    Naeini, Cooper, Hauskrecht 2015, "Obtaining Well Calibrated Probabilities Using Bayesian Binning"; 0 without any
    answer.
    """
    answers = sum(one.answers for one in bins)
    return sum(one.answers * abs(one.confidence - one.right) for one in bins) / answers if answers else 0.0


def _bin(number: int, cases: Sequence[Case]) -> ConfidenceBin:
    confidences = [case.reply.confidence for case in cases if case.reply is not None]
    return ConfidenceBin(
        low=number / BINS,
        high=(number + 1) / BINS,
        answers=len(cases),
        confidence=fmean(confidences),
        right=fmean(float(case.verdict.right) for case in cases),
    )
