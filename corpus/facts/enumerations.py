"""Enumerations: a lead-in with what it lists, in one sentence, over paragraphs, or as the rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from corpus.facts.naming_figures import without_naming_figures
from corpus.labels import LabelStyle, has_bullet, labelled
from corpus.model import ColumnRole, Document, Paragraph, ParagraphKind, Section, Table
from corpus.statements import Enumeration, ListItem
from corpus.vietnamese import UPPER, fold

Span = tuple[int, int]
_READ = (ParagraphKind.BODY, ParagraphKind.ITEM, ParagraphKind.HEADING)
_COUNTED = re.compile(
    r"(?<![\w.,/-])(?P<count>0?\d|1\d|20)\s(?!năm|tháng|tuần|ngày|lần|giờ|phút|sao|tuổi|tốt|đến|con số|"
    r"triệu|tỷ)[^\W\d_]+",
    re.IGNORECASE,
)
_NAMED_COUNT = re.compile(r"[“\"]?\b(?P<count>0?\d|1\d) (?:rõ|biết|xin|không|tại chỗ|sẵn sàng|tốt|có)\b[”\"]?")
_ANNOUNCES = re.compile(
    r"(?P<word>\b(?:bao gồm|gồm(?: có)?|như sau|sau đây|sau|cụ thể|"
    r"(?:các|những) (?:mô hình|nội dung|lĩnh vực|nhóm|khoản|hình thức)[^:;.]{0,60}|như|là|phương châm))?\s*:\s+(?=\S)",
    re.IGNORECASE,
)
_WITHOUT_COLON = re.compile(r"\b(?P<word>bao gồm|gồm có|gồm)\s+(?=\S)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[^\d\s])[.!?](?:\s+(?=[^\W\d_a-zđ“\"-])|$)|\.$|\n")
_NAMES = re.compile(rf"[“\"]|(?:[{UPPER}][^,;:.]{{2,60}},\s){{2,}}[{UPPER}]")
_QUOTED = re.compile(r"[“\"](?P<item>[^“”\"]{2,120})[”\"]")
_REPEATED = re.compile(
    r"\b(?P<word>[^\W\d_]{2,})(?: [^\W\d_]+){1,4}?"
    r"(?:(?:, ?| và |,? và )(?P=word)(?: [^\W\d_]+){1,4}?){2,}(?=[.,;:)”\"]|$)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    r"[“\"]?(?<!\w)(?P<count>0?\d|1\d) [^\W\d_]+(?: [^\W\d_]+){0,3}[”\"]?\s?\((?P<list>[^()]{5,300})\)"
)
_SEMICOLONS = re.compile(r";\s*(?:và\s+)?")
_COMMAS = re.compile(r",\s+(?:và\s+)?|\s+và\s+(?=[^,;]*$)")
_COMMAS_ONLY = re.compile(r",\s+")
_WHOLE = re.compile(r"\([^()]*\)|[“\"][^“”\"]*[”\"]")
_STRIP = ' \t\n,;.:-–+•“”"'
_ONE_EACH = re.compile(r"\b(?:mỗi|từng)\s[^:;.,]{1,30}:\s*$", re.IGNORECASE)
_ENDS_LIST = re.compile(
    r"[\d.,]+\s?%|(?:ít nhất|tối thiểu|phấn đấu|trong đó|nhằm|tạo|góp phần|qua đó)\b", re.IGNORECASE
)
_SLOGAN = re.compile(
    r"(?:phương châm|nguyên tắc|tinh thần|yêu cầu|bảo đảm|đảm bảo|phải|phân công)\s*[“\"]?$", re.IGNORECASE
)
_LISTS = re.compile(r"^(?:cac|nhung|mot so|danh muc|chi tieu|muc tieu cu the|nhiem vu|noi dung)\b")
_FEWEST, _FEWEST_BY_COMMA, _FEWEST_REPEATED = 2, 3, 4
_LONGEST_LEAD, _LONGEST_COMMA_ITEM, _NEAR = 200, 80, 80
_LONGEST_PARAGRAPH, _LONGEST_LIST = 20_000, 3_000
"""Code points; no office writes a longer paragraph or sentence, and reading stays linear."""


def enumerations(document: Document) -> tuple[Enumeration, ...]:
    """Return the lists that the paper announces with what they list, in the paper's order."""
    found: list[Enumeration] = []
    for paragraph in document.paragraphs:
        if paragraph.kind not in _READ:
            continue
        under = _under(document, paragraph)
        if under is not None:
            found.append(under)
        found.extend(_inside(document, paragraph))
    found.extend(filter(None, (_of_table(document, table) for table in document.tables)))
    found.extend(filter(None, _of_sections(document)))
    return tuple(sorted(found, key=lambda listed: (listed.start, listed.end)))


