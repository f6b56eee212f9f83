"""From the raw text of a paper to a citable Document.

The order of the steps is the order of the paper: letterhead and title, body with its heading tree, closing,
appendices with their tables. Every word of the source lands in exactly one paragraph, in the source's order.
"""

from __future__ import annotations

from corpus.assembly import DocumentAssembly
from corpus.cleaning import Line, clean_lines, without_page_numbers
from corpus.closing import NO_CLOSING, Closing, find_closing, read_closing
from corpus.columns import closing_apart, head_apart
from corpus.errors import EmptyDocument
from corpus.headings import heading_of, markdown_heading
from corpus.joining import Layout, join_lines, layout_of
from corpus.labels import LabelStyle, labelled
from corpus.letterhead import KINDS, MOST_LINES, Letterhead, split_letterhead
from corpus.model import Document, Metadata, Paragraph, ParagraphKind, Signer
from corpus.place import commune_of, issuer_of
from corpus.tables.finding import find_table
from corpus.tables.grid import settle_rows
from corpus.vietnamese import fold


def read_document(document_id: str, raw: str) -> Document:
    """Read a paper.

    :param document_id: the id its paragraphs' ids begin with.
    :param raw: the paper's text as supplied.
    :raises EmptyDocument: the text holds no words.
    """
    lines = settle_rows(clean_lines(raw))
    if not any(line.text for line in lines):
        raise EmptyDocument(
            f"document {document_id!r}: expected text, found no words",
            "Văn bản không có chữ nào. Hãy kiểm tra lại tệp; bản quét cần được nhận dạng chữ trước.",
        )
    assembly = DocumentAssembly(document_id)
    lines = [*head_apart(lines[:MOST_LINES]), *lines[MOST_LINES:]]
    letterhead, top = split_letterhead(lines)
    _add_top(assembly, letterhead)
    closing: Closing = NO_CLOSING
    signer: Signer | None = None
    for part in _split_appendices(lines[top:]):
        span = None if closing.parts else find_closing(part)
        begin, end = span or (len(part), len(part))
        _add_parts(assembly, part[:begin])
        if span is not None:
            closing, signer = _add_closing(assembly, part[begin:end])
        _add_parts(assembly, part[end:])
    metadata = _metadata(document_id, letterhead, closing, signer, assembly)
    return Document(
        id=document_id,
        metadata=metadata,
        text=assembly.text,
        sections=tuple(assembly.sections),
        paragraphs=tuple(assembly.paragraphs),
        tables=tuple(assembly.tables),
    )


def _add_top(assembly: DocumentAssembly, letterhead: Letterhead) -> None:
    for text in letterhead.head_paragraphs:
        assembly.add(ParagraphKind.LETTERHEAD, text)
    for text in letterhead.title_paragraphs:
        assembly.add(ParagraphKind.TITLE, text)


def _split_appendices(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Cut the lines before the first appendix heading: "PHỤ LỤC" alone, or "Phụ lục 1" parted from the text."""
    for position, line in enumerate(lines):
        found = labelled(line.text)
        if found is None or found.style is not LabelStyle.APPENDIX:
            continue
        goes_on = position + 1 < len(lines) and lines[position + 1].text[:1].islower()
        if found.label.isupper() or ((line.gap_before or line.level) and not goes_on):
            return lines[:position], lines[position:]
    return lines, []


def _add_parts(assembly: DocumentAssembly, lines: list[Line]) -> None:
    """Lay down running text and the tables inside it, in order."""
    position = 0
    while (found := find_table(lines, position)) is not None:
        before = lines[position : found.first]
        _add_running_text(assembly, before)
        title = _table_title(assembly.paragraphs) if before else ""
        assembly.add_table(title, found.columns, found.rows, found.header_text)
        position = found.end
    _add_running_text(assembly, lines[position:])


def _table_title(above: list[Paragraph]) -> str:
    """Return the words that name a table: the line above it that is no remark in parentheses."""
    named = [p.text for p in above[-3:] if not p.text.startswith("(") and not p.text.endswith((".", ";"))]
    return named[-1] if named else ""


def _add_running_text(assembly: DocumentAssembly, lines: list[Line]) -> None:
    """Lay down paragraphs and headings; a markdown heading stands alone whatever is around it."""
    lines = without_page_numbers(lines)
    layout = layout_of(lines)
    run: list[Line] = []
    for line in lines:
        if not line.level:
            run.append(line)
            continue
        _add_run(assembly, run, layout)
        assembly.add_heading(markdown_heading(line.level, line.text), line.text)
        run = []
    _add_run(assembly, run, layout)


def _add_run(assembly: DocumentAssembly, lines: list[Line], layout: Layout) -> None:
    texts = join_lines(lines, layout)
    for position, text in enumerate(texts):
        heading = heading_of(texts, position)
        if heading is not None:
            assembly.add_heading(heading, text)
        else:
            assembly.add_body(text)


def _add_closing(assembly: DocumentAssembly, lines: list[Line]) -> tuple[Closing, Signer | None]:
    apart = [line for line in closing_apart(lines) if not line.may_be_page_number]
    closing = read_closing([line.text for line in apart], side_by_side=any(line.column for line in apart))
    assembly.leave_sections()
    signed_at: Paragraph | None = None
    for part in closing.parts:
        if part.is_recipients:
            for text in part.lines:
                assembly.add(ParagraphKind.RECIPIENT, text)
            continue
        paragraph = assembly.add(ParagraphKind.SIGNATURE, "\n".join(part.lines))
        if closing.name_line is not None and closing.name_line in part.lines:
            signed_at = paragraph
    if closing.name is None or signed_at is None:
        return closing, None
    return closing, Signer(closing.name, closing.post, closing.on_behalf_of, signed_at.id)


def _metadata(
    document_id: str,
    letterhead: Letterhead,
    closing: Closing,
    signer: Signer | None,
    assembly: DocumentAssembly,
) -> Metadata:
    text = assembly.text
    commune = commune_of(text, letterhead.place, letterhead.issuing_lines)
    issuer = issuer_of(letterhead.issuing_lines, closing.on_behalf_of, letterhead.symbol, commune, text)
    kind = letterhead.kind or _kind_from_preamble(assembly.paragraphs)
    named = kind or document_id
    by_issuer = f"{named} của {issuer}" if issuer else named
    return Metadata(
        title=f"{named} {letterhead.abstract}" if letterhead.abstract else by_issuer,
        kind=kind,
        abstract=letterhead.abstract,
        number=letterhead.number,
        symbol=letterhead.symbol,
        issuer=issuer,
        commune=commune,
        place=letterhead.place,
        issued_on=letterhead.issued_on,
        issued_text=letterhead.issued_text,
        signer=signer,
        recipients=closing.recipients,
    )


def _kind_from_preamble(paragraphs: list[Paragraph]) -> str | None:
    """Return the kind that the preamble says is issued ("… xây dựng Chương trình hành động …")."""
    for paragraph in paragraphs[:6]:
        folded = fold(paragraph.text)
        for kind in KINDS:
            if any(f"{verb} {fold(kind)}" in folded for verb in ("xay dung", "ban hanh", "quyet dinh ban hanh")):
                return kind
    return None
