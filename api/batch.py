"""A file of questions answered line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, JsonValue, TypeAdapter, ValidationError

from api.errors import BatchLineInvalid
from api.failures import describe_any
from api.questions import checked_question
from api.schemas import AnswerOut, FailureOut
from api.service import Assistant
from api.terminal import say
from rag.answer import Answer

EVERY = 25
"""Lines between two words of progress."""


class BatchLine(BaseModel):
    """One line of the file that comes in; what else it holds is let be."""

    model_config = ConfigDict(frozen=True)

    id: str | int
    question: str
    turns: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class BatchCount:
    """How a batch ended."""

    lines: int
    failed: int


@dataclass(frozen=True, slots=True)
class _Result:
    fields: dict[str, JsonValue]
    failed: bool


_OBJECT: TypeAdapter[dict[str, JsonValue]] = TypeAdapter(dict[str, JsonValue])


def run_batch(
    assistant: Assistant,
    questions: Path,
    answers: Path,
    document_ids: frozenset[str] | None,
    longest: int,
) -> BatchCount:
    """Answer every line in order, each on disk before the next begins; progress goes to stderr.

    :param longest: the most code points a question may have.
    :raises OSError: a file cannot be read or written.
    """
    lines = failed = 0
    with answers.open("w", encoding="utf-8") as target:
        for raw in _lines(questions):
            result = _answer_line(assistant, raw, document_ids, longest)
            target.write(json.dumps(result.fields, ensure_ascii=False) + "\n")
            target.flush()
            lines += 1
            failed += result.failed
            if lines % EVERY == 0:
                say(f"Đã trả lời {lines} câu…")
    say(f"Xong {lines} câu, {failed} câu lỗi. Kết quả: {answers}")
    return BatchCount(lines, failed)


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        for position, line in enumerate(source):
            words = line.removeprefix(b"\xef\xbb\xbf") if position == 0 else line
            if words.strip():
                yield words.strip()


def _answer_line(assistant: Assistant, raw: bytes, document_ids: frozenset[str] | None, longest: int) -> _Result:
    try:
        line = _parse(raw)
        answer = _ask(assistant, line, document_ids, longest)
    except Exception as error:
        # Whatever goes wrong with one line, the others still have their turn.
        failure = describe_any(error)
        told = FailureOut(code=failure.code, message=failure.detail)
        return _Result({"id": _id_of(raw), "error": told.model_dump(mode="json")}, failed=True)
    return _Result({"id": line.id, **AnswerOut.of(answer).model_dump(mode="json")}, failed=False)


def _ask(assistant: Assistant, line: BatchLine, document_ids: frozenset[str] | None, longest: int) -> Answer:
    conversation_id: str | None = None
    for turn in line.turns or ():
        earlier = assistant.answer(checked_question(turn, longest), conversation_id, document_ids)
        conversation_id = earlier.conversation_id
    return assistant.answer(checked_question(line.question, longest), conversation_id, document_ids)


def _parse(raw: bytes) -> BatchLine:
    try:
        return BatchLine.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "cả dòng"
        raise BatchLineInvalid(
            "line_invalid",
            f"Dòng không phải JSON {{“id”, “question”, “turns”}} hợp lệ: {where} ({first['msg']}).",
        ) from error


def _id_of(raw: bytes) -> str | int | None:
    try:
        found = _OBJECT.validate_json(raw).get("id")
    except ValidationError:
        return None
    return found if isinstance(found, str | int) else None
