"""Articles asked for by their number: "Điều 5", "khoản 2 Điều 8"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.labels import LabelStyle, labelled
from corpus.model import Paragraph, ParagraphKind, Section
from corpus.vietnamese import fold
from index.passage import Hit
from rag.articles import ArticleName, article_named
from rag.asks import Ask
from rag.collection import Collection, Paper
from rag.evidence import Evidence, Quote
from rag.understood import Understood
from rag.wording import shortened

_WHOLE = frozenset({Ask.CONTENT, Ask.LIST, Ask.SUMMARY, Ask.TASKS, Ask.PAPER_SUBJECT, Ask.GOAL, Ask.PAPER})
"""Kinds that are answered by what stands there; others ask for something in it."""
_ITEM = 600
_MOST = 12
_SCORE = 0.97


class ArticleReader:
    """Answers what an article, or a clause of it, says."""

    def __init__(self, collection: Collection) -> None:
        """Keep the collection."""
        self._collection = collection

    def read(self, understood: Understood, hits: Sequence[Hit]) -> list[Evidence]:
        """Return the paragraphs of the article in the papers in scope; the hits are not needed."""
        del hits
        name = article_named(understood.text)
        # "Điều 5 Nghị định số …" is an article of another document.
        if name is None or understood.paper_numbers or understood.asks[0] not in _WHOLE:
            return []
        papers = (paper for paper in self._collection.papers if paper.id in understood.scope.document_ids)
        return [evidence for paper in papers for evidence in _told(paper, name, understood)]


def _told(paper: Paper, name: ArticleName, understood: Understood) -> Iterable[Evidence]:
    articles = [s for s in paper.document.sections if fold(s.label) == f"dieu {name.article}"]
    # A decision and the regulation it issues both begin with Điều 1: the question's own words tell which.
    meant = [s for s in articles if _is_under(paper, s, fold(understood.text))] or articles
    for section in meant:
        for paragraph in _paragraphs(paper, section, name)[:_MOST]:
            quote = Quote(paper.id, paragraph.id, paragraph.start, paragraph.end)
            text = shortened(paragraph.text, _ITEM)
            yield Evidence(paper.id, understood.asks[0], text, paragraph.text, paragraph.id, (quote,), _SCORE)


def _is_under(paper: Paper, section: Section, question: str) -> bool:
    """Say whether a heading above the article names the kind of text that the question does ("quy chế")."""
    path = " ".join(paper.document.paragraph(section.paragraph_id).section_path)
    return any(kind in question and kind in fold(path) for kind in ("quy che", "quy dinh", "noi quy", "dieu le"))


def _paragraphs(paper: Paper, section: Section, name: ArticleName) -> list[Paragraph]:
    """Return what stands under the article: all, or the clause or point asked for with what belongs to it."""
    own = paper.document.paragraph(section.paragraph_id)
    below = [p for p in paper.document.paragraphs if p.section_id == section.id and p.id != own.id]
    inside = {s.id for s in paper.document.sections if s.parent_id == section.id}
    below.extend(p for p in paper.document.paragraphs if p.section_id in inside and p not in below)
    below.sort(key=lambda p: p.index)
    if not below:
        return [own]
    if name.clause is not None:
        below = _under_label(below, LabelStyle.NUMBER, name.clause)
    if name.point is not None:
        below = _under_label(below, LabelStyle.LETTER, name.point)
    return [p for p in below if p.kind is not ParagraphKind.HEADING or name.clause is not None] or below


def _under_label(paragraphs: Sequence[Paragraph], style: LabelStyle, label: str) -> list[Paragraph]:
    """Return the paragraph of this label and those after it, up to the next label as high."""
    kept: list[Paragraph] = []
    for paragraph in paragraphs:
        found = labelled(paragraph.text)
        if found is not None and found.style <= style:
            if kept:
                break
            if found.style is style and fold(found.label).strip("()") == label:
                kept.append(paragraph)
        elif kept:
            kept.append(paragraph)
    return kept
