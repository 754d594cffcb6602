"""The drafted texts of report and letter, each save a version."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.database import Base, Identified, Labelled, UtcDateTime, choice
from consult.people.models import Person


class DocumentKind(Labelled):
    """The three documents of a response."""

    COMMITTEE_REPORT = "committee_report"
    COVERING_LETTER = "covering_letter"
    RESPONSE_DOCUMENT = "response_document"


class DocumentDraft(Identified, Base):
    """One save of the committee report's or the covering letter's text; never changed afterwards."""

    __tablename__ = "document_drafts"
    __table_args__ = (UniqueConstraint("response_id", "kind", "n"),)

    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"))
    kind: Mapped[DocumentKind] = mapped_column(choice(DocumentKind))
    n: Mapped[int] = mapped_column(comment="from 1")
    content: Mapped[str] = mapped_column(Text, comment="JSON of the document's fields (see content.py)")
    set_aside: Mapped[bool] = mapped_column(default=False, comment="saved on an outdated version: kept, not current")
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    author: Mapped[Person] = relationship(lazy="raise_on_sql")
