"""From all evidence found to what is said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rag_samples import evidence, understood

from rag.asks import Ask
from rag.choosing import Choice, choose
from rag.evidence import Quote

PLACES = {"a": "xã A", "b": "xã B", "c": "xã A"}


def chosen(found, *asks: Ask, communes: tuple[str, ...] = ()) -> tuple[Choice, ...]:
    return choose(understood(*asks, communes=communes), found, PLACES.__getitem__)


def test_nothing_found_is_nothing_to_say():
    assert chosen([], Ask.NUMBER) == ()


def test_evidence_of_one_key_is_said_once_with_every_source():
    one = evidence(key="140", quotes=(Quote("a", "a-1", 0, 5),))
    other = evidence(key="140", quotes=(Quote("c", "c-1", 3, 9),), document_id="c", score=0.88)
    (choice,) = chosen([one, other], Ask.NUMBER)
    (finding,) = choice.findings
    assert {*finding.quotes} == {*one.quotes, *other.quotes}
    assert not choice.differs
    assert choice.score == 0.9


def test_other_values_of_one_thing_are_both_said_and_flagged():
    (choice,) = chosen(
        [evidence(statement="Diện tích trồng chè đạt 140 ha"), evidence(statement="Diện tích trồng chè đạt 160 ha")],
        Ask.NUMBER,
    )
    assert choice.differs
    assert [finding.statement[-6:] for finding in choice.findings] == ["140 ha", "160 ha"]


def test_values_of_other_things_are_no_contradiction():
    (choice,) = chosen(
        [evidence(statement="Diện tích trồng chè đạt 140 ha"), evidence(statement="Đón 25.000 lượt khách mỗi năm")],
        Ask.NUMBER,
    )
    assert not choice.differs
    assert len(choice.findings) == 1


def test_values_of_two_places_are_no_contradiction():
    (choice,) = chosen(
        [evidence(statement="Hộ nghèo còn 3%"), evidence(statement="Hộ nghèo còn 1%", document_id="b")], Ask.NUMBER
    )
    assert not choice.differs
    assert [finding.place for finding in choice.findings] == ["xã A", "xã B"]


def test_much_weaker_evidence_of_one_place_is_left_out():
    found = [evidence(statement="chè đạt 140 ha"), evidence(statement="chè đạt 12 ha", score=0.7)]
    (choice,) = chosen(found, Ask.NUMBER)
    assert [finding.statement for finding in choice.findings] == ["chè đạt 140 ha"]


def test_a_place_with_much_weaker_evidence_is_left_out_unless_named():
    found = [evidence(statement="chè đạt 140 ha"), evidence(statement="cam đạt 12 ha", document_id="b", score=0.6)]
    assert [f.place for f in chosen(found, Ask.NUMBER)[0].findings] == ["xã A"]
    assert len(chosen(found, Ask.NUMBER, communes=("xã A", "xã B"))[0].findings) == 2


@pytest.mark.parametrize("asks", [(Ask.LEAD, Ask.PARTNER), (Ask.PARTNER, Ask.LEAD)])
def test_two_things_asked_side_by_side_are_both_answered(asks):
    found = [evidence(Ask.PARTNER, "Công an xã"), evidence(Ask.LEAD, "Phòng Kinh tế")]
    assert tuple(choice.ask for choice in chosen(found, *asks)) == asks


def test_evidence_of_another_kind_is_no_answer_to_a_question_of_fact():
    for ask in (Ask.NUMBER, Ask.SIGNER, Ask.PAPER_DATE, Ask.END, Ask.FREQUENCY):
        assert chosen([evidence(Ask.CONTENT, "Trồng chè trên đồi", score=0.99)], ask) == ()


def test_the_nearest_words_are_said_as_such_where_no_fact_is_asked():
    (choice,) = chosen([evidence(Ask.CONTENT, "Trồng chè trên đồi", score=0.95)], Ask.LEAD)
    assert choice.ask is Ask.CONTENT
    assert not choice.is_exact
    assert chosen([evidence(Ask.CONTENT, "Trồng chè", score=0.2, is_exact=False)], Ask.LEAD) == ()


def test_a_list_is_said_whole_and_each_item_once():
    items = [evidence(Ask.LIST, f"Việc {n}", score=0.8) for n in range(12)]
    (choice,) = chosen([*items, items[0]], Ask.LIST)
    assert [finding.statement for finding in choice.findings] == [f"Việc {n}" for n in range(12)]


STATEMENTS = st.sampled_from(("chè đạt 140 ha", "chè đạt 160 ha", "cam 12 ha", "Phòng Kinh tế", "hộ nghèo 3%"))
FOUND = st.lists(
    st.builds(
        evidence,
        st.sampled_from(Ask),
        STATEMENTS,
        st.sampled_from(("a", "b", "c")),
        st.floats(0.6, 1.0),
        is_exact=st.booleans(),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(FOUND, st.lists(st.sampled_from(Ask), min_size=1, max_size=3, unique=True), st.booleans())
def test_whatever_is_chosen_was_found_and_carries_its_sources(found, asks, named):
    quotes = {quote for item in found for quote in item.quotes}
    said = {(PLACES[item.document_id], item.statement) for item in found}
    choices = chosen(found, *asks, communes=("xã A",) if named else ())
    for choice in choices:
        assert choice.findings
        for finding in choice.findings:
            assert finding.quotes
            assert {*finding.quotes} <= quotes
            assert (finding.place, finding.statement) in said
            assert {PLACES[quote.document_id] for quote in finding.quotes} == {finding.place}
    assert len({choice.ask for choice in choices}) == len(choices)
