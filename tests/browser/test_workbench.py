"""The page of an answer: the text fills the screen, what saves it stays in sight, by keyboard and without scripts."""

import os
import re
import signal
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Person
from tests.browser.looking import DESK, PHONE, faults
from tests.chromium import ARGUMENTS, find_chromium, new_page, sign_in

pytestmark = pytest.mark.one_database

SIZES = {DESK: (720, 14), PHONE: (667, 8)}  # the width of a screen: its height, and the lines of text that it must show
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])


def box(page: Page) -> Locator:
    """Where the answer is typed."""
    return page.get_by_label("Answer", exact=True)


def at_size(page: Page, width: int) -> Page:
    """The page on a screen of that width, as high as such screens are."""
    page.set_viewport_size({"width": width, "height": SIZES[width][0]})
    return page


def bounds(place: Locator) -> tuple[float, float]:
    """Where something begins and ends on the screen."""
    found = place.bounding_box()
    assert found
    return found["y"], found["y"] + found["height"]


def lines_in_sight(page: Page) -> float:
    """How many lines of the text box nothing hides."""
    top, bottom = bounds(box(page))
    _, under = bounds(page.locator(".app-strip"))
    bar, _ = bounds(page.locator(".app-bar"))
    height, padding = box(page).evaluate(
        "box => (style => [parseFloat(style.lineHeight), parseFloat(style.paddingTop)])(getComputedStyle(box))"
    )
    return float((min(bottom, bar) - max(top, under) - padding) / height)


@SCRIPTS
@pytest.mark.parametrize("width", SIZES)
def test_the_text_fills_the_screen_and_what_saves_it_is_in_sight(
    tour: str, person: Person, answer: str, width: int, scripts: bool
) -> None:
    officer = at_size(person(tour, "Policy officer", width=width, scripts=scripts), width)
    officer.goto(answer)
    if width == PHONE and not scripts:  # the menu stands open where no script can open it
        officer.locator(".app-strip").evaluate("strip => strip.scrollIntoView()")
    assert lines_in_sight(officer) >= SIZES[width][1]
    for needed in ("Save answer", "Save and next question"):
        expect(officer.get_by_role("button", name=needed)).to_be_in_viewport(ratio=1)
    expect(officer.get_by_label("Status")).to_be_in_viewport(ratio=1)
    expect(officer.locator(".app-ask")).to_be_in_viewport(ratio=1)
    assert bounds(officer.get_by_label("Status"))[1] <= SIZES[width][0]


@SCRIPTS
@pytest.mark.parametrize("who", ["Policy officer", "Police partner", "Council Executive"])
def test_axe_finds_nothing(tour: str, person: Person, commented: str, who: str, scripts: bool) -> None:
    page = person(tour, who, scripts=scripts)
    page.goto(commented)
    if scripts:
        for tab in page.get_by_role("tab").all():
            tab.click()
            assert faults(page, DESK, PHONE) == []
    else:
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@SCRIPTS
def test_saving_says_so_in_a_quiet_line_and_moves_nothing(
    site: str, person: Person, answer: str, scripts: bool
) -> None:
    officer = at_size(person(site, "Policy officer", scripts=scripts), DESK)
    officer.goto(answer)
    before = bounds(box(officer))
    box(officer).fill("Written in the working view.")
    officer.get_by_label("Status").select_option(label="Ready")
    with officer.expect_navigation():
        officer.get_by_role("button", name="Save answer").click()
    expect(officer.get_by_role("status").filter(has_text="Version 2 was saved")).to_have_text(
        re.compile(r"Saved \d{1,2}(:\d\d)?(am|pm)")
    )
    expect(officer.locator(".govuk-notification-banner")).to_have_count(0)
    expect(officer.get_by_label("Status")).to_have_value("ready")
    assert bounds(box(officer)) == before


@SCRIPTS
def test_save_and_next_goes_on_to_the_next_question(site: str, person: Person, answer: str, scripts: bool) -> None:
    officer = person(site, "Policy officer", scripts=scripts)
    officer.goto(answer)
    box(officer).fill("Saved on the way.")
    with officer.expect_navigation():
        officer.get_by_role("button", name="Save and next").click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("Question 14")
    expect(officer.get_by_text("Question 13: Version 2 was saved")).to_be_visible()
    officer.goto(answer)
    expect(box(officer)).to_have_value("Saved on the way.")


def test_the_keyboard_saves_goes_on_and_turns_the_questions(site: str, person: Person, answer: str) -> None:
    officer = person(site, "Policy officer")
    officer.goto(answer)
    box(officer).fill("Saved by the keyboard.")
    with officer.expect_navigation():
        officer.keyboard.press("Control+Enter")
    heading = officer.get_by_role("heading", level=1)
    expect(heading).to_have_text("Question 14")
    for key, question in (("PageUp", 13), ("PageUp", 12), ("PageDown", 13)):
        with officer.expect_navigation():
            officer.keyboard.press(f"Alt+{key}")
        expect(heading).to_have_text(f"Question {question}")
    expect(box(officer)).to_have_value("Saved by the keyboard.")


