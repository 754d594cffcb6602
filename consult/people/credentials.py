"""What people sign in with, and where they are signed in: tables of the directory, for leaving it ends them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.database import Base, Identified, UtcDateTime, choice


class SignInWay(StrEnum):
    """How somebody signed in."""

    PASSWORD = "password"
    LINK = "link"
    OPENID = "openid"
    DEMO = "demo"


class SignedInSession(Identified, Base):
    """A browser in which somebody is signed in. Only a hash of the token is kept: a copied table opens nothing."""

    __tablename__ = "signed_in_sessions"

    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    signed_in_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proved_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when a password or code was last given in it")
    awaits_code: Mapped[bool] = mapped_column(default=False, comment="the password was right; it opens nothing yet")
    browser: Mapped[str] = mapped_column(String(100), default="", comment="in plain words, such as Firefox on Windows")
    way: Mapped[SignInWay] = mapped_column(choice(SignInWay), default=SignInWay.PASSWORD)


class SecondFactor(Identified, Base):
    """The secret that a person's app makes codes from (RFC 6238: six digits, a new code every 30 seconds)."""

    __tablename__ = "second_factors"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), unique=True)
    secret: Mapped[str] = mapped_column(String(64), comment="base32, 160 bits; the server needs it as it is")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="asked at sign-in from then on")
    last_step: Mapped[int] = mapped_column(
        BigInteger, default=0, comment="30-second step of the newest code used; no code of it or before counts again"
    )


class RecoveryCode(Identified, Base):
    """One of ten codes for whoever has lost their phone. Each has 80 random bits, so a plain hash is enough."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("person_id", "code_sha256"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    code_sha256: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Passkey(Identified, Base):
    """A passkey or security key (WebAuthn). Only its public half is here: a copied table opens nothing."""

    __tablename__ = "passkeys"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True, comment="base64url; chosen by the device")
    public_key: Mapped[bytes] = mapped_column(LargeBinary, comment="COSE key (RFC 9052)")
    sign_count: Mapped[int] = mapped_column(BigInteger, comment="the device's own count; 0 where it keeps none")
    transports: Mapped[str] = mapped_column(String(100), comment="how browsers reach it, such as usb nfc")
    name: Mapped[str] = mapped_column(String(100), comment="given by the person")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    backed_up: Mapped[bool] = mapped_column(comment="kept in a password manager too, not in one device only")


class ChallengeUse(StrEnum):
    """What a passkey is asked for."""

    ADD = "add"
    SIGN_IN = "sign in"
    PROVE = "prove"


class PasskeyChallenge(Identified, Base):
    """What a passkey has to sign, once and within five minutes. A newer one for the same use replaces it."""

    __tablename__ = "passkey_challenges"
    __table_args__ = (UniqueConstraint("session_id", "use"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("signed_in_sessions.id", ondelete="CASCADE"))
    use: Mapped[ChallengeUse] = mapped_column(choice(ChallengeUse))
    challenge: Mapped[bytes] = mapped_column(LargeBinary, comment="32 random bytes")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class FailedSignIn(Identified, Base):
    """A wrong password, so that guessing is slowed for all workers and across restarts."""

    __tablename__ = "failed_sign_ins"

    email: Mapped[str] = mapped_column(String(254), index=True)
    client: Mapped[str] = mapped_column(
        String(45), default="", index=True, comment="network address it came from; empty when not known"
    )
    browser_sha256: Mapped[str] = mapped_column(
        String(64), default="", comment="of a browser in which the person had signed in; empty for a stranger's"
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class FailedProof(Identified, Base):
    """A wrong code, or a wrong password of somebody signed in: guessing is slowed for all workers and restarts."""

    __tablename__ = "failed_proofs"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    client: Mapped[str] = mapped_column(String(45), default="", comment="network it came from; empty when not known")
    browser_sha256: Mapped[str] = mapped_column(
        String(64), default="", comment="of a browser in which the person had signed in; empty for a stranger's"
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignInLink(Identified, Base):
    """A link to sign in with, asked for with an address. An address that nobody has leaves the same row, of nobody."""

    __tablename__ = "sign_in_links"

    email: Mapped[str] = mapped_column(String(254), index=True, comment="that it was asked for with")
    client: Mapped[str] = mapped_column(
        String(45), index=True, comment="network address it was asked from; empty when not known"
    )
    holder_sha256: Mapped[str] = mapped_column(
        String(64),
        default="",
        comment="of a browser in which the person had signed in, or of an invitation's link; empty for a stranger",
    )
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    browser_sha256: Mapped[str] = mapped_column(String(64), comment="of a secret in the cookie of the browser")
    target: Mapped[str] = mapped_column(String(500), comment="the page to go on to")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="used, or a newer one was asked for")


class Identity(Identified, Base):
    """Somebody's account with the identity provider of their organisation (OpenID Connect)."""

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("person_id", "issuer"))

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    issuer: Mapped[str] = mapped_column(String(500), comment="address of the provider")
    subject: Mapped[str] = mapped_column(String(255), comment="the provider's name for the account; never used again")
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class KnownBrowser(Identified, Base):
    """A browser in which somebody signed in before. Only a hash of the secret in its cookie is kept."""

    __tablename__ = "known_browsers"
    __table_args__ = (UniqueConstraint("person_id", "token_sha256"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    token_sha256: Mapped[str] = mapped_column(String(64))
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="the last sign-in in it")


class AddressChange(Identified, Base):
    """A new e-mail address of one's own, which counts only when the link that was sent to it was used."""

    __tablename__ = "address_changes"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254), comment="the new one")
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="confirmed, or a newer one was asked for")
