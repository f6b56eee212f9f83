"""About papers themselves: their number, date, issuer, recipients; and the documents that they refer to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.facts.layout import sentences
from corpus.model import Paragraph, ParagraphKind, Reference
from corpus.vietnamese import fold
from index.passage import Hit
from rag.asks import Ask
from rag.collection import Collection, Paper
from rag.evidence import Evidence, Quote
from rag.paper_numbers import carries_out, names_number, numbers_after
from rag.topic import coverage, tokens, words_of
from rag.understood import Understood

_ASKS = (Ask.PAPER_NUMBER, Ask.PAPER_DATE, Ask.PAPER_ISSUER, Ask.PAPER_SUBJECT, Ask.PAPER, Ask.RECIPIENTS, Ask.WHEN)
_OF_REFERENCE = (Ask.PAPER_NUMBER, Ask.PAPER_DATE, Ask.PAPER_ISSUER, Ask.PAPER_SUBJECT)
_ENOUGH = 0.75
PAPER_KIND = (
    r"(?:nghi quyet|ket luan|chi thi|quyet dinh|quy dinh|luat|nghi dinh|thong tu|chuong trinh hanh dong|chuong trinh|"
    r"ke hoach|quy hoach|huong dan|thong bao|de an|to trinh|cong van|quy che)"
)
KIND_WORDS = re.compile(rf"\b{PAPER_KIND}\b")


_KIND_ASKED = re.compile(rf"\b(?P<kind>{PAPER_KIND})(?: hanh dong)? (?:(?:so|mang so) )?(?:nao|gi|may|bao nhieu)\b")
"""The kind of document that is looked for: "chương trình nào thực hiện nghị quyết số …"."""
_OF_NUMBER = 0.95
"""How well a reference fits that is told by a document's number."""


class PapersReader:
    """Answers about numbers, dates, issuers and subjects of papers."""

    def __init__(self, collection: Collection) -> None:
        """Keep the collection."""
        self._collection = collection

    def read(self, understood: Understood, hits: Sequence[Hit]) -> list[Evidence]:
        """Return what the letterheads and the references say; the hits are not needed."""
        del hits
        found: list[Evidence] = []
        asks = [ask for ask in understood.asks if ask in _ASKS]
        if "hieu luc" in fold(understood.text):
            asks = [ask for ask in asks if ask is not Ask.WHEN]  # not the day it bears
        if not asks and understood.paper_numbers and understood.topic.is_empty:
            asks = [Ask.PAPER_SUBJECT]
        asked_about = [
            paper for paper in self._collection.papers if _is_asked_about(self._collection, paper, understood)
        ]
        several = len([ask for ask in asks if ask in _OF_REFERENCE]) > 1
        for paper in self._collection.papers:
            if paper.id in understood.scope.document_ids:
                for ask in asks:
                    if paper in asked_about:
                        found.extend(_own(paper, ask))
                    if not asked_about or ask is Ask.PAPER:
                        found.extend(_referred(self._collection, paper, understood, ask, in_full=several))
                    if ask is Ask.PAPER and _CARRIES_OUT.search(fold(understood.text)):
                        found.extend(_carried_out(self._collection, paper, understood))
        return found


def _is_asked_about(collection: Collection, paper: Paper, understood: Understood) -> bool:
    """Say whether the paper itself is what the question is about, rather than a document it refers to."""
    scope, numbers, metadata = understood.scope, understood.paper_numbers, paper.document.metadata
    if paper.id not in scope.document_ids:
        return False
    if numbers:
        return names_number(metadata.number or "", numbers) or carries_out(paper.document, understood)
    if scope.kind is not None and metadata.kind != scope.kind:
        return False
    if of_another_kind(metadata.kind, understood):
        return False
    if not (scope.is_named or scope.kind):
        return False
    return understood.topic.is_empty or coverage(understood.topic, collection.words_about(paper.id)) >= _ENOUGH


def of_another_kind(kind: str | None, understood: Understood) -> bool:
    """Say whether the question names another kind of paper than this one."""
    asked = KIND_WORDS.search(fold(understood.text))
    return asked is not None and not fold(kind or "").startswith(asked[0])


_OWN = 0.95
"""How well a letterhead answers what is asked of its own paper."""


