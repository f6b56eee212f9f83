"""The registry as a running service sees it: always the one on disk, each paper read once."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from api.service import RegisteredEntry
from corpus.model import Document
from corpus.registry import Registry


class LiveLibrary:
    """The documents of a data directory, as other processes leave them. Safe to share between threads."""

    def __init__(self, data_dir: Path) -> None:
        """Open the registry.

        :raises corpus.errors.CorpusError: the registry cannot be understood.
        """
        self._data_dir = data_dir
        self._lock = Lock()
        self._read: dict[tuple[str, str], Document] = {}
        self._stamp = self._look()
        self._registry = Registry.open(data_dir)

    def list(self) -> tuple[RegisteredEntry, ...]:
        """Return what is registered now."""
        return self._current().list()

    def document(self, document_id: str) -> Document:
        """Return one document; errors as for ``Registry.document``."""
        registry = self._current()
        entry = next((entry for entry in registry.list() if entry.id == document_id), None)
        if entry is None:
            # The registry's own refusal names what to do.
            return registry.document(document_id)
        key = (entry.id, entry.sha256)
        with self._lock:
            if key not in self._read:
                self._read = {old: document for old, document in self._read.items() if old[0] != entry.id}
                self._read[key] = registry.document(entry.id)
            return self._read[key]

    def documents(self) -> tuple[Document, ...]:
        """Return every document."""
        return tuple(self.document(entry.id) for entry in self.list())

    def add(self, path: Path) -> RegisteredEntry:
        """Register a file; errors as for ``Registry.add``."""
        return self._current().add(path)

    def replace(self, document_id: str, path: Path) -> RegisteredEntry:
        """Put a file in a document's place; errors as for ``Registry.replace``."""
        return self._current().replace(document_id, path)

    def remove(self, document_id: str) -> None:
        """Take a document out; errors as for ``Registry.remove``."""
        self._current().remove(document_id)

    def _current(self) -> Registry:
        with self._lock:
            stamp = self._look()
            if stamp != self._stamp:
                self._registry = Registry.open(self._data_dir)
                self._stamp = stamp
            return self._registry

    def _look(self) -> tuple[tuple[str, int, int], ...]:
        """Return what changes when a file of the registry does."""
        try:
            files = sorted(path for path in self._data_dir.glob("*.json") if path.is_file())
            return tuple((path.name, path.stat().st_mtime_ns, path.stat().st_ino) for path in files)
        except FileNotFoundError:
            return ()
