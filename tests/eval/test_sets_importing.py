import json
import re
import zipfile
from datetime import datetime

import pytest
from eval_samples import COMMUNE, INCOME, ONLINE, SHIPPED, UNSEEN, WARD, documents_in
from openpyxl import Workbook, load_workbook
from sets_samples import HEADINGS, NUMBER_ROW, REFUSE_ROW, row_of, separated, workbook

from eval.questions import SHIPPED_QUESTIONS, Evidence, QuestionKind, load_questions, question_files
from eval.sets.columns import KINDS, Heading, alike, heading_named, kind_named
from eval.sets.errors import HeaderUnusable, NothingImported, SheetUnusable
from eval.sets.importing import import_set
from eval.sets.template import template_sheets
from eval.sets.writing import write_sheets

PAPERS = documents_in(UNSEEN)


@pytest.fixture
def take_in(tmp_path):
    """Write rows into a sheet and take it in."""

    def write_and_import(*rows, **options):
        return import_set(workbook(tmp_path / "bo.xlsx", *rows, **options), PAPERS)

    return write_and_import


def questions_of(imported, tmp_path, papers=PAPERS):
    path = tmp_path / "mau.jsonl"
    path.write_bytes(imported.question_file(path))
    return load_questions(path, papers)


def faults_of(imported):
    return [(fault.number, fault.heading) for fault in imported.faults]


def changed(row, changes):
    return {**row, **changes}


def test_every_kind_has_one_name():
    assert [one.kind for one in KINDS] == list(QuestionKind)
    assert len({alike(one.name) for one in KINDS}) == len(KINDS)
    assert kind_named(" Ai  CHU TRI") is kind_named("who_leads") is QuestionKind.WHO_LEADS
    assert kind_named("") is kind_named("giá vàng") is None


@pytest.mark.parametrize(
    "text", ["Mã văn bản làm căn cứ", "MA VAN BAN LAM CAN CU", "ma van-ban làm  căn cứ (mỗi dòng một mã)"]
)
def test_headings_are_known_however_they_are_typed(text):
    assert heading_named(text) is Heading.DOCUMENTS


def test_headings_differ_by_more_than_diacritics():
    assert len({alike(heading) for heading in Heading}) == len(Heading)


def test_a_row_becomes_a_question(take_in, tmp_path):
    row = {
        Heading.ID: "xa-1",
        Heading.QUESTION: "còn gì?",
        Heading.TURNS: "Câu một?\n\n Câu hai? ",
        Heading.KIND: "Hỏi tiếp",
        Heading.SLICES: "không dấu, phụ lục;chat",
        Heading.ANSWERABLE: "CÓ",
        Heading.DOCUMENTS: f"{WARD}\n{COMMUNE}",
        Heading.WORDS: f"{ONLINE} | Số: 45/KH-UBND\n{INCOME}",
        Heading.UNDER: "CHỈ TIÊU NĂM 2026\n-",
        Heading.ALL: "có",
        Heading.ITEMS: "82% | 82 phần trăm\n- 78,5 triệu",
        Heading.FORBIDDEN: "58%\n• 3%",
        Heading.TOPIC: "hồ sơ",
        Heading.MAY_REFUSE: "x",
        Heading.CLARIFY: "không",
    }
    imported = take_in(row)
    assert imported.faults == ()
    (question,) = questions_of(imported, tmp_path)
    assert (question.id, question.topic, question.question) == ("xa-1", "hồ sơ", "còn gì?")
    assert question.turns == ("Câu một?", "Câu hai?")
    assert question.kind is QuestionKind.FOLLOW_UP
    assert question.slices == ("không dấu", "phụ lục", "chat")
    assert question.evidence == (
        Evidence(WARD, (ONLINE, "Số: 45/KH-UBND"), "CHỈ TIÊU NĂM 2026"),
        Evidence(COMMUNE, (INCOME,), None),
    )
    assert (question.all_evidence, question.may_refuse, question.clarify) == (True, True, False)
    assert question.items == (("82%", "82 phần trăm"), ("78,5 triệu",))
    assert question.forbidden == ("58%", "3%")


