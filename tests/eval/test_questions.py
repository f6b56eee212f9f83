import json

import pytest
from eval_samples import COMMUNE, INCOME, ONLINE, UNSEEN, WARD, documents_in

from eval.errors import (
    DuplicateQuestion,
    EvidenceNotFound,
    MalformedQuestion,
    NothingToRun,
    UnknownEvidenceDocument,
)
from eval.questions import Evidence, QuestionKind, chosen, load_questions
from eval.splits import Split, split_of

GOOD = {
    "id": "q1",
    "question": "Tỷ lệ hồ sơ nộp trực tuyến?",
    "kind": "number",
    "slices": ["plain"],
    "answerable": True,
    "evidence": [{"document_id": WARD, "words": ONLINE}],
    "items": [["82%"]],
}
REFUSE = {"id": "r1", "question": "Thời tiết mai?", "kind": "refuse", "slices": ["everyday"], "answerable": False}


@pytest.fixture
def load(tmp_path):
    def write_and_load(*lines):
        path = tmp_path / "questions.jsonl"
        texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
        path.write_text("\n".join(texts), encoding="utf-8")
        return load_questions(path, documents_in(UNSEEN))

    return write_and_load


def test_a_line_becomes_a_question(load):
    evidence = {"document_id": WARD, "words": [ONLINE, "Số:\n45/KH-UBND"], "under": "CHỈ TIÊU năm 2026"}
    full = GOOD | {"turns": ["trước"], "evidence": [evidence], "all": True, "forbidden": ["58%"], "may_refuse": True}
    (question,) = load(full)
    assert question.kind is QuestionKind.NUMBER
    assert question.turns == ("trước",)
    assert question.evidence == (Evidence(WARD, (ONLINE, "Số:\n45/KH-UBND"), "CHỈ TIÊU năm 2026"),)
    assert question.all_evidence
    assert question.may_refuse
    assert question.items == (("82%",),)


def test_blank_lines_are_passed_over_and_order_is_kept(load):
    assert [question.id for question in load(GOOD, "", REFUSE, "  ")] == ["q1", "r1"]


@pytest.mark.parametrize(
    "line",
    [
        "không phải JSON",
        "[]",
        GOOD | {"kind": "riddle"},
        GOOD | {"colour": "red"},
        GOOD | {"answerable": "true"},
        GOOD | {"question": ""},
        GOOD | {"items": []},
        GOOD | {"items": [[]]},
        GOOD | {"items": [[" "]]},
        GOOD | {"evidence": []},
        GOOD | {"evidence": [{"document_id": WARD, "words": []}]},
        GOOD | {"evidence": [{"document_id": WARD, "words": "*"}]},
        GOOD | {"answerable": False},
        GOOD | {"kind": "refuse"},
        GOOD | {"clarify": True},
        GOOD | {"question": "x" * 2001},
        GOOD | {"forbidden": ["82%"]},
        REFUSE | {"items": [["x"]]},
        REFUSE | {"may_refuse": True},
    ],
)
def test_a_malformed_line_is_refused_with_its_number(load, line):
    with pytest.raises(MalformedQuestion, match="dòng 2"):
        load(REFUSE | {"id": "first"}, line)


def test_a_second_use_of_an_id_is_refused(load):
    with pytest.raises(DuplicateQuestion, match=r"dòng 3: .*'q1'.*dòng 1"):
        load(GOOD, REFUSE, GOOD)


def test_evidence_in_an_unknown_document_is_refused(load):
    with pytest.raises(UnknownEvidenceDocument, match=f"dòng 1: .*'nowhere'.*{COMMUNE}"):
        load(GOOD | {"evidence": [{"document_id": "nowhere", "words": ONLINE}]})


@pytest.mark.parametrize(
    "evidence",
    [
        {"document_id": WARD, "words": INCOME},
        {"document_id": WARD, "words": [ONLINE, INCOME]},
        {"document_id": WARD, "words": ONLINE, "under": INCOME},
    ],
)
def test_evidence_that_stands_nowhere_is_refused(load, evidence):
    with pytest.raises(EvidenceNotFound, match=r"dòng 1: .*78,5"):
        load(GOOD | {"evidence": [evidence]})


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(MalformedQuestion, match=r"gone\.jsonl"):
        load_questions(tmp_path / "gone.jsonl", ())


def test_questions_are_chosen_by_slice_kind_or_set(load):
    questions = load(GOOD, REFUSE)
    assert [q.id for q in chosen(questions, "everyday", None)] == ["r1"]
    assert [q.id for q in chosen(questions, "number", None)] == ["q1"]
    assert chosen(questions, "questions", None) == chosen(questions, None, None) == questions
    with pytest.raises(NothingToRun, match=r"'chat'.*everyday, number, plain, questions, refuse"):
        chosen(questions, "chat", None)


def test_questions_are_chosen_by_split(load):
    questions = load(*(GOOD | {"id": f"q{n}", "topic": f"t{n}"} for n in range(40)))
    dev, held_out = (chosen(questions, None, split) for split in Split)
    assert {q.split for q in dev} == {Split.DEV}
    assert {q.split for q in held_out} == {Split.HELD_OUT}
    assert len(dev) + len(held_out) == 40
    only = [q for q in questions if q.split is Split.DEV][:1]
    with pytest.raises(NothingToRun, match="held-out"):
        chosen(only, None, Split.HELD_OUT)


def test_the_split_hangs_on_the_topic_alone_and_holds_out_a_third():
    assert split_of("tan-ky/thu") is split_of("tan-ky/thu")
    share = sum(split_of(f"topic-{n}") is Split.HELD_OUT for n in range(3000)) / 3000
    assert 0.30 < share < 0.37


def test_without_a_topic_a_question_is_its_own(load):
    (question,) = load(GOOD)
    assert question.topic == "q1"
    assert load(GOOD | {"topic": "ho-so"})[0].topic == "ho-so"


def test_a_folder_is_read_file_by_file(tmp_path):
    for name, line in (("b", GOOD), ("a", REFUSE)):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(line), encoding="utf-8")
    questions = load_questions(tmp_path, documents_in(UNSEEN))
    assert [(q.set_name, q.id) for q in questions] == [("a", "r1"), ("b", "q1")]
    (tmp_path / "c.jsonl").write_text(json.dumps(REFUSE), encoding="utf-8")
    with pytest.raises(DuplicateQuestion, match=r"c\.jsonl, dòng 1: .*a\.jsonl dòng 1"):
        load_questions(tmp_path, documents_in(UNSEEN))


def test_words_that_run_over_two_paragraphs_prove_nothing(load):
    ward = next(document for document in documents_in(UNSEEN) if document.id == WARD)
    first, second = (paragraph.text for paragraph in ward.paragraphs[5:7])
    assert f"{first}\n{second}" in ward.text
    with pytest.raises(EvidenceNotFound, match="đoạn nào"):
        load(GOOD | {"evidence": [{"document_id": WARD, "words": f"{first}\n{second}"}]})


def test_nothing_is_held_out_of_a_set_without_topics(load):
    questions = load(*(GOOD | {"id": f"q{n}"} for n in range(30)))
    assert {question.split for question in questions} == {Split.DEV}


def test_an_empty_set_says_so():
    with pytest.raises(NothingToRun, match="không có câu nào"):
        chosen((), None, None)
