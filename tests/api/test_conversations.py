"""Conversations are kept for as long as they should be, across processes, and no longer."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from api.conversations import ConversationBook
from rag.errors import QuestionRejected


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
    assert book.record("a", "một", None) == 1
    assert book.record("b", "khác", None) == 1
    assert book.record("a", "hai", frozenset({"y", "x"})) == 2
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
    book.record("a", "bí mật một", None)
    clock.now += 599
    book.record("a", "hai", None)
    clock.now += 599
    assert len(book.turns("a")) == 2
    clock.now += 2
    with pytest.raises(QuestionRejected):
        book.turns("a")
    assert "bí mật".encode() not in path.read_bytes()


def test_only_the_last_turns_are_kept_under_their_numbers(book):
    for question in "abcde":
        book.record("a", question, None)
    assert [(turn.number, turn.question) for turn in book.turns("a")] == [(3, "c"), (4, "d"), (5, "e")]


def test_the_file_is_for_its_owner_only(book, path):
    book.record("a", "một", None)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_questions_written_at_once_each_get_a_number(path):
    book = ConversationBook(path, minutes=10, most_turns=100)
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda n: book.record("a", str(n), None), range(40)))
    assert sorted(numbers) == list(range(1, 41))
