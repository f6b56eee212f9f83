"""``hoidap index``: building it, and how it stands."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from api.commands.state import state_of
from api.service import IndexState, IndexSummary
from api.terminal import fail, out, progress_bar, say

app = typer.Typer(help="Chỉ mục tìm kiếm.", no_args_is_help=True)
STATE_WORDS = {
    IndexState.READY: "sẵn sàng",
    IndexState.MISSING: "chưa có",
    IndexState.STALE: "đã cũ",
    IndexState.CORRUPT: "bị hỏng",
}


@app.command()
def build(
    context: typer.Context,
    if_stale: Annotated[bool, typer.Option("--if-stale", help="Chỉ dựng khi chưa có, đã cũ hoặc bị hỏng.")] = False,
) -> None:
    """Dựng chỉ mục từ các văn bản đã đăng ký."""
    state = state_of(context)
    desk = state.parts.index(state.settings)
    if if_stale and desk.status().state is IndexState.READY:
        say("Chỉ mục đã đúng với văn bản, không cần dựng lại.")
        return
    with progress_bar() as progress:
        summary = desk.build(progress)
    say(f"Đã dựng chỉ mục: {len(summary.documents)} văn bản, {summary.passages} đoạn.")


@app.command()
def status(context: typer.Context) -> None:
    """Cho biết trong chỉ mục có gì."""
    state = state_of(context)
    summary = state.parts.index(state.settings).status()
    console = out()
    for words in _summary_lines(summary):
        console.print(Text(words))
    if summary.state is not IndexState.READY:
        raise typer.Exit(1)


@app.command()
def verify(context: typer.Context) -> None:
    """Đối chiếu chỉ mục với văn bản."""
    state = state_of(context)
    faults = state.parts.index(state.settings).verify()
    for fault in faults:
        fail(fault)
    if faults:
        say("Hãy chạy `hoidap index build`.")
        raise typer.Exit(1)
    say("Chỉ mục khớp với văn bản.")


def _summary_lines(summary: IndexSummary) -> list[str]:
    lines = [f"Tình trạng: {STATE_WORDS[summary.state]}"]
    if summary.reason:
        lines.append(f"Lý do: {summary.reason}")
    if summary.version:
        lines += [
            f"Phiên bản: {summary.version}",
            f"Dựng lúc: {summary.built_at}",
            f"Mô hình: {summary.model}",
            f"Đoạn: {summary.passages}",
            f"Văn bản: {len(summary.documents)}",
        ]
        lines += [f"- {document.id}: {document.passages} đoạn" for document in summary.documents]
    return lines
