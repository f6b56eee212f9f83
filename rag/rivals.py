"""Figures that contradict each other: what a place's papers state of one thing in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.facts import indicator_key
from corpus.statements import Change, Comparator, Target
from corpus.vietnamese import fold
from rag.asks import Ask
from rag.choosing import Choice, Finding
from rag.clauses import figures
from rag.collection import Collection
from rag.evidence import Quote
from rag.topic import Topic, coverage
from rag.wording import without_mark

_ASKS = (Ask.NUMBER, Ask.COMPARE, Ask.WHEN, Ask.END, Ask.CONTENT, Ask.PLACES, Ask.GOAL)
"""Kinds for which another figure of the same thing must be told."""
_SHARED = 0.85
"""Share of the longer indicator's words that the other one must have to be of the same thing."""
_NO_MATTER = frozenset("thu tuc hanh chinh duoc toan dia ban xa phuong cac so ti le dat cua co tren nguoi".split())
"""Words that one of two indicators of the same thing may leave out."""
_ABOUT = 0.45
"""Share of the topic that an indicator must have for the question to be about it."""
_YEAR = re.compile(r"(?:19|20)\d{2}")
_MARKS = re.compile(
    r"\b(?:moi|tung|cac) (?:thon|xom|ban|to dan pho|chi bo|truong)\b|"
    r"\b(?:cap )?(?:tieu hoc|trung hoc co so|thcs|mam non)\b"
)
_WHOLE = frozenset(
    ("tren dia ban xa", "tren dia ban", "toan xa", "trong xa", "cua xa", "tren dia ban phuong", "toan phuong")
)
"""Scopes that are the whole place."""
_PART = re.compile(r"\d+ thang (?:dau|cuoi)|quy \w+|ca nam|thang \d+|ngay \d+")
"""Part of a year: what is reached by June is no contradiction of what is aimed at by December."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A target with what it is held against others by."""

    target: Target
    place: str
    words: frozenset[str]
    years: frozenset[str]
    part: str
    marks: frozenset[str]
    """For whom it holds, as its clause says it: "mỗi thôn", "cấp tiểu học"."""
    numbers: frozenset[str]
    """Figures within the indicator: products of three stars are not those of four."""


class Rivals:
    """Finds, for a figure, the others that its own place states of the same thing."""

    def __init__(self, collection: Collection) -> None:
        """Hold every target of a place against the others of that place."""
        self._collection = collection
        self._targets: dict[str, list[_Known]] = {}
        """By paragraph."""
        self._rivals: dict[int, tuple[_Known, ...]] = {}
        by_place: dict[str, list[_Known]] = {}
        for paper in collection.papers:
            for target in paper.targets:
                known = _known(target, paper.place, collection.clause_of(target).text)
                by_place.setdefault(paper.place, []).append(known)
                self._targets.setdefault(target.paragraph_id, []).append(known)
        for found in by_place.values():
            for one in found:
                rivals = tuple(other for other in found if _contradict(one, other))
                if rivals:
                    self._rivals[id(one.target)] = rivals

    def told(self, choices: Sequence[Choice], topic: Topic) -> tuple[Choice, ...]:
        """Return the choices with the figures added that contradict those told, each behind the one it contradicts."""
        return tuple(self._with_rivals(choice, topic) if choice.ask in _ASKS else choice for choice in choices)

    def _with_rivals(self, choice: Choice, topic: Topic) -> Choice:
        quoted = [quote for finding in choice.findings for quote in finding.quotes]
        findings: list[Finding] = []
        added = False
        for finding in choice.findings:
            findings.append(finding)
            for rival in self._of(finding.quotes, topic):
                clause = self._collection.clause_of(rival.target)
                quote = Quote(rival.target.document_id, rival.target.paragraph_id, clause.start, clause.end)
                if not any(_overlap(quote, other) for other in quoted):
                    quoted.append(quote)
                    statement = without_mark(clause.text).strip(" .;,:")
                    key = " ".join(figures(clause.text))
                    findings.append(replace(finding, key=key, statement=statement, brief=clause.text, quotes=(quote,)))
                    added = True
        return replace(choice, findings=tuple(findings), differs=True) if added else choice

    def _of(self, quotes: Iterable[Quote], topic: Topic) -> Iterable[_Known]:
        for quote in quotes:
            for known in self._targets.get(quote.paragraph_id, ()):
                inside = (
                    quote.start <= known.target.start < quote.end
                    or known.target.start <= quote.start < known.target.end
                )
                about = coverage(topic, self._collection.words_in(known.target.indicator)) >= _ABOUT
                if inside and about:
                    yield from self._rivals.get(id(known.target), ())


def _known(target: Target, place: str, clause: str) -> _Known:
    words = frozenset(indicator_key(target.indicator).split()) - _NO_MATTER
    period = fold(target.period or "")
    part = _PART.search(period)
    numbers = frozenset(re.findall(r"\d+", target.indicator))
    marks = frozenset(_MARKS.findall(fold(clause)))
    return _Known(target, place, words, frozenset(_YEAR.findall(period)), part[0] if part else "", marks, numbers)


def _contradict(one: _Known, other: _Known) -> bool:
    """Say whether two targets of one place state the same thing with other figures, or the same for another year."""
    a, b = one.target, other.target
    if a.paragraph_id == b.paragraph_id or a.base_unit != b.base_unit or a.change is not b.change or _apart(a, b):
        return False
    none = a.low == b.low == 0 and (one.words <= other.words or other.words <= one.words)
    if (
        one.part != other.part
        or one.marks != other.marks
        or not (none or (one.numbers == other.numbers and _same(one.words, other.words)))
    ):
        return False
    same = (a.low * a.scale, a.high * a.scale) == (b.low * b.scale, b.high * b.scale)
    # "more than 10 %" and "from 10 % on" are two statements; a bare "10 %" may be either.
    bounds = {a.comparator, b.comparator} - {Comparator.EXACTLY}
    other_years = bool(one.years and other.years) and one.years.isdisjoint(other.years)
    if other_years:
        # 80 % in 2026 and 100 % in 2030 go together; "no poor households" by 2028 and by 2030 do not.
        return same and a.change is Change.LEVEL and (a.low == 0 or (a.low == 100 and "%" in a.base_unit))
    return not same or len(bounds) > 1


def _apart(one: Target, other: Target) -> bool:
    """Say whether the two hold for different places or are taken of different things, as far as both tell."""
    scopes = {fold(target.scope) for target in (one, other) if target.scope} - _WHOLE
    bases = {one.basis, other.basis} - {None}
    return len(scopes) > 1 or len(bases) > 1


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one & other) and len(one & other) >= _SHARED * max(len(one), len(other))


def _overlap(one: Quote, other: Quote) -> bool:
    return one.paragraph_id == other.paragraph_id and one.start < other.end and other.start < one.end
