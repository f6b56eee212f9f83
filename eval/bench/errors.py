"""What can go wrong with measuring retrieval on a set.

BenchError (an EvaluationError)
├── NoRetrievalSet       a folder is not there, or holds no set
├── RetrievalSetError    a set cannot be used; the message names file and line
│   ├── SetFileMissing   corpus, queries or qrels is not in the folder
│   ├── MalformedLine    a file cannot be read, or a line is not JSON with the fields it should have
│   ├── RepeatedId       two lines have the same id
│   ├── UnknownId        a judgement names a question or text that is not in the set
│   └── UnjudgedQuery    no text is said to answer a question
└── NoModelFolder        the folder given for a model is not there

Messages are in Vietnamese: whoever runs the measurement reads them.
"""

from __future__ import annotations

from pathlib import Path

from eval.errors import EvaluationError


class BenchError(EvaluationError):
    """Root of the errors of this package."""


class NoRetrievalSet(BenchError):
    """A folder is not there, or holds no set."""


class RetrievalSetError(BenchError):
    """A set cannot be used."""

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        """Say what is wrong where; ``line`` is 1-based, None for the file as a whole."""
        where = str(path) if line is None else f"{path}, dòng {line}"
        super().__init__(f"{where}: {reason}")


class SetFileMissing(RetrievalSetError):
    """A file of the set is not in its folder."""


class MalformedLine(RetrievalSetError):
    """A file cannot be read, or a line is not JSON with the fields it should have."""


class RepeatedId(RetrievalSetError):
    """Two lines have the same id."""


class UnknownId(RetrievalSetError):
    """A judgement names a question or a text that is not in the set."""


class UnjudgedQuery(RetrievalSetError):
    """No text is said to answer a question."""


class NoModelFolder(BenchError):
    """The folder given for a model is not there."""