def stated_count(lead: str) -> int | None:
    """Return how many things the words say there are: "gồm 5 mô hình" → 5; the last figure that counts a noun."""
    near = lead[-_NEAR:]
    counts = [*_COUNTED.finditer(without_naming_figures(near)), *_NAMED_COUNT.finditer(near)]
    return int(max(counts, key=lambda match: match.start())["count"]) if counts else None


def _item(document: Document, paragraph_id: str, span: Span) -> ListItem | None:
    """Return the words of the span without bullets, quotation marks and end marks; None where nothing is left."""
    start, end = span
    text = document.text
    start += len(text[start:end]) - len(text[start:end].lstrip(_STRIP))
    end = start + len(text[start:end].rstrip(_STRIP))
    return ListItem(text[start:end], paragraph_id, start, end) if start < end else None


def _enumeration(
    document: Document, paragraph: Paragraph, lead: Span, items: Sequence[ListItem | None], stated: int | None
) -> Enumeration | None:
    kept = tuple(item for item in items if item is not None)
    start = lead[0] + len(document.text[lead[0] : lead[1]]) - len(document.text[lead[0] : lead[1]].lstrip())
    start += len(document.text[start : lead[1]]) - len(document.text[start : lead[1]].lstrip(_STRIP))
    words = document.text[start : lead[1]].rstrip(' \n“”"(')
    if len(kept) < _FEWEST or not words:
        return None
    return Enumeration(words, stated, kept, document.id, paragraph.id, start, start + len(words))


def _style(paragraph: Paragraph) -> LabelStyle | str | None:
    """Return how the paragraph is marked as one of several: its label's style or "-"; None where it is not."""
    found = labelled(paragraph.text)
    if found is not None:
        return found.style
    return paragraph.text[0] if has_bullet(paragraph.text) else None


def _own_words(paragraph: Paragraph) -> Span:
    """Return the paragraph's words without bullet or label."""
    found = labelled(paragraph.text)
    if found is not None and paragraph.text.endswith(found.rest):
        return paragraph.end - len(found.rest), paragraph.end
    return paragraph.start, paragraph.end


def _under(document: Document, lead: Paragraph) -> Enumeration | None:
    """Read a paragraph that announces a list and the paragraphs under it that are marked alike."""
    follows = document.paragraphs[lead.index + 1 : lead.index + 2]
    if not follows or not _announces_below(lead, follows[0]):
        return None
    first = follows[0]
    items = (
        _headings_like(document, lead, first) if first.kind is ParagraphKind.HEADING else _items_like(document, first)
    )
    found = [_item(document, paragraph.id, _own_words(paragraph)) for paragraph in items]
    return _enumeration(document, lead, _own_words(lead), found, _stated(lead.text[-_LONGEST_LEAD:]))


def _announces_below(lead: Paragraph, first: Paragraph) -> bool:
    own = _style(first)
    if own is None or first.kind not in _READ or own == _style(lead):
        return False
    if lead.text.rstrip().endswith(":"):
        return True
    start, end = _own_words(lead)
    title = fold(lead.text[start - lead.start : end - lead.start])
    return lead.kind is ParagraphKind.HEADING and first.kind is ParagraphKind.ITEM and bool(_LISTS.match(title))


