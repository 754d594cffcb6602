"""Nobody's words are lost: not by a reload, not by a session that ran out, not by two people who save."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Person
from tests.browser.looking import check

pytestmark = pytest.mark.one_database

PUT_BACK = "We have put back text you typed earlier that was not saved."
CHANGED = "You typed this text earlier and it was not saved. The saved text has changed since."


def answer_box(page: Page) -> Locator:
    """Where the answer is typed."""
    return page.get_by_label("Answer", exact=True)


def save(page: Page) -> None:
    """Press the button and wait for what comes."""
    with page.expect_navigation():
        page.get_by_role("button", name="Save answer").click()


def without_keeping(page: Page) -> Page:
    """The page where what is typed does not come to the server before it is saved, as without a network."""
    page.route("**/unsaved", lambda route: route.fulfill(status=204))
    return page


def end_elsewhere(site: str, person: Person) -> None:
    """End every session of the officer's from another browser: the one that is open keeps its cookie."""
    other = person(site, "Policy officer")
    other.goto("/account")
    with other.expect_navigation():
        other.get_by_role("button", name="Sign out everywhere else").click()
    other.context.close()


def test_a_reload(site: str, person: Person, answer: str) -> None:
    officer = without_keeping(person(site, "Policy officer"))
    officer.goto(answer)
    saved = answer_box(officer).input_value()
    answer_box(officer).fill("Typed and not saved.")
    officer.reload()
    expect(answer_box(officer)).to_have_value("Typed and not saved.")
    expect(officer.get_by_text(PUT_BACK)).to_be_visible()
    check(officer)
    officer.get_by_role("button", name="Discard it").click()
    expect(answer_box(officer)).to_have_value(saved)
    officer.reload()
    expect(answer_box(officer)).to_have_value(saved)


def test_a_saved_text_is_not_offered_again(site: str, person: Person, answer: str) -> None:
    officer = person(site, "Policy officer")
    officer.goto(answer)
    answer_box(officer).fill("  Typed and saved.\n\nWith an empty line.  \n")
    save(officer)
    expect(officer.get_by_text("Version 2 was saved")).to_be_visible()
    officer.reload()
    expect(officer.get_by_text(PUT_BACK)).to_have_count(0)
    expect(officer.get_by_text(CHANGED)).to_have_count(0)


def test_a_comment_beside_an_unsaved_answer(site: str, person: Person, answer: str) -> None:
    officer = without_keeping(person(site, "Policy officer"))
    officer.goto(answer)
    answer_box(officer).fill("Half an answer.")
    officer.get_by_text("Add a comment").click()
    officer.get_by_label("Comment (optional)").fill("A thought meanwhile.")
    with officer.expect_navigation():
        officer.get_by_role("button", name="Send comment").click()
    expect(officer.get_by_text("Your comment was sent")).to_be_visible()
    expect(answer_box(officer)).to_have_value("Half an answer.")


def test_a_session_that_ran_out(site: str, person: Person, answer: str) -> None:
    officer = without_keeping(person(site, "Policy officer"))
    officer.goto(answer)
    answer_box(officer).fill("Typed while the session ran out.")
    end_elsewhere(site, person)
    save(officer)
    expect(officer.get_by_role("heading", level=1)).to_have_text("You have been signed out")
    expect(officer.get_by_label("Text")).to_have_value("Typed while the session ran out.")
    check(officer)
    with officer.context.expect_page() as tab:
        officer.get_by_role("link", name="Sign in again").click()
    tab.value.get_by_role("button", name="Policy officer", exact=True).click()
    tab.value.wait_for_url("**/")
    tab.value.goto(answer)
    expect(answer_box(tab.value)).to_have_value("Typed while the session ran out.")
    save(tab.value)
    expect(tab.value.get_by_text("Version 2 was saved")).to_be_visible()


def test_a_letter_typed_while_the_session_ran_out_comes_back_field_by_field(
    site: str, person: Person, response: str
) -> None:
    officer = person(site, "Policy officer")
    officer.goto(f"{response}/letter")
    letter = {
        "recipient": "The team\nDepartment for Places",
        "opening": "We welcome it.",
        "closing": "We hope so.",
    }
    for name, words in letter.items():
        officer.locator(f"#{name}").fill(words)
    officer.context.clear_cookies()
    with officer.expect_navigation():
        officer.get_by_role("button", name="Save").click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("You have been signed out")
    with officer.context.expect_page() as tab:
        officer.get_by_role("link", name="Sign in again").click()
    tab.value.get_by_role("button", name="Policy officer", exact=True).click()
    tab.value.wait_for_url("**/")
    tab.value.goto(f"{response}/letter")
    for name, words in letter.items():
        expect(tab.value.locator(f"#{name}")).to_have_value(words)
    check(tab.value)
    for name, words in (("subject", "Local partnerships"), ("key_issues", "A map"), ("signatory_name", "The leader")):
        tab.value.locator(f"#{name}").fill(words)
    with tab.value.expect_navigation():
        tab.value.get_by_role("button", name="Save").click()
    expect(tab.value.get_by_text("The covering letter was saved")).to_be_visible()
    tab.value.goto(f"{response}/letter")
    expect(tab.value.get_by_text(PUT_BACK)).to_have_count(0)


