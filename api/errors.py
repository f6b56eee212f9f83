"""What can go wrong at the doors.

ApiError
├── SettingsInvalid     a setting (HOIDAP_… or an option) has a value that cannot be used
├── BatchLineInvalid    a line of a batch file is not a question
├── PortUnusable        the address to serve on is taken or not ours
└── RequestRejected     a caller's request cannot be served; carries the HTTP status
    └── QuestionUnusable    the question is blank or too long

Every error has a stable ``code`` for programs and a Vietnamese ``detail`` for people.
"""

from __future__ import annotations


class ApiError(Exception):
    """Root of the errors of this package."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


class SettingsInvalid(ApiError):
    """A setting has a value that cannot be used."""


class BatchLineInvalid(ApiError):
    """A line of a batch file is not a question."""


class PortUnusable(ApiError):
    """The address to serve on is taken, or not one of this machine."""


class RequestRejected(ApiError):
    """A caller's request cannot be served."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(code, detail)
        self.status = status


class QuestionUnusable(RequestRejected):
    """The question is blank or too long."""
