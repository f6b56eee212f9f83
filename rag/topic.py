"""The words a question is about, and how far a text has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.vietnamese import comparable, fold, one_i_style

_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,/]\d+)*%?", re.UNICODE)
_THOUSANDS = re.compile(r"(?<=\d)\.(?=\d{3}(?:\D|$))")
_PAIR_SHARE = 0.5
"""Two neighbouring words weigh this share of the lighter one again when they stand side by side in the text."""
_FEW = 2
"""In a topic of so few words the neighbourhood tells as much as the words: "công an" is not "công bằng, an sinh"."""
_TELLING = 0.7
"""A word tells much that weighs this share of the heaviest one."""
_REST = 0.8
"""Share of what its paper's title leaves of the topic that a text must have."""
_OTHER_WORDS = 0.98
"""What is said in other words than the question's counts this much."""
_HEAVY = 0.4
"""A word that weighs less than this share of the topic's average may be left out."""
_FOLDED_ONLY = 0.6
"""A word with other diacritics than the text's counts this much: texts hold reading errors, and restoring errs."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, ready for matching."""

    exact: frozenset[str]
    """In one spelling (:func:`corpus.vietnamese.comparable`)."""
    folded: frozenset[str]
    """Without diacritics."""
    pairs: frozenset[tuple[str, str]]
    """Neighbours, without diacritics."""

    def __or__(self, other: Words) -> Words:
        """Return the words of both texts."""
        return Words(self.exact | other.exact, self.folded | other.folded, self.pairs | other.pairs)


def tokens(text: str) -> list[str]:
    """Return the words and numbers of a text, in one spelling, in order; "05" is "5", "6.000" is "6000"."""
    return [
        word.lstrip("0") or word if word[0] == "0" else _THOUSANDS.sub("", word)
        for word in _WORD.findall(one_i_style(comparable(text)))
    ]


def words_of(text: str) -> Words:
    """Return the words of a text."""
    found = tokens(text)
    folded = [fold(word) for word in found]
    return Words(frozenset(found), frozenset(folded), frozenset(pairwise(folded)))


@dataclass(frozen=True, slots=True)
class Topic:
    """The words that name what is asked."""

    words: tuple[str, ...]
    """In one spelling, in order."""
    folded: tuple[str, ...]
    """The same without diacritics."""
    adjacent: tuple[bool, ...]
    """For each word but the last: the next one follows it directly in the question."""
    weights: tuple[float, ...]
    """How much each word tells."""
    others: tuple[Topic, ...] = ()
    """The topic in other words; these have none of their own."""
    terms: tuple[tuple[str, str, float], ...] = field(init=False, repr=False, compare=False)
    """Each word, the same without diacritics, and its weight."""
    neighbours: tuple[tuple[tuple[str, str], float], ...] = field(init=False, repr=False, compare=False)
    """Words that follow each other directly, without diacritics, and how much their neighbourhood tells."""
    total: float = field(init=False, repr=False, compare=False)
    """Sum of all weights, of words and of neighbours."""

    def __post_init__(self) -> None:
        """Put together what is looked up again and again: a topic is held against hundreds of texts."""
        object.__setattr__(self, "terms", tuple(zip(self.words, self.folded, self.weights, strict=True)))
        share = _PAIR_SHARE if len(self.words) > _FEW else 2 * _PAIR_SHARE
        neighbours = tuple(
            ((self.folded[index], self.folded[index + 1]), share * min(self.weights[index], self.weights[index + 1]))
            for index, adjacent in enumerate(self.adjacent)
            if adjacent
        )
        object.__setattr__(self, "neighbours", neighbours)
        object.__setattr__(self, "total", sum(self.weights) + sum(weight for _, weight in neighbours))

    @property
    def is_empty(self) -> bool:
        """Say whether the question names nothing."""
        return not self.words

    @property
    def text(self) -> str:
        """The words in a row."""
        return " ".join(self.words)

    def without(self, words: Words) -> Topic:
        """Return the topic without the words that the text has."""
        kept = [index for index, word in enumerate(self.folded) if word not in words.folded]
        return Topic(
            words=tuple(self.words[index] for index in kept),
            folded=tuple(self.folded[index] for index in kept),
            adjacent=tuple(second == first + 1 and self.adjacent[first] for first, second in pairwise(kept)),
            weights=tuple(self.weights[index] for index in kept),
            others=tuple(other.without(words) for other in self.others),
        )