def test_the_tabs_remember_themselves_for_each_person(tour: str, person: Person, answer: str, commented: str) -> None:
    officer = person(tour, "Policy officer")
    officer.goto(commented)
    expect(officer.get_by_role("tab", name="Comments")).to_have_attribute("aria-selected", "true")
    officer.get_by_role("tab", name="Comments").press("ArrowRight")
    expect(officer.get_by_role("tab", name="Earlier answers")).to_be_focused()
    tabs = officer.get_by_role("tab")
    keys = ("Home", 0), ("ArrowLeft", -1), ("ArrowRight", 0), ("End", -1), ("ArrowRight", 0), ("ArrowRight", 1)
    for key, at in keys:
        officer.keyboard.press(key)
        expect(tabs.nth(at)).to_be_focused()
        expect(tabs.nth(at)).to_have_attribute("aria-selected", "true")
    officer.keyboard.press("Space")
    expect(tabs.nth(1)).to_have_attribute("aria-selected", "true")
    officer.keyboard.press("ArrowRight")
    officer.goto(answer)
    expect(officer.get_by_role("tabpanel")).to_have_count(1)
    expect(officer.get_by_role("tabpanel", name="Earlier answers")).to_be_visible()
    officer.goto(f"{commented}#comments")
    expect(officer.get_by_role("tabpanel", name="Comments")).to_be_visible()
    officer.goto("/")
    with officer.expect_navigation():
        officer.get_by_role("button", name="Sign out").click()
    officer.get_by_role("button", name="Senior policy officer", exact=True).click()
    officer.wait_for_url("**/")
    officer.goto(answer)
    expect(officer.get_by_role("tabpanel", name="Comments")).to_be_visible()


def test_without_scripts_the_tabs_lead_to_sections_in_order(tour: str, person: Person, commented: str) -> None:
    page = person(tour, "Policy officer", width=PHONE, scripts=False)
    page.goto(commented)
    order = [page.locator(f"#{name}") for name in ("passage", "comments", "earlier")]
    for section in order:
        expect(section).to_be_visible()
    tops = [bounds(section)[0] for section in order]
    assert tops == sorted(tops)
    page.get_by_role("link", name="Earlier answers").click()
    expect(page.locator("#earlier")).to_be_in_viewport()


def test_the_length_is_told_while_typing_and_stops_nobody(site: str, person: Person, numbers: dict[str, int]) -> None:
    officer = person(site, "Policy officer")
    officer.goto(f"/answers/{numbers['limited']}")
    length = officer.locator("[data-count]")
    box(officer).fill("Seven words, and one dash - no more.")
    expect(length).to_have_text(re.compile("8 of 500 words"))
    box(officer).fill("word " * 501)
    expect(length).to_have_text(re.compile("1 word over the limit of 500"))
    with officer.expect_navigation():
        officer.get_by_role("button", name="Save answer").click()
    expect(officer.get_by_text("Version 1 was saved")).to_be_visible()
    expect(length).to_have_text(re.compile("1 word over the limit of 500"))
    assert faults(officer, DESK, PHONE) == []


# --- What is typed is kept until it is saved.

KEPT = re.compile(r"Your changes of \d{1,2}(:\d\d)?(am|pm) are kept, not saved yet")
UNSAVED = re.compile(r"Your unsaved changes of \d{1,2}(:\d\d)?(am|pm)")


def line(page: Page) -> Locator:
    """What the bar says of the text."""
    return page.locator("[data-saved]")


def test_what_is_typed_is_kept_on_the_server_and_shown_again(site: str, person: Person, answer: str) -> None:
    officer = person(site, "Policy officer")
    officer.goto(answer)
    saved = box(officer).input_value()
    box(officer).fill("Half a thought")
    expect(line(officer)).to_have_text(KEPT)
    assert officer.evaluate("Object.keys(localStorage).filter(key => key.startsWith('consult-kept'))") == []
    elsewhere = person(site, "Policy officer", scripts=False)  # another browser, and one without scripts
    elsewhere.goto(answer)
    expect(box(elsewhere)).to_have_value("Half a thought")
    expect(elsewhere.get_by_text(UNSAVED)).to_be_visible()
    colleague = person(site, "Senior policy officer")
    colleague.goto(answer)
    expect(box(colleague)).to_have_value(saved)
    officer.reload()
    expect(box(officer)).to_have_value("Half a thought")
    assert faults(officer, DESK, PHONE) == []
    officer.get_by_text("See the saved text").click()
    expect(officer.get_by_text(saved).first).to_be_visible()
    box(officer).fill("Half a thought, and more")
    expect(line(officer)).to_have_text(KEPT)
    with officer.expect_navigation():
        officer.get_by_role("link", name="discard them").click()
    expect(officer.get_by_text("Half a thought, and more")).to_be_visible()
    assert faults(officer, DESK, PHONE) == []
    with officer.expect_navigation():
        officer.get_by_role("button", name="Discard changes").click()
    expect(box(officer)).to_have_value(saved)


