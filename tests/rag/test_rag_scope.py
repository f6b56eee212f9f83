"""Which commune a question is about: ours, another, or none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rag_papers import BEN_SOI, BEN_SOI_KH, DONG_MAY, DONG_MAY_CTR, DONG_MAY_KH, IDS, documents

from corpus.vietnamese import nfc
from rag.collection import Collection
from rag.scope import Scope, find_scope, kind_named

EVERYTHING = frozenset(IDS)
OURS = {DONG_MAY: {DONG_MAY_CTR, DONG_MAY_KH}, BEN_SOI: {BEN_SOI_KH}}
SYLLABLES = frozenset(
    "đồng đông dong mây máy mai may mấy bến ben bền sỏi soi sói thượng lâm thuong lam chè ở o của xã tiến tân".split()
)


@pytest.fixture(scope="module")
def collection() -> Collection:
    return Collection(documents())


@pytest.fixture
def scope(collection):
    def of(text: str, allowed: frozenset[str] | None = None) -> Scope:
        return find_scope(nfc(text), collection, allowed, lambda word: word.lower() in SYLLABLES)

    return of


@pytest.mark.parametrize(
    "text",
    ["ai chủ trì ở xã Đồng Mây?", "Đồng Mây trồng chè", "trồng chè của đồng mây", "o xa dong may", "dong may",
     "ĐỒNG MÂY", "Đồng  Mây".replace("  ", " ")],
)  # fmt: skip
def test_a_commune_of_ours_is_known_however_it_is_typed(scope, text):
    found = scope(text)
    assert found.communes == (DONG_MAY,)
    assert found.document_ids == OURS[DONG_MAY]
    assert found.unknown_place is None
    assert found.is_named


@pytest.mark.parametrize("text", ["xã Đồng Mâyy", "Đồngg Mây", "xã Đồng Mâuy"])
def test_a_slip_that_is_no_syllable_is_our_commune(scope, text):
    assert scope(text).communes == (DONG_MAY,)
    assert scope(text).unknown_place is None


@pytest.mark.parametrize(
    "text", ["xã Đông Mây", "xã Đồng Mấy", "ở Đông Máy", "xã Đồng Mai", "xã đồng mai", "phường Bền Sỏi"]
)
def test_a_name_with_other_diacritics_or_letters_is_another_place(scope, text):
    found = scope(text)
    assert found.unknown_place is not None
    assert found.unknown_place in text


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ai chủ trì ở xã Thượng Lâm?", "xã Thượng Lâm"),
        ("xã Thượng Lâm Tiến trồng chè", "xã Thượng Lâm Tiến"),
        ("trồng chè ở xã thượng lâm", "xã thượng lâm"),
        ("trong che o xa thuong lam", "xa thuong lam"),
        ("thị trấn Tân Tiến", "thị trấn Tân Tiến"),
        ("đặc khu Hòn Ngọc có gì", "đặc khu Hòn Ngọc"),
        ("phường Đồng Mây", "phường Đồng Mây"),
        ("trồng chè ở xã Đồng Mây Thượng", "xã Đồng Mây Thượng"),
        ("xã Đồng Mây và xã Thượng Lâm", "xã Thượng Lâm"),
        ("XÃ THƯỢNG LÂM", "XÃ THƯỢNG LÂM"),
    ],
)
def test_a_commune_that_is_not_ours_is_named(scope, text, place):
    assert scope(text).unknown_place == place


@pytest.mark.parametrize(
    "text",
    ["kinh tế xã hội", "van hoa - xa hoi", "hợp tác xã nông nghiệp", "xã nào cao nhất", "xã có bao nhiêu hộ",
     "phường ta có gì", "trạm y tế xã", "Ủy ban nhân dân xã chủ trì", "xã", "ai chủ trì?", "", "Xã hội hóa"],
)  # fmt: skip
def test_where_no_commune_is_named_every_paper_may_answer(scope, text):
    found = scope(text)
    assert (found.communes, found.unknown_place, found.document_ids) == ((), None, EVERYTHING)
    assert not found.is_named


@pytest.mark.parametrize("text", ["còn xã kia?", "con xa kia thi sao", "các xã còn lại", "phường khác thì sao"])
def test_the_other_one_hangs_on_the_conversation(scope, text):
    assert scope(text).other_one
    assert scope(text).unknown_place is None


def test_two_communes_named_are_both_in_scope(scope):
    found = scope("so sánh xã Đồng Mây với phường Bến Sỏi")
    assert {*found.communes} == {DONG_MAY, BEN_SOI}
    assert found.document_ids == EVERYTHING
    assert not found.other_one


def test_only_papers_allowed_are_in_scope(scope):
    assert scope("trồng chè", frozenset({BEN_SOI_KH})).document_ids == {BEN_SOI_KH}
    assert scope("Đồng Mây", frozenset({BEN_SOI_KH})).document_ids == frozenset()
    assert scope("Đồng Mây", frozenset({DONG_MAY_KH, BEN_SOI_KH})).document_ids == {DONG_MAY_KH}


NAMES = st.sampled_from(
    ("xã Đồng Mây", "bến sỏi", "Đồng", "xã", "phường", "Thượng Lâm", "ở", "dong may", "kia")
)  # fmt: skip
TEXTS = st.lists(st.one_of(NAMES, st.text(max_size=6)), max_size=6).map(lambda words: nfc(" ".join(words)))


@settings(deadline=None)
@given(TEXTS, st.one_of(st.none(), st.frozensets(st.sampled_from(IDS))))
def test_the_scope_of_any_text_stays_inside_what_is_allowed(collection, text, allowed):
    found = find_scope(text, collection, allowed, lambda word: word.lower() in SYLLABLES)
    assert found.document_ids <= (EVERYTHING if allowed is None else allowed)
    if found.communes:
        assert found.document_ids <= set().union(*(OURS[commune] for commune in found.communes))
    for mention in found.mentions:
        assert 0 <= mention.start <= mention.name_start < mention.end <= len(text)
        assert mention.commune in (None, *found.communes)


def test_the_kind_of_paper_named_counts_where_some_paper_is_of_it():
    kinds = ("Kế hoạch", "Chương trình hành động", None)
    assert kind_named("ai ky ke hoach nay", kinds) == "Kế hoạch"
    assert kind_named("chuong trinh hanh dong cua xa", kinds) == "Chương trình hành động"
    assert kind_named("nghi quyet cua xa", kinds) is None
    assert kind_named("ai chu tri", kinds) is None
    assert kind_named("ai ky ke hoach nay", ()) is None
