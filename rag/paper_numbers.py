"""Documents named by their number: "Nghị quyết số 57-NQ/TW", "nghị quyết 226/2025/QH15", "kế hoạch 12"."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.headwords import tidy_number
from corpus.letterhead import KINDS
from corpus.model import Document
from corpus.vietnamese import fold
from rag.understood import Understood

_NUMBERED = re.compile(
    r"(?<![\w/.,-])(?P<number>\d{1,4}(?:\s?/\s?\d{4})?)\s?[-–/]\s?(?P<symbol>[^\W\d_]{1,6}\d{0,2}(?:\s?[-–/]\s?[^\W\d_]{1,8})*)\b"
    r"|\b(?:nghị quyết|kết luận|chỉ thị|quyết định|chương trình(?: hành động)?|kế hoạch|quy định|luật|"
    r"nghị định|thông tư|văn bản|công văn)"
    r"\s+(?:số\s+)?(?P<bare>\d{1,4}(?:/(?:19|20)\d{2})?)\b(?!\s*(?:%|/|-|\.\d|,\d|"
    r"(?:năm|tháng|con|tỷ|triệu|điểm|nhiệm|mô|chỉ|nội|mục|xã|thôn)\b))",
    re.IGNORECASE,
)
_WITH_KIND = re.compile(rf"\b(?:{'|'.join(KINDS)})\s+(?:số\s+)?(?=\d{{1,4}}\s?[-–/]|\d{{1,4}}\b)", re.IGNORECASE)
"""The kind of a document named by its number: not the kind of paper that the question is limited to."""
_OPENS = re.compile(
    rf"^\W*(?:{'|'.join(fold(kind) for kind in KINDS)})\s+(?:so\s+)?\d{{1,4}}\b[^,?]{{0,12}}\s(?:ma|duoc|do)\b"
)
"""A question that opens with the numbered document itself."""
Span = tuple[int, int]


def paper_numbers(text: str) -> tuple[tuple[str, ...], list[Span]]:
    """Return the numbers of documents that the text names, tidied, and where they stand."""
    numbers: list[str] = []
    spans: list[Span] = []
    for match in _NUMBERED.finditer(text):
        if match["bare"]:
            numbers.append(match["bare"])
            spans.append(match.span("bare"))
        elif match["symbol"] and any(c.isalpha() for c in match["symbol"]):
            numbers.append(tidy_number(match[0]))
            spans.append(match.span())
    return tuple(numbers), spans


def numbers_after(kind: str, text: str) -> tuple[str, ...]:
    """Return the numbers that the text gives to documents of this kind (folded), each once."""
    numbers, spans = paper_numbers(text)
    folded = fold(text)
    named = re.compile(rf"\b{kind}(?: hanh dong)?\W+(?:so\W+)?$")
    return tuple(dict.fromkeys(n for n, (start, _) in zip(numbers, spans, strict=True) if named.search(folded[:start])))


def without_numbered_kinds(text: str) -> str:
    """Return the text without the kinds of papers that it names by number."""
    return _WITH_KIND.sub("", text)


def names_number(text: str, numbers: tuple[str, ...]) -> bool:
    """Say whether the text names a document of one of these numbers, whole or by its leading number."""
    tidy = _tidied(text)
    for number in numbers:
        whole = rf"(?<![\w-]){re.escape(fold(number))}(?!\w)"
        leading = rf"(?<!\d)0*{int(number)}(?:/\d{{4}})?[-/][a-z]" if number.isdigit() else whole
        if re.search(leading, tidy):
            return True
    return False


@lru_cache(maxsize=1 << 12)
def _tidied(text: str) -> str:
    # The same paragraphs are looked at again for every question that names a number.
    return fold(tidy_number(text))


def carries_out(document: Document, understood: Understood) -> bool:
    """Say whether the document is the paper of the kind asked about that carries out the numbered document.

    "ai ký kế hoạch thực hiện Nghị quyết số 12" is about the plan whose title names that resolution.
    """
    metadata = document.metadata
    if _OPENS.match(fold(understood.text)):
        return False  # "Nghị quyết 11 mà chương trình … thực hiện do ai ban hành" is about the resolution
    of_kind = metadata.kind is not None and metadata.kind == understood.scope.kind
    return of_kind and names_number(metadata.abstract or "", understood.paper_numbers)
