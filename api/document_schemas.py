"""The JSON of documents."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, JsonValue

from api.schemas import FromModel
from api.service import RegisteredEntry
from corpus.model import ColumnRole, Document, Metadata, ParagraphKind

EXAMPLE_METADATA: dict[str, JsonValue] = {
    "title": "Kế hoạch xây dựng tuyến đường hoa",
    "kind": "Kế hoạch",
    "abstract": "xây dựng tuyến đường hoa",
    "number": None,
    "symbol": "KH-UBND",
    "issuer": "Ủy ban nhân dân xã",
    "commune": None,
    "place": None,
    "issued_on": "2026-04-24",
    "issued_text": "ngày 24 tháng 4 năm 2026",
    "signer": None,
    "recipients": [],
}
EXAMPLE_ENTRY: dict[str, JsonValue] = {
    "id": "ke-hoach-duong-hoa",
    "title": "Kế hoạch xây dựng tuyến đường hoa",
    "kind": "Kế hoạch",
    "number": None,
    "issuer": "Ủy ban nhân dân xã",
    "commune": None,
    "issued_on": "2026-04-24",
    "sha256": "0f" * 32,
    "shipped": False,
    "url": "/documents/ke-hoach-duong-hoa",
}


class DocumentEntryOut(BaseModel):
    """A registered document in one line."""

    id: str
    title: str
    kind: str | None
    number: str | None
    issuer: str | None
    commune: str | None
    issued_on: date | None
    sha256: str
    shipped: bool
    url: str

    @classmethod
    def of(cls, entry: RegisteredEntry, metadata: Metadata) -> DocumentEntryOut:
        """Return the entry as it is sent."""
        return cls(
            id=entry.id,
            title=metadata.title,
            kind=metadata.kind,
            number=metadata.number,
            issuer=metadata.issuer,
            commune=metadata.commune,
            issued_on=metadata.issued_on,
            sha256=entry.sha256,
            shipped=entry.shipped,
            url=f"/documents/{entry.id}",
        )


class DocumentsOut(BaseModel):
    """The registry."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"documents": [EXAMPLE_ENTRY]}]})

    documents: list[DocumentEntryOut]


class SignerOut(FromModel):
    """Who signed."""

    name: str
    post: str | None
    on_behalf_of: str | None
    paragraph_id: str


class MetadataOut(FromModel):
    """What letterhead, title and signature say."""

    title: str
    kind: str | None
    abstract: str | None
    number: str | None
    symbol: str | None
    issuer: str | None
    commune: str | None
    place: str | None
    issued_on: date | None
    issued_text: str | None
    signer: SignerOut | None
    recipients: list[str]


class SectionOut(FromModel):
    """A heading and its place in the tree."""

    id: str
    label: str
    title: str
    depth: int
    parent_id: str | None
    paragraph_id: str


class ParagraphOut(FromModel):
    """The unit that is cited; ``start`` and ``end`` count code points of the document's text."""

    id: str
    kind: ParagraphKind
    start: int
    end: int
    text: str
    section_id: str | None
    section_path: list[str]


class ColumnOut(FromModel):
    """A table column."""

    title: str
    role: ColumnRole


class CellOut(FromModel):
    """A table cell."""

    column: int
    start: int
    end: int
    text: str


class TableRowOut(FromModel):
    """A table row."""

    paragraph_id: str
    cells: list[CellOut]


class TableOut(FromModel):
    """A table."""

    id: str
    title: str
    columns: list[ColumnOut]
    rows: list[TableRowOut]


class DocumentOut(FromModel):
    """One document as understood."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "examples": [
                {
                    "id": "ke-hoach-duong-hoa",
                    "metadata": EXAMPLE_METADATA,
                    "sections": [],
                    "paragraphs": [
                        {
                            "id": "ke-hoach-duong-hoa-p1",
                            "kind": "title",
                            "start": 0,
                            "end": 8,
                            "text": "KẾ HOẠCH",
                            "section_id": None,
                            "section_path": [],
                        }
                    ],
                    "tables": [],
                    "text": "KẾ HOẠCH",
                }
            ]
        },
    )

    id: str
    metadata: MetadataOut
    sections: list[SectionOut]
    paragraphs: list[ParagraphOut]
    tables: list[TableOut]
    text: str

    @classmethod
    def of(cls, document: Document) -> DocumentOut:
        """Return the document as it is sent."""
        return cls.model_validate(document)
