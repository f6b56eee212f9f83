import json
import re
from datetime import date
from io import StringIO

import pytest
import typer
from eval_samples import ONLINE, WARD, document
from rich.console import Console
from typer.testing import CliRunner

from eval.bench.marks import PAPERS_TABLE
from eval.bench.papers import EvidenceFigures, Group, GroupMeasured, MeasuredOnPapers
from eval.bench.papers_command import add_to
from eval.bench.papers_reporting import FIGURE_HEADS, PapersReport, json_of, markdown_of, table_of
from eval.bench.reporting import Provenance
from eval.bench.stock_peers import INSTALLING
from index.embedding import HashingModel

FIGURES = EvidenceFigures(0.5, 0.75, 1.0, 0.625, 0.875, 0.6)
WORSE = EvidenceFigures(0.0, 0.25, 0.5, 0.25, 0.375, 0.1)
PRODUCT = MeasuredOnPapers(
    "hoidap",
    3.0,
    (
        GroupMeasured(Group.ALL, 8, FIGURES, 1.25, 9.5),
        GroupMeasured(Group.TYPED_PLAIN, 2, FIGURES, 1.5, 2.0),
        GroupMeasured(Group.STRIPPED, 8, WORSE, 2.0, 8.0),
    ),
)
PEER = MeasuredOnPapers("bm25", 0.25, (GroupMeasured(Group.ALL, 8, WORSE, 0.5, 0.75),))
REPORT = PapersReport(5, 8, (PRODUCT, PEER), ("txtai",))
PROVENANCE = Provenance("hoidap eval bench-papers --write FILE", date(2026, 3, 1), "2 cores, Python 3.11.7", "abc123")
TABLE = """\
`hoidap eval bench-papers --write FILE`, 2026-03-01, 2 cores, Python 3.11.7, embedding model abc123.
8 questions with evidence, 5 papers.
Left out: txtai.

| questions | retriever | hit@1 | hit@5 | hit@10 | recall@5 | recall@10 | MRR@10 | p50 ms | p99 ms | build s |
| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |
| as typed (8) | hoidap | 0.500 | 0.750 | 1.000 | 0.625 | 0.875 | 0.600 | 1.25 | 9.50 | 3.0 |
| as typed (8) | bm25 | 0.000 | 0.250 | 0.500 | 0.250 | 0.375 | 0.100 | 0.50 | 0.75 | 0.2 |
| typed without diacritics (2) | hoidap | 0.500 | 0.750 | 1.000 | 0.625 | 0.875 | 0.600 | 1.50 | 2.00 | 3.0 |
| all stripped (8) | hoidap | 0.000 | 0.250 | 0.500 | 0.250 | 0.375 | 0.100 | 2.00 | 8.00 | 3.0 |
"""


def line(name, question, **more):
    return {
        "id": name,
        "topic": name,
        "question": question,
        "kind": "number",
        "slices": ["plain"],
        "answerable": True,
        "evidence": [{"document_id": WARD, "words": ONLINE}],
        "items": [["82%"]],
    } | more


QUESTIONS = [
    line("q1", "Tỷ lệ hồ sơ nộp trực tuyến của phường Đông Xuyên?"),
    line("q2", "ty le ho so nop truc tuyen cua phuong dong xuyen", slices=["no_diacritics"]),
    line("q3", "Còn đến 2030?", turns=["Tỷ lệ hồ sơ nộp trực tuyến của phường Đông Xuyên?"]),
    {"id": "r1", "question": "Giá vàng?", "kind": "refuse", "slices": ["chat"], "answerable": False},
]


class Office:
    """A paper and the model; nothing else may be asked for."""

    def __init__(self):
        self.loaded = 0

    def documents(self):
        return (document(WARD),)

    def model(self):
        self.loaded += 1
        return HashingModel()


@pytest.fixture
def bench(monkeypatch, tmp_path):
    monkeypatch.setattr("eval.bench.stock_peers.is_installed", lambda _: False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "q.jsonl").write_text("\n".join(map(json.dumps, QUESTIONS)), encoding="utf-8")
    office, app = Office(), typer.Typer()

    @app.callback()
    def group():
        """Several commands, as in the product."""

    add_to(app, office)

    def invoke(*arguments):
        return CliRunner().invoke(app, ["bench-papers", "--questions", "q.jsonl", *map(str, arguments)])

    invoke.office = office
    return invoke


