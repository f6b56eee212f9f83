"""What changed between two runs, question by question, and whether it is more than chance."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from statistics import fmean

from pydantic import TypeAdapter

from eval.cases import Case
from eval.changes import Change, changes
from eval.metrics.answering import citation_recall, items_found_share
from eval.metrics.ranking import reciprocal_ranks
from eval.metrics.retrieval import DEPTH, ranked_query
from eval.metrics.significance import mcnemar_p, sign_flip_p
from eval.questions import Question
from eval.runs import Run
from eval.splits import Split
from eval.summary import Figure, figure, figures

SIGNIFICANT = 0.05
"""Below this p a difference is taken for more than chance."""


class Reason(StrEnum):
    """Why a question is not compared."""

    ONLY_BEFORE = "only_before"
    ONLY_AFTER = "only_after"
    CHANGED = "changed"
    """Same id, but it is asked or judged otherwise."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A question that is not compared."""

    id: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two runs."""

    path: Path
    fingerprint: str
    total: Figure
    """Over the whole run."""
    paired: Figure
    """Over the questions compared."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The second run against the first, right and wrong."""

    wins: int
    """Right now, wrong before."""
    ties: int
    losses: int
    """Wrong now, right before."""
    p: float
    """:func:`eval.metrics.significance.mcnemar_p`."""


class Score(StrEnum):
    """What a question scores, 0 to 1, apart from right and wrong."""

    ITEMS_FOUND = "items_found"
    EVIDENCE_CITED = "evidence_cited"
    RECIPROCAL_RANK = "reciprocal_rank"


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """A score in both runs, over the questions that have it."""

    score: Score
    questions: int
    before: float
    after: float
    difference: float
    """Means; ``after`` less ``before``."""
    p: float
    """:func:`eval.metrics.significance.sign_flip_p`."""


class GroupedBy(StrEnum):
    """What questions are put together by."""

    SPLIT = "split"
    KIND = "kind"
    SLICE = "slice"


@dataclass(frozen=True, slots=True)
class Moved:
    """A group whose share of right answers changed."""

    by: GroupedBy
    group: str
    questions: int
    before: float
    after: float
    difference: float


@dataclass(frozen=True, slots=True)
class Pair:
    """One question in both runs."""

    before: Case
    after: Case

    @property
    def broken(self) -> bool:
        """Return whether it was right and is wrong."""
        return self.before.verdict.right and not self.after.verdict.right

    @property
    def mended(self) -> bool:
        """Return whether it was wrong and is right."""
        return self.after.verdict.right and not self.before.verdict.right


