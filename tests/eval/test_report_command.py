from dataclasses import replace

import pytest
import typer
from eval_samples import IDENTITY
from report_samples import sample_cases
from run_samples import kept_run
from typer.testing import CliRunner

from eval.commands import report
from eval.runs import SUMMARY


@pytest.fixture
def run_folder(tmp_path):
    return kept_run(sample_cases(), tmp_path / "runs")


def invoke(*arguments):
    app = typer.Typer()
    app.callback()(lambda: None)
    report.add_to(app)
    return CliRunner().invoke(app, ["report", *map(str, arguments)])


def test_a_report_lies_beside_its_run(run_folder):
    result = invoke(run_folder)
    assert result.exit_code == 0
    assert result.stdout == ""
    page = run_folder / "report.html"
    assert f"Đã lưu: {page}" in result.stderr.replace("\n", "")
    text = page.read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert "Thời tiết ngày mai?" in text
    assert "Câu để dành" not in text


def test_a_report_is_written_where_it_is_wanted(run_folder, tmp_path):
    page = tmp_path / "new" / "bao-cao.html"
    assert invoke(run_folder.name, "--out", run_folder.parent, "--to", page, "--show-held-out").exit_code == 0
    assert "Câu để dành sai?" in page.read_text(encoding="utf-8")
    assert not (run_folder / "report.html").exists()


def test_the_newest_whole_run_is_told_of(run_folder):
    newer = run_folder.with_name("29990101T000000-abc")
    broken = run_folder.with_name("29990102T000000-abc")
    for copy in (newer, broken):
        copy.mkdir()
        for file in run_folder.iterdir():
            (copy / file.name).write_bytes(file.read_bytes())
    (broken / SUMMARY).unlink()
    assert invoke("--out", run_folder.parent).exit_code == 0
    assert [path.parent.name for path in run_folder.parent.glob("*/report.html")] == [newer.name]


@pytest.mark.parametrize("arguments", [[], ["gone"]])
def test_no_run_is_said(tmp_path, arguments):
    result = invoke(*arguments, "--out", tmp_path)
    assert result.exit_code == 1
    assert result.stderr.startswith("Lỗi: ")


def test_a_run_that_broke_off_has_no_report(tmp_path):
    folder = kept_run(sample_cases(), tmp_path, replace(IDENTITY, code="c2"))
    (folder / SUMMARY).unlink()
    result = invoke(folder)
    assert result.exit_code == 1
    assert "dở dang (7/7 câu)" in result.stderr.replace("\n", " ")
