"""An answer on a terminal."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.terminal import out
from rag.answer import Answer, Citation


def print_answer(answer: Answer) -> None:
    """Print the answer, its sources as a table, and its notices."""
    console = out()
    if answer.understood_question != answer.question:
        console.print(Text(f"Hiểu là: {answer.understood_question}", style="dim"))
    console.print(Text(answer.answer))
    if answer.citations:
        _print_sources(console, answer.citations)
    for notice in answer.notices:
        console.print(Text(f"Lưu ý: {notice}", style="yellow"))


def _print_sources(console: Console, citations: tuple[Citation, ...]) -> None:
    table = Table(box=box.ROUNDED, show_lines=True, expand=True, title="Nguồn", title_justify="left")
    table.add_column("", no_wrap=True)
    table.add_column("Văn bản", ratio=2)
    table.add_column("Mục", ratio=2)
    table.add_column("Trích nguyên văn", ratio=4)
    for citation in citations:
        title = citation.document_title
        if citation.document_number:
            title = f"{title} ({citation.document_number})"
        place = " › ".join(citation.section_path)
        table.add_row(Text(f"[{citation.label}]"), Text(title), Text(place), Text(citation.quote))
    console.print(table)
