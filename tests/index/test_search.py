from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from index_papers import passage, silent

from index.embedding import HashingModel
from index.search import STAGE_VECTORS, STAGE_WORDS, InMemoryIndex, LocalIndex, SearchQuery
from index.search_texts import SearchText
from index.tuning import Tuning

PASSAGES = (
    passage("a", 0, "Tỷ lệ hộ nghèo đa chiều đến năm 2030 dưới 0,5%.", "Kế hoạch xã Bình An"),
    passage("a", 1, "Phát triển kinh tế số, chính quyền số.", "Kế hoạch xã Bình An"),
    passage("b", 0, "Phấn đấu không còn hộ nghèo đa chiều.", "Chương trình xã Hòa Lạc"),
    passage("b", 1, "Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024.", "Chương trình xã Hòa Lạc"),
    passage("c", 0, "Cơ quan phối hợp: các thôn.", "Kế hoạch\nMô hình chợ dân sinh"),
)
LOCAL = LocalIndex.build("v1", PASSAGES, HashingModel(), Tuning(), silent)
TEXTS = st.sampled_from(
    ["hộ nghèo đa chiều", "kinh tế số", "57-NQ/TW", "các thôn phối hợp", "nghị quyết", "xyz", "?!", ""]
)
SCOPES = st.none() | st.frozensets(st.sampled_from(["a", "b", "c", "unknown"]))


def ask(text: str) -> SearchQuery:
    return SearchQuery(text=text, original=text)


@pytest.fixture(params=["local", "in memory"])
def index(request):
    return LOCAL if request.param == "local" else InMemoryIndex(PASSAGES, "v1")


def check_contract(index, text, k, scope):
    hits = index.search(ask(text), k, scope)
    assert len(hits) <= k
    assert all(scope is None or hit.passage.document_id in scope for hit in hits)
    assert all(hit.passage in PASSAGES for hit in hits)
    assert len({hit.passage.id for hit in hits}) == len(hits)
    assert all(0.0 <= hit.score <= 1.0 and hit.lexical >= 0.0 and -1.0 <= hit.dense <= 1.0 for hit in hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits == index.search(ask(text), k, scope)
    assert hits[: k - 1] == (index.search(ask(text), k - 1, scope) if k > 1 else [])


@given(TEXTS, st.integers(1, 7), SCOPES)
def test_contract_local(text, k, scope):
    check_contract(LOCAL, text, k, scope)


@given(TEXTS, st.integers(1, 7), SCOPES)
def test_contract_in_memory(text, k, scope):
    check_contract(InMemoryIndex(PASSAGES), text, k, scope)


def test_contract_version_and_passages(index):
    assert (index.version, index.passages) == ("v1", PASSAGES)


def test_contract_the_scope_is_cut_before_the_best_are_taken(index):
    assert index.search(ask("tỷ lệ hộ nghèo dưới 0,5%"), 1)[0].passage.document_id == "a"
    (hit,) = index.search(ask("tỷ lệ hộ nghèo dưới 0,5%"), 1, frozenset({"b"}))
    assert hit.passage.id == "b-0"
    assert index.search(ask("hộ nghèo"), 3, frozenset()) == []


def test_contract_headings_find_their_paragraph(index):
    assert index.search(ask("mô hình chợ dân sinh"), 1)[0].passage.id == "c-0"


def test_contract_nothing_known_nothing_found(index):
    assert index.search(ask("?!"), 5) == []


def test_contract_at_least_one_passage_is_asked_for(index):
    with pytest.raises(ValueError, match="at least 1"):
        index.search(ask("hộ nghèo"), 0)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("57-NQ/TW", "b-1"), ("nghi quyet 57 ngay 22/12", "b-1"), ("kinh te so", "a-1"), ("0,5 %", "a-0")],
)
def test_numbers_and_questions_without_diacritics_are_found(text, wanted):
    assert LOCAL.search(ask(text), 1)[0].passage.id == wanted


def test_each_field_reads_its_own_spelling_of_the_question():
    by_text = LOCAL.search(SearchQuery("chính quyền số", "?"), 1)[0]
    by_original = LOCAL.search(SearchQuery("?", "chinh quyen so"), 1)[0]
    both = LOCAL.search(SearchQuery("chính quyền số", "chinh quyen so"), 1)[0]
    assert by_text.passage.id == by_original.passage.id == "a-1"
    assert by_original.dense == 0.0
    assert both.lexical == pytest.approx(by_text.lexical + by_original.lexical)


def test_few_candidates_still_give_as_many_as_are_asked_for():
    shallow = LocalIndex.build("v", PASSAGES, HashingModel(), Tuning(depth=1), silent)
    assert len(shallow.search(ask("hộ nghèo đa chiều"), 5)) == 5


def test_equal_passages_come_in_their_order():
    twins = [passage("a", number, "giảm nghèo bền vững") for number in range(4)]
    index = LocalIndex.build("v", twins, HashingModel(), Tuning(), silent)
    assert [hit.passage.id for hit in index.search(ask("giảm nghèo"), 4)] == ["a-0", "a-1", "a-2", "a-3"]


def test_a_scope_holds_documents_whose_passages_lie_apart():
    scattered = [passage(name, number, "giảm nghèo") for number, name in enumerate("abab")]
    index = LocalIndex.build("v", scattered, HashingModel(), Tuning(), silent)
    assert [hit.passage.id for hit in index.search(ask("giảm nghèo"), 4, frozenset("b"))] == ["b-1", "b-3"]


def test_the_text_weighs_more_than_its_context():
    pair = [passage("a", 0, "nội dung khác", "giảm nghèo"), passage("a", 1, "giảm nghèo", "nội dung khác")]
    index = LocalIndex.build("v", pair, HashingModel(), Tuning(), silent)
    assert index.search(ask("giảm nghèo"), 1)[0].passage.id == "a-1"


@pytest.mark.parametrize("texts", [[], ["", "?"]])
def test_an_index_without_a_word_finds_nothing(texts):
    empty = [passage("a", number, text) for number, text in enumerate(texts)]
    built = LocalIndex.build("v", empty, HashingModel(), Tuning(), silent)
    assert built.search(ask("???"), 3) == []
    assert {hit.lexical for hit in built.search(ask("hộ nghèo"), 3)} <= {0.0}


def test_what_is_searched_may_differ_from_what_is_shown():
    shown = [passage("a", 0, "Phần đầu giảm nghèo"), passage("a", 1, "nội dung khác")]
    read = [SearchText("Phấn đấu giảm nghèo", ""), SearchText("nội dung khác", "")]
    index = LocalIndex.build("v", shown, HashingModel(), Tuning(), silent, read)
    (hit,) = index.search(ask("phấn đấu"), 1)
    assert hit.passage.text == "Phần đầu giảm nghèo"
    assert hit.lexical > 0.0


def test_progress_reaches_the_end_of_both_stages():
    last = {}
    LocalIndex.build(
        "v", PASSAGES, HashingModel(), Tuning(), lambda stage, done, total: last.update({stage: (done, total)})
    )
    assert last == {STAGE_WORDS: (5, 5), STAGE_VECTORS: (8, 8)}
