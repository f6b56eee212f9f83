"""``hoidap eval template``, ``import``, ``export`` and ``harvest``: an office's own question sets."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from eval.commands.options import RUNS, RunsFolder
from eval.commands.terminal import remarks, results, told_plainly
from eval.files import replace_bytes
from eval.office import Office
from eval.runs import find_run, load_run
from eval.sets.exporting import run_sheets
from eval.sets.harvesting import candidate_sheets, candidates, known_questions
from eval.sets.importing import ImportedSet, import_set
from eval.sets.reading import CSV, XLSX
from eval.sets.template import template_sheets
from eval.sets.writing import checked_target, write_sheets
from eval.splits import Split

JSONL = ".jsonl"
NewSheet = Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp mẫu sẽ được ghi, .xlsx hoặc .csv.")]
FilledSheet = Annotated[Path, typer.Argument(metavar="TỆP", help="Bộ câu hỏi đã điền theo tệp mẫu, .xlsx hoặc .csv.")]
ToQuestions = Annotated[Path, typer.Option("--to", metavar="TỆP.jsonl", help="Nơi ghi bộ câu hỏi.")]
ToWorkbook = Annotated[Path, typer.Option("--to", metavar="TỆP.xlsx", help="Nơi ghi kết quả.")]
ToSheet = Annotated[Path, typer.Option("--to", metavar="TỆP", help="Nơi ghi các câu cần rà, .xlsx hoặc .csv.")]
RunName = Annotated[str, typer.Argument(metavar="LƯỢT", help="Tên hoặc thư mục của lượt chạy.")]
OnlySplit = Annotated[
    Split | None, typer.Option("--split", help="Chỉ xuất câu của phần để chỉnh (dev) hoặc phần để dành (held-out).")
]
Known = Annotated[
    list[Path] | None,
    typer.Option("--known", metavar="F", help="Tệp .jsonl hoặc thư mục các câu đã có, để bỏ ra (lặp lại được)."),
]
Force = Annotated[bool, typer.Option("--force", help="Ghi đè nếu tệp đã có.")]


def add_to(app: typer.Typer, office: Office) -> None:
    """Register the four commands."""

    @app.command("template")
    def _template(path: NewSheet, force: Force = False) -> None:
        """Ghi tệp mẫu để cơ quan điền bộ câu hỏi của mình, có ví dụ và trang hướng dẫn (.xlsx)."""
        with told_plainly():
            checked_target(path, (XLSX, CSV), force)
            write_sheets(path, template_sheets())
        results().print(Text(f"Đã ghi {path}."))

    @app.command("import")
    def _import(path: FilledSheet, to: ToQuestions, force: Force = False) -> None:
        """Nhận bộ câu hỏi đã điền: kiểm tra từng dòng với văn bản, báo rõ dòng lỗi, ghi các dòng đúng ra JSON Lines."""
        with told_plainly():
            checked_target(to, (JSONL,), force)
            imported = import_set(path, office.documents())
            _tell(path, imported)
            replace_bytes(to, imported.question_file(path))
        results().print(Text(f"Đã nhận {len(imported.lines)} câu, bỏ {imported.rejected} dòng: {to}."))

    @app.command("export")
    def _export(
        run: RunName, to: ToWorkbook, split: OnlySplit = None, force: Force = False, out: RunsFolder = RUNS
    ) -> None:
        """Xuất câu trả lời, nguồn và số liệu của một lượt chạy ra Excel."""
        with told_plainly():
            checked_target(to, (XLSX,), force)
            finished = load_run(find_run(run, out))
            write_sheets(to, run_sheets(finished, split))
        held_out = sum(case.question.split is Split.HELD_OUT for case in finished.cases)
        if held_out and split is not Split.DEV:
            remarks().print(
                Text(f"Tệp có {held_out} câu của phần để dành: đừng dùng để chỉnh phần mềm (bỏ ra bằng --split dev).")
            )
        results().print(Text(f"Đã ghi {to}."))

    @app.command("harvest")
    def _harvest(to: ToSheet, known: Known = None, force: Force = False) -> None:
        """Gom các câu bị đánh giá “Chưa đúng” trên trang hỏi đáp thành dòng mẫu, để người rà điền đáp án."""
        with told_plainly():
            checked_target(to, (XLSX, CSV), force)
            found = candidates(office.rated_down(), known_questions(known or ()))
            if found:
                write_sheets(to, candidate_sheets(found))
        if found:
            results().print(Text(f"Đã ghi {len(found)} câu cần rà: {to}. Điền đáp án rồi chạy `hoidap eval import`."))
        else:
            results().print(Text("Không có câu nào cần rà: không có câu bị đánh giá “Chưa đúng”, hoặc đều đã có."))


def _tell(path: Path, imported: ImportedSet) -> None:
    """Say what was left out and why."""
    for fault in imported.faults:
        remarks().print(Text(f"{path.name}, {fault.told}", style="yellow"))
    if imported.unknown_headings:
        named = ", ".join(f"“{heading}”" for heading in imported.unknown_headings)
        remarks().print(Text(f"Không đọc các cột lạ: {named}."))
    if imported.examples:
        remarks().print(Text(f"Bỏ qua {imported.examples} dòng ví dụ."))
