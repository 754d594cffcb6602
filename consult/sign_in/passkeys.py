"""Passkeys and security keys as a second factor (WebAuthn): adding them, asking one to sign, taking them away.

A passkey signs a challenge of ours. Each challenge counts once, in the browser's session that asked for it, for five
minutes. What does not hold is written down, so the callers of functions that check a passkey commit also when these
raise.
"""

import secrets
from dataclasses import dataclass

import webauthn
from cryptography.exceptions import UnsupportedAlgorithm
from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import (
    bytes_to_base64url,
    parse_authentication_credential_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from consult import dates
from consult.history.services import record
from consult.history.turns import as_it_is, first_come, in_turn
from consult.people import services as people_services
from consult.people.credentials import ChallengeUse, Passkey, PasskeyChallenge, SignedInSession
from consult.people.models import Person
from consult.permissions import Viewer
from consult.sign_in import attempts, rules, second_factor, services
from consult.sign_in.attempts import NOBODY_KNOWN, Asker
from consult.sign_in.passkey_sites import Site
from consult.sign_in.queries import own_passkeys, second_factor_of

CHALLENGE_BYTES = 32
TIMEOUT = int(rules.CHALLENGE_COUNTS_FOR.total_seconds() * 1000)  # milliseconds; the browser gives up after them
_PREFERRED = UserVerificationRequirement.PREFERRED
# The library reads what anybody can send; a part of the wrong kind or size ends in one of these.
_UNREADABLE = (
    WebAuthnException,
    UnsupportedAlgorithm,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    RecursionError,
)


@dataclass(frozen=True)
class PasskeyAnswer:
    """What the browser sent of a passkey (JSON), at which site, and the session whose challenge it should hold."""

    credential: str
    site: Site
    session_id: int = 0


def ask_to_add(session: Session, *, actor: Viewer, session_id: int, site: Site) -> str:
    """What a browser needs to make a passkey, as JSON. Raises PasskeyState."""
    known = own_passkeys(session, actor.person_id)
    _check_site(site)
    if len(known) >= rules.MOST_PASSKEYS:
        raise rules.PasskeyState(f"You have {rules.MOST_PASSKEYS} passkeys. Remove one before you add another")
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=second_factor.ISSUER,
        user_id=f"person/{actor.person_id}".encode(),  # devices keep it: nothing that tells who it is
        user_name=actor.name,
        challenge=_challenge(session, session_id, ChallengeUse.ADD),
        timeout=TIMEOUT,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=_PREFERRED
        ),
        exclude_credentials=_descriptors(known),
    )
    return webauthn.options_to_json(options)


def ask(session: Session, *, person_id: int, session_id: int, use: ChallengeUse, site: Site) -> str:
    """What a browser needs to have one of the person's passkeys sign, as JSON. Raises PasskeyState."""
    known = own_passkeys(session, person_id)
    _check_site(site)
    if not known:
        raise rules.PasskeyState("You have no passkey. Use another way")
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=_challenge(session, session_id, use),
        timeout=TIMEOUT,
        allow_credentials=_descriptors(known),
        user_verification=_PREFERRED,
    )
    return webauthn.options_to_json(options)


def _check_site(site: Site) -> None:
    if site.why_not:
        raise rules.PasskeyState(site.why_not.rstrip("."))


def _challenge(session: Session, session_id: int, use: ChallengeUse) -> bytes:
    # One at a time for each session: two windows that ask at once must not both add a row.
    session.execute(select(SignedInSession.id).where(SignedInSession.id == session_id).with_for_update())
    moment = dates.now()
    mine = (PasskeyChallenge.session_id == session_id) & (PasskeyChallenge.use == use)
    old = PasskeyChallenge.made_at <= moment - rules.CHALLENGE_COUNTS_FOR
    session.execute(delete(PasskeyChallenge).where(or_(mine, old)))
    challenge = secrets.token_bytes(CHALLENGE_BYTES)
    session.add(PasskeyChallenge(session_id=session_id, use=use, challenge=challenge, made_at=moment))
    session.flush()
    return challenge


def _take_challenge(session: Session, session_id: int, use: ChallengeUse) -> bytes:
    """Use a challenge up, whatever comes of it. Raises ChallengeGone."""
    mine = PasskeyChallenge.session_id == session_id, PasskeyChallenge.use == use
    taken = delete(PasskeyChallenge).where(*mine).returning(PasskeyChallenge.challenge, PasskeyChallenge.made_at)
    row = session.execute(taken).first()
    if row is None or dates.now() - row.made_at >= rules.CHALLENGE_COUNTS_FOR:
        raise rules.ChallengeGone("Too much time has gone by, or it was answered before. Try again")
    return bytes(row.challenge)


def _descriptors(known: list[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=webauthn.base64url_to_bytes(passkey.credential_id),
            transports=[AuthenticatorTransport(way) for way in passkey.transports.split()] or None,
        )
        for passkey in known
    ]


def add(session: Session, *, actor: Viewer, answer: PasskeyAnswer, name: str) -> list[str]:
    """Keep a passkey just made; return recovery codes when it is the person's first factor, else none.

    Raises ChallengeGone, WrongPasskey or PasskeyState.
    """
    challenge = _take_challenge(session, answer.session_id, ChallengeUse.ADD)
    passkey = _made(answer, challenge)
    in_turn(session)
    known = rules.PasskeyState("This passkey is here already")
    if session.scalar(select(Passkey.id).where(Passkey.credential_id == passkey.credential_id)):
        raise known
    if len(own_passkeys(session, actor.person_id)) >= rules.MOST_PASSKEYS:
        raise rules.PasskeyState(f"You have {rules.MOST_PASSKEYS} passkeys. Remove one before you add another")
    first = not services.has_second_factor(session, actor.person_id)
    passkey.person_id, passkey.name, passkey.created_at = actor.person_id, " ".join(name.split()), dates.now()
    with first_come(session, known):
        session.add(passkey)
    _record(session, actor, "passkey added", passkey)
    return second_factor.make_codes(session, actor.person_id) if first else []


