"""What can go wrong between a question and its answer.

RagError
├── QuestionRejected       the question cannot be asked as it is (empty, too long, broken text, unknown document)
├── UnfaithfulAnswer       an answer failed its own proof; it is never let out
└── LanguageModelUnusable  the language model that words answers cannot be set up
"""

from __future__ import annotations


class RagError(Exception):
    """Root of this package's errors; ``detail`` is for users, in Vietnamese, ``code`` is stable."""

    code = "rag_error"

    def __init__(self, message: str, detail: str, code: str | None = None) -> None:
        """Keep an English message for logs and a Vietnamese one for users."""
        super().__init__(message)
        self.detail = detail
        if code is not None:
            self.code = code


class QuestionRejected(RagError):
    """The question cannot be asked as it is."""

    code = "question_rejected"


class UnfaithfulAnswer(RagError):
    """An answer says something that its citations do not."""

    code = "unfaithful_answer"


class LanguageModelUnusable(RagError):
    """The language model that words answers cannot be set up."""

    code = "language_model_unusable"
