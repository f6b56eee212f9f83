"""Pages for people."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, Response

from api.deps import ServicesDep
from api.pages import STATIC, document_page, documents_page, reference_page
from api.problems import problem_responses
from api.reference import operations
from api.routes.documents import entries

router = APIRouter(tags=["trang"])
Offset = Annotated[int | None, Query(ge=0, le=2**31, description="Vị trí trong toàn văn, theo mã ký tự.")]


@router.get("/", summary="Trang hỏi đáp", response_class=HTMLResponse)
async def chat() -> Response:
    """Trang hỏi đáp."""
    return FileResponse(STATIC / "chat.html", media_type="text/html")


@router.get("/documents", summary="Trang danh sách văn bản", response_class=HTMLResponse)
def library(services: ServicesDep) -> Response:
    """Danh sách văn bản để đọc."""
    return documents_page(entries(services.library))


@router.get(
    "/documents/{document_id}",
    summary="Trang đọc văn bản",
    response_class=HTMLResponse,
    responses=problem_responses(404, 422),
)
def document(document_id: str, services: ServicesDep, start: Offset = None, end: Offset = None) -> Response:
    """Văn bản để đọc; #mã_đoạn cuộn tới đoạn, start và end tô đậm lời dẫn."""
    mark = None if start is None or end is None else (start, end)
    return document_page(services.library.document(document_id), mark)


@router.get("/docs", include_in_schema=False)
async def reference(request: Request) -> Response:
    """Describe the HTTP interface, with an example of each call."""
    return reference_page(operations(request.app.openapi()))
