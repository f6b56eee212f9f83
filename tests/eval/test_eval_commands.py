import json

import pytest
from eval_samples import ONLINE, UNSEEN, WARD, answered, cite, documents_in, refused
from typer.testing import CliRunner

from eval.commands import make_app

QUESTIONS = [
    {
        "id": "q1",
        "question": "Tỷ lệ hồ sơ nộp trực tuyến?",
        "kind": "number",
        "slices": ["plain"],
        "answerable": True,
        "evidence": [{"document_id": WARD, "words": ONLINE}],
        "items": [["82%"]],
    },
    {"id": "r1", "question": "Thời tiết mai?", "kind": "refuse", "slices": ["chat"], "answerable": False},
    {"id": "r2", "question": "Giá vàng?", "kind": "refuse", "slices": ["chat"], "answerable": False},
]


class Fixed:
    """Refuses the weather only; else says and cites 82%."""

    def answer(self, question, *_):
        return refused() if "Thời tiết" in question else answered("Đạt [x] 82% [1]", cite(WARD, ONLINE))


@pytest.fixture
def evaluate(tmp_path):
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in QUESTIONS), encoding="utf-8")
    opened = []

    def open_assistant():
        opened.append(True)
        return Fixed()

    def invoke(*arguments):
        app = make_app(open_assistant, lambda: documents_in(UNSEEN))
        where = ["--questions", str(path), "--out", str(tmp_path / "runs")]
        return CliRunner().invoke(app, ["run", *where, *arguments])

    invoke.runs = tmp_path / "runs"
    invoke.opened = opened
    return invoke


def test_a_run_shows_its_figures_and_is_kept(evaluate):
    result = evaluate()
    assert result.exit_code == 0
    assert "66.7%" in result.stdout
    assert "trả lời điều văn bản không có: 1" in result.stdout
    assert "Giá vàng?" not in result.stdout
    (folder,) = evaluate.runs.iterdir()
    assert folder.name in result.stderr.replace("\n", "")
    assert len((folder / "cases.jsonl").read_text(encoding="utf-8").splitlines()) == 3


def test_failures_are_shown_with_their_answers(evaluate):
    result = evaluate("--failures")
    assert "✗ r2 [refuse] Giá vàng?" in result.stdout
    assert "answered: Đạt [x] 82% [1]" in result.stdout
    assert "phải từ chối" in result.stdout
    assert "✗ q1" not in result.stdout


def test_a_slice_is_asked_alone(evaluate):
    result = evaluate("--slice", "plain")
    assert "100.0%" in result.stdout
    assert "chat" not in result.stdout


@pytest.mark.parametrize("arguments", [["--slice", "nowhere"], ["--questions", "gone.jsonl"]])
def test_what_cannot_be_run_is_said_before_anything_is_loaded(evaluate, arguments):
    result = evaluate(*arguments)
    assert result.exit_code == 1
    assert result.stderr.startswith("Lỗi: ")
    assert result.stdout == ""
    assert evaluate.opened == []