def _own(paper: Paper, ask: Ask) -> Iterable[Evidence]:
    """Return what the paper's own letterhead says."""
    metadata = paper.document.metadata
    score = _OWN
    match ask:
        case Ask.PAPER_NUMBER if metadata.number:
            yield from _from_head(paper, ask, "Số", f"Số {metadata.number}", metadata.number, score)
        case Ask.PAPER_NUMBER if metadata.symbol:
            yield from _from_head(
                paper, ask, "Số", f"Số văn bản để trống, chỉ ghi ký hiệu {metadata.symbol}", metadata.symbol, score
            )
        case Ask.PAPER_DATE | Ask.WHEN if metadata.issued_text:
            blank = " (chưa ghi đủ ngày, tháng)" if metadata.issued_on is None else ""
            yield from _from_head(
                paper, ask, metadata.issued_text, f"Văn bản ghi {metadata.issued_text}{blank}", "", score
            )
        case Ask.PAPER_ISSUER if metadata.issuer:
            yield from _issuer(paper, ask, score)
        case Ask.RECIPIENTS:
            yield from _recipients(paper)
        case Ask.PAPER_SUBJECT if metadata.abstract:
            yield from _from_kind(paper, ask, ParagraphKind.TITLE, metadata.abstract[:40], metadata.title, score)
        case _:
            return


def _from_head(paper: Paper, ask: Ask, words: str, statement: str, key: str, score: float) -> Iterable[Evidence]:
    return _from_kind(paper, ask, ParagraphKind.LETTERHEAD, words, statement, score, key)


def _from_kind(
    paper: Paper, ask: Ask, kind: ParagraphKind, words: str, statement: str, score: float, key: str = ""
) -> Iterable[Evidence]:
    """Return evidence whose quote is the whole paragraph of this kind that has the words."""
    for paragraph in paper.document.paragraphs:
        if paragraph.kind is kind and words in paragraph.text:
            quotes = (_whole(paper, paragraph),)
            yield Evidence(paper.id, ask, statement, paragraph.text, key or fold(statement), quotes, score)
            return


def _whole(paper: Paper, paragraph: Paragraph) -> Quote:
    return Quote(paper.id, paragraph.id, paragraph.start, paragraph.end)


def _issuer(paper: Paper, ask: Ask, score: float) -> Iterable[Evidence]:
    """Prove the issuer by the signature's "T/M" line, else by the letterhead."""
    for kind in (ParagraphKind.SIGNATURE, ParagraphKind.LETTERHEAD, ParagraphKind.TITLE):
        for paragraph in paper.document.paragraphs:
            issuer = paper.document.metadata.issuer or ""
            shared = set(fold(paragraph.text).split()) & set(fold(issuer).split())
            if paragraph.kind is kind and len(shared) >= 2:
                statement = f"{issuer} ban hành"
                quotes = (_whole(paper, paragraph),)
                yield Evidence(paper.id, ask, statement, paragraph.text, fold(issuer), quotes, score)
                return


def _recipients(paper: Paper) -> Iterable[Evidence]:
    lines = [p for p in paper.document.paragraphs if p.kind is ParagraphKind.RECIPIENT]
    if lines and paper.document.metadata.recipients:
        statement = "Nơi nhận: " + "; ".join(paper.document.metadata.recipients)
        quotes = tuple(_whole(paper, p) for p in lines)
        yield Evidence(paper.id, Ask.RECIPIENTS, statement, "; ".join(p.text for p in lines), paper.id, quotes, 0.9)


def _referred(
    collection: Collection, paper: Paper, understood: Understood, ask: Ask, *, in_full: bool
) -> Iterable[Evidence]:
    """Return what the paper says of a document it refers to."""
    best: dict[str, Evidence] = {}
    for reference in paper.references:
        score = _fit(collection, reference, understood)
        if score < _ENOUGH:
            continue
        answer = _told(reference, Ask.PAPER if in_full and reference.subject else ask)
        start, end = reference.start, reference.end
        if answer is None and ask is Ask.PAPER_SUBJECT:
            sentence, start, end = _sentence_around(paper, reference)
            answer, score = (sentence, reference.number or ""), score - _IN_PASSING
        if answer is None:
            continue
        statement, key = answer
        quote = Quote(reference.document_id, reference.paragraph_id, start, end)
        words = paper.document.text[start:end]
        same = fold(" ".join(tokens(key)))
        evidence = Evidence(paper.id, ask, statement, words, same, (quote,), score, is_of_place=False)
        if evidence.key not in best or best[evidence.key].score < score:
            best[evidence.key] = evidence
    yield from best.values()


