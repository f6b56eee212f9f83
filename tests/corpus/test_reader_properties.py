"""What holds of every paper: offsets, nesting, and that no word of the source is lost, doubled or moved."""

import random
import unicodedata

import pytest
from golden_views import SHIPPED, SHIPPED_IDS, shipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from papers import SENTENCES, assert_sound, compact, papers, words_of

from corpus.errors import EmptyDocument
from corpus.model import ParagraphKind
from corpus.reader import read_document
from corpus.vietnamese import nfc

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FRAGMENTS = (
    "PHỤ LỤC", "Phụ lục 2", "TT", "STT Nội dung", "1", "1.", "2", "- ", "I. MỤC TIÊU", "Điều 1.", "a) Việc;", "(1) Một",
    "Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lý Văn Sáu", "KẾ HOẠCH", "Số: /KH-UBND", "V/v kiểm tra", "",
    "\f", "3", "| a | b |", "|---|---|", "x\ty\tz", "# Tiêu đề", "* * *", "-----", "Đơn vị chủ trì", "Thời gian",
    "Hằng năm", "ĐẢNG CỘNG SẢN VIỆT NAM", "Chương I", "Mục 2", "12 tháng đầu năm", "**đậm**", "Trang 2/7",
    "I", "II", *SENTENCES,
)  # fmt: skip


def kept_in_order(words: list[str], text: str) -> list[str]:
    """The source's words that the text leaves out; fails where the text holds any other, or in another order."""
    left, rest = [], compact(text.split())
    for word in words:
        if rest.startswith(word):
            rest = rest[len(word) :]
        else:
            left.append(word)
    assert rest == "", f"not in the source at this place: {rest[:80]}"
    return left


@pytest.mark.parametrize("document_id", SHIPPED_IDS)
def test_a_shipped_document_is_sound(document_id):
    assert_sound(shipped(document_id))


@pytest.mark.parametrize("document_id", SHIPPED_IDS)
def test_a_shipped_document_keeps_every_word_once_and_in_order(document_id):
    raw = (SHIPPED / f"{document_id}.txt").read_text(encoding="utf-8")
    left = kept_in_order(words_of(raw), shipped(document_id).text)
    header = "Cơ quan chủ trì Cơ quan phối hợp Thời gian triển khai Thời gian hoàn thành Nguồn lực thực hiện"
    repeats = raw.count("Stt Tên nhiệm vụ") - 1
    furniture = f"Stt Tên nhiệm vụ {header}".split() * max(0, repeats)
    pages = [word for word in left if word.isdigit()]
    assert sorted(word for word in left if not word.isdigit() and not set(word) <= set("-*")) == sorted(furniture)
    assert [int(page) for page in pages] == sorted({int(page) for page in pages}), "page numbers count up"


@given(papers())
@QUICK
def test_an_invented_paper_is_read_whole(paper):
    document = read_document("giay", paper.raw)
    assert_sound(document)
    assert sorted(kept_in_order(words_of(paper.raw), document.text)) == sorted(paper.furniture)
    found = document.metadata
    assert (found.kind, found.number, found.commune) == ("Kế hoạch", paper.number, paper.commune)
    assert found.signer is not None
    assert (found.signer.name, found.signer.post) == (paper.name, "CHỦ TỊCH")
    assert found.issuer == f"Ủy ban nhân dân {paper.commune}"
    headings = [p.text for p in document.paragraphs if p.kind is ParagraphKind.HEADING]
    assert headings == [*paper.headings, *(["PHỤ LỤC"] if paper.rows else [])]
    rows = [tuple(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    assert rows == list(paper.rows)


@given(papers(), st.sampled_from(["\r\n", "\r", "\n"]), st.sampled_from(["NFC", "NFD"]))
@QUICK
def test_line_ends_and_letter_composition_change_nothing(paper, line_end, form):
    other = unicodedata.normalize(form, paper.raw).replace("\n", line_end)
    assert read_document("giay", other) == read_document("giay", paper.raw)


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=60), st.sampled_from(["\n", "\n\n", "\n   "]))
@settings(max_examples=200, deadline=None)
def test_fragments_in_any_order_make_a_sound_document(fragments, between):
    _read_anything(between.join(fragments))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_makes_a_sound_document(raw):
    _read_anything(raw)


def _read_anything(raw):
    try:
        document = read_document("giay", raw)
    except EmptyDocument:
        return
    assert_sound(document)
    assert nfc(document.text) == document.text
    assert not any(p.text != p.text.strip() for p in document.paragraphs)


def test_reading_time_grows_with_length_not_faster():
    rng = random.Random(7)
    lines = [
        "TT",
        "Nội dung",
        "Thời hạn hoàn thành",
        "Đơn vị chủ trì",
        "1",
        *(rng.choice(SENTENCES) for _ in range(3000)),
    ]
    document = read_document("dai", "\n".join(lines))  # a table that never ends: the test's time limit is the check
    assert_sound(document)


def test_no_words_is_refused():
    with pytest.raises(EmptyDocument) as caught:
        read_document("trong", " \n\n -- \f * \n")
    assert caught.value.code == "empty_document"
    assert "chữ" in caught.value.detail
