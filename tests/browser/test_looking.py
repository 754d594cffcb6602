"""The look at a page finds what is wrong with it, also where most of the page was found good before."""

import pytest
from playwright.sync_api import Browser, Page

from tests import chromium
from tests.browser.looking import DESK, PHONE, faults

PAGE = """<!doctype html><html lang="en"><head><title>Plan</title><style>
body { color: #000; background: #fff }
%s
</style></head><body><main><h1>Plan</h1><p>Plain words.</p><p class="other">Other words.</p></main></body></html>"""
PALE = {
    "the words": ".other { color: #ccc }",
    "what is behind them": ".other { background: #333 }",
    "what is behind the whole page": "body { background: #333 }",
    "words that are seen through": ".other { opacity: 0.3 }",
    "words in a colour of their own": ".other { color: #ddd }",
    "on a phone only": "@media (max-width: 600px) { .other { color: #ccc } }",
    "too small to be pale": "body { color: #777 } h1 { font-size: 32px } .other { font-size: 12px }",
}


@pytest.fixture
def page(opened: Browser) -> Page:
    return chromium.new_page(opened, "http://127.0.0.1")


def test_nothing_is_wrong_with_a_good_page(page: Page) -> None:
    page.set_content(PAGE % "")
    assert faults(page, DESK, PHONE) == []
    assert page.locator("[data-new-look]").count() == 0


@pytest.mark.parametrize("style", PALE.values(), ids=PALE)
def test_what_cannot_be_read_is_found_after_a_good_page_of_the_same_words(page: Page, style: str) -> None:
    page.set_content(PAGE % "")
    assert faults(page, DESK, PHONE) == []
    page.set_content(PAGE % style)
    for _ in range(2):  # what was found wrong once is not taken for good
        assert "color-contrast" in " ".join(faults(page, DESK, PHONE))


def test_words_that_appear_are_measured_then(page: Page) -> None:
    page.set_content(PAGE % ".other { color: #ccc; display: none }")
    assert faults(page) == []
    page.set_content(PAGE % ".other { color: #ccc }")
    assert "color-contrast" in " ".join(faults(page))


def test_a_page_without_language_is_found(page: Page) -> None:
    page.set_content((PAGE % "").replace(' lang="en"', ""))
    assert "html-has-lang" in " ".join(faults(page))


def test_a_page_wider_than_its_window_is_found(page: Page) -> None:
    page.set_content(PAGE % ".other { width: 800px }")
    assert [fault for fault in faults(page, DESK, PHONE) if "pixels wide" in fault]
    assert faults(page, DESK) == []
