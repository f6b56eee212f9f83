"""The JSON side of the service, over a real socket."""

import json
import logging

import httpx
import pytest

from api.app import create_app
from api.fakes import Asked, MemoryLibrary, ScriptedAssistant
from api.service import Readiness
from api.settings import Settings

PROBLEM = "application/problem+json"
QUESTION = "Ai chủ trì trồng cây?"
ANSWER_FIELDS = {
    "answer_id",
    "conversation_id",
    "question",
    "understood_question",
    "status",
    "answer",
    "citations",
    "notices",
    "confidence",
    "index_version",
    "timings_ms",
}
CITATION_FIELDS = {
    "label",
    "document_id",
    "document_title",
    "document_number",
    "issuer",
    "issued_on",
    "section_path",
    "paragraph_id",
    "paragraph",
    "quote",
    "start",
    "end",
    "url",
}


def problem_of(response: httpx.Response, status: int, code: str) -> dict:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == PROBLEM
    problem = response.json()
    assert set(problem) == {"type", "title", "status", "detail", "code"}
    assert problem["status"] == status
    assert problem["code"] == code
    assert "Traceback" not in response.text
    return problem


def events(response: httpx.Response) -> list[tuple[str, dict]]:
    blocks = [block.split("\n") for block in response.text.split("\n\n") if block]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in blocks]


def test_ask_gives_exactly_the_answer_object(client, document):
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    assert set(answer) == ANSWER_FIELDS
    assert set(answer["timings_ms"]) == {"total", "understand", "retrieve", "read"}
    assert answer["status"] == "answered"
    assert answer["question"] == QUESTION
    for citation in answer["citations"]:
        assert set(citation) == CITATION_FIELDS
        assert document.text[citation["start"] : citation["end"]] == citation["quote"]
        assert citation["quote"] in citation["paragraph"]
        assert citation["url"] == f"/documents/{citation['document_id']}#{citation['paragraph_id']}"
    assert answer["citations"][0]["issued_on"] == "2030-01-15"
    assert answer["citations"][0]["section_path"] == ["II. NHIỆM VỤ", "1. Phân công"]


