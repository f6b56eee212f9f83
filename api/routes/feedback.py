"""Ratings."""

from __future__ import annotations

from fastapi import APIRouter

from api.deps import ServicesDep
from api.problems import PROBLEM_RESPONSE
from api.schemas import FeedbackBody

router = APIRouter(tags=["hỏi"])


@router.post(
    "/api/feedback",
    status_code=204,
    summary="Đánh giá một câu trả lời",
    responses=dict.fromkeys((400, 413, 422, 500), PROBLEM_RESPONSE),
)
def rate(body: FeedbackBody, services: ServicesDep) -> None:
    """Ghi lại đánh giá; chỉ lưu trên máy của cơ quan."""
    services.feedback.add(body.answer_id, body.rating, body.comment)
    services.metrics.rated(body.rating)