@dataclass(frozen=True, slots=True)
class Unseen:
    """Questions of a kind that are only counted."""

    kind: str
    broken: int
    mended: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs side by side."""

    before: Side
    after: Side
    changes: tuple[Change, ...]
    left_out: tuple[LeftOut, ...]
    tally: Tally
    scores: tuple[ScoreChange, ...]
    moved: tuple[Moved, ...]
    """Largest change first."""
    broken: tuple[Pair, ...]
    mended: tuple[Pair, ...]
    unseen: tuple[Unseen, ...]
    """Broken and mended questions of the splits that are not shown."""


COMPARISON_JSON = TypeAdapter(Comparison)


def compare(before: Run, after: Run, shown: Collection[Split]) -> Comparison:
    """Pair the questions of two runs by id; broken and mended ones of the splits ``shown`` are given one by one.

    Both cases of a pair bear the second run's question: only what it is grouped by can have changed.
    """
    pairs, left_out = _paired(before.cases, after.cases)
    turned = [pair for pair in pairs if pair.broken or pair.mended]
    seen = [pair for pair in turned if pair.after.question.split in shown]
    return Comparison(
        before=_side(before, [pair.before for pair in pairs]),
        after=_side(after, [pair.after for pair in pairs]),
        changes=changes(before.manifest.identity, after.manifest.identity),
        left_out=left_out,
        tally=_tally(pairs),
        scores=_score_changes(pairs),
        moved=_moved(pairs),
        broken=tuple(pair for pair in seen if pair.broken),
        mended=tuple(pair for pair in seen if pair.mended),
        unseen=_unseen([pair for pair in turned if pair.after.question.split not in shown]),
    )


def _paired(before: Iterable[Case], after: Iterable[Case]) -> tuple[list[Pair], tuple[LeftOut, ...]]:
    old = {case.question.id: case for case in before}
    new = {case.question.id: case for case in after}
    common = [(old[id_], case) for id_, case in new.items() if id_ in old]
    alike = [(first, second) for first, second in common if _judged_alike(first.question, second.question)]
    kept = {case.question.id for _, case in alike}
    left_out = (
        *(LeftOut(id_, Reason.ONLY_BEFORE) for id_ in old if id_ not in new),
        *(LeftOut(id_, Reason.ONLY_AFTER) for id_ in new if id_ not in old),
        *(LeftOut(id_, Reason.CHANGED) for id_ in new if id_ in old and id_ not in kept),
    )
    # One and the same question in both: the second run's, should it be grouped otherwise.
    return [Pair(replace(first, question=second.question), second) for first, second in alike], left_out


def _judged_alike(before: Question, after: Question) -> bool:
    """Return whether two questions differ at most in what they are grouped by."""
    grouped = replace(before, topic=after.topic, set_name=after.set_name, kind=after.kind, slices=after.slices)
    return grouped == after


def _side(run: Run, paired: Sequence[Case]) -> Side:
    return Side(run.path, run.manifest.fingerprint, run.summary.total, figure(run.summary.total.group, paired))


def _tally(pairs: Sequence[Pair]) -> Tally:
    wins, losses = sum(pair.mended for pair in pairs), sum(pair.broken for pair in pairs)
    return Tally(wins, len(pairs) - wins - losses, losses, mcnemar_p(wins, losses))


def _score_changes(pairs: Sequence[Pair]) -> tuple[ScoreChange, ...]:
    answerable = [pair for pair in pairs if pair.after.question.answerable]
    sought = [pair for pair in pairs if pair.after.question.evidence]
    return (
        _score_change(Score.ITEMS_FOUND, answerable, lambda cases: [items_found_share([case]) for case in cases]),
        _score_change(Score.EVIDENCE_CITED, answerable, lambda cases: [citation_recall([case]) for case in cases]),
        _score_change(Score.RECIPROCAL_RANK, sought, _reciprocal_ranks),
    )


def _reciprocal_ranks(cases: Sequence[Case]) -> Sequence[float]:
    return reciprocal_ranks([ranked_query(case) for case in cases], DEPTH)


def _score_change(
    score: Score, pairs: Sequence[Pair], scored: Callable[[Sequence[Case]], Sequence[float]]
) -> ScoreChange:
    if not pairs:
        return ScoreChange(score, 0, 0.0, 0.0, 0.0, 1.0)
    old, new = scored([pair.before for pair in pairs]), scored([pair.after for pair in pairs])
    before, after = fmean(old), fmean(new)
    p = sign_flip_p([b - a for a, b in zip(old, new, strict=True)])
    return ScoreChange(score, len(pairs), before, after, after - before, p)


def _moved(pairs: Sequence[Pair]) -> tuple[Moved, ...]:
    groupings: Sequence[tuple[GroupedBy, Callable[[Case], Sequence[str]]]] = (
        (GroupedBy.SPLIT, lambda case: (case.question.split.value,)),
        (GroupedBy.KIND, lambda case: (case.question.kind.value,)),
        (GroupedBy.SLICE, lambda case: case.question.slices),
    )
    found = [moved for by, groups_of in groupings for moved in _moved_by(by, pairs, groups_of)]
    return tuple(sorted(found, key=lambda moved: -abs(moved.difference)))


def _moved_by(by: GroupedBy, pairs: Sequence[Pair], groups_of: Callable[[Case], Sequence[str]]) -> Iterator[Moved]:
    old = figures([pair.before for pair in pairs], groups_of)
    new = figures([pair.after for pair in pairs], groups_of)
    for before, after in zip(old, new, strict=True):
        if before.right != after.right:
            yield Moved(by, after.group, after.asked, before.share, after.share, after.share - before.share)


def _unseen(pairs: Sequence[Pair]) -> tuple[Unseen, ...]:
    kinds = sorted({pair.after.question.kind.value for pair in pairs})
    of_kind = {kind: [pair for pair in pairs if pair.after.question.kind.value == kind] for kind in kinds}
    return tuple(Unseen(kind, sum(p.broken for p in ps), sum(p.mended for p in ps)) for kind, ps in of_kind.items())
