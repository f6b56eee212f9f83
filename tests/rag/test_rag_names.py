"""Names of communes in questions: half-accented, behind "thì", and those that papers write with capitals only."""

import pytest

from corpus.reader import read_document
from corpus.vietnamese import nfc
from rag.collection import Collection
from rag.scope import Scope, find_scope

OURS = "xã Suối Lũng"
SYLLABLES = frozenset("suối suôi lũng lung lúng thanh lạng khe trúc ở xã của bao giờ thì thị trồng chè cải tạo".split())
PAPER = """ỦY BAN NHÂN DÂN
XÃ SUỐI LŨNG

Số: 12/KH-UBND
Suối Lũng, ngày 03 tháng 4 năm 2026

KẾ HOẠCH
Phát triển kinh tế vườn đồi

I. NHIỆM VỤ

1. Phát triển vùng chè

Phối hợp với xã Thanh Lạng trồng 20 ha chè; làm xong đường nối Khe Trúc với trung tâm xã.

2. Cải tạo vườn tạp

Cải tạo vườn; các hộ tự cải tạo ao. Tổ chức Hội thi Vườn Đẹp; mỗi thôn có ít nhất một vườn đẹp.

Thực hiện Nghị quyết số 14-NQ/TU, ngày 20/01/2026 của Tỉnh ủy về du lịch lòng hồ, xã dựng 03 bến thuyền.
"""


@pytest.fixture(scope="module")
def collection() -> Collection:
    return Collection([read_document("suoi-lung", PAPER)])


@pytest.fixture
def scope(collection):
    def of(text: str) -> Scope:
        return find_scope(nfc(text), collection, None, lambda word: word.lower() in SYLLABLES)

    return of


@pytest.mark.parametrize(
    "text",
    ["xã Suối Lung trồng chè", "Suối Lung trồng chè", "ở Suoi Lũng", "suoi lũng", "xã suối lung", "xa suoi lung"],
)
def test_our_name_may_want_some_of_its_diacritics(scope, text):
    assert scope(text).communes == (OURS,)
    assert scope(text).unknown_place is None


@pytest.mark.parametrize("text", ["xã Suối Lúng trồng chè", "xã Suôi Lung", "ở xã Suôi Lũng"])
def test_a_name_with_another_syllable_is_not_ours(scope, text):
    assert scope(text).communes == ()
    assert scope(text).unknown_place is not None


@pytest.mark.parametrize("text", ["bao giờ thì xã Suối Lũng trồng chè", "Thì xã suối lũng trồng chè bao giờ"])
def test_thi_before_xa_makes_no_town(scope, text):
    assert scope(text).communes == (OURS,)
    assert scope(text).unknown_place is None


def test_a_town_of_our_name_is_another_place(scope):
    assert scope("bao giờ thị xã Suối Lũng trồng chè").unknown_place == "thị xã Suối Lũng"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("xã khe trúc trồng chè", "xã khe trúc"),
        ("trồng chè ở xã thanh lạng", "xã thanh lạng"),
        ("UBND xã khe trúc trồng chè", "xã khe trúc"),
    ],
)
def test_a_name_that_papers_write_with_capitals_only_is_another_place(scope, text, place):
    assert scope(text).unknown_place == place


@pytest.mark.parametrize("text", ["xã cải tạo vườn khi nào", "xã vườn tạp", "UBND xã trồng chè"])
def test_words_that_papers_write_in_small_letters_are_no_name(scope, text):
    assert (scope(text).communes, scope(text).unknown_place) == ((), None)


def test_a_name_is_what_stands_in_capitals_and_never_otherwise(collection):
    assert collection.is_name("khe", "truc")
    assert collection.is_name("thanh", "lang")
    # Capitals only begin the sentence or title there.
    assert not collection.is_name("cai", "tao")
    assert not collection.is_name("phoi", "hop")
    # In capitals here, in small letters there.
    assert not collection.is_name("vuon", "dep")


def test_a_document_that_a_clause_names_is_none_of_its_own_words(collection):
    (paper,) = collection.papers
    paragraph = next(p for p in paper.document.paragraphs if "bến thuyền" in p.text)
    named = [clause for clause in collection.clauses(paragraph.id) if "14-NQ/TU" in clause.text]
    assert named
    for clause in named:
        own = collection.words_of_its_own(paragraph.id, clause)
        assert {"nghi", "quyet", "14"} <= clause.words.folded
        assert {"nghi", "quyet", "14"}.isdisjoint(own.folded)
        assert "thuc" in own.folded


def test_a_clause_that_names_no_document_keeps_all_its_words(collection):
    (paper,) = collection.papers
    paragraph = next(p for p in paper.document.paragraphs if "Thanh Lạng" in p.text)
    for clause in collection.clauses(paragraph.id):
        assert collection.words_of_its_own(paragraph.id, clause) == clause.words
