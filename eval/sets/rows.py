"""Turns a row of the sheet into a line of a question file, or into what is wrong with it, cell by cell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eval.matching import normal
from eval.questions import QuestionKind
from eval.sets.columns import GOLD, KINDS, NO, NONE, YES, Heading, alike, kind_named
from eval.sets.header import Row

_YES = frozenset({"co", "yes", "y", "true", "1", "x", "dung"})
_NO = frozenset({"khong", "no", "n", "false", "0", "sai"})
_BULLET = re.compile(r"^[-+*•–]\s+")
_BAR = re.compile(r"\s*\|\s*")
_SHOW = "xem bằng `hoidap documents show {}`"
_EITHER = f"hãy sửa một trong hai cột “{Heading.KIND}”, “{Heading.ANSWERABLE}”."
_MOST_QUOTED = 80
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with a row."""

    number: int
    heading: Heading | None
    """The column; None where it is the row as a whole."""
    says: str

    @property
    def told(self) -> str:
        """Return it in one line."""
        where = f", cột “{self.heading.value}”" if self.heading else ""
        return f"dòng {self.number}{where}: {self.says}"


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as read; ``line`` counts only where there is no fault."""

    line: str
    """JSON, as in a question file."""
    faults: tuple[RowFault, ...]


@dataclass(frozen=True, slots=True)
class _Evidence:
    document_id: str
    words: tuple[str, ...]
    under: str | None


def read_row(row: Row, texts: Mapping[str, str]) -> ReadRow:
    """Return the row as a line of a question file, with all that is wrong with it.

    :param texts: the documents' texts by id, as ``eval.questions.comparable_texts`` makes them.
    """
    if not any(row.text(heading) for heading in GOLD):
        return ReadRow("", (RowFault(row.number, None, _no_gold()),))
    reader = _RowReader(row, texts)
    return ReadRow(reader.line(), tuple(reader.faults))


class _RowReader:
    """Reads one row, and notes what is wrong on the way."""

    def __init__(self, row: Row, texts: Mapping[str, str]) -> None:
        self._row = row
        self._texts = texts
        self.faults: list[RowFault] = []

    def line(self) -> str:
        """Return the row as a line of a question file; what is at fault is left out of it."""
        evidence = self._evidence()
        items = [list(_variants(line)) for line in self._bare_lines(Heading.ITEMS)]
        answerable = self._yes(Heading.ANSWERABLE)
        kind = self._kind()
        clarify, may_refuse = self._yes(Heading.CLARIFY), self._yes(Heading.MAY_REFUSE)
        self._check_answerable(answerable, kind, may_refuse)
        if answerable and clarify:
            self._fault(Heading.CLARIFY, f"chỉ dùng cho câu phải từ chối; hãy xóa, hoặc sửa “{Heading.ANSWERABLE}”.")
        fields = {
            "id": self._needed(Heading.ID),
            "topic": self._row.text(Heading.TOPIC),
            "question": self._needed(Heading.QUESTION),
            "turns": list(self._row.lines(Heading.TURNS)),
            "kind": kind,
            "slices": [name.strip() for name in re.split(r"[,;\n]", self._row.text(Heading.SLICES)) if name.strip()],
            "answerable": answerable,
            "evidence": [_spelled(one) for one in evidence],
            "all": self._yes(Heading.ALL),
            "items": items,
            "forbidden": list(self._bare_lines(Heading.FORBIDDEN)),
            "clarify": clarify,
            "may_refuse": may_refuse,
        }
        always = ("kind", "slices", "answerable")
        kept = {name: value for name, value in fields.items() if value or name in always}
        return json.dumps(kept, ensure_ascii=False)

    def _fault(self, heading: Heading, says: str) -> None:
        self.faults.append(RowFault(self._row.number, heading, says))

    def _needed(self, heading: Heading) -> str:
        text = self._row.text(heading)
        if not text:
            self._fault(heading, "đang trống; hãy điền.")
        return text

    def _bare_lines(self, heading: Heading) -> tuple[str, ...]:
        """Return the lines of a list, without the dashes before its items."""
        lines = tuple(_BULLET.sub("", line) for line in self._row.lines(heading))
        for line in lines:
            if not all(normal(variant) for variant in _variants(line)):
                self._fault(heading, f"dòng {_quoted(line)} không có chữ nào để so; hãy sửa hoặc xóa.")
        return lines

    def _yes(self, heading: Heading) -> bool:
        """Return whether the cell says yes; an empty one says no where it may be empty."""
        text = self._row.text(heading)
        if alike(text) in _YES:
            return True
        if (text or heading is Heading.ANSWERABLE) and alike(text) not in _NO:
            found = f"đang là {_quoted(text)}" if text else "đang trống"
            self._fault(heading, f"cần “{YES}” hoặc “{NO}”, {found}; hãy chọn một.")
        return False

    def _kind(self) -> str | None:
        text = self._row.text(Heading.KIND)
        kind = kind_named(text) if text else None
        if kind is None:
            found = f"không có loại {_quoted(text)}" if text else "đang trống"
            names = ", ".join(one.name for one in KINDS)
            self._fault(Heading.KIND, f"{found}; hãy chọn một trong: {names}.")
        return kind.value if kind else None

    def _check_answerable(self, answerable: bool, kind: str | None, may_refuse: bool) -> None:
        refuse = QuestionKind.REFUSE.value
        if any(fault.heading is Heading.ANSWERABLE for fault in self.faults):
            return
        if answerable:
            if kind == refuse:
                self._fault(Heading.KIND, f"câu trả lời được không thể là “phải từ chối”; {_EITHER}")
            for heading in (Heading.DOCUMENTS, Heading.WORDS, Heading.ITEMS):
                if not self._row.lines(heading):
                    self._fault(heading, "đang trống; câu trả lời được thì phải điền.")
            return
        if kind not in (refuse, None):
            self._fault(Heading.KIND, f"câu máy phải từ chối thì loại là “phải từ chối”; {_EITHER}")
        for heading in (Heading.DOCUMENTS, Heading.WORDS, Heading.UNDER, Heading.ITEMS):
            if self._row.lines(heading):
                self._fault(heading, f"câu máy phải từ chối thì để trống; hãy xóa, hoặc sửa “{Heading.ANSWERABLE}”.")
        if may_refuse:
            self._fault(Heading.MAY_REFUSE, f"chỉ dùng cho câu trả lời được; hãy xóa, hoặc sửa “{Heading.ANSWERABLE}”.")

    def _evidence(self) -> list[_Evidence]:
        """Return the evidences: line by line of three cells, where a single line stands for all."""
        documents, words, under = (
            self._row.lines(heading) for heading in (Heading.DOCUMENTS, Heading.WORDS, Heading.UNDER)
        )
        if not documents or not words:
            return []
        count = max(len(documents), len(words))
        for heading, lines in ((Heading.DOCUMENTS, documents), (Heading.WORDS, words), (Heading.UNDER, under)):
            if len(lines) not in (1, count) and (lines or heading is not Heading.UNDER):
                self._fault(
                    heading,
                    f"có {len(lines)} dòng mà căn cứ có {count}; hãy ghi một dòng dùng chung, hoặc đủ {count} dòng.",
                )
                return []
        evidence = [
            _Evidence(_at(documents, number), _variants(_at(words, number)), _heading_over(under, number))
            for number in range(count)
        ]
        for one in evidence:
            self._check_evidence(one)
        return evidence

    def _check_evidence(self, evidence: _Evidence) -> None:
        text = self._texts.get(evidence.document_id)
        if text is None:
            self._fault(Heading.DOCUMENTS, _unknown_document(evidence.document_id, self._texts))
            return
        named = f"văn bản “{evidence.document_id}”"
        for words in evidence.words:
            if not normal(words) or normal(words) not in text:
                says = f"không thấy {_quoted(words)} trong {named}; hãy chép lại đúng nguyên văn"
                self._fault(Heading.WORDS, f"{says} ({_SHOW.format(evidence.document_id)}).")
        if evidence.under and normal(evidence.under) not in text:
            says = f"không thấy đề mục {_quoted(evidence.under)} trong {named}; hãy chép lại đúng nguyên văn"
            self._fault(Heading.UNDER, f"{says} ({_SHOW.format(evidence.document_id)}).")


def _no_gold() -> str:
    named = ", ".join(f"“{heading.value}”" for heading in (Heading.DOCUMENTS, Heading.WORDS, Heading.ITEMS))
    return (
        f"chưa có đáp án; hãy điền “{Heading.KIND}”, “{Heading.ANSWERABLE}”, và nếu trả lời được thì {named}; nếu văn "
        f"bản không có thì “{Heading.ANSWERABLE}” là “{NO}” và loại là “phải từ chối”."
    )


def _unknown_document(document_id: str, known: Iterable[str]) -> str:
    ids = sorted(known)
    more = f" … ({len(ids)} văn bản, xem bằng `hoidap documents list`)" if len(ids) > _MOST_NAMED else ""
    named = ", ".join(ids[:_MOST_NAMED]) or "chưa có văn bản nào"
    return f"không có văn bản mang mã {_quoted(document_id)} trong kho; các mã: {named}{more}."


def _spelled(evidence: _Evidence) -> dict[str, str | list[str]]:
    words = list(evidence.words) if len(evidence.words) > 1 else evidence.words[0]
    spelled: dict[str, str | list[str]] = {"document_id": evidence.document_id, "words": words}
    return {**spelled, "under": evidence.under} if evidence.under else spelled


def _variants(line: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _BAR.split(line))


def _at(lines: tuple[str, ...], number: int) -> str:
    return lines[0] if len(lines) == 1 else lines[number]


def _heading_over(under: tuple[str, ...], number: int) -> str | None:
    found = _at(under, number) if under else NONE
    return None if found == NONE else found


def _quoted(text: str) -> str:
    shown = " ".join(text.split())
    return f"“{shown[:_MOST_QUOTED]}…”" if len(shown) > _MOST_QUOTED else f"“{shown}”"
