"""Texts mended for search: what must be mended, and all that must stay."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index_papers import paper

from corpus.vietnamese import fold, nfc
from index.mending import Mending
from index.paper_counts import Doubts
from index.passages import passages
from index.restoration import SHIPPED
from index.search_texts import SearchText, search_texts
from index.syllable_ngrams import ID_LIMIT, NGramCounts, find
from index.syllable_table import read_table

MENDING, AGAIN = Mending.load(), Mending.load()
PLAIN = MENDING.learn(["Ủy ban nhân dân xã."])
SOUND = (
    "Ủy ban nhân dân xã xây dựng kế hoạch, báo cáo Đảng ủy trước ngày 15 hằng tháng.",
    "Nâng cao chất lượng cán bộ, công chức cấp xã; bảo đảm thống nhất trong lãnh đạo.",
    "Ngành nông nghiệp phát triển sản xuất hàng hóa, xuất khẩu nông sản, rà soát đất ở và đất sản xuất.",
    "Thôn Đìa Vừng giữ nghề đan đó, nuôi cáy; đồng chí Phạm Thị Ngoãn chỉ đạo thôn Đìa Vừng.",
    "Phấn đấu đến năm 2030 có 95% hộ dân dùng nước sạch.",
)
MISREAD = tuple(text.replace("ấ", "â").replace("Phấn", "Phân") for text in SOUND)
WORDS = st.sampled_from(
    "Ủyban nhândân ủy ban nhân dân câp cấp xã 1ãnh đạo phát triên năm2025 năm 2025 57-NQ/TW VNeID TPTM internet "
    "tổ chúc chức Nguyễn Toan , . ( ) thôn Đìa Vừng rnột số nhiệm vụ hoà uỷ cu\u0309a BÍ THƯ QH15 m2 50ha đ".split()
)
TEXTS = st.lists(WORDS, max_size=25).map(" ".join)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Ủy ban nhân dân câp xã tổ chúc thực hiện.", "Ủy ban nhân dân cấp xã tổ chức thực hiện."),
        ("phát triên kinh tế - xã hội", "phát triển kinh tế - xã hội"),
        ("Ủyban nhândân xã 1ãnh đạo thực hiện", "Ủy ban nhân dân xã lãnh đạo thực hiện"),
        ("xây đựng nông thôn mới", "xây dựng nông thôn mới"),
        ("Rnột số nhiệm vụ; rnột số giải pháp", "Một số nhiệm vụ; một số giải pháp"),
        ("chỉnh quyến địa phương hai cấp", "chính quyền địa phương hai cấp"),
        ("BAN CHÂP HÀNH ĐẢNG BỘ", "BAN CHẤP HÀNH ĐẢNG BỘ"),
        ("sơ kêt, tổng kêt", "sơ kết, tổng kết"),
        ("Phân đấu đến năm 2028 đạt 95%", "Phấn đấu đến năm 2028 đạt 95%"),
    ],
)
def test_what_context_makes_sure_is_mended(written, meant):
    assert PLAIN.mend(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Nghị quyết số 57-NQ/TW, Công văn 2345/SNV-CCHC",
        "Ứng dụng VNeID, TPTM, IOC trên internet; marketing và blockchain",
        "Đồng chí Nguyễn Văn Toan, Trưởng thôn Đông Mỹ",
        "đồng bào Hrê, xã Đăk Pxi",
        "Hộp thư phongvanhoa@tanan.gov.vn",
        "uy ban nhan dan cap xa to chuc thuc hien",
        "",
    ],
)
def test_names_codes_and_foreign_words_stay(text):
    assert PLAIN.mend(text) == text


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_stays_in_its_own_paper(text):
    assert MENDING.learn(SOUND * 30).mend(text) == text


def test_a_misreading_is_no_evidence_however_often_it_comes_again():
    mender = MENDING.learn([*MISREAD * 30, *SOUND])
    assert mender.mend(MISREAD[4]) == SOUND[4]
    assert mender.mend(MISREAD[1]) == SOUND[1]


def test_what_a_paper_always_writes_in_one_way_stays():
    mender = MENDING.learn(SOUND * 30)
    assert mender.mend("Hộ dân nuôi cáy ở đồng trũng") == "Hộ dân nuôi cáy ở đồng trũng"
    assert PLAIN.mend("Hộ dân nuôi cáy ở đồng trũng") != "Hộ dân nuôi cáy ở đồng trũng"


def test_what_a_paper_misreads_is_learnt():
    written = "Hội Nông dân vận động hội viên tích tụ ruộng đât vùng cao"
    others = ("Các thôn họp dân lấy ý kiến, báo cáo Đảng ủy xã trước ngày 15 hằng tháng.",) * 70
    sound, misreading = MENDING.learn(others), MENDING.learn([*others, *MISREAD * 30, *SOUND])
    assert misreading._channel is not None and sound._channel is not None
    key = MENDING._lookalikes.of("đât")
    at = int(np.flatnonzero(key.ids == MENDING._reader.numbers["đất"])[0])
    rates = [mender._channel.rates.log_rates(key.confusions)[at] for mender in (sound, misreading)]
    assert rates[1] > rates[0] + 2
    assert misreading.mend(written) == written.replace("đât", "đất")


def test_a_paper_without_marks_is_only_parted():
    text = "uy ban nhan dan xa to chuc thuc hien"
    assert MENDING.learn([text] * 200).mend("câp xã") == "câp xã"


@settings(max_examples=60)
@given(TEXTS)
def test_mending_twice_is_mending_once(text):
    once = PLAIN.mend(text)
    assert PLAIN.mend(once) == once


@settings(max_examples=60)
@given(TEXTS)
def test_mending_is_deterministic_and_each_text_by_itself(text):
    assert PLAIN.mend_all([text, SOUND[0], text]) == [PLAIN.mend(text), PLAIN.mend(SOUND[0]), PLAIN.mend(text)]
    assert AGAIN.learn(["Ủy ban nhân dân xã."]).mend(text) == PLAIN.mend(text)


@settings(max_examples=60)
@given(TEXTS)
def test_numbers_never_change(text):
    def numbers(of: str) -> list[str]:
        return re.findall(r"\d+(?!ãnh)", of)

    assert numbers(PLAIN.mend(text)) == numbers(nfc(text))


@given(st.lists(st.sampled_from([word for text in SOUND for word in re.findall(r"[^\W\d_]+", text)]), max_size=3))
def test_known_words_in_any_order_keep_their_plain_letters(words):
    # Three words in a row are no context that could make anybody sure of a letter of another shape.
    text = " ".join(words)
    assert fold(PLAIN.mend(text)) == fold(text)


def test_search_texts_stand_beside_the_passages_and_leave_them_alone():
    document = paper("p", ["Ủyban nhândân xã", "sản phẩm ôtô kilômét", *SOUND], path=("I. Nhiệm vụ câp xã",))
    found = passages(document)
    texts = search_texts(found, MENDING)
    assert len(texts) == len(found)
    assert [passage.text for passage in passages(document)] == [passage.text for passage in found]
    assert texts[0].text.startswith("Ủy ban nhân dân xã\n")
    assert "nhiệm vụ cấp xã" in texts[0].context.lower()
    assert texts[2] == SearchText(found[2].text, texts[2].context)


def test_a_text_without_a_strange_run_is_left_alone():
    found = passages(paper("p", ["Phân đấu đạt 5%; OCOP, UBND, 57-NQ/TW năm 2030.", "Theo dõi, xem xét câp xã."]))
    assert [MENDING.is_doubtful(passage.text) for passage in found] == [False, True]
    assert search_texts(found, MENDING)[0].text == found[0].text


def test_what_is_parted_is_found_as_it_was_written_too():
    assert PLAIN.for_search(["Ủyban nhândân xã"]) == ["Ủy ban nhân dân xã\nủyban nhândân"]
    assert PLAIN.for_search(["phát triên"]) == ["phát triển\ntriên"]


def test_one_paper_does_not_change_another():
    before = MENDING.learn(SOUND * 30).mend_all(MISREAD)
    MENDING.learn(MISREAD * 30)
    assert MENDING.learn(SOUND * 30).mend_all(MISREAD) == before


def test_a_pair_that_general_text_has_only_with_other_marks_is_in_doubt():
    table = read_table(SHIPPED)
    syllables = ("", "", "", *table.syllables)
    number = {syllable: at for at, syllable in enumerate(syllables) if syllable}
    doubtful, sure, steady = ("phân", "đấu"), ("phấn", "đấu"), ("nuôi", "cáy")
    number["cáy"] = len(syllables)
    pairs = [doubtful] * 9 + [sure] * 8 + [steady] * 5
    ids = np.array([0, *(item for a, b in pairs for item in (number[a], number[b], 0))], dtype=np.int64)
    own = (*syllables, "cáy")
    counts = Doubts(syllables, table.counts).without(NGramCounts.of_ids(ids, len(own)), own)

    def times(first: str, second: str) -> float:
        at = int(find(counts.bigram_keys, np.array([number[first] * ID_LIMIT + number[second]]))[0])
        return float(counts.bigrams[at])

    assert times(*doubtful) == 0
    assert times(*sure) == 7
    assert times(*steady) == 4
