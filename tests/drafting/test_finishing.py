"""When an answer is finished: none is ready without text, none longer than the paper allows without a reason."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.database import Database
from consult.demo.cast import Cast
from consult.documents.content import RESPONSE, from_json
from consult.documents.services import gather, present_sha256
from consult.drafting.finishing import LimitPassed, NoReasonGiven, ReasonChanged, Reasons
from consult.drafting.models import Answer
from consult.drafting.queries import answer_lines, progress_of, response_with_answers
from consult.drafting.rules import NothingWritten
from consult.drafting.services import Saved, reasons_of, save_answer, set_status, take_over
from consult.drafting.states import AnswerStatus, UnansweredShown
from consult.drafting.versions import current_version
from consult.history.models import HistoryEntry
from consult.issuing.committee_report import make_committee_report
from consult.issuing.response_document import make_response_document
from consult.running.verifying import verify_texts
from consult.sign_off.readiness import readiness
from consult.sign_off.services import send_for_sign_off
from tests.documents.sample import sample, stamp
from tests.factories.situations import OFFICER, Drafting, answer_of, being_drafted, drafted, response_of, round_of
from tests.issuing.read_back import read_document
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
OUTSIDE = Reasons(no_answer="Ambulances are for the health bodies to answer for.")


def saved(session: Session, cast: Cast, answer: Answer, text: str, **more: object) -> Saved:
    """Save as the policy officer, on the version that is there."""
    officer = cast.viewers[OFFICER]
    return save_answer(session, actor=officer, answer=answer, text=text, based_on_n=answer.current_n, **more)  # type: ignore[arg-type]


def limited(session: Session, answer: Answer, *, words: int | None = None, characters: int | None = None) -> None:
    answer.question.word_limit, answer.question.character_limit = words, characters
    session.flush()


def test_a_question_may_be_left_without_an_answer_for_a_reason(session: Session, cast: Cast) -> None:
    made = being_drafted(session, cast)
    answer = answer_of(session, cast, made.answers[2])
    with pytest.raises(NoReasonGiven):
        saved(session, cast, answer, "", status=AnswerStatus.NO_ANSWER_INTENDED, reasons=Reasons(" \n", ""))
    saved(session, cast, answer, "", status=AnswerStatus.NO_ANSWER_INTENDED, reasons=OUTSIDE)
    assert (answer.status, answer.current_n) == (AnswerStatus.NO_ANSWER_INTENDED, 0)
    progress = progress_of(session, [made.response], viewer=cast.viewers[OFFICER])[made.response]
    assert progress.finished == 1
    told = session.scalars(select(HistoryEntry.action).order_by(HistoryEntry.seq.desc()).limit(2)).all()
    assert told == ["answer status changed", "answer reason given"]


def test_one_that_is_to_be_answered_after_all_begins_where_it_was(session: Session, cast: Cast) -> None:
    made = being_drafted(session, cast)
    begun, empty = (answer_of(session, cast, made.answers[n]) for n in (0, 2))
    for answer in (begun, empty):
        text = getattr(current_version(session, answer=answer), "text", "")
        saved(session, cast, answer, text, status=AnswerStatus.NO_ANSWER_INTENDED, reasons=OUTSIDE)
        saved(session, cast, answer, text, status=AnswerStatus.DRAFTING)
    assert (begun.status, empty.status) == (AnswerStatus.DRAFTING, AnswerStatus.NOT_STARTED)
    assert begun.no_answer_because == OUTSIDE.no_answer


def test_a_text_taken_over_is_meant_to_be_given(session: Session, cast: Cast) -> None:
    made = being_drafted(session, cast)
    answer = answer_of(session, cast, made.answers[2])
    saved(session, cast, answer, "", status=AnswerStatus.NO_ANSWER_INTENDED, reasons=OUTSIDE)
    response = response_with_answers(session, response=response_of(session, cast, made.response))
    texts = {answer.question_id: "We agree."}
    take_over(session, actor=cast.viewers[OFFICER], response=response, texts=texts, source="a file")
    assert (answer.status, answer.current_n) == (AnswerStatus.DRAFTING, 1)


@pytest.mark.parametrize("status", [AnswerStatus.READY, AnswerStatus.FOR_COMMENT])
@pytest.mark.parametrize("empty", ["", " \n\u200b"])
def test_an_answer_that_is_cleared_is_a_draft_again(
    session: Session, cast: Cast, status: AnswerStatus, empty: str
) -> None:
    answer = answer_of(session, cast, being_drafted(session, cast).answers[0])
    set_status(session, actor=cast.viewers[OFFICER], answer=answer, status=status)
    done = saved(session, cast, answer, empty, status=status, opened_status=status)
    assert done.version
    assert "without text" in done.held_back
    assert (answer.status, answer.current_n) == (AnswerStatus.DRAFTING, 2)


def test_an_empty_answer_cannot_be_chosen_as_ready(session: Session, cast: Cast) -> None:
    answer = answer_of(session, cast, being_drafted(session, cast).answers[0])
    with pytest.raises(NothingWritten):
        saved(session, cast, answer, "", status=AnswerStatus.READY, opened_status=AnswerStatus.DRAFTING)
    assert answer.current_n == 1


@pytest.mark.parametrize("limit", [{"words": 3}, {"characters": 20}, {"words": 50, "characters": 20}])
def test_a_limit_that_is_passed_stops_no_save_and_asks_for_a_reason(
    session: Session, cast: Cast, limit: dict[str, int]
) -> None:
    answer = answer_of(session, cast, being_drafted(session, cast).answers[0])
    limited(session, answer, **limit)
    long = "Yes, and **every** village should have one."
    done = saved(session, cast, answer, long, status=AnswerStatus.READY, opened_status=AnswerStatus.DRAFTING)
    assert done.version
    assert "the paper allows" in done.held_back
    assert answer.status is AnswerStatus.DRAFTING
    with pytest.raises(LimitPassed):
        set_status(session, actor=cast.viewers[OFFICER], answer=answer, status=AnswerStatus.READY)
    because = Reasons(over_limit="It answers both parts.")
    done = saved(session, cast, answer, long, status=AnswerStatus.READY, reasons=because)
    assert (done.held_back, answer.status) == ("", AnswerStatus.READY)


def test_marks_of_a_text_are_not_counted_against_the_limit(session: Session, cast: Cast) -> None:
    answer = answer_of(session, cast, being_drafted(session, cast).answers[0])
    limited(session, answer, words=4)
    done = saved(session, cast, answer, "- **One** two\n- three\n- four", status=AnswerStatus.READY)
    assert (done.held_back, answer.status) == ("", AnswerStatus.READY)


def test_a_ready_answer_that_grows_too_long_is_a_draft_again(session: Session, cast: Cast) -> None:
    answer = answer_of(session, cast, being_drafted(session, cast).answers[0])
    set_status(session, actor=cast.viewers[OFFICER], answer=answer, status=AnswerStatus.READY)
    limited(session, answer, words=12)
    ready = AnswerStatus.READY
    done = saved(session, cast, answer, "word " * 13, status=ready, opened_status=ready)
    assert done.version
    assert "13 words" in done.held_back
    assert answer.status is AnswerStatus.DRAFTING


def test_two_people_give_a_reason_and_neither_is_overwritten_unseen(session: Session, cast: Cast) -> None:
    answer = answer_of(session, cast, being_drafted(session, cast).answers[2])
    opened, intended = reasons_of(answer).mark, AnswerStatus.NO_ANSWER_INTENDED
    saved(session, cast, answer, "", status=intended, reasons=OUTSIDE, opened_reasons=opened)
    with pytest.raises(ReasonChanged, match="Ambulances"):
        saved(session, cast, answer, "", status=intended, reasons=Reasons("Nobody knows."), opened_reasons=opened)
    saved(session, cast, answer, "", reasons=Reasons(), opened_reasons=opened)
    assert reasons_of(answer) == OUTSIDE


@pytest.mark.parametrize(
    ("status", "field"), [("drafting", "over_limit_because"), ("no_answer_intended", "no_answer_because")]
)
def test_a_reason_that_somebody_else_changed_is_told_at_the_reason_that_differs(
    database: Database, cast: Cast, visit: Visit, status: str, field: str
) -> None:
    with database.transaction() as session:
        number = being_drafted(session, cast).answers[0]
    page = visit(OFFICER).open(f"/answers/{number}")
    with database.transaction() as session:
        theirs = Reasons(**{field.removesuffix("_because"): "Theirs."})
        saved(session, cast, answer_of(session, cast, number), "Their text.", reasons=theirs)
    page.submit("Save answer", _expect=422, status=status, **{field: "Mine."})
    (link,) = page.document.xpath("//*[contains(@class, 'govuk-error-summary')]//li/a")
    assert link.get("href") == f"#{field}"
    assert "The reason is now: ‘Theirs.’" in link.text_content()
    assert page.document.get_element_by_id(field).value.strip() == "Mine."
    assert not page.document.get_element_by_id(field).xpath("ancestor::*[@hidden]")


def unanswered(session: Session, cast: Cast) -> Drafting:
    """A response of three answers, of which the last is not to be given."""
    made = being_drafted(session, cast)
    answer = answer_of(session, cast, made.answers[2])
    saved(session, cast, answer, "A note that stays a note.")
    drafted(session, cast, made.response)
    answer = answer_of(session, cast, made.answers[2])
    status = AnswerStatus.NO_ANSWER_INTENDED
    saved(session, cast, answer, "A note that stays a note.", status=status, reasons=OUTSIDE)
    session.expire_all()
    return made


def test_what_is_not_given_is_frozen_with_its_reason_and_without_its_draft(session: Session, cast: Cast) -> None:
    made = unanswered(session, cast)
    response = response_of(session, cast, made.response)
    sha256 = present_sha256(session, response=response)
    number = send_for_sign_off(session, actor=cast.viewers[OFFICER], response=response, sha256=sha256).id
    session.expire_all()
    content = from_json(round_of(session, cast, number).content)
    assert content.unanswered == "with_reason"
    last = content.answers[2]
    assert (last.answer, last.version, last.no_answer_because) == ("", 0, OUTSIDE.no_answer)
    assert verify_texts(session).faults == []


@pytest.mark.parametrize("shown", UnansweredShown)
def test_documents_say_what_was_chosen_of_questions_without_an_answer(shown: UnansweredShown) -> None:
    content = sample(6, sections=False)
    silent = replace(content.answers[2], answer="", version=0, no_answer_because=OUTSIDE.no_answer)
    answers = (*content.answers[:2], silent, *content.answers[3:])
    content = RESPONSE.read(RESPONSE.write(replace(content, answers=answers, unanswered=shown.value)))
    for make in (make_response_document, make_committee_report):
        said = " ".join(each.text for each in read_document(make(content, stamp(content))).paragraphs)
        assert (OUTSIDE.no_answer in said) == (shown is UnansweredShown.WITH_REASON)
        assert (silent.question in said) == (shown is not UnansweredShown.LEFT_OUT)
        assert said.count("No answer given.") == 2 - (shown is UnansweredShown.LEFT_OUT)


def test_before_it_is_sent_the_list_says_what_is_unfinished_and_why_others_are_not(
    database: Database, cast: Cast, visit: Visit
) -> None:
    with database.transaction() as session:
        made = being_drafted(session, cast)
        first, second, third = (answer_of(session, cast, number) for number in made.answers)
        limited(session, first, words=3)
        why = Reasons(over_limit="Two parts are asked for.")
        saved(session, cast, first, "One two three four.", status=AnswerStatus.READY, reasons=why)
        saved(session, cast, third, "", status=AnswerStatus.NO_ANSWER_INTENDED, reasons=OUTSIDE)
        label = second.question.label
    page = visit(OFFICER)
    page.open(f"/responses/{made.response}/sign-off")
    for words in ("Two parts are asked for.", "1 word more than 3", OUTSIDE.no_answer, f"Drafting: {label}"):
        assert words in page.text
    assert "2 of 3 answers are finished" in page.text
    assert "2 of 3 finished" in page.open(f"/responses/{made.response}").text
    assert page.open("/responses").document.xpath("//td[@data-label='Answers finished'][. = '2 of 3']")


def test_the_page_of_an_answer_takes_reasons_and_shows_them(database: Database, cast: Cast, visit: Visit) -> None:
    with database.transaction() as session:
        made = being_drafted(session, cast)
    page = visit(OFFICER)
    page.open(f"/answers/{made.answers[2]}")
    page.submit("Save answer", status="no_answer_intended", _expect=422)
    assert "Enter why no answer is intended" in page.text
    page.submit("Save answer", status="no_answer_intended", no_answer_because=OUTSIDE.no_answer)
    assert "Its status is ‘No answer intended’" in page.text
    page.open(f"/responses/{made.response}/answers")
    assert f"No answer is intended. {OUTSIDE.no_answer}" in page.text
    partner = visit("Police partner")
    partner.open(f"/answers/{made.answers[2]}")
    assert OUTSIDE.no_answer in partner.text


def test_a_conflict_keeps_the_reason_that_was_typed(database: Database, cast: Cast, visit: Visit) -> None:
    with database.transaction() as session:
        made = being_drafted(session, cast)
    first, second = visit(OFFICER), visit("Senior policy officer")
    for page in (first, second):
        page.open(f"/answers/{made.answers[0]}")
    first.submit("Save answer", text="First.")
    typed = {"status": "no_answer_intended", "no_answer_because": OUTSIDE.no_answer}
    second.submit("Save answer", _expect=409, text="Second.", **typed)
    second.submit("Save merged answer")
    assert "Its status is ‘No answer intended’" in second.text


def test_the_plan_says_what_documents_say(database: Database, cast: Cast, visit: Visit) -> None:
    with database.transaction() as session:
        made = unanswered(session, cast)
    page = visit(OFFICER)
    page.open(f"/responses/{made.response}/plan")
    page.submit("Save the plan", unanswered="left_out")
    with database.session(read_only=True) as session:
        response = response_of(session, cast, made.response)
        assert response.unanswered is UnansweredShown.LEFT_OUT
        content, lines = gather(session, response=response)
        assert len(content.printed) == 2
        assert [said for _, said in readiness(lines).not_given] == [OUTSIDE.no_answer]
        assert len(answer_lines(session, viewer=None, response=response)) == 3
