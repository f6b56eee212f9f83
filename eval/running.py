"""Asks a question set from beginning to end."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from eval.asking import Assistant, ask
from eval.cases import Case
from eval.errors import NothingToRun
from eval.judging import Papers
from eval.questions import Question
from eval.runs import RunWriter
from eval.summary import Summary, summarize


def run(
    questions: Sequence[Question],
    assistant: Assistant,
    papers: Papers,
    writer: RunWriter,
    report_done: Callable[[int], None],
) -> Summary:
    """Ask the questions in order, from where the writer stopped, write each down, and return the figures.

    ``report_done`` is told the number of questions done.

    :raises NothingToRun: there is no question.
    """
    if not questions:
        raise NothingToRun("cần ít nhất một câu hỏi, tệp câu hỏi không có câu nào; hãy chọn tệp khác.")
    cases: list[Case] = [outcome.case for outcome in writer.done]
    report_done(len(cases))
    for question in questions[len(cases) :]:
        outcome = ask(question, assistant, papers)
        writer.add(outcome)
        cases.append(outcome.case)
        report_done(len(cases))
    summary = summarize(cases)
    writer.finish(summary)
    return summary
