"""The versions of an answer: any two beside each other, going back to one and back again, names, and sources."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from consult.database import Database
from consult.demo.cast import Cast
from consult.drafting.inviting import InvitationTerms, invite
from consult.drafting.models import Answer, AnswerVersion
from consult.drafting.queries import response_with_answers
from consult.drafting.restoring import CurrentAlready, NameTooLong, SavedMeanwhile, name_version, restore
from consult.drafting.services import save_answer, set_status, take_over
from consult.drafting.states import AnswerStatus, InvitationLevel, VersionSource
from consult.drafting.versions import current_version, versions_numbered
from consult.library.using import reuse
from consult.people.queries import get_person
from consult.permissions import Role
from tests.factories.library import make_entry
from tests.factories.people import make_role_held
from tests.factories.situations import OFFICER, answer_of, being_drafted, response_of
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
TEXTS = ("The council agrees.", "The council and the parishes agree.", "Parishes agree with the bridge.")


def three(session: Session, cast: Cast) -> Answer:
    """An answer with a version of each text."""
    answer = answer_of(session, cast, being_drafted(session, cast, ("", "")).answers[0])
    for n, text in enumerate(TEXTS):
        save_answer(session, actor=cast.viewers[OFFICER], answer=answer, text=text, based_on_n=n)
    return answer


def version(session: Session, answer: Answer, n: int) -> AnswerVersion:
    return versions_numbered(session, answer=answer, numbers=[n])[n]


def text_of(session: Session, answer: Answer) -> str:
    return getattr(current_version(session, answer=answer), "text", "")


def test_going_back_makes_a_version_and_can_be_taken_back(session: Session, cast: Cast) -> None:
    answer, officer = three(session, cast), cast.viewers[OFFICER]
    set_status(session, actor=officer, answer=answer, status=AnswerStatus.FOR_COMMENT)
    for n, back_to in ((4, 1), (5, 3)):
        made = restore(
            session, actor=officer, answer=answer, version=version(session, answer, back_to), based_on_n=n - 1
        )
        assert (made.n, made.source) == (n, VersionSource.RESTORED)
        assert (answer.current_n, text_of(session, answer)) == (n, TEXTS[back_to - 1])
    assert answer.status is AnswerStatus.FOR_COMMENT
    assert [version(session, answer, n).text for n in (1, 2, 3)] == list(TEXTS)


def test_going_back_overwrites_nothing_unseen(session: Session, cast: Cast) -> None:
    answer, officer = three(session, cast), cast.viewers[OFFICER]
    with pytest.raises(SavedMeanwhile):
        restore(session, actor=officer, answer=answer, version=version(session, answer, 1), based_on_n=2)
    with pytest.raises(CurrentAlready):
        restore(session, actor=officer, answer=answer, version=version(session, answer, 3), based_on_n=3)
    assert answer.current_n == 3


def test_a_ready_answer_that_goes_back_to_nothing_is_a_draft(session: Session, cast: Cast) -> None:
    answer, officer = three(session, cast), cast.viewers[OFFICER]
    save_answer(session, actor=officer, answer=answer, text="", based_on_n=3)
    save_answer(session, actor=officer, answer=answer, text="Yes.", based_on_n=4, status=AnswerStatus.READY)
    restore(session, actor=officer, answer=answer, version=version(session, answer, 4), based_on_n=5)
    assert (text_of(session, answer), answer.status) == ("", AnswerStatus.DRAFTING)


def test_a_version_says_where_its_text_came_from(session: Session, cast: Cast) -> None:
    made, officer = being_drafted(session, cast, ("", "")), cast.viewers[OFFICER]
    first, second = (answer_of(session, cast, number) for number in made.answers)
    response = response_with_answers(session, response=response_of(session, cast, made.response))
    take_over(session, actor=officer, response=response, texts={first.question_id: "Ours."}, source="old.docx")
    entry = make_entry(session, owner_id=officer.organisation_id, answer="Theirs.")
    reuse(session, actor=officer, answer=second, entry=entry, entry_n=1, below=False, based_on_n=0)
    save_answer(session, actor=officer, answer=second, text="Theirs, and more.", based_on_n=1)
    sources = [version(session, first, 1).source, *(version(session, second, n).source for n in (1, 2))]
    assert sources == [VersionSource.TAKEN_OVER, VersionSource.REUSED, VersionSource.TYPED]


def test_a_version_is_named_renamed_and_named_no_more(session: Session, cast: Cast) -> None:
    answer, officer = three(session, cast), cast.viewers[OFFICER]
    found = version(session, answer, 2)
    for name, kept in (("As sent\n to the board", "As sent to the board"), ("Board", "Board"), ("", None)):
        name_version(session, actor=officer, answer=answer, version=found, name=name)
        session.expire_all()
        named = version(session, answer, 2).named
        assert (named.name if named else None) == kept
        answer, found = answer_of(session, cast, answer.id), version(session, answer, 2)
    with pytest.raises(NameTooLong):
        name_version(session, actor=officer, answer=answer, version=found, name="x" * 101)


def test_any_two_versions_stand_beside_each_other(database: Database, cast: Cast, visit: Visit) -> None:
    with database.transaction() as session:
        number = three(session, cast).id
    page = visit(OFFICER)
    page.open(f"/answers/{number}/versions")
    page.submit("Compare", one="3", other="1")
    assert page.heading.startswith("Version 1 and version 3")
    assert "bridge" in "".join(each.text_content() for each in page.document.iter("ins"))
    assert "council" in "".join(each.text_content() for each in page.document.iter("del"))
    for wrong in ("99", str(10**30), "0", "-1", "two", ""):
        page.open(f"/answers/{number}/versions").submit("Compare", one="1", other=wrong, _expect=422)
        (summary,) = page.document.xpath("//*[contains(@class, 'govuk-error-summary')]//li/a")
        assert (summary.text_content().strip(), summary.get("href")) == ("Enter a version from 1 to 3", "#other")
        assert page.document.get_element_by_id("other").value == wrong
        assert page.document.get_element_by_id("one").value == "1"
    assert visit("Police partner").open(f"/answers/{number}/compare", expect=403)


def test_the_record_is_offered_to_whoever_may_read_that_of_this_answer(
    database: Database, cast: Cast, visit: Visit
) -> None:
    partner = cast.people["Police partner"]
    with database.transaction() as session:
        answer = three(session, cast)
        terms = InvitationTerms(InvitationLevel.DRAFT, whole=False, answers=[answer.id], message="")
        person = get_person(session, partner.id)
        assert person
        invite(session, actor=cast.viewers[OFFICER], response=answer.response, to=person, terms=terms)
        make_role_held(session, person_id=partner.id, role=Role.CLERK)  # at home, and here they only draft
        number = answer.id
    record = f"/answers/{number}/record"
    for who, offered in ((OFFICER, True), ("Police partner", False)):
        page = visit(who).open(f"/answers/{number}/versions")
        assert bool(page.document.xpath(f"//a[@href='{record}']")) == offered, who
        page.open(record, expect=200 if offered else 403)


def test_the_page_restores_in_one_press_and_says_how_to_take_that_back(
    database: Database, cast: Cast, visit: Visit
) -> None:
    with database.transaction() as session:
        number = three(session, cast).id
    first, second = visit(OFFICER), visit("Senior policy officer")
    for page in (first, second):
        page.open(f"/answers/{number}/versions")
    first.submit("Restore version 1")
    assert "Version 1 counts again, as version 4. To take that back, restore version 3." in first.text
    second.submit("Restore version 2", _expect=409)
    assert "Somebody saved version 4 after you opened this page" in second.text
    first.follow("Name version 4")
    first.submit("Save name", name="As sent to the board")
    assert "Version 4, As sent to the board" in first.text
