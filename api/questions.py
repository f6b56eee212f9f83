"""The rules of what may be asked and of which papers, one for every door."""

from __future__ import annotations

from collections.abc import Sequence

from api.errors import QuestionUnusable
from api.service import Library
from corpus.errors import UnknownDocument

_SHOWN = 200
"""Code points of an unknown id that are said back."""


def checked_question(question: str, longest: int) -> str:
    """Return the question as it is.

    :param longest: the most code points it may have.
    :raises QuestionUnusable: it is blank, longer, or not Unicode text.
    """
    if not question.strip():
        raise QuestionUnusable(422, "empty_question", "Câu hỏi đang trống. Hãy gõ câu hỏi rồi gửi lại.")
    try:
        question.encode()
    except UnicodeEncodeError as error:
        detail = "Câu hỏi có ký tự không đọc được. Hãy gõ lại câu hỏi bằng bảng mã UTF-8."
        raise QuestionUnusable(422, "question_invalid", detail) from error
    if len(question) > longest:
        raise QuestionUnusable(
            422,
            "question_too_long",
            f"Câu hỏi dài {len(question)} ký tự, tối đa là {longest}. Hãy rút ngắn câu hỏi.",
        )
    return question


def checked_documents(document_ids: Sequence[str] | None, library: Library) -> frozenset[str] | None:
    """Return the papers that may answer; None, for all of them, where none is named.

    :raises UnknownDocument: no paper has one of the ids.
    """
    if not document_ids:
        return None
    known = {entry.id for entry in library.list()}
    for document_id in document_ids:
        if document_id not in known:
            raise UnknownDocument(
                f"expected a registered document, found {document_id!r}; see 'hoidap documents list'",
                f"Không có văn bản nào mang mã “{document_id[:_SHOWN]}”. "
                "Xem mã ở trang Văn bản hoặc bằng lệnh `hoidap documents list`.",
            )
    return frozenset(document_ids)