def test_what_is_typed_into_any_form_comes_back_until_it_is_saved(
    site: str, person: Person, numbers: dict[str, int]
) -> None:
    officer = person(site, "Policy officer")
    address, typed = f"/consultations/{numbers['consultation']}/details", "By post.\nAt the meeting in May."
    officer.goto(address)
    officer.get_by_label("Ways to respond").fill(typed)
    officer.context.clear_cookies()
    with officer.expect_navigation():
        officer.get_by_role("button", name="Save details").click()
    with officer.context.expect_page() as tab:
        officer.get_by_role("link", name="Sign in again").click()
    again = tab.value
    again.get_by_role("button", name="Policy officer", exact=True).click()
    again.wait_for_url("**/")
    again.goto(address)
    expect(again.get_by_label("Ways to respond")).to_have_value(typed)
    check(again)
    with again.expect_navigation():
        again.get_by_role("button", name="Save details").click()
    again.goto(address)
    expect(again.get_by_label("Ways to respond")).to_have_value(typed)
    expect(again.get_by_text(PUT_BACK)).to_have_count(0)


def test_signing_out_forgets_what_was_typed(site: str, person: Person, answer: str) -> None:
    officer = without_keeping(person(site, "Policy officer"))
    officer.goto(answer)
    saved = answer_box(officer).input_value()
    answer_box(officer).fill("Not for the next person at this desk.")
    with officer.expect_navigation():
        officer.get_by_role("button", name="Sign out").click()
    expect(officer.get_by_text("You have signed out")).to_be_visible()
    officer.get_by_role("button", name="Policy officer", exact=True).click()
    officer.wait_for_url("**/")
    officer.goto(answer)
    expect(answer_box(officer)).to_have_value(saved)


def test_two_people_save_and_both_texts_stand_side_by_side(site: str, person: Person, answer: str) -> None:
    first = without_keeping(person(site, "Policy officer"))
    second = without_keeping(person(site, "Senior policy officer"))
    first.goto(answer)
    second.goto(answer)
    answer_box(first).fill("Police divisions follow the districts.")
    answer_box(second).fill("Health bodies cross the county.")
    save(first)
    save(second)
    expect(second.get_by_role("heading", level=1)).to_have_text("Two people changed this answer")
    check(second)
    theirs = second.get_by_role("region", name="Saved by Policy officer, version 2")
    yours = second.get_by_role("region", name="By Senior policy officer, version 3")
    expect(theirs).to_contain_text("Police divisions follow the districts.")
    expect(yours).to_contain_text("Health bodies cross the county.")
    left, right = theirs.bounding_box(), yours.bounding_box()
    assert left
    assert right
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]
    second.get_by_label("Answer", exact=True).fill(
        "Police divisions follow the districts. Health bodies cross the county."
    )
    with second.expect_navigation():
        second.get_by_role("button", name="Save merged answer").click()
    expect(second.get_by_role("link", name="4 versions")).to_be_visible()
    expect(answer_box(second)).to_have_value("Police divisions follow the districts. Health bodies cross the county.")


def test_a_kept_text_is_shown_beside_what_somebody_saved_meanwhile(site: str, person: Person, answer: str) -> None:
    first = without_keeping(person(site, "Policy officer"))
    second = without_keeping(person(site, "Senior policy officer"))
    first.goto(answer)
    answer_box(first).fill("Typed before lunch.")
    first.goto("/")
    second.goto(answer)
    answer_box(second).fill("Saved over lunch.")
    save(second)
    first.goto(answer)
    expect(answer_box(first)).to_have_value("Saved over lunch.")
    expect(first.get_by_text(CHANGED)).to_be_visible()
    expect(first.get_by_text("Typed before lunch.")).to_be_visible()


def test_a_double_click_makes_one_version(site: str, person: Person, answer: str) -> None:
    for scripts, name in ((True, "Policy officer"), (False, "Senior policy officer")):
        officer = person(site, name, scripts=scripts)
        officer.goto(answer)
        before = versions(officer)
        answer_box(officer).fill(f"Saved by the {name}.")
        officer.get_by_role("button", name="Save answer").dblclick()
        officer.get_by_text("was saved").wait_for()
        officer.goto(answer)
        assert versions(officer) == before + 1


def versions(page: Page) -> int:
    """How many versions the answer has."""
    found = re.match(r"\d+", page.get_by_role("link", name=re.compile(r"^\d+ versions?$")).text_content() or "")
    assert found
    return int(found[0])


def test_the_keyboard_saves(site: str, person: Person, answer: str) -> None:
    officer = person(site, "Policy officer")
    officer.goto(answer)
    answer_box(officer).fill("Saved by the keyboard.")
    with officer.expect_navigation():
        officer.keyboard.press("Control+s")
    expect(officer.get_by_text("Version 2 was saved")).to_be_visible()
