"""What a conversation remembers, how long, and how much."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from rag_samples import understood

from rag.conversation import Conversations
from rag.following import Said

FIRST, SECOND = (Said(understood(text=text), "", ()) for text in ("trồng chè", "thu gom rác"))


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_new_conversation_remembers_nothing():
    assert Conversations().last("a") is None


def test_the_last_exchange_is_remembered(clock):
    held = Conversations(clock=clock)
    held.remember("a", FIRST)
    held.remember("a", SECOND)
    held.remember("b", FIRST)
    assert held.last("a") is SECOND
    assert held.last("b") is FIRST


def test_a_conversation_is_forgotten_after_its_time(clock):
    held = Conversations(seconds=60, clock=clock)
    held.remember("a", FIRST)
    clock.now += 60
    assert held.last("a") is not None
    clock.now += 0.5
    assert held.last("a") is None


def test_going_on_keeps_a_conversation_alive(clock):
    held = Conversations(seconds=60, clock=clock)
    for _ in range(5):
        held.remember("a", FIRST)
        clock.now += 50
    assert held.last("a") is not None


def test_of_too_many_conversations_the_one_silent_longest_goes(clock):
    held = Conversations(most=2, clock=clock)
    held.remember("a", FIRST)
    held.remember("b", FIRST)
    held.remember("a", SECOND)
    held.remember("c", FIRST)
    assert held.last("b") is None
    assert held.last("a") is SECOND
    assert held.last("c") is not None


def test_threads_may_share_the_conversations(clock):
    most = 50
    held = Conversations(most=most, clock=clock)

    def talk(number: int) -> None:
        name = f"c{number % 80}"
        held.remember(name, replace(FIRST, people=(name,)))
        last = held.last(name)
        assert last is None or last.people == (name,)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(talk, range(4000)))
    assert sum(held.last(f"c{number}") is not None for number in range(80)) == most


def test_conversations_of_one_pipeline_do_not_mix(pipeline):
    chè = pipeline.answer("Ai chủ trì phát triển vùng chè sạch ở Đồng Mây?")
    rác = pipeline.answer("Ai chủ trì mua sắm 04 xe chở rác ở Đồng Mây?")
    assert "Hội Nông dân xã" in pipeline.answer("ai phối hợp?", chè.conversation_id).answer
    assert "Phòng Kinh tế" in pipeline.answer("ai phối hợp?", rác.conversation_id).answer


def test_a_forgotten_conversation_begins_anew(pipeline):
    answer = pipeline.answer("ai phối hợp?", "không-còn-nhớ")
    assert answer.conversation_id == "không-còn-nhớ"
    assert answer.status.value == "needs_clarification"


def test_threads_may_share_the_pipeline(pipeline):
    questions = (
        "Ai chủ trì phát triển vùng chè sạch ở Đồng Mây?",
        "Thu nhập bình quân đầu người đạt bao nhiêu?",
        "Ai ký kế hoạch của phường Bến Sỏi?",
        "Ai chủ trì trồng chè ở xã Thượng Lâm?",
    )
    alone = {question: pipeline.answer(question).answer for question in questions}
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda question: (question, pipeline.answer(question).answer), questions * 6))
    assert all(alone[question] == said for question, said in together)
