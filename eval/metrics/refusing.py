"""How well a run knows what the documents do not hold."""

from __future__ import annotations

from collections.abc import Sequence

from eval.cases import Case


def refusal_precision(cases: Sequence[Case]) -> float:
    """Return the share of refusals that are right, 0 to 1; 1 where nothing was refused, for then none was wrong."""
    refused = [case for case in cases if case.verdict.refused]
    return sum(case.verdict.right for case in refused) / len(refused) if refused else 1.0


def refusal_recall(cases: Sequence[Case]) -> float:
    """Return the share of questions to be refused that were refused rightly; 1 where there is none to refuse.

    An error is no refusal: it stays in the denominator.
    """
    wanted = [case for case in cases if not case.question.answerable]
    return sum(case.verdict.refused and case.verdict.right for case in wanted) / len(wanted) if wanted else 1.0
