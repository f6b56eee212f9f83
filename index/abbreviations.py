"""Abbreviations of the office and of chats, written out in a question.

What an abbreviation means comes from a shipped table and, before it, from the papers themselves where they say
"Ủy ban nhân dân (UBND)". An abbreviation with several meanings is written out only where one of them is known to
stand in the collection. Document numbers ("57-NQ/TW") are names and stay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from corpus.vietnamese import comparable, fold, nfc
from index.errors import ModelUnusable
from index.syllable_tokens import could_be_vietnamese

SHIPPED = Path(__file__).parent / "data" / "abbreviations.tsv"

_COLUMNS = "abbreviation\texpansion\tkind"


class AbbreviationKind(StrEnum):
    """Where an abbreviation is used, which says how it may be typed."""

    OFFICE = "office"
    """"UBND": in capitals, or small where the letters make no Vietnamese syllable."""
    CHAT = "chat"
    """"ko": in small letters."""
    CHAT_END = "chat-end"
    """A chat spelling only at the end of a clause: "chưa v"."""
    LEARNT = "learnt"
    """Defined in a paper of the collection; typed as an office abbreviation is."""


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form and one thing it stands for."""

    short: str
    expansion: str
    kind: AbbreviationKind


_BRACKETED = re.compile(
    r"\(\s*(?:(?:sau đây|dưới đây)\s+)?(?:(?:được\s+)?(?:gọi|viết)\s+(?:tắt|chung)\s*(?:là|:)?\s*)?(?:là\s+)?"
    r"[\"“']?([A-ZĐƯ][A-Za-zĐđƯư&-]{1,14})[\"”']?\s*\)"
)
_EXPLAINED = re.compile(r"(?<![\w/-])([A-ZĐƯ][A-Za-zĐđƯư&-]{1,14})\s*\(([^()\n]{4,90})\)")
_WORD = re.compile(r"[^\W\d_]+")
_CLAUSE_START = re.compile(r"[.;:?!()\n]")
_PIECE = re.compile(r"[A-ZĐƯ][a-zđư]*")
_LINK_WORDS = frozenset({"và", "của", "các", "về", "cho", "trong", "với", "những"})


def definitions(text: str) -> tuple[Abbreviation, ...]:
    """Return the abbreviations the text itself defines, in order of appearance, each once.

    Read are "Ủy ban nhân dân (UBND)", "… (sau đây gọi tắt là …)" and "UBND (Ủy ban nhân dân)", where the first
    letters of the words make the abbreviation; words such as "và" may be passed over.
    """
    text = nfc(text)
    found: dict[tuple[str, str], Abbreviation] = {}
    for at, short, expansion in sorted(_defined(text)):
        del at
        key = (short, comparable(expansion))
        found.setdefault(key, Abbreviation(short, expansion, AbbreviationKind.LEARNT))
    return tuple(found.values())


def _defined(text: str) -> Iterator[tuple[int, str, str]]:
    for match in _BRACKETED.finditer(text):
        before = _CLAUSE_START.split(text[max(0, match.start() - 200) : match.start()])[-1]
        expansion = _ending_with_initials(before, match.group(1))
        if expansion:
            yield match.start(), match.group(1), expansion
    for match in _EXPLAINED.finditer(text):
        expansion = _ending_with_initials(match.group(2), match.group(1))
        if expansion and expansion == match.group(2).strip():
            yield match.start(), match.group(1), expansion


def _ending_with_initials(text: str, short: str) -> str | None:
    """Return the end of the text whose words begin with the pieces of ``short``; None where they do not."""
    pieces = [fold(piece) for piece in _PIECE.findall(short)]
    if len(pieces) < 2:
        return None
    words = list(_WORD.finditer(text))
    if words and text[words[-1].end() :].strip(" \"“”'"):
        return None
    while pieces and words:
        word = words.pop()
        if fold(word.group()).startswith(pieces[-1]):
            pieces.pop()
        elif word.group().lower() not in _LINK_WORDS:
            return None
        start = word.start()
    return None if pieces else text[start:].strip(" \"“”'")


def _read(path: Path) -> Iterator[Abbreviation]:
    try:
        header, *lines = path.read_text(encoding="utf-8").splitlines()
        if header != _COLUMNS:
            raise ValueError(f"header {header!r}")
        for line in lines:
            short, expansion, kind = line.split("\t")
            yield Abbreviation(nfc(short), nfc(expansion), AbbreviationKind(kind))
    except (OSError, ValueError) as error:
        raise ModelUnusable(
            f"Bảng viết tắt {path}: cần ba cột {_COLUMNS!r} cách nhau bằng dấu tab, gặp lỗi {error}. "
            "Hãy cài lại hoidap."
        ) from error


