"""The frame of every page in Chromium: one line of header, one bar that covers nothing and moves nothing."""

import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Person
from tests.browser.looking import faults

pytestmark = pytest.mark.one_database

TOPS = """[...document.querySelectorAll('.govuk-service-navigation__service-name, .govuk-service-navigation__item')]
    .map(each => Math.round(each.getBoundingClientRect().top))"""
# Of what has the focus: where it ends, where the bar begins, and whether it is in the bar itself. Scripts look in the
# next frame.
FOCUSED = """() => new Promise((tell) => requestAnimationFrame(() => requestAnimationFrame(() => {
    const focused = document.activeElement, bar = document.querySelector('.app-bar');
    tell([focused.getBoundingClientRect().bottom, bar.getBoundingClientRect().top, bar.contains(focused)]);
})))"""


def height(page: Page, selector: str) -> float:
    """How high something is, in pixels."""
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["height"]


def test_every_entry_that_there_is_stands_in_one_line_of_50_pixels(site: str, person: Person, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "demonstration.sqlite") as opened:
        opened.execute(
            "INSERT INTO roles_held (person_id, role) SELECT id, 'policy_officer' FROM people WHERE name = ?",
            ("Administrator",),
        )
    page = person(site, "Administrator")
    assert page.get_by_role("navigation", name="Menu").get_by_role("listitem").count() == 10
    assert len(set(page.evaluate(TOPS))) == 1
    assert height(page, "header") == 50
    page.get_by_role("link", name="Administrator").click()
    expect(page.locator("h1")).to_have_text("My account")
    assert "Borough Council" in (page.get_by_role("link", name="Administrator").get_attribute("title") or "")
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.locator("h1")).to_have_text("Sign in")
    assert height(page, "header") == 50


@pytest.mark.parametrize("width", [375, 320])
def test_on_a_telephone_the_name_and_the_menu_stand_in_one_line(tour: str, person: Person, width: int) -> None:
    page = person(tour, "Policy officer", width=width)
    assert height(page, "header") <= 50
    menu = page.get_by_role("button", name="Menu")
    name, button = page.locator(".govuk-service-navigation__service-name").bounding_box(), menu.bounding_box()
    assert name is not None
    assert button is not None
    assert name["x"] + name["width"] <= button["x"]
    assert name["height"] < 30
    assert button["x"] + button["width"] <= width
    menu.click()
    assert page.get_by_role("button", name="Sign out").is_visible()
    assert faults(page, width) == []


@pytest.mark.parametrize("size", [(1280, 720), (375, 667)])
def test_the_bar_never_covers_what_has_the_focus(
    tour: str, person: Person, response: str, size: tuple[int, int]
) -> None:
    page = person(tour, "Policy officer")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{response}/report")
    page.locator("main input:not([type=hidden])").first.focus()
    fields = page.locator("main form").first.locator("input:not([type=hidden]), textarea").count()
    assert fields > 15
    covered = []
    for _ in range(fields):
        bottom, top, inside = page.evaluate(FOCUSED)
        if not inside and bottom > top + 1:
            covered.append((bottom, top))
        page.keyboard.press("Tab")
    assert covered == []


def test_a_save_is_said_in_the_bar_spoken_and_moves_nothing(site: str, person: Person) -> None:
    page = person(site, "Policy officer")
    page.goto("/library/retention")
    form = page.locator("main form").first
    before = form.bounding_box()
    page.add_init_script(
        """addEventListener('DOMContentLoaded', () => new MutationObserver((changes) => {
            const words = changes.flatMap((each) => [...each.addedNodes].map((node) => node.textContent))
            document.body.dataset.spoken = words.join(' ')
        }).observe(document.querySelector('[data-told]') ?? document.head, { childList: true }))"""
    )
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Save the rule").click()
    said = page.get_by_role("status")
    expect(said).to_contain_text("saved")
    assert page.locator("main form .app-bar").get_by_role("status").count() == 1
    assert form.bounding_box() == before
    bar = page.locator(".app-bar").bounding_box()
    assert bar is not None
    assert bar["y"] + bar["height"] <= 900
    expect(page.locator("body")).to_have_attribute("data-spoken", re.compile("saved"))
    assert faults(page) == []


def test_a_page_without_a_bar_says_it_at_its_foot(site: str, person: Person, response: str) -> None:
    page = person(site, "Policy officer", width=375)
    page.goto(response)
    heading = page.locator(".app-response__name").bounding_box()
    page.goto(f"{response}/plan")
    page.get_by_role("button", name="Save the plan").click()
    said = page.get_by_role("status")
    expect(said).to_contain_text("The plan was saved.")
    assert page.locator(".app-response__name").bounding_box() == heading
    box = said.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 740
    assert faults(page, 375) == []


def test_on_a_telephone_the_page_where_one_is_is_in_sight(tour: str, person: Person, response: str) -> None:
    page = person(tour, "Policy officer", width=375)
    page.goto(f"{response}/record")
    link = page.get_by_role("navigation", name="This response").get_by_role("link", name="Record").bounding_box()
    assert link is not None
    assert 0 <= link["x"] <= 375 - link["width"]


def test_on_paper_a_page_has_its_heading_and_nothing_to_press(tour: str, person: Person, response: str) -> None:
    page = person(tour, "Policy officer")
    page.goto(f"{response}/documents")
    page.emulate_media(media="print")
    assert page.get_by_role("heading", name="Documents", exact=True).is_visible()
    assert height(page, "h1") > 20
    assert page.locator(".app-response__name").is_visible()
    assert page.locator(".app-sub").is_hidden()
    assert page.get_by_role("button", name="Sign out").is_hidden()
    assert page.locator(".app-sprite").is_hidden()
