"""Which papers the collection holds, and where their files lie.

The registry is a small JSON file in the data directory. The first time it is opened it lists the documents
that are shipped with the product. Added papers are copied into the data directory, so that the registry
outlives the file it was added from.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.errors import DuplicateDocument, RegistryCorrupt, SecretDocument, UnknownDocument, UnreadableDocument
from corpus.model import Document
from corpus.reader import read_document
from corpus.vietnamese import fold, nfc

SHIPPED = Path(__file__).parent / "documents"
FORMATS = (".txt", ".md")
_FILE = "registry.json"
_MAX_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class RegisteredDocument:
    """One paper of the collection."""

    id: str
    path: Path
    sha256: str
    shipped: bool
    """It came with the product; its file is not in the data directory."""


class Registry:
    """The papers of one data directory."""

    def __init__(self, folder: Path, entries: Iterable[RegisteredDocument]) -> None:
        self._folder = folder
        self._entries = {entry.id: entry for entry in entries}

    @classmethod
    def open(cls, data_dir: Path) -> Registry:
        """Open the registry of a data directory; a new one lists the shipped documents.

        :raises RegistryCorrupt: the registry file is there but cannot be understood.
        """
        file = data_dir / _FILE
        if not file.exists():
            return cls(data_dir, _shipped_entries())
        try:
            rows = json.loads(file.read_text(encoding="utf-8"))["documents"]
            entries = [_entry(data_dir, row) for row in rows]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise RegistryCorrupt(
                f"{file}: expected a JSON object with a list 'documents', found {error!r}; restore or delete the file",
                f"Không đọc được danh mục văn bản ({file}). Hãy khôi phục tệp này từ bản sao lưu, hoặc xóa tệp để "
                "bắt đầu lại với các văn bản kèm theo.",
            ) from error
        return cls(data_dir, entries)

    def list(self) -> tuple[RegisteredDocument, ...]:
        """Return the registered papers, by id."""
        return tuple(self._entries[document_id] for document_id in sorted(self._entries))

    def document(self, document_id: str) -> Document:
        """Read one paper.

        :raises UnknownDocument: no paper has this id.
        :raises UnreadableDocument: its file is gone or is no text.
        """
        entry = self._entry(document_id)
        return read_document(entry.id, _read_text(entry.path))

    def documents(self) -> tuple[Document, ...]:
        """Read every paper, by id."""
        return tuple(self.document(entry.id) for entry in self.list())

    def add(self, path: Path) -> RegisteredDocument:
        """Add a paper; its id is made from the file name.

        :raises UnreadableDocument: the file is missing, too large, of another format or not UTF-8 text.
        :raises SecretDocument: it bears a secrecy mark at its top.
        :raises EmptyDocument: the file holds no words.
        :raises DuplicateDocument: the same content or the same id is there already.
        """
        document_id = _id_from(path)
        if document_id in self._entries:
            raise DuplicateDocument(
                f"document id {document_id!r} is taken; use 'hoidap documents replace {document_id} PATH'",
                f"Đã có văn bản mang mã “{document_id}”. "
                f"Muốn thay, hãy dùng: hoidap documents replace {document_id} TỆP.",
            )
        return self._store(document_id, path)

    def replace(self, document_id: str, path: Path) -> RegisteredDocument:
        """Put another file in the place of a paper; the id stays.

        :raises UnknownDocument: no paper has this id.
        :raises UnreadableDocument: as for ``add``.
        :raises SecretDocument: as for ``add``.
        :raises EmptyDocument: as for ``add``.
        :raises DuplicateDocument: another paper has the same content.
        """
        self._entry(document_id)
        return self._store(document_id, path)

    def remove(self, document_id: str) -> None:
        """Take a paper out of the collection.

        :raises UnknownDocument: no paper has this id.
        """
        entry = self._entry(document_id)
        self._save({key: value for key, value in self._entries.items() if key != document_id})
        if not entry.shipped:
            entry.path.unlink(missing_ok=True)

    def _entry(self, document_id: str) -> RegisteredDocument:
        try:
            return self._entries[document_id]
        except KeyError:
            known = ", ".join(sorted(self._entries)) or "none"
            raise UnknownDocument(
                f"no document {document_id!r}; registered: {known}",
                f"Không có văn bản nào mang mã “{document_id}”. Xem danh sách bằng: hoidap documents list.",
            ) from None

    def _store(self, document_id: str, path: Path) -> RegisteredDocument:
        text = _read_text(path)
        _refuse_secret(path, text)
        read_document(document_id, text)
        digest = hashlib.sha256(text.encode()).hexdigest()
        for other in self._entries.values():
            if other.sha256 == digest and other.id != document_id:
                raise DuplicateDocument(
                    f"{path}: expected a new paper, found that of document {other.id!r}; there is nothing to add",
                    f"Tệp này trùng nội dung với văn bản “{other.id}” đã có; không cần thêm nữa.",
                )
        folder = self._folder / "documents"
        folder.mkdir(parents=True, exist_ok=True)
        stored = folder / f"{document_id}-{digest[:12]}{path.suffix.lower()}"
        stored.write_text(text, encoding="utf-8", newline="")
        entry = RegisteredDocument(document_id, stored, digest, shipped=False)
        replaced = self._entries.get(document_id)
        self._save({**self._entries, document_id: entry})
        if replaced is not None and not replaced.shipped and replaced.path != stored:
            replaced.path.unlink(missing_ok=True)
        return entry

    def _save(self, entries: dict[str, RegisteredDocument]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        rows = [_row(self._folder, entries[document_id]) for document_id in sorted(entries)]
        temporary = self._folder / f"{_FILE}.{os.getpid()}.new"
        temporary.write_text(json.dumps({"documents": rows}, ensure_ascii=False, indent=1), encoding="utf-8")
        temporary.replace(self._folder / _FILE)
        self._entries = entries


_SECRECY = re.compile(r"^\W*(?:TUYỆT MẬT|TỐI MẬT|MẬT|(?:Độ|ĐỘ) (?:mật|MẬT)\s*:.*)\W*$", re.MULTILINE)
_TOP = 40
"""Lines in which a secrecy mark stands."""


def _refuse_secret(path: Path, text: str) -> None:
    """Refuse a paper that bears a secrecy mark on its first page.

    :raises SecretDocument: a line at the top is "MẬT", "TỐI MẬT" or "TUYỆT MẬT".
    """
    mark = _SECRECY.search("\n".join(nfc(text).splitlines()[:_TOP]))
    if mark is not None:
        raise SecretDocument(
            f"{path}: bears the secrecy mark {mark[0].strip()!r}; papers with one are not taken",
            f"Tệp “{path.name}” có dấu độ mật “{mark[0].strip()}”. Văn bản mật không được đưa vào hệ thống này.",
        )


def _shipped_entries() -> list[RegisteredDocument]:
    files = sorted(SHIPPED.glob("*.txt"))
    return [RegisteredDocument(file.stem, file, _digest(file), shipped=True) for file in files]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _row(folder: Path, entry: RegisteredDocument) -> dict[str, str | bool]:
    row = asdict(entry)
    row["path"] = entry.path.name if entry.shipped else str(entry.path.relative_to(folder))
    return row


def _entry(folder: Path, row: dict[str, str | bool]) -> RegisteredDocument:
    shipped = bool(row["shipped"])
    path = (SHIPPED if shipped else folder) / str(row["path"])
    return RegisteredDocument(str(row["id"]), path, str(row["sha256"]), shipped)


def _id_from(path: Path) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", fold(nfc(path.stem))).strip("-")
    return name or "van-ban"


def _read_text(path: Path) -> str:
    """Return the text of a file.

    :raises UnreadableDocument: the file is missing, too large, of another format or not UTF-8 text.
    """
    if path.suffix.lower() not in FORMATS:
        raise UnreadableDocument(
            f"{path}: expected {' or '.join(FORMATS)}, found {path.suffix or 'no suffix'!r}",
            f"Chưa đọc được tệp “{path.name}”: hiện chỉ nhận văn bản dạng {', '.join(FORMATS)} (UTF-8). "
            "Hãy lưu tệp thành văn bản thuần rồi thử lại.",
        )
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise UnreadableDocument(
                f"{path}: expected at most {_MAX_BYTES} bytes, found {path.stat().st_size}",
                f"Tệp “{path.name}” quá lớn (giới hạn {_MAX_BYTES // 1_000_000} MB). Hãy tách thành nhiều tệp.",
            )
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UnreadableDocument(
            f"{path}: expected a file to read, found {error}; check path and permissions",
            f"Không mở được tệp “{path}”. Hãy kiểm tra đường dẫn và quyền đọc tệp.",
        ) from error
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            f"{path}: expected UTF-8 text, found byte {error.object[error.start]:#x} at {error.start}",
            f"Tệp “{path.name}” không phải văn bản UTF-8. Hãy lưu lại với bảng mã UTF-8 (Unicode) rồi thử lại.",
        ) from error
