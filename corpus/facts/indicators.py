"""The words around a figure that tell what it is a figure of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.facts.periods import periods
from corpus.vietnamese import fold, one_i_style, syllables

Span = tuple[int, int]
_CUT = re.compile(
    r"\b(?:ph[aâấầ]n đ[aấầâ]u|trong đó|hướng tới mục tiêu|quyết tâm|đặt mục tiêu|mục tiêu là|chỉ tiêu là)\b[,:]?\s*",
    re.IGNORECASE,
)
_OPENS_PLAINLY = re.compile(
    r"(?:(?:tiếp tục|tập trung|chỉ đạo|thực hiện|triển khai|hoàn thành(?: các)?|bảo đảm|đảm bảo|nâng(?! cấp)|"
    r"đưa(?= tỷ)|công tác|chỉ tiêu về|và|với|có(?: thêm)?|là|đạt|được|để|các|toàn xã|toàn phường|xã|phường|thêm|đã|"
    r"sẽ|về|theo đó|cụ thể|đồng thời|gồm|bao gồm|riêng|chỉ đạo)\b[,:]?\s+|[-–+•,;:.)\]”\"]+\s*)",
    re.IGNORECASE,
)
_ENDS_PLAINLY = re.compile(
    r"(?:[,:(\[“\"–-]|(?<!\w)(?:bình quân|trung bình|thêm|khoảng|ước|từ|lên|đến|tới|mức|tỷ lệ|tỉ lệ|dự kiến|"
    r"tổng cộng|thì|nhất là|cả))\s*$",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?<!\w)(đạt|là|bằng|chiếm|còn|ở mức|giữ ổn định|ổn định|xuống|tăng|giảm|kéo giảm|cắt giảm|có|được|cho|lên)\s*$",
    re.IGNORECASE,
)
_HEADS = re.compile(
    r"(?:ty le|ti le|so(?! (?:hoa|huu|ket|voi))|tong|gia (?:tri|tien|dich vu)|don gia|thu nhap|thu ngan sach|toc do|"
    r"chi so|muc (?:do|thu|chi|dong|ho tro|phu cap|thuong)|dien tich|san luong|doanh thu|nang suat|mat do|quy mo|"
    r"kinh phi|von|chi phi|ngan sach|chi ngan sach|chi dau tu|thoi gian|he so|co cau|tang truong|dan so|khoi luong|"
    r"do che phu|do dai|cong suat|chi tieu|ty trong|ti trong|khu vuc|nganh|linh vuc|phu cap|du no|nguon (?:von|thu)|"
    r"giai ngan|tuoi tho|che do)\b"
)
"""Words, folded, that open the name of an indicator."""
_CHANGES = re.compile(r"(?P<verb>kéo giảm|cắt giảm|giảm|rút ngắn|tăng)\s+", re.IGNORECASE)
_JOINS = re.compile(r",\s+(?!\d)")
_RIGHT_STOP = re.compile(
    r"[;:\n]|\s\((?=[^)]*\d)|\s(?:và|;)\s(?=\d|ít nhất|tối thiểu|trên \d|tỷ lệ|phấn đấu|có \d)|,?\s(?:trong đó|gồm|bao gồm|"
    r"để phục vụ|nhằm|góp phần|do vướng)\b|[.]\s",
    re.IGNORECASE,
)
_NO_JOIN = re.compile(
    r",\s+(?:trong đó|đạt|tăng|giảm|bằng|chiếm|còn|phấn đấu|tỷ lệ|số|và|hằng|hàng|đến năm|từng bước|có|gắn|đồng thời|"
    r"đảm bảo|bảo đảm|tăng cường|thời gian|đẩy mạnh)\b",
    re.IGNORECASE,
)
_SHORT = 3
_LONGEST_RIGHT = 200
_STOPS = frozenset(
    "cac nhung cua va voi tren dia ban theo tai o trong cho de tu den duoc co la dat thi moi hang nam giai doan "
    "nhiem ky binh quan toi thieu it nhat tro len xa phuong nay tong so ty ti le muc do".split()
)


@dataclass(frozen=True, slots=True)
class Left:
    """The words in front of a figure."""

    start: int
    end: int
    """The words of the indicator or of what is done; empty where the figure opens its clause."""
    links: frozenset[str]
    """Words between them and the figure: "đạt", "tăng", "có"."""
    is_average: bool
    is_aside: bool
    """The figure stands first in brackets."""
    is_part: bool
    """The words follow "trong đó"."""


def indicator_key(indicator: str) -> str:
    """Return the indicator's content words, folded and in order, to match two papers' words for one thing."""
    words = syllables(fold(one_i_style(indicator)))
    return " ".join(word for word in words if word not in _STOPS)


def is_head(words: str) -> bool:
    """Say whether the words open like the name of an indicator: "Tỷ lệ …", "Thu nhập …"."""
    return bool(_HEADS.match(fold(words)))


def left_of(text: str, begin: int, figure: int) -> Left:
    """Return the words between ``begin`` and the figure that tell what it is of."""
    opened = text.rfind("(", begin, figure)
    is_open = opened >= 0 and ")" not in text[opened:figure]
    start = opened + 1 if is_open else begin
    cuts = [*_CUT.finditer(text, start, figure)]
    is_part = bool(cuts) and fold(cuts[-1][0]).startswith("trong do")
    start = cuts[-1].end() if cuts else start
    end, links, is_average = _trimmed_back(text, start, figure)
    colon = text.rfind(":", start, end)
    after_colon = trimmed_front(text, colon + 1, end) if colon >= 0 else start
    if colon >= 0 and after_colon >= end:
        end, links = colon, links | {":"}
        start = trimmed_front(text, start, end)
    else:
        start = trimmed_front(text, max(start, colon + 1), end)
    if not is_part:
        start = _from_last_comma(text, start, end)
    aside = is_open and not text[opened + 1 : figure].strip()
    return Left(start, max(start, end), links, is_average, aside, is_part)


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
            links |= {"lên"} & {plain[0].strip().lower()}
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


def _from_last_comma(text: str, start: int, end: int) -> int:
    """Return where the last of the comma-parts begins that names the indicator; enumerations stay whole."""
    starts = [start, *(match.end() for match in _JOINS.finditer(text, start, end) if not _in_brackets(text, start, match))]
    heads = [at for at in starts if is_head(text[trimmed_front(text, at, end) : end])]
    if heads:
        return trimmed_front(text, heads[-1], end)
    while len(starts) > 1 and len(text[starts[-1] : end].split()) <= _SHORT:
        starts.pop()
    return trimmed_front(text, starts[-1], end)


def _in_brackets(text: str, start: int, match: re.Match[str]) -> bool:
    return text.count("(", start, match.start()) > text.count(")", start, match.start())


def without_change(text: str, left: Left) -> tuple[int, str]:
    """Return (where the indicator begins after "giảm" or "tăng", that verb): "giảm số dự án … 30 %"."""
    verb = _CHANGES.match(text, left.start, left.end)
    if verb is None or left.links & {"còn", "xuống", "lên", "đạt", "là"}:
        return left.start, ""
    return verb.end(), verb["verb"].lower()


def right_of(text: str, start: int, end: int) -> int:
    """Return where the phrase behind a figure ends: "cán bộ, công chức đạt chuẩn …"."""
    end = min(end, start + _LONGEST_RIGHT)
    stop = _RIGHT_STOP.search(text, start, end)
    end = stop.start() if stop else end
    for time_start, _ in periods(text[start:end]):
        end = start + time_start
        break
    for comma in re.finditer(r",\s", text[start:end]):
        at = start + comma.start()
        words = text[start:at].split()
        if len(words) > _SHORT or _NO_JOIN.match(text, at, end):
            end = at
            break
    return start + len(text[start:end].rstrip(" ,.;:–-\n"))
