"""The papers that questions are answered from, with what was read out of them, ready to look up."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.facts import enumerations, facts, references, targets
from corpus.facts.layout import sentences
from corpus.model import Document, Fact, FactKind, Paragraph, ParagraphKind, Reference
from corpus.statements import Enumeration, Target
from corpus.vietnamese import LOWER, UPPER, fold
from rag.clauses import Clause, clauses
from rag.topic import Words, words_of


@dataclass(frozen=True, slots=True)
class Paper:
    """One document and what it states."""

    document: Document
    facts: tuple[Fact, ...]
    references: tuple[Reference, ...]
    targets: tuple[Target, ...] = ()
    enumerations: tuple[Enumeration, ...] = ()

    @property
    def id(self) -> str:
        """The document's id."""
        return self.document.id

    @property
    def place(self) -> str:
        """The unit the paper is of, as shown in answers; its issuer or id where it names none."""
        metadata = self.document.metadata
        return metadata.commune or metadata.issuer or f"văn bản {self.id}"


@dataclass(frozen=True, slots=True)
class ReadClause:
    """A clause with its words."""

    text: str
    start: int
    end: int
    """Offsets into the document's text."""
    words: Words


def _longer(paragraph: Paragraph) -> list[Clause]:
    """Return the sentences, and from the first sentence to the last as one."""
    found = [*sentences(paragraph)]
    if len(found) < 2:
        return found
    start, end = found[0][1], found[-1][2]
    return [*found, (paragraph.text[start - paragraph.start : end - paragraph.start], start, end)]


_NAME = re.compile(rf"(?<![^\W\d_])([{UPPER}][{LOWER}]+) (?=([{UPPER}][{LOWER}]+))")
_WORDS = re.compile(r"[^\W\d_]+")
_ABBREVIATED = re.compile(rf"[{UPPER}]{{2,}}")


