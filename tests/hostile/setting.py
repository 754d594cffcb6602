"""What the demonstration lacks, so that somebody who walks through it meets every form there is.

A route that no walk meets fails tests/test_hostile_forms.py: what it needs is to be set out here.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import dates
from consult.config.openid import OpenIdSettings
from consult.demo import seed as demonstration
from consult.demo import texts
from consult.demo.cast import COUNCIL, PARTNERSHIP, Cast
from consult.drafting.models import Answer, ConsultationResponse
from consult.drafting.response_roles import give_role, own_bodies
from consult.drafting.services import save_answer, set_status
from consult.drafting.states import AnswerStatus
from consult.drafting.unsaved import keep_unsaved
from consult.issuing.services import issue, make_files
from consult.library.adopting import services
from consult.library.adopting.models import AdoptionClaim
from consult.library.models import EntryPair, LibraryEntry
from consult.library.saved import save_search
from consult.library.searching import asked_from
from consult.library.services import NewEntry, add_entries
from consult.notices.models import NoticeState, OutboxMessage
from consult.people import importing, joining
from consult.people.credentials import Identity, Passkey
from consult.people.models import Organisation, OrganisationKind
from consult.people.people_sheet import COLUMNS
from consult.people.services import add_organisation
from consult.permissions import Role, Viewer
from consult.question_sets import undoing
from consult.question_sets.extract import extract
from consult.question_sets.loading import load_edition
from consult.question_sets.models import Consultation, Question, QuestionSet, Reading
from consult.question_sets.paper import Paper, PaperQuestion
from consult.question_sets.queries import get_consultation, get_question_set
from consult.question_sets.rules import shown_sha256
from consult.question_sets.services import publish, set_removed
from consult.sign_in import second_factor
from consult.sign_in.queries import second_factor_of
from consult.sign_off.models import SignOffRound
from consult.sign_off.queries import get_round
from tests.authz.persons import INVITED, gather
from tests.named import SUBMITTED, response_named

OFFICER, SENIOR, ADMINISTRATOR = "Policy officer", "Senior policy officer", "Administrator"
# Nothing listens there: what needs the provider itself is refused, and must be refused well.
PROVIDER = OpenIdSettings("http://127.0.0.1:9", "consult", "no-secret-of-anybody", "Rivermead staff account")
EDITION = """# A corrected paper

The consultation closes on {closes}.

1. Should limits be lower near every school?

2. What would it cost?
"""


@dataclass(frozen=True)
class Setting:
    """What there is: for each of some places in the process, the numbers that addresses may have in them."""

    things: tuple[dict[str, object], ...]


def set_out(session: Session, cast: Cast) -> Setting:
    """Add to the demonstration: one of each thing that a form is about and that it has none of."""
    things = gather(session).things
    _mail_that_failed(session)
    one, other = session.scalars(select(LibraryEntry.id).order_by(LibraryEntry.id).limit(2))
    session.add(EntryPair(entry_id=one, other_id=other, alike=95))
    off = add_organisation(session, actor=None, name="Rivermead Rowing Club", kind=OrganisationKind.PARTNER)
    off.active = False
    _factors(session, cast)
    _named_clerk(session, cast)
    _questions(session, cast)
    rows = (COLUMNS, ("Rowing partner", "rowing@rivermead.example", "Rivermead Police", "Partner", "", ""))
    administrator = cast.viewers[ADMINISTRATOR]
    begun = importing.begin(session, actor=administrator, name="people.csv", sheets=[list(enumerate(rows, 1))])
    account = Identity(person_id=cast.people[SENIOR].id, issuer=PROVIDER.issuer, subject="1", linked_at=dates.now())
    session.add(account)
    _answers_from_elsewhere(session, things["drafting"]["reading_id"])
    _unsaved(session, cast, INVITED["drafting"])
    save_search(session, actor=cast.viewers[SENIOR], name="Halls", asked=asked_from({"q": "halls"}))
    claimed, disputed = _filed_under_the_council(session, cast)
    others: dict[str, object] = {
        "claim_id": claimed,
        "request_id": _newcomer(session, cast),
        "import_id": begun.id,
        "organisation_id": off.id,
        "kind": "covering_letter",
    }
    approved, issued, ready = _responses(session, cast)
    senior = {"person_id": cast.people[SENIOR].id, "organisation_id": cast.organisations[PARTNERSHIP].id}
    drafting, *later = (things[state] | {"answer_id": INVITED[state]} | others for state in things)
    made = (
        {"response_id": approved, **senior},
        drafting,
        {"response_id": issued},
        {},
        *later,
        {"response_id": ready},
        {"entry_id": disputed},
    )
    return Setting(made)


def _newcomer(session: Session, cast: Cast) -> int:
    """Somebody new who waits to be confirmed."""
    police = session.get_one(Organisation, cast.organisations["Rivermead Police"].id)
    officer = cast.viewers[OFFICER]
    person = joining.bring_in(session, actor=officer, name="New", email="new@rivermead.example", organisation=police)
    return joining.newest_requests(session, [person.id])[person.id].id


def _filed_under_the_council(session: Session, cast: Cast) -> tuple[int, int]:
    """A claim that waits for the council, and an entry of others that it adopted; nobody can look after the latter."""
    council, board = (cast.organisations[name].id for name in (COUNCIL, PARTNERSHIP))
    said = {"issuing_body": "Office for Boats", "answer": "Yes.", "adopted_on": dates.today(), "owner_id": board}
    numbers = add_entries(
        session,
        [
            NewEntry(consultation="Boats", question="Should boats ring?", adopted_by={board}, **said),
            NewEntry(
                consultation="Ferries",
                question="Should ferries ring?",
                adopted_by={board, council},
                keeper_id=cast.people["Health partner"].id,
                **said,
            ),
        ],
    )
    entries = [session.get_one(LibraryEntry, numbers[0])]
    services.claim(session, actor=cast.viewers["Partnership board"], entries=entries, body_id=council)
    return session.scalars(select(AdoptionClaim.id)).one(), numbers[1]


def _answers_from_elsewhere(session: Session, reading_id: object) -> None:
    """A file that was read, in which one question of the response in drafting has an answer."""
    mine = Answer.response_id == response_named(session), Answer.current_n == 0
    empty = select(Question.text).join(Answer).where(*mine).limit(1)
    answered = PaperQuestion("1", session.scalars(empty).one(), answer="We agree.")
    session.get_one(Reading, reading_id).found = Paper("Answers from elsewhere", questions=(answered,))


def _unsaved(session: Session, cast: Cast, answer_id: int) -> None:
    """A text that somebody typed and has not saved."""
    keep_unsaved(
        session, actor=cast.viewers[SENIOR], answer_id=answer_id, text="Words.", based_on_n=0, known_n=0, window="one"
    )


def _mail_that_failed(session: Session) -> None:
    message = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id).limit(1)).one()
    message.state, message.cause = NoticeState.FAILED, "There is no such address"
    message.due_at, message.ended_at = None, dates.now()


def _named_clerk(session: Session, cast: Cast) -> None:
    """Somebody whom the council's approver named to record its decision on one response."""
    executive = cast.viewers["Council Executive"]
    (body,) = [body for body in own_bodies(session, viewer=executive) if body.response_id == response_named(session)]
    clerk = cast.people["Voluntary sector partner"]
    give_role(session, actor=executive, response=body.response, to=clerk, role=Role.CLERK, body=body)


