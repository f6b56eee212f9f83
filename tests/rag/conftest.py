"""One assistant over invented papers for all tests of the package."""

import pytest
from rag_papers import Office, documents, index_of, written_out

from index.embedding import HashingModel
from index.restoration import DiacriticsRestorer
from rag.collection import Collection
from rag.kinds import shipped_kinds
from rag.pipeline import Pipeline
from rag.spelling import Spelling
from rag.understanding import Understander


@pytest.fixture(scope="session")
def office() -> Office:
    papers = documents()
    abbreviations = written_out()
    collection = Collection(papers, abbreviations.expand)
    texts = [paragraph.text for paper in papers for paragraph in paper.paragraphs]
    spelling = Spelling(collection, abbreviations, DiacriticsRestorer.load().with_collection(texts))
    index = index_of(papers, HashingModel())
    return Office(
        {paper.id: paper for paper in papers}, index, collection, Understander(collection, spelling, shipped_kinds())
    )


@pytest.fixture(scope="session")
def pipeline(office) -> Pipeline:
    return Pipeline.over(office.index, documents())
