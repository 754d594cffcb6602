"""Mail leaves by turns: who causes a thousand makes nobody wait, and what somebody waits for at a page goes first."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa

from consult.database import Database
from consult.demo.cast import Cast
from consult.notices import services
from consult.notices.models import OutboxMessage
from consult.notices.services import CAUSED_BY, post
from tests.visitor import Visitor

MANY, SOME, ONE = "Policy officer", "Senior policy officer", "Police partner"
VALUES = {"name": "x", "words": "a response", "path": "/", "minutes": 15, "what": "It changed", "when": "today"}


def cause(database: Database, cast: Cast, who: str | None, mails: int, template: str = "handed_over") -> None:
    """Mails that somebody causes, or with None the service itself."""
    with database.transaction() as session:
        session.info[CAUSED_BY] = cast.viewers[who].person_id if who else None
        for n in range(mails):
            values = {**VALUES, "secret_path": "/sign-in/link/x"} if template == "sign_in_link" else VALUES
            to = (who or "service", f"m{n}@rivermead.example")
            post(session, event=f"{template} of {who}", to=to, template=template, values=values)


def leave(database: Database, most: int = 1000) -> list[str]:
    """Let mails leave as the worker does; whose they were, or what kind of mail it was."""
    names: list[str] = []
    while len(names) < most:
        with database.transaction() as session:
            message = services.claim(session)
            if message is None:
                break
            names.append(message.name)
            services.note_sent(session, message=message, provider_id="")
    return names


def waits(names: Sequence[str], who: str) -> list[int]:
    """How many mails of others leave between two of somebody's."""
    places = [n for n, name in enumerate(names) if name == who]
    return [after - before - 1 for before, after in zip([-1, *places], places, strict=False)]


def test_nobodys_mails_make_another_wait_for_more_than_one_of_them(database: Database, cast: Cast) -> None:
    cause(database, cast, MANY, 100)
    cause(database, cast, SOME, 10)
    cause(database, cast, ONE, 1)
    names = leave(database)
    assert len(names) == 111
    assert ONE in names[:3]
    assert max(waits(names, SOME)) <= 2
    assert names.index(SOME) <= 1


def test_who_comes_while_many_leave_waits_for_one_of_each(database: Database, cast: Cast) -> None:
    cause(database, cast, MANY, 100)
    leave(database, 40)
    cause(database, cast, ONE, 3)
    cause(database, cast, None, 3)
    names = leave(database, 12)
    assert max(waits(names, ONE)) <= 2
    assert max(waits(names, "service")) <= 2


def test_links_to_sign_in_and_notices_of_security_go_first(database: Database, cast: Cast) -> None:
    cause(database, cast, MANY, 20)
    cause(database, cast, SOME, 20)
    cause(database, cast, ONE, 1, "security_notice")
    cause(database, cast, None, 1, "sign_in_link")
    assert leave(database, 2) == [ONE, "service"]


def test_the_act_of_a_page_is_the_persons_who_acts(
    demo: Cast, database: Database, visit: Callable[[str | None], Visitor]
) -> None:
    sheet = b"Name,Email,Organisation,Role\nNew,new@rivermead.example,Rivermead Police,Partner"
    page = visit("Administrator").open("/people/import").submit("Continue", sheet=("people.csv", sheet))
    page.submit("Take over 1 person")
    with database.session(read_only=True) as session:
        caused = sa.select(OutboxMessage.caused_by).where(OutboxMessage.address == "new@rivermead.example")
        assert session.scalars(caused).one() == demo.viewers["Administrator"].person_id
