import re
from html.parser import HTMLParser

import pytest
from eval_samples import INCOME, NUMBER, ONLINE, REFUSAL, WARD, refused
from report_samples import EVERY, HOSTILE, LONG, ONLY_DEV, RIGHT, sample_run
from run_samples import DEV, case, made_run, named

from eval.report.page import report_page


class Page(HTMLParser):
    """What a page is made of."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.addresses, self.words = [], [], [], []
        self._skipping = 0
        self.feed(text)
        self.close()
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self._skipping += tag == "style"
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            if name in {"href", "src", "xlink:href", "action", "srcset"}:
                self.addresses.append(value)

    def handle_endtag(self, tag):
        self._skipping -= tag == "style"

    def handle_data(self, data):
        if not self._skipping:
            self.words.append(data)


@pytest.fixture(scope="module")
def page():
    return Page(report_page(sample_run(), ONLY_DEV))


@pytest.fixture(scope="module")
def whole():
    return Page(report_page(sample_run(), EVERY))


def failure(page, number):
    """The words of one failed question."""
    start = page.text.index(f"✗ q{number} ")
    return page.text[start : page.text.index("Về danh sách câu sai", start)]


def test_headline_figures_stand_on_top(page):
    top = page.text[: page.text.index("Theo nhóm", 200)]
    assert "Tất cả 28,6% 2/7 câu" in top
    assert "Phần để chỉnh (dev) 20,0% 1/5 câu" in top
    assert "Phần để dành (held-out) 50,0% 1/2 câu" in top
    assert "Câu phải từ chối 0,0% 0/1 câu" in top
    assert "Từ chối đúng 0,0%" in top
    assert "Nhầm xã 1 câu" in top
    assert "Trả lời điều văn bản không có 1 câu" in top
    assert "Lỗi khi chạy 1 câu" in top
    # 7 questions of 10, 20 … 70 ms.
    assert "Thời gian p50 40 ms" in top
    assert "Thời gian p99 69 ms" in top


def test_what_was_run_is_told(page):
    assert "03:05 ngày 02/03/2026" in page.text
    assert "Biến thể no-dense" in page.text
    assert "Phiên bản chỉ mục v1" in page.text
    assert f"2 văn bản {WARD} 1.234 đoạn" in page.text


def test_groups_are_told_lowest_first_with_their_counts(page):
    kinds = page.text[page.text.index("Theo loại câu hỏi") : page.text.index("Theo lát")]
    assert re.findall(r"(\w+) (\d+,\d%) (\d+/\d+)", kinds) == [
        ("refuse", "0,0%", "0/1"),
        ("list", "0,0%", "0/1"),
        ("who_signs", "0,0%", "0/1"),
        ("number", "50,0%", "2/4"),
    ]
    assert "cua_rieng 0,0% 0/1" in page.text


def test_a_failed_question_is_told_in_full(page):
    told = failure(page, 2)
    assert "con số number phần để chỉnh dev bộ mau lát plain" in told
    assert f"Câu mở đầu? Phường {HOSTILE} đạt bao nhiêu?" in told
    assert "Hiểu là: Tỷ lệ của phường?" in told
    assert "không được nói: 5%" in told
    assert "Máy: đã trả lời, tin cậy 55,0%" in told
    assert "Đạt 5% - và <i>hơn</i> [1][2]." in told
    assert "Lưu ý: Hai đoạn nói khác nhau." in told
    assert INCOME in told
    assert "✗ thiếu: 82% hoặc 82 phần trăm" in told
    assert "✓ đã dẫn; tìm thấy ở hạng 1" in told


def test_evidence_is_told_with_its_heading_and_rank(page):
    told = failure(page, 3)
    assert "Máy: từ chối trả lời" in told
    assert "tin cậy" not in told
    assert "Căn cứ (phải dẫn đủ)" in told
    assert "dưới đề mục có “Chỉ tiêu”" in told
    assert f"{ONLINE} hoặc 82%" in told
    assert told.count("✗ chưa dẫn; không có trong các đoạn tìm được") == 2


def test_what_should_have_been_refused_and_what_broke_are_told(page):
    weather, broken = failure(page, 4), failure(page, 5)
    assert "Phải từ chối Văn bản không có điều được hỏi. Hỏi lại cho rõ cũng được tính là đúng." in weather
    assert "Phải nói đủ" not in weather
    assert "Câu hỏi kết thúc bằng lỗi ValueError: vỡ" in broken
    assert "– 82% hoặc 82 phần trăm" in broken
    assert "Từ chối cũng được tính là đúng." in broken


def test_questions_held_out_are_only_counted(page):
    assert "Câu để dành" not in page.text
    assert "q6" not in page.text
    assert "Phần để dành (held-out) có 1 câu sai" in page.text
    assert "ai ký: sai 1/1" in page.text
    assert "Không kể 2 câu của phần để dành." in page.text
    assert "5 câu, đúng hay sai" in page.text


def test_questions_held_out_are_shown_when_asked_for(whole):
    assert "Máy: từ chối trả lời" in failure(whole, 6)
    assert "--show-held-out" not in whole.text
    assert "7 câu, đúng hay sai" in whole.text
    assert "✓ đúng q7 Câu để dành đúng? con số" in whole.text


def test_the_page_needs_nothing_beside_itself(page):
    assert not {"script", "link", "img", "iframe", "object", "base", "form"} & set(page.tags)
    assert all(address.startswith("#") for address in page.addresses)
    assert {address[1:] for address in page.addresses} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    text = report_page(sample_run(), ONLY_DEV)
    assert not re.search(r"url\((?!#)|@import|&lt;svg", text)
    assert HOSTILE not in text


def test_links_lead_to_every_failed_question(page):
    assert page.tags.count("article") == 4
    for number in range(1, 5):
        assert page.addresses.count(f"#sai-{number}") == 2  # the list on top and the table at the end
    assert LONG in page.text


def test_the_same_run_gives_the_same_page():
    assert report_page(sample_run(), ONLY_DEV) == report_page(sample_run(), ONLY_DEV)


def test_a_run_without_fault_says_so():
    faultless = Page(report_page(made_run([case(named(NUMBER, 1, topic=DEV), RIGHT)]), ONLY_DEV))
    assert "Không có câu nào sai." in faultless.text
    assert "phần để dành" not in faultless.text
    assert "article" not in faultless.tags


def test_what_a_run_has_nothing_of_is_not_drawn():
    refusals = Page(report_page(made_run([case(REFUSAL, refused())]), EVERY))
    assert "Không có câu nào có căn cứ để tìm." in refusals.text
    assert "Không có câu trả lời nào." in refusals.text
    assert "Câu trả lời được – lượt này không hỏi" in refusals.text
