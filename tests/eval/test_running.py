import json
from dataclasses import replace

import pytest
from eval_samples import COMMUNE, INCOME, NUMBER, ONLINE, REFUSAL, UNSEEN, WARD, answered, cite, documents_in, refused

from eval.errors import NothingToRun
from eval.judging import Papers
from eval.questions import QuestionKind
from eval.recording import write_run
from eval.running import run

PAPERS = Papers(documents_in(UNSEEN))
RIGHT = answered("82% [1]", cite(WARD, ONLINE))
STRAY = answered("82% [1]", cite(WARD, ONLINE), cite(COMMUNE, INCOME))
FOLLOW_UP = replace(NUMBER, id="f1", turns=("một", "hai"), question="ba", kind=QuestionKind.FOLLOW_UP, slices=("chat",))


class Told:
    """Answers as it was told, in order; an exception is raised."""

    def __init__(self, *replies):
        self.replies = list(replies)
        self.asked = []

    def answer(self, question, conversation_id=None, document_ids=None):
        self.asked.append((question, conversation_id, document_ids))
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply


def go(questions, *replies):
    return run(questions, Told(*replies), PAPERS)


def test_turns_are_asked_first_in_one_conversation():
    told = Told(replace(RIGHT, conversation_id="k1"), replace(RIGHT, conversation_id="k2"), RIGHT, RIGHT)
    report = run([FOLLOW_UP, NUMBER], told, PAPERS)
    assert told.asked == [
        ("một", None, None),
        ("hai", "k1", None),
        ("ba", "k2", None),
        (NUMBER.question, None, None),
    ]
    assert report.total.right == 2


def test_cases_are_counted_by_group():
    other = replace(NUMBER, id="n2", slices=("plain", "chat"))
    report = go([NUMBER, other, REFUSAL], RIGHT, refused(), refused())
    assert (report.total.asked, report.total.right) == (3, 2)
    assert (report.answerable.asked, report.answerable.right) == (2, 1)
    assert (report.must_refuse.asked, report.must_refuse.right) == (1, 1)
    assert {f.group: (f.asked, f.right) for f in report.by_slice} == {"plain": (3, 2), "chat": (1, 0)}
    assert {f.group: f.share for f in report.by_kind} == {"number": 0.5, "refuse": 1.0}
    assert [case.question.id for case in report.failures] == ["n2"]
    assert report.refused_wrongly == 1
    assert report.index_version == "v1"


def test_faults_are_counted_by_name():
    misquoted = answered("82% [1]", replace(cite(WARD, ONLINE), quote="82"))
    report = go([NUMBER, NUMBER, REFUSAL], STRAY, misquoted, RIGHT)
    assert (report.wrong_place, report.inexact_quotes, report.answered_wrongly) == (1, 1, 1)
    assert (report.errors, report.refused_wrongly) == (0, 0)


@pytest.mark.parametrize("question", [NUMBER, REFUSAL, FOLLOW_UP])
def test_an_exception_is_a_wrong_answer_and_the_run_goes_on(question):
    report = go([question, NUMBER], ValueError("vỡ"), RIGHT)
    assert report.total.right == 1
    assert report.errors == 1
    assert report.cases[0].answer is None
    assert report.cases[0].error == "ValueError: vỡ"


def test_no_question_is_no_run():
    with pytest.raises(NothingToRun):
        go([])


def test_progress_and_times_are_reported():
    done = []
    report = run([NUMBER, NUMBER], Told(RIGHT, RIGHT), PAPERS, done.append)
    assert done == [1, 2]
    assert 0 <= report.p50_ms <= report.p99_ms <= max(case.milliseconds for case in report.cases)


def test_a_run_is_kept_on_disk(tmp_path):
    report = go([NUMBER, FOLLOW_UP], replace(STRAY, index_version="a/../b"), ValueError("vỡ"))
    folder = write_run(report, tmp_path / "runs")
    assert folder.parent == tmp_path / "runs"
    assert folder.name.endswith("-a_.._b")
    first, second = [json.loads(line) for line in (folder / "cases.jsonl").read_text(encoding="utf-8").splitlines()]
    assert first["verdict"]["right"] is False
    assert first["verdict"]["out_of_scope"] == [COMMUNE]
    assert first["citations"][0]["quote"] == ONLINE
    assert second["error"] == "ValueError: vỡ"
    assert second["turns"] == ["một", "hai"]
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert summary["total"] == {"asked": 2, "right": 0, "share": 0.0}
    assert (summary["wrong_place"], summary["errors"]) == (1, 1)
    with pytest.raises(FileExistsError):
        write_run(report, tmp_path / "runs")