@pytest.mark.parametrize("file", [pytest.param(file, id=file.name) for file in question_files(SHIPPED_QUESTIONS)])
def test_every_shipped_question_can_be_written_in_the_sheet(file, tmp_path):
    papers = documents_in(SHIPPED)
    questions = load_questions(file, papers)
    for sheet in (workbook, separated):
        path = sheet(tmp_path / ("bo.xlsx" if sheet is workbook else "bo.csv"), *map(row_of, questions))
        imported = import_set(path, papers)
        assert [fault.told for fault in imported.faults] == []
        target = tmp_path / file.name
        target.write_bytes(imported.question_file(path))
        assert load_questions(target, papers) == questions


def test_one_line_stands_for_all_evidence(take_in, tmp_path):
    row = changed(NUMBER_ROW, {Heading.WORDS: f"{ONLINE}\nSố: 45/KH-UBND"})
    (question,) = questions_of(take_in(row), tmp_path)
    assert [evidence.document_id for evidence in question.evidence] == [WARD, WARD]
    row = changed(NUMBER_ROW, {Heading.DOCUMENTS: f"{WARD}\n{COMMUNE}", Heading.WORDS: "KẾ HOẠCH", Heading.UNDER: "-"})
    (question,) = questions_of(take_in(changed(row, {Heading.WORDS: "Ủy ban nhân dân"})), tmp_path)
    assert [evidence.words for evidence in question.evidence] == [("Ủy ban nhân dân",)] * 2


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_csv_is_read_with_or_without_its_mark_and_whatever_parts_it(tmp_path, separator, encoding):
    two_lines = changed(NUMBER_ROW, {Heading.TURNS: "Câu; một?\nCâu, hai?"})
    path = separated(tmp_path / "bo.csv", two_lines, {}, REFUSE_ROW, {Heading.ID: "hỏng"}, separator=separator,
                     encoding=encoding)  # fmt: skip
    imported = import_set(path, PAPERS)
    first, second = questions_of(imported, tmp_path)
    assert first.turns == ("Câu; một?", "Câu, hai?")
    assert second.id == "xa-2"
    assert faults_of(imported) == [(5, None)]


def test_a_line_for_excel_at_the_top_of_csv_is_passed_over(tmp_path):
    path = separated(tmp_path / "bo.CSV", REFUSE_ROW, encoding="utf-8")
    path.write_bytes(b"\xef\xbb\xbfsep=;\r\n" + path.read_bytes())
    assert len(import_set(path, PAPERS).lines) == 1


def test_columns_may_stand_anywhere_and_others_beside_them(take_in, tmp_path):
    headings = ("Ghi chú", *reversed(HEADINGS), "Người điền")
    above = [["BỘ CÂU HỎI"], [], ["Lát cắt", "Câu hỏi"]]
    imported = take_in({"Ghi chú": "xem lại", **NUMBER_ROW}, {}, REFUSE_ROW, headings=headings, above=above)
    assert [question.id for question in questions_of(imported, tmp_path)] == ["xa-1", "xa-2"]
    assert imported.unknown_headings == ("Ghi chú", "Người điền")
    assert (imported.rejected, imported.faults) == (0, ())


def test_cells_that_are_no_text_are_read_as_they_look(tmp_path):
    path = tmp_path / "bo.xlsx"
    row = changed(NUMBER_ROW, {Heading.ID: 7, Heading.ITEMS: 0.82, Heading.TOPIC: datetime(2030, 6, 30),
                               Heading.ANSWERABLE: True})  # fmt: skip
    workbook(path, row)
    book = load_workbook(path)
    book.active.cell(2, HEADINGS.index(Heading.ITEMS) + 1).number_format = "0%"
    book.save(path)
    (question,) = questions_of(import_set(path, PAPERS), tmp_path)
    assert (question.id, question.topic, question.items, question.answerable) == ("7", "30/06/2030", (("82%",),), True)


def test_a_formula_is_taken_for_what_it_shows(tmp_path):
    path = workbook(tmp_path / "bo.xlsx", changed(NUMBER_ROW, {Heading.ITEMS: '="82"&"%"'}))
    # As a spreadsheet program saves it, the result beside the formula.
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    page = parts["xl/worksheets/sheet1.xml"].decode()
    page, found = re.subn(r'<c r="(\w+)"><f>(.*?)</f><v ?(?:/>|></v>)', r'<c r="\1" t="str"><f>\2</f><v>82%</v>', page)
    assert found == 1
    parts["xl/worksheets/sheet1.xml"] = page.encode()
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    (question,) = questions_of(import_set(path, PAPERS), tmp_path)
    assert question.items == (("82%",),)


