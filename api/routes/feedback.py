"""Ratings."""

from __future__ import annotations

from fastapi import APIRouter

from api.deps import ServicesDep
from api.problems import problem_responses
from api.schemas import FeedbackBody

router = APIRouter(tags=["hỏi"])


@router.post(
    "/api/feedback",
    status_code=204,
    summary="Đánh giá một câu trả lời",
    responses=problem_responses(400, 413, 422, 500),
)
def rate(body: FeedbackBody, services: ServicesDep) -> None:
    """Ghi lại đánh giá cùng câu hỏi, các câu hỏi trước và câu trả lời, để sau này đưa vào bộ câu hỏi kiểm tra.

    Chỉ lưu trên máy của cơ quan. Cuộc hỏi đã hết hạn thì vẫn nhận đánh giá, chỉ không còn câu hỏi đi kèm.
    """
    services.feedback.add(body.answer_id, body.rating, body.comment, services.assistant.exchange(body.answer_id))
    services.metrics.rated(body.rating)
