"""Conversations are kept for as long as they should be, across processes, and no longer."""

import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import pytest

from api.conversations import ConversationBook
from api.fakes import no_answer
from api.service import Exchange
from rag.errors import QuestionRejected


def said(conversation_id, question, answer="Không có."):
    """An answer whose id is the question turned round."""
    return replace(
        no_answer(question), answer_id=question[::-1], conversation_id=conversation_id, question=question, answer=answer
    )


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "var" / "conversations.sqlite"


@pytest.fixture
def book(path, clock):
    return ConversationBook(path, minutes=10, most_turns=3, clock=clock)


def test_turns_come_back_in_order_with_their_scope(book, path, clock):
    assert book.record(said("a", "một"), None) == 1
    assert book.record(said("b", "khác"), None) == 1
    assert book.record(said("a", "hai"), frozenset({"y", "x"})) == 2
    other_process = ConversationBook(path, minutes=10, most_turns=3, clock=clock)
    turns = other_process.turns("a")
    assert [(turn.number, turn.question, turn.document_ids) for turn in turns] == [
        (1, "một", None),
        (2, "hai", frozenset({"x", "y"})),
    ]


def test_an_unknown_conversation_is_refused(book):
    with pytest.raises(QuestionRejected) as caught:
        book.turns("lạ")
    assert caught.value.code == "unknown_conversation"


def test_a_conversation_ends_so_long_after_its_last_question(book, path, clock):
    book.record(said("a", "bí mật một"), None)
    clock.now += 599
    book.record(said("a", "hai"), None)
    clock.now += 599
    assert len(book.turns("a")) == 2
    clock.now += 2
    with pytest.raises(QuestionRejected):
        book.turns("a")
    assert "bí mật".encode() not in path.read_bytes()


def test_only_the_last_turns_are_kept_under_their_numbers(book):
    for question in "abcde":
        book.record(said("a", question), None)
    assert [(turn.number, turn.question) for turn in book.turns("a")] == [(3, "c"), (4, "d"), (5, "e")]


def test_the_file_is_for_its_owner_only(book, path):
    book.record(said("a", "một"), None)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_questions_written_at_once_each_get_a_number(path):
    book = ConversationBook(path, minutes=10, most_turns=100)
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda n: book.record(said("a", str(n)), None), range(100, 140)))
    assert sorted(numbers) == list(range(1, 41))


def test_an_answer_is_found_with_its_question_and_the_questions_before(book, path, clock):
    book.record(said("a", "một", "Đáp một [1]."), None)
    book.record(said("b", "khác", "Đáp khác."), None)
    book.record(said("a", "hai", "Đáp hai."), frozenset({"x"}))
    book.record(said("a", "ba", "Đáp ba."), None)
    other_process = ConversationBook(path, minutes=10, most_turns=3, clock=clock)
    assert other_process.exchange("một"[::-1]) == Exchange((), "một", "Đáp một [1].")
    assert other_process.exchange("hai"[::-1]) == Exchange(("một",), "hai", "Đáp hai.")
    assert other_process.exchange("khác"[::-1]) == Exchange((), "khác", "Đáp khác.")
    assert other_process.exchange("lạ") is None


def test_an_answer_is_kept_no_longer_than_its_question(book):
    for question in ("một", "hai", "ba", "bốn"):
        book.record(said("a", question), None)
    assert book.exchange("một"[::-1]) is None
    assert book.exchange("bốn"[::-1]) == Exchange(("hai", "ba"), "bốn", "Không có.")


@pytest.mark.parametrize("length", [10, 100_000])
def test_a_forgotten_answer_is_gone_from_the_file(book, path, clock, length):
    words = "lời kín " * length
    book.record(said("a", "một", words), None)
    assert "lời kín".encode() in path.read_bytes()
    clock.now += 601
    assert book.exchange("một"[::-1]) is None
    assert "lời kín".encode() not in path.read_bytes()


def test_a_file_of_before_answers_were_kept_goes_on(book, path, clock):
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as old:
        old.execute(
            "CREATE TABLE turns (conversation_id TEXT NOT NULL, number INTEGER NOT NULL, question TEXT NOT NULL, "
            "document_ids TEXT, at REAL NOT NULL, PRIMARY KEY (conversation_id, number)) WITHOUT ROWID"
        )
        old.execute("INSERT INTO turns VALUES ('a', 1, 'một', NULL, ?)", (clock.now,))
        old.commit()
    assert book.record(said("a", "hai"), None) == 2
    assert [turn.question for turn in book.turns("a")] == ["một", "hai"]
    assert book.exchange("hai"[::-1]) == Exchange(("một",), "hai", "Không có.")
