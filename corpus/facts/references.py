"""Documents that a paper refers to: kind, number, date, issuer and subject, as far as the words there tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.headwords import tidy_number
from corpus.letterhead import KINDS
from corpus.model import Document, ParagraphKind, Reference
from corpus.vietnamese import UPPER

_KIND = "|".join(sorted((*KINDS, "Điều lệ", "Hiến pháp"), key=len, reverse=True))
_SYMBOL = rf"(?:\d{{4}}/)?[{UPPER}][\w&]*(?:\s?[-–/]\s?[\w&]+)*"
_NUMBERED = re.compile(
    rf"\b(?P<kind>{_KIND})(?P<between>\s+(?:của\s+(?:(?!{_KIND})[^.;,]){{3,60}}?\s+)?(?:số\s+)?|\s+)"
    rf"(?P<number>\d{{1,4}}\s?[-–/]\s?{_SYMBOL})"
)
_DATED = re.compile(r"^,?\s*(?P<date>ngày\s+\d{1,2}(?:/\d{1,2}/\d{4}|\s+tháng\s+\d{1,2}\s+năm\s+\d{4}))")
_ISSUER = re.compile(
    rf"^,?\s*(?:ban hành\s+)?của\s+(?P<issuer>(?:ban|Ban|[{UPPER}])[^,;.“\"]*?)"
    r"(?=\s*,?\s*(?:về|thực hiện|quy định|ban hành|sửa đổi|phê duyệt|hướng dẫn|[“\"(;.,]|và\b|gắn|theo\b)|$)"
)
_FORMED = re.compile(r"^,?\s*(?:\(?\s*(?:khóa|khoá)\s+[IVX]+(?:,\s*[IVX]+)*\s*\)?)\s*,?")
_SUBJECT = re.compile(r"^,?\s*(?P<subject>(?:về|thực hiện|quy định|sửa đổi|hướng dẫn)\s+.+|[“\"].+)", re.S)
_SUBJECT_END = re.compile(
    r"[.;]|\s+\(|[”\"](?=\s|$)"
    r"|,\s+(?:tạo|đảm bảo|bảo đảm|góp phần|coi|gắn|đồng thời|Ban (?:Thường|Chấp)|Kết luận|Chương trình|Nghị quyết"
    r"|Quyết định|Chỉ thị|Kế hoạch)"
    r"|\s+và\s+(?:Quy hoạch|Nghị quyết|Chỉ thị|(?:Chương trình hành động|Kế hoạch|Quyết định|Kết luận) số)"
)
_SKIPPED = (ParagraphKind.LETTERHEAD, ParagraphKind.SIGNATURE, ParagraphKind.RECIPIENT, ParagraphKind.TABLE_HEADER)


def references(document: Document) -> tuple[Reference, ...]:
    """Return the numbered documents that the paper refers to, in order; repeats included."""
    found: list[Reference] = []
    for paragraph in document.paragraphs:
        if paragraph.kind not in _SKIPPED:
            found.extend(_of_text(paragraph.text.replace("\n", ";"), document.id, paragraph.id, paragraph.start))
    return tuple(found)


def _of_text(text: str, document_id: str, paragraph_id: str, offset: int) -> Iterator[Reference]:
    for match in _NUMBERED.finditer(text):
        position = match.end()
        date = _DATED.match(text[position:])
        position += date.end() if date else 0
        own_issuer = re.match(r"\s+của\s+(.+?)\s+(?:số\s+)?$", match["between"])
        issuer = None if own_issuer else _ISSUER.match(text[position:])
        position += issuer.end() if issuer else 0
        if date is None and (date := _DATED.match(text[position:].replace(" ban hành ", ",", 1))):
            position += date.end() + len(" ban hành ") - 1 if text[position:].startswith(" ban hành ") else date.end()
        formed = _FORMED.match(text[position:])
        position += formed.end() if formed else 0
        subject = _subject(text[position:])
        end = position + len(subject) if subject else position
        yield Reference(
            kind=match["kind"],
            number=tidy_number(match["number"]),
            issued_text=date["date"] if date else None,
            issuer=own_issuer[1] if own_issuer else (issuer["issuer"].strip() if issuer else None),
            subject=subject.strip(' ,“”"') if subject else None,
            document_id=document_id,
            paragraph_id=paragraph_id,
            start=offset + match.start(),
            end=offset + match.start() + len(text[match.start() : end].rstrip(" ,")),
        )


def _subject(rest: str) -> str | None:
    match = _SUBJECT.match(rest)
    if match is None:
        return None
    tail = match["subject"]
    inside_quotes = tail.removeprefix("về").lstrip().startswith(("“", '"'))
    cut = _SUBJECT_END.search(tail, 12 if inside_quotes else 6)
    closing = 1 if cut and cut[0] in '”"' else 0
    return rest[: match.start("subject") + (cut.start() + closing if cut else len(tail))]
