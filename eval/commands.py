"""``hoidap eval``: the command line of this package, made around an assistant that the caller opens."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from corpus.model import Document
from eval.errors import EvaluationError
from eval.judging import Papers
from eval.questions import SHIPPED_QUESTIONS, chosen, load_questions
from eval.recording import write_run
from eval.running import Assistant, Case, Figure, RunReport, run

PIPE_WIDTH = 120
"""Columns where there is no terminal whose width to go by."""

QuestionFile = Annotated[
    Path, typer.Option("--questions", metavar="F", help="Tệp câu hỏi JSON Lines; mặc định là bộ kèm theo sản phẩm.")
]
Slice = Annotated[str | None, typer.Option("--slice", metavar="S", help="Chỉ hỏi các câu thuộc lát này.")]
Failures = Annotated[bool, typer.Option("--failures", help="In cả những câu sai và câu trả lời của chúng.")]
RunsFolder = Annotated[Path, typer.Option("--out", metavar="DIR", help="Nơi lưu lượt chạy.")]


def make_app(open_assistant: Callable[[], Assistant], documents: Callable[[], tuple[Document, ...]]) -> typer.Typer:
    """Return ``hoidap eval``. Both callables are called when a command runs, the documents first."""
    app = typer.Typer(help="Đo chất lượng trả lời trên bộ câu hỏi.", no_args_is_help=True)

    @app.callback()
    def _group() -> None:
        """Đo chất lượng trả lời trên bộ câu hỏi."""

    @app.command("run")
    def _run(
        questions: QuestionFile = SHIPPED_QUESTIONS,
        only_slice: Slice = None,
        failures: Failures = False,
        out: RunsFolder = Path("runs"),
    ) -> None:
        """Hỏi cả bộ câu hỏi, chấm từng câu và lưu lượt chạy."""
        try:
            report = _evaluate(questions, only_slice, open_assistant, documents())
            saved_in = write_run(report, out)
        except (EvaluationError, OSError) as error:
            _errors().print(Text(f"Lỗi: {error}", style="bold red"))
            raise typer.Exit(1) from error
        _show(report, failures)
        _errors().print(Text(f"Đã lưu: {saved_in}"))

    return app


def _evaluate(
    path: Path, only_slice: str | None, open_assistant: Callable[[], Assistant], documents: tuple[Document, ...]
) -> RunReport:
    questions = load_questions(path, documents)
    if only_slice is not None:
        questions = chosen(questions, only_slice)
    assistant = open_assistant()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_errors(), disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("Đang hỏi", total=len(questions))
        return run(questions, assistant, Papers(documents), lambda done: progress.update(task, completed=done))


def _show(report: RunReport, failures: bool) -> None:
    console = _results()
    console.print(_figures_table(report))
    console.print(Text(_counts(report)))
    if failures:
        for case in report.failures:
            console.print(Text(_failure(case)))


def _figures_table(report: RunReport) -> Table:
    table = Table(title=f"Chỉ mục {report.index_version}", title_justify="left")
    table.add_column("Nhóm")
    for name in ("Số câu", "Đúng", "Tỷ lệ"):
        table.add_column(name, justify="right")
    parts: Iterable[Iterable[Figure]] = (
        (report.total, report.answerable, report.must_refuse),
        report.by_kind,
        report.by_slice,
    )
    for part in parts:
        for figure in part:
            table.add_row(figure.group, str(figure.asked), str(figure.right), f"{figure.share:.1%}")
        table.add_section()
    return table


def _counts(report: RunReport) -> str:
    return (
        f"Nhầm xã: {report.wrong_place} · từ chối oan: {report.refused_wrongly} · "
        f"trả lời điều văn bản không có: {report.answered_wrongly} · "
        f"lỗi: {report.errors} · trích sai lời: {report.inexact_quotes}\n"
        f"Thời gian mỗi câu: p50 {report.p50_ms:.0f} ms, p99 {report.p99_ms:.0f} ms"
    )


def _failure(case: Case) -> str:
    asked = " → ".join((*case.question.turns, case.question.question))
    lines = [f"\n✗ {case.question.id} [{case.question.kind.value}] {asked}"]
    if case.answer is None:
        return "\n".join([*lines, f"  lỗi: {case.error}"])
    lines.append(f"  {case.answer.status.value}: " + case.answer.answer.replace("\n", "\n  "))
    lines += [f"  {reason}" for reason in _reasons(case)]
    return "\n".join(lines)


def _reasons(case: Case) -> Iterable[str]:
    verdict, question = case.verdict, case.question
    if verdict.forbidden_found:
        yield f"không được nói: {', '.join(verdict.forbidden_found)}"
    if not question.answerable:
        yield "phải từ chối" if not verdict.refused else "từ chối không đúng cách"
        return
    if verdict.items_missed:
        yield "thiếu: " + "; ".join(" | ".join(variants) for variants in verdict.items_missed)
    if not verdict.evidence_cited:
        yield "chưa dẫn: " + "; ".join(f"{e.document_id}: {' | '.join(e.words)}" for e in question.evidence)
    if verdict.out_of_scope:
        yield f"dẫn nhầm xã: {', '.join(verdict.out_of_scope)}"


def _results() -> Console:
    width = None if sys.stdout.isatty() else PIPE_WIDTH
    return Console(highlight=False, markup=False, emoji=False, width=width)


def _errors() -> Console:
    return Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)
