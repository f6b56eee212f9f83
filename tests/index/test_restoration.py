"""Diacritics put back, and everything that must stay."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.vietnamese import comparable, fold, nfc
from index.errors import ModelUnusable
from index.restoration import DiacriticsRestorer
from index.syllable_lattice import likeliest
from index.syllable_ngrams import (
    BOUNDARY,
    FIRST_SYLLABLE,
    DiscountedModel,
    NGramCounts,
    trigram_worth,
    without_slips,
)
from index.syllable_table import SyllableTable, read_table, write_table
from index.training.restoration import held_out, measure, question_forms

SHIPPED = DiacriticsRestorer.load()
PAPERS = (
    "Đảng ủy xã Bình Lãng giao đồng chí Phạm Thị Ngoãn chỉ đạo thực hiện mô hình thôn thông minh tại thôn Đìa Vừng.",
    "Bí thư Đảng ủy xã Bình Lãng là đồng chí Phạm Thị Ngoãn.",
    "Ủy ban nhân dân xã Bình Lãng chủ trì, phối hợp với Hội Nông dân xã.",
)
WORDS = (
    "ai chủ trì phối hợp thực hiện mô hình này ở xã nào đến năm Ủy ban nhân dân XÃ Hòa thuỷ đường "
    "57-NQ/TW UBND 30% 2030 ? , (1) café naïve QH15 xyz"
)
SYLLABLES = st.sampled_from(WORDS.split())


@pytest.mark.parametrize(
    "meant",
    [
        "ai chủ trì phối hợp thực hiện mô hình",
        "bí thư đảng ủy xã là ai",
        "tỷ lệ hộ nghèo còn bao nhiêu phần trăm",
        "chủ tịch ủy ban nhân dân xã tên là gì",
        "còn xã kia thì sao?",
        "việc đó bao giờ xong",
        "nghị quyết 57-nq/tw của bộ chính trị nói về gì",
        "hai văn bản khác nhau như thế nào",
        "cho em hỏi đồng chí nào chỉ đạo mô hình này",
        "báo cáo kết quả về đâu trước ngày nào",
        "tổng thu ngân sách năm 2030 là bao nhiêu?",
    ],
)
def test_restores_questions(meant):
    assert SHIPPED.restore(fold(meant)) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Ai chu tri xay dung nong thon moi?", "Ai chủ trì xây dựng nông thôn mới?"),
        ("BI THU DANG UY XA LA AI", "BÍ THƯ ĐẢNG ỦY XÃ LÀ AI"),
        ("UBND xa co nhiem vu gi", "UBND xã có nhiệm vụ gì"),
        ("So 08-CTr/DUUB noi ve gi", "Số 08-CTr/DUUB nói về gì"),
        ("ke hoach /KH-UBND ban hanh ngay nao", "kế hoạch /KH-UBND ban hành ngày nào"),
        ("mô hinh nay o dau", "mô hình này ở đâu"),
        ("gui ve van-phong@vi-du.vn truoc ngay nao", "gửi về van-phong@vi-du.vn trước ngày nào"),
    ],
)
def test_keeps_what_is_no_plain_syllable(typed, meant):
    assert SHIPPED.restore(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Ai cho phép thôn Minh Tân tham gia trong năm 2030?",
        "Đồng chí Trần Minh Tuân phụ trách lĩnh vực gì?",
        "Phòng Kinh tế tham mưu UBND xã những nội dung nào?",
        "57-NQ/TW",
        "2030?",
        "",
    ],
)
def test_leaves_marked_text_alone(text):
    assert SHIPPED.restore(text) == text


def test_expanded_abbreviations_do_not_pass_for_typed_marks():
    expanded = "mặt trận tổ quốc, hội đồng nhân dân, ủy ban nhân dân xa"
    assert SHIPPED.restore(expanded) == expanded
    assert SHIPPED.restore(expanded, "mttq, hdnd, ubnd xa").endswith("ủy ban nhân dân xã")


def test_learns_names_from_the_papers():
    taught = SHIPPED.with_collection(PAPERS)
    asked = "dong chi pham thi ngoan o xa binh lang chi dao thon dia vung"
    assert taught.restore(asked) == "đồng chí phạm thị ngoãn ở xã bình lãng chỉ đạo thôn đìa vừng"
    assert SHIPPED.restore(asked) != taught.restore(asked)
    assert taught.restore("ai chu tri xay dung nong thon moi") == "ai chủ trì xây dựng nông thôn mới"


def test_a_later_collection_replaces_an_earlier_one():
    asked = "dong chi pham thi ngoan o xa binh lang"
    again = SHIPPED.with_collection(PAPERS).with_collection(["Một văn bản khác."])
    assert again.restore(asked) == SHIPPED.with_collection(["Một văn bản khác."]).restore(asked)


def test_unmarked_papers_teach_nothing():
    plain = [fold(text) for text in PAPERS] * 50
    assert SHIPPED.with_collection(plain).restore("bi thu xa binh lang la ai").startswith("bí thư xã")


def test_a_slip_of_the_scanner_does_not_outweigh_the_usual_spelling():
    papers = ["Phấn đấu chuyển đổi số toàn diện."] * 6 + ["Phân đấu chuyên đổi số toàn diện."] * 2
    assert SHIPPED.with_collection(papers).restore("ai phu trach chuyen doi so") == "ai phụ trách chuyển đổi số"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nguồn lưc tich tụ ruộng dất lấy từ đâu", "nguồn lực tích tụ ruộng đất lấy từ đâu"),
        ("tốc độ tăng truởng kinh tế", "tốc độ tăng trưởng kinh tế"),
        ("tóm tăt phần quản ly ngân sach", "tóm tắt phần quản lý ngân sách"),
    ],
)
def test_what_nobody_writes_so_is_a_slip_even_in_a_marked_text(typed, meant):
    assert SHIPPED.restore(typed) == meant


def test_a_name_in_capitals_is_no_slip_nor_what_the_papers_write_themselves():
    assert SHIPPED.restore("ông Lưc ở đâu trong kế hoạch") == "ông Lưc ở đâu trong kế hoạch"
    taught = SHIPPED.with_collection(["Bến đò dất đã được sửa chữa, người dân qua lại bến đò dất."])
    assert taught.restore("ai quản lý bến đò dất") == "ai quản lý bến đò dất"


TAUGHT = SHIPPED.with_collection(PAPERS)


@given(st.one_of(st.text(max_size=60), st.lists(SYLLABLES, max_size=12).map(" ".join)))
def test_only_diacritics_change(text):
    for restorer in (SHIPPED, TAUGHT):
        back = restorer.restore(text)
        assert fold(back) == fold(nfc(text))
        assert len(back) == len(nfc(text)) == len(nfc(back))


USUAL = st.sampled_from("đảng ủy xã Trường HỌC kế hoạch nhiệm vụ chủ trì phối hợp của nghèo 2030 57-NQ/TW".split())


@given(st.lists(USUAL, max_size=12))
def test_typed_marks_and_capitals_stay(words):
    half = len(words) // 2
    text = " ".join([*map(fold, words[:half]), *words[half:]])
    for typed, got in zip(text, SHIPPED.restore(text), strict=True):
        assert typed.isupper() == got.isupper()
        assert typed.isascii() or typed == got


@given(st.lists(st.integers(FIRST_SYLLABLE, FIRST_SYLLABLE + 5), min_size=3, max_size=60))
def test_the_table_comes_back_from_its_file(tmp_path_factory, row):
    ids = np.array([BOUNDARY, *row, BOUNDARY], dtype=np.int64)
    counts = NGramCounts.of_ids(ids, FIRST_SYLLABLE + 6)
    path = tmp_path_factory.mktemp("table") / "table.npz"
    write_table(SyllableTable(("a", "á", "à", "b", "bà", "bá"), counts), path)
    back = read_table(path)
    assert back.syllables == ("a", "á", "à", "b", "bà", "bá")
    assert np.array_equal(back.counts.bigram_keys, counts.bigram_keys)
    assert np.array_equal(back.counts.trigram_keys, counts.trigram_keys)
    np.testing.assert_allclose(back.counts.trigrams, counts.trigrams, rtol=0.05)
    assert (trigram_worth(DiscountedModel.of(counts)) > 0).all()


def test_the_likeliest_row_follows_the_counts():
    common, rare, after = FIRST_SYLLABLE, FIRST_SYLLABLE + 1, FIRST_SYLLABLE + 2
    row = [BOUNDARY, common, common, BOUNDARY, common, BOUNDARY, rare, after, BOUNDARY, rare, after, BOUNDARY]
    model = DiscountedModel.of(NGramCounts.of_ids(np.array(row, dtype=np.int64), FIRST_SYLLABLE + 3))
    either = np.array([common, rare])
    assert likeliest([either], model) == [common]
    assert likeliest([either, np.array([after])], model) == [rare, after]
    assert likeliest([], model) == []


def test_without_slips_zeroes_the_rarer_spelling():
    right, slip, end = FIRST_SYLLABLE, FIRST_SYLLABLE + 1, FIRST_SYLLABLE + 2
    row = [BOUNDARY, *[right, end, BOUNDARY] * 5, *[slip, end, BOUNDARY]]
    counts = NGramCounts.of_ids(np.array(row, dtype=np.int64), FIRST_SYLLABLE + 3)
    cleaned = without_slips(counts, np.array([0, 1, 2, 3, 3, 4]))
    kept = dict(zip(counts.bigram_keys.tolist(), cleaned.bigrams.tolist(), strict=True))
    assert sorted(kept.values()) == [0.0, 0.0, 5.0, 5.0, 6.0]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not an archive"])
def test_a_broken_table_is_refused(tmp_path, content):
    path = tmp_path / "syllables.npz"
    path.write_bytes(content)
    with pytest.raises(ModelUnusable, match="Hãy cài lại"):
        DiacriticsRestorer.load(path)


def test_a_missing_table_is_refused(tmp_path):
    with pytest.raises(ModelUnusable, match="Hãy cài lại"):
        DiacriticsRestorer.load(tmp_path / "none.npz")


def test_question_forms_write_out_every_choice():
    assert list(question_forms(["# note", "", "{ai|xã nào} {làm|}"])) == ["ai làm", "ai", "xã nào làm", "xã nào"]


def test_held_out_lines_do_not_depend_on_their_order():
    lines = [f"dòng thứ {number} dài hơn bốn mươi ký tự để được giữ lại" for number in range(50)]
    assert held_out(lines, 5) == held_out(reversed(lines), 5)
    assert len(held_out(lines, 5)) == 5


def test_measure_counts_syllables():
    figures = measure(SHIPPED, ["Ủy ban nhân dân xã", "năm 2030"])
    assert (figures.syllables, figures.right) == (6, 6)
    assert comparable("Uỷ ban") == comparable("ủy ban")
