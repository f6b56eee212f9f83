"""Articles, lists and documents that a paper replaces, asked for by their number or name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rag_papers import PAPERS, Office, office_over

from corpus.reader import read_document
from rag.articles import article_named
from rag.asks import Ask
from rag.evidence import Evidence
from rag.readers.articles import ArticleReader
from rag.readers.cited import CitedReader
from rag.readers.enumerations import EnumerationReader

REGULATION, PLAN = "suoi-lon-qd-cho-phien", "suoi-lon-kh-det"


@pytest.mark.parametrize(
    ("text", "article", "clause", "point"),
    [
        ("Điều 5 nói gì?", "5", None, None),
        ("Nội dung khoản 2 Điều 8", "8", "2", None),
        ("điểm a khoản 2, Điều 8a quy định gì", "8a", "2", "a"),
        ("dieu 12", "12", None, None),
    ],
)
def test_an_article_is_named_by_its_number(text, article, clause, point):
    found = article_named(text)
    assert found is not None
    assert (found.article, found.clause, found.point) == (article, clause, point)


@pytest.mark.parametrize("text", ["", "điều kiện 5 năm", "điều chỉnh khoản 2", "khoản 2 là gì", "trồng chè"])
def test_no_article_is_named_where_none_is(text):
    assert article_named(text) is None


@given(st.integers(1, 999), st.one_of(st.none(), st.integers(1, 99)), st.text(st.characters(categories=["Zs"])))
def test_the_span_is_that_of_the_words_that_name_it(article, clause, space):
    words = f"khoản {clause} Điều {article}" if clause is not None else f"Điều {article}"
    text = f"Theo {words}{space} thì sao"
    found = article_named(text)
    assert found is not None
    assert text[found.start : found.end] == words
    assert (found.article, found.clause) == (str(article), None if clause is None else str(clause))


@pytest.fixture(scope="module")
def suoi_lon() -> Office:
    names = (REGULATION, PLAN)
    return office_over([read_document(n, (PAPERS / f"{n}.txt").read_text(encoding="utf-8")) for n in names])


@pytest.fixture
def read(suoi_lon):
    """What one reader finds."""

    def of(kind, question: str) -> list[Evidence]:
        return kind(suoi_lon.collection).read(suoi_lon.understand(question), [])

    return of


def statements(items: list[Evidence]) -> list[str]:
    return [item.statement for item in items]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Điều 1 của Quy chế nói gì?", ["Quy chế này quy định việc quản lý chợ phiên"]),
        ("Khoản 3 Điều 2 của Quy chế nói gì?", ["3. Giữ gìn trật tự"]),
        ("Điểm b khoản 2 Điều 2 nói gì?", ["b) Phí chỗ ngồi"]),
        # What belongs to a clause is told with it, up to the next one.
        ("Khoản 2 Điều 2 nói gì?", ["2. Thu phí công khai, gồm", "a) Phí gửi xe", "b) Phí chỗ ngồi"]),
    ],
)
def test_what_stands_under_an_article_is_told(read, question, told):
    assert statements(read(ArticleReader, question)) == told


def test_a_whole_article_is_told_clause_by_clause(read):
    told = statements(read(ArticleReader, "Điều 2 của Quy chế nói gì?"))
    assert (told[0], told[-1]) == ("1. Bảo đảm vệ sinh", "3. Giữ gìn trật tự")


@pytest.mark.parametrize(
    "question",
    [
        "Điều 9 nói gì?",
        "Khoản 7 Điều 2 nói gì?",
        # An article of another document, and something asked of the article but what it says.
        "Điều 2 Nghị định số 30/2020/NĐ-CP nói gì?",
        "Ai chủ trì Điều 2?",
        "Chợ phiên nói gì?",
    ],
)
def test_no_article_is_told_that_was_not_asked_for(read, question):
    assert read(ArticleReader, question) == []


def test_a_replaced_document_is_the_one_behind_the_verb(read):
    (item,) = read(CitedReader, "Quyết định của Suối Lớn thay thế quyết định nào?")
    assert "77/QĐ-UBND" in item.statement
    assert item.ask is Ask.PAPER
    assert read(CitedReader, "Quyết định của Suối Lớn bãi bỏ quyết định nào?") == []


def test_only_documents_of_the_issuer_asked_for_are_told(read):
    (item,) = read(CitedReader, "Quyết định của Suối Lớn nêu những nghị quyết nào của Đảng ủy?")
    assert "08-NQ/ĐU" in item.statement
    assert read(CitedReader, "Quyết định của Suối Lớn nêu những nghị quyết nào của Chính phủ?") == []


@pytest.mark.parametrize(
    "question", ["Các mô hình dệt thổ cẩm gồm những mô hình nào?", "Kể tên những mô hình dệt thổ cẩm tiêu biểu"]
)
def test_the_items_behind_a_lead_in_are_told_in_order(read, question):
    items = read(EnumerationReader, question)
    assert statements(items) == [
        "Mô hình dệt tại thôn Nà Lạ",
        "Mô hình nhuộm chàm tại thôn Bản Pó",
        "Mô hình bán hàng qua mạng",
    ]
    assert len({item.score for item in items}) == 1


@pytest.mark.parametrize("question", ["Các mô hình nuôi cá lồng gồm những gì?", "Ai chủ trì các mô hình dệt thổ cẩm?"])
def test_a_list_of_something_else_or_another_question_is_not_answered_by_it(read, question):
    assert read(EnumerationReader, question) == []
