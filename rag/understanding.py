"""From the question as typed to what it asks: kinds, scope, topic, years and document numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.headwords import tidy_number
from corpus.letterhead import KINDS
from corpus.model import Document
from corpus.vietnamese import fold, nfc
from rag.asks import Ask, Asked, find_asks
from rag.collection import Collection
from rag.places import Mention, find_places
from rag.scope import Scope, find_scope, kind_named
from rag.spelling import Spelling
from rag.topic import Topic, make_topic, tokens

_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,/]\d+)*%?", re.UNICODE)
_YEAR = re.compile(r"\b(?:năm\s+)?((?:19|20)\d{2})\b")
_NUMBERED_PAPER = re.compile(
    r"(?<![\w/.,-])(?P<number>\d{1,4}(?:\s?/\s?\d{4})?)\s?[-–/]\s?(?P<symbol>[^\W\d_]{1,6}\d{0,2}(?:\s?[-–/]\s?[^\W\d_]{1,8})*)\b"
    r"|\b(?:nghị quyết|kết luận|chỉ thị|quyết định|chương trình(?: hành động)?|kế hoạch|quy định|luật|"
    r"nghị định|thông tư)"
    r"\s+(?:số\s+)?(?P<bare>\d{1,4}(?:/(?:19|20)\d{2})?)\b(?!\s*(?:%|/|-|\.\d|,\d|"
    r"(?:năm|tháng|con|tỷ|triệu|điểm|nhiệm|mô|chỉ|nội|mục|xã|thôn)\b))",
    re.IGNORECASE,
)
_NUMBERED_WITH_KIND = re.compile(
    rf"\b(?:{'|'.join(KINDS)})\s+(?:số\s+)?(?=\d{{1,4}}\s?[-–/]|\d{{1,4}}\b)", re.IGNORECASE
)
"""The kind of a document named by its number: not the kind of paper that the question is limited to."""
_UNITS = re.compile(r"\b(?:xã|phường|thị trấn|đặc khu)\b", re.IGNORECASE)
_STOP = frozenset(
    "ai gì nào đâu sao bao nhiêu mấy khi lúc là có được của ở trong trên về với và hoặc hay thì mà những các một này "
    "kia đó ấy đấy cho tôi mình em anh chị hãy nhé ạ à vậy thế như để do bởi đến từ bằng ra vào sẽ đã đang "
    "còn cũng đều rồi hết nhỉ hả nhất hơn nữa thôi nha nhe ơi bạn đi phải theo nói tới đặt thuộc giữa nhau cùng".split()
)
"""Words that name no topic."""
_FOLLOWS = re.compile(
    r"^(?:ai|khi nao|bao gio|bao nhieu)\b|\b(?:thi sao|viec do|viec nay|mo hinh (?:nay|do)|nhiem vu (?:nay|do)|"
    r"xa (?:kia|nay|do)|chi tieu (?:nay|do)|noi dung (?:nay|do)|cai (?:do|nay)|no)\b"
)
_THAT_PERSON = re.compile(r"\b(?:dong chi|ong|ba|anh|chi|nguoi|vi) (?:do|nay|ay)\b")
_POST = re.compile(
    r"^(?:pho )?(?:bi thu|chu tich|chanh van phong|truong phong|giam doc|chu nhiem)"
    r"(?: (?:dang|uy|ban|nhan|dan|hoi|dong|ubnd|hdnd|mat|tran|to|quoc|viet|nam|kiem|tra|van|phong|chi|bo|kinh|te|"
    r"hoa|xa|thuong|truc))*$"
)
_GOES_ON = re.compile(r"^(?:con|the con|vay con|vay|the|roi|ngoai ra)\b")
"""A question that begins so goes on with the last one."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as understood."""

    question: str
    """As typed."""
    text: str
    """With diacritics, abbreviations and the follow-up's missing parts filled in."""
    asks: tuple[Ask, ...]
    """What is asked for, the surest first; never empty."""
    topic: Topic
    scope: Scope
    years: frozenset[str]
    paper_numbers: tuple[str, ...]
    """Numbers of documents named in the question, tidied; "57" where only the number was given."""


