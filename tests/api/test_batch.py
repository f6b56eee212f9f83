"""A file of questions: one line in, one line out, whatever is on it."""

import json

import pytest

from api.cli import run
from api.fakes import Asked

QUESTION = "Ai chủ trì trồng cây?"


@pytest.fixture
def batch(parts, tmp_path, capsys):
    def answer(content: bytes, *options: str):
        source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
        source.write_bytes(content)
        status = run(["ask", "--batch", str(source), "--out", str(target), *options], parts)
        captured = capsys.readouterr()
        assert captured.out == ""
        lines = target.read_text(encoding="utf-8").splitlines()
        return status, [json.loads(line) for line in lines], captured.err

    return answer


def lines(*objects) -> bytes:
    return "\n".join(json.dumps(item, ensure_ascii=False) for item in objects).encode()


def test_answers_come_in_order_with_their_ids(batch):
    status, (first, second), err = batch(lines({"id": "b", "question": "lạ"}, {"id": "a", "question": QUESTION}))
    assert status == 0
    assert (first["id"], first["status"]) == ("b", "no_answer")
    assert (second["id"], second["status"]) == ("a", "answered")
    assert next(iter(first)) == "id"
    assert "Xong 2 câu, 0 câu lỗi" in err


def test_turns_are_asked_first_in_one_conversation_of_their_own(batch, assistant):
    _, (first, second), _ = batch(
        lines(
            {"id": "1", "question": "ba", "turns": ["một", "hai"]},
            {"id": "2", "question": "bốn", "turns": []},
        )
    )
    conversation = first["conversation_id"]
    assert assistant.asked == [
        Asked("một", None, None),
        Asked("hai", conversation, None),
        Asked("ba", conversation, None),
        Asked("bốn", None, None),
    ]
    assert second["conversation_id"] != conversation


def test_a_line_that_fails_leaves_the_others_alone(batch):
    content = b"\n".join(
        [
            b"\xef\xbb\xbf{broken",
            b'{"id": "no question"}',
            b'{"id": "blank", "question": " "}',
            b'{"id": "long", "question": "' + b"a" * 2001 + b'"}',
            b'{"id": "turn", "question": "a", "turns": [""]}',
            b'{"id": "type", "question": "a", "turns": "b"}',
            b'\xff{"id": "bytes", "question": "a"}',
            b"",
            b'{"id": "well", "question": "a", "note": "let be"}',
        ]
    )
    status, answers, err = batch(content)
    assert status == 0
    assert [answer.get("error", {}).get("code") for answer in answers] == [
        "line_invalid",
        "line_invalid",
        "empty_question",
        "question_too_long",
        "empty_question",
        "line_invalid",
        "line_invalid",
        None,
    ]
    ids = [None, "no question", "blank", "long", "turn", "type", None, "well"]
    assert [answer["id"] for answer in answers] == ids
    assert all(set(answer) == {"id", "error"} for answer in answers[:7])
    assert all(set(answer["error"]) == {"code", "message"} for answer in answers[:7])
    assert "7 câu lỗi" in err


def test_an_empty_file_gives_an_empty_file(batch):
    assert batch(b"")[:2] == (0, [])


def test_a_scope_holds_for_every_line(batch, assistant, document):
    batch(lines({"id": "1", "question": "a", "turns": ["b"]}), "--document", document.id)
    assert {asked.document_ids for asked in assistant.asked} == {frozenset({document.id})}
