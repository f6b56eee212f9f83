"""What every reader keeps to, and what each one finds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rag_papers import BEN_SOI_KH, DONG_MAY_CTR, DONG_MAY_KH, IDS

from rag.asks import Ask
from rag.evidence import Evidence
from rag.readers import Reader
from rag.readers.articles import ArticleReader
from rag.readers.assignments import AssignmentReader
from rag.readers.cited import CitedReader
from rag.readers.clauses import ClauseReader
from rag.readers.enumerations import EnumerationReader
from rag.readers.goals import GoalReader
from rag.readers.lists import ListReader
from rag.readers.papers import PapersReader
from rag.readers.people import PeopleReader
from rag.readers.rows import RowReader
from rag.readers.targets import TargetReader
from rag.understood import Understood

READERS = (
    AssignmentReader, PeopleReader, PapersReader, GoalReader, ListReader, RowReader, ClauseReader, ArticleReader,
    CitedReader, EnumerationReader, TargetReader,
)  # fmt: skip
QUESTIONS = (
    "Ai chủ trì phát triển vùng chè sạch?",
    "Ai phối hợp xây dựng 12 điểm tập kết rác?",
    "Ai chỉ đạo xây dựng bến thuyền du lịch?",
    "Ai ký kế hoạch của phường Bến Sỏi?",
    "Bí thư Đảng ủy xã Đồng Mây là ai?",
    "Nông Thị Sâm giữ chức vụ gì?",
    "Nghị quyết số 14-NQ/TU của ai?",
    "Chỉ thị số 22-CT/TU về việc gì, ban hành ngày nào?",
    "Kế hoạch thu gom rác thải của Đồng Mây ban hành ngày nào?",
    "Nơi nhận kế hoạch của phường Bến Sỏi?",
    "Mục tiêu của kế hoạch thu gom rác thải xã Đồng Mây?",
    "Xây dựng bến thuyền du lịch gồm những gì?",
    "Phòng Kinh tế xã Đồng Mây được giao những nhiệm vụ gì?",
    "Nhiệm vụ số 2 trong phụ lục là gì?",
    "Diện tích trồng chè sạch là bao nhiêu ha?",
    "Bao lâu lấy mẫu nước hồ một lần?",
    "Xã nào có thu nhập bình quân cao nhất?",
    "Khi nào hoàn thành mua sắm 04 xe chở rác?",
    "Tóm tắt chương trình hành động của Đồng Mây",
    "Chương trình hành động của Đồng Mây viện dẫn những chỉ thị nào?",
    "Có những chỉ tiêu gì về hộ nghèo?",
    "Những nội dung của Chương trình hành động xã Đồng Mây?",
    "Khoản 2 Điều 5 nói gì?",
    "Ai chủ trì?",
    "quản lý lồng bè nuôi cá",
)


@pytest.fixture(params=READERS, ids=lambda kind: kind.__name__)
def reader(request, office) -> Reader:
    return request.param(office.collection)


def assert_sound(found: list[Evidence], understood: Understood, office) -> None:
    """What any evidence of any reader keeps to."""
    for item in found:
        assert item.document_id in understood.scope.document_ids
        assert item.statement.strip()
        assert item.quotes
        assert 0.0 < item.score <= 1.25
        text = office.documents[item.document_id].text
        for quote in item.quotes:
            assert quote.document_id == item.document_id
            paragraph = office.documents[quote.document_id].paragraph(quote.paragraph_id)
            assert paragraph.start <= quote.start < quote.end <= paragraph.end
            assert text[quote.start : quote.end].strip()


@pytest.mark.parametrize("question", QUESTIONS)
def test_evidence_lies_in_its_paragraph_and_in_scope(reader, office, question):
    understood = office.understand(question)
    hits = office.hits(understood)
    assert_sound(reader.read(understood, hits), understood, office)


@pytest.mark.parametrize("question", QUESTIONS)
def test_reading_twice_finds_the_same(reader, office, question):
    understood = office.understand(question)
    hits = office.hits(understood)
    assert reader.read(understood, hits) == reader.read(understood, hits)


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_not_in_scope_is_not_read(reader, office, question):
    for allowed in (frozenset(), frozenset({BEN_SOI_KH}), frozenset({DONG_MAY_CTR})):
        understood = office.understand(question, allowed=allowed)
        found = reader.read(understood, office.hits(understood) if allowed else [])
        assert {item.document_id for item in found} <= allowed


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_odd_questions_are_read_soundly_by_every_reader(office, data):
    pieces = data.draw(st.lists(st.one_of(st.sampled_from(QUESTIONS), st.text(max_size=10)), min_size=1, max_size=3))
    understood = office.understand(" ".join(pieces), allowed=data.draw(st.frozensets(st.sampled_from(IDS))))
    hits = office.hits(understood)
    for kind in READERS:
        assert_sound(kind(office.collection).read(understood, hits), understood, office)


@pytest.fixture
def found(office):
    """What one reader finds for a question of one kind."""

    def of(kind, question: str, ask: Ask) -> list[Evidence]:
        understood = office.understand(question)
        return [item for item in kind(office.collection).read(understood, office.hits(understood)) if item.ask is ask]

    return of


def best(items: list[Evidence]) -> Evidence:
    assert items
    return max(items, key=lambda item: item.score)


@pytest.mark.parametrize(
    ("question", "ask", "value"),
    [
        ("Ai chủ trì phát triển vùng chè sạch?", Ask.LEAD, "Phòng Kinh tế"),
        ("Ai phối hợp phát triển vùng chè sạch?", Ask.PARTNER, "Hội Nông dân xã"),
        ("Ai chỉ đạo xây dựng bến thuyền du lịch?", Ask.DIRECTOR, "Lục Văn Bằng"),
        ("Khi nào hoàn thành mua sắm 04 xe chở rác?", Ask.END, "Tháng 9/2026"),
    ],
)
def test_assignments_are_looked_up(found, question, ask, value):
    assert value in best(found(AssignmentReader, question, ask)).brief


def test_an_assignment_of_something_else_is_no_evidence(found):
    assert found(AssignmentReader, "Ai chủ trì lát đá quảng trường?", Ask.LEAD) == []


@pytest.mark.parametrize(
    ("question", "ask", "name"),
    [
        ("Ai ký kế hoạch của phường Bến Sỏi?", Ask.SIGNER, "Tạ Minh Hòe"),
        ("Bí thư Đảng ủy xã Đồng Mây là ai?", Ask.PERSON, "Nông Thị Sâm"),
        ("Lục Văn Bằng giữ chức vụ gì?", Ask.POST, "Lục Văn Bằng"),
    ],
)
def test_people_are_looked_up(found, question, ask, name):
    assert {item.brief for item in found(PeopleReader, question, ask)} == {name}


def test_a_deputy_is_not_who_holds_the_post(found):
    assert found(PeopleReader, "Chủ tịch UBND phường Bến Sỏi là ai?", Ask.PERSON) == []
    assert found(PeopleReader, "Phó Bí thư Đảng ủy xã Đồng Mây là ai?", Ask.PERSON) == []


@pytest.mark.parametrize(
    ("question", "ask", "words"),
    [
        ("Nghị quyết số 14-NQ/TU của ai?", Ask.PAPER_ISSUER, "Ban Chấp hành Đảng bộ tỉnh"),
        ("Chỉ thị số 22-CT/TU về việc gì?", Ask.PAPER_SUBJECT, "quản lý lồng bè nuôi cá"),
        ("Chỉ thị số 22-CT/TU ban hành ngày nào?", Ask.PAPER_DATE, "09/11/2025"),
        ("Số ký hiệu của kế hoạch xã Đồng Mây?", Ask.PAPER_NUMBER, "41/KH-UBND"),
        ("Kế hoạch phường Bến Sỏi ban hành khi nào?", Ask.PAPER_DATE, "ngày tháng 4 năm 2026"),
    ],
)
def test_papers_are_told_by_letterhead_or_reference(found, question, ask, words):
    assert words in best(found(PapersReader, question, ask)).statement


def test_a_number_left_blank_is_said_to_be_blank(found):
    said = best(found(PapersReader, "Số ký hiệu của kế hoạch phường Bến Sỏi?", Ask.PAPER_NUMBER)).statement
    assert "KH-UBND" in said
    assert "trống" in said


def test_a_number_that_no_paper_has_is_no_evidence(found):
    assert found(PapersReader, "Nghị quyết số 99-NQ/TU ban hành ngày nào?", Ask.PAPER_DATE) == []


def test_the_goal_of_a_paper_stands_under_its_heading(found):
    items = found(GoalReader, "Mục tiêu của kế hoạch thu gom rác thải xã Đồng Mây?", Ask.GOAL)
    assert len(items) == 2
    assert {item.document_id for item in items} == {DONG_MAY_KH}


def test_a_list_is_what_stands_under_the_heading(found):
    items = found(ListReader, "Mở phố đi bộ ven sông gồm những gì?", Ask.LIST)
    assert [item.statement.split(" ", 1)[1] for item in items] == ["Chỉnh trang vỉa hè", "Bảo đảm an ninh trật tự"]


def test_a_row_is_found_by_its_number(found):
    item = best(found(RowReader, "Nhiệm vụ số 2 trong phụ lục là gì?", Ask.CONTENT))
    assert "Mua sắm 04 xe chở rác" in item.statement
    assert found(RowReader, "Nhiệm vụ số 7 trong phụ lục là gì?", Ask.CONTENT) == []
    assert found(RowReader, "Nhiệm vụ số 2 là gì?", Ask.CONTENT) == []


@pytest.mark.parametrize(
    ("question", "ask", "words"),
    [
        ("Thu nhập bình quân đầu người ở Bến Sỏi là bao nhiêu?", Ask.NUMBER, "96 triệu đồng"),
        ("Bao lâu lấy mẫu nước hồ một lần?", Ask.FREQUENCY, "3 tháng một lần"),
    ],
)
def test_a_clause_states_what_is_asked(found, question, ask, words):
    assert words in best(found(ClauseReader, question, ask)).statement


def test_a_clause_without_a_figure_is_no_answer_to_how_many(found):
    items = found(ClauseReader, "Bao nhiêu thôn vận động Nhân dân vệ sinh đường làng?", Ask.NUMBER)
    assert all(any(letter.isdigit() for letter in item.statement) for item in items)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Những chỉ thị nào được nhắc đến trong chương trình hành động Đồng Mây?", "22-CT/TU"),
        ("Chương trình của Đồng Mây viện dẫn những nghị quyết nào?", "14-NQ/TU"),
        ("Kế hoạch phường Bến Sỏi nhắc đến những kết luận nào?", "33-KL/TU"),
    ],
)
def test_documents_that_a_paper_names_are_told_once_by_their_kind(found, question, named):
    (item,) = found(CitedReader, question, Ask.LIST)
    assert named in item.statement


def test_no_document_of_a_kind_that_is_not_named_is_told(found):
    assert found(CitedReader, "Kế hoạch phường Bến Sỏi nhắc đến những chỉ thị nào?", Ask.LIST) == []


def test_the_targets_of_a_field_are_told_and_no_others(found):
    items = found(TargetReader, "Có những chỉ tiêu gì về hộ nghèo?", Ask.LIST)
    assert [item.statement for item in items] == [
        "Tỷ lệ hộ nghèo còn dưới 0,5% vào năm 2028",
        "Tỷ lệ hộ nghèo giảm bình quân 1,4%/năm, đến năm 2030 còn dưới 3%",
    ]


def test_one_target_is_no_list_of_targets(found):
    assert found(TargetReader, "Tỷ lệ hộ nghèo của phường Bến Sỏi là bao nhiêu?", Ask.NUMBER) == []
    assert found(TargetReader, "Có những chỉ tiêu gì về nuôi cá lồng?", Ask.LIST) == []


def test_what_is_aimed_at_in_a_field_is_its_figures(found):
    items = found(TargetReader, "Mục tiêu về diện tích trồng chè sạch là gì?", Ask.GOAL)
    assert {figure for item in items for figure in ("140 ha", "160 ha") if figure in item.statement} == {
        "140 ha",
        "160 ha",
    }
    assert {item.document_id for item in items} == {DONG_MAY_CTR}
