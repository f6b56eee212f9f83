"""What can go wrong with papers and their registry.

CorpusError
├── UnreadableDocument   the file is not a text this version reads
├── SecretDocument       the paper bears a secrecy mark
├── EmptyDocument        the file holds no words
├── UnknownDocument      no registered document has this id
├── DuplicateDocument    the same content, or the same id, is registered already
└── RegistryCorrupt      the registry file cannot be understood
"""

from __future__ import annotations


class CorpusError(Exception):
    """Root of this package's errors; ``detail`` is for users, in Vietnamese, ``code`` is stable."""

    code = "corpus_error"

    def __init__(self, message: str, detail: str) -> None:
        """Keep an English message for logs and a Vietnamese one for users."""
        super().__init__(message)
        self.detail = detail


class UnreadableDocument(CorpusError):
    """The file is missing, not UTF-8 text, or of a format that is not read."""

    code = "unreadable_document"


class SecretDocument(CorpusError):
    """The paper bears a secrecy mark: it may not be kept here."""

    code = "secret_document"


class EmptyDocument(CorpusError):
    """The file holds no words."""

    code = "empty_document"


class UnknownDocument(CorpusError):
    """No registered document has this id."""

    code = "unknown_document"


class DuplicateDocument(CorpusError):
    """The same content or the same id is registered already."""

    code = "duplicate_document"


class RegistryCorrupt(CorpusError):
    """The registry file cannot be understood."""

    code = "registry_corrupt"
