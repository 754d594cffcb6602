"""The submission: which approved version went to the issuing body, when and how."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.database import Base, Identified, UtcDateTime, choice
from consult.drafting.models import ConsultationResponse
from consult.people.models import Person
from consult.sign_off.models import SignOffRound


class SubmittedBy(StrEnum):
    """The way a response went to the issuing body."""

    EMAIL = "email"
    ONLINE = "online"
    POST = "post"

    @property
    def label(self) -> str:
        """The way as pages name it."""
        return {"email": "Email", "online": "Online form", "post": "Post"}[self.value]


class Submission(Identified, Base):
    """A response that has left the house."""

    __tablename__ = "submissions"

    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"), unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("sign_off_rounds.id"))
    way: Mapped[SubmittedBy] = mapped_column(choice(SubmittedBy))
    receipt: Mapped[str] = mapped_column(String(200), default="", comment="the issuing body's receipt or reference")
    note: Mapped[str] = mapped_column(Text, default="")
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    response: Mapped[ConsultationResponse] = relationship(lazy="raise_on_sql")
    round: Mapped[SignOffRound] = relationship(lazy="raise_on_sql")
    submitted_by: Mapped[Person] = relationship(lazy="raise_on_sql")
