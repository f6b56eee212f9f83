from __future__ import annotations

import numpy as np
from langchain_core.vectorstores import InMemoryVectorStore

from index.embedding import HashingModel
from index.langchain import HoidapEmbeddings

MODEL = HashingModel()


def test_vectors_are_those_of_the_model():
    embeddings = HoidapEmbeddings(MODEL)
    texts = ["giảm nghèo", "phát triển kinh tế"]
    assert np.allclose(embeddings.embed_documents(texts), MODEL.encode_passages(texts))
    assert np.allclose(embeddings.embed_query(texts[0]), MODEL.encode_queries(texts[:1])[0])
    assert embeddings.embed_documents([]) == []


def test_a_vector_store_of_langchain_finds_with_them():
    store = InMemoryVectorStore.from_texts(["giảm nghèo bền vững", "phát triển kinh tế"], HoidapEmbeddings(MODEL))
    assert store.similarity_search("nghèo bền vững", k=1)[0].page_content == "giảm nghèo bền vững"
