"""From the question as typed to what it asks: kinds, scope, topic, years and document numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from corpus.vietnamese import fold
from rag.articles import article_named
from rag.asking import what_is_asked
from rag.asks import Ask, Asked
from rag.collection import Collection
from rag.conditions import condition
from rag.everyday import EverydayWords, shipped_everyday_words
from rag.fillers import asks_in_full, without_chat
from rag.following import THAT_MATTER, Follower, Said
from rag.kinds import KindModel
from rag.light_words import light_words
from rag.paper_numbers import names_number, paper_numbers, without_numbered_kinds
from rag.places import Mention, find_places
from rag.scope import Scope, find_scope, kind_named
from rag.spelling import Spelling
from rag.topic import Topic, make_topic, tokens
from rag.understood import Understood

_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,/]\d+)*%?", re.UNICODE)
_YEAR = re.compile(r"\b(?:năm\s+)?((?:19|20)\d{2})\b", re.IGNORECASE)
_OF_KIND = re.compile(
    r"\b(?:trong |theo |của |ở )?(?:kế hoạch|chương trình(?: hành động)?|nghị quyết|báo cáo)"
    r"(?: của (?:ủy ban nhân dân|đảng ủy|đảng bộ|ban chấp hành|ban thường vụ))?",
    re.IGNORECASE,
)
"""Papers that are held against each other: where to look, not what for."""
_ABBREVIATING = frozenset("p e m k n t h b c d đ a".split())
"""Letters that stand for a word in chat ("e", "P."): too little to look for."""
_LIGHT = 0.25
"""What a light word counts against another."""
_UNITS = re.compile(r"\b(?:xã|phường|thị trấn|đặc khu)\b", re.IGNORECASE)
_STOP = frozenset(
    "ai gì nào đâu sao bao nhiêu mấy khi lúc là có được của ở trong trên về với và hoặc hay thì mà những các một này "
    "kia đó ấy đấy cho tôi mình em anh chị hãy nhé ạ à vậy thế như để do bởi đến từ bằng ra vào sẽ đã đang "
    "còn cũng đều rồi hết nhỉ hả nhất hơn nữa thôi nha nhe ơi bạn đi phải theo nói tới đặt thuộc giữa nhau cùng "
    "ghi nêu nằm nhưng mỗi từng".split()
)
"""Words that name no topic."""
_POST = re.compile(
    r"^(?:pho )?(?:bi thu|chu tich|chanh van phong|truong phong|giam doc|chu nhiem)"
    r"(?: (?:dang|uy|ban|nhan|dan|hoi|dong|ubnd|hdnd|mat|tran|to|quoc|viet|nam|kiem|tra|van|phong|chi|bo|kinh|te|"
    r"hoa|xa|thuong|truc))*$"
)


class Understander:
    """Understands questions about one collection."""

    def __init__(
        self, collection: Collection, spelling: Spelling, kinds: KindModel, everyday: EverydayWords | None = None
    ) -> None:
        """Learn the collection's names and words.

        :param kinds: tells what is asked where no rule does.
        :param everyday: what people call things otherwise than papers; None for what comes with the product.
        """
        self._collection = collection
        self._everyday = everyday or shipped_everyday_words()
        self._spelling = spelling
        self._kinds = kinds
        self._follower = Follower(collection, spelling.is_syllable, self._asked_of_number)

    def understand(
        self,
        question: str,
        last: Said | None = None,
        allowed: frozenset[str] | None = None,
    ) -> Understood:
        """Return what the question asks.

        :param question: as typed.
        :param last: the conversation's last exchange; fills in what a follow-up leaves out.
        :param allowed: ids of the only papers that may answer; None for all.
        """
        # First of all: a commune's name that is glued to the next word would leave the scope open.
        parted = asks_in_full(without_chat(self._spelling.parted(question)))
        named, scope = self._with_names(parted, allowed)
        expanded = self._spelling.expand(named)
        text = self._spelling.restore(expanded, parted)
        now = self._read(question, text, scope)
        return now if last is None else self._follower.complete(now, last, allowed)

    def _with_names(self, question: str, allowed: frozenset[str] | None) -> tuple[str, Scope]:
        """Return the question with the communes' names spelled as the papers do, and its scope."""
        scope = find_scope(question, self._collection, allowed, self._spelling.is_syllable)
        letters = list(question)
        for mention in scope.mentions:
            length = mention.end - mention.name_start
            if mention.commune is not None and len(mention.commune) > length and _is_whole(mention, scope):
                letters[mention.name_start : mention.end] = mention.commune[-length:]
        return "".join(letters), scope

    def _read(self, question: str, text: str, scope: Scope) -> Understood:
        # Expansion moves the names; they are looked up again where they stand now.
        spans = self._place_spans(text)
        numbers, number_spans = paper_numbers(text)
        asked = self._asked(text, spans, of_numbered=bool(numbers))
        apart = _blank(text, number_spans)
        years = frozenset(match[1] for match in _YEAR.finditer(_blank(apart, list(asked.spans))))
        left_out = [*spans, *asked.spans, *number_spans, *(m.span() for m in _YEAR.finditer(text))]
        if Ask.COMPARE in asked.kinds and not numbers and len(_OF_KIND.findall(text)) > 1:
            left_out.extend(match.span() for match in _OF_KIND.finditer(text))
        wanted = condition(text) if Ask.PLACES in asked.kinds else None
        left_out.extend([(wanted.start, wanted.end)] if wanted is not None else [])
        article = article_named(text)
        left_out.extend([(article.start, article.end)] if article is not None else [])
        left_out.extend(match.span() for match in THAT_MATTER.finditer(fold(text)))
        left_out.extend(match.span() for match in _UNITS.finditer(text) if not _is_compound(text, match))
        topic = self._topic(text, left_out)
        kinds = [self._collection.paper(i).document.metadata.kind for i in scope.document_ids]
        scope = replace(scope, kind=kind_named(fold(without_numbered_kinds(text)), kinds))
        own = frozenset(i for i in scope.document_ids if names_number(self._own_number(i), numbers))
        if own:
            scope = replace(scope, document_ids=own)
        asks = (
            (Ask.PERSON,)
            if asked.kinds == (Ask.CONTENT,) and _is_post(topic)
            else _side_by_side(asked.kinds, holds=wanted is not None)
        )
        return Understood(question, text, asks, topic, scope, years, numbers)

    def _place_spans(self, text: str) -> list[tuple[int, int]]:
        places = find_places(text, self._collection, self._spelling.is_syllable)
        return [(mention.start, mention.end) for mention in places]

    def _asked(self, text: str, places: list[tuple[int, int]], *, of_numbered: bool) -> Asked:
        """Return what the question asks for, the places it names set aside."""
        blanked = _blank(fold(text), [*places, *_intelligence(text)])
        return what_is_asked(blanked, self._kinds, of_numbered=of_numbered)

    def _asked_of_number(self, text: str) -> tuple[Ask, ...]:
        return self._asked(text, self._place_spans(text), of_numbered=True).kinds

    def _own_number(self, document_id: str) -> str:
        return self._collection.paper(document_id).document.metadata.number or ""

    def _topic(self, text: str, left_out: list[tuple[int, int]]) -> Topic:
        words: list[tuple[str, int]] = []
        before = ""
        for position, match in enumerate(_WORD.finditer(text)):
            word = next(iter(tokens(match[0])))
            if (
                word not in _STOP
                and word not in _ABBREVIATING
                and not any(start <= match.start() < end for start, end in left_out)
            ):
                word = self._spelling.mend(word, before)
                words.append((word, position))
            before = word
        named = any(word[0].isalpha() for word, _ in words)
        light = self._light(words)
        # Of light words alone there is no topic: "lấy ở đâu để làm".
        if not named or all(fold(word) in light for word, _ in words):
            return make_topic([], self._collection.weight)
        wordings = self._everyday.wordings(words, self._are_written)
        return make_topic(words, lambda w: self._collection.weight(w) * (_LIGHT if w in light else 1.0), wordings)

    def _light(self, words: list[tuple[str, int]]) -> frozenset[str]:
        """Return the light words (folded) of a topic that make no word of the papers with a neighbour."""
        beside = [(a, b) for (a, i), (b, j) in pairwise(words) if j == i + 1 and self._are_written((a, b))]
        whole = {word for pair in beside for word in pair}
        return frozenset(fold(word) for word, _ in words if word in light_words() and word not in whole)

    def _are_written(self, words: tuple[str, ...]) -> bool:
        """Say whether the papers write these words one after another."""
        folded = [fold(word) for word in words]
        pairs = list(pairwise(folded))
        return all(self._collection.knows_pair(*pair) for pair in pairs) if pairs else self._collection.knows(folded[0])


