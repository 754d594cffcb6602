"""Comments, and what became of them."""

from typing import Any

from sqlalchemy.orm import Session

from consult import dates
from consult.comments.models import Comment, Disposition, DispositionOutcome
from consult.drafting.models import Answer
from consult.people.models import Person
from consult.permissions import Role
from tests.factories.drafting import make_answer
from tests.factories.people import person_id
from tests.factories.rows import add, number


def make_comment(session: Session, **given: Any) -> Comment:
    """What a partner says of the current version of an answer."""
    return add(
        session,
        Comment,
        given,
        answer_id=lambda _: make_answer(session, text="Yes, with care.").id,
        on_n=lambda has: session.get_one(Answer, has["answer_id"]).current_n,
        author_id=lambda _: person_id(session, roles=(Role.PARTNER,)),
        organisation_id=lambda has: session.get_one(Person, has["author_id"]).organisation_id,
        text=f"Please name the parishes, point {number()}.",
        created_at=dates.now(),
    )


def make_disposition(session: Session, **given: Any) -> Disposition:
    """A comment that was accepted."""
    return add(
        session,
        Disposition,
        given,
        comment_id=lambda _: make_comment(session).id,
        outcome=DispositionOutcome.ACCEPTED,
        reason="The parishes are named in the next version.",
        settled_by_id=lambda _: person_id(session, roles=(Role.POLICY_OFFICER,)),
        settled_at=dates.now(),
    )
