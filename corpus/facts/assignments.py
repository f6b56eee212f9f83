"""Who leads, who partners, who directs, by when, with what: read from label lines, sentences and table rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpus.bodies import is_body
from corpus.facts.layout import Layout, Subject, sentences
from corpus.facts.task_lines import fact_of, from_done_line, from_label_line, from_numbers
from corpus.labels import labelled
from corpus.model import Column, ColumnRole, Document, Fact, FactKind, Paragraph, ParagraphKind, Section, Table
from corpus.vietnamese import fold

_ROLES = {
    ColumnRole.LEAD: FactKind.LEAD,
    ColumnRole.PARTNER: FactKind.PARTNER,
    ColumnRole.START: FactKind.START,
    ColumnRole.END: FactKind.END,
    ColumnRole.RESOURCES: FactKind.RESOURCES,
}
_PRODUCT_TITLE = re.compile(r"^(?:san pham|ket qua)\b")
_GIVEN = re.compile(r"^(?:giao|phan cong)\s+")
_GIVEN_VERB = re.compile(
    r"\s+(?P<verb>chi dao|chu tri|tham muu|phoi hop|phu trach|dam nhan|dam nhiem|theo doi|to chuc|huong dan|"
    r"xay dung|trien khai|thuc hien|don doc|tong hop|chiu trach nhiem)\b"
)
_ACTS = (
    r"(?:chu tri|tham muu(?!, giup viec)|dam nhan|dam nhiem|theo doi|chiu trach nhiem|co trach nhiem|phoi hop|"
    r"chi dao|huong dan|don doc|tong hop|tap trung|xay dung(?= (?:va |cac |chuong trinh|ke hoach|nghi quyet))|"
    r"to chuc(?! chinh tri|dang|xa hoi|co so|hanh chinh|ca nhan|,|$))(?![a-z])"
)
_BODY_ACTS = re.compile(rf"^(?P<value>.{{4,120}}?)\s+(?:truc tiep |dinh ky |thuong xuyen )?(?P<verb>{_ACTS})")
_PARTNER_AFTER = re.compile(
    r"^(?:(?:tham mưu|thực hiện|triển khai|chủ trì)\b[ ,;]*)*(?P<value>[^,;]+(?:, [^,;]+)*?)\s+phối hợp\b(?P<rest>.*)$",
    re.S,
)
"""What follows the verb of "Giao … chủ trì, … phối hợp …"."""
_DANGLING = re.compile(r"\b(?:các|và|của|với|để|cho|những)$", re.IGNORECASE)
"""Read with its diacritics: a market ("chợ") is no "cho"."""
_SAYS_NOTHING = re.compile(
    r"^(?:(?:tham muu|trien khai|thuc hien|chi dao|phoi hop|chu tri|to chuc|theo doi|cung|nghiem tuc|"
    r"cac noi dung nay)[ ,.;/]*)+$"
)
"""Verbs that leave what is done to the heading above."""
_DUTIES_OF = re.compile(r"^(?:Trách nhiệm|Nhiệm vụ)(?:,? quyền hạn)?(?: của)? (?P<body>\S.*)$", re.IGNORECASE)
_WITH = re.compile(
    r"\b[Pp]hối hợp (?:chặt chẽ )?với (?P<value>.{4,160}?)(?=\s+(?:hướng dẫn|kiểm tra|tổ chức|"
    r"thực hiện|xây dựng|tham mưu|triển khai|quản lý|rà soát|tuyên truyền|theo dõi|giám sát|đôn đốc|"
    r"tổng hợp|bố trí|đề xuất|vận động|bảo đảm|đảm bảo|thẩm định|định kỳ|trong|để|lập|"
    r"tiếp tục|nâng cao|đẩy mạnh|tăng cường)\b|[;.]|$)"
)
_DUTIES = re.compile(r"to chuc thuc hien|trach nhiem|phan cong|nhiem vu cua")


def assignments(document: Document) -> Iterator[Fact]:
    """Yield the assignments that the paper states."""
    layout = Layout(document)
    for paragraph in document.paragraphs:
        if paragraph.kind in (ParagraphKind.BODY, ParagraphKind.ITEM, ParagraphKind.HEADING):
            yield from _of_paragraph(layout, paragraph)
    for table in document.tables:
        yield from _of_table(document, table)


def _of_paragraph(layout: Layout, paragraph: Paragraph) -> Iterator[Fact]:
    found = [*from_label_line(layout, paragraph)] or [*from_done_line(layout, paragraph)]
    found = found or [*from_numbers(layout, paragraph)] or [*_from_given(layout, paragraph)]
    found = found or [*_from_body_acting(layout, paragraph)]
    yield from found or _from_duties(layout, paragraph)


def _kind_of_verb(verb: str) -> FactKind:
    if verb in ("chi dao", "phu trach"):
        return FactKind.DIRECTOR
    return FactKind.PARTNER if verb == "phoi hop" else FactKind.LEAD


def _given_subjects(layout: Layout, paragraph: Paragraph) -> Iterable[Subject]:
    """Return what is given: each item below a heading "Giao …:", or the section that a line "Giao …" ends."""
    own = layout.own_section(paragraph)
    if own is None:
        subject = layout.subject_of(paragraph)
        return [subject] if subject else []
    below = [p for p in layout.document.paragraphs if p.section_id == own.id and p.id != paragraph.id]
    return [Subject(found.rest if (found := labelled(p.text)) else p.text, p.id) for p in below]


def _verb_after_body(text: str, folded: str, start: int) -> re.Match[str] | None:
    """Return the first verb that leaves a whole body before it: not the "xây dựng" of "Ban Xây dựng Đảng"."""
    for match in _GIVEN_VERB.finditer(folded, start):
        body = text[start : match.start()]
        after = text[match.start() :].strip()
        if len(body.split()) > 1 and is_body(body) and not after[:1].isupper():
            return match
    return None


def _from_given(layout: Layout, paragraph: Paragraph) -> Iterator[Fact]:
    """Read "Giao đồng chí … chỉ đạo …", "Giao Phòng … chủ trì …"."""
    text, start, end = next(sentences(paragraph), ("", 0, 0))
    folded = fold(text)
    opening = _GIVEN.match(folded)
    match = _verb_after_body(text, folded, opening.end()) if opening else None
    if opening is None or match is None:
        return
    value = text[opening.end() : match.start()].rstrip(" ,")
    rest = text[match.end() :].strip(" ,.:")
    kind = _kind_of_verb(match["verb"])
    partner = _PARTNER_AFTER.match(rest)
    if partner is not None and is_body(partner["value"]):
        rest = partner["rest"].strip(" ,.:")
    says_what = len(rest.split()) > 4
    subjects = [Subject(rest, paragraph.id)] if says_what else [*_given_subjects(layout, paragraph)]
    for subject in subjects:
        if subject.paragraph_id != paragraph.id and layout.own_section(paragraph) is not None:
            item = layout.document.paragraph(subject.paragraph_id)
            yield fact_of(layout.document, kind, subject.text, value, item, item.start, item.end, paragraph.id)
            continue
        yield fact_of(layout.document, kind, subject.text, value, paragraph, start, end)
        if partner is not None and is_body(partner["value"]):
            yield fact_of(layout.document, FactKind.PARTNER, subject.text, partner["value"], paragraph, start, end)


def _from_body_acting(layout: Layout, paragraph: Paragraph) -> Iterator[Fact]:
    """Read "Văn phòng … theo dõi, đôn đốc …": a sentence that begins with a body and says what it does.

    What follows it in the paragraph and names no body of its own is that body's too.
    """
    value = ""
    for text, start, end in _parts(paragraph):
        match = _BODY_ACTS.match(fold(text))
        if match is None or not is_body(text) or _DANGLING.search(text[: match.end("value")]):
            if value and not is_body(text):
                yield fact_of(layout.document, FactKind.DUTY, text, value, paragraph, start, end)
            continue
        value = re.split(r"\s+theo\s", text[match.start("value") : match.end("value")])[0].strip(" ,:")
        rest = text[match.start("verb") :]
        above = layout.subject_of(paragraph) if _SAYS_NOTHING.match(fold(rest)) else None
        subject = above.text if above else rest
        yield fact_of(layout.document, _kind_of_verb(match["verb"]), subject, value, paragraph, start, end)
        yield from _partners(layout, paragraph, text, start, end)


def _parts(paragraph: Paragraph) -> Iterator[tuple[str, int, int]]:
    """Yield the sentences cut at semicolons: "…; các Phó Chủ tịch … chịu trách nhiệm …" names a body of its own."""
    for sentence, start, _ in sentences(paragraph):
        for piece in re.finditer(r"[^;\s][^;]*", sentence):
            text = piece[0].rstrip()
            yield text, start + piece.start(), start + piece.start() + len(text)


def _from_duties(layout: Layout, paragraph: Paragraph) -> Iterator[Fact]:
    """Read the duties of a body: under "TỔ CHỨC THỰC HIỆN", what stands below the body's own heading."""
    section = layout.section_of(paragraph)
    if section is None or paragraph.kind is ParagraphKind.HEADING:
        return
    value = _charged(layout, section)
    if value is None:
        return
    for text, start, end in _parts(paragraph):
        if fold(text).startswith("phoi hop"):
            yield fact_of(layout.document, FactKind.PARTNER, text, value, paragraph, start, end, section.paragraph_id)
        yield from _partners(layout, paragraph, text, start, end)
    for text, start, end in sentences(paragraph):
        leads = re.search(r"\b(?:chu tri|la co quan (?:chu tri|tham muu|dau moi))\b", fold(text)[:60])
        kind = FactKind.LEAD if leads else FactKind.DUTY
        yield fact_of(layout.document, kind, text, value, paragraph, start, end, section.paragraph_id)


