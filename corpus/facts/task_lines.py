"""Lines that state one thing of a task: "Cơ quan phối hợp: …", "Hoàn thành trước ngày …", tasks given by number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.facts.layout import Layout
from corpus.model import Document, Fact, FactKind, Paragraph
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


def label_kind(label: str) -> FactKind | None:
    """Return what a line of this label states, or None for a label that states nothing of a task."""
    folded = re.sub(r"\s+", " ", fold(label)).strip()
    for kind, pattern in _LABELS:
        if pattern.match(folded):
            return kind
    return None


def fact_of(
    document: Document,
    kind: FactKind,
    subject: str,
    value: str,
    paragraph: Paragraph,
    start: int,
    end: int,
    at: str = "",
) -> Fact:
    """Return the fact that a paragraph states in its words from ``start`` to ``end``.

    :param at: id of the paragraph that holds the value, where it is another one.
    """
    return Fact(kind, subject, value, document.id, paragraph.id, start, end, at or paragraph.id)


def from_label_line(layout: Layout, paragraph: Paragraph) -> Iterator[Fact]:
    """Read "- Cơ quan phối hợp: …": stated of the heading or task above."""
    match = _LABEL_LINE.match(paragraph.text)
    kind = label_kind(match["label"]) if match else None
    subject = layout.subject_of(paragraph)
    if match is None or kind is None or subject is None:
        return
    value = match["value"].rstrip(" .;")
    start = paragraph.start + match.start("value")
    yield fact_of(layout.document, kind, subject.text, value, paragraph, start, start + len(value))


_DONE_BY = re.compile(
    r"^(?:[-–+•]\s+)?(?:Hoàn thành|Xong|Thực hiện xong|Kết thúc)\s+"
    r"(?P<value>(?:trước|trong|vào|chậm nhất|đến|từ)\s\S.{0,80}?)[.;]?$"
)
"""A line that says by when a task is done, without a colon."""


def from_done_line(layout: Layout, paragraph: Paragraph) -> Iterator[Fact]:
    """Read "Hoàn thành trước ngày 30/9/2026.": stated of the heading or task above."""
    match = _DONE_BY.match(paragraph.text)
    subject = layout.subject_of(paragraph)
    if match is None or subject is None:
        return
    start = paragraph.start + match.start("value")
    end = paragraph.start + match.end("value")
    yield fact_of(layout.document, FactKind.END, subject.text, match["value"], paragraph, start, end)


_NUMBERED_TASKS = re.compile(
    r"(?:^|(?<=\s))(?:[a-zđ]\)\s+|[-–+]\s+|\d+\.\s+)?(?P<value>[^;:]{4,120}?)\s+"
    r"(?:trực tiếp )?(?P<verb>chỉ đạo|phụ trách|chủ trì)\s+"
    r"(?:thực hiện )?(?:các |những )?(?:nhiệm vụ|nội dung|mô hình|công việc)\s+(?:số\s+)?"
    r"(?P<numbers>\d{1,2}(?:(?:\s*[,;]\s*|\s+và\s+)\d{1,2})*)(?![\d%/])"
)
"""Tasks given by their numbers: "… trực tiếp chỉ đạo các nhiệm vụ 4, 5 và 9"."""


def from_numbers(layout: Layout, paragraph: Paragraph) -> Iterator[Fact]:
    """Read who directs or leads the tasks of these numbers."""
    match = _NUMBERED_TASKS.match(paragraph.text)
    if match is None:
        return
    kind = FactKind.LEAD if match["verb"] == "chủ trì" else FactKind.DIRECTOR
    start, end = paragraph.start + match.start("value"), paragraph.start + match.end("numbers")
    for task in layout.tasks_numbered(int(number) for number in re.findall(r"\d+", match["numbers"])):
        yield fact_of(layout.document, kind, task.text, match["value"], paragraph, start, end)
