"""Evidence, findings and choices made by hand."""

from __future__ import annotations

from dataclasses import replace

from corpus.model import Document
from rag.asks import Ask
from rag.choosing import Choice, Finding
from rag.evidence import Evidence, Quote
from rag.scope import Scope
from rag.topic import make_topic
from rag.understood import Understood


def quote_of(document: Document, words: str) -> Quote:
    """The quote of the first paragraph that has the words."""
    paragraph = next(p for p in document.paragraphs if words in p.text)
    start = paragraph.start + paragraph.text.index(words)
    return Quote(document.id, paragraph.id, start, start + len(words))


def evidence(
    ask: Ask = Ask.NUMBER, statement: str = "Chè đạt 140 ha", document_id: str = "a", score: float = 0.9, **more: object
) -> Evidence:
    words: dict[str, object] = {
        "brief": statement,
        "key": statement,
        "may_differ": ask is Ask.NUMBER,
        "quotes": (Quote(document_id, f"{document_id}-{statement}", 0, 5),),
    }
    return Evidence(document_id=document_id, ask=ask, statement=statement, score=score, **{**words, **more})


def understood(*asks: Ask, communes: tuple[str, ...] = (), text: str = "trồng chè") -> Understood:
    topic = make_topic([("trồng", 0), ("chè", 1)], lambda _word: 1.0)
    scope = Scope(frozenset({"a", "b"}), communes, None, other_one=False, kind=None, mentions=())
    return Understood(text, text, asks or (Ask.NUMBER,), topic, scope, frozenset(), ())


def about_nothing(found: Understood, **scope: object) -> Understood:
    """The same with no topic, and the scope changed."""
    topic = make_topic([], lambda _word: 1.0)
    return replace(found, topic=topic, scope=replace(found.scope, **scope))


def choice(ask: Ask, *findings: Finding, differs: bool = False, is_exact: bool = True) -> Choice:
    return Choice(ask, findings, differs, is_exact)


def finding(place: str, statement: str, *quotes: Quote, brief: str | None = None, score: float = 0.9) -> Finding:
    return Finding(place, statement.lower(), statement, statement if brief is None else brief, quotes, score)
