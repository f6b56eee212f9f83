"""How figures and names are written for Vietnamese readers."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from eval.questions import QuestionKind
from eval.sets.columns import KINDS
from eval.splits import Split
from rag.answer import AnswerStatus

_VIETNAM = timezone(timedelta(hours=7))
_KINDS = {one.kind: one.name for one in KINDS}
_SPLITS = {Split.DEV: "phần để chỉnh", Split.HELD_OUT: "phần để dành"}
_STATUSES = {
    AnswerStatus.ANSWERED: "đã trả lời",
    AnswerStatus.NO_ANSWER: "từ chối trả lời",
    AnswerStatus.NEEDS_CLARIFICATION: "hỏi lại cho rõ",
}
_SLICES = {
    "plain": "hỏi đủ câu",
    "keyword": "gõ từ khóa",
    "no_diacritics": "gõ không dấu",
    "half_accented": "thiếu dấu vài chữ",
    "chat": "lời trò chuyện",
    "typo": "gõ sai",
    "abbreviation": "viết tắt",
    "appendix": "phụ lục",
    "reference": "văn bản dẫn chiếu",
    "signer": "người ký",
    "letterhead": "phần đầu văn bản",
    "near_miss": "gần giống điều văn bản nêu",
    "unnamed_post": "chức vụ không nêu tên người",
    "switch": "đổi sang xã khác",
    "half_number": "số văn bản thiếu ký hiệu",
    "everyday": "chuyện đời thường",
    "injection": "ra lệnh cho phần mềm",
    "unknown_place": "nơi không có văn bản",
    "no_commune": "không nêu xã",
    "two_part": "hỏi hai ý",
    "follow_up": "hỏi tiếp",
    "noise": "có lời thừa",
}


def percent(share: float) -> str:
    """Return a share, 0 to 1, as a percentage with one decimal: "93,4%"."""
    return f"{decimal(share * 100, 1)}%"


def decimal(value: float, places: int) -> str:
    """Return a number with a decimal comma, and a point between thousands."""
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


def milliseconds(value: float) -> str:
    """Return a time; tenths only where they say something."""
    return f"{decimal(value, 1 if value < 10 else 0)} ms"


def moment(at: datetime) -> str:
    """Return a time of day in Vietnam, which is the same number of hours from UTC all year."""
    return f"{at.astimezone(_VIETNAM):%H:%M ngày %d/%m/%Y} (giờ Việt Nam)"


def kind_name(kind: str) -> str:
    """Return what a kind of question is called; the kind itself where it has no name."""
    return _KINDS.get(QuestionKind(kind), kind)


def split_name(split: str) -> str:
    """Return what a split is called."""
    return _SPLITS[Split(split)]


def slice_name(name: str) -> str:
    """Return what a slice is about; a question file may have slices of its own, which go by their own names."""
    return _SLICES.get(name, "")


def status_name(status: str) -> str:
    """Return how a question ended."""
    return _STATUSES[AnswerStatus(status)]