def test_the_product_stands_first_and_its_search_alone_beside_it(bench):
    result = bench("--json")
    assert result.exit_code == 0
    record = json.loads(result.stdout)
    assert (record["papers"], record["questions"], record["left_out"]) == (1, 3, [])
    assert [one["retriever"] for one in record["retrievers"]] == ["hoidap", "hoidap-search"]
    product = record["retrievers"][0]
    assert [product[group]["questions"] for group in ("all", "no_diacritics", "stripped")] == [3, 1, 3]
    assert product["all"]["hit@10"] == product["stripped"]["hit@10"] == 1
    assert product["all"]["query_p50_ms"] > 0


def test_peers_are_measured_on_the_same_questions_and_the_missing_named(bench):
    result = bench("--peers", "--json")
    assert result.stderr.splitlines()[0].endswith(INSTALLING)
    record = json.loads(result.stdout)
    assert [one["retriever"] for one in record["retrievers"][2:]] == [
        "bm25",
        "bm25-no-accents",
        "char-tfidf",
        "dense",
        "rrf-bm25-dense",
    ]
    assert record["left_out"] == ["rank-bm25", "langchain-minilm", "txtai"]
    by_name = {one["retriever"]: one for one in record["retrievers"]}
    assert by_name["bm25-no-accents"]["stripped"]["hit@10"] == 1
    assert by_name["bm25"]["stripped"]["hit@1"] == 0  # nothing but figures is without diacritics


def test_people_get_a_table(bench):
    result = bench()
    assert "3 câu hỏi có căn cứ trong 1 văn bản" in result.stdout
    assert {*FIGURE_HEADS, "hoidap-search", "dựng s"} <= set(re.findall(r"[\w@-]+(?: s)?", result.stdout))


def test_questions_can_be_chosen(bench):
    record = json.loads(bench("--json", "--slice", "no_diacritics").stdout)
    assert record["questions"] == 1


def test_the_table_of_a_document_is_written_between_its_own_marks(bench, tmp_path):
    page = tmp_path / "benchmarks.md"
    begin, end = PAPERS_TABLE.begin, PAPERS_TABLE.end
    page.write_text(f"<!-- bench:begin -->\n<!-- bench:end -->\n{begin}\n{end}\nafter\n", encoding="utf-8")
    assert bench("--write", page, "--slice", "plain").exit_code == 0
    text = page.read_text(encoding="utf-8")
    assert text.startswith(
        f"<!-- bench:begin -->\n<!-- bench:end -->\n{begin}\n`hoidap eval bench-papers --slice plain"
    )
    assert text.endswith(f"{end}\nafter\n")
    assert re.search(
        r"\| all stripped \(2\) \| hoidap-search \|( \d\.\d{3} \|){6}( \d+\.\d\d \|){2} \d+\.\d \|\n", text
    )
    assert str(tmp_path) not in text


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--write", "gone.md"], "papers:begin"),
        (["--slice", "chat"], "evidence"),
        (["--slice", "none"], "none"),
        (["--questions", "gone.jsonl"], "gone.jsonl"),
    ],
)
def test_what_cannot_be_measured_is_said_before_anything_is_loaded(bench, arguments, says):
    result = bench(*arguments)
    assert result.exit_code == 1
    assert result.stderr.startswith("Lỗi: ")
    assert says in result.stderr
    assert (result.stdout, bench.office.loaded) == ("", 0)


def test_the_document_gets_the_command_the_day_and_the_table():
    assert markdown_of(REPORT, PROVENANCE) == TABLE


def test_json_has_an_object_a_retriever_with_a_field_a_group():
    record = json.loads(json_of(REPORT))
    assert record["left_out"] == ["txtai"]
    product, peer = record["retrievers"]
    assert product["stripped"] == {
        "questions": 8,
        "hit@1": 0.0,
        "hit@5": 0.25,
        "hit@10": 0.5,
        "recall@5": 0.25,
        "recall@10": 0.375,
        "MRR@10": 0.1,
        "query_p50_ms": 2.0,
        "query_p99_ms": 8.0,
    }
    assert (product["build_seconds"], list(peer)) == (3.0, ["retriever", "build_seconds", "all"])


def test_the_table_for_people_holds_the_groups_one_below_the_other():
    text = StringIO()
    Console(file=text, width=140).print(table_of(REPORT))
    lines = text.getvalue().splitlines()
    assert lines[0].strip() == "8 câu hỏi có căn cứ trong 5 văn bản"
    rows = [[cell.strip() for cell in row.strip("│").split("│")] for row in lines if row.startswith("│")]
    assert [row[:3] for row in rows] == [
        ["như viết (8)", "hoidap", "0.500"],
        ["như viết (8)", "bm25", "0.000"],
        ["gõ không dấu (2)", "hoidap", "0.500"],
        ["bỏ hết dấu (8)", "hoidap", "0.000"],
    ]
    assert rows[0][-3:] == ["1.25", "9.50", "3.0"]
