"""Files that are there whole or not at all."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile

_READABLE = 0o644


def replace_text(path: Path, text: str) -> None:
    """Put the text in UTF-8 in the place of a file; line ends stay as they are in the text.

    :raises OSError: as for :func:`replace_bytes`.
    """
    replace_bytes(path, text.encode())


def replace_bytes(path: Path, data: bytes) -> None:
    """Write a file aside and put it in its place in one step; its folder is made where it is missing.

    :raises OSError: the file cannot be written; what was there stays, and nothing is left beside it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}-", delete=False) as file:
        fresh = Path(file.name)
        try:
            file.write(data)
            file.flush()
            fresh.chmod(path.stat().st_mode & 0o777 if path.exists() else _READABLE)
            fresh.replace(path)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
