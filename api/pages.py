"""HTML pages, filled in by jinja2 with everything escaped."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.document_schemas import DocumentEntryOut
from api.document_view import NO_MARK, contents, layout
from api.reference import Operation
from corpus.model import Document

HERE = Path(__file__).parent
STATIC = HERE / "static"
_TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def document_page(document: Document, mark: tuple[int, int] | None) -> HTMLResponse:
    """Return the document as a page for reading.

    :param mark: half-open span to mark, in code points of the document's text.
    """
    page = _TEMPLATES.get_template("document.html").render(
        document=document,
        metadata=document.metadata,
        nodes=contents(document),
        items=layout(document, mark or NO_MARK),
    )
    return HTMLResponse(page)


def documents_page(documents: tuple[DocumentEntryOut, ...]) -> HTMLResponse:
    """Return the list of documents."""
    return HTMLResponse(_TEMPLATES.get_template("documents.html").render(documents=documents))


def reference_page(operations: tuple[Operation, ...]) -> HTMLResponse:
    """Return the description of the HTTP interface."""
    return HTMLResponse(_TEMPLATES.get_template("reference.html").render(operations=operations))


def failure_page(title: str, detail: str, status: int, headers: Mapping[str, str] | None = None) -> HTMLResponse:
    """Return an error as a page, for a browser."""
    page = _TEMPLATES.get_template("failure.html").render(title=title, detail=detail)
    return HTMLResponse(page, status, headers=dict(headers or {}))
