"""Units as written and the units to compare in."""

from __future__ import annotations

import re
from decimal import Decimal

SHARE = r"%|‰|phần trăm\b|điểm phần trăm\b|điểm %"
_MANY = {"trăm triệu": 8, "nghìn tỷ": 12, "ngàn tỷ": 12, "nghìn": 3, "ngàn": 3, "triệu": 6, "tỷ": 9, "tỉ": 9}
_MANY_WORDS = "|".join(_MANY)
MEASURE = (
    rf"(?:{_MANY_WORDS})\b(?! (?:lệ|trọng|số|suất))(?:\s(?:đồng|vnđ|usd|đ)\b)?|đồng\b|usd\b|"
    r"ha\b|héc-?ta\b|hecta\b|m2\b|m²|m3\b|m³|km2\b|km²|km\b|mét vuông\b|mét khối\b|mét\b|m\b|tấn\b|tạ\b|kg\b|lít\b|"
    r"kwh?\b|mw\b|mbps\b|gb\b|ngày(?: làm việc)?\b|giờ\b|phút\b|điểm\b(?! [^\W\d])|lần\b|con số\b"
)
_PER = re.compile(r"(?:\s?/\s?(?:\d{1,2}\s)?[^\W\d_]+[23²³]?(?: đêm| chức| vị| viên| gia đình| nghiệp| sinh)?)+")
_SCALED = re.compile(rf"^(?P<many>{_MANY_WORDS})\b\s?(?P<rest>.*)$", re.DOTALL)
_SPELLINGS = {
    "phần trăm": "%", "đ": "đồng", "vnđ": "đồng", "m²": "m2", "km²": "km2", "m³": "m3", "mét vuông": "m2",
    "mét khối": "m3", "hecta": "ha", "héc ta": "ha", "héc-ta": "ha", "mét": "m", "điểm %": "điểm phần trăm",
}  # fmt: skip
_NO_COUNT = re.compile(
    r"(?:cấp|bên|mặt|khâu|chiều|chân|tốt|rõ|không|có|biết|xin|tại|cứng|sạch|nhất|sẵn|và|hoặc|đến|là|của|trong|ngoài|"
    r"theo|với|thì|để|ra|về|từ|năm|tháng|quý|tuần|tuổi|sao|âm|dương|con số|thứ|đầu|cuối|trở|đã|sẽ|phải|được|kèm|"
    r"giai đoạn|các|những|lên|xuống|hiệu|đang|cho|bao|hay|mức|phía|so|qua|trên|dưới|nêu|như|vào|cùng|bằng|do|ở)\b"
)
_LONG_NOUN = re.compile(
    r"(?:câu lạc bộ|trường hợp|giấy chứng nhận|thủ tục hành chính|thuyết minh viên|cộng tác viên|tuyên truyền viên|"
    r"hợp tác xã|nhà văn h(?:óa|oá)|khu dân cư|tổ dân phố|tổ hợp tác|nhà đa năng|tổ chức đảng|hộ kinh doanh|"
    r"tổ chức cơ sở đảng|tổ công nghệ số|khu công nghiệp|cụm công nghiệp)\b"
)
_ONE_WORD = re.compile(
    r"(?:hộ|thôn|bản|ấp|buôn|xã|phường|lớp|vụ|người|nhà|tổ|con|cây|điểm|cuộc|buổi|lượt|đợt|trường|trạm|tuyến|bài|tin|"
    r"chợ|em|cháu|xe|máy|cái|chiếc|bộ|đội|đàn|suất|phòng|camera|căn|ngôi|mẫu|biển|bến|cụm|vùng|km|sào)\b"
    r"(?! (?:hình|chức|nước))"
)
_TWO_WORDS = re.compile(rf"[^\W\d_]+(?:[ -](?!{_NO_COUNT.pattern})[^\W\d_]+)?")


def with_per(text: str, start: int) -> int:
    """Return where a unit that begins at ``start`` ends, "/người/năm" included."""
    per = _PER.match(text, start)
    return per.end() if per else start


def counted_end(text: str, start: int) -> int | None:
    """Return where the noun that a figure counts ends, or None where what stands there is not counted."""
    lowered = text[start : start + 40].lower()
    if _NO_COUNT.match(lowered):
        return None
    for noun in (_LONG_NOUN, _ONE_WORD, _TWO_WORDS):
        if match := noun.match(lowered):
            return start + match.end()
    return None


def comparable_unit(unit: str) -> tuple[str, Decimal]:
    """Return (the unit to compare in, how many of it make one of ``unit``): "triệu đồng/năm" → "đồng/năm", 10⁶."""
    words = re.sub(r"\s+", " ", unit.lower()).strip()
    scale = Decimal(1)
    if match := _SCALED.match(words):
        scale, words = Decimal(10) ** _MANY[match["many"]], match["rest"]
        words = words if words and words[0] != "/" else f"đồng{words}"
    head, *per = re.split(r"\s?/\s?", words)
    return "/".join([_SPELLINGS.get(head, head), *per]), scale
