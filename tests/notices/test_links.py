"""A link in a mail opens for whoever it was sent to; whoever looks after the mail has no link that opens nothing."""

from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from consult import dates
from consult.comments.models import Comment, DispositionOutcome
from consult.comments.services import settle
from consult.database import Database
from consult.demo.cast import Cast, address
from consult.drafting.states import InvitationLevel
from consult.library.models import EntryState, LibraryEntry
from consult.library.reminding import remind
from consult.notices import security
from consult.notices.models import OutboxMessage
from consult.notices.rendering import HIDDEN, STAND_IN
from consult.people.models import Person, RoleHeld
from tests.factories.comments import make_comment
from tests.factories.drafting import make_invitation, make_invitation_part
from tests.factories.situations import Drafting, answer_of
from tests.visitor import HOST, Visitor

Visit = Callable[[str | None], Visitor]


def everything_is_told(database: Database, cast: Cast) -> None:
    """Cause what the demonstration has not caused yet: a reminder of each kind, and news of one's account."""
    with database.transaction() as session:
        officer = cast.viewers["Policy officer"]
        waiting = sa.select(Comment).where(~Comment.disposition.has(), Comment.text != "")
        for comment in session.scalars(waiting.options(sa.orm.joinedload(Comment.answer))):
            settle(session, actor=officer, comment=comment, outcome=DispositionOutcome.ACCEPTED, reason="So it is")
        current = sa.select(LibraryEntry).where(LibraryEntry.state == EntryState.CURRENT).order_by(LibraryEntry.id)
        for n, entry in enumerate(session.scalars(current)):
            entry.review_on = dates.today() + timedelta(days=[-1, 0, 10, 10][n % 4])
            entry.told_due_for = entry.told_soon_for = None
        session.flush()
        remind(session)
        for name in cast.people:
            security.tell_added(session, person=session.get_one(Person, cast.people[name].id))


def links_of(message: OutboxMessage) -> list[str]:
    """The paths that a mail links to."""
    words = message.text.replace(HIDDEN, STAND_IN + message.secret_path).split()
    return [word.removeprefix(STAND_IN) for word in words if word.startswith(STAND_IN + "/")]


def test_every_link_opens_for_its_reader(app: Flask, demo: Cast, database: Database, visit: Visit) -> None:
    everything_is_told(database, demo)
    names = {address(name): name for name in demo.people}
    with database.session(read_only=True) as session:
        messages = session.scalars(sa.select(OutboxMessage)).all()
    opened: set[tuple[str, str]] = set()
    for message in messages:
        for path in links_of(message):
            if (message.address, path) in opened:
                continue
            opened.add((message.address, path))
            assert message.address in names, message.address
            visit(names[message.address]).open(path)
    kinds = {message.event.partition("/")[0] for message in messages}
    assert len(kinds) >= 5, kinds
    assert len(opened) > 10


def test_who_looks_after_the_mail_has_no_link_that_opens_nothing(
    app: Flask, demo: Cast, database: Database, visit: Visit
) -> None:
    everything_is_told(database, demo)
    administrator = visit("Administrator")
    with database.session(read_only=True) as session:
        numbers = session.scalars(sa.select(OutboxMessage.id)).all()
    shown = 0
    for number in numbers:
        administrator.open(f"/notices/{number}")
        for link in administrator.document.xpath("//*[contains(@class, 'app-mail')]//a/@href"):
            path = "/" + link.split("/", 3)[3]
            answer = administrator.client.get(path, base_url=HOST)
            assert answer.status_code == 200, (number, path, answer.status)
            shown += 1
    assert shown > 0


def test_nobody_is_sent_to_an_answer_that_they_see_no_longer(
    cast: Cast, drafting: Drafting, database: Database
) -> None:
    partner = cast.people["Parish clerk"]
    with database.transaction() as session:
        answers = [answer_of(session, cast, number) for number in drafting.answers]
        invited = {"response_id": drafting.response, "person_id": partner.id, "level": InvitationLevel.COMMENT}
        offered = make_invitation(session, whole=False, **invited).id
        make_invitation_part(session, invitation_id=offered, answer_id=answers[1].id)
        said = [make_comment(session, answer_id=answer.id, author_id=partner.id) for answer in answers[:2]]
        numbers = [each.id for each in said]
        for comment, answer in zip(said, answers, strict=False):
            sa.orm.attributes.set_committed_value(comment, "answer", answer)
            settle(
                session, actor=cast.viewers["Policy officer"], comment=comment,
                outcome=DispositionOutcome.ACCEPTED, reason="So it is",
            )  # fmt: skip
    with database.session(read_only=True) as session:
        mine = OutboxMessage.address == partner.email, OutboxMessage.event.startswith("comment settled/")
        told = set(session.scalars(sa.select(OutboxMessage.event).where(*mine)))
    assert told == {f"comment settled/{numbers[1]}"}


def test_a_keeper_who_is_no_officer_any_longer_is_not_reminded(demo: Cast, database: Database) -> None:
    keeper = demo.people["Senior policy officer"]
    with database.transaction() as session:
        session.execute(sa.update(LibraryEntry).values(keeper_id=keeper.id, review_on=dates.today()))
        session.execute(sa.update(LibraryEntry).values(told_due_for=None, told_soon_for=None))
        session.execute(sa.update(RoleHeld).where(RoleHeld.person_id == keeper.id).values(role="observer"))
        remind(session)
        told = OutboxMessage.event.startswith("library review due")
        readers = set(session.scalars(sa.select(OutboxMessage.address).where(told)))
    assert readers == {address("Policy officer")}
