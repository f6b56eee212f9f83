"""Which communes and papers a question is about, learnt from the papers' own metadata."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from corpus.letterhead import KINDS
from corpus.vietnamese import UPPER, comparable, fold, one_i_style
from rag.collection import Collection

_UNIT_WORD = r"(?:xa|phuong|thi tran|dac khu)"
_ANY_UNIT = re.compile(rf"\b(?P<unit>{_UNIT_WORD})\s+(?P<first>[^\W\d_]+)(?:\s+(?P<second>[^\W\d_]+))?")
_PROPER = re.compile(rf"^[{UPPER}]")
_NOT_A_NAME = frozenset(
    "nao nay kia do ay hoi co thi la va dat duoc nong minh ta em toi chung khac con lai gi ma de trong tren cua o "
    "tai ve voi cho se da dang phai can moi cu nhu theo thuoc bi cung khong chua ve nang kieu thong so dan the "
    "den tu phan phap tien thuc cham huong an thao".split()
)
"""Words after "xã", "phường" (or what looks like them without diacritics) that open no name."""
_OTHER_ONE = re.compile(rf"\b(?:cac |nhung )?{_UNIT_WORD} (?:kia|con lai|khac)\b")
_KINDS = tuple((fold(kind), kind) for kind in KINDS)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in the text, with the words that lead to it ("ở xã …")."""

    start: int
    end: int
    name_start: int
    name: str | None
    """The name as the collection spells it, as long as what was typed; None for an unknown place."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where answers may come from."""

    document_ids: frozenset[str]
    communes: tuple[str, ...]
    """Communes that the question names, in the collection's spelling; empty where it names none."""
    unknown_place: str | None
    """A commune that the question names and the collection does not have; nothing may be answered then."""
    other_one: bool
    """The question says "xã kia": the scope hangs on the conversation."""
    kind: str | None
    """The kind of paper the question names ("Kế hoạch"), where some paper in scope is of it."""
    mentions: tuple[Mention, ...]
    """Where in the text the scope is named."""

    @property
    def is_named(self) -> bool:
        """Say whether the question names a commune of the collection."""
        return bool(self.communes)


def find_scope(
    text: str,
    collection: Collection,
    allowed: frozenset[str] | None,
    is_syllable: Callable[[str], bool],
) -> Scope:
    """Return the scope of a question.

    A name typed with other diacritics than the commune's is another place; typed without any, or misspelled
    into what is no Vietnamese syllable, it is the commune's.

    :param text: the question as typed, composed (NFC).
    :param allowed: ids the asker limits the question to; None for all.
    :param is_syllable: whether a word is a Vietnamese syllable.
    """
    folded = _plain(text)
    named: list[str] = []
    mentions: list[Mention] = []
    unknown: str | None = None
    for commune in collection.communes:
        for match in _mentions(commune, folded):
            typed = text[match.start("name") : match.end("name")]
            ours = _same_name(typed, match["name"], commune, is_syllable)
            if ours:
                named.append(commune)
            else:
                unknown = typed
            name = commune[-len(typed) :] if ours else None
            mentions.append(Mention(match.start(), match.end(), match.start("name"), name))
    for commune, mention in _misspelled(text, folded, collection.communes, mentions, is_syllable):
        named.append(commune)
        mentions.append(mention)
    if unknown is None:
        unknown, extra = _unknown_place(text, folded, collection, mentions)
        mentions.extend(extra)
    papers = [p for p in collection.papers if allowed is None or p.id in allowed]
    communes = tuple(dict.fromkeys(named))
    if communes:
        papers = [p for p in papers if p.document.metadata.commune in communes]
    return Scope(
        document_ids=frozenset(p.id for p in papers),
        communes=communes,
        unknown_place=unknown,
        other_one=bool(_OTHER_ONE.search(folded)),
        kind=None,
        mentions=tuple(mentions),
    )


_LEADING = rf"(?:(?:o|tai|cua|thuoc|tren dia ban|trong|cho)\s+)?(?:{_UNIT_WORD}\s+)?"
"""Words before a name that go with it."""


