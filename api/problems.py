"""Every error of the HTTP door as RFC 9457 problem JSON (an HTML page for a browser that asks for a page)."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from api.failures import UNEXPECTED, Failure, describe_any
from api.pages import failure_page
from api.schemas import ProblemOut
from index.errors import IndexMissing

PROBLEM_TYPE = "application/problem+json"
TITLES: Mapping[int, str] = {
    400: "Yêu cầu không đọc được",
    404: "Không tìm thấy",
    405: "Phương thức không được hỗ trợ",
    413: "Yêu cầu quá lớn",
    415: "Kiểu nội dung không được hỗ trợ",
    422: "Yêu cầu không hợp lệ",
    500: "Lỗi máy chủ",
    503: "Chưa sẵn sàng",
}
HTTP_FAILURES: Mapping[int, Failure] = {
    404: Failure(404, "not_found", "Địa chỉ này không có. Trang hỏi đáp ở /, tài liệu giao diện lập trình ở /docs."),
    405: Failure(405, "method_not_allowed", "Địa chỉ này không nhận phương thức vừa gửi."),
    413: Failure(413, "body_too_large", "Nội dung gửi lên quá lớn. Hãy rút ngắn rồi gửi lại."),
}
JSON_BROKEN = Failure(400, "json_invalid", "Nội dung gửi lên không phải JSON hợp lệ (UTF-8).")
BODY_MISSING = Failure(422, "body_missing", "Yêu cầu thiếu nội dung. Hãy gửi một đối tượng JSON.")
BODY_INVALID = Failure(
    422,
    "body_invalid",
    "Nội dung phải là một đối tượng JSON, gửi với Content-Type: application/json.",
)
FIELD_FAILURES: Mapping[tuple[str, str], Failure] = {
    ("question", "missing"): Failure(422, "question_missing", "Thiếu trường “question” (câu hỏi)."),
    ("question", ""): Failure(422, "question_invalid", "Trường “question” phải là một chuỗi văn bản."),
    ("conversation_id", ""): Failure(
        422, "conversation_id_invalid", "Trường “conversation_id” phải là chuỗi mã của một cuộc hỏi."
    ),
    ("document_ids", ""): Failure(
        422,
        "document_ids_invalid",
        "Trường “document_ids” phải là danh sách có ít nhất một mã văn bản; bỏ trường này để tìm trong mọi văn bản.",
    ),
    ("answer_id", "missing"): Failure(422, "answer_id_missing", "Thiếu trường “answer_id” (mã câu trả lời)."),
    ("answer_id", ""): Failure(422, "answer_id_invalid", "Trường “answer_id” phải là mã của một câu trả lời."),
    ("rating", "missing"): Failure(422, "rating_missing", "Thiếu trường “rating” (đánh giá)."),
    ("rating", ""): Failure(422, "rating_invalid", "Trường “rating” phải là “up” hoặc “down”."),
    ("comment", ""): Failure(422, "comment_invalid", "Trường “comment” phải là chuỗi không quá 2000 ký tự."),
}
LOG = logging.getLogger("hoidap.api")


def problem_json(failure: Failure) -> str:
    """Return the failure as problem JSON."""
    problem = ProblemOut(
        type=f"/problems/{failure.code}",
        title=TITLES.get(failure.status, HTTPStatus(failure.status).phrase),
        status=failure.status,
        detail=failure.detail,
        code=failure.code,
    )
    return problem.model_dump_json()


def problem_response(failure: Failure, headers: Mapping[str, str] | None = None) -> Response:
    """Return the failure as a response."""
    return Response(problem_json(failure), failure.status, headers=dict(headers or {}), media_type=PROBLEM_TYPE)


def _respond(request: Request, failure: Failure, headers: Mapping[str, str] | None = None) -> Response:
    wants_page = "text/html" in request.headers.get("accept", "")
    if wants_page and not request.url.path.startswith("/api/"):
        title = TITLES.get(failure.status, "Lỗi")
        return failure_page(title, failure.detail, failure.status, headers)
    return problem_response(failure, headers)


def _body_failure(errors: Sequence[Mapping[str, Any]]) -> Failure:
    """Return the failure of the first thing that is wrong with a request."""
    first = errors[0]
    kind = str(first["type"])
    where = [str(part) for part in first["loc"]]
    if kind == "json_invalid":
        return JSON_BROKEN
    if where == ["body"]:
        return BODY_MISSING if kind == "missing" else BODY_INVALID
    field = where[1] if len(where) > 1 else where[0]
    if kind == "extra_forbidden":
        return Failure(422, "field_unknown", f"Trường “{field[:100]}” không có trong yêu cầu này.")
    found = FIELD_FAILURES.get((field, kind)) or FIELD_FAILURES.get((field, ""))
    return found or Failure(422, "request_invalid", f"Giá trị của “{field[:100]}” không hợp lệ.")


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return _respond(request, _body_failure(error.errors()))


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    # FastAPI says 400 where the body is not UTF-8 or cannot be parsed at all.
    fallback = JSON_BROKEN if error.status_code == 400 else describe_any(error)
    failure = HTTP_FAILURES.get(error.status_code, fallback)
    return _respond(request, failure, error.headers)


async def _on_known(request: Request, error: Exception) -> Response:
    failure = describe_any(error)
    if failure.status >= 500:
        LOG.error("%s: %s", failure.code, error)
    return _respond(request, failure)


def install_problems(app: FastAPI, known: Sequence[type[Exception]]) -> None:
    """Have every error of the app leave as a problem; what nobody foresaw is caught by ``api.guard``."""
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    for kind in known:
        app.add_exception_handler(kind, _on_known)


_EXAMPLES: Mapping[int, Failure] = {
    400: JSON_BROKEN,
    404: Failure(404, "unknown_document", "Không có văn bản nào mang mã “ke-hoach-duong-hoa”."),
    413: HTTP_FAILURES[413],
    422: FIELD_FAILURES["question", "missing"],
    500: UNEXPECTED,
    503: describe_any(IndexMissing()),
}


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what OpenAPI is told of a call that may end with these problems, an example of each."""
    return {
        status: {
            "model": ProblemOut,
            "content": {
                PROBLEM_TYPE: {
                    "schema": {"$ref": "#/components/schemas/ProblemOut"},
                    "example": json.loads(problem_json(_EXAMPLES[status])),
                }
            },
        }
        for status in statuses
    }
