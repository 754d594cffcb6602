"""What the people of a world write, one step of the journey after the other."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from consult import dates
from consult.comments.models import Comment, DispositionOutcome, Position
from consult.comments.services import comment, settle
from consult.demo.cast import PARTNERSHIP
from consult.documents.models import DocumentKind
from consult.documents.queries import current_letter, current_report
from consult.documents.services import present_sha256, save_draft
from consult.drafting.finishing import Reasons
from consult.drafting.inviting import InvitationTerms, invite, withdraw_invitation
from consult.drafting.models import Answer, ConsultationResponse, Invitation
from consult.drafting.notes import write_note
from consult.drafting.response_roles import give_role
from consult.drafting.services import save_answer, set_status
from consult.drafting.states import AnswerStatus, InvitationLevel
from consult.drafting.unsaved import keep_unsaved
from consult.drafting.versions import current_version
from consult.issuing.services import issue, make_files
from consult.library.models import LibraryEntry
from consult.library.services import file_answers
from consult.library.using import reuse
from consult.outcomes.models import SubmittedBy
from consult.outcomes.services import submit
from consult.people import importing, organisations
from consult.people.lists import make_list
from consult.people.models import Organisation
from consult.permissions import Role
from consult.question_sets import uploads
from consult.question_sets.extract import extract
from consult.question_sets.models import ReadingPurpose
from consult.sign_off.models import SignOffRound, Verdict
from consult.sign_off.queries import get_round, own_decisions
from consult.sign_off.services import TypedDecision, decide, send_for_sign_off, withdraw
from tests.authz.keeping import keep_library
from tests.authz.planting import QUESTIONS, World, paper, set_up

# The kind of the text that each answer of the response has in the end; the last one is not given.
CURRENT = (
    "answer all were asked",
    "answer all were asked",
    "answer",
    "answer still drafted",
    "earlier text of an answer",
)


def write_everything(world: World) -> None:
    """Let the people of a world write all that they can; in the home world also what an administrator writes."""
    _submit(world)
    keep_library(world)
    _draft(world)
    make_list(world.session, actor=world.actor, organisation_id=world.council_id, name=world.say("name of a list"))
    if world.key == "home":
        _run_service(world)
        world.people["Police leaver"].active = False
    world.session.flush()


# --- What went out.


def _submit(world: World) -> None:
    """A response through three rounds: with amendments, taken back, approved; then issued, submitted and filed."""
    session, kinds = world.session, ("question of what was submitted",) * 2
    question_set = paper(world, kinds, "consultation of what was submitted")
    response = set_up(world, f"Sent {world.say('title of what was submitted')}", question_set)
    for answer in world.answers(response):
        _save(world, answer, "answer before amendment")
        set_status(session, actor=world.actor, answer=answer, status=AnswerStatus.READY)
    _documents(world, response, "report sent", "letter sent")
    number = _send(world, response.id)
    for place, name in enumerate(world.deciding.values()):
        wanted = world.say("amendments", name) if place == 0 else ""
        _decide(world, name, number, wanted)
    for answer in world.answers(world.loaded(response.id)):
        _save(world, answer, "answer submitted")
    taken_back = _round(world, _send(world, response.id))
    withdraw(session, actor=world.actor, round_=taken_back, reason=world.say("why withdrawn"))
    number = _send(world, response.id)
    for name in world.deciding.values():
        _decide(world, name, number, "")
    approved = _round(world, number)
    issue(
        session,
        actor=world.actor,
        round_=approved,
        sha256=approved.sha256,
        files=make_files(session, actor=None, round_=approved, sha256=approved.sha256),
    )
    sent = submit(
        session,
        actor=world.actor,
        response=world.loaded(response.id),
        round_id=approved.id,
        sha256=approved.sha256,
        way=SubmittedBy.EMAIL,
        receipt=world.say("receipt"),
        note=world.say("note of the submission"),
    )
    file_answers(session, actor=world.actor, submission=sent)


def _save(world: World, answer: Answer, kind: str, *, who: str = "", based_on: int | None = None) -> None:
    text, actor = world.say(kind, who), world.viewer(who or world.officer)
    base = answer.current_n if based_on is None else based_on
    note = world.say("note of a version", who) if kind == "answer" else ""
    save_answer(world.session, actor=actor, answer=answer, text=f"We say {text} here.", based_on_n=base, note=note)


def _documents(world: World, response: ConsultationResponse, report: str, letter: str) -> None:
    session, place = world.session, world.say(report)
    made = replace(
        current_report(session, response=response).text,
        meeting_body="Executive",
        meeting_date=dates.today().isoformat(),
        report_of="Officer",
        summary=place,
        main_issues_summary=(world.say(report),),
        corporate_priority="Working together",
        main_issues=world.say(report),
        contact=world.say(report),
    )
    sent = replace(
        current_letter(session, response=response).text,
        recipient=f"Partnerships team\n{world.say(letter)}",
        key_issues=(world.say(letter),),
        closing=world.say(letter),
        signatory_name="Chief Executive",
    )
    for kind, text in ((DocumentKind.COMMITTEE_REPORT, made), (DocumentKind.COVERING_LETTER, sent)):
        save_draft(session, actor=world.actor, response=response, kind=kind, text=text)


def _send(world: World, response_id: int) -> int:
    response = world.loaded(response_id)
    sha256 = present_sha256(world.session, response=response)
    return send_for_sign_off(world.session, actor=world.actor, response=response, sha256=sha256).id


def _round(world: World, number: int) -> SignOffRound:
    world.session.expire_all()
    found = get_round(world.session, viewer=world.actor, round_id=number)
    assert found is not None
    return found


def _decide(world: World, name: str, number: int, amendments: str) -> None:
    round_, actor = _round(world, number), world.viewer(name)
    (decision,) = own_decisions(world.session, viewer=actor, round_=round_)
    verdict = Verdict.APPROVE_WITH_AMENDMENTS if amendments else Verdict.APPROVE
    typed = TypedDecision(verdict, round_.sha256, amendments, dates.today(), world.say("minute", name))
    decide(world.session, actor=actor, round_=round_, decision=decision, typed=typed)
    world.session.flush()


# --- What is being drafted.


def _draft(world: World) -> None:
    """A response on which everybody works; in the council's own world a parish is asked two of five questions."""
    kinds = ("question all were asked", "question all were asked", "question", "question", "question")
    question_set = paper(world, kinds, "consultation title")
    response = set_up(world, f"Draft {world.say('title of the response')}", question_set)
    if world.key == "home":
        _bring_in(world, response)
    _write_answers(world, response)
    _comment(world, response)
    for _ in ("first", "second"):
        _documents(world, world.loaded(response.id), "report", "letter")
    _upload(world, response.id)


