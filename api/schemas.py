"""The JSON of the doors: what comes in, what goes out."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from rag.answer import Answer, AnswerStatus

EXAMPLE_QUESTION = "Ai chủ trì mô hình tuyến đường hoa?"
EXAMPLE_CITATION: dict[str, JsonValue] = {
    "label": 1,
    "document_id": "ke-hoach-duong-hoa",
    "document_title": "Kế hoạch xây dựng tuyến đường hoa",
    "document_number": None,
    "issuer": "Ủy ban nhân dân xã",
    "issued_on": "2026-04-24",
    "section_path": ["II. NHIỆM VỤ", "1. Tuyến đường hoa"],
    "paragraph_id": "ke-hoach-duong-hoa-p12",
    "paragraph": "Cơ quan tham mưu thực hiện: Hội Liên hiệp Phụ nữ xã.",
    "quote": "Hội Liên hiệp Phụ nữ xã",
    "start": 1228,
    "end": 1251,
    "url": "/documents/ke-hoach-duong-hoa#ke-hoach-duong-hoa-p12",
}
EXAMPLE_ANSWER: dict[str, JsonValue] = {
    "answer_id": "a-01",
    "conversation_id": "c-01",
    "question": EXAMPLE_QUESTION,
    "understood_question": EXAMPLE_QUESTION,
    "status": "answered",
    "answer": "Hội Liên hiệp Phụ nữ xã tham mưu thực hiện mô hình tuyến đường hoa [1].",
    "citations": [EXAMPLE_CITATION],
    "notices": [],
    "confidence": 0.92,
    "index_version": "3f6c1f0a",
    "timings_ms": {"total": 41.5, "understand": 2.1, "retrieve": 21.0, "read": 18.4},
}


class FromModel(BaseModel):
    """What goes out, read off the dataclass of the same fields."""

    model_config = ConfigDict(from_attributes=True)


class Body(BaseModel):
    """A request body: a field that is not known is refused, since dropping a scope changes the answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AskBody(Body):
    """A question."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"question": EXAMPLE_QUESTION}]})

    question: str = Field(
        description="1 đến 2000 ký tự, không chỉ gồm khoảng trắng.",
        json_schema_extra={"minLength": 1, "maxLength": 2000},
    )
    conversation_id: str | None = Field(default=None, max_length=200, description="Để hỏi tiếp trong cuộc hỏi đã có.")
    document_ids: list[str] | None = Field(
        default=None, min_length=1, max_length=1000, description="Chỉ tìm trong các văn bản này."
    )


class FeedbackBody(Body):
    """What a reader thinks of an answer."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"answer_id": "a-01", "rating": "up", "comment": "Đúng và đủ."}]}
    )

    answer_id: str = Field(min_length=1, max_length=200)
    rating: Literal["up", "down"]
    comment: str | None = Field(default=None, max_length=2000)


class CitationOut(FromModel):
    """A source paragraph and the words in it that a claim rests on."""

    label: int
    document_id: str
    document_title: str
    document_number: str | None
    issuer: str | None
    issued_on: date | None
    section_path: list[str]
    paragraph_id: str
    paragraph: str
    quote: str
    start: int
    end: int
    url: str


class TimingsOut(FromModel):
    """Milliseconds spent in each step."""

    total: float
    understand: float
    retrieve: float
    read: float


class AnswerOut(FromModel):
    """An answer whose every claim carries the label of its citation."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"examples": [EXAMPLE_ANSWER]})

    answer_id: str
    conversation_id: str
    question: str
    understood_question: str
    status: AnswerStatus
    answer: str
    citations: list[CitationOut]
    notices: list[str]
    confidence: float = Field(ge=0, le=1)
    index_version: str
    timings_ms: TimingsOut

    @classmethod
    def of(cls, answer: Answer) -> AnswerOut:
        """Return the answer as it is sent."""
        return cls.model_validate(answer)


class FailureOut(BaseModel):
    """Why a line of a batch has no answer."""

    code: str
    message: str


class ProblemOut(BaseModel):
    """An error after RFC 9457."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "/problems/empty_question",
                    "title": "Yêu cầu không hợp lệ",
                    "status": 422,
                    "detail": "Câu hỏi đang trống. Hãy gõ câu hỏi rồi gửi lại.",
                    "code": "empty_question",
                }
            ]
        }
    )

    type: str
    title: str
    status: int
    detail: str
    code: str


class UnderstoodOut(FromModel):
    """First event of a streamed answer."""

    conversation_id: str
    understood_question: str


class FoundPassageOut(FromModel):
    """A passage that the answer may be read from."""

    document_id: str
    paragraph_id: str
    score: float


class PassagesOut(FromModel):
    """Second event of a streamed answer."""

    passages: list[FoundPassageOut]


class SuggestionsOut(BaseModel):
    """Questions to begin with."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"suggestions": [EXAMPLE_QUESTION]}]})

    suggestions: list[str]


class HealthOut(BaseModel):
    """The process lives."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "ok"}]})

    status: Literal["ok"] = "ok"


class ReadyOut(BaseModel):
    """Questions can be answered."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "ready", "index_version": "3f6c1f0a"}]})

    status: Literal["ready"] = "ready"
    index_version: str | None
