import json
from dataclasses import replace

import pytest
import typer
from eval_samples import IDENTITY, NUMBER, ONLINE, WARD, answered, cite, refused
from run_samples import DEV, HELD_OUT, case, kept_run, named
from typer.testing import CliRunner

from eval.commands import compare

RIGHT = answered("Đạt 82% [1]", cite(WARD, ONLINE))
WRONG = answered("Đạt [x] 5% [1]", cite(WARD, ONLINE))
QUESTIONS = [
    named(NUMBER, 1, topic=DEV, question="Câu thứ nhất?"),
    named(NUMBER, 2, topic=DEV, question="Câu thứ hai?", turns=("Câu trước?",)),
    named(NUMBER, 3, topic=HELD_OUT, question="Câu để dành?"),
    named(NUMBER, 4, topic=DEV, question="Câu thứ tư?"),
]


class Compared:
    """Two runs on disk, and the command over them."""

    def __init__(self, folder):
        self.folder = folder
        self.first = self.kept([RIGHT, WRONG, RIGHT, RIGHT], "c1", "one")
        self.second = self.kept([WRONG, RIGHT, refused(), RIGHT], "c2", "two")

    def kept(self, replies, code, name):
        cases = [case(question, reply) for question, reply in zip(QUESTIONS, replies, strict=True)]
        return kept_run(cases, self.folder / name, replace(IDENTITY, code=code))

    def __call__(self, *arguments):
        app = typer.Typer()
        app.callback()(lambda: None)
        compare.add_to(app)
        return CliRunner().invoke(app, ["compare", *map(str, arguments)])


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    return Compared(tmp_path_factory.mktemp("runs"))


def test_two_runs_are_told_apart(compared):
    result = compared(compared.first, compared.second)
    assert result.exit_code == 0
    assert result.stderr == ""
    told = " ".join(result.stdout.split())
    assert "3/4 (75.0%)" in told
    assert "2/4 (50.0%)" in told
    assert "│ mã nguồn │ │ c1 │ c2 │" in told
    assert "1 câu tốt lên, 1 câu như cũ (cùng đúng hoặc cùng sai), 2 câu hỏng đi" in told
    assert "chưa đủ bằng chứng là khác nhau (p = 1.000" in told


def test_a_broken_question_is_shown_with_both_answers_and_a_mended_one_in_a_line(compared):
    told = compared(compared.first, compared.second).stdout
    assert "✗ q1 [number] Câu thứ nhất?" in told
    assert "answered: Đạt 82% [1]" in told
    assert "answered: Đạt [x] 5% [1]" in told  # square brackets are no markup
    assert f"[1] {WARD}" in told
    assert "thiếu: 82% | 82 phần trăm" in told
    assert "✓ q2 [number] Câu trước? → Câu thứ hai?" in told
    assert told.count("┃ A: ") == 1
    assert "Câu thứ tư?" not in told


def test_mended_questions_are_shown_in_full_when_asked_for(compared):
    assert compared(compared.first, compared.second, "--all").stdout.count("┃ A: ") == 2


def test_questions_held_out_are_only_counted(compared):
    told = compared(compared.first, compared.second, "--all").stdout
    assert "Câu để dành?" not in told
    assert "number: 1 hỏng, 0 tốt lên" in told
    assert "Câu để dành?" not in compared(compared.first, compared.second, "--json").stdout
    shown = compared(compared.first, compared.second, "--show-held-out").stdout
    assert "✗ q3 [number] Câu để dành?" in shown
    assert "chỉ được đếm" not in shown


def test_a_run_against_itself_is_all_ties(compared):
    told = compared(compared.first, compared.first).stdout
    assert "0 câu tốt lên, 4 câu như cũ (cùng đúng hoặc cùng sai), 0 câu hỏng" in told
    assert "p = 1.000" in told
    assert "Hai lượt cùng văn bản" in told
    assert "Nhóm có tỷ lệ" not in told


def test_runs_go_by_name_inside_their_folder(compared):
    result = compared(compared.first.name, compared.second, "--out", compared.first.parent)
    assert result.exit_code == 0
    assert "1 câu tốt lên" in result.stdout


def test_a_program_reads_one_object(compared):
    result = compared(compared.first, compared.second, "--json")
    (line,) = result.stdout.splitlines()
    found = json.loads(line)
    assert found["tally"] == {"wins": 1, "ties": 1, "losses": 2, "p": 1.0}
    assert [pair["after"]["question"]["id"] for pair in found["broken"]] == ["q1"]
    assert found["unseen"] == [{"kind": "number", "broken": 1, "mended": 0}]


def test_a_run_that_is_not_there_is_said(compared, tmp_path):
    result = compared(compared.first, "gone", "--out", tmp_path)
    assert result.exit_code == 1
    assert result.stderr.startswith("Lỗi: gone")
    assert result.stdout == ""