def _factors(session: Session, cast: Cast) -> None:
    """An officer whose app and passkey are set up, a partner who has begun."""
    senior = cast.viewers[SENIOR]
    second_factor.begin(session, actor=senior)
    factor = second_factor_of(session, senior.person_id)
    assert factor is not None
    factor.confirmed_at = dates.now()
    second_factor.begin(session, actor=cast.viewers["Health partner"])
    key = Passkey(
        person_id=senior.person_id,
        credential_id="a2V5",
        public_key=b"key",
        sign_count=0,
        transports="usb",
        name="Key on my keyring",
        created_at=dates.now(),
        backed_up=False,
    )
    session.add(key)


def _questions(session: Session, cast: Cast) -> None:
    """Answers found in a paper, a question left out, one newer edition in review and one published."""
    officer = cast.viewers[OFFICER]
    empty = select(Question).join(Answer).where(Answer.response_id == response_named(session), Answer.current_n == 0)
    for question in session.scalars(empty):
        question.found_answer = "We agree."
    named = select(QuestionSet.id).join(Consultation).where(Consultation.title.startswith("Better bus stops"))
    unpublished = session.scalars(named).one()
    in_review = get_question_set(session, viewer=officer, question_set_id=unpublished)
    assert in_review is not None
    gone = {"question_set": in_review, "question": in_review.questions[-1], "removed": True}
    undoing.undoable(
        session,
        actor=officer,
        question_set=in_review,
        done="the last question was removed",
        act=lambda: set_removed(session, actor=officer, **gone),
    )
    _newer_edition(session, officer, response_id=response_named(session), published=True)
    _newer_edition(session, officer, response_id=response_named(session, SUBMITTED), published=False)


def _newer_edition(session: Session, officer: Viewer, *, response_id: int, published: bool) -> None:
    response = session.get_one(ConsultationResponse, response_id)
    number = session.get_one(QuestionSet, response.question_set_id).consultation_id
    consultation = get_consultation(session, viewer=officer, consultation_id=number)
    assert consultation is not None
    name, content = "corrected.md", EDITION.format(closes=dates.long_date(dates.today() + timedelta(days=60))).encode()
    paper = extract(name, content)
    made = load_edition(session, actor=officer, consultation=consultation, paper=paper, name=name, content=content)
    session.expire_all()
    edition = get_question_set(session, viewer=officer, question_set_id=made.id)
    assert edition is not None
    if published:
        publish(session, actor=officer, question_set=edition, sha256=shown_sha256(edition))


def _responses(session: Session, cast: Cast) -> tuple[int, int, int]:
    """Responses with nothing left to do but to issue it, to submit it, and to send it for sign-off."""
    officer = cast.viewers[OFFICER]
    approved, issued = (_approved(session, cast) for _ in range(2))
    issue(
        session,
        actor=officer,
        round_=issued,
        sha256=issued.sha256,
        files=make_files(session, actor=None, round_=issued, sha256=issued.sha256),
    )
    content = texts.WAITING_CONSULTATION.encode()
    closes = demonstration._ahead(20)
    questions = demonstration._load(session, officer, "quieter-streets-again.yaml", content, closes)
    response = demonstration._set_up(session, cast, questions, "Response that is ready to be sent")
    for answer in demonstration._answers(session, officer, response):
        save_answer(session, actor=officer, answer=answer, text="We agree.", based_on_n=0)
        set_status(session, actor=officer, answer=answer, status=AnswerStatus.READY)
    demonstration._draft_documents(session, officer, response, texts.PARTNERSHIPS)
    return approved.response_id, issued.response_id, response.id


def _approved(session: Session, cast: Cast) -> SignOffRound:
    demonstration._waiting_response(session, cast)
    number = session.scalars(select(SignOffRound.id).order_by(SignOffRound.id.desc()).limit(1)).one()
    for name, minute in (("Council Executive", "44"), ("Partnership board", "Item 8")):
        demonstration._approve(session, cast.viewers[name], number, minute)
    round_ = get_round(session, viewer=cast.viewers[OFFICER], round_id=number)
    assert round_ is not None
    return round_
