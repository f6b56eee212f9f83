"""What a paper states, as tables for the terminal: one for each kind of fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from rich import box
from rich.table import Table
from rich.text import Text

from corpus.facts import enumerations, facts, frequencies_beside, references, targets
from corpus.model import Document, FactKind
from corpus.statements import Change, Comparator, Enumeration, Target

_KINDS = {
    FactKind.LEAD: "Chủ trì, thực hiện",
    FactKind.DUTY: "Nhiệm vụ được giao",
    FactKind.PARTNER: "Phối hợp",
    FactKind.DIRECTOR: "Chỉ đạo",
    FactKind.START: "Bắt đầu",
    FactKind.END: "Thời hạn",
    FactKind.RESOURCES: "Nguồn lực",
    FactKind.GOAL: "Mục tiêu",
    FactKind.PRODUCT: "Sản phẩm",
    FactKind.PERSON: "Người",
}
_SIGNS = {
    Comparator.EXACTLY: "=", Comparator.AT_LEAST: "≥", Comparator.AT_MOST: "≤", Comparator.MORE_THAN: ">",
    Comparator.LESS_THAN: "<", Comparator.ABOUT: "≈", Comparator.BETWEEN: "từ … đến …",
}  # fmt: skip
_CHANGES = {Change.LEVEL: "", Change.INCREASE: "tăng", Change.DECREASE: "giảm"}


def tables_of_facts(document: Document) -> Iterator[Table]:
    """Yield a table for each kind of fact that the paper states; none for a kind that it does not."""
    stated, figures = facts(document), targets(document)
    for kind, title in _KINDS.items():
        rows = [(fact.subject, fact.value, fact.paragraph_id) for fact in stated if fact.kind is kind]
        yield from _table(title, ("Về", "Nội dung", "Đoạn"), rows)
    yield from _table(
        "Chỉ tiêu, số liệu", ("Chỉ tiêu", "So sánh", "Giá trị", "Đơn vị", "Thời gian", "Phạm vi", "Đoạn"),
        map(_target, figures),
    )  # fmt: skip
    often = [(each.subject, each.every, each.paragraph_id) for each in frequencies_beside(document, figures)]
    yield from _table("Định kỳ", ("Việc", "Bao lâu một lần", "Đoạn"), often)
    yield from _table("Liệt kê", ("Nêu", "Số lượng", "Các mục", "Đoạn"), map(_listed, enumerations(document)))
    named = [
        (
            " ".join(filter(None, (r.kind, r.number))),
            r.issued_text or "",
            r.issuer or "",
            r.subject or "",
            r.paragraph_id,
        )
        for r in references(document)
    ]
    yield from _table("Văn bản được dẫn", ("Văn bản", "Ngày", "Cơ quan ban hành", "Về việc", "Đoạn"), named)


def _table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[Table]:
    table = Table(box=box.SIMPLE, show_edge=False, title=Text(title, style="bold"), title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(" ".join(cell.split())) for cell in row))
    if table.row_count:
        yield table


def _target(target: Target) -> tuple[str, ...]:
    compared = " ".join(
        filter(None, (_CHANGES[target.change], "bình quân" if target.is_average else "", _SIGNS[target.comparator]))
    )
    value = _figure(target.low) if target.low == target.high else f"{_figure(target.low)} – {_figure(target.high)}"
    scope = "; ".join(filter(None, (target.scope, target.basis)))
    return target.indicator, compared, value, target.unit, target.period or "", scope, target.paragraph_id


def _figure(value: Decimal) -> str:
    """Return a number as Vietnamese papers write it: 1250.5 → "1.250,5"."""
    return f"{value:,f}".translate(str.maketrans(",.", ".,"))


def _listed(listed: Enumeration) -> tuple[str, ...]:
    stated = "" if listed.stated is None else f", nêu {listed.stated}"
    mark = " (!)" if listed.differs else ""
    items = "; ".join(item.text for item in listed.items)
    return listed.lead, f"{len(listed.items)}{stated}{mark}", items, listed.paragraph_id
