"""The one rule of what may be asked, for every door."""

from __future__ import annotations

from api.errors import QuestionUnusable


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