def test_a_follow_up_and_a_scope_reach_the_assistant(client, assistant, document):
    first = client.post("/api/ask", json={"question": QUESTION}).json()
    body = {"question": "còn ai?", "conversation_id": first["conversation_id"], "document_ids": [document.id]}
    second = client.post("/api/ask", json=body).json()
    assert second["conversation_id"] == first["conversation_id"]
    assert second["answer_id"] != first["answer_id"]
    assert second["status"] == "no_answer"
    assert second["citations"] == []
    assert assistant.asked == [
        Asked(QUESTION, None, None),
        Asked("còn ai?", first["conversation_id"], frozenset({document.id})),
    ]


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream"])
@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "json_invalid"),
        (b"\xff\xfe", 400, "json_invalid"),
        (b"", 422, "body_missing"),
        (b"[]", 422, "body_invalid"),
        (b'"cau hoi"', 422, "body_invalid"),
        (b"{}", 422, "question_missing"),
        (b'{"question": 1}', 422, "question_invalid"),
        (b'{"question": null}', 422, "question_invalid"),
        (b'{"question": "\\ud800"}', 422, "question_invalid"),
        (b'{"question": ""}', 422, "empty_question"),
        (b'{"question": " \\n\\t "}', 422, "empty_question"),
        (json.dumps({"question": "á" * 2001}).encode(), 422, "question_too_long"),
        (b'{"question": "a", "conversation_id": 5}', 422, "conversation_id_invalid"),
        (b'{"question": "a", "conversation_id": "khong-co"}', 404, "unknown_conversation"),
        (b'{"question": "a", "document_ids": "ke-hoach-mau"}', 422, "document_ids_invalid"),
        (b'{"question": "a", "document_ids": [1]}', 422, "document_ids_invalid"),
        (b'{"question": "a", "document_ids": []}', 422, "document_ids_invalid"),
        (b'{"question": "a", "document_ids": ["khong-co"]}', 404, "unknown_document"),
        (b'{"question": "a", "document_id": "ke-hoach-mau"}', 422, "field_unknown"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_own_code(client, assistant, path, body, status, code):
    response = client.post(path, content=body, headers={"content-type": "application/json"})
    problem_of(response, status, code)
    assert assistant.asked == []


def test_every_refusal_says_something_else(client):
    bodies = [{"question": ""}, {"question": "a" * 2001}, {"question": 1}, {"question": "a", "document_ids": ["x"]}]
    details = {client.post("/api/ask", json=body).json()["detail"] for body in bodies}
    assert len(details) == len(bodies)


def test_the_longest_question_is_taken(client):
    assert client.post("/api/ask", json={"question": "á" * 2000}).status_code == 200


def test_a_body_that_is_not_declared_json_is_refused(client):
    response = client.post("/api/ask", content=b'{"question": "a"}', headers={"content-type": "text/plain"})
    problem_of(response, 422, "body_invalid")


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_over_the_cap_is_refused(client, settings, chunked):
    body = b'{"question": "' + b"a" * settings.max_body_bytes + b'"}'
    content = iter([body[:1000], body[1000:]]) if chunked else body
    response = client.post("/api/ask", content=content, headers={"content-type": "application/json"})
    problem_of(response, 413, "body_too_large")


def test_stream_sends_the_three_steps(client):
    response = client.post("/api/ask/stream", json={"question": QUESTION})
    assert response.headers["content-type"].startswith("text/event-stream")
    (first, understood), (second, passages), (third, answer) = events(response)
    assert (first, second, third) == ("understood", "passages", "answer")
    assert understood["understood_question"] == "Cơ quan nào chủ trì trồng cây ở xã Hoa Mẫu?"
    assert len(passages["passages"]) == 2
    assert set(answer) == ANSWER_FIELDS


class BreaksOff(ScriptedAssistant):
    def stream(self, question, conversation_id=None, document_ids=None):
        yield from list(super().stream(question, conversation_id, document_ids))[:1]
        raise RuntimeError("secret words")


def test_a_stream_that_breaks_says_so_in_the_stream(serve, library, settings):
    with serve(create_app(BreaksOff(), library, settings)) as address:
        response = httpx.post(f"{address}/api/ask/stream", json={"question": "a"})
    (first, _), (second, problem) = events(response)
    assert (first, second) == ("understood", "error")
    assert problem["code"] == "internal_error"
    assert "secret" not in response.text


def test_an_unforeseen_error_is_a_problem_and_is_logged(serve, library, settings, caplog):
    broken = ScriptedAssistant(failure=RuntimeError("secret words"))
    with serve(create_app(broken, library, settings)) as address, caplog.at_level(logging.ERROR):
        response = httpx.post(f"{address}/api/ask", json={"question": "a"})
    problem_of(response, 500, "internal_error")
    assert "secret" not in response.text
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "secret words" in caplog.text


def test_unknown_addresses_and_methods_are_problems(client):
    problem_of(client.get("/api/khong-co"), 404, "not_found")
    problem_of(client.get("/static/khong-co.js"), 404, "not_found")
    problem_of(client.get("/static/../app.py"), 404, "not_found")
    response = client.get("/api/ask")
    problem_of(response, 405, "method_not_allowed")
    assert response.headers["allow"] == "POST"


def test_documents_are_listed(client, document):
    (entry,) = client.get("/api/documents").json()["documents"]
    assert entry["id"] == document.id
    assert entry["title"] == document.metadata.title
    assert len(entry["sha256"]) == 64
    assert entry["url"] == f"/documents/{document.id}"


def test_a_document_holds_its_text_and_paragraphs(client, document):
    found = client.get(f"/api/documents/{document.id}").json()
    assert found["text"] == document.text
    assert found["metadata"]["signer"]["name"] == "Nguyễn Mẫu"
    assert [section["title"] for section in found["sections"]] == ["MỤC TIÊU", "NHIỆM VỤ", "Phân công"]
    assert [paragraph["id"] for paragraph in found["paragraphs"]] == [p.id for p in document.paragraphs]
    for paragraph in found["paragraphs"]:
        assert found["text"][paragraph["start"] : paragraph["end"]] == paragraph["text"]
    assert found["tables"][0]["rows"][1]["cells"][1]["text"] == "Văn phòng"


def test_an_unknown_document_is_a_problem(client):
    problem_of(client.get("/api/documents/khong-co"), 404, "unknown_document")


def test_suggestions_are_questions_about_the_documents(client):
    suggestions = client.get("/api/suggestions").json()["suggestions"]
    assert "Ai ký kế hoạch của xã Hoa Mẫu?" in suggestions
    assert all(suggestion.endswith("?") for suggestion in suggestions)


def test_feedback_is_kept_one_object_a_line(client, settings):
    for rating, comment in (("up", None), ("down", "Sai\nxã")):
        body = {"answer_id": "answer-1", "rating": rating, "comment": comment}
        response = client.post("/api/feedback", json=body)
        assert (response.status_code, response.content) == (204, b"")
    file = settings.data_dir / "feedback.jsonl"
    kept = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [(entry["answer_id"], entry["rating"], entry["comment"]) for entry in kept] == [
        ("answer-1", "up", None),
        ("answer-1", "down", "Sai\nxã"),
    ]
    assert file.stat().st_mode & 0o077 == 0


def test_a_rating_is_kept_with_its_question(client, settings, caplog):
    first = client.post("/api/ask", json={"question": QUESTION}).json()
    follow_up = {"question": "còn ai?", "conversation_id": first["conversation_id"]}
    second = client.post("/api/ask", json=follow_up).json()
    with caplog.at_level(logging.DEBUG, logger="hoidap"):
        for answer_id, rating in ((second["answer_id"], "down"), (first["answer_id"], "up"), ("made-up", "down")):
            body = {"answer_id": answer_id, "rating": rating}
            assert client.post("/api/feedback", json=body).status_code == 204
    lines = (settings.data_dir / "feedback.jsonl").read_text(encoding="utf-8").splitlines()
    kept = [json.loads(line) for line in lines]
    assert [(entry["turns"], entry["question"], entry["answer"]) for entry in kept] == [
        ([QUESTION], "còn ai?", second["answer"]),
        ([], QUESTION, first["answer"]),
        (None, None, None),
    ]
    assert first["answer"] not in caplog.text


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"rating": "up"}, "answer_id_missing"),
        ({"answer_id": "", "rating": "up"}, "answer_id_invalid"),
        ({"answer_id": "a"}, "rating_missing"),
        ({"answer_id": "a", "rating": "good"}, "rating_invalid"),
        ({"answer_id": "a", "rating": "up", "comment": "x" * 2001}, "comment_invalid"),
    ],
)
def test_feedback_that_is_none_is_refused(client, settings, body, code):
    problem_of(client.post("/api/feedback", json=body), 422, code)
    assert not (settings.data_dir / "feedback.jsonl").exists()


