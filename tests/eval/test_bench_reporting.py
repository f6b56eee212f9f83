import json
from datetime import date
from io import StringIO

import pytest
from rich.console import Console

from eval.bench.marks import SETS_TABLE
from eval.bench.measuring import Asked, Measured, Typing
from eval.bench.reporting import Provenance, SetReport, json_of, markdown_of, table_of
from eval.errors import NoMarks
from eval.metrics.ranking import RankingFigures

BEGIN, END = SETS_TABLE.begin, SETS_TABLE.end
WRITTEN = Asked(Typing.AS_WRITTEN, RankingFigures(0.5, 0.75, 0.6, 0.65, 1.0), 1.25, 9.5)
PLAIN = Asked(Typing.NO_ACCENTS, RankingFigures(0.25, 0.5, 0.3, 0.4, 0.9), 1.5, 8.0)
PRODUCT = Measured("hoidap", 2.0, 1000.0, 300.0, (WRITTEN, PLAIN))
PEER = Measured("bm25", 0.5, 4000.0, None, (WRITTEN,))
REPORT = SetReport("small", 2000, 4, (PRODUCT, PEER))
PROVENANCE = Provenance("hoidap eval bench DIR --write FILE", date(2026, 3, 1), "2 cores, Python 3.11.7", "abc123")
TABLE = """\
`hoidap eval bench DIR --write FILE`, 2026-03-01, 2 cores, Python 3.11.7, embedding model abc123.
small 4 questions over 2,000 texts.

| set | retriever | hit@1 | hit@10 | MRR@10 | nDCG@10 | recall@100 | \
hit@1, no diacritics | hit@10, no diacritics | build s | p50 ms |
| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |
| small | hoidap | 0.500 | 0.750 | 0.600 | 0.650 | 1.000 | 0.250 | 0.500 | 2.0 | 1.25 |
| small | bm25 | 0.500 | 0.750 | 0.600 | 0.650 | 1.000 | – | – | 0.5 | 1.25 |
"""


def test_the_document_gets_the_command_the_day_and_the_table():
    assert markdown_of([REPORT], PROVENANCE) == TABLE


def test_a_retriever_asked_without_accents_only_leaves_the_other_columns_open():
    only_plain = SetReport("small", 2000, 4, (Measured("hoidap", 2.0, 1000.0, 300.0, (PLAIN,)),))
    row = markdown_of([only_plain], PROVENANCE).splitlines()[-1]
    assert row == "| small | hoidap | – | – | – | – | – | 0.250 | 0.500 | 2.0 | – |"


def test_one_set_is_one_json_object_of_the_products_figures_with_the_peers_inside():
    record = json.loads(json_of([REPORT], in_a_list=False))
    peers = record.pop("peers")
    assert record == {
        "set": "small",
        "questions": 4,
        "passages": 2000,
        "retriever": "hoidap",
        "strip_accents": False,
        "hit@1": 0.5,
        "hit@10": 0.75,
        "MRR@10": 0.6,
        "nDCG@10": 0.65,
        "recall@100": 1.0,
        "query_p50_ms": 1.25,
        "query_p99_ms": 9.5,
        "build_seconds": 2.0,
        "passages_per_second": 1000.0,
        "resident_mb": 300.0,
        "no_accents": {
            "hit@1": 0.25,
            "hit@10": 0.5,
            "MRR@10": 0.3,
            "nDCG@10": 0.4,
            "recall@100": 0.9,
            "query_p50_ms": 1.5,
            "query_p99_ms": 8.0,
        },
    }
    assert [(peer["retriever"], peer["resident_mb"], "no_accents" in peer) for peer in peers] == [("bm25", None, False)]


def test_who_was_left_out_is_said_wherever_figures_are():
    without = SetReport("small", 2000, 4, (PRODUCT,), ("txtai", "rank-bm25"))
    assert "\nLeft out of small: txtai, rank-bm25.\n\n| set |" in markdown_of([REPORT, without], PROVENANCE)
    assert json.loads(json_of([without], in_a_list=False))["left_out"] == ["txtai", "rank-bm25"]
    assert "left_out" not in json.loads(json_of([REPORT], in_a_list=False))


def test_a_folder_of_sets_is_a_list_even_where_it_holds_one():
    records = json.loads(json_of([REPORT, REPORT], in_a_list=True))["sets"]
    assert [record["set"] for record in records] == ["small", "small"]
    assert list(json.loads(json_of([REPORT], in_a_list=True))) == ["sets"]


def test_the_table_for_people_has_a_row_for_each_way_of_typing():
    text = StringIO()
    Console(file=text, width=140).print(table_of(REPORT))
    lines = text.getvalue().splitlines()
    assert lines[0].strip() == "small: 4 câu hỏi trên 2000 đoạn"
    rows = [[cell.strip() for cell in line.strip("│").split("│")] for line in lines if line.startswith("│")]
    figures = ["0.500", "0.750", "0.600", "0.650", "1.000"]
    assert rows == [
        ["hoidap", "như viết", *figures, "2.0", "1000", "1.25", "9.50", "300"],
        ["hoidap", "không dấu", "0.250", "0.500", "0.300", "0.400", "0.900", "2.0", "1000", "1.50", "8.00", "300"],
        ["bm25", "như viết", *figures, "0.5", "4000", "1.25", "9.50", "–"],
    ]


def test_writing_changes_nothing_but_what_stands_between_the_marks(tmp_path):
    path = tmp_path / "benchmarks.md"
    path.write_bytes(f"# Số liệu\r\n\n{BEGIN}\nold\n| table |\n{END}\nafter\r\n".encode())
    SETS_TABLE.check(path)
    for _ in range(2):  # what was written can be written again
        SETS_TABLE.write(path, TABLE)
        assert path.read_bytes() == f"# Số liệu\r\n\n{BEGIN}\n{TABLE}{END}\nafter\r\n".encode()


@pytest.mark.parametrize(
    "text", ["none", BEGIN, END, f"{END}\n{BEGIN}", f"{BEGIN}{BEGIN}{END}", f"{BEGIN}{END}{END}", f"{END}{BEGIN}{END}"]
)
def test_without_both_marks_once_in_order_the_document_stays(tmp_path, text):
    path = tmp_path / "benchmarks.md"
    path.write_text(text, encoding="utf-8")
    for attempt in (SETS_TABLE.check, lambda path: SETS_TABLE.write(path, TABLE)):
        with pytest.raises(NoMarks, match="bench:begin") as caught:
            attempt(path)
        assert str(path) in str(caught.value)
    assert path.read_text(encoding="utf-8") == text


def test_a_document_that_is_not_there_is_told(tmp_path):
    with pytest.raises(NoMarks, match="không đọc được"):
        SETS_TABLE.check(tmp_path / "gone.md")
