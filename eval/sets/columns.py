"""The columns of an office's question sheet and the names of the kinds of questions, as people read them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from corpus.vietnamese import fold, nfc
from eval.questions import QuestionKind

YES, NO = "có", "không"
VARIANT = " | "
"""Parts the variants of one item, or of one evidence."""
NONE = "-"
"""A line that stands for nothing, where lines are paired."""
EXAMPLE = "VÍ DỤ"
"""Begins the id of a row that only shows how it is done."""


class Heading(StrEnum):
    """A column by its heading."""

    ID = "Mã câu"
    QUESTION = "Câu hỏi"
    TURNS = "Các câu hỏi trước"
    KIND = "Loại câu hỏi"
    SLICES = "Lát"
    ANSWERABLE = "Trả lời được"
    DOCUMENTS = "Mã văn bản làm căn cứ"
    WORDS = "Lời văn làm căn cứ"
    UNDER = "Thuộc đề mục"
    ALL = "Phải dẫn đủ căn cứ"
    ITEMS = "Phải nói đủ các ý"
    FORBIDDEN = "Không được nói"
    TOPIC = "Chủ đề"
    CLARIFY = "Cho phép hỏi lại"
    MAY_REFUSE = "Cho phép từ chối"
    ANSWERED = "Máy đã trả lời"
    COMMENT = "Góp ý của người hỏi"
    TIMES = "Số lần bị chê"
    LAST = "Lần gần nhất"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet."""

    heading: Heading
    width: int
    """Characters."""
    required: bool
    says: str
    """How it is filled in."""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KindName:
    """A kind of question for people."""

    kind: QuestionKind
    name: str
    says: str


KINDS = (
    KindName(QuestionKind.WHO_LEADS, "ai chủ trì", "Cơ quan chủ trì, tham mưu, đầu mối."),
    KindName(QuestionKind.WHO_PARTNERS, "ai phối hợp", "Cơ quan phối hợp."),
    KindName(QuestionKind.WHO_DIRECTS, "ai chỉ đạo", "Người được giao chỉ đạo, phụ trách."),
    KindName(QuestionKind.WHO_SIGNS, "ai ký", "Người ký văn bản."),
    KindName(QuestionKind.PERSON, "nhân sự", "Ai giữ chức vụ nào, người nào giữ chức vụ gì."),
    KindName(QuestionKind.NUMBER, "con số", "Chỉ tiêu, tỷ lệ, số lượng, số tiền."),
    KindName(QuestionKind.DATE, "thời gian", "Ngày, thời hạn, giai đoạn, định kỳ."),
    KindName(QuestionKind.DOCUMENT, "văn bản", "Số, ngày, cơ quan ban hành, trích yếu của một văn bản."),
    KindName(QuestionKind.LIST, "liệt kê", "Kể ra nhiều việc, nhiều mục."),
    KindName(QuestionKind.GOAL, "mục tiêu", "Mục tiêu, mục đích."),
    KindName(QuestionKind.COMPARE, "so sánh", "So sánh hai xã, hai văn bản."),
    KindName(QuestionKind.AMBIGUOUS, "không nói rõ xã", "Không nêu xã nào, mà nhiều xã có câu trả lời: phải nói đủ."),
    KindName(QuestionKind.CONTRADICTION, "mâu thuẫn", "Văn bản nói hai điều khác nhau: phải nói cả hai."),
    KindName(QuestionKind.SUMMARY, "tóm tắt", "Tóm tắt một văn bản, một phần."),
    KindName(QuestionKind.FOLLOW_UP, "hỏi tiếp", "Chỉ hiểu được nhờ các câu hỏi trước."),
    KindName(QuestionKind.REFUSE, "phải từ chối", "Văn bản không có: đúng là khi máy nói không tìm thấy."),
)

