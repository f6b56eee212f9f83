"""The words around a figure that tell what it is a figure of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.facts.periods import periods
from corpus.vietnamese import fold, one_i_style, syllables

Span = tuple[int, int]
_CUT = re.compile(
    r"\b(?:ph[aâấầ]n đ[aấầâ]u|trong đó|trong khi|quyết tâm|"
    r"(?:hướng tới |thực hiện |hoàn thành |đặt )mục tiêu|(?:mục|chỉ) tiêu là)"
    r"\b[,:]?\s*",
    re.IGNORECASE,
)
_OPENS_PLAINLY = re.compile(
    r"(?:(?:tiếp tục|tập trung|chỉ đạo|thực hiện|triển khai|hoàn thành(?: các)?|bảo đảm|đảm bảo|nâng(?! cấp)|"
    r"đưa(?= tỷ)|công tác|chỉ tiêu về|và|với|có(?: thêm)?|là|đạt|được|để|các|toàn xã|toàn phường|xã|phường|thêm|đã|"
    r"sẽ|về|theo đó|cụ thể|đồng thời|gồm|bao gồm|riêng)\b(?:[,:]?\s+|$)|[-–+•,;:.)\]”\"]+\s*)",
    re.IGNORECASE,
)
_ENDS_PLAINLY = re.compile(
    r"(?:[,:(\[“\"–-]|(?<!\w)(?:bình quân|trung bình|thêm|khoảng|ước|từ|đến|tới|mức|tỷ lệ|tỉ lệ|dự kiến|"
    r"tổng cộng|thì|nhất là|cả|từ \d[\d.,]*\s?\S{1,6}))\s*$",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?<!\w)(đạt|là|bằng|chiếm|còn|ở mức|giữ ổn định|ổn định|xuống|tăng|giảm|kéo giảm|cắt giảm|có|được|cho|"
    r"(?<!trở )lên)\s*$",
    re.IGNORECASE,
)
_HEADS = re.compile(
    r"(?:ty le|ti le|so(?! (?:hoa|huu|ket|voi))|tong|gia (?:tri|tien|dich vu)|don gia|thu nhap|thu ngan sach|toc do|"
    r"chi so|muc (?:do|thu|chi|dong|ho tro|phu cap|thuong)|dien tich|san luong|doanh thu|nang suat|mat do|quy mo|"
    r"kinh phi|von|chi phi|ngan sach|chi ngan sach|chi dau tu|thoi gian|he so|co cau|tang truong|dan so|khoi luong|"
    r"do che phu|do dai|cong suat|chi tieu|ty trong|ti trong|khu vuc|nganh|linh vuc|phu cap|du no|nguon (?:von|thu)|"
    r"giai ngan|tuoi tho|che do|bien che)\b"
)
"""Words, folded, that open the name of an indicator."""
_CHANGES = re.compile(r"(?P<verb>kéo giảm|cắt giảm|giảm|rút ngắn|tăng(?! trưởng))\s+", re.IGNORECASE)
_JOINS = re.compile(r",\s+(?!\d)")
_RIGHT_STOP = re.compile(
    r"[;:\n]|\s\((?=[^)]*\d)|\s(?:và|;)\s(?=\d|ít nhất|tối thiểu|trên \d|tỷ lệ|phấn đấu|có \d)|"
    r",?\s(?:trong đó|gồm|bao gồm|"
    r"để phục vụ|nhằm|góp phần|do vướng)\b|[.]\s",
    re.IGNORECASE,
)
_NO_JOIN = re.compile(
    r",\s+(?:trong đó|đạt|tăng|giảm|bằng|chiếm|còn|phấn đấu|tỷ lệ|số|và|hằng|hàng|đến năm|từng bước|có|gắn|đồng thời|"
    r"đảm bảo|bảo đảm|tăng cường|thời gian|đẩy mạnh|thấp hơn|cao hơn|nâng cao|phát triển|xây dựng|tổ chức|triển khai|"
    r"chưa|đang|song|nhưng|do|trước|hiện|sau|quá hạn|hỗ trợ|quan tâm|góp phần|tạo|gồm|"
    r"đến nay|hoàn thành|từ năm|huy động|vượt|sản lượng|diện tích|nguồn)\b",
    re.IGNORECASE,
)
_COMMA = re.compile(r",\s")
_NO_PHRASE = re.compile(r"[,.;:()–”\"]|(?:và|hoặc|nhưng|do|nhằm|để)\s|-\s", re.IGNORECASE)
_DANGLING = re.compile(r"\s(?:của|tại|ở|trong|vào|từ|với|cho|là|và|đến)$", re.IGNORECASE)
_SHORT, _SHORT_PART, _MOST_JOINED = 3, 7, 3
_LONGEST_LEFT, _LONGEST_RIGHT = 400, 200
"""Code points looked at on either side of a figure."""
_STOPS = frozenset(
    "cac nhung cua va voi tren dia ban theo tai o trong cho de tu den duoc co la dat thi moi hang nam giai doan "
    "nhiem ky binh quan toi thieu it nhat tro len xa phuong nay tong so ty ti le muc do".split()
)


@dataclass(frozen=True, slots=True)
class Left:
    """The words in front of a figure."""

    start: int
    end: int
    """The words of the indicator; empty where the figure opens its clause."""
    last: int
    """Where the last of their comma-parts begins: what is done with what stands behind the figure."""
    links: frozenset[str]
    """Words between them and the figure: "đạt", "tăng", "có"."""
    is_average: bool
    is_aside: bool
    """The figure stands first in brackets."""


def indicator_key(indicator: str) -> str:
    """Return the indicator's content words, folded and in order, to match two papers' words for one thing."""
    words = syllables(fold(one_i_style(indicator)))
    return " ".join(word for word in words if word not in _STOPS)


def is_head(words: str) -> bool:
    """Say whether the words open like the name of an indicator: "Tỷ lệ …", "Thu nhập …"."""
    return bool(_HEADS.match(fold(words)))


def left_of(text: str, begin: int, figure: int) -> Left:
    """Return the words between ``begin`` and the figure that tell what it is of."""
    begin = max(begin, figure - _LONGEST_LEFT)
    opened = text.rfind("(", begin, figure)
    is_open = opened >= 0 and ")" not in text[opened:figure]
    start = opened + 1 if is_open else begin
    cuts = [*_CUT.finditer(text, start, figure)]
    is_part = bool(cuts) and fold(cuts[-1][0]).startswith("trong do")
    start = cuts[-1].end() if cuts else start
    end, links, is_average = _trimmed_back(text, start, figure)
    start, end, links = _around_colon(text, start, end, links)
    aside = is_open and not cuts and start >= end
    if not links and text[begin:figure].rstrip().endswith(","):
        start = end
    last = start if is_part else trimmed_front(text, _comma_parts(text, start, end)[-1], end)
    start = start if is_part else _from_last_comma(text, start, end)
    return Left(start, max(start, end), min(last, end), links, is_average, aside)


def _around_colon(text: str, start: int, end: int, links: frozenset[str]) -> tuple[int, int, frozenset[str]]:
    """Return the words behind the last colon, or those before it where none are left behind."""
    colon = text.rfind(":", start, end)
    if colon >= 0 and text.count("(", start, colon) > text.count(")", start, colon):
        colon = -1
    behind = trimmed_front(text, max(start, colon + 1), end)
    if colon < 0 or behind < end:
        return behind, end, links
    return trimmed_front(text, start, colon), colon, links | {":"}


def _trimmed_back(text: str, start: int, end: int) -> tuple[int, frozenset[str], bool]:
    """Return (where the words end, what links them to the figure, whether it is an average)."""
    links: set[str] = set()
    is_average = False
    moved = True
    while moved and start < end:
        moved = False
        end = start + len(text[start:end].rstrip())
        tail = text[max(start, end - 60) : end]
        base = end - len(tail)
        if link := _LINK.search(tail):
            links.add(link[1].lower())
            end, moved = base + link.start(), True
        elif plain := _ENDS_PLAINLY.search(tail):
            is_average |= "bình" in plain[0].lower()
            links |= {":"} & {plain[0].strip()}
            end, moved = base + plain.start(), True
        elif (last := [*periods(tail)][-1:]) and last[0][1] == len(tail):
            end, moved = base + last[0][0], True
    return max(start, end), frozenset(links), is_average


def trimmed_front(text: str, start: int, end: int) -> int:
    """Return ``start`` moved past what says only when, or that it is to be done: "Đến năm 2030, hoàn thành …"."""
    moved = True
    while moved and start < end:
        before = start
        start += len(text[start:end]) - len(text[start:end].lstrip(" ,;:.)(–-\n"))
        opening = _OPENS_PLAINLY.match(text, start, end)
        start = opening.end() if opening else start
        found = next(periods(text[start : min(end, start + 60)]), None)
        start += found[1] if found is not None and found[0] == 0 else 0
        moved = start > before
    return min(start, end)


def _comma_parts(text: str, start: int, end: int) -> list[int]:
    """Return where the comma-parts begin, those in brackets left whole."""
    commas = _JOINS.finditer(text, start, end)
    return [start, *(m.end() for m in commas if text.count("(", start, m.start()) <= text.count(")", start, m.start()))]


def _from_last_comma(text: str, start: int, end: int) -> int:
    """Return where the last of the comma-parts begins that names the indicator; enumerations stay whole."""
    starts = _comma_parts(text, start, end)
    heads = [at for at in starts if is_head(text[trimmed_front(text, at, end) : end])]
    if heads:
        return trimmed_front(text, heads[-1], end)
    while len(starts) > 1 and len(text[starts[-1] : end].split()) <= _SHORT:
        starts.pop()
    return trimmed_front(text, starts[-1], end)


def without_change(text: str, left: Left) -> tuple[int, str]:
    """Return (where the indicator begins after "giảm" or "tăng", that verb): "giảm số dự án … 30 %"."""
    verb = _CHANGES.match(text, left.start, left.end)
    if verb is None:
        return left.start, ""
    is_level = left.links & {"còn", "xuống", "lên", "đạt", "là"}
    return verb.end(), "" if is_level else verb["verb"].lower()


def right_of(text: str, start: int, end: int) -> int:
    """Return where the phrase behind a figure ends: "cán bộ, công chức đạt chuẩn …"."""
    end = min(end, start + _LONGEST_RIGHT)
    if _NO_PHRASE.match(text, start, end):
        return start
    stop = _RIGHT_STOP.search(text, start, end)
    end = stop.start() if stop else end
    end = next((start + begin for begin, _ in periods(text[start:end])), end)
    end = _bracket_end(text, start, end)
    position, joined = start, 0
    while comma := _COMMA.search(text, position, end):
        following = _COMMA.search(text, comma.end(), end)
        part = text[comma.end() : following.start() if following else end].split()
        is_short = len(text[start : comma.start()].split()) <= _SHORT
        joined += not is_short
        is_apart = _NO_JOIN.match(text, comma.start(), end) or any(word[0].isdigit() for word in part)
        if is_apart or joined > _MOST_JOINED or not (is_short or len(part) <= _SHORT_PART):
            end = comma.start()
            break
        position = comma.end()
    return start + len(_DANGLING.sub("", text[start:end].rstrip(" ,.;:–-\n")))


def _bracket_end(text: str, start: int, end: int) -> int:
    """Return ``end``, or where a bracket closes that was opened before ``start``."""
    closed = text.find(")", start, end)
    return closed if closed >= 0 and "(" not in text[start:closed] else end
