from dataclasses import replace
from types import SimpleNamespace

import pytest
import typer
from eval_samples import IDENTITY, NUMBER, ONLINE, UNSEEN, WARD, Told, answered, cite, documents_in
from sets_samples import NUMBER_ROW, REFUSE_ROW, records, separated, workbook
from typer.testing import CliRunner

from eval.commands import sets
from eval.judging import Papers
from eval.questions import load_questions
from eval.running import run
from eval.runs import written_run
from eval.sets.columns import Heading
from eval.splits import Split

PAPERS = documents_in(UNSEEN)


class Office:
    """The papers, and what was rated down; nothing else may be asked for."""

    def __init__(self, *rated):
        self.rated = rated

    def documents(self):
        return PAPERS

    def rated_down(self):
        return self.rated


@pytest.fixture
def invoke(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run_command(*arguments, office=None):
        app = typer.Typer()
        sets.add_to(app, office or Office())
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    return run_command


def test_template_filled_in_imported(invoke, tmp_path):
    assert invoke("template", "mau.xlsx").exit_code == 0
    assert [row[Heading.ID] for row in records(tmp_path / "mau.xlsx")["Câu hỏi"]] == ["VÍ DỤ 1", "VÍ DỤ 2"]
    result = invoke("template", "mau.xlsx")
    assert result.exit_code == 1
    assert "--force" in result.stderr
    assert invoke("template", "mau.xlsx", "--force").exit_code == 0
    assert invoke("template", "mau.csv").exit_code == 0


def test_good_rows_are_kept_and_bad_ones_told(invoke, tmp_path):
    example = {Heading.ID: "ví dụ 9"}
    bad = {**NUMBER_ROW, Heading.ID: "xa-3", Heading.WORDS: "không có lời này", Heading.KIND: "câu đố"}
    workbook(tmp_path / "bo.xlsx", example, NUMBER_ROW, bad, REFUSE_ROW, headings=[*NUMBER_ROW, "Ghi chú"])
    result = invoke("import", "bo.xlsx", "--to", "bo.jsonl")
    assert result.exit_code == 0
    assert result.stdout == "Đã nhận 2 câu, bỏ 1 dòng: bo.jsonl.\n"
    assert "bo.xlsx, dòng 4, cột “Lời văn làm căn cứ”: không thấy “không có lời này”" in result.stderr
    assert "bo.xlsx, dòng 4, cột “Loại câu hỏi”: không có loại “câu đố”" in result.stderr
    assert "Không đọc các cột lạ: “Ghi chú”." in result.stderr
    assert "Bỏ qua 1 dòng ví dụ." in result.stderr
    assert [question.id for question in load_questions(tmp_path / "bo.jsonl", PAPERS)] == ["xa-1", "xa-2"]


def test_a_question_file_is_not_overwritten_unasked(invoke, tmp_path):
    separated(tmp_path / "bo.csv", REFUSE_ROW)
    (tmp_path / "bo.jsonl").write_text("cũ", encoding="utf-8")
    result = invoke("import", "bo.csv", "--to", "bo.jsonl")
    assert (result.exit_code, (tmp_path / "bo.jsonl").read_text(encoding="utf-8")) == (1, "cũ")
    assert result.stderr.startswith("Lỗi: bo.jsonl: tệp đã có")
    assert invoke("import", "bo.csv", "--to", "bo.jsonl", "--force").exit_code == 0
    assert len(load_questions(tmp_path / "bo.jsonl", PAPERS)) == 1


def test_a_sheet_without_a_good_row_writes_nothing(invoke, tmp_path):
    workbook(tmp_path / "bo.xlsx", {Heading.ID: "a", Heading.QUESTION: "Ai ký?"})
    result = invoke("import", "bo.xlsx", "--to", "bo.jsonl")
    assert result.exit_code == 1
    assert "dòng 2: chưa có đáp án" in result.stderr
    assert "Lỗi: bo.xlsx: không nhận được câu nào" in result.stderr
    assert result.stdout == ""
    assert [path.name for path in tmp_path.iterdir()] == ["bo.xlsx"]


@pytest.mark.parametrize(
    ("sheet", "target"), [("bo.docx", "bo.jsonl"), ("gone.xlsx", "bo.jsonl"), ("bo.csv", "bo.csv")]
)
def test_what_cannot_be_taken_in_ends_with_1(invoke, tmp_path, sheet, target):
    (tmp_path / "bo.docx").write_bytes(b"PK")
    separated(tmp_path / "bo.csv", REFUSE_ROW)
    result = invoke("import", sheet, "--to", target, "--force")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Lỗi: ")


@pytest.fixture
def runs(tmp_path):
    folder = tmp_path / "runs"
    with written_run(IDENTITY, 2, folder) as writer:
        told = Told(*[answered("82% [1]", cite(WARD, ONLINE))] * 2)
        run([NUMBER, replace(NUMBER, id="n2")], told, Papers(PAPERS), writer, lambda _: None)
    return writer.path


def test_a_run_is_exported_by_its_name(invoke, runs, tmp_path):
    result = invoke("export", runs.name, "--to", "ra.xlsx")
    assert (result.exit_code, result.stdout) == (0, "Đã ghi ra.xlsx.\n")
    sheets = records(tmp_path / "ra.xlsx")
    assert list(sheets) == ["Kết quả", "Nguồn", "Tổng hợp"]
    assert [row["Đúng/Sai"] for row in sheets["Kết quả"]] == ["Đúng", "Đúng"]
    is_held_out = NUMBER.split is Split.HELD_OUT
    assert ("phần để dành" in result.stderr) == is_held_out
    assert invoke("export", runs.name, "--to", "ra.xlsx").exit_code == 1
    result = invoke("export", runs.name, "--to", "ra.xlsx", "--split", "dev", "--force")
    assert (result.exit_code, result.stderr) == (0, "")
    assert len(records(tmp_path / "ra.xlsx")["Kết quả"]) == (0 if is_held_out else 2)


@pytest.mark.parametrize(("name", "target"), [("gone", "ra.xlsx"), ("{run}", "ra.csv")])
def test_what_cannot_be_exported_ends_with_1(invoke, runs, tmp_path, name, target):
    result = invoke("export", name.format(run=runs.name), "--to", target)
    assert (result.exit_code, result.stdout) == (1, "")
    assert not (tmp_path / target).exists()


def rated(question, comment=None):
    return SimpleNamespace(
        at="2030-06-30T08:00:00+00:00", turns=(), question=question, answer="Không.", comment=comment
    )


def test_what_was_rated_down_is_offered_and_what_is_known_is_not(invoke, tmp_path):
    separated(tmp_path / "bo.csv", REFUSE_ROW)
    invoke("import", "bo.csv", "--to", "bo.jsonl")
    office = Office(rated("gia vang"), rated("Ai ký?", "sai"), rated("AI KÝ"))
    result = invoke("harvest", "--to", "ra.xlsx", "--known", "bo.jsonl", office=office)
    assert result.exit_code == 0
    assert "Đã ghi 1 câu" in result.stdout
    (row,) = records(tmp_path / "ra.xlsx")["Câu hỏi"]
    assert (row[Heading.QUESTION], row[Heading.TIMES], row[Heading.COMMENT]) == ("Ai ký?", 2, "sai")
    assert invoke("harvest", "--to", "ra.xlsx", office=office).exit_code == 1
    assert invoke("harvest", "--to", "ra.csv", office=office).exit_code == 0


def test_nothing_to_offer_is_said_and_writes_nothing(invoke, tmp_path):
    result = invoke("harvest", "--to", "ra.xlsx")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Không có câu nào cần rà" in result.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_known_set_that_is_none_ends_with_1(invoke, tmp_path):
    result = invoke("harvest", "--to", "ra.xlsx", "--known", tmp_path, office=Office(rated("a")))
    assert (result.exit_code, result.stdout) == (1, "")