def _bring_in(world: World, response: ConsultationResponse) -> None:
    session, actor = world.session, world.actor
    named = [answer.id for answer in world.answers(response)[:2]]
    for name, whole in (("Parish clerk", False), ("Former parish clerk", True)):
        message = world.say("message of an invitation", name)
        terms = InvitationTerms(InvitationLevel.SUGGEST, whole=whole, answers=[] if whole else named, message=message)
        invite(session, actor=actor, response=world.loaded(response.id), to=world.people[name], terms=terms)
    for name, role in (("Response drafter", Role.DRAFTER), ("Response commenter", Role.COMMENTER)):
        give_role(session, actor=actor, response=world.loaded(response.id), to=world.people[name], role=role, body=None)
    board = next(body for body in world.loaded(response.id).bodies if body.organisation.name == PARTNERSHIP)
    clerk = world.people["Committee clerk"]
    chair = world.viewer("Partnership board")
    give_role(session, actor=chair, response=world.loaded(response.id), to=clerk, role=Role.CLERK, body=board)
    world.viewers.clear()


def _write_answers(world: World, response: ConsultationResponse) -> None:
    drafter = "Response drafter" if world.key == "home" else world.second
    for place, answer in enumerate(world.answers(response)):
        if place == 1:
            entry = _entry_of_council(world)
            reuse(
                world.session,
                actor=world.actor,
                answer=answer,
                entry=entry,
                entry_n=entry.current_n,
                below=False,
                based_on_n=0,
            )
        else:
            _save(world, answer, "earlier text of an answer")
        _save(world, answer, CURRENT[place], who=drafter)
        _save(world, answer, "text set aside", based_on=0)
        for who in (world.officer, drafter):
            keep_unsaved(
                world.session,
                actor=world.viewer(who),
                answer_id=answer.id,
                text=f"We would say {world.say('unsaved text', who)} here.",
                based_on_n=answer.current_n,
                known_n=0,
                window="",
            )
        write_note(world.session, actor=world.actor, answer=answer, text=f"Between us: {world.say('internal note')}.")
        if place != 3:
            _move_on(world, answer, AnswerStatus.FOR_COMMENT if place < 3 else AnswerStatus.NO_ANSWER_INTENDED)


