import pytest
from bench_samples import SMALL, silent

from eval.bench.errors import NoModelFolder
from eval.bench.peers import RankFusion, model_peer, peers, plain_syllables, syllables
from eval.bench.retrievers import ProductRetriever
from eval.bench.sets import CorpusEntry, without_accents
from index.embedding import SHIPPED_MODEL, HashingModel

RETRIEVERS = (ProductRetriever(HashingModel()), *peers(HashingModel()), model_peer(SHIPPED_MODEL))
SEARCHERS = {retriever.name: retriever.build(SMALL.entries, silent) for retriever in RETRIEVERS}
ANYTHING = ("", "?!", "xyz qwk", "Thu ngân sách đạt bao nhiêu?", "thu ngan sach", "2025", "a" * 3000)


@pytest.fixture(params=SEARCHERS)
def searcher(request):
    return SEARCHERS[request.param]


def test_each_retriever_has_a_name_of_its_own():
    assert list(SEARCHERS) == [
        "hoidap",
        "bm25",
        "bm25-no-accents",
        "char-tfidf",
        "dense",
        "rrf-bm25-dense",
        "dense hoidap-static",
    ]


@pytest.mark.parametrize("query", ANYTHING)
@pytest.mark.parametrize("k", [1, 2, 100])
def test_at_most_k_known_ids_come_back_each_once_and_the_same_again(searcher, query, k):
    found = searcher.search(query, k)
    assert len(found) <= k
    assert len(set(found)) == len(found)
    assert set(found) <= {entry.id for entry in SMALL.entries}
    assert searcher.search(query, k) == found


@pytest.mark.parametrize("entry", SMALL.entries, ids=lambda entry: entry.id)
def test_its_own_words_find_a_text_first(searcher, entry):
    assert searcher.search(entry.whole, 3)[0] == entry.id


def test_a_blank_question_finds_nothing(searcher):
    assert searcher.search(" ", 10) == []


@pytest.mark.parametrize("retriever", RETRIEVERS, ids=lambda retriever: retriever.name)
def test_a_corpus_of_one_text_or_of_blank_ones_can_be_searched(retriever):
    assert retriever.build(SMALL.entries[:1], silent).search("ngân sách xã", 100) == ["budget"]
    blank = (CorpusEntry("a", "", ""), CorpusEntry("b", "", " \n"))
    assert set(retriever.build(blank, silent).search("ngân sách", 10)) <= {"a", "b"}


@pytest.mark.parametrize("retriever", RETRIEVERS, ids=lambda retriever: retriever.name)
def test_building_tells_how_far_it_is(retriever):
    told = []
    retriever.build(SMALL.entries, lambda stage, done, total: told.append((stage, done, total)))
    assert told
    assert all(stage and done <= total for stage, done, total in told)


def test_only_plain_bm25_and_character_grams_need_the_accents():
    query = without_accents("ngân sách")
    assert SEARCHERS["bm25"].search(query, 3) == []
    assert SEARCHERS["bm25-no-accents"].search(query, 3) == ["budget"]
    assert SEARCHERS["hoidap"].search(query, 3)[0] == "budget"


def test_the_product_learns_from_the_corpus_how_to_write_a_question():
    # Both "lê" and "lễ" are "le" when plain.
    corpus = (CorpusEntry("plum", "", "Vườn lê Tai Nung"), CorpusEntry("rite", "", "Ngày lễ"))
    found = ProductRetriever(HashingModel()).build(corpus, silent).search("vuon le tai nung", 1)
    assert found == ["plum"]


def test_syllables_are_cut_in_one_spelling():
    assert syllables("Kế hoạch 57-NQ/TW, xã.") == ["kế", "hoạch", "57", "nq", "tw", "xã"]
    assert syllables("ho\u0300a") == ["hòa"]
    assert plain_syllables("Đường, XÃ") == ["duong", "xa"]


class Fixed:
    def __init__(self, *ids):
        self.name = "fixed"
        self._ids = ids

    def build(self, *_):
        return self

    def search(self, _, k):
        return list(self._ids[:k])


def test_rank_fusion_adds_up_reciprocal_ranks():
    # a: 1/61; b: 1/62 + 1/61; c: 1/62, of the second list; d: 1/63.
    fused = RankFusion("rrf", (Fixed("a", "b", "d"), Fixed("b", "c"))).build(SMALL.entries, silent)
    assert fused.search("?", 10) == ["b", "a", "c", "d"]
    assert fused.search("?", 2) == ["b", "a"]


def test_what_two_lists_put_second_beats_what_one_puts_first():
    fused = RankFusion("rrf", (Fixed("a", "b"), Fixed("c", "b"))).build(SMALL.entries, silent)
    assert fused.search("?", 3) == ["b", "a", "c"]


def test_a_model_is_looked_for_in_a_folder_only(tmp_path):
    with pytest.raises(NoModelFolder, match="sentence-transformers"):
        model_peer(tmp_path / "gone")