COLUMNS = (
    Column(
        Heading.ID,
        12,
        True,
        f"Mã riêng, không trùng câu khác, ví dụ xa-001. Dòng có mã bắt đầu bằng “{EXAMPLE}” bị bỏ qua khi nhập.",
    ),
    Column(Heading.QUESTION, 44, True, "Câu hỏi đúng như người dùng sẽ gõ (có dấu, không dấu, viết tắt đều được)."),
    Column(
        Heading.TURNS,
        36,
        False,
        "Các câu đã hỏi trước trong cùng cuộc hỏi, mỗi câu một dòng trong ô (Alt+Enter để xuống dòng), câu đầu ở trên.",
    ),
    Column(
        Heading.KIND,
        18,
        True,
        "Chọn một tên trong bảng “Loại câu hỏi” ở dưới.",
        tuple(kind.name for kind in KINDS),
    ),
    Column(
        Heading.SLICES,
        16,
        False,
        "Nhóm để xem riêng kết quả, tự đặt tên, cách nhau bằng dấu phẩy, ví dụ: không dấu, phụ lục.",
    ),
    Column(
        Heading.ANSWERABLE,
        14,
        True,
        "“có” nếu văn bản có câu trả lời; “không” nếu máy phải từ chối (khi đó loại câu là “phải từ chối”, để trống "
        "căn cứ và các ý).",
        (YES, NO),
    ),
    Column(
        Heading.DOCUMENTS,
        26,
        False,
        "Mã văn bản có câu trả lời (xem bằng `hoidap documents list`). Bắt buộc nếu trả lời được. Nhiều căn cứ: mỗi "
        "căn cứ một dòng trong ô, dòng thứ mấy đi với dòng thứ mấy của cột “Lời văn làm căn cứ”; ô chỉ có một dòng thì "
        "dòng đó dùng chung.",
    ),
    Column(
        Heading.WORDS,
        48,
        False,
        "Chép nguyên văn một câu hay một phần câu làm căn cứ, nằm gọn trong một đoạn. Bắt buộc nếu trả lời được. Mỗi "
        "căn cứ một dòng; các cách viết thay nhau của cùng một căn cứ ngăn bằng “ | ”.",
    ),
    Column(
        Heading.UNDER,
        26,
        False,
        "Chỉ cần khi lời văn ấy lặp lại dưới nhiều đề mục: chép đề mục đúng, mỗi căn cứ một dòng; dòng “-” là không "
        "cần; một dòng thì dùng chung.",
    ),
    Column(
        Heading.ALL,
        14,
        False,
        "“có” nếu câu trả lời phải dẫn đủ mọi căn cứ; “không” hoặc để trống nếu dẫn một căn cứ là đủ.",
        (YES, NO),
    ),
    Column(
        Heading.ITEMS,
        36,
        False,
        "Những điều câu trả lời phải nói, mỗi ý một dòng; các cách nói được chấp nhận của cùng một ý ngăn bằng “ | ”, "
        "ví dụ: 82% | 82 phần trăm. Bắt buộc nếu trả lời được.",
    ),
    Column(Heading.FORBIDDEN, 26, False, "Những điều nói ra là sai, ví dụ con số của xã khác, mỗi điều một dòng."),
    Column(
        Heading.TOPIC,
        16,
        False,
        "Các câu hỏi về cùng một điều ghi cùng chủ đề, để không bị chia ra hai phần. Để trống thì lấy mã câu.",
    ),
    Column(
        Heading.CLARIFY,
        14,
        False,
        "Chỉ cho câu phải từ chối: “có” nếu máy hỏi lại cho rõ cũng là đúng.",
        (YES, NO),
    ),
    Column(
        Heading.MAY_REFUSE,
        14,
        False,
        "Chỉ cho câu trả lời được: “có” nếu văn bản để trống chỗ ấy nên máy từ chối cũng là đúng.",
        (YES, NO),
    ),
)
REVIEW_COLUMNS = (
    Column(Heading.ANSWERED, 48, False, "Câu máy đã trả lời, để người rà tham khảo. Bỏ qua khi nhập."),
    Column(Heading.COMMENT, 30, False, "Lời góp ý kèm đánh giá. Bỏ qua khi nhập."),
    Column(Heading.TIMES, 10, False, "Câu này bị đánh giá chưa đúng mấy lần. Bỏ qua khi nhập."),
    Column(Heading.LAST, 16, False, "Ngày bị đánh giá gần nhất. Bỏ qua khi nhập."),
)
"""What a candidate out of the chat carries for its reviewer; not read back."""

GOLD = (Heading.KIND, Heading.ANSWERABLE, Heading.DOCUMENTS, Heading.WORDS, Heading.ITEMS)
"""What only a person who knows the papers can fill in."""

_REMARK = re.compile(r"\([^()]*\)\s*$")
_BY_NAME = {kind.kind: kind.name for kind in KINDS}


def alike(text: str) -> str:
    """Return the letters and digits of a name without case, diacritics and spaces: equal where people mean the same."""
    return "".join(letter for letter in fold(nfc(text)) if letter.isalnum())


def kind_named(text: str) -> QuestionKind | None:
    """Return the kind of a name, Vietnamese or that of the question files; None for no kind."""
    wanted = alike(text)
    return next((one.kind for one in KINDS if wanted in (alike(one.name), alike(one.kind.value))), None)


def name_of(kind: QuestionKind) -> str:
    """Return the Vietnamese name of a kind."""
    return _BY_NAME[kind]


def heading_named(text: str) -> Heading | None:
    """Return the heading that the text means, be a remark in brackets put after it; None for none of ours."""
    wanted = alike(_REMARK.sub("", text))
    return next((heading for heading in Heading if alike(heading.value) == wanted), None)
