from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from index_papers import paper

from corpus.model import Cell, Column, ColumnRole, ParagraphKind, Table, TableRow
from index.passages import passages

HEADINGS = ("III. NHIỆM VỤ", "2. Kinh tế")


def test_context_is_title_commune_and_headings_outermost_first():
    document = paper("a", ["Tăng trưởng 11%."], path=HEADINGS, title="Kế hoạch X", commune="xã Y")
    (found,) = passages(document)
    assert found.context == "Kế hoạch X\nxã Y\nIII. NHIỆM VỤ\n2. Kinh tế"
    assert (found.id, found.document_id, found.text) == ("a-0", "a", "Tăng trưởng 11%.")


def test_a_heading_is_not_its_own_context():
    document = paper("a", ["2. Kinh tế"], [ParagraphKind.HEADING], HEADINGS, title="Kế hoạch X")
    assert passages(document)[0].context == "Kế hoạch X\nIII. NHIỆM VỤ"


def test_a_row_has_its_columns_and_the_header_is_no_passage():
    kinds = [ParagraphKind.TABLE_HEADER, ParagraphKind.TABLE_ROW]
    document = paper("a", ["TT | Nhiệm vụ", "1 | Làm đường"], kinds, HEADINGS[:1], title="Kế hoạch X")
    row = document.paragraphs[1]
    cells = (Cell(0, row.start, row.start + 1, "1"), Cell(1, row.start + 4, row.end, "Làm đường"))
    columns = (Column("TT", ColumnRole.NUMBER), Column("Nhiệm vụ", ColumnRole.TASK), Column("", ColumnRole.OTHER))
    table = Table("t", "PHỤ LỤC", columns, (TableRow(row.id, cells),))
    (found,) = passages(replace(document, tables=(table,)))
    assert found.kind is ParagraphKind.TABLE_ROW
    assert found.context == "Kế hoạch X\nIII. NHIỆM VỤ\nPHỤ LỤC\nTT | Nhiệm vụ"


@given(st.lists(st.sampled_from(ParagraphKind), max_size=12))
def test_every_paragraph_but_a_table_header_is_one_passage_in_order(kinds):
    document = paper("a", [f"đoạn {number}" for number in range(len(kinds))], kinds)
    wanted = [p.id for p in document.paragraphs if p.kind is not ParagraphKind.TABLE_HEADER]
    assert [found.id for found in passages(document)] == wanted
