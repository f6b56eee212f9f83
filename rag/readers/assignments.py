"""Who leads, partners, directs; when it starts and ends; with what: looked up in the assignments read before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.bodies import is_body
from corpus.model import Fact, FactKind
from corpus.vietnamese import comparable, fold
from index.passage import Hit
from rag.asks import Ask
from rag.collection import Collection, Paper
from rag.evidence import Evidence, Quote
from rag.topic import coverage, names_enough, precision, tokens
from rag.understood import Understood
from rag.wording import capital, shortened, small, without_mark

_KINDS: dict[Ask, tuple[FactKind, ...]] = {
    Ask.LEAD: (FactKind.LEAD, FactKind.DUTY),
    Ask.PARTNER: (FactKind.PARTNER,),
    Ask.DIRECTOR: (FactKind.DIRECTOR,),
    Ask.START: (FactKind.START,),
    Ask.END: (FactKind.END,),
    Ask.WHEN: (FactKind.END, FactKind.START),
    Ask.RESOURCES: (FactKind.RESOURCES,),
    Ask.GOAL: (FactKind.GOAL,),
}
_TOLD, _TOLD_IN_FULL = 120, 600
"""Characters told of what is assigned; in full where a list is asked for."""
_TOLD_TASK, _ALL_TASKS = 220, 1500
"""Characters told of each of a body's tasks, and of all of them together where they are few."""
_NEARLY = 0.05
"""A clause that covers this much less of the topic than the whole of what is assigned still says it."""
_ENOUGH = 0.62
"""Below this share of the topic, an assignment is about something else."""
_OWN_SHARE = 0.4
"""What a subject must cover by itself before its paper's title may cover the rest."""
_CLOSE = 0.15
"""Assignments this near to the best one are handed on: another place may say the same."""
_DUTY = 0.97
"""A duty listed under a body's heading counts a little less than an outright "chủ trì"."""


