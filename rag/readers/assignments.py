"""Who leads, partners, directs; when it starts and ends; with what: looked up in the assignments read before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.bodies import is_body
from corpus.model import Fact, FactKind
from corpus.vietnamese import comparable, fold
from index.passage import Hit
from rag.asks import Ask
from rag.collection import Collection, Paper
from rag.evidence import Evidence, Quote
from rag.topic import Words, coverage, precision, tokens
from rag.understanding import Understood
from rag.wording import capital, shortened, small

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
_ENOUGH = 0.72
"""Below this share of the topic, an assignment is about something else."""
_OWN_SHARE = 0.4
"""What a subject must cover by itself before its paper's title may cover the rest."""
_CLOSE = 0.06
"""Assignments this near to the best one answer the question too."""
_DUTY = 0.97
"""A duty listed under a body's heading counts a little less than an outright "chủ trì"."""


class AssignmentReader:
    """Answers from assignments."""

    def __init__(self, collection: Collection) -> None:
        """Keep the collection and the words of every assignment's subject."""
        self._collection = collection
        self._subjects = {
            id(fact): collection.words_in(fact.subject) for paper in collection.papers for fact in paper.facts
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
        scored = [(self._score(understood, fact), fact) for fact in paper.facts if fact.kind in wanted]
        best = max((score for score, _ in scored), default=0.0)
        if best < _ENOUGH:
            return
        for score, fact in scored:
            if score >= best - _CLOSE:
                yield self._evidence(ask, fact, score)

    def _score(self, understood: Understood, fact: Fact) -> float:
        subject = self._subjects[id(fact)]
        own = coverage(understood.topic, subject)
        around = subject | self._collection.words_above(fact.paragraph_id)
        about = around | self._collection.words_about(fact.document_id)
        covered = max(
            own,
            0.93 * coverage(understood.topic, around),
            0.88 * coverage(understood.topic, about) if own >= _OWN_SHARE else 0.0,
        )
        fit = 0.92 * covered + 0.08 * precision(understood.topic, subject)
        return fit * (_DUTY if fact.kind is FactKind.DUTY else 1.0)

    def _evidence(self, ask: Ask, fact: Fact, score: float) -> Evidence:
        return Evidence(
            document_id=fact.document_id,
            ask=ask,
            statement=_statement(fact),
            brief=fact.value,
            key=f"{fact.kind.value if ask is Ask.WHEN else ''}{fold(comparable(fact.value))}",
            quotes=(Quote(fact.document_id, fact.paragraph_id, fact.start, fact.end),),
            score=score,
        )

    def _tasks(self, understood: Understood) -> Iterable[Evidence]:
        """What a body named in the question is to do: the assignments whose value it is."""
        asked = self._collection.words_in(understood.text)
        for paper in self._collection.papers:
            if paper.id not in understood.scope.document_ids:
                continue
            for fact in paper.facts:
                if fact.kind not in _TASK_KINDS or not is_body(fact.value):
                    continue
                score = self._named(fact.value, asked)
                if score >= _NAMED:
                    yield Evidence(
                        document_id=fact.document_id,
                        ask=Ask.TASKS,
                        statement=capital(shortened(fact.subject, 220)),
                        brief=paper.document.text[fact.start : fact.end],
                        key=fold(comparable(fact.subject)),
                        quotes=(Quote(fact.document_id, fact.paragraph_id, fact.start, fact.end),),
                        score=score,
                    )

    def _named(self, body: str, asked: Words) -> float:
        """Return the weighted share of the body's words that the question has, a longer name a little more."""
        words = [word for word in tokens(body) if word not in _LOOSE]
        if not words:
            return 0.0
        weights = [self._collection.weight(fold(word)) for word in words]
        got = sum(w for word, w in zip(words, weights, strict=True) if fold(word) in asked.folded)
        return got / sum(weights) + 0.01 * min(len(words), 8) if got else 0.0


_TASK_KINDS = (FactKind.LEAD, FactKind.DUTY, FactKind.DIRECTOR)
_NAMED = 0.97
_LOOSE = frozenset(["các", "xã", "phường", "và", "của", "thuộc", "trên", "địa", "bàn", "đồng", "chí"])
"""Words of a body's name that questions leave out."""


def _statement(fact: Fact) -> str:
    value = capital(fact.value.rstrip(" .;"))
    subject = small(shortened(fact.subject))
    match fact.kind:
        case FactKind.LEAD:
            told = fold(subject)
            if told.startswith(
                ("chu tri", "tham muu", "la co quan", "chiu trach nhiem", "theo doi", "to chuc", "huong dan")
            ):
                return f"{value} {subject}"
            return f"{value} chủ trì, tham mưu thực hiện: {subject}"
        case FactKind.DUTY:
            return f"{value} được giao: {subject}"
        case FactKind.PARTNER:
            return f"{value} phối hợp thực hiện: {subject}"
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
