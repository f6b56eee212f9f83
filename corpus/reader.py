"""From the raw text of a paper to a citable Document.

The order of the steps is the order of the paper: letterhead and title, body with its heading tree, closing,
appendices with their tables. Every word of the source lands in exactly one paragraph, in the source's order.
"""

from __future__ import annotations

from corpus.assembly import DocumentAssembly
from corpus.cleaning import Line, clean_lines, without_page_numbers
from corpus.closing import Closing, find_closing, read_closing
from corpus.errors import EmptyDocument
from corpus.headings import heading_of
from corpus.joining import join_lines, layout_of
from corpus.labels import LabelStyle, labelled
from corpus.letterhead import KINDS, Letterhead, split_letterhead
from corpus.model import Document, Metadata, Paragraph, ParagraphKind, Signer
from corpus.place import commune_of, issuer_of
from corpus.tables.cells import cut_all
from corpus.tables.header import find_header
from corpus.tables.rows import cut_rows
from corpus.vietnamese import fold


def read_document(document_id: str, raw: str) -> Document:
    """Read a paper.

    :param document_id: the id its paragraphs' ids begin with.
    :param raw: the paper's text as supplied.
    :raises EmptyDocument: the text holds no words.
    """
    lines = clean_lines(raw)
    if not any(line.text for line in lines):
        raise EmptyDocument(
            f"document {document_id!r}: expected text, found no words",
            "Văn bản không có chữ nào. Hãy kiểm tra lại tệp; bản quét cần được nhận dạng chữ trước.",
        )
    assembly = DocumentAssembly(document_id)
    letterhead, top = split_letterhead([(line.text, line.gap_before) for line in lines])
    _add_top(assembly, letterhead)
    body, appendices = _split_appendices(lines[top:])
    body = without_page_numbers(body)
    closing_at = find_closing([line.text for line in body])
    _add_parts(assembly, body if closing_at is None else body[:closing_at])
    closing = read_closing([line.text for line in body[closing_at:]] if closing_at is not None else [])
    signer = _add_closing(assembly, closing)
    if appendices:
        _add_parts(assembly, appendices)
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
    """Cut the lines before the first appendix heading ("PHỤ LỤC" in capitals, alone on its line)."""
    for position, line in enumerate(lines):
        found = labelled(line.text)
        if found is not None and found.style is LabelStyle.APPENDIX:
            return lines[:position], lines[position:]
    return lines, []


def _add_parts(assembly: DocumentAssembly, lines: list[Line]) -> None:
    """Lay down running text and the tables inside it, in order."""
    position = 0
    while True:
        header = find_header(lines, position)
        if header is None:
            break
        rows, after = cut_rows(lines, header)
        before = lines[position : header.first]
        _add_running_text(assembly, before)
        title = assembly.paragraphs[-1].text if before and assembly.paragraphs else ""
        cells = cut_all([row.lines for row in rows], header.columns[1:])
        numbered = [(row.number, *cell) for row, cell in zip(rows, cells, strict=True)]
        assembly.add_table(title, header.columns, numbered)
        position = after
    _add_running_text(assembly, lines[position:])


def _add_running_text(assembly: DocumentAssembly, lines: list[Line]) -> None:
    lines = without_page_numbers(lines)
    texts = join_lines(lines, layout_of(lines))
    for position, text in enumerate(texts):
        heading = heading_of(texts, position)
        if heading is not None:
            assembly.add_heading(heading, text)
        else:
            assembly.add_body(text)


def _add_closing(assembly: DocumentAssembly, closing: Closing) -> Signer | None:
    assembly.leave_sections()
    signed_at: Paragraph | None = None
    for part in closing.parts:
        if part.is_recipients:
            for text in part.lines:
                assembly.add(ParagraphKind.RECIPIENT, text)
            continue
        paragraph = assembly.add(ParagraphKind.SIGNATURE, "\n".join(part.lines))
        if closing.name is not None and closing.name in part.lines:
            signed_at = paragraph
    if closing.name is None or signed_at is None:
        return None
    return Signer(closing.name, closing.post, closing.on_behalf_of, signed_at.id)


def _metadata(
    document_id: str,
    letterhead: Letterhead,
    closing: Closing,
    signer: Signer | None,
    assembly: DocumentAssembly,
) -> Metadata:
    text = assembly.text
    commune = commune_of(text, letterhead.place)
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