class AssignmentReader:
    """Answers from assignments."""

    def __init__(self, collection: Collection) -> None:
        """Keep the collection, the words of every assignment's subject and the names of every body that has one."""
        self._collection = collection
        self._subjects = {
            id(fact): collection.words_in(fact.subject) for paper in collection.papers for fact in paper.facts
        }
        self._bodies = {
            id(fact): self._names_of(fact.value)
            for paper in collection.papers
            for fact in paper.facts
            if fact.kind in (*_TASK_KINDS, *_PARTNER_KINDS) and is_body(fact.value)
        }

    def read(self, understood: Understood, hits: Sequence[Hit]) -> list[Evidence]:
        """Return the assignments whose subject is the topic; the hits are not needed."""
        del hits
        found: list[Evidence] = []
        for ask in understood.asks:
            wanted = _KINDS.get(ask, ())
            if wanted and not understood.topic.is_empty:
                for paper in self._collection.papers:
                    if paper.id in understood.scope.document_ids:
                        found.extend(self._of_paper(understood, ask, wanted, paper))
            if ask is Ask.TASKS:
                found.extend(self._tasks(understood))
        return found

    def _of_paper(
        self, understood: Understood, ask: Ask, wanted: tuple[FactKind, ...], paper: Paper
    ) -> Iterable[Evidence]:
        facts = [f for f in paper.facts if f.kind in wanted and (f.value or ask is not Ask.WHEN)]
        if ask is Ask.RESOURCES and _TOTAL.search(fold(understood.text)):
            # The sum of all is no task's own sum.
            facts = [f for f in facts if _TOTAL.search(fold(self._collection.paragraph(f.paragraph_id).text))]
        scored = self._best(understood, facts)
        if not scored and ask is Ask.DIRECTOR:
            charged = [f for f in paper.facts if f.kind is FactKind.DUTY and "chi dao" in fold(f.subject)]
            leading = [f for f in paper.facts if f.kind is FactKind.LEAD and f.value]
            scored = self._best(understood, charged) or self._best(understood, leading)
        told = _TOLD_IN_FULL if Ask.LIST in understood.asks else _TOLD
        for score, fact in scored:
            yield self._evidence(ask, self._to_the_point(understood, fact), score, told)

    def _best(self, understood: Understood, facts: Sequence[Fact]) -> list[tuple[float, Fact]]:
        """Return the facts that fit about as well as the best one; none where that is about something else."""
        scored = [(self._score(understood, fact), fact) for fact in facts]
        best = max((score for score, _ in scored), default=0.0)
        return [(score, fact) for score, fact in scored if score >= best - _CLOSE] if best >= _ENOUGH else []

    def _to_the_point(self, understood: Understood, fact: Fact) -> Fact:
        """Return the fact with the one clause of what is assigned that the question is about."""
        if fact.kind not in _TASK_KINDS:
            return fact
        full = coverage(understood.topic, self._subjects[id(fact)])
        for clause in self._collection.clauses(fact.paragraph_id):
            inside = fact.start <= clause.start and clause.end <= fact.end and len(clause.text) < len(fact.subject)
            if inside and coverage(understood.topic, clause.words) >= full - _NEARLY and fact.value not in clause.text:
                return replace(fact, subject=without_mark(clause.text), start=clause.start, end=clause.end)
        return fact

    def _score(self, understood: Understood, fact: Fact) -> float:
        subject = self._subjects[id(fact)]
        own = coverage(understood.topic, subject)
        around = subject | self._collection.words_above(fact.paragraph_id)
        title = self._collection.words_about(fact.document_id)
        covered = max(
            own,
            0.93 * coverage(understood.topic, around),
            0.88 * coverage(understood.topic, around | title)
            if names_enough(understood.topic, subject, around, title, _OWN_SHARE)
            else 0.0,
        )
        of_paper = coverage(understood.topic, self._collection.words_about(fact.document_id)) >= _OF_PAPER
        if of_paper and covered < _ENOUGH and _WHOLE_PAPER.search(fold(fact.subject)[:80]):
            covered = 0.85
        fit = 0.92 * covered + 0.08 * precision(understood.topic, subject)
        return fit * (_DUTY if fact.kind is FactKind.DUTY else 1.0)

    def _evidence(self, ask: Ask, fact: Fact, score: float, told: int) -> Evidence:
        return Evidence(
            document_id=fact.document_id,
            ask=ask,
            statement=_statement(fact, told),
            brief=_brief(fact),
            key=f"{fact.kind.value if ask is Ask.WHEN else ''}{fold(comparable(fact.value))}",
            quotes=(
                Quote(fact.document_id, fact.paragraph_id, fact.start, fact.end),
                *self._value_quote(fact),
                *self._subject_quote(fact),
            ),
            score=score,
        )

    def _value_quote(self, fact: Fact) -> tuple[Quote, ...]:
        """Return the quote of the value where it stands apart from what is stated: before it, or in a heading."""
        told = self._collection.paper(fact.document_id).document.text[fact.start : fact.end]
        if fact.value_paragraph_id == fact.paragraph_id and fact.value in told:
            return ()
        heading = self._collection.paragraph(fact.value_paragraph_id)
        at = heading.text.find(fact.value)
        if at < 0:
            return ()
        start = heading.start + at
        return (Quote(fact.document_id, heading.id, start, start + len(fact.value)),)

    def _subject_quote(self, fact: Fact) -> tuple[Quote, ...]:
        """Return the quote of the heading that names what is assigned, where its figures stand nowhere else."""
        paragraph = self._collection.paragraph(fact.paragraph_id)
        if not any(letter.isdigit() for letter in fact.subject) or fact.subject in paragraph.text:
            return ()
        sections = self._collection.paper(fact.document_id).document.sections
        heading = next((s for s in sections if s.title == fact.subject), None)
        if heading is None:
            return ()
        named = self._collection.paragraph(heading.paragraph_id)
        return (Quote(fact.document_id, named.id, named.start, named.end),)

    def _tasks(self, understood: Understood) -> Iterable[Evidence]:
        """Return what a body named in the question is to do: the assignments whose value it is."""
        papers = [p for p in self._collection.papers if p.id in understood.scope.document_ids]
        kinds = _PARTNER_KINDS if "phoi hop" in fold(understood.text) else _TASK_KINDS
        facts = [f for paper in papers for f in paper.facts if id(f) in self._bodies and f.kind in kinds]
        question = f" {_usual(self._collection.written_out(understood.text))} "
        named = [max((len(n) for n in self._bodies[id(f)] if f" {' '.join(n)} " in question), default=0) for f in facts]
        longest = max(named, default=0)
        told = max(_TOLD_TASK, _ALL_TASKS // max(1, named.count(longest)))
        for fact, words in zip(facts, named, strict=True):
            if longest and words == longest:
                text = self._collection.paper(fact.document_id).document.text
                yield Evidence(
                    document_id=fact.document_id,
                    ask=Ask.TASKS,
                    statement=capital(shortened(fact.subject, told)),
                    brief=text[fact.start : fact.end],
                    key=fold(comparable(fact.subject)),
                    quotes=(Quote(fact.document_id, fact.paragraph_id, fact.start, fact.end),),
                    score=0.9,
                )

    def _names_of(self, value: str) -> tuple[tuple[str, ...], ...]:
        """Return the words of each body that the value names, and of all as one, without what questions leave out."""
        names: list[tuple[str, ...]] = []
        for part in [value, *re.split(r", | - | – | và ", value)]:
            words = _usual(self._collection.written_out(part)).split()
            while words and words[0] in _LOOSE:
                words.pop(0)
            while words and words[-1] in _LOOSE:
                words.pop()
            if words[-2:] == ["dang", "uy"] and len(words) > 3:
                words = words[:-2]
            if len(words) > 1:
                names.append(tuple(words))
            elif words and part is value:
                names.append(("cac", words[0]))  # "các thôn": one word alone says too little
        return tuple(names)


_PARTNER_KINDS = (FactKind.PARTNER,)
_TASK_KINDS = (FactKind.LEAD, FactKind.DUTY, FactKind.DIRECTOR)
_FRONT = re.compile(r"\b(?:uy ban )?mat tran(?: to quoc)?(?: viet nam)?\b")


def _usual(text: str) -> str:
    """Return the words of the text folded, the Fatherland Front's many names in their common part."""
    return _FRONT.sub("mat tran", " ".join(tokens(fold(text))))


_LOOSE = frozenset("cac xa phuong va cua thuoc tren dia ban dong chi".split())
"""Words around a body's name that questions leave out."""
_WHOLE_PAPER = re.compile(
    r"\b(?:chung|toan dien|(?:ke hoach|chuong trinh(?: hanh dong)?|quyet dinh|nghi quyet)(?: nay)?)\b"
)
"""What says that an assignment is about the whole paper."""
_OF_PAPER = 0.85
_TOTAL = re.compile(r"\btong\b")


_BLANKS = {
    FactKind.LEAD: "cơ quan chủ trì",
    FactKind.PARTNER: "cơ quan phối hợp",
    FactKind.START: "thời gian triển khai",
    FactKind.END: "thời gian hoàn thành",
    FactKind.RESOURCES: "nguồn lực thực hiện",
}


_NOUN = re.compile(r"^(?:mo hinh|de an|du an|chuong trinh|ke hoach|cong tac|nhiem vu|viec|cuoc|phong trao)\b(?!\s*:)")


def _joined(subject: str) -> str:
    """Return the subject as it follows a verb: straight on where it is a noun, after a colon otherwise."""
    return f" {subject}" if _NOUN.match(fold(subject)) else f": {subject}"


_OUTRIGHT = ("chu tri", "tham muu", "la co quan", "chiu trach nhiem", "theo doi", "to chuc", "huong dan")
"""What begins so says by itself that somebody leads."""
_VERBAL = (*_OUTRIGHT, "co trach nhiem", "don doc", "tong hop", "tap trung", "xay dung", "chi dao")
"""What begins so goes on after the body's name as it stands."""
_VERBS = {
    FactKind.LEAD: "chủ trì, tham mưu thực hiện",
    FactKind.DUTY: "được giao nhiệm vụ này",
    FactKind.PARTNER: "phối hợp thực hiện",
    FactKind.DIRECTOR: "chỉ đạo",
}


def _brief(fact: Fact) -> str:
    """Return the answer without what it is about: no figure in it but the value's own."""
    verb = _VERBS.get(fact.kind)
    return f"{capital(fact.value)} {verb}" if verb and fact.value else fact.value


def _statement(fact: Fact, most: int) -> str:
    value = capital(fact.value.rstrip(" .;"))
    subject = small(shortened(fact.subject, most))
    if not value:
        return f"Văn bản để trống {_BLANKS[fact.kind]} của nhiệm vụ: {subject}"
    match fact.kind:
        case FactKind.LEAD:
            told = fold(subject)
            # A task of a table begins with a capital, and whoever leads it need not do it.
            if told.startswith(_VERBAL if fact.subject[:1].islower() else _OUTRIGHT):
                return f"{value} {subject}"
            return f"{value} chủ trì, tham mưu thực hiện{_joined(subject)}"
        case FactKind.DUTY:
            return f"{value} được giao: {subject}"
        case FactKind.PARTNER:
            return f"{value} phối hợp thực hiện{_joined(subject)}"
        case FactKind.DIRECTOR:
            return f"{value} {subject}" if fold(subject).startswith("chi dao") else f"{value} chỉ đạo: {subject}"
        case FactKind.START:
            return f"Bắt đầu: {value} ({subject})"
        case FactKind.END:
            return f"Hoàn thành: {value} ({subject})"
        case FactKind.RESOURCES:
            return f"Nguồn lực: {value} ({subject})"
        case _:
            return value
