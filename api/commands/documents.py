"""``hoidap documents``: the registry, and a document as it was understood."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from api.commands.state import state_of
from api.terminal import out, say
from corpus.model import Document, Metadata, Section
from corpus.model import Table as PaperTable

app = typer.Typer(help="Kho văn bản.", no_args_is_help=True)
DocumentId = Annotated[str, typer.Argument(metavar="ID", help="Mã văn bản, xem `documents list`.")]
REBUILD = "Chạy `hoidap index build` để hỏi được trên kho mới."


@app.command("list")
def list_documents(context: typer.Context) -> None:
    """Liệt kê văn bản đã đăng ký."""
    state = state_of(context)
    library = state.parts.library(state.settings)
    table = Table(box=box.SIMPLE, show_edge=False)
    for title in ("Mã", "Tên", "Số", "Ngày"):
        table.add_column(title, overflow="fold")
    for entry in library.list():
        metadata = library.document(entry.id).metadata
        day = metadata.issued_on.isoformat() if metadata.issued_on else metadata.issued_text or ""
        table.add_row(Text(entry.id), Text(metadata.title), Text(metadata.number or ""), Text(day))
    out().print(table)


@app.command()
def add(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", exists=True, dir_okay=False)],
) -> None:
    """Đăng ký thêm văn bản."""
    state = state_of(context)
    library = state.parts.library(state.settings)
    for path in paths:
        entry = library.add(path)
        say(f"Đã thêm {entry.id}.")
    say(REBUILD)


@app.command()
def replace(
    context: typer.Context,
    document_id: DocumentId,
    path: Annotated[Path, typer.Argument(metavar="PATH", exists=True, dir_okay=False)],
) -> None:
    """Thay một văn bản bằng tệp khác, giữ nguyên mã."""
    state = state_of(context)
    entry = state.parts.library(state.settings).replace(document_id, path)
    say(f"Đã thay {entry.id}. {REBUILD}")


@app.command()
def remove(context: typer.Context, document_id: DocumentId) -> None:
    """Bỏ một văn bản khỏi kho."""
    state = state_of(context)
    state.parts.library(state.settings).remove(document_id)
    say(f"Đã bỏ {document_id}. {REBUILD}")


@app.command()
def show(context: typer.Context, document_id: DocumentId) -> None:
    """In một văn bản như phần mềm hiểu: thông tin, đề mục, từng đoạn, bảng."""
    state = state_of(context)
    document = state.parts.library(state.settings).document(document_id)
    console = out()
    _print_metadata(console, document.id, document.metadata)
    _print_headings(console, document)
    _print_paragraphs(console, document)
    for table in document.tables:
        _print_table(console, table)


@app.command()
def facts(context: typer.Context, document_id: DocumentId) -> None:
    """In các dữ kiện đọc được từ văn bản, theo loại, mỗi dữ kiện kèm đoạn của nó."""
    from api.commands.facts_tables import tables_of_facts

    state = state_of(context)
    document = state.parts.library(state.settings).document(document_id)
    console = out()
    for table in tables_of_facts(document):
        console.print(table)


def _print_metadata(console: Console, document_id: str, metadata: Metadata) -> None:
    signer = metadata.signer
    rows = (
        ("Mã", document_id),
        ("Tên", metadata.title),
        ("Loại", metadata.kind),
        ("Số", metadata.number),
        ("Ký hiệu", metadata.symbol),
        ("Cơ quan ban hành", metadata.issuer),
        ("Đơn vị", metadata.commune),
        ("Nơi ban hành", metadata.place),
        ("Ngày ban hành", metadata.issued_on.isoformat() if metadata.issued_on else None),
        ("Dòng ngày", metadata.issued_text),
        ("Người ký", ", ".join(part for part in (signer.name, signer.post) if part) if signer else None),
        ("Thay mặt", signer.on_behalf_of if signer else None),
        ("Nơi nhận", "; ".join(metadata.recipients)),
    )
    table = Table(box=None, show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in rows:
        table.add_row(Text(name), Text(value or "–"))
    console.print(table)


def _print_headings(console: Console, document: Document) -> None:
    root = Tree(Text("Đề mục", style="bold"))
    branches: dict[str, Tree] = {}
    for section in document.sections:
        parent = branches.get(section.parent_id or "", root)
        branches[section.id] = parent.add(_heading(section))
    console.print(root)


def _heading(section: Section) -> Text:
    words = Text(f"{section.label} {section.title}".strip())
    return words.append(f"  {section.paragraph_id}", style="dim")


def _print_paragraphs(console: Console, document: Document) -> None:
    console.print(Text("Đoạn", style="bold"))
    for paragraph in document.paragraphs:
        console.print(Text(f"{paragraph.id} {paragraph.kind.value} {paragraph.start}–{paragraph.end}", style="dim"))
        console.print(Text(paragraph.text))


def _print_table(console: Console, paper_table: PaperTable) -> None:
    title = Text(f"{paper_table.id} {paper_table.title}".strip())
    table = Table(box=box.ROUNDED, show_lines=True, title=title, title_justify="left")
    table.add_column("", overflow="fold")
    for column in paper_table.columns:
        table.add_column(Text(f"{column.title} ({column.role.value})"), overflow="fold")
    for row in paper_table.rows:
        table.add_row(Text(row.paragraph_id), *(Text(cell.text) for cell in row.cells))
    console.print(table)
