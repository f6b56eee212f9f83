import tomllib

import pytest
from bench_samples import SMALL, silent
from eval_samples import ROOT

from eval.bench.pieces import as_chunks, as_paragraphs
from eval.bench.sets import CorpusEntry
from eval.bench.stock_peers import (
    INSTALLING,
    LangChainRetriever,
    RankBm25Retriever,
    TxtaiRetriever,
    blank_cut,
    is_installed,
    stock_peers,
)
from index.embedding import HashingModel
from index.langchain import HoidapEmbeddings

NAMES = ["rank-bm25", "langchain-minilm", "txtai"]
LONG = ("Đường làng. " * 200) + "Trạm y tế xã."
MIXED = (CorpusEntry("road", "", LONG), CorpusEntry("market", "", "Chợ quê."), CorpusEntry("blank", "", " \n"))


def test_without_the_extra_all_are_missing_and_one_sentence_says_what_installs_them(monkeypatch):
    monkeypatch.setattr("eval.bench.stock_peers.is_installed", lambda _: False)
    found = stock_peers()
    assert found.installed == ()
    assert list(found.missing) == NAMES
    assert found.remark == f"Không đo {', '.join(NAMES)} vì chưa cài thư viện; muốn đo thì chạy: {INSTALLING}"


def test_a_peer_is_missing_where_one_of_its_libraries_is(monkeypatch):
    monkeypatch.setattr("eval.bench.stock_peers.is_installed", lambda module: module != "txtai")
    found = stock_peers()
    assert [peer.name for peer in found.installed] == NAMES[:2]
    assert found.missing == ("txtai",)


def test_with_all_libraries_nothing_is_remarked_and_nothing_loaded(monkeypatch):
    monkeypatch.setattr("eval.bench.stock_peers.is_installed", lambda _: True)
    found = stock_peers()
    assert [(peer.name, peer.encodes, peer.cut) for peer in found.installed] == [
        ("rank-bm25", False, as_paragraphs),
        ("langchain-minilm", True, as_chunks),
        ("txtai", True, as_paragraphs),
    ]
    assert found.remark is None


def test_the_libraries_that_are_looked_for_are_those_of_the_extra(monkeypatch):
    looked_for = []
    monkeypatch.setattr("eval.bench.stock_peers.is_installed", lambda module: not looked_for.append(module))
    stock_peers()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extra = project["optional-dependencies"]["bench"]
    assert set(looked_for) == {line.split(">=")[0].replace("-", "_") for line in extra}


def test_what_is_installed_is_told_without_importing_it():
    assert is_installed("json")
    assert not is_installed("no_such_module_of_anybody")


def test_words_are_cut_at_blanks_only():
    assert blank_cut("Kế hoạch 57-NQ/TW,\nxã.") == ["kế", "hoạch", "57-nq/tw,", "xã."]
    assert blank_cut("HO\u0300A") == ["hòa"]


class ScriptedTxtai:
    """Keeps what it is to index and finds numbers as told."""

    def __init__(self, *found):
        self.found = found
        self.indexed = []
        self.asked = []

    def index(self, documents):
        self.indexed = list(documents)

    def search(self, query, limit):
        self.asked.append((query, limit))
        return [(number, 1.0 / rank) for rank, number in enumerate(self.found, 1)][:limit]


def test_numbers_that_txtai_finds_are_told_as_the_entries_they_stand_for():
    index = ScriptedTxtai(2, 0)
    searcher = TxtaiRetriever(lambda: index).build(SMALL.entries, silent)
    assert index.indexed == [(number, entry.whole, None) for number, entry in enumerate(SMALL.entries)]
    assert searcher.search("đường", 10) == ["road", "budget"]
    assert searcher.search("đường", 1) == ["road"]
    assert index.asked == [("đường", 10), ("đường", 1)]


# From here on what needs the extra.


@pytest.fixture
def chunked():
    pytest.importorskip("langchain_text_splitters")
    pytest.importorskip("faiss")
    if not is_installed("langchain_community"):  # importing it warns, and warnings are errors
        pytest.skip("langchain_community is not installed")
    return LangChainRetriever(HoidapEmbeddings(HashingModel()))


def test_of_a_long_entry_the_best_chunk_counts(chunked):
    searcher = chunked.build(MIXED, silent)
    assert searcher.search("trạm y tế", 1) == ["road"]
    # The three chunks of the long entry are nearest: two are asked for first, then four, all there are.
    assert searcher.search("đường làng", 2) == ["road", "market"]
    assert searcher.search("đường làng", 100) == ["road", "market"]
    assert searcher.search("chợ quê", 1) == ["market"]


def test_a_corpus_without_a_chunk_can_be_searched(chunked):
    assert chunked.build(MIXED[2:], silent).search("chợ", 5) == []


def test_rank_bm25_finds_by_words_as_they_stand_between_blanks():
    pytest.importorskip("rank_bm25")
    searcher = RankBm25Retriever().build(SMALL.entries, silent)
    assert searcher.search("trường mầm non", 10) == ["school"]
    assert searcher.search("trường, mầm, non,", 10) == []
    assert RankBm25Retriever().build(MIXED[2:], silent).search("chợ", 5) == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_txtai_finds_by_words_and_vectors():
    txtai = pytest.importorskip("txtai")
    model = HashingModel()

    def vectors(texts):  # a plain function: txtai would call a method to make it one
        return model.encode_passages(texts)

    retriever = TxtaiRetriever(lambda: txtai.Embeddings(transform=vectors, hybrid=True))
    searcher = retriever.build(SMALL.entries, silent)
    assert searcher.search("trường mầm non", 1) == ["school"]
    assert set(searcher.search("ngân sách", 10)) <= {entry.id for entry in SMALL.entries}
