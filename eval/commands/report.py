"""``hoidap eval report``: a run as one page to read, keep and print."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from eval.commands.options import RUNS, RunsFolder, ShowHeldOut
from eval.commands.terminal import remarks, told_plainly
from eval.errors import RunUnreadable
from eval.files import replace_text
from eval.runs import MANIFEST, SUMMARY, find_run, load_run
from eval.splits import Split

PAGE = "report.html"

RunName = Annotated[
    str | None,
    typer.Argument(
        metavar="[LƯỢT]", help="Thư mục của lượt chạy, hoặc tên của nó trong --out; mặc định là lượt mới nhất."
    ),
]
To = Annotated[
    Path | None, typer.Option("--to", metavar="FILE.html", help="Tệp báo cáo; mặc định nằm trong thư mục lượt chạy.")
]


def add_to(app: typer.Typer) -> None:
    """Register the command."""

    @app.command("report")
    def _report(
        name: RunName = None,
        to: To = None,
        show_held_out: ShowHeldOut = False,
        out: RunsFolder = RUNS,
    ) -> None:
        """Lập báo cáo của một lượt chạy thành một trang HTML duy nhất, mở được không cần mạng."""
        # Here, not above: the charts bring matplotlib in, which no other command needs.
        from eval.report.page import report_page

        with told_plainly():
            path = find_run(name, out) if name is not None else newest_run(out)
            page = report_page(load_run(path), frozenset(Split if show_held_out else (Split.DEV,)))
            file = to or path / PAGE
            replace_text(file, page)
        remarks().print(Text(f"Đã lưu: {file}"))


def newest_run(folder: Path) -> Path:
    """Return the newest whole run of the folder: their names begin with the time.

    :raises RunUnreadable: there is none.
    """
    whole = [path.parent for path in folder.glob(f"*/{SUMMARY}") if (path.parent / MANIFEST).is_file()]
    if not whole:
        raise RunUnreadable(folder, "chưa có lượt chạy trọn vẹn nào; hãy chạy `hoidap eval run` trước.")
    return max(whole, key=lambda path: path.name)
