"""What a question asks for: the rules where they are clear, what was learnt where they are not."""

from __future__ import annotations

from collections.abc import Sequence

from rag.asks import Ask, Asked, Span, find_asks
from rag.kinds import KindModel, Word, words_in

_SURE = 0.6
"""The chance from which a learnt kind is taken where no rule finds one."""
_SURER = 0.9
"""The chance from which a learnt kind takes the place of what the rules found."""
_TOO = 0.3
"""The chance of a second kind beside a learnt one ("ai lo, chừng nào xong")."""
_ASKS = 0.6
"""The chance from which a word is taken to ask, and not to name what is asked about."""
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
    by_rule = told.kinds != (Ask.CONTENT,)
    kinds = _learnt_kinds(learnt.chances(words), _SURER if by_rule else _SURE)
    if not kinds or not (asking or any(word.text == "0" for word in words)):
        return told  # keywords alone ask for nothing but their content
    if not by_rule:
        return Asked(kinds, (*told.spans, *asking))
    return Asked(_put_right(told.kinds, kinds), told.spans)


def _learnt_kinds(chances: Sequence[tuple[Ask, float]], sure: float) -> tuple[Ask, ...]:
    """Return the kinds that are likely enough; none where the likeliest is not sure, or is CONTENT."""
    likeliest, chance = chances[0]
    if chance < sure or likeliest is Ask.CONTENT:
        return ()
    return tuple(kind for kind, chance in chances if chance >= _TOO and kind is not Ask.CONTENT)


def _put_right(told: tuple[Ask, ...], learnt: tuple[Ask, ...]) -> tuple[Ask, ...]:
    """Return what the rules found with the learnt kind first; alone where no rule found it."""
    if learnt[0] in told:
        return tuple(dict.fromkeys((*learnt, *told)))
    return (*learnt, Ask.WHEN) if Ask.WHEN in told and learnt[0] in _DATES else learnt


def _asking(words: Sequence[Word], learnt: KindModel) -> list[Span]:
    chances = learnt.asking(words)
    return [(word.start, word.end) for word, chance in zip(words, chances, strict=True) if chance >= _ASKS]
