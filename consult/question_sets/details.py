"""What is known of a consultation as a whole: corrected by hand, or taken over from a newer paper."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from consult.history.services import record
from consult.history.turns import as_it_is
from consult.permissions import Viewer
from consult.question_sets.models import Consultation

# What a newer paper can bring to a consultation, and how long each may be.
PARTICULARS = {
    "title": 300,
    "issuing_body": 200,
    "reference": 100,
    "opening_at": 0,
    "closing_at": 0,
    "ways_to_respond": 5000,
    "contact": 5000,
}


def change_details(
    session: Session,
    *,
    actor: Viewer,
    consultation: Consultation,
    title: str,
    issuing_body: str,
    reference: str,
    closing_at: datetime | None,
    ways_to_respond: str,
    contact: str | None = None,
) -> None:
    """Correct what is known of the consultation as a whole; `contact` stays as it is when it is not given."""
    as_it_is(session, consultation, "title")
    consultation.title = title
    consultation.issuing_body = issuing_body
    consultation.reference = reference
    consultation.closing_at = closing_at
    consultation.ways_to_respond = ways_to_respond
    if contact is not None:
        consultation.contact = contact
    session.flush()
    record(
        session,
        actor=actor,
        action="consultation details changed",
        subject=f"consultation/{consultation.id}",
        details={"closing_at": closing_at.isoformat() if closing_at else None},
    )


def take_particulars(
    session: Session, *, actor: Viewer, consultation: Consultation, said: Mapping[str, str], names: Collection[str]
) -> None:
    """Take what a newer paper says of the consultation (`said`, see PaperFile.particulars): only the `names` chosen."""
    as_it_is(session, consultation, *PARTICULARS)
    taken = {name: said[name] for name in PARTICULARS if name in names and name in said}
    for name, value in taken.items():
        is_time = name in ("opening_at", "closing_at")
        setattr(consultation, name, datetime.fromisoformat(value) if is_time else value[: PARTICULARS[name]])
    session.flush()
    record(
        session,
        actor=actor,
        action="consultation details taken over",
        subject=f"consultation/{consultation.id}",
        details={"changed": sorted(taken), "closing_at": taken.get("closing_at")},
    )
