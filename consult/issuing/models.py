"""The files that were issued."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.database import Base, Identified, UtcDateTime, choice
from consult.documents.models import DocumentKind


class IssuedDocument(Identified, Base):
    """A Word file as it was issued from one approved version; never changed afterwards."""

    __tablename__ = "issued_documents"
    __table_args__ = (UniqueConstraint("round_id", "kind"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("sign_off_rounds.id"))
    kind: Mapped[DocumentKind] = mapped_column(choice(DocumentKind))
    name: Mapped[str] = mapped_column(String(200), comment="the file's name")
    sha256: Mapped[str] = mapped_column(String(64), comment="SHA-256 of the file")
    size: Mapped[int] = mapped_column(comment="bytes")
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