def _made(answer: PasskeyAnswer, challenge: bytes) -> Passkey:
    """The passkey of a registration (WebAuthn level 3, 7.1). Raises WrongPasskey."""
    try:
        credential = parse_registration_credential_json(answer.credential)
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=answer.site.host,
            expected_origin=answer.site.origin,
        )
    except _UNREADABLE as unreadable:
        raise rules.WrongPasskey("The passkey was not accepted. Try again, or use another one") from unreadable
    transports = {AuthenticatorTransport(way).value for way in credential.response.transports or []}
    return Passkey(
        credential_id=bytes_to_base64url(made.credential_id),
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        transports=" ".join(sorted(transports)),
        backed_up=made.credential_backed_up,
    )


def check(
    session: Session, *, person_id: int, answer: PasskeyAnswer, use: ChallengeUse, asker: Asker = NOBODY_KNOWN
) -> None:
    """Check what one of the person's passkeys signed (WebAuthn level 3, 7.2).

    Raises TooManyAttempts, ChallengeGone, WrongPasskey or PasskeyCopied.
    """
    mark = attempts.check_proofs(session, person_id=person_id, asker=asker)
    challenge = _take_challenge(session, answer.session_id, use)
    found = _signed(session, person_id, answer, challenge)
    if found is None:
        attempts.note_proof(session, person_id=person_id, asker=asker, mark=mark)
        raise rules.WrongPasskey("The passkey was not accepted. Try again, or use another way")
    passkey, shown = found
    if shown.new_sign_count <= passkey.sign_count and passkey.sign_count > 0:
        attempts.note_proof(session, person_id=person_id, asker=asker, mark=mark)
        _refuse_copy(session, passkey, shown.new_sign_count)
    passkey.sign_count, passkey.backed_up = shown.new_sign_count, shown.credential_backed_up
    passkey.last_used_at = dates.now()
    attempts.forget_proofs(session, person_id=person_id, asker=asker, mark=mark)
    session.flush()


def _signed(
    session: Session, person_id: int, answer: PasskeyAnswer, challenge: bytes
) -> tuple[Passkey, VerifiedAuthentication] | None:
    """The passkey that signed, and what it said; None when it is not the person's or anything does not hold."""
    try:
        credential = parse_authentication_credential_json(answer.credential)
        mine = Passkey.person_id == person_id, Passkey.credential_id == credential.id
        passkey = session.scalar(select(Passkey).where(*mine))
        if passkey is None:
            return None
        return passkey, webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=answer.site.host,
            expected_origin=answer.site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=0,  # the count is looked at by the caller, once the signature is known
        )
    except _UNREADABLE:
        return None


def _refuse_copy(session: Session, passkey: Passkey, shown: int) -> None:
    person = session.get_one(Person, passkey.person_id)
    because = {"because": "count went back", "kept": passkey.sign_count, "shown": shown}
    _record(session, people_services.viewer_stub(person), "passkey refused", passkey, because)
    raise rules.PasskeyCopied(
        "This passkey was refused, because its count went back: there may be a copy of it. Use another way, then "
        "remove it from your account and tell your administrator"
    )


def finish_sign_in(
    session: Session, *, token: str, answer: PasskeyAnswer, browser: str = "", asker: Asker = NOBODY_KNOWN
) -> str:
    """Open the session that waited for a second factor; return its new token.

    Raises CodeNoLongerAwaited, and what `check` raises.
    """
    waiting = second_factor.awaited_sign_in(session, token)
    signed = PasskeyAnswer(answer.credential, answer.site, waiting.id)
    check(session, person_id=waiting.person_id, answer=signed, use=ChallengeUse.SIGN_IN, asker=asker)
    return second_factor.open_awaited(session, waiting=waiting, browser=browser)


def rename(session: Session, *, actor: Viewer, passkey: Passkey, name: str) -> None:
    """Give the actor's passkey another name. Raises Gone."""
    as_it_is(session, passkey, "name")
    passkey.name = " ".join(name.split())
    _record(session, actor, "passkey renamed", passkey)


def remove(session: Session, *, actor: Viewer, passkey: Passkey, needed: bool) -> None:
    """Take the actor's passkey away; with the last factor the recovery codes go too.

    Raises PasskeyState for the last factor of somebody whose role needs one (`needed`).
    """
    as_it_is(session, passkey, "name")
    _one_at_a_time(session, actor.person_id)
    others = [other for other in own_passkeys(session, actor.person_id) if other.id != passkey.id]
    app = second_factor_of(session, actor.person_id)
    last = not others and not (app and app.confirmed_at)
    if last and needed:
        raise rules.PasskeyState("Your role needs a second factor. Add another one before you remove this passkey")
    session.execute(delete(Passkey).where(Passkey.id == passkey.id))
    if last:
        second_factor.forget_codes(session, actor.person_id)
    _record(session, actor, "passkey removed", passkey)


def _one_at_a_time(session: Session, person_id: int) -> None:
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update())


def _record(
    session: Session, actor: Viewer, action: str, passkey: Passkey, details: dict[str, object] | None = None
) -> None:
    told = {"passkey": passkey.id, **(details or {})}
    record(session, actor=actor, action=action, subject=f"person/{passkey.person_id}", details=told)
