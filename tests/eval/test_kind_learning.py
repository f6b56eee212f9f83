"""Learning what is asked, and the questions it is learnt from."""

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process
from typer.testing import CliRunner

import eval.commands.learn_kinds as command
from corpus.vietnamese import fold
from eval.commands.learn_kinds import HELD_BACK_KINDS, SHIPPED_KINDS
from eval.errors import MalformedQuestion
from eval.kind_learning import learn_kinds, read_marked
from eval.kind_measuring import cross_validated, measured
from eval.questions import SHIPPED_QUESTIONS
from rag.asks import Ask
from rag.kinds import KINDS_FILE, KindModel, packed, shipped_kinds, weights_in, words_in

SMALL = """# bến thuyền
lead: [ai lo] bến thuyền
lead: [ai chủ trì] mở bến
number: bến có [mấy] thuyền
# trồng chè
lead+number: [ai lo] trồng chè, [mấy] ha
lead: [ai chủ trì] trồng chè
number: [mấy] đồi chè
# rác
number: [mấy] xe rác
lead: [ai lo] rác _
content: phân loại rác
content: ủ rác
content: chôn rác
"""


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.txt"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_a_file_is_read_with_its_topics_kinds_and_marks(small):
    marked = read_marked(small)
    assert len(marked) == 11
    assert (marked[3].topic, marked[3].kinds, marked[3].text) == (
        "trồng chè",
        (Ask.LEAD, Ask.NUMBER),
        "ai lo trồng chè, mấy ha",
    )
    asking = [word.text for word in marked[3].words if word.start in marked[3].asking]
    assert asking == ["ai", "lo", "may"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("lead: [ai lo] rác", "chủ đề"),
        ("# rác\nai lo rác", "chủ đề"),
        ("# rác\nwho: [ai lo] rác", "không có loại who"),
        ("# rác\nlead: [ai lo rác", "thiếu ngoặc"),
        ("# rác\nlead: [ai [lo]] rác", "không lồng"),
        ("# rác\nlead: ai lo] rác", "không lồng"),
        ("# rác\n", "không có câu hỏi"),
    ],
)
def test_a_line_that_is_neither_topic_nor_question_is_refused(tmp_path, text, reason):
    path = tmp_path / "wrong.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MalformedQuestion, match=reason):
        read_marked(path)


def test_kinds_and_asking_words_are_learnt(small):
    model = KindModel(learn_kinds(read_marked(small), b"x"))
    words = words_in("ai lo thuyen")
    assert model.chances(words)[0][0] is Ask.LEAD
    assert model.chances(words_in("may do che"))[0][0] is Ask.NUMBER
    assert dict(model.chances(words))[Ask.SIGNER] < 1e-6, "no question has that kind"
    asks = model.asking(words)
    assert min(asks[:2]) > 0.5 > asks[2]


def test_each_question_is_measured_without_its_topic(small):
    marked = read_marked(small)
    found = cross_validated(marked)
    assert found.questions == len(marked)
    figures = [found.calibration_error]
    for score in (found.rules, found.model, found.both):
        figures += [score.accuracy, score.asking_precision, score.asking_recall, *(f1 for _, f1 in score.f1)]
    assert all(0.0 <= figure <= 1.0 for figure in figures)
    learnt = measured(marked, KindModel(learn_kinds(marked, b"x")))
    assert learnt.model.accuracy == 1.0
    assert learnt.rules.accuracy == found.rules.accuracy, "rules do not depend on what is learnt"


def test_the_shipped_weights_are_what_the_shipped_questions_give():
    source = SHIPPED_KINDS.read_bytes()
    assert weights_in(KINDS_FILE).questions == sha256(source).hexdigest(), "run hoidap eval learn-kinds --write"
    fresh, shipped = KindModel(learn_kinds(read_marked(SHIPPED_KINDS), source)), shipped_kinds()
    for question in read_marked(HELD_BACK_KINDS):
        chances, again = dict(fresh.chances(question.words)), dict(shipped.chances(question.words))
        assert all(again[kind] == pytest.approx(chance, abs=0.05) for kind, chance in chances.items())
        assert shipped.asking(question.words) == pytest.approx(fresh.asking(question.words), abs=0.1)


def test_the_model_adds_to_the_rules_on_questions_held_back():
    found = measured(read_marked(HELD_BACK_KINDS), shipped_kinds())
    assert found.model.accuracy >= 0.88
    assert found.both.accuracy >= max(0.78, found.rules.accuracy)
    assert found.both.asking_precision >= 0.85


def plain(question: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(question)))


def test_questions_held_back_are_not_learnt_from():
    learnt = {plain(question.text) for question in read_marked(SHIPPED_KINDS)}
    assert not [q.text for q in read_marked(HELD_BACK_KINDS) if plain(q.text) in learnt]


def test_no_question_of_the_evaluation_is_learnt_from():
    lines = [line for path in SHIPPED_QUESTIONS.glob("*.jsonl") for line in path.read_text("utf-8").splitlines()]
    asked = sorted({plain(json.loads(line)["question"]) for line in lines})
    near = [
        question.text
        for question in read_marked(SHIPPED_KINDS)
        if len(plain(question.text)) > 20
        and process.extractOne(plain(question.text), asked, scorer=fuzz.ratio, score_cutoff=90)
    ]
    assert not near


def test_no_commune_of_the_shipped_papers_is_named():
    papers = (Path(SHIPPED_QUESTIONS).parents[1] / "corpus" / "documents").glob("*.txt")
    communes = {" ".join(path.stem.split("-")[:2]) for path in papers}
    assert len(communes) == 4
    for path in (SHIPPED_KINDS, HELD_BACK_KINDS):
        assert not [name for name in communes if name in plain(path.read_text("utf-8"))]


def test_the_command_says_how_well_and_writes_the_file(small, tmp_path, monkeypatch):
    import typer

    monkeypatch.setattr(command, "HELD_BACK_KINDS", small)
    app = typer.Typer()
    command.add_to(app)
    app.command("other")(lambda: None)
    written = tmp_path / "kinds.npz"
    done = CliRunner().invoke(app, ["learn-kinds", "--questions", str(small), "--write", str(written)])
    assert done.exit_code == 0, done.output
    assert "cả hai" in done.output and "number" in done.output
    assert written.read_bytes() == packed(learn_kinds(read_marked(small), small.read_bytes()))
    wrong = CliRunner().invoke(app, ["learn-kinds", "--questions", str(tmp_path / "none.txt")])
    assert wrong.exit_code == 1
