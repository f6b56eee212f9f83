"""Figures of one place that contradict each other."""

import pytest
from rag_samples import choice, finding, quote_of

from corpus.model import Document
from corpus.reader import read_document
from rag.asks import Ask
from rag.choosing import Choice
from rag.collection import Collection
from rag.rivals import Rivals
from rag.topic import make_topic, tokens

HEAD = (
    "ỦY BAN NHÂN DÂN\nXÃ {upper}\n\nSố: 12/KH-UBND\n{place}, ngày 03 tháng 4 năm 2026\n\n"
    "KẾ HOẠCH\nPhát triển kinh tế vườn đồi\n\nI. CHỈ TIÊU\n\n"
)
TAIL = "\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n\nLò Văn Pín\n"
CHE = "Diện tích trồng chè sạch đạt 140 ha vào năm 2030."
OTHER_CHE = "Diện tích trồng chè sạch đạt 160 ha vào năm 2030."


def paper(name: str, *lines: str, place: str = "Suối Lớn") -> Document:
    items = "\n\n".join(f"({number}) {line}" for number, line in enumerate(lines, 1))
    return read_document(name, HEAD.format(upper=place.upper(), place=place) + items + TAIL)


def topic(text: str):
    return make_topic([(word, at) for at, word in enumerate(tokens(text))], lambda _: 1.0)


def told(papers: list[Document], words: str, asked: str = "diện tích trồng chè sạch", ask: Ask = Ask.NUMBER) -> Choice:
    """What is told where the first paper's clause with these words was chosen."""
    quote = quote_of(papers[0], words)
    chosen = choice(ask, finding("xã Suối Lớn", words, quote))
    (found,) = Rivals(Collection(papers)).told([chosen], topic(asked))
    return found


def statements(found: Choice) -> list[str]:
    return [one.statement for one in found.findings]


def contradict(one: str, other: str) -> bool:
    """Say whether two papers of one place are told together; the same both ways round."""
    asked = "số hóa toàn trình diện tích trồng chè tỷ lệ hộ nghèo thu ngân sách sản phẩm doanh thu chợ"
    both = []
    for first, second in ((one, other), (other, one)):
        papers = [paper("mot", first), paper("hai", second)]
        only = topic(" ".join(word for word in tokens(asked) if word in tokens(first)))
        chosen = choice(Ask.NUMBER, finding("xã Suối Lớn", first, quote_of(papers[0], first)))
        (found,) = Rivals(Collection(papers)).told([chosen], only)
        assert found.differs is (len(found.findings) == 2)
        both.append(found.differs)
    assert both[0] is both[1]
    return both[0]


def test_another_figure_of_the_same_thing_is_told_behind_the_one_it_contradicts():
    papers = [paper("mot", CHE), paper("hai", OTHER_CHE)]
    found = told(papers, CHE)
    assert found.differs
    assert statements(found) == [CHE, OTHER_CHE.rstrip(".")]
    assert [one.place for one in found.findings] == ["xã Suối Lớn", "xã Suối Lớn"]
    (quote,) = found.findings[1].quotes
    assert quote.document_id == "hai"
    assert "160 ha" in papers[1].text[quote.start : quote.end]


