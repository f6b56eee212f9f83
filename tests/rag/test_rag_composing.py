"""Putting what was chosen into words, a label at each claim."""

import re
from dataclasses import replace

import pytest
from rag_papers import BEN_SOI, BEN_SOI_KH, DONG_MAY, DONG_MAY_CTR, DONG_MAY_KH, PEOPLE
from rag_samples import about_nothing, choice, finding, quote_of, understood

from rag.asks import Ask
from rag.composing import DIFFERS, INDIRECT, Composer
from rag.wording import capital, shortened, small, without_mark


@pytest.fixture(scope="module")
def composer(office) -> Composer:
    return Composer(office.collection, PEOPLE)


@pytest.fixture(scope="module")
def quote(office):
    return lambda document_id, words: quote_of(office.documents[document_id], words)


def test_one_claim_is_one_line_that_names_the_place(composer, quote):
    lead = quote(DONG_MAY_CTR, "Cơ quan chủ trì: Phòng Kinh tế.")
    said = composer.compose(understood(Ask.LEAD), [choice(Ask.LEAD, finding(DONG_MAY, "Phòng Kinh tế chủ trì", lead))])
    assert said.text == "Xã Đồng Mây: Phòng Kinh tế chủ trì [1]."
    (citation,) = said.citations
    assert (citation.label, citation.quote) == (1, "Cơ quan chủ trì: Phòng Kinh tế.")
    assert citation.document_id == DONG_MAY_CTR
    assert said.notices == ()


def test_labels_count_up_and_a_quote_used_twice_keeps_its_own(composer, quote):
    one, other = quote(DONG_MAY_CTR, "140 ha"), quote(BEN_SOI_KH, "96 triệu đồng")
    said = composer.compose(
        understood(),
        [
            choice(Ask.NUMBER, finding(DONG_MAY, "Đạt 140 ha", one), finding(BEN_SOI, "Đạt 96 triệu đồng", other)),
            choice(Ask.LEAD, finding(DONG_MAY, "Vẫn là 140 ha", one)),
        ],
    )
    assert re.findall(r"\[\d\]", said.text) == ["[1]", "[2]", "[1]"]
    assert [citation.label for citation in said.citations] == [1, 2]


def test_an_unproved_figure_makes_way_for_the_bare_words(composer, quote):
    found = finding(DONG_MAY, "Diện tích chè đạt 999 ha", quote(DONG_MAY_CTR, "đạt 140 ha"), brief="đạt\n 140 ha")
    said = composer.compose(understood(), [choice(Ask.NUMBER, found)])
    assert "999" not in said.text
    assert "đạt 140 ha [1]" in said.text


def test_an_unproved_name_makes_way_for_the_bare_words(composer, quote):
    found = finding(DONG_MAY, "Phan Đình Quế chỉ đạo", quote(DONG_MAY_CTR, "Lục Văn Bằng"), brief="Lục Văn Bằng")
    said = composer.compose(understood(Ask.DIRECTOR), [choice(Ask.DIRECTOR, found)])
    assert "Phan Đình Quế" not in said.text
    assert "Lục Văn Bằng [1]" in said.text


def test_the_same_claim_of_one_place_is_said_once_with_both_labels(composer, quote):
    one, other = quote(DONG_MAY_CTR, "Phòng Kinh tế"), quote(DONG_MAY_KH, "Phòng Kinh tế")
    found = (finding(DONG_MAY, "Phòng Kinh tế", one), finding(DONG_MAY, "Phòng Kinh tế", other))
    said = composer.compose(understood(Ask.LEAD), [choice(Ask.LEAD, *found)])
    assert said.text.count("Phòng Kinh tế") == 1
    assert "[1][2]" in said.text


def test_a_contradiction_is_told(composer, quote):
    found = (
        finding(DONG_MAY, "Đạt 140 ha", quote(DONG_MAY_CTR, "140 ha")),
        finding(DONG_MAY, "Đạt 160 ha", quote(DONG_MAY_CTR, "160 ha")),
    )
    said = composer.compose(understood(), [choice(Ask.NUMBER, *found, differs=True)])
    assert DIFFERS in said.notices
    assert "140 ha [1]" in said.text
    assert "160 ha [2]" in said.text


