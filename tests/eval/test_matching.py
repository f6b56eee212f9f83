import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.matching import contains, normal, states, without_labels


@given(st.text())
def test_the_compared_form_is_its_own(text):
    assert normal(normal(text)) == normal(text)


@given(st.text(), st.text(), st.text())
def test_a_text_contains_its_parts_that_end_at_white_space(before, words, after):
    assert contains(f"{before} {words} {after}", words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nghị quyết số 57-\nNQ/TW", "57-NQ/TW"),
        ("giai đoạn 2026 – 2030", "2026-2030"),
        ("đạt trên **90%**", "trên 90 %"),
        ("mô hình “Gia đình văn hoá”", 'mô hình "gia đình văn hóa"'),
        ("Uỷ ban\nnhân dân  xã", "Ủy ban nhân dân xã"),
        ("ÐẢNG ỦY", "đảng ủy"),
        ("Ho\u0300a", "hòa"),
    ],
)
def test_spelling_style_and_typography_do_not_matter(text, words):
    assert states(text, words)
    assert contains(text, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("13%", "3%"),
        ("1,3%", "3%"),
        ("12,5%", "12"),
        ("1.685 triệu", "685 triệu"),
        ("45.000 đồng", "5.000 đồng"),
        ("Quý III/2026", "Quý II/2026"),
        ("chỉ số", "ch"),
        ("hòa", "hoa"),
    ],
)
def test_other_numbers_and_words_are_not_taken_for_it(text, words):
    assert not states(text, words)


@pytest.mark.parametrize("text", ["là 3%.", "(3%)", "3%, 5%", "từ 3%/năm"])
def test_a_number_is_found_beside_punctuation(text):
    assert states(text, "3%")


def test_labels_are_taken_out_of_an_answer():
    assert without_labels("Phòng Kinh tế [1][2], xã [3].") == "Phòng Kinh tế, xã."