class Collection:
    """All papers; looks up paragraphs and weighs words by how rare they are."""

    def __init__(
        self,
        documents: Iterable[Document],
        written_out: Callable[[str], str] = str,
        facts_of: Callable[[Document], Iterable[Fact]] = facts,
    ) -> None:
        """Read the facts out of every document and count its words.

        :param written_out: returns a text with its abbreviations written out, so that "UBND" is found by
            "ủy ban nhân dân" and the other way round.
        :param facts_of: returns the facts that a document states.
        """
        self.written_out = written_out
        self._sentences: dict[str, tuple[ReadClause, ...]] = {}
        self._clauses: dict[str, tuple[ReadClause, ...]] = {}
        self.papers = tuple(
            Paper(d, tuple(facts_of(d)), references(d), tuple(targets(d)), tuple(enumerations(d))) for d in documents
        )
        dates = (FactKind.START, FactKind.END)
        self._dated = frozenset(f.paragraph_id for paper in self.papers for f in paper.facts if f.kind in dates)
        self._cited: dict[str, list[tuple[int, int]]] = {}
        for reference in (r for paper in self.papers for r in paper.references):
            self._cited.setdefault(reference.paragraph_id, []).append((reference.start, reference.end))
        self._by_id = {paper.id: paper for paper in self.papers}
        self._paragraphs = {p.id: p for paper in self.papers for p in paper.document.paragraphs}
        self._words = {key: self.words_in(p.text) for key, p in self._paragraphs.items()}
        paths = {p.section_path for p in self._paragraphs.values()}
        above = {path: self.words_in(" ".join(path)) for path in paths}
        self._above = {key: above[p.section_path] for key, p in self._paragraphs.items()}
        self._about = {paper.id: self._words_about(paper) for paper in self.papers}
        counts: Counter[str] = Counter()
        pairs: Counter[tuple[str, str]] = Counter()
        for words in self._words.values():
            counts.update(words.folded)
            pairs.update(words.pairs)
        self._counts = counts
        self._pairs = frozenset(pairs)
        self._names = self._capital_pairs()

    def paper(self, document_id: str) -> Paper:
        """Return the paper of this id.

        :raises KeyError: the collection has no such paper.
        """
        return self._by_id[document_id]

    def is_dated(self, paragraph_id: str) -> bool:
        """Say whether facts tell when what the paragraph states begins or ends."""
        return paragraph_id in self._dated

    def has(self, document_id: str) -> bool:
        """Say whether the collection has the paper."""
        return document_id in self._by_id

    def paragraph(self, paragraph_id: str) -> Paragraph:
        """Return the paragraph of this id.

        :raises KeyError: no paper has such a paragraph.
        """
        return self._paragraphs[paragraph_id]

    def words_in(self, text: str) -> Words:
        """Return the words of any text, abbreviations in capitals also written out."""
        own = words_of(text)
        if not _ABBREVIATED.search(text):
            return own
        spelled = self.written_out(text)
        return own if spelled == text else own | words_of(spelled)

    def sentences(self, paragraph_id: str) -> tuple[ReadClause, ...]:
        """Return the sentences of a paragraph that have several clauses, with their words; kept like clauses."""
        kept = self._sentences.get(paragraph_id)
        if kept is None:
            paragraph = self._paragraphs[paragraph_id]
            single = {(clause.start, clause.end) for clause in self.clauses(paragraph_id)}
            whole = paragraph.kind is not ParagraphKind.TABLE_ROW
            found = [(t, s, e) for t, s, e in _longer(paragraph) if (s, e) not in single] if whole else []
            kept = tuple(ReadClause(text, start, end, self.words_in(text)) for text, start, end in found)
            self._sentences[paragraph_id] = kept
        return kept

    def words_of_its_own(self, paragraph_id: str, clause: ReadClause) -> Words:
        """Return the words of a clause but for those that name documents: a title is not what is said."""
        inside = [(s, e) for s, e in self._cited.get(paragraph_id, ()) if s < clause.end and clause.start < e]
        if not inside:
            return clause.words
        letters = list(clause.text)
        for start, end in inside:
            first, last = max(start - clause.start, 0), min(end - clause.start, len(letters))
            letters[first:last] = " " * (last - first)
        return self.words_in("".join(letters))

    def clauses(self, paragraph_id: str) -> tuple[ReadClause, ...]:
        """Return the clauses of a paragraph with their words; cut at the first call, kept for the next."""
        kept = self._clauses.get(paragraph_id)
        if kept is None:
            found = clauses(self._paragraphs[paragraph_id])
            kept = tuple(ReadClause(text, start, end, self.words_in(text)) for text, start, end in found)
            self._clauses[paragraph_id] = kept
        return kept

    def clause_of(self, target: Target) -> ReadClause:
        """Return the clause that states the target; the target's own words where no clause holds it whole."""
        for clause in self.clauses(target.paragraph_id):
            if clause.start <= target.start and target.end <= clause.end:
                return clause
        text = self.paper(target.document_id).document.text[target.start : target.end]
        return ReadClause(text, target.start, target.end, self.words_in(text))

    def _words_about(self, paper: Paper) -> Words:
        metadata = paper.document.metadata
        return self.words_in(f"{metadata.title} . {metadata.issuer or ''}")

    def words_about(self, document_id: str) -> Words:
        """Return the words of a paper's title and issuer."""
        return self._about[document_id]

    def words(self, paragraph_id: str) -> Words:
        """Return the words of a paragraph."""
        return self._words[paragraph_id]

    def words_above(self, paragraph_id: str) -> Words:
        """Return the words of the headings above a paragraph."""
        return self._above[paragraph_id]

    def weight(self, folded: str) -> float:
        """Return how much a word tells: ln(1 + paragraphs / (1 + paragraphs that have it)), at least 0.2."""
        return max(0.2, math.log(1 + len(self._paragraphs) / (1 + self._counts[folded])))

    def knows(self, folded: str) -> bool:
        """Say whether any paragraph has the word."""
        return folded in self._counts

    def knows_pair(self, first: str, second: str) -> bool:
        """Say whether the two words stand side by side anywhere."""
        return (first, second) in self._pairs

    def is_name(self, first: str, second: str) -> bool:
        """Say whether the papers write the two words (folded) side by side with capitals, and never otherwise."""
        return (first, second) in self._names

    def _capital_pairs(self) -> frozenset[tuple[str, str]]:
        names: set[tuple[str, str]] = set()
        others: set[tuple[str, str]] = set()
        for paragraph in self._paragraphs.values():
            capital = {(fold(m[1]), fold(m[2])) for m in _NAME.finditer(paragraph.text)}
            names |= capital
            # In small letters somewhere: a phrase that only begins a sentence or a title there.
            words = _WORDS.findall(paragraph.text)
            others |= {(fold(a), fold(b)) for a, b in pairwise(words) if b[0].islower()}
        return frozenset(names - others)

    def vocabulary(self) -> Sequence[str]:
        """Return the words of all papers, folded, the most frequent first."""
        return [word for word, _ in self._counts.most_common()]

    @property
    def communes(self) -> tuple[str, ...]:
        """The units the papers are of, in the papers' order, each once."""
        named = (paper.document.metadata.commune for paper in self.papers)
        return tuple(dict.fromkeys(commune for commune in named if commune))
