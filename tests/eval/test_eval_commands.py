import json

import pytest
from eval_samples import ONLINE, UNSEEN, WARD, Told, answered, cite, documents_in, refused
from typer.testing import CliRunner

from eval.commands.app import make_app
from index.store import Manifest
from index.tuning import Tuning

QUESTIONS = [
    {
        "id": "q1",
        "topic": "ho-so",
        "question": "Tỷ lệ hồ sơ nộp trực tuyến?",
        "kind": "number",
        "slices": ["plain"],
        "answerable": True,
        "evidence": [{"document_id": WARD, "words": ONLINE}],
        "items": [["82%"]],
    },
    {"id": "r1", "question": "Thời tiết mai?", "kind": "refuse", "slices": ["chat"], "answerable": False},
    {"id": "r2", "topic": "vang-0", "question": "Giá vàng?", "kind": "refuse", "slices": ["chat"], "answerable": False},
]


class Fixed:
    """Refuses the weather only; else says and cites 82%."""

    def steps(self, question, *_):
        reply = refused() if "Thời tiết" in question else answered("Đạt [x] 82% [1]", cite(WARD, ONLINE))
        return Told(reply).steps(question)


class Desk:
    """A set-up whose answers are known; counts how often its assistant is asked for."""

    def __init__(self):
        self.opened = 0

    def documents(self):
        return documents_in(UNSEEN)

    def manifest(self):
        return Manifest(1, "v1", "", (), 0, Tuning(), (), "m1", 8, ())

    def assistant(self):
        self.opened += 1
        return Fixed()

    def model(self):
        raise AssertionError("no command tried here needs the model")

    def command(self):
        return ("false",)


@pytest.fixture
def evaluate(tmp_path):
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in QUESTIONS), encoding="utf-8")
    desk = Desk()

    def invoke(*arguments):
        where = ["--questions", str(path), "--out", str(tmp_path / "runs")]
        return CliRunner().invoke(make_app(desk), ["run", *where, *arguments])

    invoke.runs = tmp_path / "runs"
    invoke.desk = desk
    return invoke


def test_a_run_shows_its_figures_and_is_kept(evaluate):
    result = evaluate()
    assert result.exit_code == 0, result.output
    assert "66.7%" in result.stdout
    assert "trả lời điều văn bản không có: 1" in result.stdout
    assert "Giá vàng?" not in result.stdout
    (folder,) = evaluate.runs.iterdir()
    assert folder.name in result.stderr.replace("\n", "")
    assert len((folder / "cases.jsonl").read_text(encoding="utf-8").splitlines()) == 3


def test_failures_are_shown_with_their_answers_but_those_held_out_only_counted(evaluate):
    shown = evaluate("--failures", "--show-held-out")
    assert "✗ r2 [refuse] Giá vàng?" in shown.stdout
    assert "answered: Đạt [x] 82% [1]" in shown.stdout
    assert "phải từ chối" in shown.stdout
    assert "✗ q1" not in shown.stdout
    hidden = evaluate("--failures")
    held_out = "✗ r2" not in hidden.stdout
    assert held_out == ("1 câu sai của phần để dành" in hidden.stderr.replace("\n", " "))


def test_a_slice_is_asked_alone(evaluate):
    result = evaluate("--slice", "plain")
    assert "100.0%" in result.stdout
    assert "chat" not in result.stdout


def test_a_split_is_asked_alone(evaluate):
    asked = {split: evaluate("--split", split) for split in ("dev", "held-out")}
    counted = sum(int(one.stdout.split("│ tất cả")[1].split("│")[1]) for one in asked.values() if one.exit_code == 0)
    assert counted == 3


@pytest.mark.parametrize("arguments", [["--slice", "nowhere"], ["--questions", "gone.jsonl"]])
def test_what_cannot_be_run_is_said_before_anything_is_loaded(evaluate, arguments):
    result = evaluate(*arguments)
    assert result.exit_code == 1
    assert result.stderr.startswith("Lỗi: ")
    assert result.stdout == ""
    assert evaluate.desk.opened == 0


def test_an_unknown_part_cannot_be_left_out(evaluate):
    result = CliRunner().invoke(make_app(evaluate.desk), ["ablate", "no-such-part"])
    assert result.exit_code == 1
    assert "no-restoration" in result.stderr


def test_the_gate_tells_which_command_failed(evaluate):
    result = CliRunner().invoke(make_app(evaluate.desk), ["check"])
    assert result.exit_code == 1
    assert "hoidap eval run" in result.stderr.replace("\n", " ")


def test_stale_figures_are_told_and_written(tmp_path, evaluate):
    readme = tmp_path / "README.md"
    readme.write_text("a\n<!-- figures:begin -->\n<!-- figures:end -->\n", encoding="utf-8")
    app = make_app(evaluate.desk)
    assert CliRunner().invoke(app, ["figures", str(readme)]).exit_code == 1
    assert CliRunner().invoke(app, ["figures", str(readme), "--write"]).exit_code == 0
    assert CliRunner().invoke(app, ["figures", str(readme)]).exit_code == 0
    (tmp_path / "other.md").write_text("a\n", encoding="utf-8")
    missing = CliRunner().invoke(app, ["figures", str(tmp_path / "other.md")])
    assert (missing.exit_code, "figures:begin" in missing.stderr) == (1, True)