def test_health_and_ready(client):
    assert client.get("/api/health").json() == {"status": "ok"}
    assert client.get("/api/ready").json() == {"status": "ready", "index_version": "scripted"}


def test_not_ready_gives_the_reason(serve, library, settings):
    assistant = ScriptedAssistant(readiness=Readiness(False, "Chỉ mục bị hỏng.", None))
    with serve(create_app(assistant, library, settings)) as address:
        problem = problem_of(httpx.get(f"{address}/api/ready"), 503, "not_ready")
        assert "hoidap_ready 0.0" in httpx.get(f"{address}/metrics").text
    assert problem["detail"] == "Chỉ mục bị hỏng."


def test_metrics_count_by_route_and_never_hold_words(client):
    client.post("/api/ask", json={"question": QUESTION})
    client.post("/api/feedback", json={"answer_id": "a", "rating": "up"})
    client.get("/api/documents/khong-co")
    client.get("/khong/co/dau")
    text = client.get("/metrics").text
    assert 'hoidap_answers_total{status="answered"} 1.0' in text
    assert 'hoidap_feedback_total{rating="up"} 1.0' in text
    route = "/api/documents/{document_id}"
    assert f'hoidap_http_requests_total{{method="GET",route="{route}",status="404"}} 1.0' in text
    assert "khong" not in text
    assert "trồng" not in text


def test_two_applications_count_apart(serve, library, tmp_path):
    apps = [create_app(ScriptedAssistant(), library, Settings(data_dir=tmp_path / name)) for name in "ab"]
    with serve(apps[0]) as first, serve(apps[1]) as second:
        httpx.post(f"{first}/api/ask", json={"question": "a"})
        assert 'hoidap_answers_total{status="no_answer"} 1.0' in httpx.get(f"{first}/metrics").text
        assert "hoidap_answers_total{" not in httpx.get(f"{second}/metrics").text


@pytest.mark.parametrize("path", ["/", "/api/health", "/documents/ke-hoach-mau", "/static/chat.js", "/khong-co"])
def test_every_response_has_the_security_headers(client, path):
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"


def test_openapi_has_an_example_of_every_json_call(client):
    openapi = client.get("/openapi.json").json()
    paths = openapi["paths"]
    assert {"/api/ask", "/api/ask/stream", "/api/documents", "/api/documents/{document_id}"} <= set(paths)
    assert {"/api/feedback", "/api/health", "/api/ready", "/metrics", "/", "/documents/{document_id}"} <= set(paths)
    page = client.get("/docs").text
    assert page.count("<section") == sum(len(calls) for calls in paths.values())
    assert "Ai chủ trì mô hình tuyến đường hoa?" in page
    for name in ("AskBody", "AnswerOut", "FeedbackBody", "DocumentsOut", "DocumentOut", "ProblemOut", "ReadyOut"):
        assert openapi["components"]["schemas"][name]["examples"]
    for status, reply in paths["/api/ask"]["post"]["responses"].items():
        example = reply["content"].get(PROBLEM, {}).get("example", {"status": 200})
        assert example["status"] == int(status)


def test_an_empty_library_still_serves(serve, settings):
    with serve(create_app(ScriptedAssistant(), MemoryLibrary([]), settings)) as address:
        assert httpx.get(f"{address}/api/documents").json() == {"documents": []}
        assert httpx.get(f"{address}/api/suggestions").json() == {"suggestions": []}
        assert "chưa có văn bản" in httpx.get(f"{address}/documents").text