def test_two_paragraphs_of_one_paper_may_contradict_each_other():
    found = told([paper("mot", CHE, "Làm 5 km đường bê tông.", OTHER_CHE)], CHE)
    assert statements(found) == [CHE, OTHER_CHE.rstrip(".")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tỷ lệ hộ nghèo còn dưới 2% vào năm 2030.", "Tỷ lệ hộ nghèo còn dưới 3% vào năm 2030."),
        # Words that tell nothing may be left out.
        ("Tỷ lệ thủ tục hành chính số hóa toàn trình đạt 80%.", "Tỷ lệ số hóa toàn trình đạt 90%."),
        # By when there are none left is what differs.
        ("Đến năm 2028 không còn hộ nghèo.", "Đến năm 2030 không còn hộ nghèo."),
        ("Tỷ lệ hộ nghèo được vay vốn đạt 100% năm 2028.", "Tỷ lệ hộ nghèo được vay vốn đạt 100% năm 2030."),
        ("Thu ngân sách tăng trên 10%/năm.", "Thu ngân sách tăng từ 10%/năm trở lên."),
        ("Doanh thu chợ đạt 1,2 tỷ đồng.", "Doanh thu chợ đạt 1.300 triệu đồng."),
        ("Có 05 sản phẩm OCOP 3 sao đến năm 2030.", "Có 02 sản phẩm OCOP 3 sao đến năm 2030."),
        ("Tỷ lệ hộ nghèo ở mỗi thôn còn dưới 2%.", "Tỷ lệ hộ nghèo ở mỗi thôn còn dưới 3%."),
        ("Tỷ lệ hộ nghèo giảm 1% tổng số hộ.", "Tỷ lệ hộ nghèo giảm 2% tổng số hộ."),
    ],
)
def test_figures_of_one_thing_that_cannot_both_be_right_are_told_together(one, other):
    assert contradict(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (CHE, CHE),
        # Another year, part of the year, place, base or thing.
        ("Tỷ lệ hộ nghèo còn dưới 2% vào năm 2030.", "Tỷ lệ hộ nghèo còn dưới 3% vào năm 2028."),
        ("Tỷ lệ hộ nghèo được vay vốn đạt 80% năm 2028.", "Tỷ lệ hộ nghèo được vay vốn đạt 80% năm 2030."),
        ("Trồng chè đạt 14 ha trong 6 tháng đầu năm 2026.", "Trồng chè đạt 16 ha trong 6 tháng cuối năm 2026."),
        (
            "Diện tích trồng chè sạch theo hướng hữu cơ lâu dài ở thôn Vàng đạt 14 ha.",
            "Diện tích trồng chè sạch theo hướng hữu cơ lâu dài ở thôn Lụa đạt 16 ha.",
        ),
        ("Tỷ lệ hộ nghèo giảm 1% tổng số hộ.", "Tỷ lệ hộ nghèo giảm 2% so với năm 2024."),
        ("Có 05 sản phẩm OCOP 3 sao đến năm 2030.", "Có 02 sản phẩm OCOP 4 sao đến năm 2030."),
        ("Diện tích trồng chè sạch đạt 140 ha.", "Diện tích trồng sen lấy hạt đạt 20 ha."),
        # A level is no growth, an area no yield; one sum in two units is one sum.
        ("Diện tích trồng chè sạch đạt 140 ha.", "Diện tích trồng chè sạch tăng 20 ha."),
        ("Diện tích trồng chè sạch đạt 140 ha.", "Diện tích trồng chè sạch đạt 30%."),
        ("Doanh thu chợ đạt 1,2 tỷ đồng.", "Doanh thu chợ đạt 1.200 triệu đồng."),
        # What doubles in one year may double again.
        ("Doanh thu chợ tăng 100% năm 2028.", "Doanh thu chợ tăng 100% năm 2030."),
        # A bare figure may mean "from … on".
        ("Thu ngân sách tăng 10%/năm.", "Thu ngân sách tăng từ 10%/năm trở lên."),
    ],
)  # fmt: skip
def test_figures_that_go_together_are_not(one, other):
    assert not contradict(one, other)


def test_figures_of_one_paragraph_do_not_contradict_each_other():
    both = "Diện tích trồng chè sạch đạt 140 ha; diện tích trồng chè sạch đạt 160 ha."
    assert not told([paper("mot", both)], "Diện tích trồng chè sạch đạt 140 ha").differs


def test_another_places_figure_is_no_contradiction():
    assert not told([paper("mot", CHE), paper("hai", OTHER_CHE, place="Bãi Xanh")], CHE).differs


def test_a_figure_that_is_told_already_is_not_told_again():
    papers = [paper("mot", CHE), paper("hai", OTHER_CHE)]
    chosen = choice(
        Ask.NUMBER,
        finding("xã Suối Lớn", CHE, quote_of(papers[0], CHE)),
        finding("xã Suối Lớn", OTHER_CHE, quote_of(papers[1], OTHER_CHE)),
    )
    assert Rivals(Collection(papers)).told([chosen], topic("diện tích trồng chè sạch")) == (chosen,)


def test_only_figures_of_what_was_asked_are_held_against_others():
    papers = [paper("mot", CHE), paper("hai", OTHER_CHE)]
    assert not told(papers, CHE, asked="năm 2030 xây bến thuyền du lịch lòng hồ").differs


def test_who_leads_has_no_rival():
    papers = [paper("mot", CHE), paper("hai", OTHER_CHE)]
    assert not told(papers, CHE, ask=Ask.LEAD).differs