def test_the_template_as_it_is_holds_no_question(tmp_path):
    for name in ("mau.xlsx", "mau.csv"):
        path = tmp_path / name
        write_sheets(path, template_sheets())
        imported = import_set(path, PAPERS)
        assert (imported.lines, imported.faults, imported.rejected, imported.examples) == ((), (), 0, 2)
        with pytest.raises(NothingImported, match="chưa có dòng nào"):
            imported.question_file(path)


@pytest.mark.parametrize(
    ("changes", "heading", "words"),
    [
        ({Heading.ID: " "}, Heading.ID, "trống"),
        ({Heading.QUESTION: None}, Heading.QUESTION, "trống"),
        ({Heading.KIND: None}, Heading.KIND, "ai chủ trì, ai phối hợp"),
        ({Heading.KIND: "câu đố"}, Heading.KIND, "“câu đố”"),
        ({Heading.KIND: "phải từ chối"}, Heading.KIND, "không thể là “phải từ chối”"),
        ({Heading.ANSWERABLE: None}, Heading.ANSWERABLE, "“có” hoặc “không”"),
        ({Heading.ANSWERABLE: "chắc là có"}, Heading.ANSWERABLE, "“chắc là có”"),
        ({Heading.ALL: "đủ"}, Heading.ALL, "“đủ”"),
        ({Heading.DOCUMENTS: None}, Heading.DOCUMENTS, "trống"),
        ({Heading.DOCUMENTS: "khong-co"}, Heading.DOCUMENTS, "“khong-co” trong kho; các mã: "),
        ({Heading.DOCUMENTS: f"{WARD}\n{WARD}\n{WARD}", Heading.WORDS: f"{ONLINE}\nx"}, Heading.WORDS, "2 dòng"),
        ({Heading.WORDS: None}, Heading.WORDS, "trống"),
        ({Heading.WORDS: INCOME}, Heading.WORDS, "78,5"),
        ({Heading.WORDS: f"{ONLINE} | {INCOME}"}, Heading.WORDS, "78,5"),
        ({Heading.WORDS: "*"}, Heading.WORDS, "“*”"),
        ({Heading.UNDER: INCOME}, Heading.UNDER, "đề mục"),
        ({Heading.UNDER: "CHỈ TIÊU\nCHỈ TIÊU"}, Heading.UNDER, "2 dòng"),
        ({Heading.ITEMS: None}, Heading.ITEMS, "trống"),
        ({Heading.ITEMS: "82%\n*"}, Heading.ITEMS, "“*”"),
        ({Heading.FORBIDDEN: "**"}, Heading.FORBIDDEN, "“**”"),
        ({Heading.CLARIFY: "có"}, Heading.CLARIFY, "chỉ dùng cho câu phải từ chối"),
        ({Heading.TURNS: "*"}, None, "turns"),
    ],
)
def test_what_is_wrong_with_an_answerable_row_is_said_by_row_and_column(take_in, changes, heading, words):
    imported = take_in(REFUSE_ROW, changed(NUMBER_ROW, changes))
    (fault,) = imported.faults
    assert (fault.number, fault.heading) == (3, heading)
    assert words in fault.told
    assert fault.told.startswith("dòng 3" + (f", cột “{heading}”: " if heading else ": "))
    assert (len(imported.lines), imported.rejected) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "heading"),
    [
        ({Heading.KIND: "con số"}, Heading.KIND),
        ({Heading.ITEMS: "82%"}, Heading.ITEMS),
        ({Heading.DOCUMENTS: WARD}, Heading.DOCUMENTS),
        ({Heading.WORDS: ONLINE}, Heading.WORDS),
        ({Heading.UNDER: "CHỈ TIÊU"}, Heading.UNDER),
        ({Heading.MAY_REFUSE: "có"}, Heading.MAY_REFUSE),
    ],
)
def test_what_is_wrong_with_a_row_to_refuse_is_said_too(take_in, changes, heading):
    assert faults_of(take_in(changed(REFUSE_ROW, changes))) == [(2, heading)]


