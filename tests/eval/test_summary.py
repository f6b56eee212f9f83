from dataclasses import replace

import pytest
from eval_samples import (
    COMMUNE,
    INCOME,
    NUMBER,
    ONLINE,
    REFUSAL,
    UNSEEN,
    WARD,
    Told,
    answered,
    cite,
    documents_in,
    refused,
)

from eval.asking import ask
from eval.cases import Timing, reasons
from eval.judging import Papers
from eval.metrics.answering import citation_precision, citation_recall, items_found_share, mean_length
from eval.metrics.calibration import calibration_error, confidence_bins
from eval.metrics.latency import latency
from eval.metrics.refusing import refusal_precision, refusal_recall
from eval.metrics.retrieval import ranked_query, retrieval_figures
from eval.questions import Evidence
from eval.summary import summarize

PAPERS = Papers(documents_in(UNSEEN))
RIGHT = answered("82% [1]", cite(WARD, ONLINE))
STRAY = answered("82% [1] [2]", cite(WARD, ONLINE), cite(COMMUNE, INCOME))
BOTH = replace(
    NUMBER, evidence=(Evidence(WARD, (ONLINE,), None), Evidence(COMMUNE, (INCOME,), None)), all_evidence=True
)
TWO = replace(NUMBER, items=(("82%",), ("hằng năm",)))


def case(question, reply):
    return ask(question, Told(reply), PAPERS).case


def test_cases_are_counted_by_group():
    other = replace(NUMBER, id="n2", slices=("plain", "chat"), set_name="khac")
    summary = summarize([case(NUMBER, RIGHT), case(other, refused()), case(REFUSAL, refused())])
    assert (summary.total.asked, summary.total.right) == (3, 2)
    assert (summary.answerable.asked, summary.answerable.right) == (2, 1)
    assert (summary.must_refuse.asked, summary.must_refuse.right) == (1, 1)
    assert {f.group: (f.asked, f.right) for f in summary.by_slice} == {"plain": (3, 2), "chat": (1, 0)}
    assert {f.group: f.share for f in summary.by_kind} == {"number": 0.5, "refuse": 1.0}
    assert {f.group: f.asked for f in summary.by_set} == {"mau": 2, "khac": 1}
    assert summary.answers.refused_wrongly == 1


def test_faults_are_counted_by_name():
    misquoted = answered("82% [1]", replace(cite(WARD, ONLINE), quote="82"))
    answers = summarize(
        [case(NUMBER, STRAY), case(NUMBER, misquoted), case(REFUSAL, RIGHT), case(NUMBER, ValueError("vỡ"))]
    ).answers
    assert (answers.scope_errors, answers.inexact_quotes, answers.answered_wrongly) == (1, 1, 1)
    assert (answers.errors, answers.refused_wrongly) == (1, 0)
    assert answers.exact_quote_share == pytest.approx(2 / 3)


def test_items_are_counted_also_in_a_wrong_answer_but_not_in_a_refusal_or_an_error():
    half = case(TWO, RIGHT)
    assert not half.verdict.right
    assert items_found_share([half]) == 0.5
    assert items_found_share([half, case(TWO, refused("82% hằng năm")), case(TWO, ValueError("vỡ"))]) == pytest.approx(
        0.5 / 3
    )
    assert items_found_share([case(replace(TWO, may_refuse=True), refused())]) == 1.0
    assert items_found_share([case(REFUSAL, refused())]) == 0.0  # nothing answerable was asked


def test_citations_that_prove_nothing_cost_precision_and_evidence_not_cited_costs_recall():
    assert citation_precision([case(NUMBER, RIGHT)]) == 1.0
    assert citation_precision([case(NUMBER, STRAY)]) == 0.5
    assert citation_precision([case(NUMBER, STRAY), case(NUMBER, refused())]) == 0.5  # refusals cite nothing
    assert citation_recall([case(BOTH, RIGHT)]) == 0.5
    assert citation_recall([case(BOTH, STRAY)]) == 1.0
    assert citation_recall([case(replace(BOTH, all_evidence=False), RIGHT)]) == 1.0
    assert citation_recall([case(NUMBER, RIGHT), case(NUMBER, refused())]) == 0.5
    assert citation_recall([case(BOTH, ValueError("vỡ"))]) == 0.0


