"""The set-up that is evaluated: what a command may ask of it. The command line of the product hands it in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from corpus.model import Document
from eval.asking import Assistant
from index.embedding import EmbeddingModel
from index.store import Manifest


class RatedAnswer(Protocol):
    """An answer that its reader rated."""

    @property
    def at(self) -> str:
        """When it was rated, ISO 8601."""
        ...

    @property
    def turns(self) -> Sequence[str]:
        """Questions asked before it in the conversation."""
        ...

    @property
    def question(self) -> str:
        """The question as asked."""
        ...

    @property
    def answer(self) -> str:
        """What was answered."""
        ...

    @property
    def comment(self) -> str | None:
        """What the reader wrote."""
        ...


class Office(Protocol):
    """A set-up, each part made only when a command asks for it: a cold start is dear."""

    def documents(self) -> tuple[Document, ...]:
        """Return the registered documents."""
        ...

    def manifest(self) -> Manifest:
        """Return the manifest of the index in use; a missing index is built first."""
        ...

    def assistant(self) -> Assistant:
        """Return what answers over that index; what it is asked is kept nowhere."""
        ...

    def model(self) -> EmbeddingModel:
        """Return the embedding model."""
        ...

    def rated_down(self) -> Sequence[RatedAnswer]:
        """Return the answers that readers rated "down", oldest first."""
        ...

    def command(self) -> tuple[str, ...]:
        """Return the words that run the product's command line on this set-up, in a process of its own."""
        ...