def _charged(layout: Layout, section: Section) -> str | None:
    """Return the body whose duties a section lists: its title is the body, or "Trách nhiệm của" the body."""
    title = section.title.rstrip(" :.")
    of = _DUTIES_OF.match(title)
    if of is not None and is_body(of["body"]):
        return of["body"]
    parent = layout.parent_of(section)
    under_duties = parent is not None and _DUTIES.search(fold(parent.title))
    return title if under_duties and is_body(title) else None


def _partners(layout: Layout, paragraph: Paragraph, text: str, start: int, end: int) -> Iterator[Fact]:
    """Read "chủ trì, phối hợp với Công an xã và Đoàn Thanh niên hướng dẫn …": whom somebody works with."""
    match = _WITH.search(text)
    if match is None or not is_body(match["value"]):
        return
    subject = text[match.end() :].strip(" ,;.") or text
    yield fact_of(layout.document, FactKind.PARTNER, subject, match["value"].strip(" ,"), paragraph, start, end)


def _kind_of_column(column: Column) -> FactKind | None:
    if column.role is ColumnRole.OTHER and _PRODUCT_TITLE.match(fold(column.title)):
        return FactKind.PRODUCT
    return _ROLES.get(column.role)


def _of_table(document: Document, table: Table) -> Iterator[Fact]:
    """Each typed cell of a row states something of the row's task."""
    task_columns = [i for i, column in enumerate(table.columns) if column.role is ColumnRole.TASK]
    for row in table.rows:
        paragraph = document.paragraph(row.paragraph_id)
        subject = " ".join(row.cells[i].text for i in task_columns)
        for cell in row.cells:
            kind = _kind_of_column(table.columns[cell.column])
            if kind is not None and not cell.text:
                yield fact_of(document, kind, subject, "", paragraph, paragraph.start, paragraph.end)
            elif kind is not None:
                yield fact_of(document, kind, subject, cell.text, paragraph, cell.start, cell.end)