def _move_on(world: World, answer: Answer, status: AnswerStatus) -> None:
    """Let partners read an answer, or why there is none."""
    long = world.say("why an answer is long") if answer.position == 3 else ""
    none = world.say("why no answer is given") if status is AnswerStatus.NO_ANSWER_INTENDED else ""
    current = current_version(world.session, answer=answer)
    assert current is not None
    save_answer(
        world.session,
        actor=world.actor,
        answer=answer,
        text=current.text,
        based_on_n=answer.current_n,
        status=status,
        reasons=Reasons(none, long),
    )


def _entry_of_council(world: World) -> LibraryEntry:
    """The old answer that stayed: partners never adopted it."""
    told = [canary.word for canary in world.canaries if (canary.kind, canary.world) == ("old answer", world.key)]
    return world.session.scalars(select(LibraryEntry).where(LibraryEntry.answer.contains(told[0]))).one()


def _comment(world: World, response: ConsultationResponse) -> None:
    first, second, third, *_ = world.answers(response)
    for name in (*world.asked, *(("Police leaver",) if world.key == "home" else ()), world.officer):
        _say(world, first, name, "comment all may see the answer of")
        _say(world, third, name, "comment", "wording")
    if world.key == "away":
        return
    _say(world, second, "Parish clerk", "comment all may see the answer of")
    _say(world, second, "Response drafter", "comment all may see the answer of")
    _say(world, third, "Response commenter", "comment", "wording")
    _say(world, third, "Former parish clerk", "comment", "wording")
    former = Invitation.response_id == response.id, Invitation.person_id == world.people["Former parish clerk"].id
    withdraw_invitation(
        world.session, actor=world.actor, invitation=world.session.scalars(select(Invitation).where(*former)).one()
    )


def _say(world: World, answer: Answer, name: str, kind: str, wording: str = "") -> None:
    """Comment in a person's name; the officer settles it unless it proposes wording."""
    made: Comment = comment(
        world.session,
        actor=world.viewer(name),
        answer=answer,
        on_n=answer.current_n,
        position=Position.SUPPORT_WITH_CHANGES,
        text=f"We think {world.say(kind, name)}.",
        suggestion=f"Write {world.say(wording, name)}." if wording else "",
    )
    if wording:
        return
    reason, made.answer = world.say("settlement", name), answer
    settle(world.session, actor=world.actor, comment=made, outcome=DispositionOutcome.ACCEPTED, reason=reason)


def _upload(world: World, response_id: int) -> None:
    """A file of answers for the response, and one that cannot be read."""
    session, actor = world.session, world.actor
    content = (
        f"# Lamp posts\n\n**Question 1**: {QUESTIONS[0]}\n\nAnswer: We say {world.say('answer taken over')}.".encode()
    )
    purpose = ReadingPurpose.TAKE_OVER
    for name, fine in ((world.say("file taken over"), True), (world.say("file refused"), False)):
        uploads.receive(session, actor=actor, purpose=purpose, name=f"{name}.md", content=content, about_id=response_id)
        reading = uploads.claim(session)
        assert reading is not None
        number, attempt = reading.id, reading.attempts
        if fine:
            found = extract("a.md", content)
            uploads.finish(session, reading_id=number, attempt=attempt, paper=found, peak_memory=0)
        else:
            uploads.refuse(session, reading_id=number, attempt=attempt, cause="It is locked", peak_memory=0)


# --- The service.


def _run_service(world: World) -> None:
    """What an administrator writes: topics of organisations, and a sheet of people."""
    session, actor = world.session, world.viewer("Administrator")
    every = select(Organisation).options(selectinload(Organisation.topics)).order_by(Organisation.id)
    for body in session.scalars(every).all():
        said = world.say("topic", "Administrator")
        details = organisations.Details(body.name, body.kind, body.sector, (said,))
        organisations.change(session, actor=actor, organisation=body, details=details)
    person = (world.say("sheet of people", "Administrator"), "somebody@canaries.example", "Nobody")
    rows = [(1, ("Name", "Email address", "Organisation")), (2, person)]
    importing.begin(session, actor=actor, name=f"{world.say('sheet of people', 'Administrator')}.csv", sheets=[rows])
