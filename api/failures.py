"""Errors of every package as what a person and a program are told of them."""

from __future__ import annotations

from dataclasses import dataclass

from api.errors import ApiError, RequestRejected
from corpus.errors import CorpusError, UnknownDocument
from index.errors import (
    IndexBusy,
    IndexCorrupt,
    IndexFailure,
    IndexMissing,
    IndexStale,
    ModelMismatch,
    ModelUnusable,
    RerankerUnusable,
)
from rag.errors import QuestionRejected, RagError


@dataclass(frozen=True, slots=True)
class Failure:
    """What is told of an error."""

    status: int
    """HTTP status."""
    code: str
    """Stable, for programs."""
    detail: str
    """Vietnamese, for people."""


INDEX_FAILURES: tuple[tuple[type[IndexFailure], str, str], ...] = (
    (IndexMissing, "index_missing", "Chưa có chỉ mục. Hãy chạy `hoidap index build`."),
    (IndexStale, "index_stale", "Chỉ mục đã cũ so với văn bản hoặc phiên bản phần mềm. Hãy chạy `hoidap index build`."),
    (IndexCorrupt, "index_corrupt", "Chỉ mục bị hỏng hoặc thiếu tệp. Hãy chạy `hoidap index build`."),
    (IndexBusy, "index_busy", "Một tiến trình khác đang dựng chỉ mục. Hãy đợi nó xong rồi thử lại."),
    (ModelMismatch, "model_mismatch", "Chỉ mục được dựng bằng mô hình khác. Hãy chạy `hoidap index build`."),
    (ModelUnusable, "model_unusable", "Không dùng được mô hình nhúng. Hãy kiểm tra HOIDAP_EMBEDDING_MODEL."),
    (
        RerankerUnusable,
        "reranker_unusable",
        "Không dùng được mô hình xếp hạng lại. Hãy kiểm tra HOIDAP_RERANKER_MODEL.",
    ),
)
UNEXPECTED = Failure(500, "internal_error", "Máy chủ gặp lỗi không mong đợi. Hãy thử lại sau ít phút.")


def describe(error: Exception) -> Failure | None:
    """Return what to tell of an error of ours, None for one that nobody foresaw."""
    if isinstance(error, RequestRejected):
        return Failure(error.status, error.code, error.detail)
    if isinstance(error, ApiError):
        return Failure(500, error.code, error.detail)
    if isinstance(error, CorpusError):
        return Failure(404 if isinstance(error, UnknownDocument) else 500, error.code, error.detail)
    if isinstance(error, QuestionRejected):
        return Failure(404 if "unknown" in error.code else 422, error.code, error.detail)
    if isinstance(error, RagError):
        return Failure(500, error.code, error.detail)
    if isinstance(error, IndexFailure):
        return _describe_index(error)
    return None


def _describe_index(error: IndexFailure) -> Failure:
    for kind, code, detail in INDEX_FAILURES:
        if isinstance(error, kind):
            return Failure(503, code, detail)
    return Failure(503, "index_failure", "Chỉ mục không dùng được. Hãy chạy `hoidap index build`.")


def describe_any(error: Exception) -> Failure:
    """Return what to tell of any error; nothing of an unforeseen one's own words gets out."""
    return describe(error) or UNEXPECTED
