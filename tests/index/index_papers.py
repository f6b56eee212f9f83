"""Small papers made by hand, for the tests of the index."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Document, Metadata, Paragraph, ParagraphKind
from index.passage import Passage


def silent(*_progress: object) -> None:
    """Progress that nobody watches."""


def metadata(title: str, commune: str | None = None) -> Metadata:
    return Metadata(
        title=title,
        kind=None,
        abstract=None,
        number=None,
        symbol=None,
        issuer=None,
        commune=commune,
        place=None,
        issued_on=None,
        issued_text=None,
        signer=None,
        recipients=(),
    )


def paper(
    document_id: str,
    texts: Sequence[str],
    kinds: Sequence[ParagraphKind] | None = None,
    path: tuple[str, ...] = (),
    title: str = "Kế hoạch thử",
    commune: str | None = None,
) -> Document:
    paragraphs = []
    start = 0
    for number, text in enumerate(texts):
        kind = kinds[number] if kinds else ParagraphKind.BODY
        paragraphs.append(
            Paragraph(f"{document_id}-{number}", number, kind, start, start + len(text), text, None, path)
        )
        start += len(text) + 1
    return Document(document_id, metadata(title, commune), "\n".join(texts), (), tuple(paragraphs), ())


def passage(document_id: str, number: int, text: str, context: str = "") -> Passage:
    return Passage(f"{document_id}-{number}", document_id, ParagraphKind.BODY, text, context)
