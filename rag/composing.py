"""Putting what was chosen into plain Vietnamese, a label at each claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.passage import Hit
from rag.answer import Citation
from rag.asks import Ask
from rag.choosing import Choice, Finding
from rag.collection import Collection
from rag.comparing import Compared, Verdict, compare
from rag.evidence import Quote
from rag.understood import Understood
from rag.verifying import unproved_figures, unproved_names
from rag.wording import capital, shortened

NOT_FOUND = "Không tìm thấy nội dung này trong {where}{elsewhere}."
NOT_FOUND_NEAR = "Không tìm thấy nội dung này trong {where}; mục gần nhất là “{section}” ({place}){elsewhere}."
OUR_PAPERS = "các tài liệu hiện có"
PAPERS_OF = "các tài liệu hiện có của {places}"
NAME_ANOTHER = "; nếu hỏi nơi khác, xin nêu tên"
NOT_OURS = "Các tài liệu hiện có không có văn bản nào của {place}; chỉ có văn bản của {known}."
ONLY_PAPERS = "Đây là trợ lý tra cứu tự động, chỉ trả lời câu hỏi về nội dung các văn bản hiện có của {known}."
WHICH = "Anh/chị muốn hỏi về nội dung nào? Hãy nêu rõ nhiệm vụ, chỉ tiêu hoặc văn bản cần tra cứu."
WHICH_PLACE = "Anh/chị muốn hỏi về xã nào: {known}?"
DIFFERS = "Tài liệu nêu khác nhau về nội dung này; các giá trị đều được dẫn nguồn để đối chiếu."
INDIRECT = "Chưa tìm được câu trả lời trực tiếp; đây là đoạn gần nhất với câu hỏi."
_NONE_STATED = "không nêu trong tài liệu hiện có"


@dataclass(frozen=True, slots=True)
class Composed:
    """An answer's text with what it cites."""

    text: str
    citations: tuple[Citation, ...]
    notices: tuple[str, ...]


class Composer:
    """Writes answers about one collection."""

    def __init__(self, collection: Collection, people: Sequence[str]) -> None:
        """Keep the collection and the names of the people in it."""
        self._collection = collection
        self._people = people

    def compose(self, understood: Understood, choices: Sequence[Choice]) -> Composed:
        """Return the answer that the choices make; there is at least one."""
        labels = _Labels(self._collection)
        told = [
            (finding, self._claim(finding, labels))
            for finding in _same_everywhere([finding for choice in choices for finding in choice.findings])
        ]
        lines = self._lines(told)
        compared = not {Ask.COMPARE, Ask.PLACES}.isdisjoint(understood.asks)
        asked = understood.scope.communes if understood.scope.is_named else self._collection.communes
        if compared or len(understood.scope.communes) > 1:
            there = {finding.place for finding, _ in told}
            missing = [commune for commune in asked if commune not in there]
            lines.extend(f"- {capital(commune)}: {_NONE_STATED}." for commune in missing)
        notices = [DIFFERS] if any(choice.differs for choice in choices) else []
        if compared:
            came_of = compare(understood.text, choices[0], understood.asks)
            lines.extend(_conclusions(came_of, labels))
            notices.extend([came_of.notice] if came_of.notice else [])
        if not all(choice.is_exact for choice in choices):
            notices.append(INDIRECT)
        return Composed("\n".join(lines), labels.citations, tuple(notices))

    def _lines(self, told: Sequence[tuple[Finding, str]]) -> list[str]:
        """Return one line a finding, each with its place; one place is named once."""
        places = [*dict.fromkeys(finding.place for finding, _ in told)]
        several = len(places) > 1 or len(self._collection.communes) > 1
        if len(told) == 1:
            finding, claim = told[0]
            return [f"{capital(finding.place)}: {claim}" if several and finding.place else capital(claim)]
        if len(places) == 1:
            head = [f"{capital(places[0])}:"] if places[0] else []
            return [*head, *(f"- {capital(claim)}" for _, claim in told)]
        return [f"- {capital(f.place)}: {claim}" if f.place else f"- {capital(claim)}" for f, claim in told]

    def _claim(self, finding: Finding, labels: _Labels) -> str:
        """Return the statement, or the bare answer where the statement says more than its sources."""
        paragraphs = [self._collection.paragraph(quote.paragraph_id).text for quote in finding.quotes]
        statement = finding.statement
        if unproved_figures(statement, paragraphs) or unproved_names(statement, paragraphs, self._people):
            statement = " ".join(finding.brief.split())
        numbers = "".join(f"[{labels.of(quote)}]" for quote in finding.quotes)
        return f"{statement.strip(' .;,')} {numbers}."

    def refusal(self, understood: Understood, hits: Sequence[Hit]) -> str:
        """Return the sentence that says the papers do not hold it."""
        if understood.asks[0] is Ask.SMALL_TALK:
            return ONLY_PAPERS.format(known=self._known())
        if understood.scope.unknown_place is not None:
            return NOT_OURS.format(place=understood.scope.unknown_place, known=self._known())
        scope = understood.scope
        where = PAPERS_OF.format(places=", ".join(scope.communes)) if scope.is_named else OUR_PAPERS
        # Named by no word of the question: the conversation's place was carried over.
        elsewhere = NAME_ANOTHER if scope.is_named and not scope.mentions else ""
        near = next((hit for hit in hits if self._collection.paragraph(hit.passage.id).section_path), None)
        if near is None or near.score < _NEAR:
            return NOT_FOUND.format(where=where, elsewhere=elsewhere)
        section = shortened(self._collection.paragraph(near.passage.id).section_path[-1], 90)
        place = self._collection.paper(near.passage.document_id).place
        return NOT_FOUND_NEAR.format(where=where, section=section, place=place, elsewhere=elsewhere)

    def which(self, understood: Understood) -> str:
        """Return the short question to ask back."""
        if understood.scope.other_one:
            return WHICH_PLACE.format(known=self._known())
        return WHICH

    def _known(self) -> str:
        return ", ".join(self._collection.communes) or "cơ quan"


