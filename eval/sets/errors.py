"""What can go wrong with an office's own question sets.

SetError
├── SheetUnusable      a file is not a sheet that can be read: wrong ending, damaged, locked, not UTF-8
├── HeaderUnusable     no row of the sheet holds the headings, or one stands there twice
├── TargetUnusable     the file to write is there already, has the wrong ending, or its folder is missing
├── KnownSetUnusable   what ``--known`` names holds no question file
└── NothingImported    no row of the sheet is a question
"""

from __future__ import annotations

from pathlib import Path

from eval.errors import EvaluationError


class SetError(EvaluationError):
    """Root of the errors of this package."""


class SheetUnusable(SetError):
    """A file is not a sheet that can be read."""

    def __init__(self, path: Path, reason: str) -> None:
        """Say which file, what is wrong with it and what to do."""
        super().__init__(f"{path}: {reason}")


class HeaderUnusable(SetError):
    """No row of the sheet holds the headings, or one stands there twice."""

    def __init__(self, path: Path, reason: str) -> None:
        """Say which file and which headings."""
        super().__init__(f"{path}: {reason} Xin tệp mẫu bằng `hoidap eval template TỆP.xlsx`.")


class TargetUnusable(SetError):
    """A file cannot be written where it was asked for."""

    def __init__(self, path: Path, reason: str) -> None:
        """Say which file, what is in the way and what to do."""
        super().__init__(f"{path}: {reason}")


class KnownSetUnusable(SetError):
    """What ``--known`` names holds no question file."""

    def __init__(self, path: Path) -> None:
        """Say which folder."""
        super().__init__(f"{path}: cần tệp hoặc thư mục có tệp .jsonl, ở đây không có tệp nào; hãy sửa --known.")


class NothingImported(SetError):
    """No row of the sheet is a question."""

    def __init__(self, path: Path, rejected: int) -> None:
        """Say how many rows were left out."""
        what = f"cả {rejected} dòng đều có lỗi, hãy sửa như trên" if rejected else "tệp chưa có dòng nào, hãy điền"
        super().__init__(f"{path}: không nhận được câu nào: {what} rồi chạy lại.")
