"""The pages in a real Chromium: asked, answered, read, and never run."""

from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from api.app import create_app
from api.fakes import MemoryLibrary, ScriptedAssistant

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1366, "height": 820}
QUESTION = "Ai chủ trì trồng cây?"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium):
    """Open a page at a size; whatever the page complains of fails the test at its end."""
    contexts, complaints = [], []

    def open_at(address, size=DESKTOP):
        context = chromium.new_context(viewport=size, locale="vi-VN")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(address)
        return page

    open_at.complaints = complaints
    yield open_at
    for context in contexts:
        context.close()
    assert complaints == []


def ask(page, question=QUESTION):
    page.get_by_label("Câu hỏi", exact=True).fill(question)
    page.keyboard.press("Enter")


def no_sideways_scroll(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_ask_read_the_source_and_follow_it(address, open_page, document):
    page = open_page(address)
    assert page.title() == "Hỏi đáp văn bản"
    ask(page)
    reply = page.locator(".reply")
    expect(reply).to_contain_text("Hội Phụ nữ xã chủ trì trồng cây")
    expect(reply).to_contain_text("Hiểu là: Cơ quan nào chủ trì trồng cây ở xã Hoa Mẫu?")
    expect(reply).to_contain_text("Độ chắc chắn cao")
    expect(reply.locator(".notice")).to_have_text("Hai đoạn nói khác nhau về thời hạn.")
    expect(reply.locator("li")).to_contain_text("Phòng Kinh tế")

    page.get_by_role("button", name="Xem nguồn 2").click()
    card = page.locator(".source").nth(1)
    expect(card.locator("mark")).to_have_text("Phòng Kinh tế")
    expect(card.locator(".path")).to_contain_text("1. Phân công")
    assert card.locator(".paragraph").evaluate("node => getComputedStyle(node).whiteSpace") == "pre-line"

    card.get_by_role("link", name="Mở trong văn bản").click()
    row = page.locator(f"[id='{document.paragraphs[9].id}']")
    expect(row).to_be_in_viewport()
    expect(row.locator("mark")).to_have_text("Phòng Kinh tế")
    expect(page.locator("mark")).to_have_count(1)
    assert row.evaluate("node => node.matches(':target')")

    page.go_back()
    expect(page.locator(".asked")).to_have_text(QUESTION)
    expect(page.locator(".source")).to_have_count(2)


def test_the_conversation_goes_on_until_a_new_one(address, open_page, assistant):
    page = open_page(address)
    ask(page)
    expect(page.locator(".foot")).to_have_count(1)
    ask(page, "còn ai nữa?")
    expect(page.locator(".foot")).to_have_count(2)
    expect(page.locator(".status")).to_have_text("Không tìm thấy trong tài liệu")
    page.get_by_role("button", name="Cuộc hỏi mới").click()
    expect(page.locator(".turn")).to_have_count(0)
    ask(page, "câu khác")
    expect(page.locator(".foot")).to_have_count(1)
    first, second, third = assistant.asked
    assert (first.conversation_id, third.conversation_id) == (None, None)
    assert second.conversation_id is not None


def test_enter_sends_and_shift_enter_makes_a_line(address, open_page, assistant):
    page = open_page(address)
    box = page.get_by_label("Câu hỏi", exact=True)
    expect(box).to_be_focused()
    box.press_sequentially("dòng một")
    box.press("Shift+Enter")
    box.press_sequentially("dòng hai")
    expect(box).to_have_value("dòng một\ndòng hai")
    box.press("Enter")
    expect(page.locator(".foot")).to_have_count(1)
    assert [asked.question for asked in assistant.asked] == ["dòng một\ndòng hai"]


def test_a_letter_being_composed_is_not_sent(address, open_page, assistant):
    page = open_page(address)
    box = page.get_by_label("Câu hỏi", exact=True)
    box.fill("tiê")
    box.evaluate("box => box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true}))")
    expect(page.locator(".turn")).to_have_count(0)
    assert assistant.asked == []


def test_everything_works_from_the_keyboard(address, open_page):
    page = open_page(address)
    ask(page)
    expect(page.locator(".foot")).to_have_count(1)
    label = page.get_by_role("button", name="Xem nguồn 2")
    label.focus()
    page.keyboard.press("Enter")
    head = page.locator(".source-head").nth(1)
    expect(head).to_be_focused()
    expect(head).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#turns")).to_have_attribute("aria-live", "polite")


def test_a_suggestion_asks_itself(address, open_page, assistant):
    page = open_page(address)
    button = page.locator(".suggestion").first
    words = button.text_content()
    button.click()
    expect(page.locator(".asked")).to_have_text(words)
    expect(page.locator(".foot")).to_have_count(1)
    assert assistant.asked[0].question == words


def test_markup_in_questions_and_papers_is_shown_not_run(address, open_page, hostile_answer, document):
    page = open_page(address)
    ask(page, hostile_answer.question)
    expect(page.locator(".asked")).to_have_text(hostile_answer.question)
    expect(page.locator(".words")).to_contain_text("<script>")
    expect(page.locator(".source-title")).to_have_text(hostile_answer.question)
    assert page.locator("#main script, #main img").count() == 0
    assert page.title() == "Hỏi đáp văn bản"
    page.goto(f"{address}/documents/{document.id}")
    expect(page.locator(f"[id='{document.paragraphs[7].id}']")).to_have_text(hostile_answer.question)
    assert page.locator("main script, main img").count() == 0
    assert "hỏng" not in page.title()


def test_a_lost_connection_keeps_the_question(address, open_page):
    page = open_page(address)
    page.context.set_offline(True)
    ask(page, "câu đang hỏi")
    expect(page.get_by_role("alert")).to_contain_text("Không kết nối được với máy chủ")
    expect(page.get_by_label("Câu hỏi", exact=True)).to_have_value("câu đang hỏi")
    expect(page.locator(".turn")).to_have_count(0)
    page.context.set_offline(False)
    page.keyboard.press("Enter")
    expect(page.locator(".foot")).to_have_count(1)
    expect(page.get_by_role("alert")).to_be_hidden()
    # The browser itself reports the request that failed.
    assert all("ERR_INTERNET_DISCONNECTED" in words for words in open_page.complaints)
    open_page.complaints.clear()


def test_a_refusal_is_said_and_keeps_the_question(serve, library, settings, open_page):
    assistant = ScriptedAssistant(failure=RuntimeError("secret words"))
    with serve(create_app(assistant, library, settings)) as address:
        page = open_page(address)
        ask(page, "câu đang hỏi")
        expect(page.get_by_role("alert")).to_contain_text("Máy chủ gặp lỗi")
        expect(page.get_by_label("Câu hỏi", exact=True)).to_have_value("câu đang hỏi")
        assert "secret" not in page.content()
    open_page.complaints.clear()


def test_a_conversation_that_ended_on_the_server_can_go_on_as_a_new_one(serve, library, settings, open_page, answer):
    assistant = ScriptedAssistant([answer])
    with serve(create_app(assistant, library, settings)) as address:
        page = open_page(address)
        ask(page)
        expect(page.locator(".foot")).to_have_count(1)
        kept = page.evaluate("sessionStorage.getItem('hoidap.conversation')")
        ended = kept.replace("conversation-1", "conversation-gone")
        page.evaluate("kept => sessionStorage.setItem('hoidap.conversation', kept)", ended)
        page.reload()
        ask(page, "hỏi tiếp")
        expect(page.get_by_role("alert")).to_contain_text("hết hạn")
        expect(page.get_by_label("Câu hỏi", exact=True)).to_have_value("hỏi tiếp")
        page.keyboard.press("Enter")
        expect(page.locator(".foot")).to_have_count(2)
    open_page.complaints.clear()


def test_feedback_is_thanked_and_kept(address, open_page, settings):
    page = open_page(address)
    ask(page)
    page.get_by_role("button", name="Chưa đúng").click()
    expect(page.locator(".thanks")).to_have_text("Đã ghi nhận, cảm ơn bạn.")
    assert '"rating":"down"' in (settings.data_dir / "feedback.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_runs_out_of_the_screen(address, open_page, document, size):
    page = open_page(address, size)
    assert no_sideways_scroll(page)
    ask(page, QUESTION)
    page.get_by_role("button", name="Xem nguồn 1").click()
    card = page.locator(".source").first
    expect(card.locator("mark")).to_be_visible()
    assert no_sideways_scroll(page)
    words, source = page.locator(".words").bounding_box(), card.bounding_box()
    if size is PHONE:
        assert source["y"] > words["y"] + words["height"]
    else:
        assert source["x"] > words["x"] + words["width"]
    for path in (f"/documents/{document.id}", "/documents", "/docs", "/documents/khong-co"):
        page.goto(address + path)
        assert no_sideways_scroll(page), path
    open_page.complaints.clear()


def test_the_page_is_readable_in_the_dark(address, open_page):
    page = open_page(address)
    light = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != light


def test_a_document_page_has_menu_table_and_anchors(address, open_page, document):
    page = open_page(f"{address}/documents/{document.id}")
    menu = page.get_by_role("navigation", name="Mục lục")
    menu.get_by_role("link", name="1. Phân công").click()
    assert page.url.endswith(f"#{document.paragraphs[5].id}")
    expect(page.locator(":target")).to_have_text("1. Phân công")
    assert page.locator("th").all_text_contents() == ["Nhiệm vụ", "Chủ trì"]
    assert page.locator("tbody tr").count() == 2
    for paragraph in document.paragraphs:
        assert page.locator(f"[id='{paragraph.id}']").count() == 1


def test_an_unknown_document_is_a_page_for_people(address, open_page):
    page = open_page(f"{address}/documents/khong-co")
    expect(page.locator("main")).to_contain_text("khong-co")
    page.get_by_role("link", name="Về trang hỏi đáp").click()
    expect(page.get_by_label("Câu hỏi", exact=True)).to_be_visible()
    open_page.complaints.clear()


def test_the_shelf_lists_the_papers(serve, settings, document, open_page):
    with serve(create_app(ScriptedAssistant(), MemoryLibrary([document]), settings)) as address:
        page = open_page(f"{address}/documents")
        page.get_by_role("link", name=document.metadata.title).click()
        expect(page.locator("h1")).to_have_text(document.metadata.title)