def make_topic(
    words: Sequence[tuple[str, int]],
    weight: Callable[[str], float],
    wordings: Sequence[Sequence[tuple[str, int]]] = (),
) -> Topic:
    """Make a topic of words with their positions (in words) in the question.

    :param wordings: the same in other words.
    """
    kept = tuple(word for word, _ in words)
    folded = tuple(fold(word) for word in kept)
    adjacent = tuple(second[1] == first[1] + 1 for first, second in pairwise(words))
    others = tuple(make_topic(wording, weight) for wording in wordings)
    return Topic(kept, folded, adjacent, tuple(weight(word) for word in folded), others)


def coverage(topic: Topic, *texts: Words) -> float:
    """Return the weighted share, 0 to 1, of the topic's words and neighbourhoods that the texts have together.

    Of a topic that can be said in other words, the wording counts that the texts have most of. An empty topic is
    covered by nothing.
    """
    own = _covered(topic, texts)
    if own >= _OTHER_WORDS or not topic.others:
        return own
    return max(own, *(_OTHER_WORDS * _covered(other, texts) for other in topic.others))


def _covered(topic: Topic, texts: Sequence[Words]) -> float:
    if topic.is_empty:
        return 0.0
    got = 0.0
    for word, folded, weight in topic.terms:
        best = 0.0
        for words in texts:
            if word in words.exact:
                best = 1.0
                break
            if folded in words.folded:
                best = _FOLDED_ONLY
        got += weight * best
    for pair, weight in topic.neighbours:
        for words in texts:
            if pair in words.pairs:
                got += weight
                break
    return got / topic.total


def names_enough(topic: Topic, own: Words, around: Words, about: Words, share: float) -> bool:
    """Say whether a text names enough of the topic for its paper's title to cover the rest.

    It has this share of the topic's words; or some, and with its headings nearly all of those that the title leaves.
    """
    named = coverage(topic, own)
    return named >= share or (named >= share / 2 and coverage(topic.without(about), around) >= _REST)


def lacks_a_name(topic: Topic, *texts: Words) -> bool:
    """Say whether the texts together lack one of the words that tell most: what is asked is then something else."""
    return all(_lacks(wording, texts) for wording in (topic, *topic.others))


def _lacks(topic: Topic, texts: Sequence[Words]) -> bool:
    most = max(topic.weights, default=0.0)
    telling = (folded for _, folded, weight in topic.terms if weight >= _TELLING * most)
    return not all(any(folded in words.folded for words in texts) for folded in telling)


def names_another(topic: Topic, own: Words, *texts: Words) -> bool:
    """Say whether a text is of another thing: another word stands right before one of the topic's in its place.

    "chi ngân sách" is asked and "thu ngân sách" is said, "cận nghèo" and "hộ nghèo".

    :param own: the words of the text itself; the others may have the word too.
    """
    return all(_replaced(wording, own, texts) for wording in (topic, *topic.others))


def _replaced(topic: Topic, own: Words, texts: Sequence[Words]) -> bool:
    heavy = sum(topic.weights) / max(1, len(topic.weights)) * _HEAVY
    followed = {second for _, second in own.pairs}
    for index, adjacent in enumerate(topic.adjacent):
        word, following = topic.words[index], topic.folded[index + 1]
        said = word in own.exact or any(word in text.exact for text in texts)
        if said or not adjacent or topic.weights[index] < heavy:
            continue
        # The thing's first word is another one, or a word in its middle is left out.
        skipped = index > 0 and topic.adjacent[index - 1] and (topic.folded[index - 1], following) in own.pairs
        if skipped or (index == 0 and following in followed):
            return True
    return False


def precision(topic: Topic, words: Words) -> float:
    """Return the share, 0 to 1, of the text's words that the topic has: how little else the text says."""
    if not words.folded:
        return 0.0
    said = max(len(words.folded.intersection(wording.folded)) for wording in (topic, *topic.others))
    return said / len(words.folded)