def _is_whole(mention: Mention, scope: Scope) -> bool:
    """Say whether the typed name has all of the commune's letters, so that its spelling can replace it."""
    name = mention.commune or ""
    length = mention.end - mention.name_start
    return scope.is_named and fold(name[-length:])[:1] == fold(name.split(" ")[-1 - name[-length:].count(" ")])[:1]


def _side_by_side(kinds: tuple[Ask, ...], *, holds: bool) -> tuple[Ask, ...]:
    """Return the kinds with COMPARE behind the kind that is to be compared, where the question names one.

    Which places have a figure is asked as a comparison of figures first.

    :param holds: the question names the figure.
    """
    if Ask.PLACES in kinds and Ask.COMPARE not in kinds and (holds or Ask.NUMBER in kinds):
        return (Ask.COMPARE, *kinds)
    others = tuple(kind for kind in kinds if kind not in (Ask.COMPARE, Ask.PLACES, Ask.NUMBER))
    return (*others, *(kind for kind in kinds if kind not in others)) if Ask.COMPARE in kinds and others else kinds


def _is_post(topic: Topic) -> bool:
    """Say whether the topic is a post and nothing else: "bí thư đảng ủy"."""
    folded = " ".join(topic.folded)
    return bool(_POST.match(folded))


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    """Return the text with the spans blanked out by "_", the same length."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = "_" * (end - start)
    return "".join(letters)


def _intelligence(text: str) -> list[tuple[int, int]]:
    """Return where "AI" means artificial intelligence: in capitals amid small letters, not opening the text."""
    if text.isupper():
        return []
    return [match.span() for match in re.finditer(r"(?<=\S)[\s(]+AI\b", text)]


def _is_compound(text: str, match: re.Match[str]) -> bool:
    """Say whether "xã" belongs to a word of its own ("xã hội", "hợp tác xã", "trạm y tế xã")."""
    after = text[match.end() :].lstrip().lower()
    before = text[: match.start()].rstrip().lower()
    return after.startswith(("hội", "viên")) or before.endswith(("hợp tác", "liên"))
