"""Laying a document out loses none of its words and marks only what it is told to."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from api.document_view import Block, TableView, contents, layout, pieces
from api.suggestions import suggestions

OFFSETS = st.integers(min_value=-50, max_value=200)


@given(text=st.text(max_size=40), start=st.integers(0, 100), first=OFFSETS, length=OFFSETS)
def test_pieces_put_together_are_the_text(text, start, first, length):
    mark = (first, first + length)
    cut = pieces(text, start, mark)
    assert "".join(piece.text for piece in cut) == text
    expected = "".join(letter for at, letter in enumerate(text, start) if mark[0] <= at < mark[1])
    assert "".join(piece.text for piece in cut if piece.marked) == expected


def test_every_paragraph_has_its_anchor_once_in_order(document):
    anchors = []
    for item in layout(document):
        if isinstance(item, TableView):
            anchors += [*item.header_ids, *(row.id for row in item.rows)]
        else:
            anchors.append(item.id)
    assert anchors == [paragraph.id for paragraph in document.paragraphs]


def test_headings_stand_at_their_depth(document):
    levels = [item.level for item in layout(document) if isinstance(item, Block) and item.level]
    assert levels == [2, 2, 3]
    first, second = contents(document)
    assert (first.words, first.children) == ("I. MỤC TIÊU", ())
    assert [node.words for node in second.children] == ["1. Phân công"]


def test_the_mark_falls_into_its_cell(document):
    cell = document.tables[0].rows[0].cells[1]
    (table,) = [item for item in layout(document, (cell.start, cell.end)) if isinstance(item, TableView)]
    marked = [piece.text for row in table.rows for words in row.cells for piece in words if piece.marked]
    assert marked == ["Phòng Kinh tế"]


def test_a_row_without_a_table_is_still_shown(document):
    shown = layout(replace(document, tables=()))
    assert [item.id for item in shown] == [paragraph.id for paragraph in document.paragraphs]


def test_suggestions_take_turns_and_do_not_repeat(document):
    other = replace(document, id="khac", metadata=replace(document.metadata, commune="phường Mới"))
    found = suggestions([document, other, document])
    assert len(set(found)) == len(found) <= 6
    assert all(any(name in question for question in found[:2]) for name in ("xã Hoa Mẫu", "phường Mới"))
    assert "Ai chủ trì việc chuẩn bị cây giống ở xã Hoa Mẫu?" in found
    bare = replace(document.metadata, kind=None, commune=None, signer=None, title="Không tên")
    assert suggestions([replace(document, metadata=bare, tables=(), sections=())]) == ()
