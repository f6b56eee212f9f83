"""Which communes and papers a question is about, learnt from the papers' own metadata."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from corpus.letterhead import KINDS
from corpus.vietnamese import fold
from rag.collection import Collection
from rag.places import UNIT, Mention, find_places, plain

_OTHER_ONE = re.compile(rf"\b(?:cac |nhung )?{UNIT} (?:kia|con lai|khac)\b")
_SHORT = "chuong trinh"
"""What people call every kind of programme."""
_KINDS = tuple((fold(kind), kind) for kind in KINDS)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where answers may come from."""

    document_ids: frozenset[str]
    communes: tuple[str, ...]
    """Communes that the question names, in the collection's spelling; empty where it names none."""
    unknown_place: str | None
    """A place that the question names and the collection does not have; nothing may be answered then."""
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
    """Return the scope of a question; the kind of paper is found later, when abbreviations are written out.

    :param text: the question as typed, composed (NFC).
    :param allowed: ids the asker limits the question to; None for all.
    :param is_syllable: whether a word is a Vietnamese syllable.
    """
    mentions = find_places(text, collection, is_syllable)
    unknown = next((text[m.start : m.end] for m in mentions if m.commune is None), None)
    communes = tuple(dict.fromkeys(m.commune for m in mentions if m.commune is not None))
    papers = [p for p in collection.papers if allowed is None or p.id in allowed]
    if communes:
        papers = [p for p in papers if p.document.metadata.commune in communes]
    return Scope(
        document_ids=frozenset(p.id for p in papers),
        communes=communes,
        unknown_place=re.sub(r"^(?:ở|o|tại|tai|của|cua|thuộc|thuoc)\s+", "", unknown) if unknown else None,
        other_one=bool(_OTHER_ONE.search(plain(text))),
        kind=None,
        mentions=mentions,
    )


def kind_named(folded: str, kinds: Iterable[str | None]) -> str | None:
    """Return the one kind of paper that the text names, where one of the papers is of it."""
    there = {kind for kind in kinds if kind}
    named = {kind for name, kind in _KINDS if kind in there and re.search(rf"\b{name}\b", folded)}
    if re.search(rf"\b{_SHORT}\b", folded):
        named |= {kind for kind in there if fold(kind).startswith(_SHORT)}
    whole = [kind for kind in named if not any(kind != other and kind in other for other in named)]
    return whole[0] if len(whole) == 1 else None
