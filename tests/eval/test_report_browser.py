"""The report in a real Chromium: opened from disk, read on a phone, printed."""

from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from report_samples import ONLY_DEV, sample_run

from eval.report.page import report_page

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
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


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report_page(sample_run(), ONLY_DEV), encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_report_opens_from_disk_and_fits_the_screen(chromium, address, size):
    page = chromium.new_page(viewport=size)
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    assert page.title() == "Báo cáo mau · Hỏi đáp văn bản"
    page.locator("details").last.locator("summary").click()
    assert page.locator("table.all").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for chart in page.locator("figure svg").all():
        box = chart.bounding_box()
        assert box["width"] > 250
        assert box["height"] > 150
    page.locator(".links a").first.click()
    assert page.evaluate("document.querySelector(':target').tagName") == "ARTICLE"
    assert asked == [address]
    assert complaints == []
    page.close()


def test_what_is_closed_is_open_on_paper(chromium, address):
    page = chromium.new_page(viewport=PHONE)
    page.goto(address)
    closed = page.locator("table.all")
    assert not closed.is_visible()
    page.emulate_media(media="print")
    opened = page.evaluate("CSS.supports('selector(::details-content)')")
    told = page.locator(".print-only").is_visible()
    assert told is not opened
    assert closed.is_visible() is opened
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.close()