def _items_like(document: Document, first: Paragraph) -> list[Paragraph]:
    """Return the items from the first one on that are marked as it is, in its section."""
    style, items = _style(first), []
    for paragraph in islice(document.paragraphs, first.index, None):
        own = _style(paragraph)
        if paragraph.section_id != first.section_id or paragraph.kind not in _READ or own is None:
            break
        if own == style:
            items.append(paragraph)
    return items


def _headings_like(document: Document, lead: Paragraph, first: Paragraph) -> list[Paragraph]:
    """Return the headings from the first one on that are numbered and stand as it does."""
    style, depth, items = _style(first), len(first.section_path), []
    for paragraph in islice(document.paragraphs, first.index, None):
        if paragraph.section_path[: len(lead.section_path)] != lead.section_path:
            break
        if paragraph.kind is ParagraphKind.HEADING and len(paragraph.section_path) == depth:
            if _style(paragraph) != style:
                break
            items.append(paragraph)
    return items


def _of_sections(document: Document) -> Iterator[Enumeration | None]:
    """Read a heading over headings that open with the same noun: "Các mô hình" over "Mô hình …", "Mô hình …"."""
    below: dict[str, list[Section]] = {}
    for section in document.sections:
        if section.parent_id is not None:
            below.setdefault(section.parent_id, []).append(section)
    by_id = {paragraph.id: paragraph for paragraph in document.paragraphs}
    for section in document.sections:
        inner = below.get(section.id, [])
        nouns = {" ".join(fold(one.title).replace(":", " ").split()[:2]) for one in inner}
        lead = by_id[section.paragraph_id]
        if len(inner) >= _FEWEST and len(nouns) == 1 and not lead.text.rstrip().endswith(":"):
            headings = [by_id[one.paragraph_id] for one in inner]
            items = [_item(document, heading.id, _own_words(heading)) for heading in headings]
            yield _enumeration(document, lead, _own_words(lead), items, _stated(lead.text))


def _stated(lead: str) -> int | None:
    """Return the count that the lead-in states; none in "một nhà đa năng cho mỗi cấp học: …"."""
    return None if _ONE_EACH.search(lead) else stated_count(lead)


def _inside(document: Document, paragraph: Paragraph) -> Iterator[Enumeration]:
    """Read the lists inside a paragraph: behind a colon, behind "gồm", in brackets, or by a repeated word."""
    text = paragraph.text
    if len(text) > _LONGEST_PARAGRAPH:
        return
    taken: list[Span] = []
    for lead, listed, stated in [*_announced(text), *_in_brackets(text), *_repeating(text)]:
        if not listed[1] - listed[0] or any(listed[0] < end and start < listed[1] for start, end in taken):
            continue
        items = [_item(document, paragraph.id, _shift(span, paragraph.start)) for span in _parts(text, listed, stated)]
        found = _enumeration(document, paragraph, _shift(lead, paragraph.start), items, stated)
        if found is not None:
            taken.append(listed)
            yield found


def _shift(span: Span, offset: int) -> Span:
    return span[0] + offset, span[1] + offset


def _announced(text: str) -> Iterator[tuple[Span, Span, int | None]]:
    """Yield (lead-in, what it lists, the count it states) for "…: a; b; c" and "gồm a, b và c"."""
    position = 0
    for sentence_end in [*(match.start() for match in _SENTENCE_END.finditer(text)), len(text)]:
        for match in [
            *_ANNOUNCES.finditer(text, position, sentence_end), *_WITHOUT_COLON.finditer(text, position, sentence_end)
        ]:  # fmt: skip
            begin = max(position, match.end() - _LONGEST_LEAD)
            stated = _stated(text[begin : match.end()])
            if match["word"] or stated is not None or _NAMES.match(text, match.end()):
                end = _closing_bracket(text, position, match.end(), min(sentence_end, match.end() + _LONGEST_LIST))
                yield (begin, match.end()), (match.end(), end), stated
        position = sentence_end + 1


def _closing_bracket(text: str, begin: int, start: int, end: int) -> int:
    """Return ``end``, or where the bracket closes in which the list stands."""
    opened = text.rfind("(", begin, start)
    closed = text.find(")", max(begin, opened), end) if opened >= 0 else -1
    return closed if closed >= start else end