def test_all_that_is_wrong_is_said_at_once(take_in):
    row = changed(NUMBER_ROW, {Heading.ID: None, Heading.KIND: "?", Heading.WORDS: f"{INCOME}\nkhông có"})
    imported = take_in(row, REFUSE_ROW, changed(NUMBER_ROW, {Heading.ITEMS: None}))
    assert faults_of(imported) == [
        (2, Heading.WORDS),
        (2, Heading.WORDS),
        (2, Heading.KIND),
        (2, Heading.ID),
        (4, Heading.ITEMS),
    ]
    assert (len(imported.lines), imported.rejected) == (1, 2)


def test_a_second_use_of_an_id_names_the_first(take_in):
    bad = changed(NUMBER_ROW, {Heading.ID: "xa-2", Heading.ITEMS: None})
    imported = take_in(bad, REFUSE_ROW, changed(REFUSE_ROW, {Heading.QUESTION: "Giá bạc?"}))
    assert faults_of(imported) == [(2, Heading.ITEMS), (4, Heading.ID)]
    assert "“xa-2” đã có ở dòng 3" in imported.faults[1].told


def test_a_row_without_gold_says_what_to_fill_in(take_in):
    imported = take_in({Heading.ID: "gop-y-1", Heading.QUESTION: "Ai ký?", Heading.TURNS: "Kế hoạch nào?"})
    (fault,) = imported.faults
    for heading in (Heading.KIND, Heading.ANSWERABLE, Heading.DOCUMENTS, Heading.WORDS, Heading.ITEMS):
        assert f"“{heading}”" in fault.told
    with pytest.raises(NothingImported, match="cả 1 dòng đều có lỗi"):
        imported.question_file("bo.xlsx")


def test_lines_hold_only_what_the_row_does(take_in):
    line = take_in(REFUSE_ROW).lines[0]
    assert json.loads(line) == {
        "id": "xa-2",
        "question": "Giá vàng?",
        "kind": "refuse",
        "slices": [],
        "answerable": False,
    }
    assert "Giá vàng" in line


def test_without_a_row_of_headings_a_sheet_is_refused(take_in):
    with pytest.raises(HeaderUnusable, match=r"không có dòng tên cột.*“Mã câu”.*template"):
        take_in(NUMBER_ROW, headings=["a", "b"])
    with pytest.raises(HeaderUnusable, match="thiếu “Loại câu hỏi”, “Trả lời được”"):
        take_in(NUMBER_ROW, headings=[Heading.ID, Heading.QUESTION, Heading.ITEMS])
    with pytest.raises(HeaderUnusable, match="dòng 1 có cột “Câu hỏi” hai lần"):
        take_in(NUMBER_ROW, headings=[*HEADINGS, "CAU HOI"])
    with pytest.raises(HeaderUnusable):
        take_in(headings=[])


def spoilt(path, name):
    kinds = {
        "ole.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "words.xlsx": "Mã câu".encode(),
        "empty.xlsx": b"",
        "cp1258.csv": "Mã câu;Câu hỏi".encode("utf-16"),
        "sheet.xls": b"\xd0\xcf\x11\xe0",
        "sheet.ods": b"PK",
        "noending": b"",
    }
    file = path / name
    if name in kinds:
        file.write_bytes(kinds[name])
    elif name == "zip.xlsx":
        with zipfile.ZipFile(file, "w") as other:
            other.writestr("readme.txt", "x")
    elif name == "cut.xlsx":
        whole = workbook(path / "whole.xlsx", NUMBER_ROW).read_bytes()
        file.write_bytes(whole[: len(whole) // 2])
    elif name == "chart.xlsx":
        book = Workbook()
        book.create_chartsheet()
        book.remove(book.worksheets[0])
        book.save(file)
    return file


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ole.xlsx", "mật khẩu"),
        ("words.xlsx", "bị hỏng"),
        ("empty.xlsx", "bị hỏng"),
        ("zip.xlsx", "bị hỏng"),
        ("cut.xlsx", "bị hỏng"),
        ("chart.xlsx", "bị hỏng"),
        ("cp1258.csv", "UTF-8"),
        ("sheet.xls", r"\.xlsx hoặc \.csv"),
        ("sheet.ods", r"\.xlsx hoặc \.csv"),
        ("noending", "không có đuôi"),
        ("gone.xlsx", "không có tệp này"),
    ],
)
def test_what_is_no_sheet_is_refused_with_what_to_do(tmp_path, name, words):
    with pytest.raises(SheetUnusable, match=f"{name}.*{words}"):
        import_set(spoilt(tmp_path, name), PAPERS)
