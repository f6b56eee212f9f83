"""How good rankings are: the figures of information retrieval, as the library ir-measures computes them.

Means are over all questions; one for which nothing was found counts as 0.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from ir_measures import RR, Measure, Qrel, R, ScoredDoc, Success, calc_aggregate, iter_calc, nDCG

_FIGURES = (Success @ 1, Success @ 10, RR @ 10, nDCG @ 10, R @ 100)


@dataclass(frozen=True, slots=True)
class RankedQuery:
    """What was found for one question, and what should have been.

    :raises ValueError: an id stands twice in the ranking, or nothing is relevant, so that there is nothing to find.
    """

    query_id: str
    ranked: Sequence[str]
    """Ids found, best first, each once; may be empty."""
    relevant: Collection[str]
    """Ids to be found, at least one, in no order; all are relevant alike."""

    def __post_init__(self) -> None:
        if len(set(self.ranked)) < len(self.ranked):
            raise ValueError(f"expected each id once in the ranking of {self.query_id!r}, found one twice")
        if not self.relevant:
            raise ValueError(f"expected at least one relevant id for {self.query_id!r}, found none")


@dataclass(frozen=True, slots=True)
class RankingFigures:
    """Means over the questions, each 0 to 1."""

    hit_at_1: float
    hit_at_10: float
    reciprocal_rank_at_10: float
    ndcg_at_10: float
    recall_at_100: float


def ranking_figures(queries: Sequence[RankedQuery]) -> RankingFigures:
    """Return the five figures that retrieval is usually told by.

    :raises ValueError: there is no question.
    """
    _check(queries)
    means = calc_aggregate(_FIGURES, _relevant(queries), _found(queries))
    return RankingFigures(*(float(means[measure]) for measure in _FIGURES))


def success_at(queries: Sequence[RankedQuery], k: int) -> float:
    """Return the share of questions with anything relevant among the first ``k``, the "hit@k".

    :raises ValueError: there is no question, or ``k`` is below 1.
    """
    return fmean(successes(queries, k))


def recall_at(queries: Sequence[RankedQuery], k: int) -> float:
    """Return the mean share of what is relevant that stands among the first ``k``.

    :raises ValueError: there is no question, or ``k`` is below 1.
    """
    return fmean(recalls(queries, k))


def mean_reciprocal_rank(queries: Sequence[RankedQuery], k: int) -> float:
    """Return the mean of 1 / rank of the first relevant id, 0 where none is among the first ``k``: "MRR@k".

    :raises ValueError: there is no question, or ``k`` is below 1.
    """
    return fmean(reciprocal_ranks(queries, k))


def ndcg_at(queries: Sequence[RankedQuery], k: int) -> float:
    """Return the mean normalised discounted cumulative gain of the first ``k``, gain 1, discount log2(rank + 1).

    As trec_eval's ``ndcg_cut``: divided by what the best order of all that is relevant would give (Järvelin,
    Kekäläinen 2002, "Cumulated gain-based evaluation of IR techniques").

    :raises ValueError: there is no question, or ``k`` is below 1.
    """
    return fmean(ndcgs(queries, k))


def successes(queries: Sequence[RankedQuery], k: int) -> tuple[float, ...]:
    """Return :func:`success_at` of each question by itself, in their order."""
    return _each(queries, Success, k)


def recalls(queries: Sequence[RankedQuery], k: int) -> tuple[float, ...]:
    """Return :func:`recall_at` of each question by itself, in their order."""
    return _each(queries, R, k)


def reciprocal_ranks(queries: Sequence[RankedQuery], k: int) -> tuple[float, ...]:
    """Return :func:`mean_reciprocal_rank` of each question by itself, in their order."""
    return _each(queries, RR, k)


def ndcgs(queries: Sequence[RankedQuery], k: int) -> tuple[float, ...]:
    """Return :func:`ndcg_at` of each question by itself, in their order."""
    return _each(queries, nDCG, k)


def _each(queries: Sequence[RankedQuery], measure: Measure, k: int) -> tuple[float, ...]:
    _check(queries)
    if k < 1:
        raise ValueError(f"expected to look at 1 rank or more, found {k}")
    # The library tells every question of the qrels, 0 where the run has nothing for it.
    told = iter_calc([measure @ k], _relevant(queries), _found(queries))
    values = {metric.query_id: float(metric.value) for metric in told}
    return tuple(values[str(number)] for number in range(len(queries)))


def _check(queries: Sequence[RankedQuery]) -> None:
    if not queries:
        raise ValueError("expected at least one question to take a mean over, found none")


# Questions go by number: two of the same id are two questions, which the library would put together.


def _relevant(queries: Sequence[RankedQuery]) -> Iterator[Qrel]:
    for number, query in enumerate(queries):
        yield from (Qrel(str(number), name, 1) for name in set(query.relevant))


def _found(queries: Sequence[RankedQuery]) -> Iterator[ScoredDoc]:
    for number, query in enumerate(queries):
        # The library sorts by score, and equal scores by id: the place itself is the score.
        yield from (ScoredDoc(str(number), name, -float(place)) for place, name in enumerate(query.ranked))
