"""Whether an answer is right: by what it says, what it cites and what it keeps silent about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.model import Document
from corpus.vietnamese import comparable
from eval.matching import contains, states, without_labels
from eval.questions import Evidence, Question
from rag.answer import Answer, AnswerStatus, Citation


class Papers:
    """The documents that answers are judged against."""

    def __init__(self, documents: Iterable[Document]) -> None:
        """Keep the documents by id."""
        self._by_id = {document.id: document for document in documents}
        self._paragraphs = {(d.id, p.id): p for d in self._by_id.values() for p in d.paragraphs}

    def place_of(self, document_id: str) -> str:
        """Return the commune a document is of, in the form that is compared; its id where none is known."""
        document = self._by_id.get(document_id)
        commune = document.metadata.commune if document else None
        return comparable(commune) if commune else document_id

    def proves(self, document_id: str, paragraph_id: str, evidence: Evidence) -> bool:
        """Return whether the paragraph proves the evidence."""
        if document_id != evidence.document_id:
            return False
        paragraph = self._paragraphs.get((document_id, paragraph_id))
        return paragraph is not None and proves(paragraph.text, paragraph.section_path, evidence)

    def is_exact(self, citation: Citation) -> bool:
        """Return whether the quote is the document's own words and lies inside the paragraph that it names."""
        document = self._by_id.get(citation.document_id)
        if document is None or not citation.quote:
            return False
        named = (paragraph for paragraph in document.paragraphs if paragraph.id == citation.paragraph_id)
        inside = any(paragraph.start <= citation.start and citation.end <= paragraph.end for paragraph in named)
        return inside and document.text[citation.start : citation.end] == citation.quote


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found in one answer. ``quotes_exact`` and ``items_missed`` of a refusal play no part in ``right``."""

    right: bool
    refused: bool
    """No answer was given (``no_answer`` or ``needs_clarification``)."""
    items_found: tuple[str, ...]
    """The variant that was found, one for each item that stands in the answer."""
    items_missed: tuple[tuple[str, ...], ...]
    evidence_cited: tuple[bool, ...]
    """For each evidence of the question, whether a citation proves it."""
    citations_proving: int
    """Citations that prove one of the evidences."""
    forbidden_found: tuple[str, ...]
    out_of_scope: tuple[str, ...]
    """Cited documents of a commune that the evidence is not of."""
    quotes_exact: bool


NO_VERDICT = Verdict(
    right=False,
    refused=False,
    items_found=(),
    items_missed=(),
    evidence_cited=(),
    citations_proving=0,
    forbidden_found=(),
    out_of_scope=(),
    quotes_exact=True,
)
"""The verdict on a question that ended in an error."""


def judge(question: Question, answer: Answer, papers: Papers) -> Verdict:
    """Return the verdict on an answer.

    Answerable: right if answered, with all items, the evidence cited, nothing forbidden, no document of another
    commune. Unanswerable: right if refused, and nothing forbidden was let out in the refusal.
    """
    said = without_labels(answer.answer)
    found = [next((v for v in variants if states(said, v)), None) for variants in question.items]
    missed = tuple(variants for variants, hit in zip(question.items, found, strict=True) if hit is None)
    forbidden = tuple(words for words in question.forbidden if states(said, words))
    cited = tuple(any(_proves(citation, e) for citation in answer.citations) for e in question.evidence)
    out_of_scope = _out_of_scope(question, answer.citations, papers)
    answered = answer.status is AnswerStatus.ANSWERED
    complete = question.answerable and answered and not missed and enough(question, cited) and not out_of_scope
    return Verdict(
        right=not forbidden and (complete or _may_end_so(question, answer.status)),
        refused=not answered,
        items_found=tuple(hit for hit in found if hit is not None),
        items_missed=missed,
        evidence_cited=cited,
        citations_proving=sum(any(_proves(c, e) for e in question.evidence) for c in answer.citations),
        forbidden_found=forbidden,
        out_of_scope=out_of_scope,
        quotes_exact=all(papers.is_exact(citation) for citation in answer.citations),
    )


def _may_end_so(question: Question, status: AnswerStatus) -> bool:
    """Return whether ending without an answer in this way is right."""
    if status is AnswerStatus.NO_ANSWER:
        return question.may_refuse or not question.answerable
    return status is AnswerStatus.NEEDS_CLARIFICATION and question.clarify


def enough(question: Question, cited: Sequence[bool]) -> bool:
    """Return whether these of the question's evidences prove the answer: all where all are wanted, else one."""
    return bool(cited) and (all(cited) if question.all_evidence else any(cited))


def proves(text: str, headings: Iterable[str], evidence: Evidence) -> bool:
    """Return whether a paragraph of the evidence's document holds its words, under its heading where one is named."""
    under = evidence.under
    if under is not None and not any(contains(heading, under) for heading in headings):
        return False
    return any(contains(text, words) for words in evidence.words)


def _proves(citation: Citation, evidence: Evidence) -> bool:
    if citation.document_id != evidence.document_id:
        return False
    return proves(citation.paragraph, citation.section_path, evidence)


def _out_of_scope(question: Question, citations: Iterable[Citation], papers: Papers) -> tuple[str, ...]:
    if not question.evidence:
        return ()
    places = {papers.place_of(evidence.document_id) for evidence in question.evidence}
    strays = (c.document_id for c in citations if papers.place_of(c.document_id) not in places)
    return tuple(dict.fromkeys(strays))