class Understander:
    """Understands questions about one collection."""

    def __init__(self, collection: Collection, spelling: Spelling) -> None:
        """Learn the collection's names and words."""
        self._collection = collection
        self._spelling = spelling

    def understand(
        self,
        question: str,
        previous: Understood | None = None,
        people: tuple[str, ...] = (),
        allowed: frozenset[str] | None = None,
    ) -> Understood:
        """Return what the question asks.

        :param question: as typed.
        :param previous: what the conversation's last question asked; fills in what a follow-up leaves out.
        :param people: whom the conversation's last answer named.
        :param allowed: ids of the only papers that may answer; None for all.
        """
        named, scope = self._with_names(nfc(question), allowed)
        expanded = self._spelling.expand(named)
        text = self._spelling.restore(expanded, question)
        now = self._read(question, text, scope)
        if people and _THAT_PERSON.search(fold(text)):
            now = replace(now, text=f"{text.rstrip(' ?')} ({', '.join(people)})?")
        if previous is None or not _is_follow_up(now):
            return now
        return self._completed(now, previous, allowed)

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
        numbers, number_spans = _paper_numbers(text)
        asked = _asked(text, spans, of_numbered=bool(numbers))
        apart = _blank(text, number_spans)
        years = frozenset(match[1] for match in _YEAR.finditer(_blank(apart, list(asked.spans))))
        left_out = [*spans, *asked.spans, *number_spans, *(m.span() for m in _YEAR.finditer(text))]
        left_out.extend(match.span() for match in _UNITS.finditer(text) if not _is_compound(text, match))
        topic = self._topic(text, left_out)
        kinds = [self._collection.paper(i).document.metadata.kind for i in scope.document_ids]
        scope = replace(scope, kind=kind_named(fold(_NUMBERED_WITH_KIND.sub("", text)), kinds))
        own = frozenset(i for i in scope.document_ids if names_number(self._own_number(i), numbers))
        if own:
            scope = replace(scope, document_ids=own)
        asks = (Ask.PERSON,) if asked.kinds == (Ask.CONTENT,) and _is_post(topic) else asked.kinds
        return Understood(question, text, asks, topic, scope, years, numbers)

    def _place_spans(self, text: str) -> list[tuple[int, int]]:
        places = find_places(text, self._collection, self._spelling.is_syllable)
        return [(mention.start, mention.end) for mention in places]

    def _own_number(self, document_id: str) -> str:
        return self._collection.paper(document_id).document.metadata.number or ""

    def _topic(self, text: str, left_out: list[tuple[int, int]]) -> Topic:
        words: list[tuple[str, int]] = []
        for position, match in enumerate(_WORD.finditer(text)):
            word = next(iter(tokens(match[0])))
            if word in _STOP or any(start <= match.start() < end for start, end in left_out):
                continue
            words.append((self._spelling.mend(word), position))
        named = any(word[0].isalpha() for word, _ in words)
        return make_topic(words if named else [], self._collection.weight)

    def _completed(self, now: Understood, previous: Understood, allowed: frozenset[str] | None) -> Understood:
        """Fill in from the previous question what this one leaves out: topic, scope, kind."""
        if now.topic.is_empty and not now.paper_numbers and previous.paper_numbers:
            now = replace(now, asks=_asked(now.text, self._place_spans(now.text), of_numbered=True).kinds)
        too_little = len(now.topic.words) <= 1 and now.asks != (Ask.CONTENT,)
        topic = (
            previous.topic if (too_little and not _GOES_ON.match(fold(now.text))) or now.topic.is_empty else now.topic
        )
        asks = previous.asks if now.asks == (Ask.CONTENT,) else now.asks
        scope = now.scope
        if previous.scope.unknown_place is not None and not scope.is_named and scope.unknown_place is None:
            scope = replace(scope, unknown_place=previous.scope.unknown_place)
        if scope.other_one and previous.scope.is_named:
            others = tuple(c for c in self._collection.communes if c not in previous.scope.communes)
            scope = self._limited(scope, others, allowed)
        elif not scope.is_named and scope.unknown_place is None and previous.scope.is_named:
            scope = self._limited(scope, previous.scope.communes, allowed)
        years = now.years or (previous.years if now.topic.is_empty else now.years)
        numbers = now.paper_numbers or (previous.paper_numbers if now.topic.is_empty else ())
        kinds = [self._collection.paper(i).document.metadata.kind for i in scope.document_ids]
        kind = now.scope.kind or (previous.scope.kind if previous.scope.kind in kinds else None)
        if asks is previous.asks and asks != now.asks:
            now = replace(now, text=f"{now.text.rstrip(' ?')} ({self._without_places(previous.text)})?")
        filled = replace(
            now, asks=asks, topic=topic, scope=replace(scope, kind=kind), years=years, paper_numbers=numbers
        )
        return replace(filled, text=_spelled_out(now, filled))

    def _without_places(self, text: str) -> str:
        """Return a question without the places it names, to be asked of another place."""
        places = find_places(text, self._collection, self._spelling.is_syllable)
        for mention in sorted(places, key=lambda m: -m.start):
            text = text[: mention.start] + text[mention.end :]
        carried = re.search(r"\(([^()]*)\)\W*$", text)
        return " ".join((carried[1] if carried else text).split()).rstrip(" ?")

    def _limited(self, scope: Scope, communes: tuple[str, ...], allowed: frozenset[str] | None) -> Scope:
        ids = frozenset(
            paper.id
            for paper in self._collection.papers
            if paper.document.metadata.commune in communes and (allowed is None or paper.id in allowed)
        )
        return replace(scope, communes=communes, document_ids=ids)


