"""The embedding model in the shape that LangChain's parts expect."""

from __future__ import annotations

from langchain_core.embeddings import Embeddings

from index.embedding import EmbeddingModel


class HoidapEmbeddings(Embeddings):
    """Vectors of the given model, for chains and vector stores of others."""

    def __init__(self, model: EmbeddingModel) -> None:
        self._model = model

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector of length 1 a text."""
        rows: list[list[float]] = self._model.encode_passages(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """Return the question's vector, of length 1."""
        row: list[float] = self._model.encode_queries([text])[0].tolist()
        return row
