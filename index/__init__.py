"""From a question to passages: text analysis, embedding model, vectors, BM25, fusion, index files."""
