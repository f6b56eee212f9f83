"""Ratings come back with their questions, and what is no rating is passed over."""

import json
import logging
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from api.feedback import FeedbackBook, RatedAnswer
from api.service import Exchange

EXCHANGE = Exchange(("Ai chủ trì?", "Ở đâu?"), "Bao giờ\nxong?", "- Trước ngày 30/6 [1].\n- Không rõ.")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "var" / "feedback.jsonl"


@pytest.fixture
def book(path):
    return FeedbackBook(path)


def test_what_was_rated_down_comes_back_oldest_first(book, path):
    book.add("1", "down", "Sai\nxã", EXCHANGE)
    book.add("2", "up", None, EXCHANGE)
    book.add("3", "down", None, Exchange((), "Ai ký?", "Không có."))
    first, second = FeedbackBook(path).rated_down()
    assert (first.turns, first.question, first.answer) == (EXCHANGE.turns, EXCHANGE.question, EXCHANGE.answer)
    assert first.comment == "Sai\nxã"
    assert (second.turns, second.question, second.comment) == ((), "Ai ký?", None)
    assert first.at <= second.at
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_rating_without_its_question_is_kept_and_is_no_candidate(book, path):
    book.add("1", "down", "Sai", None)
    (entry,) = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert {name: entry[name] for name in ("answer_id", "rating", "comment", "question", "turns", "answer")} == {
        "answer_id": "1",
        "rating": "down",
        "comment": "Sai",
        "question": None,
        "turns": None,
        "answer": None,
    }
    assert book.rated_down() == ()


def test_the_last_rating_of_an_answer_counts(book):
    book.add("1", "down", None, EXCHANGE)
    book.add("2", "up", None, EXCHANGE)
    book.add("1", "up", None, EXCHANGE)
    book.add("2", "down", "Sai xã", EXCHANGE)
    (only,) = book.rated_down()
    assert only.comment == "Sai xã"


def test_the_same_rating_after_the_conversation_is_gone_loses_nothing(book):
    book.add("1", "down", "Sai xã", EXCHANGE)
    book.add("1", "down", None, None)
    (only,) = book.rated_down()
    assert (only.question, only.comment) == (EXCHANGE.question, "Sai xã")


def test_no_file_is_no_rating(book):
    assert book.rated_down() == ()


def test_lines_of_before_and_bad_lines_do_not_hide_the_others(book, path, caplog):
    before = {"at": "2026-01-01T00:00:00+00:00", "answer_id": "0", "rating": "down", "comment": "cũ"}
    book.add("1", "down", None, EXCHANGE)
    good = path.read_bytes()
    bad = (b"[]", b"{", b"\xff\xfe", json.dumps({**before, "question": 5}).encode())
    path.write_bytes(b"\n".join((json.dumps(before).encode(), *bad, b"", b"  ", good)))
    with caplog.at_level(logging.WARNING):
        assert [rated.question for rated in book.rated_down()] == [EXCHANGE.question]
    assert [f"line {number}:" in caplog.text for number in range(1, 9)] == [False, *[True] * 4, *[False] * 3]
    assert "cũ" not in caplog.text


def test_a_torn_last_line_does_not_take_the_next_rating_with_it(book, path):
    book.add("1", "down", None, EXCHANGE)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 5)
    book.add("2", "down", "còn", EXCHANGE)
    assert [rated.comment for rated in book.rated_down()] == ["còn"]


def test_ratings_written_at_once_are_all_kept(book):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: book.add(str(n), "down", "x" * 2000, Exchange((), str(n), "")), range(60)))
    assert sorted(int(rated.question) for rated in book.rated_down()) == list(range(60))
    assert all(isinstance(rated, RatedAnswer) for rated in book.rated_down())
