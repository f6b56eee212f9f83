"""What each part of the product is worth: the same questions with one part at a time left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.model import Document
from eval.asking import Assistant
from index.abbreviations import Abbreviations
from index.embedding import EmbeddingModel
from index.passage import Passage
from index.passages import passages
from index.restoration import DiacriticsRestorer
from index.search import LocalIndex
from index.search_texts import read_papers
from index.tuning import Tuning
from rag.collection import Collection
from rag.following import Said
from rag.kinds import KindModel, shipped_kinds
from rag.pipeline import Pipeline, readers_over
from rag.ranking import Ranker, shipped_weights
from rag.retrieving import Retriever
from rag.spelling import Expander, Restorer, Spelling
from rag.understanding import Understander
from rag.understood import Understood


@dataclass(frozen=True, slots=True)
class Kit:
    """What the variants are made of."""

    documents: tuple[Document, ...]
    model: EmbeddingModel

    @property
    def texts(self) -> list[str]:
        """Return the text of every paragraph."""
        return [paragraph.text for document in self.documents for paragraph in document.paragraphs]


@dataclass(frozen=True, slots=True)
class Variant:
    """The product with one part left out."""

    name: str
    says: str
    """What is left out, in Vietnamese."""
    assemble: Callable[[Kit], Assistant]


class AsTyped:
    """Restores no diacritics; what is a syllable it knows from the restorer it takes the place of."""

    def __init__(self, restorer: Restorer) -> None:
        self._restorer = restorer

    def restore(self, text: str, typed: str | None = None) -> str:  # noqa: ARG002 - the seam's own name
        """Return the text as it is."""
        return text

    def is_syllable(self, word: str) -> bool:
        """Say whether the word is a Vietnamese syllable as it is spelled."""
        return self._restorer.is_syllable(word)


class NoAbbreviations:
    """Writes no abbreviation out."""

    def expand(self, question: str, supported: Callable[[str], bool] | None = None) -> str:  # noqa: ARG002
        """Return the question as it is."""
        return question


class Everywhere(Understander):
    """Understands questions, and then lets every paper answer them, whichever commune they name."""

    def __init__(self, collection: Collection, spelling: Spelling, kinds: KindModel) -> None:
        """Keep the ids of every paper."""
        super().__init__(collection, spelling, kinds)
        self._all = frozenset(paper.id for paper in collection.papers)

    def understand(
        self,
        question: str,
        last: Said | None = None,
        allowed: frozenset[str] | None = None,
    ) -> Understood:
        """Return what the question asks, of everything."""
        understood = super().understand(question, last, allowed)
        return replace(understood, scope=replace(understood.scope, document_ids=self._all, unknown_place=None))


def variants() -> tuple[Variant, ...]:
    """Return the product as it is, then each variant. By default there is no reranker to leave out."""
    return (
        Variant("full", "đầy đủ", lambda kit: _assistant(kit, _index(kit))),
        Variant("no-dense", "không có vectơ nghĩa", lambda kit: _assistant(kit, _index(kit, Tuning(dense=0.0)))),
        Variant("no-headings", "không đưa đề mục vào chỉ mục", _without_headings),
        Variant("no-restoration", "không thêm lại dấu", _without_restoration),
        Variant("no-abbreviations", "không viết đủ chữ tắt", _without_abbreviations),
        Variant("no-ranking", "xếp đoạn chỉ theo điểm tìm kiếm", _without_ranking),
        Variant("no-facts", "không đọc sẵn phân công, con người", _without_facts),
        Variant("no-scope", "không giới hạn theo xã, văn bản", _without_scope),
    )


def _without_headings(kit: Kit) -> Assistant:
    bare = [replace(passage, context="") for passage in _passages(kit)]
    return _assistant(kit, _index(kit, found=bare))


def _without_restoration(kit: Kit) -> Assistant:
    return _assistant(kit, _index(kit), restorer=AsTyped(_restorer(kit)))


def _without_abbreviations(kit: Kit) -> Assistant:
    return _assistant(kit, _index(kit), expander=NoAbbreviations())


def _without_ranking(kit: Kit) -> Assistant:
    return _assistant(kit, _index(kit), weights={"fused": 1.0})


def _without_facts(kit: Kit) -> Assistant:
    collection = Collection(kit.documents, _abbreviations(kit).expand, lambda _: ())
    return _assistant(kit, _index(kit), collection=collection)


def _without_scope(kit: Kit) -> Assistant:
    return _assistant(kit, _index(kit), understander=Everywhere)


def _assistant(
    kit: Kit,
    index: LocalIndex,
    expander: Expander | None = None,
    restorer: Restorer | None = None,
    collection: Collection | None = None,
    understander: type[Understander] = Understander,
    weights: Mapping[str, float] | None = None,
) -> Assistant:
    abbreviations = _abbreviations(kit)
    papers = collection or Collection(kit.documents, (expander or abbreviations).expand)
    spelling = Spelling(papers, expander or abbreviations, restorer or _restorer(kit))
    ranker = Ranker(papers, shipped_weights() if weights is None else weights)
    return Pipeline(index, papers, understander(papers, spelling, shipped_kinds()), ranker, readers_over(papers))


def unranked(kit: Kit) -> tuple[Pipeline, Retriever, Ranker]:
    """Return the product without learnt weights, and the parts that say what there is to rank and by what."""
    index, papers = _index(kit), Collection(kit.documents, _abbreviations(kit).expand)
    ranker = Ranker(papers, {})
    understander = Understander(papers, Spelling(papers, _abbreviations(kit), _restorer(kit)), shipped_kinds())
    return Pipeline(index, papers, understander, ranker, ()), Retriever(index, papers, ranker), ranker


def _index(kit: Kit, tuning: Tuning | None = None, found: Sequence[Passage] | None = None) -> LocalIndex:
    if found is not None:
        return LocalIndex.build("ablation", found, kit.model, tuning or Tuning(), lambda *_: None)
    whole, texts = read_papers(kit.documents)
    return LocalIndex.build("ablation", whole, kit.model, tuning or Tuning(), lambda *_: None, texts)


def _passages(kit: Kit) -> list[Passage]:
    return [passage for document in kit.documents for passage in passages(document)]


def _abbreviations(kit: Kit) -> Abbreviations:
    return Abbreviations.shipped().with_collection(kit.texts)


def _restorer(kit: Kit) -> DiacriticsRestorer:
    return DiacriticsRestorer.load().with_collection(kit.texts)
