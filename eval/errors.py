"""What can go wrong with an evaluation.

EvaluationError
├── QuestionFileError            a question file cannot be used; the message names file and line
│   ├── MalformedQuestion        a line is not JSON, or its fields are not what they should be
│   ├── DuplicateQuestion        two lines have the same id
│   ├── UnknownEvidenceDocument  evidence is said to stand in a document that is not in the collection
│   └── EvidenceNotFound         the words of the evidence stand nowhere in their document
├── NothingToRun                 no question is left to ask
├── NothingToCompare             two runs have no question in common
├── NoMarks                      a document has no place marked for a table
├── UnknownVariant               an ablation was asked for that there is not
├── RunUnreadable                a folder is not a run, or one of another layout
└── RunUnfinished                a run broke off and has no figures yet

Messages are in Vietnamese: whoever runs an evaluation reads them.
"""

from __future__ import annotations

from collections.abc import Sequence
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


class NothingToCompare(EvaluationError):
    """Two runs have no question in common."""

    def __init__(self, before: Path, after: Path) -> None:
        """Name both."""
        super().__init__(
            f"{before.name} và {after.name} không có câu hỏi nào chung; hãy chọn hai lượt của cùng bộ câu."
        )


class NoMarks(EvaluationError):
    """A document has no place marked for a table."""

    def __init__(self, path: Path, reason: str) -> None:
        """Say which document and what is wrong with its marks."""
        super().__init__(f"{path}: {reason}")


class UnknownVariant(EvaluationError):
    """An ablation was asked for that there is not."""

    def __init__(self, unknown: Sequence[str], known: Sequence[str]) -> None:
        """Name those there are."""
        super().__init__(f"không có biến thể {', '.join(unknown)}; các biến thể: {', '.join(known)}.")


class RunUnreadable(EvaluationError):
    """A folder is not a run, or one of another layout."""

    def __init__(self, path: Path, reason: str) -> None:
        """Say which folder and what is wrong with it."""
        super().__init__(f"{path}: {reason}")


class RunUnfinished(EvaluationError):
    """A run broke off and has no figures yet."""

    def __init__(self, path: Path, done: int, asked: int) -> None:
        """Say how far it came."""
        super().__init__(
            f"{path}: lượt chạy dở dang ({done}/{asked} câu); hãy chạy lại đúng lệnh `hoidap eval run` đã dùng, "
            "lượt này sẽ được làm tiếp."
        )