_CARRIES_OUT = re.compile(
    r"\b(?:thuc hien|trien khai|can cu|cu the hoa|theo) (?:nhung |cac )?"
    r"(?:van ban|nghi quyet|chi thi|ket luan|chuong trinh|ke hoach) (?:nao|gi)\b"
)


def _carried_out(collection: Collection, paper: Paper, understood: Understood) -> Iterable[Evidence]:
    """Return the documents that a paper carries out: those its title or the words before its first heading name."""
    metadata, scope = paper.document.metadata, understood.scope
    of_kind = scope.is_named and scope.kind is not None and scope.kind == metadata.kind
    if not of_kind and coverage(understood.topic, collection.words_about(paper.id)) < _TITLED:
        return
    first = next((p.start for p in paper.document.paragraphs if p.kind is ParagraphKind.HEADING), 0)
    for reference in paper.references:
        if reference.start < first:
            found = of_reference(
                paper, reference, Ask.PAPER, in_full(reference), fold(reference.number or ""), score=0.85
            )
            yield replace(found, is_of_place=False)


def of_reference(paper: Paper, reference: Reference, ask: Ask, statement: str, key: str, *, score: float) -> Evidence:
    """Return evidence whose quote is the words of the reference."""
    quote = Quote(reference.document_id, reference.paragraph_id, reference.start, reference.end)
    words = paper.document.text[reference.start : reference.end]
    return Evidence(paper.id, ask, statement, words, key, (quote,), score)


_TITLED = 0.6
"""Share of the topic that a paper's title must have for the question to be about the paper."""
_IN_PASSING = 0.1
"""What a sentence loses that only mentions the document, where the reference does not say what that is about."""


def _sentence_around(paper: Paper, reference: Reference) -> tuple[str, int, int]:
    """Return the sentence that mentions the document."""
    paragraph = paper.document.paragraph(reference.paragraph_id)
    for text, start, end in sentences(paragraph):
        if start <= reference.start < end:
            return text, start, end
    return paragraph.text, paragraph.start, paragraph.end


def _fit(collection: Collection, reference: Reference, understood: Understood) -> float:
    """Score how well the reference is the one asked about."""
    if understood.paper_numbers:
        wanted = _KIND_ASKED.search(fold(understood.text))
        if wanted is None or _is_named_as(wanted["kind"], understood):
            return _OF_NUMBER if names_number(reference.number or "", understood.paper_numbers) else 0.0
        of_kind = fold(reference.kind or "").startswith(wanted["kind"])
        return _OF_NUMBER if of_kind and names_number(reference.subject or "", understood.paper_numbers) else 0.0
    if understood.topic.is_empty or of_another_kind(reference.kind, understood):
        return 0.0
    words = words_of(f"{reference.kind or ''} {reference.issuer or ''} {reference.subject or ''}")
    around = collection.words(reference.paragraph_id)
    return max(0.9 * coverage(understood.topic, words), 0.8 * coverage(understood.topic, words | around))


def _is_named_as(kind: str, understood: Understood) -> bool:
    """Say whether the numbered document is itself called by the kind asked for: "nghị quyết nào, số 57"."""
    return any(number in numbers_after(kind, understood.text) for number in understood.paper_numbers)


def _named(reference: Reference) -> tuple[str, str, str]:
    """Return kind and number, ", date" and " của issuer" of a reference; empty where it does not tell."""
    dated = f", {reference.issued_text}" if reference.issued_text else ""
    issuer = f" của {reference.issuer}" if reference.issuer else ""
    return f"{reference.kind} số {reference.number}", dated, issuer


def in_full(reference: Reference) -> str:
    """Return all that a reference tells of its document."""
    about = f" {reference.subject}" if reference.subject else ""
    return "".join((*_named(reference), about))


def _told(reference: Reference, ask: Ask) -> tuple[str, str] | None:
    """Return (statement, key) of what the reference tells of what is asked; None where it does not."""
    name, dated, issuer = _named(reference)
    match ask:
        case Ask.PAPER_NUMBER | Ask.PAPER:
            return in_full(reference), reference.number or ""
        case Ask.PAPER_DATE | Ask.WHEN if reference.issued_text:
            return f"{name}{issuer}: {reference.issued_text}", reference.issued_text
        case Ask.PAPER_ISSUER if reference.issuer:
            return f"{name}{dated} là của {reference.issuer}", reference.issuer
        case Ask.PAPER_SUBJECT if reference.subject:
            return f"{name}{dated}{issuer}: {reference.subject}", reference.subject
        case _:
            return None
