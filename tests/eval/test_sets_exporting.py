from dataclasses import replace
from datetime import datetime

import pytest
from eval_samples import IDENTITY, NUMBER, ONLINE, REFUSAL, UNSEEN, WARD, Told, answered, cite, documents_in, refused
from sets_samples import pages, records

from eval.judging import Papers
from eval.running import run
from eval.runs import load_run, written_run
from eval.sets.exporting import SPLITS, STATUSES, run_sheets
from eval.sets.writing import write_sheets
from eval.splits import Split, split_of
from rag.answer import AnswerStatus

HELD_OUT = next(f"chủ đề {number}" for number in range(99) if split_of(f"chủ đề {number}") is Split.HELD_OUT)
DEV = next(f"chủ đề {number}" for number in range(99) if split_of(f"chủ đề {number}") is Split.DEV)
QUESTIONS = (
    replace(NUMBER, topic=DEV, turns=("Câu một?",)),
    replace(NUMBER, id="n2", topic=DEV),
    replace(REFUSAL, topic=HELD_OUT),
    replace(NUMBER, id="n3", topic=HELD_OUT),
)


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    right = replace(answered("=82% [1]", cite(WARD, ONLINE)), notices=("Lưu ý một.", "Lưu ý hai."))
    told = Told(refused(), right, refused(), answered("82% [1]", cite(WARD, ONLINE)), ValueError("vỡ"))
    with written_run(IDENTITY, len(QUESTIONS), tmp_path_factory.mktemp("runs")) as writer:
        run(QUESTIONS, told, Papers(documents_in(UNSEEN)), writer, lambda _: None)
    return load_run(writer.path)


@pytest.fixture
def book(finished, tmp_path):
    write_sheets(tmp_path / "ra.xlsx", run_sheets(finished, None))
    return tmp_path / "ra.xlsx"


def test_every_status_and_split_has_a_name():
    assert set(STATUSES) == set(AnswerStatus)
    assert set(SPLITS) == set(Split)


def test_there_is_a_row_for_each_question(book, finished):
    right, refused_wrongly, answered_wrongly, failed = records(book)["Kết quả"]
    assert right == {
        "Mã câu": "n1",
        "Bộ câu hỏi": "mau",
        "Phần": "để chỉnh (dev)",
        "Loại câu hỏi": "con số",
        "Lát": "plain",
        "Cuộc hỏi": "Câu một?\nTỷ lệ hồ sơ nộp trực tuyến của phường?",
        "Câu hỏi được hiểu là": "?",
        "Kết thúc": "đã trả lời",
        "Câu trả lời": "=82% [1]",
        "Lưu ý": "Lưu ý một.\nLưu ý hai.",
        "Đúng/Sai": "Đúng",
        "Vì sao sai": None,
        "Độ chắc chắn": 0.9,
        "Trả lời được": "có",
        "Phải nói đủ các ý": "82% | 82 phần trăm",
        "Không được nói": "58%",
        "Mili giây": finished.timings[0].milliseconds,
    }
    assert (refused_wrongly["Đúng/Sai"], refused_wrongly["Kết thúc"]) == ("Sai", "không tìm thấy")
    assert refused_wrongly["Vì sao sai"].startswith("thiếu: 82% | 82 phần trăm\nchưa dẫn: ")
    assert (answered_wrongly["Trả lời được"], answered_wrongly["Phần"]) == ("không", "để dành (held-out)")
    assert "phải từ chối" in answered_wrongly["Vì sao sai"]
    assert (failed["Kết thúc"], failed["Câu trả lời"], failed["Độ chắc chắn"]) == ("lỗi", None, None)
    assert failed["Vì sao sai"] == "lỗi: ValueError: vỡ"


def test_there_is_a_row_for_each_citation(book):
    first, second = records(book)["Nguồn"]
    citation = cite(WARD, ONLINE)
    assert first == {
        "Mã câu": "n1",
        "Nhãn": 1,
        "Mã văn bản": WARD,
        "Văn bản": citation.document_title,
        "Số, ký hiệu": "45/KH-UBND",
        "Cơ quan ban hành": citation.issuer,
        "Ngày ban hành": datetime(2026, 3, 12),
        "Đề mục": " › ".join(citation.section_path),
        "Đoạn": citation.paragraph,
        "Trích nguyên văn": ONLINE,
    }
    assert second["Mã câu"] == "r1"


def test_the_figures_are_those_of_the_run(book, finished):
    rows = {(row["Phần"], row["Mục"]): row for row in records(book)["Tổng hợp"]}
    total = rows["Tỷ lệ đúng", "tất cả"]
    assert (total["Số câu"], total["Đúng"], total["Giá trị"]) == (4, 1, 0.25)
    assert rows["Theo phần", "held-out"]["Số câu"] == 2
    assert rows["Theo loại câu hỏi", "number"]["Giá trị"] == pytest.approx(1 / 3)
    assert rows["Câu trả lời", "Số câu lỗi"]["Giá trị"] == 1
    assert rows["Câu trả lời", "Số câu trả lời điều văn bản không có"]["Giá trị"] == 1
    assert rows["Lượt chạy", "Chỉ mục"]["Giá trị"] == "v1"
    assert rows["Tìm căn cứ", "Có trong 10 đoạn đầu"]["Giá trị"] == finished.summary.retrieval.recall[3].recall


def test_cells_look_as_they_should(book):
    sheets = pages(book)
    head, first = sheets["Kết quả"][:2]
    by_heading = dict(zip([cell.value for cell in head], first, strict=True))
    answer = by_heading["Câu trả lời"]
    assert (answer.data_type, answer.quotePrefix, answer.alignment.wrap_text) == ("s", True, True)
    assert by_heading["Độ chắc chắn"].data_type == "n"
    assert head[0].font.bold
    assert head[0].parent.freeze_panes == "A2"
    assert head[0].parent.column_dimensions["I"].width == 60
    day = sheets["Nguồn"][1][6]
    assert (day.is_date, day.number_format) == (True, "dd/mm/yyyy")
    share = next(row[4] for row in sheets["Tổng hợp"] if row[1].value == "tất cả")
    assert share.number_format == "0.0%"


def test_a_split_is_exported_alone(finished):
    results, sources, figures = run_sheets(finished, Split.DEV)
    assert [row[0] for row in results.rows] == ["n1", "n2"]
    assert [row[0] for row in sources.rows] == ["n1"]
    assert figures == run_sheets(finished, None)[2]
