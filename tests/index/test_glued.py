"""Words written as one, parted; and words that only look so."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.mending import Mending

MENDING = Mending.load()
CUTTER, BASE = MENDING._cutter, MENDING._base


@pytest.mark.parametrize(
    ("written", "parted"),
    [
        ("Ủyban nhândân xã", "Ủy ban nhân dân xã"),
        ("pháttriển kinhtế xãhội", "phát triển kinh tế xã hội"),
        ("nhiệm vụthường xuyên", "nhiệm vụ thường xuyên"),
        ("BanThường vụ", "Ban Thường vụ"),
        ("NHÂNDÂN", "NHÂN DÂN"),
        ("ýnghĩa", "ý nghĩa"),
        ("thamgia bảo vệ", "tham gia bảo vệ"),
        ("năm2025 và tháng6", "năm 2025 và tháng 6"),
        ("giai đoạn2026-2030", "giai đoạn 2026-2030"),
        ("ngày 04/5/2025của Bộ", "ngày 04/5/2025 của Bộ"),
        ("50ha lúa, 3thôn", "50 ha lúa, 3 thôn"),
        ("1ãnh đạo t0àn dân", "lãnh đạo toàn dân"),
    ],
)
def test_glued_words_are_parted(written, parted):
    assert CUTTER.cut(written, BASE) == parted


@pytest.mark.parametrize(
    "text",
    [
        "internet, marketing, blockchain, email, online, website, camera, logo, video, container",
        "VNeID, TPTM, iOffice, ĐA1, QH15",
        "5G, H5N1, km2, 20m2, CO2, 1a, 2b, 10h30, điểm đ1",
        "57-NQ/TW, 15/2025/NĐ-CP, số08-CTr/ĐUUB",
        "phongvanhoa@xa.gov.vn, https://dichvucong.gov.vn",
        "cuồn, thuân, giâm",
        "Vietcombank, Agribank, Petrolimex",
    ],
)
def test_codes_foreign_words_and_single_syllables_stay(text):
    assert CUTTER.cut(text, BASE) == text


PIECES = st.sampled_from("ủy ban nhân dân năm 2025 phát triển kinh tế NQ TW xã 3 thôn của , - / ( )".split())


@settings(max_examples=100)
@given(st.lists(st.tuples(PIECES, st.sampled_from(["", " "])), max_size=12))
def test_parting_adds_spaces_only_and_once(pieces):
    text = "".join(piece + space for piece, space in pieces)
    parted = CUTTER.cut(text, BASE)
    assert parted.replace(" ", "") == text.replace(" ", "")
    assert CUTTER.cut(parted, BASE) == parted
