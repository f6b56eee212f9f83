"""An answer on a terminal."""

from __future__ import annotations

from textwrap import shorten

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.terminal import out
from rag.answer import Answer, Citation

_TITLE = 80
"""Characters of a title on a terminal."""


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
        place = " › ".join(citation.section_path)
        table.add_row(Text(f"[{citation.label}]"), _paper(citation), Text(place), _marked(citation))
    console.print(table)


def _paper(citation: Citation) -> Text:
    """Return the paper's title, cut short, with its number and issuer under it."""
    number = f"Số {citation.document_number}" if citation.document_number else None
    parts = (shorten(citation.document_title, _TITLE, placeholder="…"), number, citation.issuer)
    return Text("\n".join(part for part in parts if part))


def _marked(citation: Citation) -> Text:
    """Return the paragraph with the quoted words marked."""
    marked = Text(citation.paragraph)
    at = citation.paragraph.find(citation.quote)
    if at >= 0 and citation.quote != citation.paragraph:
        marked.stylize("bold underline", at, at + len(citation.quote))
    return marked