def _conclusions(compared: Compared, labels: _Labels) -> list[str]:
    """Return the lines that end a comparison, each with the places it is of and their labels."""
    lines: list[str] = []
    for conclusion in compared.conclusions:
        by_place: dict[str, list[str]] = {}
        for finding in conclusion.findings:
            by_place.setdefault(finding.place, []).extend(f"[{labels.of(quote)}]" for quote in finding.quotes)
        if conclusion.verdict in (Verdict.EQUAL, Verdict.UNEQUAL):
            proof = "".join(dict.fromkeys(label for found in by_place.values() for label in found))
            lines.append(f"{conclusion.verdict} {proof}.")
        else:
            named = ", ".join(f"{place} {''.join(dict.fromkeys(found))}" for place, found in by_place.items())
            lines.append(f"{conclusion.verdict}: {named}.")
    return lines


_NEAR = 0.75
"""The nearest section is named where retrieval is at least this sure of it."""


def _same_everywhere(findings: Sequence[Finding]) -> list[Finding]:
    """Put findings of one place that state the same into one."""
    merged: dict[tuple[str, str], Finding] = {}
    for finding in findings:
        key = (finding.place, finding.statement)
        if key in merged:
            earlier = merged[key]
            quotes = tuple(dict.fromkeys((*earlier.quotes, *finding.quotes)))
            merged[key] = Finding(earlier.place, earlier.key, earlier.statement, earlier.brief, quotes, earlier.score)
        else:
            merged[key] = finding
    return [*merged.values()]


class _Labels:
    """Hands out labels in the order of use, one a quote."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._numbers: dict[Quote, int] = {}

    def of(self, quote: Quote) -> int:
        return self._numbers.setdefault(quote, len(self._numbers) + 1)

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(self._citation(quote, label) for quote, label in self._numbers.items())

    def _citation(self, quote: Quote, label: int) -> Citation:
        document = self._collection.paper(quote.document_id).document
        paragraph = self._collection.paragraph(quote.paragraph_id)
        metadata = document.metadata
        return Citation(
            label=label,
            document_id=document.id,
            document_title=metadata.title,
            document_number=metadata.number,
            issuer=metadata.issuer,
            issued_on=metadata.issued_on,
            section_path=paragraph.section_path,
            paragraph_id=paragraph.id,
            paragraph=paragraph.text,
            quote=document.text[quote.start : quote.end],
            start=quote.start,
            end=quote.end,
        )
