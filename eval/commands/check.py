"""``hoidap eval check`` and ``figures``: hold the product to what it claims, and write the claims out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from eval.commands.progress import done_bar
from eval.commands.terminal import remarks, results, told_plainly
from eval.files import replace_text
from eval.gate.checking import Checked, Standing, check
from eval.gate.claims import SHIPPED_CLAIMS, ClaimedRun, load_claims, named
from eval.gate.figures import Language, told, with_figures
from eval.gate.rerun import papers_of, rerun
from eval.office import Office
from eval.runs import Run

Names = Annotated[list[str] | None, typer.Argument(metavar="[LƯỢT]...", help="Chỉ kiểm tra các lượt này.")]
Claims = Annotated[Path, typer.Option("--expected", metavar="F", help="Tệp các số liệu đã công bố.")]
Documents = Annotated[list[Path], typer.Argument(metavar="TỆP...", help="Tài liệu có chỗ đặt bảng số liệu.")]
Write = Annotated[bool, typer.Option("--write", help="Viết lại bảng; không có thì chỉ kiểm tra bảng còn đúng không.")]

_STYLES = {Standing.OK: "green", Standing.CLOSE: "yellow", Standing.FAIL: "bold red"}


def add_to(app: typer.Typer, office: Office) -> None:
    """Register both commands."""

    @app.command("check")
    def _check(names: Names = None, expected: Claims = SHIPPED_CLAIMS) -> None:
        """Chạy lại từng lệnh đã công bố số liệu; dừng với mã 1 khi có số liệu dưới ngưỡng."""
        with told_plainly():
            claims = named(load_claims(expected), names or [])
            for claimed in claims:
                papers_of(claimed)  # before anything is run that would be for nothing
            with done_bar("Đang chạy lại", len(claims)) as report_done:
                checked = check(claims, _counted(office.command(), report_done))
        results().print(_table(checked))
        failed = [one for one in checked if one.standing is Standing.FAIL]
        if any(one.improved for one in checked):
            remarks().print(Text(f"Có số liệu tốt hơn công bố: hãy nâng trong {expected}."))
        if failed:
            remarks().print(Text(f"Lỗi: {len(failed)} số liệu dưới ngưỡng.", style="bold red"))
            raise typer.Exit(1)

    @app.command("figures")
    def _figures(documents: Documents, expected: Claims = SHIPPED_CLAIMS, write: Write = False) -> None:
        """Viết bảng số liệu đã công bố vào tài liệu, hoặc báo tài liệu nào có bảng đã cũ."""
        with told_plainly():
            claims = load_claims(expected)
            fresh = [(path, with_figures(path, claims)) for path in documents]
            stale = [(path, text) for path, text in fresh if text != path.read_text(encoding="utf-8")]
            if write:
                for path, text in stale:
                    replace_text(path, text)
        for path, _ in stale:
            remarks().print(Text(f"{path}: {'đã viết lại' if write else 'bảng số liệu đã cũ'}."))
        if stale and not write:
            raise typer.Exit(1)


def _counted(hoidap: Sequence[str], report_done: Callable[[int], None]) -> Callable[[ClaimedRun], Run]:
    """Return what runs a claim's command and tells how many it has run."""
    numbers = count(1)

    def run_again(claimed: ClaimedRun) -> Run:
        found = rerun(claimed, hoidap)
        report_done(next(numbers))
        return found

    return run_again


def _table(checked: Sequence[Checked]) -> Table:
    table = Table(title="Số liệu đã công bố", title_justify="left")
    for name in ("Lượt", "Số liệu"):
        table.add_column(name)
    for name in ("Công bố", "Ngưỡng", "Đo được"):
        table.add_column(name, justify="right")
    table.add_column("Kết quả")
    for one in checked:
        marks = (one.claim.value, one.claim.floor, one.measured)
        spelled = (told(one.claim, mark, Language.VIETNAMESE) for mark in marks)
        standing = Text(one.standing.value + (" ↑" if one.improved else ""), style=_STYLES[one.standing])
        table.add_row(one.run.name, one.claim.vi, *spelled, standing)
    return table
