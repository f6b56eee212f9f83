"""The registry and its documents as JSON."""

from __future__ import annotations

from fastapi import APIRouter

from api.deps import ServicesDep
from api.document_schemas import DocumentEntryOut, DocumentOut, DocumentsOut
from api.problems import problem_responses
from api.schemas import SuggestionsOut
from api.service import Library
from api.suggestions import suggestions

router = APIRouter(tags=["văn bản"])


def entries(library: Library) -> tuple[DocumentEntryOut, ...]:
    """Return every registered document in one line each."""
    return tuple(DocumentEntryOut.of(entry, library.document(entry.id).metadata) for entry in library.list())


@router.get("/api/documents", summary="Danh sách văn bản", responses=problem_responses(500))
def list_documents(services: ServicesDep) -> DocumentsOut:
    """Mọi văn bản đã đăng ký."""
    return DocumentsOut(documents=list(entries(services.library)))


@router.get(
    "/api/documents/{document_id}",
    summary="Một văn bản",
    responses=problem_responses(404, 500),
)
def show_document(document_id: str, services: ServicesDep) -> DocumentOut:
    """Thông tin, đề mục, từng đoạn có mã và vị trí, bảng biểu, và toàn văn (text)."""
    return DocumentOut.of(services.library.document(document_id))


@router.get("/api/suggestions", summary="Câu hỏi gợi ý", responses=problem_responses(500))
def suggest(services: ServicesDep) -> SuggestionsOut:
    """Vài câu hỏi để bắt đầu, lấy từ chính các văn bản."""
    return SuggestionsOut(suggestions=list(suggestions(services.library.documents())))
