"""Words that say for which time a figure holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

_YEARS = r"20\d\d(?:\s?[-–]\s?20\d\d)?"
_PERIOD = re.compile(
    rf"\b(?:giai đoạn(?: từ)?(?: năm)?\s{_YEARS}|(?:từ )?nay đến(?: hết)?(?: năm)? 20\d\d"
    r"|(?:trong |cả |đến (?:hết |cuối )?|hết |cuối |giữa |toàn ){1,3}nhiệm kỳ"
    r"|(?:(?:tính )?(?:đến|tới)|vào|trước|trong|từ|hết)(?: hết| cuối| đầu| giữa| trước)? "
    r"(?:năm |quý [ivx]+/|tháng \d\d?/)?20\d\d"
    rf"|(?:cuối |đầu |hết |giữa )?(?:năm|quý [ivx]+[/ ](?:năm )?|tháng \d\d?[/ ](?:năm )?)\s?{_YEARS}"
    r"|(?:trong )?0?6 tháng (?:đầu|cuối) năm(?: 20\d\d)?|cả năm(?: 20\d\d)?"
    r"|h[ằà]ng (?:năm|quý|tháng|tuần|ngày)|mỗi (?:năm|quý|tháng|tuần)(?! học\b)|bình quân (?:hằng|hàng|mỗi) năm)(?!\w)",
    re.IGNORECASE,
)
_OF_BASIS = re.compile(r"so v[ớơóo]i (?:cùng kỳ )?(?:giai đoạn )?$|thấp hơn $|cao hơn $|chuẩn.{0,12} $", re.IGNORECASE)
_TERM = re.compile(r"nhiệm kỳ", re.IGNORECASE)


def periods(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the text says for which time something holds; years compared with are left out."""
    for match in _PERIOD.finditer(text):
        if not _OF_BASIS.search(text[max(0, match.start() - 24) : match.start()]):
            yield match.span()


def period_of_heading(text: str) -> str | None:
    """Return the time a heading is set for: "Chỉ tiêu đến năm 2030"; a term of office there names a paper."""
    found = [text[start:end] for start, end in periods(text)]
    return next((words for words in found if not _TERM.search(words)), None)
