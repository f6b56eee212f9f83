"""Abbreviations in questions and their definitions in papers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.vietnamese import nfc
from index.abbreviations import Abbreviation, AbbreviationKind, Abbreviations, definitions
from index.errors import ModelUnusable

SHIPPED = Abbreviations.shipped()


def learnt(short: str, expansion: str) -> Abbreviation:
    return Abbreviation(short, expansion, AbbreviationKind.LEARNT)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ubnd xa co bn phong", "ủy ban nhân dân xa co bao nhiêu phong"),
        ("UBND xã làm j?", "Ủy ban nhân dân xã làm gì?"),
        ("HDND giám sát gì", "Hội đồng nhân dân giám sát gì"),
        ("ai chủ trì CDS", "ai chủ trì chuyển đổi số"),
        ("ai chủ trì cđs", "ai chủ trì chuyển đổi số"),
        ("VP DU ở đâu", "Văn phòng đảng ủy ở đâu"),
        ("vp du o dau", "văn phòng đảng ủy o dau"),
        ("DU xã", "Đảng ủy xã"),
        ("phòng VH-XH phụ trách gì", "phòng văn hóa - xã hội phụ trách gì"),
        ("đ/c nào phụ trách NTM?", "đồng chí nào phụ trách nông thôn mới?"),
        ("có dc hỗ trợ ko", "có được hỗ trợ không"),
        ("thực hiện ntn", "thực hiện như thế nào"),
        ("Ko biết ai ký", "Không biết ai ký"),
        ("NQ 57-NQ/TW nói về gì", "Nghị quyết 57-NQ/TW nói về gì"),
        ("xong chưa v?", "xong chưa vậy?"),
        ("AI CHỦ TRÌ NTM", "AI CHỦ TRÌ NÔNG THÔN MỚI"),
    ],
)
def test_writes_out(typed, meant):
    assert SHIPPED.expand(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "Số 08-CTr/ĐUUB là gì",
        "nghị quyết 57-NQ/TW",
        "luật 226/2025/QH15",
        "kế hoạch /KH-UBND",
        "kế hoạch số 12/KH-UBND",
        "sản phẩm OCOP",
        "chức vụ v quyền hạn",
        "dư nợ du lịch",
        "CT nào quan trọng",
    ],
)
def test_leaves_alone(typed):
    assert SHIPPED.expand(typed) == typed


def test_an_ambiguous_one_takes_the_meaning_the_collection_supports():
    assert SHIPPED.expand("CT xã là ai", lambda meaning: meaning == "chỉ thị") == "Chỉ thị xã là ai"
    assert SHIPPED.expand("ns xã", lambda meaning: "ngân sách" in meaning) == "ngân sách xã"
    assert SHIPPED.expand("CT xã là ai", lambda _: False) == "CT xã là ai"


def test_small_kh_is_a_chat_spelling_only_at_the_end():
    everything = SHIPPED.expand("kh nào có hỗ trợ kh", lambda _: True)
    assert everything == "kế hoạch nào có hỗ trợ không"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ủy ban nhân dân (UBND) xã", [learnt("UBND", "Ủy ban nhân dân")]),
        ("do Trung tâm điều hành số (sau đây gọi tắt là TTĐHS) làm", [learnt("TTĐHS", "Trung tâm điều hành số")]),
        ("Chương trình hành động (viết tắt là CTrHĐ)", [learnt("CTrHĐ", "Chương trình hành động")]),
        ("Khoa học và công nghệ (KHCN)", [learnt("KHCN", "Khoa học và công nghệ")]),
        ("UBND (Ủy ban nhân dân)", [learnt("UBND", "Ủy ban nhân dân")]),
        ("Phòng Kinh tế (KT)", [learnt("KT", "Kinh tế")]),
        ("theo mức độ (MẬT) của văn bản (XYZ)", []),
        ("Ủy ban. Nhân dân (UBND)", []),
        ("", []),
    ],
)
def test_definitions(text, found):
    assert list(definitions(text)) == found


def test_what_papers_define_comes_before_the_table():
    taught = SHIPPED.with_collection(["Công trình (CTr)", "Cụm thi đua (CTĐ)", "Cụm thi đua (CTĐ)"])
    assert taught.expand("CTĐ nào") == "Cụm thi đua nào"
    assert taught.expand("UBND xã") == "Ủy ban nhân dân xã"
    assert SHIPPED.expand("CTĐ nào") == "CTĐ nào"


def test_a_later_collection_replaces_an_earlier_one():
    taught = SHIPPED.with_collection(["Cụm thi đua (CTĐ)"]).with_collection([])
    assert taught.expand("CTĐ nào") == "CTĐ nào"


@given(st.text(max_size=80))
def test_any_text_is_read_without_failing(text):
    assert isinstance(SHIPPED.expand(text, lambda _: True), str)
    assert all(entry.expansion in nfc(text) for entry in definitions(text))


@given(st.lists(st.sampled_from(["xã", "nào", "chủ", "trì", "57-NQ/TW", "đến", "năm", "2030", "?"])))
def test_questions_without_abbreviations_stay(words):
    question = " ".join(words)
    assert SHIPPED.expand(question, lambda _: True) == question


def test_every_line_of_the_table_can_be_typed_as_it_stands():
    table = Path(__file__).parents[2] / "index" / "data" / "abbreviations.tsv"
    rows = [line.split("\t") for line in table.read_text(encoding="utf-8").splitlines()[1:]]
    assert len({tuple(row) for row in rows}) == len(rows)
    for short, expansion, _ in rows:
        wanted = SHIPPED.expand(f"viết {short}", lambda meaning, wanted=expansion: meaning == wanted)
        assert wanted == f"viết {expansion}", short


@pytest.mark.parametrize("content", ["", "a\tb\tc\n", "abbreviation\texpansion\tkind\nUBND\toffice\n"])
def test_a_table_of_another_form_is_refused(tmp_path, content):
    path = tmp_path / "table.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ModelUnusable, match="ba cột"):
        Abbreviations.shipped(path)