_CHUNK = re.compile(r"[^\s,;:?!()\[\]\"“”'…]+")
_END_OF_CLAUSE = re.compile(r"\s*(?:ạ|a|nhỉ|nhi|vậy|vay)?\s*(?:$|[.,;?!)])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """A table of abbreviations that writes them out in questions."""

    _by_plain: Mapping[str, tuple[Abbreviation, ...]]
    """Entries under the folded short form, preferred first."""

    @classmethod
    def shipped(cls, path: Path | None = None) -> Abbreviations:
        """Read the table that comes with the package, or another of its form.

        :raises ModelUnusable: the file is missing or not such a table.
        """
        return cls(_indexed(_read(SHIPPED if path is None else path)))

    def with_collection(self, texts: Iterable[str]) -> Abbreviations:
        """Return a table in which what these papers define comes first, the most often defined before others."""
        spelled: dict[tuple[str, str], Abbreviation] = {}
        times: Counter[tuple[str, str]] = Counter()
        for text in texts:
            for entry in definitions(text):
                key = (entry.short, comparable(entry.expansion))
                spelled.setdefault(key, entry)
                times[key] += 1
        learnt = [spelled[key] for key, _ in times.most_common()]
        rest = (
            entry
            for entries in self._by_plain.values()
            for entry in entries
            if entry.kind is not AbbreviationKind.LEARNT
        )
        return Abbreviations(_indexed([*learnt, *rest]))

    def expand(self, question: str, supported: Callable[[str], bool] | None = None) -> str:
        """Return the question in NFC with its abbreviations written out.

        :param supported: tells of a meaning whether it stands in the collection; asked only where an
            abbreviation has several. Without it, or where none is supported, such an abbreviation stays.
        """
        question = nfc(question)
        pieces: list[str] = []
        done = 0
        for match in _abbreviation_spans(question):
            start, end = match
            if start < done:
                continue
            expansion = self._meaning(question, start, end, supported)
            if expansion is not None:
                pieces += [question[done:start], _cased(expansion, question, start)]
                done = end
        return "".join([*pieces, question[done:]])

    def _meaning(self, question: str, start: int, end: int, supported: Callable[[str], bool] | None) -> str | None:
        token = question[start:end]
        at_end = _END_OF_CLAUSE.match(question, end) is not None
        entries = [
            entry
            for entry in self._by_plain.get(fold(token), ())
            if _may_be_typed(entry, token, _is_shouted(question), at_end)
        ]
        preferred = _preferred(entries, token)
        meanings = list(dict.fromkeys(entry.expansion for entry in preferred))
        if len(meanings) == 1:
            return meanings[0]
        if supported is None:
            return None
        return next((meaning for meaning in meanings if supported(meaning)), None)


def _indexed(entries: Iterable[Abbreviation]) -> dict[str, tuple[Abbreviation, ...]]:
    grouped: dict[str, list[Abbreviation]] = {}
    for entry in entries:
        grouped.setdefault(fold(entry.short), []).append(entry)
    return {plain: tuple(group) for plain, group in grouped.items()}


def _abbreviation_spans(question: str) -> Iterator[tuple[int, int]]:
    """Yield spans that may be an abbreviation, of two words before those of one, in order."""
    chunks = [m.span() for m in _CHUNK.finditer(question)]
    for i, (start, end) in enumerate(chunks):
        if i + 1 < len(chunks) and question[end : chunks[i + 1][0]].isspace():
            yield start, _without_stop(question, start, chunks[i + 1][1])
        yield start, _without_stop(question, start, end)


def _without_stop(question: str, start: int, end: int) -> int:
    return start + len(question[start:end].rstrip("."))


def _is_shouted(question: str) -> bool:
    """Say whether even the words are in capitals, so that capitals tell nothing."""
    words = (word for word in _WORD.findall(question) if len(word) > 1)
    return question.isupper() and any(could_be_vietnamese(word.lower()) for word in words)


def _may_be_typed(entry: Abbreviation, token: str, shouted: bool, at_end: bool) -> bool:
    """Say whether ``token``, equal to the entry but for case and marks, may be meant as the entry."""
    if not token.isascii() and comparable(token) != comparable(entry.short):
        return False
    if entry.kind is AbbreviationKind.CHAT_END and not at_end:
        return False
    capitals = token.isupper() and len(token) > 1
    if entry.kind in (AbbreviationKind.CHAT, AbbreviationKind.CHAT_END):
        return shouted or not capitals
    if token == entry.short or (capitals and not shouted):
        return True
    return " " in token or not could_be_vietnamese(token.lower())


def _preferred(entries: Sequence[Abbreviation], token: str) -> Sequence[Abbreviation]:
    """Return the entries to choose among: chat for small letters, then what the papers define, then the rest."""
    small = [entry for entry in entries if entry.kind in (AbbreviationKind.CHAT, AbbreviationKind.CHAT_END)]
    if small:
        return small[:1]
    same = comparable(token)
    learnt = [entry for entry in entries if entry.kind is AbbreviationKind.LEARNT]
    if learnt:
        return learnt
    exact = [entry for entry in entries if comparable(entry.short) == same]
    return [*exact, *(entry for entry in entries if comparable(entry.short) != same)]


def _cased(expansion: str, question: str, start: int) -> str:
    if _is_shouted(question):
        return expansion.upper()
    if start == 0 and question[0].isupper():
        return expansion[0].upper() + expansion[1:]
    return expansion
