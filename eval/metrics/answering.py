"""What answers are worth: one formula a function, over the cases of a run.

Means are over questions, each counting the same. A question that ended in an error counts as wrong. Where there is
nothing to divide by, a share is 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from eval.cases import Case
from rag.answer import AnswerStatus


def right_share(cases: Sequence[Case]) -> float:
    """Return the share of cases that are right, 0 to 1."""
    return _mean([float(case.verdict.right) for case in cases])


def items_found_share(cases: Sequence[Case]) -> float:
    """Return, over answerable questions, the mean share of the wanted items that the answer says.

    A refusal or an error has said none of them, whatever stands in its text.
    """
    return _mean([_items_found(case) for case in cases if case.question.answerable])


def citation_precision(cases: Sequence[Case]) -> float:
    """Return, over answered answerable questions, the mean share of cited paragraphs that prove a given evidence.

    A lower bound: a paragraph may prove the answer without having been written down as evidence. Citation precision
    as in Gao et al. 2023, "Enabling Large Language Models to Generate Text with Citations" (ALCE), with the curated
    evidence in place of an entailment model.
    """
    answered = [case for case in cases if case.question.answerable and _is_answered(case)]
    return _mean([_precision(case) for case in answered])


def citation_recall(cases: Sequence[Case]) -> float:
    """Return, over answerable questions, the mean share of the wanted evidence that is cited.

    Where one evidence of several is enough, one is all that is wanted. See :func:`citation_precision`.
    """
    return _mean([_recall(case) for case in cases if case.question.answerable])


def scope_errors(cases: Sequence[Case]) -> int:
    """Return the number of answers that cite a document of a commune that the evidence is not of."""
    return sum(bool(case.verdict.out_of_scope) for case in cases)


def exact_quote_share(cases: Sequence[Case]) -> float:
    """Return the share of answers with citations whose every quote is the document's own words; 1 without any."""
    citing = [case for case in cases if case.reply is not None and case.reply.citations]
    return fmean(float(case.verdict.quotes_exact) for case in citing) if citing else 1.0


def inexact_quotes(cases: Sequence[Case]) -> int:
    """Return the number of answers with a quote that is not the document's own words."""
    return sum(not case.verdict.quotes_exact for case in cases)


def refused_wrongly(cases: Sequence[Case]) -> int:
    """Return the number of answerable questions that were refused though they may not be."""
    return sum(case.question.answerable and case.verdict.refused and not case.verdict.right for case in cases)


def answered_wrongly(cases: Sequence[Case]) -> int:
    """Return the number of questions that must be refused and were answered."""
    return sum(not case.question.answerable and _is_answered(case) for case in cases)


def errors(cases: Sequence[Case]) -> int:
    """Return the number of questions that ended in an error."""
    return sum(case.error is not None for case in cases)


def mean_length(cases: Sequence[Case]) -> float:
    """Return the mean length of the answers given, in code points; refusals are not counted."""
    return _mean([float(len(case.reply.answer)) for case in cases if case.reply is not None and _is_answered(case)])


def _items_found(case: Case) -> float:
    if not _is_answered(case):
        # A blank may be answered by refusing.
        return float(case.verdict.right)
    return len(case.verdict.items_found) / len(case.question.items)


def _precision(case: Case) -> float:
    cited = len(case.reply.citations) if case.reply is not None else 0
    return case.verdict.citations_proving / cited if cited else 0.0


def _recall(case: Case) -> float:
    if not case.question.all_evidence:
        return float(case.evidence_cited)
    cited = case.verdict.evidence_cited
    return sum(cited) / len(case.question.evidence)


def _is_answered(case: Case) -> bool:
    return case.reply is not None and case.reply.status is AnswerStatus.ANSWERED


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else 0.0
