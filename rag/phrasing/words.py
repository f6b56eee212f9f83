"""Words of a claim as they are compared: which carry meaning, which must not be lost, in which order they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.vietnamese import comparable, syllables
from rag.verifying import LABEL

FIGURE = re.compile(r"\d+(?:[.,/\-–]\d+)*")
_TOKEN = re.compile(rf"{FIGURE.pattern}|[^\W\d_]+|%")
LINKING = frozenset(
    "là của và với cùng cho do tại ở trong về theo như sau gồm bao có các những này đó đây thì mà để nhằm "
    "việc cơ quan đơn vị nội dung cụ thể đồng thời đồng chí bên cạnh căn cứ nêu quy định văn bản tài liệu lần lượt đều "
    "cũng còn người giữ chức thực hiện nhiệm vụ mục chỉ tiêu đạt cả nên vào ra rằng thuộc".split()
)
"""Syllables that put a sentence together and state nothing; a wording may add and leave them.

None of them denies, compares, counts, says that something is done, or turns who does it into whom it is done to.
"""
_ESSENTIAL = re.compile(
    r"\b(?:không|chưa|chẳng|trừ|cấm|nếu|dự kiến|phấn đấu|phó|chủ trì|phối hợp|chỉ đạo|trở lên|trở xuống|"
    rf"(?:ít nhất|tối thiểu|tối đa)(?: {FIGURE.pattern})?|"
    rf"(?:trên|dưới|hơn|gần|khoảng|trước|sau|từ|đến) (?:ngày |tháng |năm |quý )?{FIGURE.pattern})\b"
)
_NUMBERED = re.compile(r"^(- |)\(?\d{1,2}[.)]\s+", re.MULTILINE)
_ROLES = ("chủ trì|tham mưu", "phối hợp", "chỉ đạo", "giao|phân công", "báo cáo|trình", "ký", "kiểm tra|giám sát")


def tokens(text: str) -> list[str]:
    """Return the words and figures of a text, spelled alike, labels left out."""
    return _TOKEN.findall(comparable(LABEL.sub(" ", text)))


def telling(found: Iterable[str]) -> list[str]:
    """Return the words that carry meaning."""
    return [token for token in found if token not in LINKING]


def capitals(text: str) -> list[str]:
    """Return the words of a text that begin with a capital: mostly names of bodies, people, places and papers."""
    return [word for word in syllables(text) if word[0].isupper()]


def figures(text: str) -> list[str]:
    """Return the figures of a text, labels left out."""
    return FIGURE.findall(LABEL.sub(" ", text))


def essentials(text: str) -> list[str]:
    """Return what a text states that a wording may not leave: denials, conditions, roles, bounds with their figures."""
    return _ESSENTIAL.findall(" ".join(comparable(LABEL.sub(" ", text)).split()))


def unnumbered(text: str) -> str:
    """Return the text without the numbers that its lines begin with: "(1)", "2."."""
    return _NUMBERED.sub(r"\1", text)


def ties_several(text: str) -> bool:
    """Say whether a text ties more than one figure or role to something: in another order it may say another thing."""
    said = comparable(text)
    roles = sum(re.search(rf"\b(?:{role})\b", said) is not None for role in _ROLES)
    return roles > 1 or len(set(figures(said))) > 1


def is_in_order(words: Sequence[str], found: Sequence[str]) -> bool:
    """Say whether the words stand in what was found, in their order, others between them or not."""
    rest = iter(found)
    return all(word in rest for word in words)


def is_turned(words: Sequence[str], found: Sequence[str]) -> bool:
    """Say whether the words are what was found in its order, or its end before its beginning."""
    return any(is_in_order(words, [*found[cut:], *found[:cut]]) for cut in range(max(1, len(found))))
