"""What a question asks for: the rules where they are clear, what was learnt where they are not."""

from __future__ import annotations

from collections.abc import Sequence

from rag.asks import Ask, Asked, Span, find_asks
from rag.kinds import KindModel, Word, words_in

_SURE = 0.4
"""The chance from which a learnt kind is taken where no rule finds one."""
_TOO = 0.3
"""The chance of a second kind beside it ("ai chủ trì, bao giờ xong")."""
_SURER = 0.8
"""The chance from which a learnt kind goes before what the rules found."""
_ASKS = 0.8
"""The chance from which a word is taken to ask, and not to name what is asked about."""


def what_is_asked(folded: str, learnt: KindModel, *, of_numbered: bool = False) -> Asked:
    """Return what the question asks for and where its asking words stand; CONTENT where neither way tells.

    :param folded: the question without diacritics, names of places already blanked out.
    :param of_numbered: the question names a document by its number, so that it asks about that one.
    """
    told = find_asks(folded, of_numbered=of_numbered)
    if Ask.SMALL_TALK in told.kinds:
        return told
    words = words_in(folded)
    chances = learnt.chances(words)
    if told.kinds != (Ask.CONTENT,):
        return Asked(_in_order(told.kinds, chances), told.spans)
    kinds = _sure(chances)
    return Asked(kinds, (*told.spans, *_asking(words, learnt))) if kinds else told


def _sure(chances: Sequence[tuple[Ask, float]]) -> tuple[Ask, ...]:
    """Return the kinds that are sure enough; none where the likeliest is not, or is CONTENT."""
    likeliest, chance = chances[0]
    if chance < _SURE or likeliest is Ask.CONTENT:
        return ()
    return tuple(kind for kind, chance in chances if chance >= _TOO and kind is not Ask.CONTENT)


def _in_order(told: tuple[Ask, ...], chances: Sequence[tuple[Ask, float]]) -> tuple[Ask, ...]:
    """Return the kinds that the rules found, the one first that is surely meant most."""
    likeliest, chance = chances[0]
    return (likeliest, *(k for k in told if k is not likeliest)) if chance >= _SURER and likeliest in told else told


def _asking(words: Sequence[Word], learnt: KindModel) -> list[Span]:
    chances = learnt.asking(words)
    return [(word.start, word.end) for word, chance in zip(words, chances, strict=True) if chance >= _ASKS]