def _is_whole(mention: Mention, scope: Scope) -> bool:
    """Say whether the typed name has all of the commune's letters, so that its spelling can replace it."""
    name = mention.commune or ""
    length = mention.end - mention.name_start
    return scope.is_named and fold(name[-length:])[:1] == fold(name.split(" ")[-1 - name[-length:].count(" ")])[:1]


def _is_post(topic: Topic) -> bool:
    """Say whether the topic is a post and nothing else: "bí thư đảng ủy"."""
    folded = " ".join(topic.folded)
    return bool(_POST.match(folded))


def _is_follow_up(now: Understood) -> bool:
    if now.topic.is_empty and not now.paper_numbers:
        return True
    folded = fold(now.text).strip()
    if _GOES_ON.match(folded):
        return True
    if len(now.topic.words) <= 1 and not now.scope.is_named and not now.paper_numbers and now.asks != (Ask.CONTENT,):
        return True
    return bool(_FOLLOWS.search(folded)) and len(now.topic.words) <= 2


def _spelled_out(now: Understood, filled: Understood) -> str:
    """Return the follow-up with what was carried over, for people to see."""
    extra: list[str] = []
    if now.topic.is_empty and not filled.topic.is_empty:
        extra.append(filled.topic.text)
    if not now.scope.is_named and filled.scope.is_named:
        extra.append(", ".join(filled.scope.communes))
    return f"{now.text.rstrip(' ?')} ({'; '.join(extra)})?" if extra else now.text


def _asked(text: str, places: list[tuple[int, int]], *, of_numbered: bool) -> Asked:
    """Return what the question asks for, the places it names set aside."""
    return find_asks(_blank(fold(text), [*places, *_intelligence(text)]), of_numbered=of_numbered)


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


def _paper_numbers(text: str) -> tuple[tuple[str, ...], list[tuple[int, int]]]:
    numbers: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in _NUMBERED_PAPER.finditer(text):
        if match["bare"]:
            numbers.append(match["bare"])
            spans.append(match.span("bare"))
        elif match["symbol"] and any(c.isalpha() for c in match["symbol"]):
            numbers.append(tidy_number(match[0]))
            spans.append(match.span())
    return tuple(numbers), spans


def names_number(text: str, numbers: tuple[str, ...]) -> bool:
    """Say whether the text names a document of one of these numbers, whole or by its leading number."""
    tidy = fold(tidy_number(text))
    for number in numbers:
        whole = rf"(?<![\w-]){re.escape(fold(number))}(?!\w)"
        leading = rf"(?<!\d)0*{int(number)}(?:/\d{{4}})?[-/][a-z]" if number.isdigit() else whole
        if re.search(leading, tidy):
            return True
    return False


def carries_out(document: Document, understood: Understood) -> bool:
    """Say whether the document is the paper of the kind asked about that carries out the numbered document.

    "ai ký kế hoạch thực hiện Nghị quyết số 12" is about the plan whose title names that resolution.
    """
    metadata = document.metadata
    of_kind = metadata.kind is not None and metadata.kind == understood.scope.kind
    return of_kind and names_number(metadata.abstract or "", understood.paper_numbers)
