"""The drafting pages: saving, two people saving, signing out in between, and lists that do not grow in queries."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import select

from consult.database import Database
from consult.demo.cast import Cast
from consult.drafting.merging import Change, compare
from consult.drafting.models import Answer, AnswerVersion
from consult.drafting.pages import answers
from consult.drafting.states import AnswerStatus
from tests.counting import count_statements
from tests.factories.comments import make_comment
from tests.factories.situations import Drafting, being_drafted
from tests.house import csrf
from tests.visitor import HOST, Visitor

Visit = Callable[[str | None], Visitor]


def untouched(database: Database) -> int:
    """The number of an answer that nobody has begun."""
    with database.session(read_only=True) as session:
        number = session.scalar(select(Answer.id).where(Answer.current_n == 0).order_by(Answer.id).limit(1))
        assert number is not None
        return number


def test_two_people_save_and_both_texts_stand_side_by_side(
    drafting: Drafting, database: Database, visit: Visit
) -> None:
    number = untouched(database)
    first, second = visit("Policy officer"), visit("Senior policy officer")
    first.open(f"/answers/{number}")
    second.open(f"/answers/{number}")
    first.submit("Save answer", text="The district should lead.")
    second.submit("Save answer", _expect=409, text="The county should lead.")
    assert second.heading == "Two people changed this answer"
    assert "The district should lead." in second.text
    assert "The county should lead." in second.text
    second.submit("Save merged answer", text="District and county should lead together.")
    assert "Version 3 was saved" in second.text
    second.follow("3 versions")
    assert "The district should lead." in second.text
    assert "together" in "".join(change.text_content() for change in second.document.iter("ins"))
    assert "Set aside" in second.text


def test_others_save_while_two_texts_are_compared(
    drafting: Drafting, database: Database, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = untouched(database)
    first, second = visit("Policy officer"), visit("Senior policy officer")
    first.open(f"/answers/{number}")
    second.open(f"/answers/{number}")
    first.submit("Save answer", text="The district should lead.")

    def meanwhile(before: str, after: str) -> list[Change]:
        # A lock held by who compares would let this wait until it gives up.
        with database.session() as session:
            texts = session.scalars(select(AnswerVersion.text).where(AnswerVersion.answer_id.in_([number]))).all()
            session.execute(sa.update(Answer).where(Answer.id == number).values(status=Answer.status))
            session.commit()
        assert sorted(texts) == sorted([before, after])  # both are kept before they are compared
        return compare(before, after)

    monkeypatch.setattr(answers, "compare", meanwhile)
    second.submit("Save answer", _expect=409, text="The county should lead.")
    second.submit("Save merged answer", text="Both.")


def test_the_status_chosen_on_a_stale_page_is_saved_with_the_merged_answer(
    drafting: Drafting, database: Database, visit: Visit
) -> None:
    number = untouched(database)
    first, second = visit("Policy officer"), visit("Senior policy officer")
    first.open(f"/answers/{number}")
    second.open(f"/answers/{number}")
    first.submit("Save answer", text="One.")
    second.submit("Save answer", _expect=409, text="Two.", status="for_comment")
    assert "The status is now ‘Drafting’" in second.text
    second.submit("Save merged answer", text="One and two.")
    assert "Its status is ‘For comment’" in second.text


def test_a_comment_that_says_nothing_is_refused_at_its_field(drafting: Drafting, visit: Visit) -> None:
    partner = visit("Police partner").open(f"/answers/{drafting.answers[0]}")
    partner.submit("Send comment", _expect=422)
    (link,) = partner.document.xpath("//*[@class='govuk-error-summary']//a")
    assert (link.get("href"), link.text_content()) == (
        "#comment",
        "Enter a comment, propose wording or select a position",
    )


def test_a_long_passage_that_was_replaced_is_told_as_replaced(
    drafting: Drafting, database: Database, visit: Visit
) -> None:
    number = untouched(database)
    first, second = visit("Policy officer"), visit("Senior policy officer")
    first.open(f"/answers/{number}")
    second.open(f"/answers/{number}")
    first.submit("Save answer", text=" ".join(str(n * n % 97 % 11) for n in range(6_000)))
    second.submit("Save answer", _expect=409, text=" ".join(str((n * 7 + n * n) % 89 % 11) for n in range(6_000)))
    assert second.text.count("Replaced as a whole") == 2


def test_a_text_set_aside_can_be_found_again(drafting: Drafting, database: Database, visit: Visit) -> None:
    number = untouched(database)
    first, second = visit("Policy officer"), visit("Senior policy officer")
    first.open(f"/answers/{number}")
    second.open(f"/answers/{number}")
    first.submit("Save answer", text="One.")
    second.submit("Save answer", _expect=409, text="Two.")
    # The second closes the window; the next to open the answer is told.
    first.open(f"/answers/{number}").follow("Compare and merge version 2")
    assert "Two." in first.text


def test_signed_out_while_typing_gives_the_text_back(drafting: Drafting, database: Database, visit: Visit) -> None:
    number = untouched(database)
    officer = visit("Policy officer").open(f"/answers/{number}")
    with database.transaction() as session:
        session.execute(sa.text("DELETE FROM signed_in_sessions"))
    typed = "A long thought that took an hour to type."
    officer.submit("Save answer", _expect=401, text=typed)
    assert officer.heading == "You have been signed out"
    assert typed in officer.text
    with database.session(read_only=True) as session:
        assert session.scalar(select(sa.func.count()).where(AnswerVersion.answer_id == number)) == 0


def test_a_lost_token_gives_the_text_back(app: Flask, drafting: Drafting, database: Database, visit: Visit) -> None:
    officer = visit("Policy officer")
    typed = "Words that must not be lost."
    response = officer.client.post(f"/answers/{untouched(database)}", base_url=HOST, data={"text": typed})
    assert response.status_code == 400
    assert typed in response.get_data(as_text=True)


def test_markup_in_an_answer_is_shown_and_not_obeyed(drafting: Drafting, database: Database, visit: Visit) -> None:
    number = untouched(database)
    hostile = (
        "<script>alert(1)</script> [x](javascript:alert(1)) ![i](https://evil.example/i.png) <img src=x onerror=y>"
    )
    visit("Policy officer").open(f"/answers/{number}").submit("Save answer", text=hostile, status="for_comment")
    partner = visit("Police partner").open(f"/answers/{number}")
    assert "<script>alert(1)</script>" in partner.text
    assert not partner.document.xpath("//main//script|//main//img|//main//a[starts-with(@href,'javascript')]")


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("/responses", "Policy officer"),
        ("/consultations", "Policy officer"),
        ("/", "Policy officer"),
        ("/people", "Administrator"),
    ],
)
def test_lists_ask_as_much_for_many_rows_as_for_few(
    path: str, who: str, app: Flask, cast: Cast, drafting: Drafting, database: Database, visit: Visit
) -> None:
    visitor = visit(who)
    with count_statements(app) as few:
        visitor.open(path)
    with database.transaction() as session:
        multiply(session, 300, drafting.response, cast.people[who].id)
    with count_statements(app) as many:
        visitor.open(path)
    assert many.statements == few.statements, "\n".join(many.texts)
    assert few.statements <= 12


def multiply(session: sa.orm.Session, count: int, response: int, person: int) -> None:
    """Many more responses, consultations and people like those that are there."""
    for n in range(count):
        session.execute(
            sa.text(
                "INSERT INTO responses (consultation_id, question_set_id, title, lead_organisation_id, lead_officer_id,"
                " closing_at, state, created_at) SELECT consultation_id, question_set_id, title || :n,"
                " lead_organisation_id, lead_officer_id, closing_at, state, created_at FROM responses WHERE id = :like"
            ),
            {"n": f" {n}", "like": response},
        )
        session.execute(
            sa.text(
                "INSERT INTO people (name, email, organisation_id, password_hash, active, demo)"
                " SELECT name, :email, organisation_id, password_hash, active, demo FROM people WHERE id = :person"
            ),
            {"email": f"n{n}@rivermead.example", "person": person},
        )


def test_the_page_of_all_answers_asks_as_much_for_35_as_for_6(
    app: Flask, cast: Cast, database: Database, visit: Visit
) -> None:
    with database.transaction() as session:
        few, many = (being_drafted(session, cast, ("Yes.",) * count) for count in (6, 35))
        for number in (few.answers[0], *many.answers[:9]):
            make_comment(session, answer_id=number, author_id=cast.people["Police partner"].id)
    officer = visit("Policy officer")
    with count_statements(app) as six:
        officer.open(f"/responses/{few.response}/answers")
    with count_statements(app) as thirty_five:
        officer.open(f"/responses/{many.response}/answers")
    assert six.statements == thirty_five.statements <= 14


def begun(database: Database, visit: Visit) -> tuple[int, Visitor, Visitor]:
    """An answer that is being drafted, and its page before two people."""
    number = untouched(database)
    first, second = visit("Policy officer"), visit("Senior policy officer")
    first.open(f"/answers/{number}").submit("Save answer", text="The text.")
    return number, first.open(f"/answers/{number}"), second.open(f"/answers/{number}")


def stored(database: Database, number: int) -> tuple[str, AnswerStatus]:
    """The text that counts, and how far the answer has come."""
    with database.session(read_only=True) as session:
        answer = session.get_one(Answer, number)
        mine = AnswerVersion.answer_id == number, AnswerVersion.n == answer.current_n
        return session.scalars(select(AnswerVersion.text).where(*mine)).one(), answer.status


def test_who_changes_the_text_alone_leaves_the_status_that_somebody_chose_meanwhile(
    drafting: Drafting, database: Database, visit: Visit
) -> None:
    number, first, second = begun(database, visit)
    first.submit("Save answer", status="ready")
    second.submit("Save answer", text="Another text.")
    assert "Its status is ‘Ready’" in second.text
    assert stored(database, number) == ("Another text.", AnswerStatus.READY)


def test_who_changes_the_status_alone_leaves_the_text_that_somebody_wrote_meanwhile(
    drafting: Drafting, database: Database, visit: Visit
) -> None:
    number, first, second = begun(database, visit)
    first.submit("Save answer", text="Another text.")
    second.submit("Save answer", status="for_comment")
    assert stored(database, number) == ("Another text.", AnswerStatus.FOR_COMMENT)


def test_who_changes_nothing_on_an_outdated_page_leaves_text_and_status(
    drafting: Drafting, database: Database, visit: Visit
) -> None:
    number, first, second = begun(database, visit)
    first.submit("Save answer", text="Another text.", status="ready")
    second.submit("Save answer")
    assert stored(database, number) == ("Another text.", AnswerStatus.READY)


def test_of_two_who_choose_a_status_the_second_sees_the_first_and_saves_again(
    drafting: Drafting, database: Database, visit: Visit
) -> None:
    number, first, second = begun(database, visit)
    first.submit("Save answer", status="ready")
    second.submit("Save answer", _expect=422, status="for_comment", text="Another text.")
    (link,) = second.document.xpath("//*[@class='govuk-error-summary']//a")
    assert link.get("href") == "#status"
    assert "Somebody else changed the status to ‘Ready’" in link.text_content()
    assert stored(database, number) == ("The text.", AnswerStatus.READY)
    form = second.form_with("Save answer").fields
    assert (form["status"], form["text"].strip()) == ("for_comment", "Another text.")
    second.submit("Save answer")
    assert stored(database, number) == ("Another text.", AnswerStatus.FOR_COMMENT)


def test_a_text_kept_aside_does_not_take_the_status_back(drafting: Drafting, database: Database, visit: Visit) -> None:
    number, first, second = begun(database, visit)
    first.submit("Save answer", text="The first text.", status="ready")
    second.submit("Save answer", _expect=409, text="The second text.")
    second.submit("Save merged answer", text="Both texts.")
    assert stored(database, number) == ("Both texts.", AnswerStatus.READY)


def test_a_status_that_needs_a_text_leads_to_the_text(drafting: Drafting, database: Database, visit: Visit) -> None:
    page = visit("Policy officer").open(f"/answers/{untouched(database)}")
    page.submit("Save answer", _expect=422, status="ready")
    (link,) = page.document.xpath("//*[@class='govuk-error-summary']//a")
    assert (link.get("href"), link.text_content()) == (
        "#text",
        "An answer without text cannot be ready. Write it first",
    )


@pytest.mark.parametrize(("who", "status"), [("Policy officer", 400), ("Police partner", 403)])
def test_what_was_typed_comes_back_without_what_the_form_carries_along(
    drafting: Drafting, visit: Visit, who: str, status: int
) -> None:
    visitor, carried = visit(who).open("/"), "0123456789abcdef-0123456789abcdef"
    sent = {
        "csrf_token": csrf(visitor) if status == 403 else "another",
        "once": carried,
        "window": carried,
        "next": f"/responses/{drafting.response}/answers?show=mine",
        "credential": '{"id": "a passkey", "type": "public-key"}',
        "text": "What I think of it.",
        "text_tree": '{"type": "doc", "content": []}',
        "note": "https://rivermead.example/minutes/2027",
    }
    page = visitor.client.post(f"/answers/{drafting.answers[0]}", base_url=HOST, data=sent)
    assert page.status_code == status
    visitor._take(page)
    boxes = visitor.document.xpath("//textarea[starts-with(@id, 'kept-')]")
    assert [box.text_content().strip() for box in boxes] == [sent["text"], sent["note"]]
