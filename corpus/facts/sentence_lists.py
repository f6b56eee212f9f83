"""Lists inside one paragraph: behind a colon, behind "gồm", in brackets, or by a word that opens every item."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.facts.naming_figures import without_naming_figures
from corpus.vietnamese import UPPER

Span = tuple[int, int]
Listed = tuple[Span, tuple[Span, ...], int | None]
"""The lead-in, the items, the count that the lead-in states."""
_COUNTED = re.compile(
    r"(?<![\w.,/-])(?P<count>0?\d|1\d|20)\s(?!năm|tháng|tuần|ngày|lần|giờ|phút|sao|tuổi|tốt|đến|con số|"
    r"triệu|tỷ)[^\W\d_]+",
    re.IGNORECASE,
)
_NAMED_COUNT = re.compile(r"[“\"]?\b(?P<count>0?\d|1\d) (?:rõ|biết|xin|không|tại chỗ|sẵn sàng|tốt|có)\b[”\"]?")
_AT_COLON = re.compile(
    r"(?<!Điều )(?<!ường )(?<!số )(?<![\w.,/-])(?P<count>0?\d|1\d|20)\s"
    r"(?:tiêu chí|nội dung|nhóm|lĩnh vực|khâu|mặt):\s*$"
)
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
_ONE_EACH = re.compile(r"\b(?:mỗi|từng)\s[^:;.,]{1,30}:\s*$", re.IGNORECASE)
_ENDS_LIST = re.compile(
    r"[\d.,]+\s?%|(?:ít nhất|tối thiểu|phấn đấu|trong đó|nhằm|tạo|góp phần|qua đó)\b", re.IGNORECASE
)
_SLOGAN = re.compile(
    r"(?:phương châm|nguyên tắc|tinh thần|yêu cầu|bảo đảm|đảm bảo|phải|phân công)\s*[“\"]?$", re.IGNORECASE
)
_FEWEST, _FEWEST_BY_COMMA, _FEWEST_REPEATED = 2, 3, 4
LONGEST_LEAD = 200
_LONGEST_COMMA_ITEM, _NEAR = 80, 80
_LONGEST_PARAGRAPH, _LONGEST_LIST = 20_000, 3_000
"""Code points; no office writes a longer paragraph or sentence, and reading stays linear."""


def lists_in(text: str) -> Iterator[Listed]:
    """Yield the lists that stand inside a paragraph's text; no two overlap."""
    if len(text) > _LONGEST_PARAGRAPH:
        return
    taken: list[Span] = []
    for lead, listed, stated in [*_announced(text), *_in_brackets(text), *_repeating(text)]:
        if listed[0] == listed[1] or any(listed[0] < end and start < listed[1] for start, end in taken):
            continue
        items = tuple(_parts(text, listed, stated))
        if len(items) >= _FEWEST:
            taken.append(listed)
            yield lead, items, stated


def _stated_count(lead: str) -> int | None:
    """Return how many things the words say there are: "gồm 5 mô hình" → 5; the last figure that counts a noun."""
    near = lead[-_NEAR:]
    counts = [*_COUNTED.finditer(without_naming_figures(near)), *_NAMED_COUNT.finditer(near)]
    if at_colon := _AT_COLON.search(near):
        return int(at_colon["count"])
    return int(max(counts, key=lambda match: match.start())["count"]) if counts else None


def stated_by(lead: str) -> int | None:
    """Return the count that the lead-in states; none in "một nhà đa năng cho mỗi cấp học: …"."""
    return None if _ONE_EACH.search(lead) else _stated_count(lead)


def _announced(text: str) -> Iterator[tuple[Span, Span, int | None]]:
    """Yield (lead-in, what it lists, the count it states) for "…: a; b; c" and "gồm a, b và c"."""
    position = 0
    for sentence_end in [*(match.start() for match in _SENTENCE_END.finditer(text)), len(text)]:
        for match in [
            *_ANNOUNCES.finditer(text, position, sentence_end), *_WITHOUT_COLON.finditer(text, position, sentence_end)
        ]:  # fmt: skip
            begin = max(position, match.end() - LONGEST_LEAD)
            stated = stated_by(text[begin : match.end()])
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
        begin = max(begin, match.start() - LONGEST_LEAD)
        lead = text[begin : match.start()].strip()
        many = len(_COMMAS.findall(match[0])) + 1 >= _FEWEST_REPEATED
        if lead and (many or _SLOGAN.search(lead)):
            yield (begin, match.start()), match.span(), _stated_count(text[begin : match.start()])


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
