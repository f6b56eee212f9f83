"""What the golden files show of a document; `scripts/golden` writes them, the tests compare with them."""

import json
from pathlib import Path

from corpus.facts import enumerations, facts, frequencies, references, targets
from corpus.model import Document, ParagraphKind
from corpus.reader import read_document

GOLDEN = Path(__file__).parent / "golden"
SHIPPED = Path(__file__).parents[2] / "corpus" / "documents"
SHIPPED_IDS = sorted(path.stem for path in SHIPPED.glob("*.txt"))


def shipped(document_id: str) -> Document:
    return read_document(document_id, (SHIPPED / f"{document_id}.txt").read_text(encoding="utf-8"))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def metadata_view(document: Document) -> str:
    found = document.metadata
    signer = found.signer
    return _json(
        {
            "title": found.title,
            "kind": found.kind,
            "abstract": found.abstract,
            "number": found.number,
            "symbol": found.symbol,
            "issuer": found.issuer,
            "commune": found.commune,
            "place": found.place,
            "issued_on": found.issued_on.isoformat() if found.issued_on else None,
            "issued_text": found.issued_text,
            "signer": {"name": signer.name, "post": signer.post, "on_behalf_of": signer.on_behalf_of}
            if signer
            else None,
            "recipients": list(found.recipients),
        }
    )


def tree_view(document: Document) -> str:
    """One line a heading, indented by depth; one line for each run of other paragraphs, by kind."""
    lines: list[str] = []
    run: tuple[str, str, int] | None = None
    for paragraph in document.paragraphs:
        is_heading = paragraph.kind is ParagraphKind.HEADING
        indent = "  " * (len(paragraph.section_path) - is_heading)
        if is_heading:
            lines.append(f"{indent}{paragraph.text}")
            run = None
            continue
        count = run[2] + 1 if run and run[:2] == (indent, paragraph.kind.value) else 1
        if count > 1:
            lines.pop()
        run = (indent, paragraph.kind.value, count)
        lines.append(f"{indent}· {count} {paragraph.kind.value}")
    return "\n".join(lines) + "\n"


def rows_view(document: Document) -> str:
    """The tables as JSON, a row a line."""
    tables = []
    for table in document.tables:
        columns = [[column.title, column.role.value] for column in table.columns]
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        lines = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in rows)
        head = f'{{"title": {json.dumps(table.title, ensure_ascii=False)},\n'
        tables.append(f'{head} "columns": {json.dumps(columns, ensure_ascii=False)},\n "rows": [\n{lines}\n ]}}')
    return "[" + ",\n".join(tables) + "]\n"


def _line(paragraph_id: str, *parts: object) -> str:
    return " | ".join([paragraph_id.rsplit("-", 1)[-1], *(" ".join(str(part).split()) for part in parts)])


def facts_view(document: Document) -> str:
    """Everything that the paper states, a line each, by kind."""
    lines = ["# assignments and people"]
    lines += [_line(f.paragraph_id, f.kind.value, f.value, f.subject) for f in facts(document)]
    lines += ["# targets: indicator, change and bound, figures, unit, period, scope, basis, words"]
    for t in targets(document):
        bound = " ".join(filter(None, (t.change.value, "average" if t.is_average else "", t.comparator.value)))
        figures = f"{t.low}" if t.low == t.high else f"{t.low} to {t.high}"
        words = document.text[t.start : t.end]
        parts = (t.indicator, bound, figures, t.unit, t.period or "-", t.scope or "-", t.basis or "-", words)
        lines.append(_line(t.paragraph_id, *parts))
    lines += ["# frequencies: how often, what"]
    lines += [_line(f.paragraph_id, f.every, f.subject) for f in frequencies(document)]
    lines += ["# enumerations: stated count, listed count, lead-in, items"]
    for listed in enumerations(document):
        counts = (listed.stated or "-", f"{len(listed.items)}{' differs' if listed.differs else ''}")
        lines.append(_line(listed.paragraph_id, *counts, listed.lead))
        lines += ["    " + _line(item.paragraph_id, item.text) for item in listed.items]
    lines += ["# references: kind, number, date, issuer, subject"]
    for r in references(document):
        parts = (r.kind, r.number, r.issued_text, r.issuer, r.subject)
        lines.append(_line(r.paragraph_id, *(part or "-" for part in parts)))
    return "\n".join(lines) + "\n"


VIEWS = {"metadata.json": metadata_view, "tree.txt": tree_view, "rows.json": rows_view, "facts.txt": facts_view}

FORMS = [
    path
    for folder in (Path(__file__).parent / "forms", Path(__file__).parents[1] / "fixtures" / "unseen")
    for path in sorted(folder.iterdir())
    if path.suffix in {".txt", ".md"}
]
"""Invented papers, each set in another way."""


def form(path: Path) -> Document:
    return read_document(path.stem, path.read_bytes().decode("utf-8"))


def form_view(document: Document) -> str:
    return "\n".join(view(document) for view in VIEWS.values())
