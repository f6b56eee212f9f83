"""What a question asks for: the rules where they are clear, what was learnt where they are not."""

from __future__ import annotations

from collections.abc import Sequence

from rag.asks import Ask, Asked, Span, find_asks
from rag.kinds import KindModel, Word, words_in

_SURE = 0.7
"""The chance from which a learnt kind is taken. On topics left out, 97 % of the kinds taken where no rule finds one are
right and no question of CONTENT is turned; 89 % where a loose rule is overruled."""
_TOO = 0.3
"""The chance of a second kind beside a learnt one ("ai lo, chừng nào xong")."""
_ASKS = 0.8
"""The chance from which a word is taken to ask, and not to name what is asked about."""
_LOOSE = frozenset({Ask.LEAD, Ask.WHEN, Ask.NUMBER, Ask.LIST, Ask.TASKS})
"""Kinds that a rule tells by a question word alone ("ai", "bao giờ", "mấy", "những … nào"); others it tells by more."""
_DATES = frozenset({Ask.START, Ask.END, Ask.PAPER_DATE})
"""Kinds of WHEN."""


def what_is_asked(folded: str, learnt: KindModel, *, of_numbered: bool = False) -> Asked:
    """Return what the question asks for and where its asking words stand; CONTENT where neither way tells.

    :param folded: the question without diacritics, names of places already blanked out.
    :param of_numbered: the question names a document by its number, so that it asks about that one.
    """
    told = find_asks(folded, of_numbered=of_numbered)
    if Ask.SMALL_TALK in told.kinds:
        return told
    words = words_in(folded)
    asking = _asking(words, learnt)
    if not asking and all(word.text != "0" for word in words):
        return told  # keywords alone ask for nothing but what is said of them
    kinds = _learnt_kinds(learnt.chances(words))
    if not kinds or kinds[0] in told.kinds:
        return told
    if told.kinds == (Ask.CONTENT,):
        return Asked(kinds, (*told.spans, *asking))
    if of_numbered or len(told.kinds) > 1 or not _LOOSE.issuperset(told.kinds):
        return told
    dated = Ask.WHEN in told.kinds and kinds[0] in _DATES
    return Asked((*kinds, Ask.WHEN) if dated else kinds, told.spans)


def _learnt_kinds(chances: Sequence[tuple[Ask, float]]) -> tuple[Ask, ...]:
    """Return the kinds that are likely enough; none where the likeliest is not sure, or is CONTENT."""
    likeliest, chance = chances[0]
    if chance < _SURE or likeliest is Ask.CONTENT:
        return ()
    return tuple(kind for kind, chance in chances if chance >= _TOO and kind is not Ask.CONTENT)


def _asking(words: Sequence[Word], learnt: KindModel) -> list[Span]:
    chances = learnt.asking(words)
    return [(word.start, word.end) for word, chance in zip(words, chances, strict=True) if chance >= _ASKS]