def test_words_that_are_no_direct_answer_are_told(composer, quote):
    found = finding(DONG_MAY, "Đạt 140 ha", quote(DONG_MAY_CTR, "140 ha"))
    assert INDIRECT in composer.compose(understood(), [choice(Ask.CONTENT, found, is_exact=False)]).notices


def test_a_comparison_names_the_communes_that_state_nothing(composer, quote):
    found = choice(Ask.COMPARE, finding(DONG_MAY, "Đạt 140 ha", quote(DONG_MAY_CTR, "140 ha")),
                   finding(DONG_MAY, "Đạt 160 ha", quote(DONG_MAY_CTR, "160 ha")))  # fmt: skip
    said = composer.compose(understood(Ask.COMPARE), [found])
    last = said.text.splitlines()[-1]
    assert last.startswith("- Phường Bến Sỏi")
    assert "không nêu" in last
    named = composer.compose(understood(Ask.COMPARE, communes=(DONG_MAY,)), [found])
    assert "Bến Sỏi" not in named.text


def test_a_list_is_a_list(composer, quote):
    found = [finding(DONG_MAY, words, quote(DONG_MAY_CTR, words)) for words in ("140 ha", "72,5 triệu", "25.000")]
    lines = composer.compose(understood(Ask.LIST), [choice(Ask.LIST, *found)]).text.splitlines()
    assert len([line for line in lines if line.startswith("- ")]) == 3


def test_a_refusal_names_the_place_that_is_not_ours(composer):
    asked = about_nothing(understood(Ask.LEAD), unknown_place="xã Thượng Lâm")
    said = composer.refusal(asked, [])
    assert "xã Thượng Lâm" in said
    assert DONG_MAY in said
    assert BEN_SOI in said


def test_a_refusal_names_the_nearest_section_only_where_retrieval_is_sure(composer, office):
    hit = office.hits(office.understand("Thu gom rác thải ở Đồng Mây"))[0]
    sure = composer.refusal(understood(), [replace(hit, score=1.0)])
    unsure = composer.refusal(understood(), [replace(hit, score=0.0)])
    section = office.collection.paragraph(hit.passage.id).section_path[-1]
    assert section in sure
    assert section not in unsure
    assert composer.refusal(understood(), []) == unsure


def test_what_is_asked_back_names_the_communes_where_the_other_one_is_meant(composer):
    back = composer.which(about_nothing(understood(Ask.LEAD), other_one=True))
    assert back.endswith("?")
    assert DONG_MAY in back
    assert composer.which(about_nothing(understood(Ask.LEAD))) != back


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trồng chè", "trồng chè"),
        ("Phòng Kinh tế", "Phòng Kinh tế"),
        ("UBND xã", "UBND xã"),
        ("", ""),
        ("5 ha", "5 ha"),
    ],
)
def test_a_phrase_begins_small_but_for_names(text, expected):
    assert small(text) == expected


def test_a_phrase_begins_with_a_capital():
    assert capital("ủy ban") == "Ủy ban"
    assert capital("") == ""


@pytest.mark.parametrize("limit", [10, 40, 79])
def test_a_shortened_text_is_cut_at_a_word(limit):
    text = " ".join(["tuyên truyền"] * 20)
    short = shortened(text, limit)
    assert short.endswith("…")
    assert len(short) <= limit + 1
    assert text.startswith(short[:-1])
    assert {*short[:-1].split()} <= {"tuyên", "truyền"}


def test_a_short_text_only_loses_its_ends():
    assert shortened("  - Trồng chè; ") in ("Trồng chè", "- Trồng chè")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- Trồng chè", "Trồng chè"),
        ("+ Trồng chè", "Trồng chè"),
        ("-5% mỗi năm", "-5% mỗi năm"),
        ("Trồng - chè", "Trồng - chè"),
    ],
)
def test_a_mark_of_a_list_is_left_out_and_a_sign_is_not(text, said):
    assert without_mark(text) == said
