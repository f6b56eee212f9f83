"""How often something is done: "hằng quý", "6 tháng một lần", "trước ngày 15 hằng tháng"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from corpus.facts.layout import Layout, sentences
from corpus.facts.task_lines import label_kind
from corpus.model import ColumnRole, Document, FactKind, Paragraph, ParagraphKind, Table
from corpus.statements import Frequency, Target

_COUNT = r"(?:\d{1,2}|một|hai|ba|bốn|sáu)"
_UNIT = r"(?:ngày|tuần|tháng|quý|năm)"
_EACH = rf"(?:h[ằà]ng|mỗi)\s{_UNIT}\b"
_AND_EACH = rf"(?:(?:,| và|, và| hoặc)\s(?:{_EACH}|{_COUNT}\s{_UNIT}\b(?! (?:đầu|cuối|20))|{_UNIT}\b(?! \d)))*"
_DAY = (
    r"(?:(?:trước|vào|chậm nhất|đến|từ|định kỳ)\s){0,3}ngày\s\d{1,2}(?:/\d{1,2}|\stháng\s\d{1,2})?"
    rf"\s(?:của\s)?(?:{_EACH}|tháng cuối quý|tháng sau)"
)
_OFTEN = re.compile(
    rf"\b(?:{_DAY}"
    rf"|(?:{_COUNT}\s)?{_UNIT}\s?/\s?(?:{_COUNT}\s)?lần\b|{_COUNT}\s{_UNIT}\s(?:ít nhất\s)?{_COUNT}\slần\b"
    rf"|(?:ít nhất\s|tối thiểu\s)?{_COUNT}\slần\s?(?:/|mỗi|một)\s?{_UNIT}\b"
    rf"|(?:định kỳ\s)?mỗi\s{_UNIT}\s(?:ít nhất\s|tối thiểu\s|họp\s|tổ chức\s){{0,2}}"
    rf"{_COUNT}\s(?:lần|kỳ|cuộc|buổi|đợt|lớp)\b"
    rf"|định kỳ\s(?:{_EACH}|{_COUNT}\s{_UNIT}\b){_AND_EACH}(?: và đột xuất)?"
    rf"|{_COUNT}\stháng,?\s(?:và )?(?:h[ằà]ng năm|(?:1 |một )?năm)\b(?! (?:20|nay))"
    rf"|{_EACH}{_AND_EACH}(?: và đột xuất)?"
    r"|định kỳ(?: và đột xuất|, đột xuất)?|(?<!chi )(?<!vụ )thường xuyên|thường niên)(?!\w)",
    re.IGNORECASE,
)
_MAY_SAY = re.compile(r"h[ằà]ng |mỗi |lần|định kỳ|thường |tháng", re.IGNORECASE)
"""Words without which nothing tells how often; looked for first, because it is fast."""
_ATTRIBUTE = re.compile(
    r"\b(?:kế hoạch|chương trình|dự toán|chỉ tiêu|xã hội|ngân sách|kinh phí|báo cáo|nhiệm vụ|đầu tư công|"
    r"ngày lễ|vốn|trợ cấp|"
    r"(?:5 năm|toàn khóa(?: 20\d\d\s?-\s?20\d\d)?) và)\s$",
    re.IGNORECASE,
)
"""In front of "hằng năm" these make it say what kind of plan, not how often."""
_READ = (ParagraphKind.BODY, ParagraphKind.ITEM)
_TIMES = (ColumnRole.START, ColumnRole.END)
_FEWEST = 2


def frequencies_beside(document: Document, targets: Sequence[Target]) -> tuple[Frequency, ...]:
    """Return how often the paper says things are done, in the paper's order.

    :param targets: figures read from the paper: what tells for which time a figure holds is no frequency.
    """
    layout = Layout(document)
    held: dict[str, list[Target]] = {}
    for target in targets:
        held.setdefault(target.paragraph_id, []).append(target)
    found: list[Frequency] = []
    for paragraph in document.paragraphs:
        if paragraph.kind in _READ and _MAY_SAY.search(paragraph.text):
            found.extend(_of_paragraph(layout, paragraph, held.get(paragraph.id, [])))
    for table in document.tables:
        found.extend(_of_table(document, table))
    return tuple(sorted(found, key=lambda frequency: (frequency.start, frequency.end)))


def _of_paragraph(layout: Layout, paragraph: Paragraph, targets: Sequence[Target]) -> Iterator[Frequency]:
    starts = [target.start for target in targets]
    for sentence, start, _ in sentences(paragraph):
        for piece in re.finditer(r"[^;\s][^;]*", sentence):
            text = piece[0].rstrip()
            begin = start + piece.start()
            first = bisect_left(starts, begin)
            times = targets[first : bisect_left(starts, begin + len(text), first)]
            match = next((m for m in _OFTEN.finditer(text) if _says_how_often(text, m, times)), None)
            if match is None:
                continue
            subject = _without(text, match)
            if len(subject.split()) < _FEWEST or _is_time_label(text, match):
                above = layout.subject_of(paragraph)
                subject = above.text if above else text
            yield Frequency(subject, match[0], layout.document.id, paragraph.id, begin, begin + len(text))


def _says_how_often(text: str, match: re.Match[str], targets: Sequence[Target]) -> bool:
    """Say whether the words are adverbial: not "kế hoạch hằng năm", not the time for which a figure holds."""
    if any(target.period == match[0] for target in targets):
        return False
    return not _ATTRIBUTE.search(text[max(0, match.start() - 40) : match.start()])


def _is_time_label(text: str, match: re.Match[str]) -> bool:
    """Say whether the line is "- Thời gian hoàn thành: hằng quý", stated of what stands above."""
    label, colon, _ = text[: match.start()].partition(":")
    return bool(colon) and label_kind(label) in (FactKind.START, FactKind.END)


def _without(text: str, match: re.Match[str]) -> str:
    """Return the words that say what is done; the opening "Hằng quý, …" left out."""
    before, after = text[: match.start()].strip(" ,:"), text[match.end() :].strip(" ,:.")
    if not before:
        return after
    return before if not after else text.strip(" .")


def _of_table(document: Document, table: Table) -> Iterator[Frequency]:
    """Yield how often a row's task is done, where its time cell says so: "Hằng năm"."""
    tasks = [i for i, column in enumerate(table.columns) if column.role is ColumnRole.TASK]
    for row in table.rows:
        for cell in row.cells:
            match = _OFTEN.search(cell.text) if table.columns[cell.column].role in _TIMES else None
            if match is not None:
                subject = " ".join(" ".join(row.cells[i].text for i in tasks).split())
                yield Frequency(subject, match[0], document.id, row.paragraph_id, cell.start, cell.end)
                break
