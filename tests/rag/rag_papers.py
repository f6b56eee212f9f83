"""Three invented papers of two invented communes, and a pipeline over any papers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.model import Document
from corpus.reader import read_document
from index.abbreviations import Abbreviations
from index.embedding import EmbeddingModel, HashingModel
from index.passage import Hit
from index.passages import passages
from index.restoration import DiacriticsRestorer
from index.search import LocalIndex, SearchQuery
from index.tuning import Tuning
from rag.collection import Collection
from rag.kinds import shipped_kinds
from rag.pipeline import Pipeline
from rag.spelling import Spelling
from rag.understanding import Understander
from rag.understood import Understood

PAPERS = Path(__file__).parent / "papers"
DONG_MAY_CTR = "dong-may-ctr-vuon-ho"
DONG_MAY_KH = "dong-may-kh-ve-sinh"
BEN_SOI_KH = "ben-soi-kh-pho-di-bo"
IDS = (BEN_SOI_KH, DONG_MAY_CTR, DONG_MAY_KH)
DONG_MAY, BEN_SOI = "xã Đồng Mây", "phường Bến Sỏi"
PEOPLE = ("Nông Thị Sâm", "Lục Văn Bằng", "Phan Đình Quế", "Tạ Minh Hòe")
"""Everybody whom the papers name."""


def _silent(*_progress: object) -> None:
    """Progress that nobody watches."""


@cache
def documents() -> tuple[Document, ...]:
    return tuple(read_document(name, (PAPERS / f"{name}.txt").read_text(encoding="utf-8")) for name in IDS)


def index_of(papers: Iterable[Document], model: EmbeddingModel) -> LocalIndex:
    found = [passage for paper in papers for passage in passages(paper)]
    return LocalIndex.build("thử", found, model, Tuning(), _silent)


def pipeline_over(papers: Sequence[Document], model: EmbeddingModel | None = None) -> Pipeline:
    return Pipeline.over(index_of(papers, model or HashingModel()), papers)


@dataclass(frozen=True, repr=False)
class Office:
    """The parts of an assistant over the invented papers, each to be tried by itself."""

    documents: dict[str, Document]
    index: LocalIndex
    collection: Collection
    understander: Understander

    def understand(self, question: str, *more: object, **options: object) -> Understood:
        return self.understander.understand(question, *more, **options)

    def hits(self, understood: Understood, k: int = 20) -> list[Hit]:
        query = SearchQuery(understood.topic.text or understood.text, understood.text)
        return self.index.search(query, k, understood.scope.document_ids)


def written_out() -> Abbreviations:
    texts = [paragraph.text for document in documents() for paragraph in document.paragraphs]
    return Abbreviations.shipped().with_collection(texts)


def office_over(papers: Sequence[Document]) -> Office:
    """The parts of an assistant over any papers."""
    abbreviations = written_out()
    collection = Collection(papers, abbreviations.expand)
    texts = [paragraph.text for paper in papers for paragraph in paper.paragraphs]
    spelling = Spelling(collection, abbreviations, DiacriticsRestorer.load().with_collection(texts))
    understander = Understander(collection, spelling, shipped_kinds())
    return Office({paper.id: paper for paper in papers}, index_of(papers, HashingModel()), collection, understander)


def paragraph_of(document: Document, words: str) -> str:
    """The id of the one paragraph, heading or not, that has the words."""
    found = [paragraph.id for paragraph in document.paragraphs if words in paragraph.text]
    assert len(found) == 1, f"expected one paragraph with {words!r}, found {found}"
    return found[0]