def test_refusals_have_precision_and_recall():
    cases = [case(REFUSAL, refused()), case(REFUSAL, RIGHT), case(NUMBER, refused()), case(NUMBER, RIGHT)]
    assert refusal_precision(cases) == 0.5
    assert refusal_recall(cases) == 0.5
    assert refusal_precision([case(NUMBER, RIGHT)]) == 1.0
    assert refusal_recall([case(NUMBER, RIGHT)]) == 1.0
    assert refusal_recall([case(REFUSAL, ValueError("vỡ"))]) == 0.0


def test_confidence_is_held_against_what_came_of_it():
    sure = replace(RIGHT, confidence=0.95)
    wrong = replace(answered("5% [1]", cite(WARD, ONLINE)), confidence=0.85)
    half = replace(RIGHT, confidence=0.5)
    bins = confidence_bins([case(NUMBER, sure), case(NUMBER, wrong), case(NUMBER, half), case(NUMBER, refused())])
    assert [(b.low, b.answers, b.confidence, b.right) for b in bins] == [
        (0.5, 1, 0.5, 1.0),
        (0.8, 1, 0.85, 0.0),
        (0.9, 1, 0.95, 1.0),
    ]
    assert calibration_error(bins) == pytest.approx((0.5 + 0.85 + 0.05) / 3)
    assert calibration_error(()) == 0.0
    (top,) = confidence_bins([case(NUMBER, replace(RIGHT, confidence=1.0))])
    assert (top.low, top.high) == (0.9, 1.0)


def test_retrieval_looks_for_evidence_not_for_paragraphs():
    found = replace(case(BOTH, RIGHT), evidence_ranks=(2, None))
    figures = retrieval_figures([found])
    assert [(at.k, at.recall) for at in figures.recall][:2] == [(1, 0.0), (3, 0.5)]
    assert (figures.hit_at_1, figures.hit_at_5) == (0.0, 1.0)
    assert figures.mrr_at_10 == pytest.approx(0.5)
    # Two wanted, one found at rank 2: (1/log2 3) / (1 + 1/log2 3).
    assert figures.ndcg_at_10 == pytest.approx(0.3869, abs=1e-4)
    either = replace(found, question=replace(BOTH, all_evidence=False))
    assert retrieval_figures([either]).recall[1].recall == 1.0
    assert retrieval_figures([case(REFUSAL, refused())]).questions == 0


def test_evidence_that_one_passage_proves_together_is_one_thing_to_find():
    query = ranked_query(replace(case(BOTH, RIGHT), evidence_ranks=(1, 1)))
    assert (list(query.ranked), list(query.relevant)) == (["passage-1"], ["passage-1"])
    lost = ranked_query(replace(case(BOTH, RIGHT), evidence_ranks=(None, None)))
    assert (list(lost.ranked), len(list(lost.relevant))) == ([], 2)


def test_lengths_are_of_answers_given():
    assert mean_length([case(NUMBER, RIGHT), case(NUMBER, refused("dài hơn nhiều"))]) == len("82% [1]")
    assert mean_length([case(NUMBER, refused())]) == 0.0


def test_latency_is_told_by_percentiles():
    times = latency([Timing("a", 10.0), Timing("b", 20.0), Timing("c", 60.0)])
    assert (times.p50, times.p90, times.most) == (20.0, 52.0, 60.0)
    assert latency(()).p99 == 0.0


def test_a_wrong_answer_is_explained():
    assert reasons(case(NUMBER, RIGHT)) == ()
    assert "vỡ" in reasons(case(NUMBER, ValueError("vỡ")))[0]
    assert reasons(case(REFUSAL, RIGHT)) == ("không được nói: 82%", "phải từ chối")
    assert reasons(case(REFUSAL, refused("82%"))) == ("không được nói: 82%", "từ chối không đúng cách")
    missed = reasons(case(TWO, answered("82% [1]", cite(WARD, "Mức độ hài lòng"))))
    assert missed[0] == "thiếu: hằng năm"
    assert missed[1].startswith(f"chưa dẫn: {WARD}: {ONLINE}")
    assert reasons(case(NUMBER, STRAY)) == (f"dẫn nhầm xã: {COMMUNE}",)
