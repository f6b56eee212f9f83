"""What a paper states beyond who does what: targets, how often, and what a list holds.

Every statement carries the span of the words that state it, offsets into ``Document.text`` as in ``corpus.model``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Comparator(StrEnum):
    """How the figure stated bounds the indicator."""

    EXACTLY = "exactly"
    AT_LEAST = "at_least"
    """"ít nhất", "tối thiểu", "từ … trở lên"."""
    AT_MOST = "at_most"
    """"không quá", "tối đa"."""
    MORE_THAN = "more_than"
    """"trên", "hơn", "vượt"."""
    LESS_THAN = "less_than"
    """"dưới"."""
    ABOUT = "about"
    """"khoảng", "gần"."""
    BETWEEN = "between"
    """"12 - 15", "từ 120 đến 130"."""


class Change(StrEnum):
    """Whether the figure is a level of the indicator or what it changes by."""

    LEVEL = "level"
    INCREASE = "increase"
    """"tăng 10 %"; "tăng lên 10 %" is a level."""
    DECREASE = "decrease"
    """"giảm 1,2 %/năm"; "giảm còn 1,2 %" is a level."""


@dataclass(frozen=True, slots=True)
class Target:
    """A figure stated of an indicator: a goal of a plan, or a result in a report."""

    indicator: str
    """Its words as written; " … " stands where the figure parts them ("thành lập … hợp tác xã")."""
    indicator_paragraph_id: str
    """Where those words stand: another paragraph than ``paragraph_id`` where only a heading or lead-in names it."""
    comparator: Comparator
    comparator_text: str
    """As written, "từ … trở lên"; empty where nothing is written."""
    change: Change
    is_average: bool
    """The figure is said to be an average ("bình quân")."""
    value: str
    """As written: "13,5", "12 - 15", "không còn"."""
    low: Decimal
    """The figure, in the unit as written; the lower one of a range."""
    high: Decimal
    """The upper figure of a range, else equal to ``low``."""
    unit: str
    """As written: "%/năm", "triệu đồng/người/năm", "mô hình"; empty where none is written."""
    base_unit: str
    """The unit to compare in: "đồng/người/năm"; figures of two targets compare only where it is the same."""
    scale: Decimal
    """How many of ``base_unit`` make one of ``unit``: a million for "triệu đồng"."""
    period: str | None
    """As written, in the paragraph or in a heading or lead-in above: "hằng năm", "đến năm 2030"."""
    scope: str | None
    """The places or bodies it holds for, as written in the statement: "mỗi cấp học", "trên địa bàn xã"."""
    basis: str | None
    """What a share is taken of, or a change against: "tổng số đảng viên", "so với năm 2024"."""
    document_id: str
    paragraph_id: str
    start: int
    end: int
    """The words that state it: ``document.text[start:end]``, inside the paragraph."""

    @property
    def size(self) -> Decimal:
        """The lower figure in ``base_unit``: what to sort and compare by."""
        return self.low * self.scale


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often something is done."""

    subject: str
    """What is done, as written in the statement or, where it holds nothing else, in the heading above."""
    every: str
    """How often, as written: "hằng quý", "6 tháng một lần"; stands inside the statement."""
    document_id: str
    paragraph_id: str
    start: int
    end: int
    """The words that state it: ``document.text[start:end]``, inside the paragraph."""


@dataclass(frozen=True, slots=True)
class ListItem:
    """One thing that an enumeration lists."""

    text: str
    """Equal to ``document.text[start:end]``: the item without its bullet, label, quotation marks or end mark."""
    paragraph_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A lead-in and what it lists, in one sentence, over paragraphs or as rows of a table."""

    lead: str
    """The words that announce the list, as written."""
    stated: int | None
    """How many the lead-in says there are; None where it does not say."""
    items: tuple[ListItem, ...]
    document_id: str
    paragraph_id: str
    """The lead-in's paragraph."""
    start: int
    end: int
    """The lead-in: ``document.text[start:end]``, inside its paragraph."""

    @property
    def differs(self) -> bool:
        """Whether it lists more or fewer than it says."""
        return self.stated is not None and self.stated != len(self.items)
