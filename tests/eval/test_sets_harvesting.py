import json
from dataclasses import dataclass

import pytest
from eval_samples import ONLINE, UNSEEN, WARD, documents_in
from openpyxl import load_workbook
from sets_samples import records

from eval.errors import MalformedQuestion
from eval.sets.columns import Heading
from eval.sets.errors import KnownSetUnusable
from eval.sets.harvesting import candidate_sheets, candidates, known_questions
from eval.sets.importing import import_set
from eval.sets.writing import write_sheets

PAPERS = documents_in(UNSEEN)


@dataclass(frozen=True)
class Rated:
    at: str
    turns: tuple
    question: str
    answer: str
    comment: str | None


def rated(question, *turns, at="2030-06-30T08:00:00+00:00", answer="Không tìm thấy.", comment=None):
    return Rated(at, turns, question, answer, comment)


def test_a_question_is_offered_once_with_the_number_of_times():
    found = candidates(
        [
            rated("Tỷ lệ hồ sơ?", comment="sai xã"),
            rated("Ai ký?"),
            rated("ty le HO SO", at="2030-07-01T08:00:00+00:00", answer="58% [1]", comment=" thiếu "),
            rated("Tỷ lệ hồ sơ?", at="2030-07-02T08:00:00+00:00", answer="59% [1]", comment="sai xã"),
        ],
        frozenset(),
    )
    assert [(one.question, one.times) for one in found] == [("Tỷ lệ hồ sơ?", 3), ("Ai ký?", 1)]
    assert (found[0].answer, found[0].comments) == ("59% [1]", ("sai xã", "thiếu"))
    assert found[0].last == "2030-07-02T08:00:00+00:00"


def test_a_follow_up_is_another_question_after_other_questions():
    found = candidates([rated("ai ký?", "Kế hoạch A?"), rated("ai ký?", "Kế hoạch B?"), rated("Ai ký?")], frozenset())
    assert [one.turns for one in found] == [("Kế hoạch A?",), ("Kế hoạch B?",), ()]
    assert len({one.id for one in found}) == 3


def test_an_id_stays_from_harvest_to_harvest():
    (first,) = candidates([rated("Ai ký?", "Kế hoạch A?")], frozenset())
    (again,) = candidates([rated("AI KY", "ke hoach a", at="2031-01-01")], frozenset())
    assert first.id == again.id
    assert first.id.startswith("gop-y-")


def test_what_a_set_holds_is_left_out(tmp_path):
    line = {"id": "a", "question": "Tỷ lệ hồ sơ?", "evidence": [{"document_id": "da-bo", "words": "x"}]}
    follow_up = {"id": "b", "question": "ai ký?", "turns": ["Kế hoạch A?"]}
    (tmp_path / "mot.jsonl").write_text(json.dumps(line) + "\n\n", encoding="utf-8")
    (tmp_path / "hai.jsonl").write_text(json.dumps(follow_up), encoding="utf-8")
    asked = [rated("ty le ho so"), rated("Ai ký?", "kế hoạch A"), rated("Ai ký?"), rated("???")]
    known = known_questions([tmp_path])
    assert [one.question for one in candidates(asked, known)] == ["Ai ký?"]
    assert known_questions([tmp_path / "mot.jsonl", tmp_path / "hai.jsonl"]) == known


def test_a_known_set_that_is_none_is_refused(tmp_path):
    with pytest.raises(KnownSetUnusable, match="--known"):
        known_questions([tmp_path])
    with pytest.raises(KnownSetUnusable, match=r"gone\.jsonl"):
        known_questions([tmp_path / "gone.jsonl"])
    (tmp_path / "sai.jsonl").write_text('{"question": "a"}\n{"id": 1}\n', encoding="utf-8")
    with pytest.raises(MalformedQuestion, match="dòng 2"):
        known_questions([tmp_path])


@pytest.mark.parametrize("name", ["ra.xlsx", "ra.csv"])
def test_a_candidate_is_not_taken_in_before_its_gold_is_filled_in(tmp_path, name):
    path = tmp_path / name
    asked = [rated("=Ai ký?", "Câu\nmột?", "Câu hai?", answer="- Ông A [1].\n- Bà B [2].", comment="+sai")]
    write_sheets(path, candidate_sheets(candidates(asked, frozenset())))
    imported = import_set(path, PAPERS)
    assert (imported.lines, imported.unknown_headings) == ((), ())
    (fault,) = imported.faults
    assert "chưa có đáp án" in fault.told


def test_a_candidate_carries_what_its_reviewer_needs(tmp_path):
    path = tmp_path / "ra.xlsx"
    asked = rated("Tỷ lệ hồ sơ?", "Câu\nmột?", "Câu hai?", answer="- Ông A [1].", comment="sai")
    (candidate,) = candidates([asked], frozenset())
    write_sheets(path, candidate_sheets([candidate]))
    (row,) = records(path)["Câu hỏi"]
    assert row.pop(Heading.ID) == candidate.id
    assert {name: value for name, value in row.items() if value is not None} == {
        Heading.QUESTION: "Tỷ lệ hồ sơ?",
        Heading.TURNS: "Câu một?\nCâu hai?",
        Heading.ANSWERED: "- Ông A [1].",
        Heading.COMMENT: "sai",
        Heading.TIMES: 1,
        Heading.LAST: "30/06/2030",
    }
    assert "Hướng dẫn" in records(path)


def test_a_candidate_that_is_filled_in_is_taken_in(tmp_path):
    path = tmp_path / "ra.xlsx"
    write_sheets(path, candidate_sheets(candidates([rated("Tỷ lệ hồ sơ?", "Câu một?")], frozenset())))
    book = load_workbook(path)
    page = book["Câu hỏi"]
    columns = {page.cell(1, number).value: number for number in range(1, page.max_column + 1)}
    gold = {
        Heading.KIND: "con số",
        Heading.ANSWERABLE: "có",
        Heading.DOCUMENTS: WARD,
        Heading.WORDS: ONLINE,
        Heading.ITEMS: "82%",
    }
    for heading, words in gold.items():
        page.cell(2, columns[heading]).value = words
    book.save(path)
    imported = import_set(path, PAPERS)
    assert imported.faults == ()
    assert json.loads(imported.lines[0])["turns"] == ["Câu một?"]
