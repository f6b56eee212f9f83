"""Figures that a question holds places against."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.conditions import Condition, condition

KINDS = ("at_least", "more", "less", "at_most", "equal")
FIGURES = st.integers(0, 2000).map(float)


@pytest.mark.parametrize(
    ("question", "kind", "figure"),
    [
        ("Xã nào đạt 100%?", "equal", 100.0),
        ("nơi nào đặt dưới 5%", "less", 5.0),
        ("xã nào chưa đạt 50 phần trăm", "less", 50.0),
        ("xã nào có trên 1.200 hộ", "more", 1200.0),
        ("xã nào vượt qua mức 12,5 triệu", "more", 12.5),
        ("xã nào không dưới 3 mô hình", "at_least", 3.0),
        ("xã nào đạt từ 90% trở lên", "at_least", 90.0),
        ("xã nào không quá 7 %", "at_most", 7.0),
        ("xã nào từ 30% trở xuống", "at_most", 30.0),
        ("xa nao hon 40 ho", "more", 40.0),
        # Of two words for it the one next to the figure counts.
        ("xã nào đạt trên 90%", "more", 90.0),
        ("xã nào dưới 10.500,25 đồng", "less", 10500.25),
    ],
)
def test_a_figure_is_read_with_what_holds_against_it(question, kind, figure):
    found = condition(question)
    assert found is not None
    assert (found.kind, found.figure) == (kind, figure)


@pytest.mark.parametrize("question", ["xã nào trồng chè", "", "đạt năm 2030", "đạt chuẩn 3 sao", "xã nào có 40 hộ"])
def test_what_holds_nothing_against_a_figure_is_no_condition(question):
    assert condition(question) is None


def test_a_year_is_passed_over_and_the_figure_behind_it_is_read():
    found = condition("Từ 2026 xã nào đạt 90%?")
    assert found is not None
    assert (found.kind, found.figure) == ("equal", 90.0)


def test_the_span_holds_the_words_of_the_condition():
    question = "Những xã nào đạt từ 95% trở lên về bảo hiểm?"
    found = condition(question)
    assert found is not None
    assert question[found.start : found.end] == "từ 95% trở lên"


@pytest.mark.parametrize(
    ("kind", "low", "high", "holds"),
    [
        ("at_least", (95, 0), (95, 0), True),
        ("at_least", (94, 0), (96, 0), False),
        # "more than 95" is at least 95, and more than it; 95 itself is not.
        ("at_least", (95, 1), (95, 1), True),
        ("more", (95, 1), (95, 1), True),
        ("more", (95, 0), (95, 0), False),
        # "less than 95" is less than 95; "at most" holds of it, and of 95.
        ("less", (95, -1), (95, -1), True),
        ("less", (95, 0), (95, 0), False),
        ("at_most", (95, 0), (95, 0), True),
        ("at_most", (90, 0), (95, 1), False),
        ("equal", (95, 0), (95, 0), True),
        ("equal", (95, 1), (95, 1), False),
        ("equal", (95, 0), (96, 0), False),
    ],
)
def test_a_figure_holds_as_a_whole_or_not(kind, low, high, holds):
    assert Condition(kind, 95.0, 0, 1).holds(low, high) is holds


@given(FIGURES, FIGURES)
def test_of_one_figure_exactly_one_of_less_equal_and_more_holds(asked, stated):
    found = [k for k in ("less", "equal", "more") if Condition(k, asked, 0, 1).holds((stated, 0), (stated, 0))]
    assert found == ["less" if stated < asked else "more" if stated > asked else "equal"]


@given(FIGURES, FIGURES, FIGURES)
def test_of_a_range_both_ends_are_as_asked(asked, one, other):
    low, high = sorted((one, other))
    for kind in KINDS:
        wanted = Condition(kind, asked, 0, 1)
        both = wanted.holds((low, 0), (low, 0)) and wanted.holds((high, 0), (high, 0))
        assert wanted.holds((low, 0), (high, 0)) is both


@given(
    st.sampled_from(
        [("ít nhất", "at_least"), ("hơn", "more"), ("dưới", "less"), ("tối đa", "at_most"), ("đạt", "equal")]
    ),
    st.integers(0, 9_999_999).filter(lambda n: not 1900 <= n <= 2099),
    st.booleans(),
)
def test_a_figure_is_read_as_written_with_or_without_points(said, figure, grouped):
    words, kind = said
    written = f"{figure:,}".replace(",", ".") if grouped else str(figure)
    found = condition(f"Xã nào {words} {written} hộ?")
    assert found is not None
    assert (found.kind, found.figure) == (kind, float(figure))


@given(st.text(max_size=40))
def test_any_text_is_read_without_failing(text):
    found = condition(text)
    assert found is None or (found.kind in KINDS and 0 <= found.start < found.end)