def _in_brackets(text: str) -> Iterator[tuple[Span, Span, int | None]]:
    """Yield "5 biết (biết nghe, biết nói, …)": counted, then listed in brackets."""
    for match in _BRACKETED.finditer(text):
        yield (match.start(), match.start("list") - 1), match.span("list"), int(match["count"])


def _repeating(text: str) -> Iterator[tuple[Span, Span, int | None]]:
    """Yield "rõ người, rõ việc, rõ kết quả": one word opens every item."""
    for match in _REPEATED.finditer(text) if text.count(",") >= _FEWEST else ():
        begin = max(0, text.rfind(". ", 0, match.start()) + 1, text.rfind("; ", 0, match.start()) + 1)
        begin = max(begin, match.start() - _LONGEST_LEAD)
        lead = text[begin : match.start()].strip()
        many = len(_COMMAS.findall(match[0])) + 1 >= _FEWEST_REPEATED
        if lead and (many or _SLOGAN.search(lead)):
            yield (begin, match.start()), match.span(), stated_count(text[begin : match.start()])


def _parts(text: str, listed: Span, stated: int | None) -> list[Span]:
    """Cut what is listed: by quoted names, at semicolons or commas; the way that gives the stated count wins."""
    words = text[slice(*listed)]
    quoted = [*_QUOTED.finditer(words)]
    if len(quoted) >= _FEWEST and quoted[0].start() <= 1:
        return [(listed[0] + m.start("item"), listed[0] + m.end("item")) for m in quoted]
    by_semicolon = _cut(_SEMICOLONS, text, listed) if ";" in words.rstrip(" ;.") else []
    first = by_semicolon[0] if by_semicolon else listed
    by_comma = [_short(text, _cut(pattern, text, first)) for pattern in (_COMMAS, _COMMAS_ONLY)]
    ways = [by_semicolon, *by_comma]
    exact = next((way for way in ways if stated is not None and len(way) == stated), None)
    if exact is not None:
        return exact
    several = [by_semicolon] if len(by_semicolon) > _FEWEST else []
    enough = [way for way in by_comma if len(way) >= _FEWEST_BY_COMMA]
    return next(iter([*several, *enough, *([by_semicolon] if by_semicolon else [])]), [])


def _short(text: str, found: list[Span]) -> list[Span]:
    """Return the items up to what is none; no items where one is too long to be one."""
    stop = next((at for at, (start, _) in enumerate(found) if at and _ENDS_LIST.match(text, start)), len(found))
    kept = found[:stop]
    return kept if all(end - start <= _LONGEST_COMMA_ITEM for start, end in kept) else []


def _cut(pattern: re.Pattern[str], text: str, listed: Span) -> list[Span]:
    start, end = listed
    whole = [match.span() for match in _WHOLE.finditer(text, start, end)]
    spans, position = [], start
    for match in pattern.finditer(text, start, end):
        if any(opened < match.start() < closed for opened, closed in whole):
            continue
        spans.append((position, match.start()))
        position = match.end()
    return [*spans, (position, end)]


def _of_table(document: Document, table: Table) -> Enumeration | None:
    """Read a table as the list of its tasks, announced by the words above it."""
    tasks = [i for i, column in enumerate(table.columns) if column.role is ColumnRole.TASK]
    if not tasks or not table.rows:
        return None
    items = [
        _item(document, row.paragraph_id, (row.cells[tasks[0]].start, row.cells[tasks[0]].end)) for row in table.rows
    ]
    at = next(p.index for p in document.paragraphs if p.id == table.rows[0].paragraph_id)
    for paragraph in reversed(document.paragraphs[max(0, at - 6) : at]):
        if paragraph.kind in _READ and not paragraph.text.startswith("(") and not paragraph.text.endswith("."):
            words = _own_words(paragraph)
            return _enumeration(document, paragraph, words, items, stated_count(paragraph.text[-_LONGEST_LEAD:]))
    return None
