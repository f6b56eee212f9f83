"""From all evidence found to what is said: the kind that is answered, place by place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from corpus.bodies import is_body
from corpus.vietnamese import fold
from rag.asks import Ask
from rag.clauses import enumerates, figures
from rag.evidence import Evidence, Quote
from rag.topic import tokens
from rag.understood import Understood

_TOGETHER = (
    Ask.LEAD,
    Ask.PARTNER,
    Ask.DIRECTOR,
    Ask.START,
    Ask.END,
    Ask.NUMBER,
    Ask.RESOURCES,
    Ask.SIGNER,
    Ask.PAPER_NUMBER,
    Ask.PAPER_DATE,
    Ask.PAPER_ISSUER,
    Ask.PAPER_SUBJECT,
    Ask.PAPER,
    Ask.WHEN,
    Ask.RECIPIENTS,
)
"""Kinds that one question may ask side by side ("ai chủ trì, ai phối hợp")."""
_WHOLE_LISTS = (Ask.LIST, Ask.TASKS, Ask.SUMMARY)
_NEVER_INSTEAD = (Ask.SIGNER, Ask.PERSON, Ask.POST, Ask.PAPER_NUMBER, Ask.PAPER_DATE, Ask.PAPER_ISSUER, Ask.NUMBER,
                  Ask.WHEN, Ask.START, Ask.END, Ask.FREQUENCY, Ask.RESOURCES)  # fmt: skip
"""For these, words that say something else are no answer."""
_PLACE_MARGIN = 0.12
"""A place whose best evidence is this much weaker than another's is left out, where none was named."""
_MARGINS = {Ask.NUMBER: 0.2, Ask.COMPARE: 0.35, Ask.PLACES: 0.3, Ask.CONTENT: 0.05}
_SAME_MARGIN = 0.07
_SAME_LIST = 0.02
_SEVERAL_MARGIN = 0.2
_BODIES = (Ask.LEAD, Ask.PARTNER, Ask.DIRECTOR)
_PLURAL = re.compile(
    r"\b(?:nhung|cac) (?:ai|co quan|don vi|bo phan|to chuc|phong|ban|nganh|doan the|dong chi|nguoi|trung tam)\b"
    r"[^?]*\bnao\b"
)
"""What asks for everybody who leads, not for one."""
_FIGURES = (Ask.NUMBER, Ask.WHEN, Ask.COMPARE, Ask.CONTENT)
_SHARED = 0.6
"""Two clauses that share this much of the shorter one's words are about one thing …"""
_SHARED_OF_LONGER = 0.4
"""… if that is this much of the longer one's."""
_NO_MATTER = frozenset("đến năm phấn đấu đạt từ trở lên trên có là các và của hằng hàng tỷ lệ bình quân".split())
_ALSO = 0.15
_MOST_VALUES = 3
_MOST_GOALS = 8
_MOST_QUOTES = 3
_CLEARLY = 0.04
_INSTEAD = 0.8
"""The best words found instead of an exact answer must cover the topic this well."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say of one place."""

    place: str
    """Empty where what is said is of no place of ours."""
    key: str
    """Two findings with one key say the same."""
    statement: str
    brief: str
    quotes: tuple[Quote, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Choice:
    """Everything to say of one kind asked for."""

    ask: Ask
    findings: tuple[Finding, ...]
    """Grouped by place, in the collection's order."""
    differs: bool
    """Within one place, the papers say different things."""
    is_exact: bool

    @property
    def score(self) -> float:
        """The best evidence's score."""
        return max(finding.score for finding in self.findings)


def choose(understood: Understood, evidence: Sequence[Evidence], place_of: Callable[[str], str]) -> tuple[Choice, ...]:
    """Return what to say, one choice a kind asked for; nothing where nothing fits.

    :param place_of: the name of the place that a document is of.
    """
    choices: list[Choice] = []
    for ask in _heading_first(understood.asks, evidence):
        exact = [e for e in evidence if e.is_exact and e.ask is ask]
        if ask is Ask.TASKS and not exact and not is_body(understood.topic.text):
            exact = [e for e in evidence if e.is_exact and e.ask is Ask.LIST]
        if exact and (not choices or (ask in _TOGETHER and choices[0].ask in _TOGETHER)):
            choices.append(_choice(ask, exact, understood, place_of))
    if choices:
        return tuple(choices)
    return _instead(understood, evidence, place_of)


def _heading_first(asks: tuple[Ask, ...], evidence: Sequence[Evidence]) -> tuple[Ask, ...]:
    """Return the kinds asked for, LIST in the place of CONTENT where a heading fits better than any clause.

    The other way round, one clause that fits clearly better than any heading is the list that is asked for.
    """
    listed = max((e.score for e in evidence if e.ask is Ask.LIST), default=0.0)
    best = max((e for e in evidence if e.ask is Ask.CONTENT and e.is_exact), key=lambda e: e.score, default=None)
    stated = best.score if best is not None else 0.0
    if asks == (Ask.CONTENT,) and listed > stated:
        return (Ask.LIST,)
    lists = best is not None and enumerates(best.statement)
    return (Ask.CONTENT,) if asks == (Ask.LIST,) and lists and stated > listed + _CLEARLY else asks


def _instead(
    understood: Understood, evidence: Sequence[Evidence], place_of: Callable[[str], str]
) -> tuple[Choice, ...]:
    """Return the best evidence of another kind, where such words can be an answer at all."""
    named_person = [e for e in evidence if e.ask is Ask.POST and e.is_exact]
    if named_person:
        return (_choice(Ask.POST, named_person, understood, place_of),)
    if any(ask in _NEVER_INSTEAD for ask in understood.asks):
        return ()
    of_body = Ask.TASKS in understood.asks and is_body(understood.topic.text)
    # What stands under a heading is no body's task for having the body's words in it.
    for ask in (*(() if of_body else _WHOLE_LISTS), Ask.CONTENT):
        others = [e for e in evidence if e.ask is ask and (e.is_exact or e.score >= _INSTEAD)]
        if others:
            found = _choice(ask, others, understood, place_of)
            return (Choice(found.ask, found.findings, differs=False, is_exact=False),)
    return ()


def _choice(ask: Ask, evidence: Sequence[Evidence], understood: Understood, place_of: Callable[[str], str]) -> Choice:
    by_place: dict[str, list[Evidence]] = {}
    for item in evidence:
        by_place.setdefault(place_of(item.document_id) if item.is_of_place else "", []).append(item)
    best = max(item.score for item in evidence)
    margin = _MARGINS.get(ask, _PLACE_MARGIN)
    floor = 0.0 if understood.scope.is_named else best - margin
    findings: list[Finding] = []
    differs = False
    several = ask in _BODIES and _PLURAL.search(fold(understood.text)) is not None
    for place, items in by_place.items():
        if max(item.score for item in items) < floor:
            continue
        told = _groups(ask, items, several=several)
        differs = differs or sum(group[0].may_differ for group in told) > 1
        findings.extend(_merged(place, group) for group in told)
    return Choice(ask, tuple(findings), differs, is_exact=True)


def _groups(ask: Ask, items: Sequence[Evidence], *, several: bool) -> list[list[Evidence]]:
    """Return what is said of one place: evidence that says the same put together, the best first.

    :param several: the question expects more than one.
    """
    if ask in _WHOLE_LISTS:
        # One list is told, not several mixed: items of one have one score.
        best = max(item.score for item in items)
        listed = _distinct(item for item in items if item.score >= best - _SAME_LIST)
        return [[item] for item in _each_once(listed)]
    best = max(item.score for item in items)
    margin = _SEVERAL_MARGIN if several else _SAME_MARGIN
    close = sorted((i for i in items if i.score >= best - margin), key=lambda i: (-i.score, i.quotes[0].start))
    close = _without_overlaps(close)
    if ask is Ask.PLACES:
        close = close[:1]
    if ask in _FIGURES:
        close = [item for item in close if item is close[0] or _same_thing(item, close[0])]
    groups: dict[str, list[Evidence]] = {}
    for item in close:
        groups.setdefault(item.key, []).append(item)
    for item in items:
        # Another place that says the same is one more source, even where it says it less plainly.
        if item.key in groups and item not in close and best - item.score <= _ALSO and not item.may_differ:
            groups[item.key].append(item)
    return [*groups.values()][: _MOST_GOALS if several or ask is Ask.GOAL else _MOST_VALUES]


def _without_overlaps(items: Sequence[Evidence]) -> list[Evidence]:
    """Return the items but for those whose words lie in, or around, those of a better one."""
    kept: list[Evidence] = []
    for item in items:
        others = [other for other in kept if other.may_differ and item.may_differ]
        if not any(_overlap(quote, other) for other in others for quote in item.quotes):
            kept.append(item)
    return kept


def _each_once(items: Sequence[Evidence]) -> list[Evidence]:
    """Return the items of a list but for those that another reader found in the same words."""
    kept: list[Evidence] = []
    for item in items:
        if not any(_overlap(quote, other) for other in kept for quote in item.quotes):
            kept.append(item)
    return kept


def _overlap(quote: Quote, other: Evidence) -> bool:
    return any(
        quote.paragraph_id == q.paragraph_id and quote.start < q.end and q.start < quote.end for q in other.quotes
    )


def _same_thing(one: Evidence, other: Evidence) -> bool:
    """Say whether two clauses are about one thing, so that other figures in them disagree."""
    if not (one.may_differ and other.may_differ):
        return one.ask is not Ask.CONTENT
    if ("%" in one.statement) != ("%" in other.statement):
        return False  # a share is no count
    if one.ask is Ask.CONTENT and not (figures(one.statement) and figures(other.statement)):
        return False
    words, others = (_matter(item.statement) for item in (one, other))
    shared, sizes = len(words & others), sorted((len(words), len(others)))
    return one.key == other.key or (shared >= _SHARED * sizes[0] and shared >= _SHARED_OF_LONGER * sizes[1])


def _matter(statement: str) -> frozenset[str]:
    return frozenset(word for word in tokens(statement) if word.isalpha()) - _NO_MATTER


def _distinct(items: Iterable[Evidence]) -> list[Evidence]:
    return [*{item.key: item for item in items}.values()]


def _merged(place: str, group: Sequence[Evidence]) -> Finding:
    first = group[0]
    quotes = list(first.quotes)
    for other in group[1:_MOST_QUOTES]:
        quotes.extend(quote for quote in other.quotes if quote not in quotes)
    return Finding(place, first.key, first.statement, first.brief, tuple(quotes), first.score)
