"""What stands above every page of a response: its name, its dates, and the pages of it that somebody may open."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from consult import dates
from consult.database import Database
from consult.demo.cast import Cast
from consult.drafting.models import Answer, Milestone
from consult.question_sets.models import Question
from tests.factories.situations import Drafting, sent
from tests.visitor import HOST, Visitor

Visit = Callable[[str | None], Visitor]
TITLE = "Joint response on village halls"
EVERYBODY = ["Overview", "Answers", "Comments"]
OFFICER = [*EVERYBODY, "Documents", "Sign-off", "Submission", "People", "Record"]
DECIDER = [*EVERYBODY, "Documents", "Sign-off", "Record"]


def tabs(visitor: Visitor) -> dict[str, str]:
    """The links of the sub navigation, each with how it is marked."""
    links = visitor.document.xpath("//nav[@aria-label='This response']//a")
    return {link.text_content().strip(): link.get("aria-current", "") for link in links}


def response_head(visitor: Visitor) -> str:
    """The words above the sub navigation."""
    (head,) = visitor.document.xpath("//section[@aria-label='Response']//*[contains(@class, 'app-response__row')]")
    return " ".join(head.text_content().split())


@pytest.mark.parametrize(
    ("who", "labels"), [("Policy officer", OFFICER), ("Council Executive", DECIDER), ("Police partner", EVERYBODY)]
)
def test_each_sees_the_pages_that_they_may_open_and_every_link_opens(
    drafting: Drafting, visit: Visit, who: str, labels: list[str]
) -> None:
    visitor = visit(who).open(f"/responses/{drafting.response}")
    assert list(tabs(visitor)) == labels
    links = visitor.document.xpath("//nav[@aria-label='This response']//a/@href")
    for label, link in zip(labels, links, strict=True):
        visitor.open(link)
        assert [each for each, current in tabs(visitor).items() if current] == [label]
        assert tabs(visitor)[label] == "page"
        assert list(tabs(visitor)) == labels


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("plan", "Overview"),
        ("take-over", "Answers"),
        ("report", "Documents"),
        ("letter", "Documents"),
        ("invite", "People"),
        ("roles/new", "People"),
    ],
)
def test_a_page_beneath_another_marks_it(drafting: Drafting, visit: Visit, path: str, label: str) -> None:
    officer = visit("Policy officer").open(f"/responses/{drafting.response}/{path}")
    assert [(each, how) for each, how in tabs(officer).items() if how] == [(label, "true")]
    assert not officer.document.xpath("//nav[@aria-label='Back']")


def test_pages_of_a_round_and_of_an_answer_belong_to_their_response(
    cast: Cast, drafting: Drafting, database: Database, visit: Visit
) -> None:
    with database.transaction() as session:
        round_ = sent(session, cast, drafting.response)
        session.flush()
        number = round_.id
    officer = visit("Policy officer")
    for path, label in (
        (f"/rounds/{number}", "Sign-off"),
        (f"/rounds/{number}/withdraw", "Sign-off"),
        (f"/answers/{drafting.answers[0]}/versions", "Answers"),
        (f"/answers/{drafting.answers[0]}/record", "Answers"),
    ):
        officer.open(path)
        assert [(each, how) for each, how in tabs(officer).items() if how] == [(label, "true")], path
        assert list(tabs(officer)) == OFFICER


def test_every_page_of_a_response_is_marked_in_the_menu(app: Flask, drafting: Drafting, visit: Visit) -> None:
    officer = visit("Policy officer")
    values = {"response_id": drafting.response, "answer_id": drafting.answers[0], "n": 1}
    opened = set()
    for rule in app.url_map.iter_rules():
        of_response = "/responses/<int:response_id>" in rule.rule or "/answers/<int:answer_id>" in rule.rule
        if not of_response or "GET" not in rule.methods or not rule.arguments <= values.keys():
            continue
        address = rule.rule
        for name, value in values.items():
            address = address.replace(f"<int:{name}>", str(value))
        officer.open(address, expect=None)
        if officer.status == 200 and officer.html:
            opened.add(rule.endpoint.partition(".")[0])
            marked = officer.document.xpath("//nav[@aria-label='Menu']//a[@aria-current]")
            assert [" ".join(each.text_content().split()) for each in marked] == ["Responses"], address
    assert {"drafting", "answer", "versions", "notes", "unsaved_text", "comparing", "invite", "documents"} <= opened


def test_the_next_date_and_the_closing_time_stand_above_every_page(
    drafting: Drafting, database: Database, visit: Visit
) -> None:
    officer = visit("Policy officer").open(f"/responses/{drafting.response}/documents")
    soonest, later = dates.today() + timedelta(days=3), dates.today() + timedelta(days=9)
    with database.transaction() as session:
        session.execute(sa.delete(Milestone).where(Milestone.response_id == drafting.response))
        for kind, day in (
            ("comments_by", dates.today() - timedelta(days=1)),
            ("report_by", soonest),
            ("decision_by", later),
        ):
            session.execute(sa.insert(Milestone).values(response_id=drafting.response, kind=kind, on=day))
    for path in ("documents", "report", "people", "record"):
        head = response_head(officer.open(f"/responses/{drafting.response}/{path}"))
        assert f"Report ready by {dates.long_date(soonest)} We submit by" in head, path
        assert head.startswith(TITLE)
        assert dates.long_date(later) not in head
    # What was loaded without its dates has them all the same.
    head = response_head(officer.open(f"/answers/{drafting.answers[0]}/versions"))
    assert f"Report ready by {dates.long_date(soonest)}" in head


def test_a_heading_that_the_frame_says_is_there_for_screen_readers_and_paper(drafting: Drafting, visit: Visit) -> None:
    officer = visit("Policy officer").open(f"/responses/{drafting.response}/documents")
    (heading,) = officer.document.xpath("//h1")
    assert heading.text_content().strip() == "Documents"
    assert "app-heading-in-frame" in heading.get("class")
    officer.open(f"/responses/{drafting.response}/answers?show=unfinished")
    (heading,) = officer.document.xpath("//h1")
    assert heading.text_content().strip() == "Answers to finish"
    assert "app-heading-in-frame" not in heading.get("class")


def test_what_was_done_is_said_once_in_a_status_and_in_the_bar_where_there_is_one(
    drafting: Drafting, visit: Visit
) -> None:
    officer = visit("Policy officer").open(f"/responses/{drafting.response}/plan").submit("Save the plan")
    (said,) = officer.document.xpath("//*[@role='status']")
    assert "The plan was saved." in said.text_content()
    assert not officer.document.xpath("//main//*[@role='status']"), "it stands below the page and moves nothing"
    assert not officer.open(officer.path).document.xpath("//*[@role='status']")
    officer.open(f"/answers/{drafting.answers[0]}").submit("Save answer", text="Another text.")
    (said,) = [each for each in officer.document.xpath("//*[@role='status']") if "was saved" in each.text_content()]
    assert said.xpath("ancestor::form"), "the form's own bar says it"
    # A screen reader speaks what is put in anew after the page is read.
    assert "was saved" in said.xpath(".//*[@data-told]")[0].text_content()


def test_a_save_that_changes_nothing_says_so_where_everybody_sees_it(drafting: Drafting, visit: Visit) -> None:
    officer = visit("Policy officer").open(f"/answers/{drafting.answers[0]}").submit("Save answer")
    (said,) = officer.document.xpath("//*[@data-saved]//*[@data-told]")
    assert "The text had not changed, so no version was made" in said.text_content()
    assert not said.get("class")
    assert "Saved" not in said.xpath("..")[0].text_content()


@pytest.mark.parametrize("button", ["Save answer", "Save and next"])
def test_why_a_status_was_not_given_is_told_apart_from_what_was_done(
    drafting: Drafting, database: Database, visit: Visit, button: str
) -> None:
    with database.transaction() as session:
        limits = sa.update(Question).where(Question.id == Answer.question_id, Answer.id == drafting.answers[0])
        session.execute(limits.values(word_limit=2))
    officer = visit("Policy officer").open(f"/answers/{drafting.answers[0]}")
    officer.submit(button, text="One two three.", status="ready")
    (banner,) = officer.document.xpath("//*[contains(@class, 'govuk-notification-banner__content')]")
    assert "Question 1: The answer has 3 words and the paper allows 2" in banner.text_content()
    for done in officer.document.xpath("//*[contains(@class, 'app-strip__said')]"):
        assert "allows" not in done.text_content()


def test_an_error_page_leads_back_to_the_page_before_and_never_elsewhere(
    app: Flask, drafting: Drafting, visit: Visit
) -> None:
    officer = visit("Policy officer")

    def back(referrer: str, path: str = "/responses/999999") -> list[str]:
        answer = officer.client.get(path, base_url=HOST, headers={"Referer": referrer})
        assert answer.status_code == 404
        officer.html = answer.get_data(as_text=True)
        return [str(link) for link in officer.document.xpath("//main//a[contains(., 'page before')]/@href")]

    assert back(f"{HOST}/responses/{drafting.response}?show=all") == [f"/responses/{drafting.response}?show=all"]
    assert back(f"{HOST}/responses/999999") == []
    assert back("https://elsewhere.example/responses") == []
    assert back(f"{HOST}//elsewhere.example/") == []
    assert back(f"{HOST}/\\elsewhere.example/") == []
    assert back("http://[bad/x") == []
    assert back("") == []
    assert officer.document.xpath("//main//a[. = 'Go to the home page']")
