"""Who leads, who partners, who directs, by when, with what: read from label lines, sentences and table rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpus.bodies import is_body
from corpus.facts.layout import Layout, Subject, sentences
from corpus.labels import labelled
from corpus.model import Column, ColumnRole, Document, Fact, FactKind, Paragraph, ParagraphKind, Section, Table
from corpus.vietnamese import fold

_WHO = r"(?:cac )?(?:co quan|don vi|bo phan|nguoi|can bo|to chuc|phong ban|dong chi|lanh dao)"
_LABELS: tuple[tuple[FactKind, re.Pattern[str]], ...] = (
    (FactKind.PARTNER, re.compile(rf"^(?:{_WHO} )*(?:cung )?phoi hop(?: thuc hien)?$")),
    (FactKind.DIRECTOR, re.compile(rf"^(?:{_WHO} )*(?:truc tiep )?(?:chi dao|phu trach)(?: thuc hien)?$")),
    (FactKind.LEAD, re.compile(
        rf"^(?:{_WHO} )+(?:chu tri|tham muu|dau moi|thuc hien|chiu trach nhiem|duoc giao)[\w ,]*$"
    )),
    (FactKind.LEAD, re.compile(r"^(?:chu tri|tham muu|dau moi|phan cong)(?: thuc hien)?$")),
    (FactKind.START, re.compile(r"^(?:thoi gian|thoi diem|ngay) (?:trien khai|bat dau)$|^bat dau$")),
    (FactKind.END, re.compile(
        r"^(?:thoi (?:gian|han|diem)|tien do|han|ngay)(?: (?:hoan thanh|thuc hien|trien khai thuc hien|ket thuc))?$"
        r"|^hoan thanh$"
    )),
    (FactKind.RESOURCES, re.compile(r"^(?:nguon luc|kinh phi|nguon kinh phi|nguon von|du toan)(?: thuc hien)?$")),
    (FactKind.PRODUCT, re.compile(
        r"^san pham(?: (?:dau ra|du kien|can dat|hoan thanh))?$|^ket qua (?:dau ra|du kien|can dat|phai dat)$"
    )),
    # "Rõ người, rõ việc, rõ thời gian …": labels of the six that must be clear.
    (FactKind.LEAD, re.compile(r"^ro (?:nguoi|trach nhiem|don vi|dau moi)(?: (?:chu tri|thuc hien))?$")),
    (FactKind.PARTNER, re.compile(r"^ro (?:ben |nguoi |don vi )?(?:gop suc|phoi hop|cung lam)$")),
    (FactKind.END, re.compile(r"^ro (?:moc|thoi gian|thoi han|tien do|han)(?: hoan thanh)?$|^moc(?: thoi gian)?$")),
    (FactKind.PRODUCT, re.compile(r"^ro (?:san pham|ket qua)$")),
    (FactKind.GOAL, re.compile(r"^(?:muc tieu|muc dich)(?: chung| tong quat| cu the)?$")),
)  # fmt: skip
_LABEL_LINE = re.compile(
    r"^(?:[-–+•]\s+|[a-zđ]\)\s+|\d{1,2}[.)]\s+)?(?P<label>[^:“\"]{3,60}?)\s*:\s*(?P<value>\S.*)$", re.S
)
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
    r"\s+(?P<verb>chi dao|chu tri|tham muu|phoi hop|phu trach|dam nhan|dam nhiem|theo doi|to chuc|huong dan|xay dung|trien khai|thuc hien|"
    r"don doc|tong hop|chiu trach nhiem)\b"
)
_ACTS = (
    r"(?:chu tri|tham muu(?!, giup viec)|dam nhan|dam nhiem|theo doi|chiu trach nhiem|co trach nhiem|phoi hop|chi dao|huong dan|don doc|"
    r"tong hop|tap trung|xay dung(?= (?:va |cac |chuong trinh|ke hoach|nghi quyet))|"
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


def label_kind(label: str) -> FactKind | None:
    """Return what a line of this label states, or None for a label that states nothing of a task."""
    folded = re.sub(r"\s+", " ", fold(label)).strip()
    for kind, pattern in _LABELS:
        if pattern.match(folded):
            return kind
    return None


def assignments(document: Document) -> Iterator[Fact]:
    """Yield the assignments that the paper states."""
    layout = Layout(document)
    for paragraph in document.paragraphs:
        if paragraph.kind in (ParagraphKind.BODY, ParagraphKind.ITEM, ParagraphKind.HEADING):
            yield from _of_paragraph(layout, paragraph)
    for table in document.tables:
        yield from _of_table(document, table)


def _of_paragraph(layout: Layout, paragraph: Paragraph) -> Iterator[Fact]:
    found = [*_from_label_line(layout, paragraph)] or [*_from_done_line(layout, paragraph)]
    found = found or [*_from_numbers(layout, paragraph)] or [*_from_given(layout, paragraph)]
    found = found or [*_from_body_acting(layout, paragraph)]
    yield from found or _from_duties(layout, paragraph)


def _fact(
    document: Document,
    kind: FactKind,
    subject: str,
    value: str,
    paragraph: Paragraph,
    start: int,
    end: int,
    at: str = "",
) -> Fact:
    return Fact(kind, subject, value, document.id, paragraph.id, start, end, at or paragraph.id)


_DONE_BY = re.compile(
    r"^(?:[-–+•]\s+)?(?:Hoàn thành|Xong|Thực hiện xong|Kết thúc)\s+(?P<value>(?:trước|trong|vào|chậm nhất|đến|từ)\s\S.{0,80}?)[.;]?$"
)
"""A line that says by when a task is done, without a colon."""


def _from_done_line(layout: Layout, paragraph: Paragraph) -> Iterator[Fact]:
    """Read "Hoàn thành trước ngày 30/9/2026.": stated of the heading or task above."""
    match = _DONE_BY.match(paragraph.text)
    subject = layout.subject_of(paragraph)
    if match is None or subject is None:
        return
    start = paragraph.start + match.start("value")
    end = paragraph.start + match.end("value")
    yield _fact(layout.document, FactKind.END, subject.text, match["value"], paragraph, start, end)


_NUMBERED_TASKS = re.compile(
    r"(?:^|(?<=\s))(?:[a-zđ]\)\s+|[-–+]\s+|\d+\.\s+)?(?P<value>[^;:]{4,120}?)\s+(?:trực tiếp )?(?P<verb>chỉ đạo|phụ trách|chủ trì)\s+"
    r"(?:thực hiện )?(?:các |những )?(?:nhiệm vụ|nội dung|mô hình|công việc)\s+(?:số\s+)?"
    r"(?P<numbers>\d{1,2}(?:(?:\s*[,;]\s*|\s+và\s+)\d{1,2})*)(?![\d%/])"
)
"""Tasks given by their numbers: "… trực tiếp chỉ đạo các nhiệm vụ 4, 5 và 9"."""


def _from_numbers(layout: Layout, paragraph: Paragraph) -> Iterator[Fact]:
    """Read who directs or leads the tasks of these numbers."""
    match = _NUMBERED_TASKS.match(paragraph.text)
    if match is None:
        return
    kind = FactKind.LEAD if match["verb"] == "chủ trì" else FactKind.DIRECTOR
    start, end = paragraph.start + match.start("value"), paragraph.start + match.end("numbers")
    for task in layout.tasks_numbered(int(number) for number in re.findall(r"\d+", match["numbers"])):
        yield _fact(layout.document, kind, task.text, match["value"], paragraph, start, end)


def _from_label_line(layout: Layout, paragraph: Paragraph) -> Iterator[Fact]:
    """Read "- Cơ quan phối hợp: …": stated of the heading or task above."""
    match = _LABEL_LINE.match(paragraph.text)
    kind = label_kind(match["label"]) if match else None
    subject = layout.subject_of(paragraph)
    if match is None or kind is None or subject is None:
        return
    value = match["value"].rstrip(" .;")
    start = paragraph.start + match.start("value")
    yield _fact(layout.document, kind, subject.text, value, paragraph, start, start + len(value))


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
            yield _fact(layout.document, kind, subject.text, value, item, item.start, item.end, paragraph.id)
            continue
        yield _fact(layout.document, kind, subject.text, value, paragraph, start, end)
        if partner is not None and is_body(partner["value"]):
            yield _fact(layout.document, FactKind.PARTNER, subject.text, partner["value"], paragraph, start, end)


def _from_body_acting(layout: Layout, paragraph: Paragraph) -> Iterator[Fact]:
    """Read "Văn phòng … theo dõi, đôn đốc …": a sentence that begins with a body and says what it does.

    What follows it in the paragraph and names no body of its own is that body's too.
    """
    value = ""
    for text, start, end in _parts(paragraph):
        match = _BODY_ACTS.match(fold(text))
        if match is None or not is_body(text) or _DANGLING.search(text[: match.end("value")]):
            if value and not is_body(text):
                yield _fact(layout.document, FactKind.DUTY, text, value, paragraph, start, end)
            continue
        value = re.split(r"\s+theo\s", text[match.start("value") : match.end("value")])[0].strip(" ,:")
        rest = text[match.start("verb") :]
        above = layout.subject_of(paragraph) if _SAYS_NOTHING.match(fold(rest)) else None
        subject = above.text if above else rest
        yield _fact(layout.document, _kind_of_verb(match["verb"]), subject, value, paragraph, start, end)
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
            yield _fact(layout.document, FactKind.PARTNER, text, value, paragraph, start, end, section.paragraph_id)
        yield from _partners(layout, paragraph, text, start, end)
    for text, start, end in sentences(paragraph):
        leads = re.search(r"\b(?:chu tri|la co quan (?:chu tri|tham muu|dau moi))\b", fold(text)[:60])
        kind = FactKind.LEAD if leads else FactKind.DUTY
        yield _fact(layout.document, kind, text, value, paragraph, start, end, section.paragraph_id)


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
    yield _fact(layout.document, FactKind.PARTNER, subject, match["value"].strip(" ,"), paragraph, start, end)


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
                yield _fact(document, kind, subject, "", paragraph, paragraph.start, paragraph.end)
            elif kind is not None:
                yield _fact(document, kind, subject, cell.text, paragraph, cell.start, cell.end)
