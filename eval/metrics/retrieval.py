"""Whether the passages found hold the evidence, whatever is then made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.cases import Case
from eval.metrics.ranking import RankedQuery, mean_reciprocal_rank, ndcg_at, recall_at, success_at

CUTS = (1, 3, 5, 10, 24, 50)
"""Ranks that recall is told at."""
DEPTH = 10
"""Rank that reciprocal rank and nDCG look down to."""


@dataclass(frozen=True, slots=True)
class RecallAt:
    """Share of the wanted evidence among the first passages."""

    k: int
    recall: float


@dataclass(frozen=True, slots=True)
class RetrievalFigures:
    """Over questions with evidence; all of them 0 without any such question."""

    questions: int
    hit_at_1: float
    """Share of the questions with a wanted evidence in the first passage."""
    hit_at_5: float
    """The same, among the first five."""
    recall: tuple[RecallAt, ...]
    mrr_at_10: float
    ndcg_at_10: float


def retrieval_figures(cases: Sequence[Case]) -> RetrievalFigures:
    """Return the figures; a question that ended in an error found nothing."""
    queries = [ranked_query(case) for case in cases if case.question.evidence]
    if not queries:
        return RetrievalFigures(0, 0.0, 0.0, tuple(RecallAt(k, 0.0) for k in CUTS), 0.0, 0.0)
    return RetrievalFigures(
        questions=len(queries),
        hit_at_1=success_at(queries, 1),
        hit_at_5=success_at(queries, 5),
        recall=tuple(RecallAt(k, recall_at(queries, k)) for k in CUTS),
        mrr_at_10=mean_reciprocal_rank(queries, DEPTH),
        ndcg_at_10=ndcg_at(queries, DEPTH),
    )


def ranked_query(case: Case) -> RankedQuery:
    """Return the case as a ranking: what is wanted is evidence, not paragraphs, as one fact may stand in several.

    Where one evidence of several is enough, they are one thing wanted, found where the first of them is. Evidences
    that one passage proves together are one thing too.
    """
    ranks = case.evidence_ranks
    if not case.question.all_evidence:
        known = [rank for rank in ranks if rank is not None]
        ranks = (min(known, default=None),)
    found = {rank for rank in ranks if rank is not None}
    ranked = tuple(_name(rank) for rank in range(1, max(found, default=0) + 1))
    lost = (f"lost-{number}" for number, rank in enumerate(ranks) if rank is None)
    return RankedQuery(case.question.id, ranked, (*(_name(rank) for rank in sorted(found)), *lost))


def _name(rank: int) -> str:
    return f"passage-{rank}"
