import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.asks import Ask
from rag.choosing import Choice, Finding
from rag.comparing import NOT_CLEAR, OTHER_UNITS, Verdict, compare
from rag.evidence import Quote

A, B, C = "xã A", "xã B", "xã C"


def choice(*said, ask=Ask.COMPARE):
    findings = tuple(
        Finding(place, text.lower(), text, text, (Quote("d", f"p{number}", 0, 1),), 0.9)
        for number, (place, text) in enumerate(said)
    )
    return Choice(ask, findings, differs=False, is_exact=True)


def concluded(question, *said, ask=Ask.COMPARE):
    found = compare(question, choice(*said, ask=ask))
    return [(c.verdict, sorted({finding.place for finding in c.findings})) for c in found.conclusions]


@pytest.mark.parametrize(
    ("question", "said", "verdicts"),
    [
        ("xã nào cao nhất", [(A, "đạt 95%"), (B, "đạt 97%"), (C, "đạt 90%")], [(Verdict.MOST, [B])]),
        ("xã nào thấp nhất", [(A, "đạt 95%"), (B, "đạt 97%"), (C, "đạt 90%")], [(Verdict.LEAST, [C])]),
        ("xã nào có nhiều hộ hơn", [(A, "40 hộ"), (B, "1.200 hộ")], [(Verdict.MORE, [B])]),
        ("xã nào ít hộ nghèo nhất", [(A, "không còn hộ nghèo"), (B, "dưới 0,5%")], [(Verdict.FEWER, [A])]),
        # More than ten is more than ten.
        ("xã nào thấp nhất", [(A, "tăng 10%/năm"), (B, "tăng trên 10%")], [(Verdict.FEWER, [A])]),
        # Without an end asked for: of three places both ends, of two the higher.
        ("so sánh", [(A, "12%"), (B, "10%"), (C, "13%")], [(Verdict.MOST, [C]), (Verdict.LEAST, [B])]),
        ("so sánh", [(A, "12%"), (B, "10%")], [(Verdict.MORE, [A])]),
        ("xã nào cao nhất", [(A, "100%"), (B, "97%"), (C, "100%")], [(Verdict.MOST, [A, C])]),
        ("có giống nhau không", [(A, "đạt 12%"), (B, "12% là mức phấn đấu")], [(Verdict.EQUAL, [A, B])]),
        ("khác nhau thế nào", [(A, "đạt 12%"), (B, "đạt 13%")], [(Verdict.UNEQUAL, [A, B])]),
        # "from 3 %" and "3 %" are not simply the same.
        ("có giống nhau không", [(A, "từ 3% trở lên"), (B, "đạt 3%")], []),
        # A range is not one figure: 10–11 % against 10 % has a higher end that no other place reaches.
        ("xã nào cao nhất", [(A, "10-11%"), (B, "12%")], [(Verdict.MORE, [B])]),
        ("xã nào cao nhất", [(A, "nhiều giải pháp"), (B, "12%")], []),
        ("xã nào cao nhất", [(A, "12%")], []),
    ],
)
def test_figures_of_places_are_held_against_each_other(question, said, verdicts):
    assert concluded(question, *said) == verdicts


@pytest.mark.parametrize(
    ("question", "said", "verdicts"),
    [
        ("xã nào sớm nhất", [(A, "Đến năm 2028 hoàn thành"), (B, "trong năm 2030")], [(Verdict.FIRST, [A])]),
        ("xã nào xong muộn hơn", [(A, "trước ngày 30/6/2027"), (B, "quý I/2027")], [(Verdict.LAST, [A])]),
        ("xã nào ban hành trước", [(A, "ngày 5 tháng 3 năm 2026"), (B, "ngày 24/4/2026")], [(Verdict.FIRST, [A])]),
        ("có khác nhau không", [(A, "năm 2030"), (B, "đến năm 2030")], [(Verdict.EQUAL, [A, B])]),
        ("xã nào sớm nhất", [(A, "giai đoạn 2026-2030"), (B, "năm 2028")], []),
    ],
)
def test_dates_of_places_are_held_against_each_other(question, said, verdicts):
    assert concluded(question, *said, ask=Ask.END) == verdicts


def test_a_place_with_several_values_that_reach_both_ways_is_not_ranked():
    found = compare("xã nào cao nhất", choice((A, "97%"), (A, "100%"), (B, "98%")))
    assert (found.conclusions, found.notice) == ((), NOT_CLEAR)


def test_a_place_whose_values_are_all_higher_is():
    assert concluded("xã nào cao nhất", (A, "97%"), (A, "100%"), (B, "95%")) == [(Verdict.MORE, [A])]


def test_other_units_are_said_not_to_compare():
    found = compare("xã nào cao nhất", choice((A, "tăng 10-11%"), (B, "123,8 triệu đồng")))
    assert (found.conclusions, found.notice) == ((), OTHER_UNITS)


def test_whoever_leads_is_the_same_or_not():
    said = [(A, "Phòng Kinh tế"), (B, "Phòng Kinh tế")]
    assert concluded("có khác nhau không", *said, ask=Ask.LEAD) == [(Verdict.EQUAL, [A, B])]
    assert concluded("ai chủ trì", *said, ask=Ask.LEAD) == []


@given(st.lists(st.tuples(st.sampled_from([A, B, C]), st.integers(0, 200)), min_size=2, max_size=6))
def test_no_place_beats_the_one_said_to_have_the_most(said):
    found = compare("xã nào cao nhất", choice(*((place, f"đạt {figure}%") for place, figure in said)))
    for conclusion in found.conclusions:
        winners = {finding.place for finding in conclusion.findings}
        least = min(figure for place, figure in said if place in winners)
        assert all(figure <= least for place, figure in said if place not in winners)
