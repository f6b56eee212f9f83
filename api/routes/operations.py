"""What those who run the service ask of it."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST

from api.deps import ServicesDep
from api.failures import Failure
from api.problems import problem_response, problem_responses
from api.schemas import HealthOut, ReadyOut

router = APIRouter(tags=["vận hành"])


@router.get("/api/health", summary="Tiến trình còn sống")
async def health() -> HealthOut:
    """Luôn trả lời khi tiến trình còn chạy."""
    return HealthOut()


@router.get("/api/ready", summary="Sẵn sàng trả lời", response_model=ReadyOut, responses=problem_responses(503))
def ready(services: ServicesDep) -> ReadyOut | Response:
    """Chỉ mục đang dùng đã nạp; 503 kèm lý do nếu chưa, hoặc nếu có chỉ mục mới hơn mà không dùng được."""
    readiness = services.assistant.readiness()
    if readiness.ready:
        return ReadyOut(index_version=readiness.index_version)
    reason = readiness.reason or "Chưa sẵn sàng trả lời."
    return problem_response(Failure(503, "not_ready", reason))


@router.get(
    "/metrics",
    summary="Số đo cho Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"example": 'hoidap_answers_total{status="answered"} 12.0\n'}}}},
)
def metrics(services: ServicesDep) -> Response:
    """Số lượt, thời gian; không có nội dung câu hỏi."""
    exposition = services.metrics.exposition(services.assistant.readiness().ready)
    return Response(exposition, media_type=CONTENT_TYPE_LATEST)
