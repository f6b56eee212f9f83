"""Asking."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from api.deps import Services, ServicesDep
from api.failures import describe_any
from api.problems import LOG, problem_json, problem_responses
from api.questions import checked_documents, checked_question
from api.schemas import EXAMPLE_ANSWER, AnswerOut, AskBody, PassagesOut, UnderstoodOut
from api.service import Passages, Step, Understood
from rag.answer import Answer

router = APIRouter(tags=["hỏi"])
STREAM_EXAMPLE = (
    'event: understood\ndata: {"conversation_id": "c-01", "understood_question": "…"}\n\n'
    'event: passages\ndata: {"passages": [{"document_id": "…", "paragraph_id": "…", "score": 1.0}]}\n\n'
    f"event: answer\ndata: {json.dumps(EXAMPLE_ANSWER, ensure_ascii=False)}\n\n"
)
REFUSALS = problem_responses(400, 404, 413, 422, 500, 503)


@router.post("/api/ask", summary="Hỏi một câu", responses=REFUSALS)
async def ask(body: AskBody, services: ServicesDep) -> AnswerOut:
    """Trả lời câu hỏi, kèm nguồn. Gửi lại conversation_id để hỏi tiếp."""

    def find() -> Answer:
        question, document_ids = _checked(body, services)
        return services.assistant.answer(question, body.conversation_id, document_ids)

    answer = await services.work(find)
    services.metrics.answered(answer)
    return AnswerOut.of(answer)


@router.post(
    "/api/ask/stream",
    summary="Hỏi một câu, nhận từng bước",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "Các sự kiện understood, passages, answer; error nếu hỏng giữa chừng.",
            "content": {"text/event-stream": {"example": STREAM_EXAMPLE}},
        },
        **REFUSALS,
    },
)
async def ask_stream(body: AskBody, services: ServicesDep) -> StreamingResponse:
    """Như /api/ask, gửi dần bằng server-sent events; sự kiện cuối là câu trả lời."""

    def begin() -> tuple[Step, Iterator[Step]]:
        question, document_ids = _checked(body, services)
        steps = services.assistant.stream(question, body.conversation_id, document_ids)
        return next(steps), steps

    # The first step is made before the response begins, so that a refusal still has its own status.
    first, rest = await services.work(begin)
    return StreamingResponse(
        _events(first, rest, services),
        media_type="text/event-stream",
        headers={"x-accel-buffering": "no"},
    )


def _checked(body: AskBody, services: Services) -> tuple[str, frozenset[str] | None]:
    question = checked_question(body.question, services.settings.max_question_chars)
    return question, checked_documents(body.document_ids, services.library)


async def _events(first: Step, rest: Iterator[Step], services: Services) -> AsyncIterator[str]:
    step: Step | None = first
    try:
        while step is not None:
            yield _event(step)
            if isinstance(step, Answer):
                services.metrics.answered(step)
            step = await services.work(lambda: next(rest, None))
    except Exception as error:
        # The status is sent already: the stream itself has to say it.
        LOG.exception("stream broke off")
        yield f"event: error\ndata: {problem_json(describe_any(error))}\n\n"


def _event(step: Step) -> str:
    match step:
        case Understood():
            return f"event: understood\ndata: {UnderstoodOut.model_validate(step).model_dump_json()}\n\n"
        case Passages():
            return f"event: passages\ndata: {PassagesOut.model_validate(step).model_dump_json()}\n\n"
        case Answer():
            return f"event: answer\ndata: {AnswerOut.of(step).model_dump_json()}\n\n"