def test_a_save_takes_the_unsaved_text_with_it(site: str, person: Person, answer: str) -> None:
    officer = person(site, "Policy officer")
    officer.goto(answer)
    box(officer).fill("Typed, kept and saved.")
    expect(line(officer)).to_have_text(KEPT)
    with officer.expect_navigation():
        officer.get_by_role("button", name="Save answer").click()
    officer.goto(answer)
    expect(officer.get_by_text(UNSAVED)).to_have_count(0)
    expect(box(officer)).to_have_value("Typed, kept and saved.")


def test_two_who_have_the_answer_open_see_each_other(site: str, person: Person, answer: str) -> None:
    first, second = person(site, "Policy officer"), person(site, "Senior policy officer")
    first.goto(answer)
    expect(first.locator("[data-here]")).to_be_hidden()
    second.goto(answer)
    expect(first.get_by_text("Senior policy officer is also here")).to_be_visible(timeout=10_000)
    expect(second.get_by_text("Policy officer is also here")).to_be_visible(timeout=10_000)
    partner = person(site, "Police partner")
    partner.goto(answer)
    expect(partner.get_by_text("also here")).to_have_count(0)


def test_without_a_network_it_is_kept_here_and_sent_when_it_is_back(opened: Browser, site: str, answer: str) -> None:
    officer = new_page(opened, site)
    sign_in(officer, "Policy officer")
    officer.goto(answer)
    officer.context.set_offline(True)
    box(officer).fill("Written in a tunnel")
    expect(line(officer)).to_contain_text("No connection since")
    officer.context.set_offline(False)
    expect(line(officer)).to_have_text(KEPT)
    elsewhere = new_page(opened, site)
    sign_in(elsewhere, "Policy officer")
    elsewhere.goto(answer)
    expect(box(elsewhere)).to_have_value("Written in a tunnel")
    elsewhere.context.close()
    officer.context.close()


def test_an_ended_session_loses_nothing_and_goes_on_after_signing_in(opened: Browser, site: str, answer: str) -> None:
    officer = new_page(opened, site)
    sign_in(officer, "Policy officer")
    officer.goto(answer)
    officer.context.clear_cookies()
    box(officer).fill("Written while signed out")
    expect(line(officer)).to_contain_text("You were signed out. Nothing is lost.")
    with officer.context.expect_page() as tab:
        line(officer).get_by_role("link", name="Sign in and save").click()
    tab.value.get_by_role("button", name="Policy officer", exact=True).click()
    expect(line(officer)).to_have_text(KEPT, timeout=15_000)
    with officer.expect_navigation():
        officer.get_by_role("button", name="Save answer").click()
    expect(officer.get_by_text("Version 2 was saved")).to_be_visible()
    expect(box(officer)).to_have_value("Written while signed out")
    officer.context.close()


def test_what_was_typed_without_a_network_outlives_a_killed_browser(
    opened: Browser, site: str, answer: str, tmp_path: Path
) -> None:
    folder = tmp_path / "profile"
    start = partial(
        opened.browser_type.launch_persistent_context,
        folder,
        executable_path=find_chromium(),
        args=ARGUMENTS,
        base_url=site,
    )
    first = start().pages[0]
    sign_in(first, "Policy officer")
    first.goto(answer)
    box(first).fill("Kept on the server.")
    expect(line(first)).to_have_text(KEPT)
    first.context.set_offline(True)
    box(first).fill("Kept on the server. Kept in the browser.")
    expect(line(first)).to_contain_text("No connection since")
    wait_until_written(first, folder, "Kept in the browser.")
    kill(folder)
    again = start().pages[0]
    sign_in(again, "Policy officer")
    again.goto(answer)
    expect(box(again)).to_have_value("Kept on the server. Kept in the browser.")
    expect(line(again)).to_have_text(KEPT)
    again.context.close()


def wait_until_written(page: Page, folder: Path, words: str) -> None:
    """Wait until the browser has written its store to the disk, which it does after some seconds."""
    spelt = words.encode(), words.encode("utf-16-le")
    for _ in range(150):
        files = [path.read_bytes() for path in (folder / "Default" / "Local Storage").rglob("*.log")]
        if any(each in content for content in files for each in spelt):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the browser has not written what was typed")


def kill(folder: Path) -> None:
    """End the browser of a profile as a crash ends it."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_text()
        except OSError:
            continue
        if f"--user-data-dir={folder}" in command and "--type=" not in command:
            os.kill(int(process.name), signal.SIGKILL)
