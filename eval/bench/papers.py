"""Measures retrieval on an office's own papers: does what is found hold the words that prove the answer."""

from __future__ import annotations

import gc
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from corpus.model import Document
from eval.bench.measuring import STAGE_ASKING, Clock
from eval.bench.paper_retrievers import PaperRetriever, PaperSearcher
from eval.bench.pieces import Span
from eval.bench.sets import without_accents
from eval.cases import Case
from eval.errors import NothingToRun
from eval.judging import NO_VERDICT, proves
from eval.matching import contains
from eval.metrics.ranking import RankedQuery, mean_reciprocal_rank, recall_at, success_at
from eval.metrics.retrieval import ranked_query
from eval.questions import Evidence, Question
from index.search import Progress

DEPTH = 10
"""Spans looked at for a question, as many as the deepest figure wants."""
_TYPED_PLAIN = "no_diacritics"


class Group(StrEnum):
    """Questions that figures are told of."""

    ALL = "all"
    """Every question, as typed."""
    TYPED_PLAIN = "no_diacritics"
    """Those of the slice that is typed without diacritics."""
    STRIPPED = "stripped"
    """Every question, and what was asked before it, with every diacritic taken away."""


@dataclass(frozen=True, slots=True)
class EvidenceFigures:
    """Means over the questions, each 0 to 1; where one of several evidences is enough, they are one thing wanted."""

    hit_at_1: float
    """Share of questions with at least one evidence at the first rank."""
    hit_at_5: float
    hit_at_10: float
    recall_at_5: float
    """Share of a question's evidence that stands among the first five."""
    recall_at_10: float
    reciprocal_rank_at_10: float


@dataclass(frozen=True, slots=True)
class GroupMeasured:
    """One group of questions."""

    group: Group
    questions: int
    figures: EvidenceFigures
    p50_ms: float
    """Wall time of a question, without the turns before it."""
    p99_ms: float


@dataclass(frozen=True, slots=True)
class MeasuredOnPapers:
    """One retriever on the papers; groups without any question are left out."""

    retriever: str
    build_seconds: float
    """From the papers as read until a question can be asked."""
    groups: tuple[GroupMeasured, ...]


class Proofs:
    """Tells which span of a paper proves which evidence."""

    def __init__(self, documents: Sequence[Document], questions: Sequence[Question]) -> None:
        """Look up the paragraphs that prove each evidence."""
        self._texts = {document.id: document.text for document in documents}
        self._proving = {
            evidence: tuple(_proving(documents, evidence)) for question in questions for evidence in question.evidence
        }

    def ranks(self, question: Question, found: Sequence[Span]) -> tuple[int | None, ...]:
        """Return, for each evidence, the 1-based rank of the first span that proves it; None where none does."""
        return tuple(
            next((rank for rank, span in enumerate(found, 1) if self.proves(span, evidence)), None)
            for evidence in question.evidence
        )

    def proves(self, span: Span, evidence: Evidence) -> bool:
        """Return whether the words of the evidence stand in the span, and a paragraph there proves it.

        The paragraph matters for words that stand under several headings; of a chunk, a part of it is enough.
        """
        there = any(
            paragraph.document_id == span.document_id and paragraph.start < span.end and span.start < paragraph.end
            for paragraph in self._proving[evidence]
        )
        if not there:
            return False
        text = self._texts[span.document_id][span.start : span.end]
        return any(contains(text, words) for words in evidence.words)


def measurable(questions: Sequence[Question]) -> tuple[Question, ...]:
    """Return the questions that the papers answer, with evidence to be found.

    :raises NothingToRun: there is none.
    """
    kept = tuple(question for question in questions if question.answerable and question.evidence)
    if not kept:
        raise NothingToRun("không có câu nào trả lời được và có evidence để tìm; hãy chọn tệp, lát hoặc phần khác.")
    return kept


def measure_on_papers(
    retriever: PaperRetriever,
    documents: Sequence[Document],
    questions: Sequence[Question],
    proofs: Proofs,
    progress: Progress,
    clock: Clock = time.perf_counter,
) -> MeasuredOnPapers:
    """Build once, ask all questions as typed and again without diacritics.

    The first question is asked once more beforehand: what loads at the first question is no part of its time.
    """
    gc.collect()
    started = clock()
    searcher = retriever.build(documents, progress)
    build_seconds = clock() - started
    searcher.after(())(questions[0].question, DEPTH)
    asked = _Asking(searcher, proofs, progress, clock)
    typed = asked.all(questions, stripped=False)
    plain = [one for question, one in zip(questions, typed, strict=True) if _TYPED_PLAIN in question.slices]
    told = ((Group.ALL, typed), (Group.TYPED_PLAIN, plain), (Group.STRIPPED, asked.all(questions, stripped=True)))
    return MeasuredOnPapers(retriever.name, build_seconds, tuple(_told(group, found) for group, found in told if found))


@dataclass(frozen=True, slots=True)
class _Found:
    ranked: RankedQuery
    milliseconds: float


@dataclass(frozen=True, slots=True)
class _Asking:
    searcher: PaperSearcher
    proofs: Proofs
    progress: Progress
    clock: Clock

    def all(self, questions: Sequence[Question], *, stripped: bool) -> list[_Found]:
        """Return what was found for each question, in their order."""
        found = []
        for done, question in enumerate(questions, 1):
            found.append(self._one(question, stripped=stripped))
            self.progress(STAGE_ASKING, done, len(questions))
        return found

    def _one(self, question: Question, *, stripped: bool) -> _Found:
        turns, text = question.turns, question.question
        if stripped:
            turns, text = tuple(map(without_accents, turns)), without_accents(text)
        ask = self.searcher.after(turns)
        started = self.clock()
        spans = ask(text, DEPTH)
        milliseconds = (self.clock() - started) * 1000
        # As a run of the evaluation has it, so that the figures mean the same.
        case = Case(question, None, None, self.proofs.ranks(question, spans[:DEPTH]), NO_VERDICT)
        return _Found(ranked_query(case), milliseconds)


def _told(group: Group, found: Sequence[_Found]) -> GroupMeasured:
    queries = [one.ranked for one in found]
    p50, p99 = np.percentile([one.milliseconds for one in found], [50, 99])
    figures = EvidenceFigures(
        hit_at_1=success_at(queries, 1),
        hit_at_5=success_at(queries, 5),
        hit_at_10=success_at(queries, 10),
        recall_at_5=recall_at(queries, 5),
        recall_at_10=recall_at(queries, 10),
        reciprocal_rank_at_10=mean_reciprocal_rank(queries, 10),
    )
    return GroupMeasured(group, len(found), figures, float(p50), float(p99))


def _proving(documents: Sequence[Document], evidence: Evidence) -> list[Span]:
    return [
        Span(document.id, paragraph.start, paragraph.end)
        for document in documents
        if document.id == evidence.document_id
        for paragraph in document.paragraphs
        if proves(paragraph.text, paragraph.section_path, evidence)
    ]
