"""Follow-ups: what a question leaves out is what the conversation's last question and answer were about."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from corpus.vietnamese import fold
from rag.asks import Ask
from rag.collection import Collection
from rag.paper_numbers import numbers_after
from rag.places import find_places
from rag.scope import Scope
from rag.topic import Topic
from rag.understood import Understood

THAT_MATTER = re.compile(
    r"\b(?:viec|mo hinh|nhiem vu|chi tieu|noi dung|muc tieu|cong viec|de an|du an|cai|phan|vu) (?:nay|do|ay|tren|kia)\b"
)
"""What names a matter only by pointing back at it."""
_THAT_TASK = re.compile(rf"{THAT_MATTER.pattern}|\bthi sao\b|\bxa (?:kia|nay|do)\b|\bno\b")
"""What stands for the topic of the last question."""
_ASKS_ONLY = re.compile(r"^(?:ai|khi nao|bao gio|bao nhieu)\b")
_FEW, _SHORT = 2, 4
"""A follow-up that points back has no more words of its own; one that asks for a side of the same thing few more."""
_THAT_PERSON = re.compile(r"\b(?:dong chi|ong|ba|anh|chi|nguoi|vi) (?:do|nay|ay)\b")
_THAT_PAPER = re.compile(
    r"\b(?P<kind>nghi quyet|ket luan|chi thi|quyet dinh|quy dinh|luat|nghi dinh|thong tu|chuong trinh(?: hanh dong)?|"
    r"ke hoach|de an) (?:(?:cu|moi|truoc) )?(?:nay|do|ay|tren)\b"
)
_GOES_ON = re.compile(r"^(?:con|the con|vay con|vay|the|roi|ngoai ra)\b")
"""A question that begins so goes on with the last one."""
_EVERYWHERE = re.compile(
    r"\b(?:cac|nhung|moi|tung|bao nhieu|may|ca) (?:xa|phuong|dia phuong|noi)\b|\b(?:xa|phuong|noi) (?:nao|khac)\b|"
    r"\btoan bo\b|\btat ca\b"
)
"""What asks beyond one place."""
_BEYOND = frozenset({Ask.COMPARE, Ask.PLACES, Ask.SMALL_TALK})


@dataclass(frozen=True, slots=True)
class Said:
    """The last exchange of a conversation."""

    understood: Understood
    answer: str
    people: tuple[str, ...]
    """Whom the answer named."""
    subject: Topic | None = None
    """What the conversation is about: the topic of its last question that had words enough for one."""

    @property
    def lasting(self) -> Topic:
        """Return the topic that "việc đó" stands for."""
        topic = self.understood.topic
        return self.subject if self.subject is not None and len(topic.words) <= _SHORT else topic


def said(understood: Understood, answer: str, people: tuple[str, ...], last: Said | None) -> Said:
    """Return the exchange, with what the conversation is about: as before, where this question says too little."""
    topic = understood.topic
    goes_on = last is not None and not understood.scope.mentions and len(topic.words) <= _SHORT
    subject = last.lasting if last is not None and (goes_on or len(topic.words) <= _FEW) else topic
    return Said(understood, answer, people, subject)


class Follower:
    """Completes follow-ups over one collection."""

    def __init__(
        self,
        collection: Collection,
        is_syllable: Callable[[str], bool],
        asked_of_number: Callable[[str], tuple[Ask, ...]],
    ) -> None:
        """Keep the collection.

        :param is_syllable: whether a word is a Vietnamese syllable.
        :param asked_of_number: what a question asks for where it is about a numbered document.
        """
        self._collection = collection
        self._is_syllable = is_syllable
        self._asked_of_number = asked_of_number

    def complete(self, now: Understood, last: Said, allowed: frozenset[str] | None) -> Understood:
        """Return the question with what it leaves out: people, papers, topic, kind, place."""
        if last.people and _THAT_PERSON.search(fold(now.text)):
            now = replace(now, text=f"{now.text.rstrip(' ?')} ({', '.join(last.people)})?")
        now = self._with_papers(now, last)
        if _is_follow_up(now):
            return self._with_topic(now, replace(last.understood, topic=last.lasting), allowed)
        return self._in_place(now, last.understood, allowed)

    def _with_papers(self, now: Understood, last: Said) -> Understood:
        """Put in the number of "nghị quyết đó": the one the answer named, or the one asked about."""
        that = _THAT_PAPER.search(fold(now.text))
        if that is None or now.paper_numbers:
            return now
        asked = last.understood.paper_numbers
        named = tuple(number for number in numbers_after(that["kind"], last.answer) if number not in asked)
        numbers = named if len(named) == 1 else asked
        if not numbers:
            return now
        asks = self._asked_of_number(now.text) if now.topic.is_empty else now.asks
        return replace(now, asks=asks, paper_numbers=numbers, text=f"{now.text.rstrip(' ?')} ({', '.join(numbers)})?")

    def _in_place(self, now: Understood, previous: Understood, allowed: frozenset[str] | None) -> Understood:
        """Return a question of its own, asked of the place that the conversation is about."""
        beyond = _EVERYWHERE.search(fold(now.text)) or not _BEYOND.isdisjoint(now.asks)
        if beyond and not now.scope.other_one:
            return now
        filled = replace(now, scope=self._scope(now.scope, previous.scope, allowed))
        return replace(filled, text=_spelled_out(now, filled))

    def _with_topic(self, now: Understood, previous: Understood, allowed: frozenset[str] | None) -> Understood:
        if now.topic.is_empty and not now.paper_numbers and previous.paper_numbers:
            now = replace(now, asks=self._asked_of_number(now.text))
        too_little = len(now.topic.words) <= 1 and now.asks != (Ask.CONTENT,)
        points_back = too_little and not _GOES_ON.match(fold(now.text))
        topic = previous.topic if points_back or now.topic.is_empty else now.topic
        asks = previous.asks if now.asks == (Ask.CONTENT,) else now.asks
        scope = self._scope(now.scope, previous.scope, allowed)
        years = now.years or (previous.years if now.topic.is_empty else now.years)
        numbers = now.paper_numbers or (previous.paper_numbers if now.topic.is_empty else ())
        kinds = [self._collection.paper(i).document.metadata.kind for i in scope.document_ids]
        kind = now.scope.kind or (previous.scope.kind if previous.scope.kind in kinds else None)
        filled = replace(
            now, asks=asks, topic=topic, scope=replace(scope, kind=kind), years=years, paper_numbers=numbers
        )
        if asks is previous.asks and asks != now.asks:
            # The whole question is carried over, its topic with it.
            asked = f"{now.text.rstrip(' ?')} ({self._without_places(previous.text)})?"
            now, filled = replace(now, text=asked, topic=topic), replace(filled, text=asked)
        return replace(filled, text=_spelled_out(now, filled))

    def _scope(self, scope: Scope, previous: Scope, allowed: frozenset[str] | None) -> Scope:
        if previous.unknown_place is not None and not scope.is_named and scope.unknown_place is None:
            scope = replace(scope, unknown_place=previous.unknown_place)
        if scope.other_one and previous.is_named:
            others = tuple(c for c in self._collection.communes if c not in previous.communes)
            return self._limited(scope, others, allowed)
        if not scope.is_named and scope.unknown_place is None and previous.is_named:
            return self._limited(scope, previous.communes, allowed)
        return scope

    def _without_places(self, text: str) -> str:
        """Return a question without the places it names, to be asked of another place."""
        places = find_places(text, self._collection, self._is_syllable)
        for mention in sorted(places, key=lambda m: -m.start):
            text = text[: mention.start] + text[mention.end :]
        carried = re.search(r"\(([^()]*)\)\W*$", text)
        return " ".join((carried[1] if carried else text).split()).rstrip(" ?")

    def _limited(self, scope: Scope, communes: tuple[str, ...], allowed: frozenset[str] | None) -> Scope:
        ids = frozenset(
            paper.id
            for paper in self._collection.papers
            if paper.document.metadata.commune in communes and (allowed is None or paper.id in allowed)
        )
        return replace(scope, communes=communes, document_ids=ids)


def _is_follow_up(now: Understood) -> bool:
    """Say whether the question is about the topic of the last one; who holds a post is a question of its own."""
    if now.asks[0] is Ask.PERSON and not _GOES_ON.match(fold(now.text)):
        return False
    if now.topic.is_empty and not now.paper_numbers:
        return True
    folded = fold(now.text).strip()
    if _GOES_ON.match(folded):
        return True
    if len(now.topic.words) <= 1 and not now.scope.is_named and not now.paper_numbers and now.asks != (Ask.CONTENT,):
        return True
    return bool(_THAT_TASK.search(folded) or _ASKS_ONLY.match(folded)) and len(now.topic.words) <= _FEW


def _spelled_out(now: Understood, filled: Understood) -> str:
    """Return the follow-up with what was carried over, for people to see."""
    extra: list[str] = []
    if filled.topic != now.topic and not filled.topic.is_empty:
        extra.append(filled.topic.text)
    if not now.scope.is_named and filled.scope.is_named:
        extra.append(", ".join(filled.scope.communes))
    return f"{now.text.rstrip(' ?')} ({'; '.join(extra)})?" if extra else now.text
