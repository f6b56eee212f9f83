"""``hoidap eval run``: ask a question set, judge every answer, keep the run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from eval.cases import Case, reasons
from eval.commands.options import RUNS, Group, OneSplit, QuestionSet, RunsFolder, ShowHeldOut
from eval.commands.progress import done_bar
from eval.commands.terminal import remarks, results, told_plainly
from eval.identity import identity_of
from eval.judging import Papers
from eval.metrics.latency import Latency, latency
from eval.office import Office
from eval.questions import SHIPPED_QUESTIONS, Question, chosen, load_questions
from eval.running import run
from eval.runs import Run, load_run, written_run
from eval.splits import Split
from eval.summary import Figure, Summary

Failures = Annotated[
    bool, typer.Option("--failures", help="In cả những câu sai của phần dev và câu trả lời của chúng.")
]


@dataclass(frozen=True, slots=True)
class _Selection:
    questions: tuple[Question, ...]
    path: Path
    group: str | None
    split: Split | None


def add_to(app: typer.Typer, office: Office) -> None:
    """Register the command."""

    @app.command("run")
    def _run(
        questions: QuestionSet = SHIPPED_QUESTIONS,
        group: Group = None,
        split: OneSplit = None,
        failures: Failures = False,
        show_held_out: ShowHeldOut = False,
        out: RunsFolder = RUNS,
    ) -> None:
        """Hỏi cả bộ câu hỏi, chấm từng câu và lưu lượt chạy; lượt bị ngắt giữa chừng được làm tiếp."""
        with told_plainly():
            asked = chosen(load_questions(questions, office.documents()), group, split)
            finished = _ask(_Selection(asked, questions, group, split), office, out)
            _show(finished)
            if failures:
                _show_failures(finished.cases, show_held_out)
            remarks().print(Text(f"Đã lưu: {finished.path}"))


def _ask(selection: _Selection, office: Office, out: Path) -> Run:
    identity = identity_of(office.manifest(), selection.path, selection.group, selection.split)
    asked = selection.questions
    with written_run(identity, len(asked), out) as writer, done_bar("Đang hỏi", len(asked)) as report_done:
        if writer.done:
            remarks().print(Text(f"Làm tiếp lượt dở dang {writer.path} từ câu {len(writer.done) + 1}/{len(asked)}."))
        run(asked, office.assistant(), Papers(office.documents()), writer, report_done)
    return load_run(writer.path)


def _show(finished: Run) -> None:
    console = results()
    summary = finished.summary
    console.print(_groups(finished.manifest.identity.index_version, summary))
    console.print(Text(_figures(summary, latency(finished.timings))))


def _show_failures(cases: Sequence[Case], show_held_out: bool) -> None:
    failed = [case for case in cases if not case.verdict.right]
    shown = [case for case in failed if show_held_out or case.question.split is Split.DEV]
    for case in shown:
        results().print(Text(_failure(case)))
    if len(shown) < len(failed):
        hidden = len(failed) - len(shown)
        remarks().print(Text(f"{hidden} câu sai của phần để dành không in ra (xem bằng --show-held-out)."))


def _groups(index_version: str, summary: Summary) -> Table:
    table = Table(title=f"Chỉ mục {index_version}", title_justify="left")
    table.add_column("Nhóm")
    for name in ("Số câu", "Đúng", "Tỷ lệ"):
        table.add_column(name, justify="right")
    parts: Sequence[Sequence[Figure]] = (
        (summary.total, summary.answerable, summary.must_refuse),
        summary.by_split,
        summary.by_set,
        summary.by_kind,
        summary.by_slice,
    )
    for part in parts:
        for figure in part:
            table.add_row(figure.group, str(figure.asked), str(figure.right), f"{figure.share:.1%}")
        table.add_section()
    return table


def _figures(summary: Summary, times: Latency) -> str:
    answers, refusals, retrieval = summary.answers, summary.refusals, summary.retrieval
    recall = ", ".join(f"{at.k}: {at.recall:.1%}" for at in retrieval.recall)
    return (
        f"Nhầm xã: {answers.scope_errors} · từ chối oan: {answers.refused_wrongly} · "
        f"trả lời điều văn bản không có: {answers.answered_wrongly} · "
        f"lỗi: {answers.errors} · trích sai lời: {answers.inexact_quotes}\n"
        f"Ý nói đủ: {answers.items_found_share:.1%} · đoạn dẫn trúng: {answers.citation_precision:.1%} · "
        f"căn cứ được dẫn: {answers.citation_recall:.1%} · "
        f"từ chối đúng / đủ: {refusals.precision:.1%} / {refusals.recall:.1%} · "
        f"lệch độ tin cậy: {summary.calibration.error:.3f}\n"
        f"Đoạn đầu có căn cứ: {retrieval.hit_at_1:.1%} số câu, một trong 5 đoạn đầu: {retrieval.hit_at_5:.1%}; "
        f"căn cứ tìm thấy trong k đoạn đầu: {recall}; MRR@10 {retrieval.mrr_at_10:.3f}, "
        f"nDCG@10 {retrieval.ndcg_at_10:.3f}\n"
        f"Thời gian mỗi câu: p50 {times.p50:.0f} ms, p99 {times.p99:.0f} ms"
    )


def _failure(case: Case) -> str:
    lines = [f"\n✗ {case.question.id} [{case.question.kind.value}] {case.asked}"]
    if case.reply is not None:
        lines.append(f"  {case.reply.status.value}: " + case.reply.answer.replace("\n", "\n  "))
    return "\n".join([*lines, *(f"  {reason}" for reason in reasons(case))])