def _plain(text: str) -> str:
    """Return the text without diacritics, "y" and "i" alike; the same length."""
    return one_i_style(fold(text))


def _spelled(text: str) -> str:
    return one_i_style(comparable(text))


def _mentions(commune: str, folded: str) -> Iterable[re.Match[str]]:
    name = re.escape(_plain(commune.split(" ", 1)[1] if " " in commune else commune))
    return re.finditer(rf"\b{_LEADING}(?P<name>{name})\b", folded)


def _same_name(typed: str, folded: str, commune: str, is_syllable: Callable[[str], bool]) -> bool:
    own, words = _spelled(commune).split(), _spelled(typed).split()
    if one_i_style(typed.lower()) == folded or own[-len(words) :] == words:
        return True
    return all(word in own or not is_syllable(word) for word in words)


def _misspelled(
    text: str,
    folded: str,
    communes: Iterable[str],
    known: list[Mention],
    is_syllable: Callable[[str], bool],
) -> Iterable[tuple[str, Mention]]:
    """Yield communes whose name is one slip away: the other syllables right, the slip no Vietnamese syllable."""
    words = [*re.finditer(r"[^\W\d_]+", folded)]
    for commune in communes:
        name = _plain(commune).split()[1:]
        for index in range(len(words) - len(name) + 1):
            run = words[index : index + len(name)]
            if any(mention.start <= run[0].start() < mention.end for mention in known):
                continue
            wrong = [(w, n) for w, n in zip(run, name, strict=True) if w[0] != n]
            if len(wrong) != 1 or len(name) < 2:
                continue
            slip = text[wrong[0][0].start() : wrong[0][0].end()]
            one_edit = DamerauLevenshtein.distance(wrong[0][0][0], wrong[0][1]) == 1
            if one_edit and not is_syllable(slip):
                lead = re.search(rf"\b{_LEADING}$", folded[: run[0].start()])
                start = lead.start() if lead else run[0].start()
                yield commune, Mention(start, run[-1].end(), run[0].start(), None)


def _unknown_place(
    text: str, folded: str, collection: Collection, known: list[Mention]
) -> tuple[str | None, list[Mention]]:
    """Return the first commune named that the collection does not have, and where."""
    for match in _ANY_UNIT.finditer(folded):
        if any(mention.start <= match.start("first") < mention.end for mention in known):
            continue
        end = _name_end(text, match, collection)
        if end is not None:
            return text[match.start() : end], [Mention(match.start(), end, match.start("first"), None)]
    return None, []


def _name_end(text: str, match: re.Match[str], collection: Collection) -> int | None:
    """Return where the name after "xã" ends, or None where no name stands there."""
    unit_typed = text[match.start("unit") : match.end("unit")]
    first, second = match["first"], match["second"]
    if comparable(unit_typed) not in ("xa", "xã", "phuong", "phường", "thi tran", "thị trấn", "dac khu", "đặc khu"):
        return None
    first_typed = text[match.start("first") : match.end("first")]
    if _PROPER.match(first_typed) and not text.isupper():
        if first in _NOT_A_NAME and not (second and _PROPER.match(text[match.start("second") :])):
            return None
        rest = re.match(rf"(?:\s+[{UPPER}]\w*){{0,3}}", text[match.end("first") :])
        return match.end("first") + (rest.end() if rest else 0)
    if second is None or first in _NOT_A_NAME or second in _NOT_A_NAME:
        return None
    last_of_unit = match["unit"].split()[-1]
    # "xa tan lap": the papers know "xã Tân" only from the name of a commune of their own.
    opens_ours = first in {_plain(commune).split()[1] for commune in collection.communes if " " in commune}
    seen = collection.knows_pair(first, second) or (not opens_ours and collection.knows_pair(last_of_unit, first))
    return None if seen else match.end("second")


def kind_named(folded: str, kinds: Iterable[str | None]) -> str | None:
    """Return the kind of paper that the text names, where one of the papers is of it."""
    there = {kind for kind in kinds if kind}
    for name, kind in _KINDS:
        if kind in there and re.search(rf"\b{name}\b", folded):
            return kind
    return None
