"""What can go wrong with an evaluation.

EvaluationError
├── QuestionFileError            a question file cannot be used; the message names file and line
│   ├── MalformedQuestion        a line is not JSON, or its fields are not what they should be
│   ├── DuplicateQuestion        two lines have the same id
│   ├── UnknownEvidenceDocument  evidence is said to stand in a document that is not in the collection
│   └── EvidenceNotFound         the words of the evidence stand nowhere in their document
└── NothingToRun                 no question is left to ask

Messages are in Vietnamese: whoever runs an evaluation reads them.
"""

from __future__ import annotations

from pathlib import Path


class EvaluationError(Exception):
    """Root of the errors of this package."""


class QuestionFileError(EvaluationError):
    """A question file cannot be used."""

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        """Say what is wrong where; ``line`` is 1-based, None for the file as a whole."""
        where = str(path) if line is None else f"{path}, dòng {line}"
        super().__init__(f"{where}: {reason}")


class MalformedQuestion(QuestionFileError):
    """A line is not JSON, or its fields are not what they should be."""


class DuplicateQuestion(QuestionFileError):
    """Two lines have the same id."""


class UnknownEvidenceDocument(QuestionFileError):
    """Evidence is said to stand in a document that is not in the collection."""


class EvidenceNotFound(QuestionFileError):
    """The words of the evidence stand nowhere in their document."""


class NothingToRun(EvaluationError):
    """No question is left to ask."""
