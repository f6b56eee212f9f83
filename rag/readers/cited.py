"""Which documents a paper names: by their kind, their issuer and the section that names them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.model import Reference
from corpus.vietnamese import fold
from index.passage import Hit
from rag.asks import Ask
from rag.collection import Collection, Paper
from rag.evidence import Evidence
from rag.readers.papers import KIND_WORDS, PAPER_KIND, in_full, of_reference
from rag.topic import Topic, coverage, words_of
from rag.understood import Understood

_ENOUGH = 0.75
_CITED = re.compile(
    r"\b(?:duoc |co )?(?:neu|nhac|vien dan|dan chieu|trich dan|ke)(?: (?:ten|den|toi|ra))? (?:trong|o|tai|den trong)\b|"
    r"\b(?:vien dan|dan chieu|nhac|neu|ke)(?: (?:ten|den|toi|ra))? (?:nhung|cac)\b|"
    rf"\b(?:nhung|cac) (?:{PAPER_KIND}|van ban) (?:nao|gi)\b"
)
"""What asks which documents a paper names."""
_CITED_KIND = re.compile(rf"\b(?:nhung |cac )(?P<kind>{PAPER_KIND})\b|\b(?P<kind2>{PAPER_KIND}) (?:nao|gi)\b")
_OF_ISSUER = re.compile(
    rf"\b{PAPER_KIND} (?:nao|gi) (?:cua|do) (?P<issuer>[^?,]+?)(?= (?:duoc|da|co|trong|o|ma|ve)\b|\s*[?,]|\s*$)"
)
_CHANGED = re.compile(
    rf"\b(?P<verb>thay the|bai bo|huy bo|sua doi|bo sung) (?:cho )?(?:nhung |cac )?{PAPER_KIND} (?:nao|gi|so may)\b"
)
"""What asks which document a paper takes the place of."""
_ANY_KIND = "van ban"
_NOT_OF_ISSUER = frozenset("nao gi trong o cua a vay the".split())
_CENTRAL = frozenset("tri uong chinh".split())
"""What a central body's documents ("…/TW") may be asked for by."""


class CitedReader:
    """Answers which documents are named in a paper."""

    def __init__(self, collection: Collection) -> None:
        """Keep the collection."""
        self._collection = collection

    def read(self, understood: Understood, hits: Sequence[Hit]) -> list[Evidence]:
        """Return the references of the kind and issuer asked for; the hits are not needed."""
        del hits
        papers = [paper for paper in self._collection.papers if paper.id in understood.scope.document_ids]
        changed = _CHANGED.search(fold(understood.text))
        if changed is not None:
            return [evidence for paper in papers for evidence in _changed(paper, changed["verb"])]
        if not _CITED.search(fold(understood.text)):
            return []
        return [evidence for paper in papers for evidence in _cited(self._collection, paper, understood)]


def _changed(paper: Paper, verb: str) -> Iterable[Evidence]:
    """Return the documents right behind words that replace, repeal or amend them."""
    for reference in paper.references:
        before = fold(paper.document.text[max(0, reference.start - _BEFORE) : reference.start])
        if verb in before:
            key = fold(reference.number or "")
            yield of_reference(paper, reference, Ask.PAPER, in_full(reference), key, score=0.97)


_BEFORE = 30
"""Characters between the verb and the document."""


def _cited(collection: Collection, paper: Paper, understood: Understood) -> Iterable[Evidence]:
    """Return the documents of the kind and issuer asked for that a paper refers to, each once.

    What else the question names must stand in the paragraph, above it or in the paper's title.
    """
    folded = fold(understood.text)
    kind = _kind_asked(folded)
    if kind is None:
        return
    issued = _OF_ISSUER.search(folded)
    issuer = issued["issuer"] if issued is not None else ""
    rest = understood.topic.without(words_of(f"{kind} văn bản nhắc dẫn chiếu viện nêu tiếp tục thực hiện {issuer}"))
    told: set[str] = set()
    for reference in paper.references:
        number = fold(reference.number or "")
        of_kind = kind == _ANY_KIND or fold(reference.kind or "").startswith(kind)
        of_kind = of_kind and number not in told
        of_issuer = not issuer or _is_of_issuer(collection, issuer, reference)
        if of_kind and of_issuer and _is_meant(collection, paper, reference, rest):
            told.add(number)
            key = f"{paper.id} {number}"
            yield of_reference(paper, reference, Ask.LIST, in_full(reference), key, score=0.96)


def _kind_asked(folded: str) -> str | None:
    plain = KIND_WORDS.search(folded)
    asked = _CITED_KIND.search(folded)
    if re.search(rf"\b{_ANY_KIND} (?:nao|gi)\b", folded):
        return _ANY_KIND
    if asked is not None:
        return asked["kind"] or asked["kind2"]
    return plain[0] if plain is not None else None


def _is_meant(collection: Collection, paper: Paper, reference: Reference, rest: Topic) -> bool:
    """Say whether what else the question names stands where the reference does, or in its issuer's name."""
    around = collection.words(reference.paragraph_id) | collection.words_above(reference.paragraph_id)
    covered = max(
        coverage(rest, around, collection.words_about(paper.id)), coverage(rest, words_of(reference.issuer or ""))
    )
    return rest.is_empty or covered >= _ENOUGH


def _is_of_issuer(collection: Collection, issuer: str, reference: Reference) -> bool:
    """Say whether the document is of the issuer asked for; its number tells where the words do not."""
    wanted = frozenset(re.findall(r"[a-z]+", issuer)) - _NOT_OF_ISSUER
    named = collection.words_in(reference.issuer or "").folded
    return wanted <= named if named else bool(_CENTRAL & wanted) and fold(reference.number or "").endswith("/tw")
