"""What can go wrong between a question and its passages.

IndexFailure
├── IndexMissing      no index has been built in the folder
├── IndexStale        built by another version of the code, tuning or libraries
├── IndexCorrupt      a file of the index is gone or changed since it was built
├── IndexBusy         another process is building in the same folder
├── ModelMismatch     built with another embedding model than the one given
├── ModelUnusable     the embedding model's files are missing or not what they should be
└── RerankerUnusable  the same of the reranker's

Every message says what was expected, what was found and the command that mends it, in Vietnamese, because the
operator reads it.
"""

from __future__ import annotations

REBUILD = "Hãy chạy `hoidap index build`"
"""The remedy that ends most messages."""


class IndexFailure(Exception):
    """Root of the errors of this package."""


class IndexMissing(IndexFailure):
    """No index has been built in the folder."""


class IndexStale(IndexFailure):
    """The index was built by another version of the code, tuning or libraries."""


class IndexCorrupt(IndexFailure):
    """A file of the index is gone or not the one that was built."""


class IndexBusy(IndexFailure):
    """Another process is building in the same folder."""


class ModelMismatch(IndexFailure):
    """The index was built with another embedding model."""


class ModelUnusable(IndexFailure):
    """The embedding model's files are missing or not what they should be."""


class RerankerUnusable(IndexFailure):
    """The reranker's files are missing or not what they should be."""
