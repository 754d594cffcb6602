"""Passkeys: made and asked as browsers do, each challenge once, nothing of another site, person or copy accepted."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from consult import dates
from consult.database import Database
from consult.demo.cast import PASSWORD, Cast
from consult.history.models import HistoryEntry
from consult.notices.models import OutboxMessage
from consult.people.credentials import (
    ChallengeUse,
    FailedProof,
    Passkey,
    PasskeyChallenge,
    RecoveryCode,
    SignedInSession,
)
from consult.people.models import Person
from consult.sign_in import passkeys, queries, rules
from consult.sign_in import services as sign_in_services
from consult.sign_in.passkey_sites import Site, site_of
from tests.sign_in.accounts import actions
from tests.sign_in.adding_passkeys import add_in_pages
from tests.sign_in.signing_in import leave_the_demo, make_older, next_code, set_up_factor, sign_in, stale_proof
from tests.sign_in.software_key import BACKED_UP, CAN_BACK_UP, PRESENT, VERIFIED, SoftwareKey, spoil_signature
from tests.visitor import HOST, Visitor

PARTNER, OTHER, APPROVER = "Police partner", "Health partner", "Council Executive"
SITE = Site("https://consult.example")
ORIGIN = SITE.origin


class Window:
    """A person's browser window, for the services: its session, and keys made and asked in it."""

    def __init__(self, session: Session, cast: Cast, name: str) -> None:
        self.session, self.actor = session, cast.viewers[name]
        token = sign_in_services.open_session(session, person=session.get_one(Person, self.actor.person_id))
        session.flush()
        signed_in = queries.signed_in_viewer(session, token)
        assert signed_in
        self.id = signed_in.session.id

    def add(self, key: SoftwareKey, name: str = "Blue key") -> list[str]:
        """Make a passkey and keep it."""
        options = passkeys.ask_to_add(self.session, actor=self.actor, session_id=self.id, site=SITE)
        return self.keep(key.make(options), name)

    def keep(self, made: str, name: str = "Blue key") -> list[str]:
        """Keep what was made."""
        return passkeys.add(
            self.session, actor=self.actor, answer=passkeys.PasskeyAnswer(made, SITE, self.id), name=name
        )

    def ask(self, use: ChallengeUse = ChallengeUse.PROVE) -> str:
        """Ask for one of the person's passkeys."""
        person = self.actor.person_id
        return passkeys.ask(self.session, person_id=person, session_id=self.id, use=use, site=SITE)

    def check(self, signed: str, use: ChallengeUse = ChallengeUse.PROVE) -> None:
        """Check what was signed."""
        answer = passkeys.PasskeyAnswer(signed, SITE, self.id)
        passkeys.check(self.session, person_id=self.actor.person_id, answer=answer, use=use)

    def failures(self) -> int:
        """How many wrong attempts are counted."""
        mine = FailedProof.person_id == self.actor.person_id
        return self.session.scalar(sa.select(sa.func.count()).select_from(FailedProof).where(mine)) or 0


@pytest.fixture
def window(session: Session, cast: Cast) -> Window:
    """The partner's window."""
    return Window(session, cast, PARTNER)


@pytest.fixture
def key(window: Window) -> SoftwareKey:
    """A passkey that the partner has added."""
    made = SoftwareKey(origin=ORIGIN)
    window.add(made)
    return made


def test_the_first_passkey_brings_recovery_codes_and_the_second_none(window: Window, session: Session) -> None:
    first = SoftwareKey(origin=ORIGIN, flags=PRESENT | VERIFIED | CAN_BACK_UP | BACKED_UP)
    assert len(window.add(first, "  Work   phone ")) == 10
    assert window.add(SoftwareKey(origin=ORIGIN, flags=PRESENT)) == []
    phone, blue = queries.own_passkeys(session, window.actor.person_id)
    assert (phone.name, phone.backed_up, phone.transports, phone.last_used_at) == ("Work phone", True, "nfc usb", None)
    assert not blue.backed_up
    assert sign_in_services.has_second_factor(session, window.actor.person_id)


def test_options_name_the_site_and_what_is_known_already(window: Window, key: SoftwareKey) -> None:
    asked = json.loads(passkeys.ask_to_add(window.session, actor=window.actor, session_id=window.id, site=Site(ORIGIN)))
    assert asked["rp"]["id"] == "consult.example"
    assert asked["authenticatorSelection"]["userVerification"] == "preferred"
    assert asked["attestation"] == "none"
    assert len(asked["excludeCredentials"]) == 1
    signed = json.loads(window.ask())
    assert [known["transports"] for known in signed["allowCredentials"]] == [["nfc", "usb"]]
    assert len(passkeys.webauthn.base64url_to_bytes(signed["challenge"])) == 32
    assert signed["challenge"] != asked["challenge"]


def test_a_good_signature_counts_and_is_noted(window: Window, key: SoftwareKey, session: Session) -> None:
    window.session.add(FailedProof(person_id=window.actor.person_id, at=dates.now()))
    window.check(key.sign(window.ask()))
    (kept,) = queries.own_passkeys(session, window.actor.person_id)
    assert kept.sign_count == 1
    assert kept.last_used_at is not None
    assert window.failures() == 0
    assert session.scalars(sa.select(PasskeyChallenge)).all() == []


def test_a_key_that_keeps_no_count_is_used_again_and_again(window: Window, key: SoftwareKey) -> None:
    for _ in range(3):
        key.count = -1  # one is added: it says 0 each time
        window.check(key.sign(window.ask()))


def test_a_challenge_counts_once(window: Window, key: SoftwareKey) -> None:
    signed = key.sign(window.ask())
    window.check(signed)
    with pytest.raises(rules.ChallengeGone):
        window.check(signed)
    window.ask()
    with pytest.raises(rules.WrongPasskey):
        window.check(signed)


def test_a_challenge_is_used_up_by_a_wrong_answer_too(window: Window, key: SoftwareKey) -> None:
    options = window.ask()
    with pytest.raises(rules.WrongPasskey):
        window.check(spoil_signature(key.sign(options)))
    with pytest.raises(rules.ChallengeGone):
        window.check(key.sign(options))


def test_a_challenge_counts_for_five_minutes(window: Window, key: SoftwareKey) -> None:
    for minutes, counts in ((4.9, True), (5, False)):
        signed = key.sign(window.ask())
        then = dates.now() - timedelta(minutes=minutes)
        window.session.execute(sa.update(PasskeyChallenge).values(made_at=then))
        if counts:
            window.check(signed)
            continue
        with pytest.raises(rules.ChallengeGone):
            window.check(signed)


def test_a_challenge_counts_for_its_use_and_its_session(window: Window, key: SoftwareKey, cast: Cast) -> None:
    signed = key.sign(window.ask(ChallengeUse.SIGN_IN))
    with pytest.raises(rules.ChallengeGone):
        window.check(signed, ChallengeUse.PROVE)
    with pytest.raises(rules.ChallengeGone):
        Window(window.session, cast, PARTNER).check(signed, ChallengeUse.SIGN_IN)
    window.check(signed, ChallengeUse.SIGN_IN)


def test_a_newer_challenge_replaces_the_older(window: Window, key: SoftwareKey) -> None:
    older, newer = window.ask(), window.ask()
    with pytest.raises(rules.WrongPasskey):
        window.check(key.sign(older))
    with pytest.raises(rules.ChallengeGone):
        window.check(key.sign(newer))


Spoiling = Callable[[SoftwareKey], None]
SPOILED: dict[str, Spoiling] = {
    "another origin": lambda key: setattr(key, "origin", "https://consult.example.evil.example"),
    "the origin without TLS": lambda key: setattr(key, "origin", "http://consult.example"),
    "another port": lambda key: setattr(key, "origin", "https://consult.example:8443"),
    "another site": lambda key: setattr(key, "host", "evil.example"),
    "nobody there": lambda key: setattr(key, "flags", VERIFIED),
    "a backup that cannot be": lambda key: setattr(key, "flags", PRESENT | BACKED_UP),
}


def test_what_does_not_belong_here_is_refused(window: Window, key: SoftwareKey) -> None:
    for how, spoil in SPOILED.items():
        other = replace(key)
        spoil(other)
        with pytest.raises(rules.WrongPasskey):
            window.check(other.sign(window.ask()))
        assert window.failures() == 1, how
        window.session.execute(sa.delete(FailedProof))
    window.check(key.sign(window.ask()))


def test_what_does_not_belong_here_is_not_added(window: Window, session: Session) -> None:
    for how, spoil in SPOILED.items():
        made = SoftwareKey(origin=ORIGIN)
        spoil(made)
        with pytest.raises(rules.WrongPasskey):
            window.add(made)
        assert not sign_in_services.has_second_factor(session, window.actor.person_id), how


def test_a_spoiled_signature_is_refused(window: Window, key: SoftwareKey) -> None:
    with pytest.raises(rules.WrongPasskey):
        window.check(spoil_signature(key.sign(window.ask())))
    forger = SoftwareKey(origin=ORIGIN, credential_id=key.credential_id)
    with pytest.raises(rules.WrongPasskey):
        window.check(forger.sign(window.ask()))
    assert window.failures() == 2


def test_a_registration_is_no_sign_in_and_the_other_way_round(window: Window, key: SoftwareKey) -> None:
    asked = json.loads(window.ask())
    with pytest.raises(rules.WrongPasskey):
        window.check(key.make(json.dumps({**asked, "rp": {"id": asked["rpId"]}})))
    options = passkeys.ask_to_add(window.session, actor=window.actor, session_id=window.id, site=SITE)
    with pytest.raises(rules.WrongPasskey):
        window.keep(key.sign(json.dumps({**json.loads(options), "rpId": "consult.example"})))


def test_somebody_elses_passkey_is_refused(window: Window, key: SoftwareKey, cast: Cast) -> None:
    other = Window(window.session, cast, OTHER)
    theirs = SoftwareKey(origin=ORIGIN)
    other.add(theirs)
    with pytest.raises(rules.WrongPasskey):
        window.check(theirs.sign(window.ask()))
    assert (window.failures(), other.failures()) == (1, 0)
    with pytest.raises(rules.PasskeyState, match="here already"):
        other.add(key)


def test_a_count_that_goes_back_is_refused_and_recorded(window: Window, key: SoftwareKey, session: Session) -> None:
    key.count = 41
    window.check(key.sign(window.ask()))
    for count in (41, 7, -1):  # the same again, an older one, none at all
        key.count = count
        with pytest.raises(rules.PasskeyCopied, match="its count went back"):
            window.check(key.sign(window.ask()))
    entries = session.scalars(sa.select(HistoryEntry).where(HistoryEntry.action == "passkey refused")).all()
    assert len(entries) == 3
    assert "count went back" in str(entries[0].details)
    assert window.failures() == 3
    key.count = 42
    window.check(key.sign(window.ask()))


def test_guessing_is_stopped(window: Window, key: SoftwareKey) -> None:
    for _ in range(rules.FAILED_PROOFS_ALLOWED):
        with pytest.raises(rules.WrongPasskey):
            window.check(spoil_signature(key.sign(window.ask())))
    with pytest.raises(rules.TooManyAttempts):
        window.check(key.sign(window.ask()))


def test_nothing_that_can_be_sent_makes_the_check_fail(window: Window, key: SoftwareKey, session: Session) -> None:
    chance = random.Random(6)
    good_sign, good_make = key.sign(window.ask()), SoftwareKey(origin=ORIGIN).make('{"rp":{"id":"x"},"challenge":"AA"}')
    others = ["", "null", "[]", "{}", "1", '"x"', '{"id":1}', "[" * 5000, '{"id":"a","rawId":"%","type":"public-key"}']
    for text in [*others, *(spoiled(text, chance) for text in (good_sign, good_make) for _ in range(60))]:
        window.ask()
        session.execute(sa.delete(FailedProof))
        with pytest.raises(rules.WrongPasskey):
            window.check(text)
        passkeys.ask_to_add(session, actor=window.actor, session_id=window.id, site=SITE)
        with pytest.raises(rules.WrongPasskey):
            window.keep(text)


def spoiled(text: str, chance: random.Random) -> str:
    """The JSON with some bytes of one of its parts changed, or another kind of value in it."""
    told = json.loads(text)
    response = told["response"]
    name = chance.choice(sorted(response))
    if chance.random() < 0.3 or not isinstance(response[name], str):
        response[name] = chance.choice([None, 1, [], {}, "", "é", "A" * 7, ["x"], [1]])
        return json.dumps(told)
    content = bytearray(passkeys.webauthn.base64url_to_bytes(response[name]))
    for _ in range(chance.randint(1, 4)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    if chance.random() < 0.3:
        del content[chance.randrange(len(content)) :]
    response[name] = passkeys.bytes_to_base64url(bytes(content))
    return json.dumps(told)


def test_ten_passkeys_are_enough(window: Window) -> None:
    for n in range(rules.MOST_PASSKEYS):
        window.add(SoftwareKey(origin=ORIGIN), f"Key {n}")
    with pytest.raises(rules.PasskeyState, match="Remove one"):
        window.add(SoftwareKey(origin=ORIGIN))


@pytest.mark.parametrize(
    ("public", "asked", "origin", "words"),
    [
        ("https://consult.example", "http://10.0.0.1:8000", "https://consult.example", ""),
        ("https://Consult.Example:443", "", "https://consult.example", ""),
        ("", "http://localhost:8000", "http://localhost:8000", ""),
        ("http://127.0.0.1:8000", "https://consult.example", "https://consult.example", ""),
        ("", "http://127.0.0.1:8000", "http://127.0.0.1:8000", "Open it at http://localhost:8000 to use them"),
        ("", "http://[::1]:8000", "http://[::1]:8000", "by number"),
        ("https://192.0.2.7", "https://192.0.2.7", "https://192.0.2.7", "by number and not by name."),
        ("http://consult.example", "", "http://consult.example", "not encrypted"),
    ],
)
def test_the_site_comes_from_the_public_address_or_the_host_asked(
    public: str, asked: str, origin: str, words: str
) -> None:
    site = site_of(public, asked)
    assert site.origin == origin
    assert words in site.why_not
    assert bool(words) == bool(site.why_not)


def challenge(visitor: Visitor) -> str:
    """What the page's script gets when it asks what to sign."""
    (part,) = visitor.document.xpath("//*[@data-passkey-challenge]")
    token = visitor.document.xpath("//input[@name='csrf_token']")[0].get("value")
    answer = visitor.client.post(part.get("data-passkey-challenge"), base_url=HOST, data={"csrf_token": token})
    assert answer.mimetype == "application/json", answer.text
    return answer.text


def test_in_the_pages_from_adding_to_removing(app: Flask, cast: Cast, database: Database) -> None:
    key, partner = SoftwareKey(), sign_in(app, PARTNER)
    assert "You have no passkey" in partner.open("/account/second-factor").text
    add_in_pages(partner, key)
    assert partner.heading == "Your second factor is on"
    codes = [code.text_content() for code in partner.document.xpath("//li/code")]
    assert len(set(codes)) == 10
    asked = sign_in(app, PARTNER)
    assert asked.heading == "Use your passkey"
    assert "a code is needed" in asked.text
    asked.submit("Use a passkey", credential=key.sign(challenge(asked)))
    assert asked.path == "/"
    assert asked.open("/sign-in/code").heading == "Sign in"
    assert sign_in(app, PARTNER).follow("use a recovery code").submit("Continue", code=codes[0]).path == "/"
    partner.open("/account/second-factor").follow("Change Blue key").submit("Save", name="Old blue key")
    assert "Old blue key" in partner.text
    partner.follow("Change Old blue key").submit("Remove this passkey")
    assert "You have no passkey" in partner.text
    assert sign_in(app, PARTNER).path == "/"
    assert {"passkey added", "passkey renamed", "passkey removed"} <= set(actions(database))
    with database.session(read_only=True) as session:
        assert session.scalars(sa.select(RecoveryCode)).all() == []


def test_an_app_and_a_passkey_beside_each_other(app: Flask, cast: Cast) -> None:
    partner, key = sign_in(app, PARTNER), SoftwareKey()
    app_key, codes = set_up_factor(partner)
    add_in_pages(partner, key)
    assert partner.heading == "Second factor", "the codes that there are stay good"
    asked = sign_in(app, PARTNER)
    assert "Or enter a code" in asked.text
    asked.submit("Continue", code=next_code(app_key))
    assert asked.path == "/"
    partner.follow("Turn the app off").submit("Turn off", password=PASSWORD, code=codes[0])
    assert "9 recovery codes" in partner.text
    asked = sign_in(app, PARTNER)
    assert not asked.has_button("Continue")
    asked.submit("Use a passkey", credential=key.sign(challenge(asked)))
    assert asked.path == "/"


def test_an_app_can_go_while_a_passkey_stays_also_where_the_role_needs_a_factor(app: Flask, cast: Cast) -> None:
    officer, key = sign_in(app, "Council Executive"), SoftwareKey()
    app_key, _ = set_up_factor(officer)
    add_in_pages(officer, key)
    leave_the_demo(app, require_second_factor=True)
    page = officer.open("/account/second-factor").follow("Turn the app off")
    page.submit("Turn off", password=PASSWORD, code=next_code(app_key))
    assert page.heading == "Second factor"
    page.follow("Change Blue key").submit("Remove this passkey", _expect=422)
    assert "Your role needs a second factor" in page.text


def test_an_app_beside_a_passkey_brings_no_new_codes(app: Flask, cast: Cast) -> None:
    partner = add_in_pages(sign_in(app, PARTNER), SoftwareKey())
    old = partner.document.xpath("//li/code")[0].text_content()
    set_up_factor(partner)
    assert partner.heading == "Second factor"
    assert "Your authenticator app is set up" in partner.text
    assert sign_in(app, PARTNER).follow("use a recovery code").submit("Continue", code=old).path == "/"


def test_a_wrong_passkey_at_sign_in_opens_nothing(app: Flask, cast: Cast, database: Database) -> None:
    key = SoftwareKey()
    add_in_pages(sign_in(app, PARTNER), key)
    asked = sign_in(app, PARTNER)
    asked.submit("Use a passkey", _expect=422, credential=spoil_signature(key.sign(challenge(asked))))
    assert "The passkey was not accepted" in asked.text
    signed = key.sign(challenge(asked))
    asked.submit("Use a passkey", _expect=422, credential="nonsense")
    assert asked.open("/").heading == "Sign in"
    asked.open("/sign-in/code").submit("Use a passkey", _expect=422, credential=signed)
    assert "Too much time has gone by, or it was answered before" in asked.text
    with database.session(read_only=True) as session:
        assert len(session.scalars(sa.select(FailedProof)).all()) == 2


def test_a_sign_in_that_waits_no_longer_is_begun_again(app: Flask, cast: Cast, database: Database) -> None:
    key = SoftwareKey()
    add_in_pages(sign_in(app, PARTNER), key)
    asked = sign_in(app, PARTNER)
    signed = key.sign(challenge(asked))
    make_older(database, SignedInSession.signed_in_at, 11)
    assert asked.submit("Use a passkey", credential=signed).heading == "Sign in"


def test_nobody_gets_a_challenge_before_the_password(app: Flask, cast: Cast) -> None:
    visitor = Visitor(app.test_client()).open("/sign-in")
    token = visitor.document.xpath("//input[@name='csrf_token']")[0].get("value")
    for path, status in (("/sign-in/passkey/challenge", 404), ("/account/passkeys/challenge", 401)):
        answer = visitor.client.post(path, base_url=HOST, data={"csrf_token": token})
        assert answer.status_code == status


def test_a_passkey_proves_as_a_password_does(app: Flask, cast: Cast, database: Database) -> None:
    leave_the_demo(app)
    partner, key = sign_in(app, PARTNER), SoftwareKey()
    add_in_pages(partner, key)
    partner.open("/account/second-factor")
    stale_proof(database)
    partner.submit("Make new recovery codes", _expect=401)
    partner.submit("Use a passkey", _expect=401, proof_passkey=spoil_signature(key.sign(challenge(partner))))
    partner.submit("Use a passkey", proof_passkey=key.sign(challenge(partner)))
    assert partner.heading == "Your new recovery codes"
    assert partner.open("/account").heading == "My account"


def test_adding_and_removing_ask_for_a_fresh_proof(app: Flask, cast: Cast, database: Database) -> None:
    leave_the_demo(app)
    partner, key = sign_in(app, PARTNER), SoftwareKey()
    stale_proof(database)
    partner.open("/account/passkeys/new").submit("Continue", _expect=401, name="Blue key")
    partner.submit("Continue", proof_password=PASSWORD)
    (part,) = partner.document.xpath("//*[@data-passkey-options]")
    stale_proof(database)
    partner.submit("Create the passkey", _expect=401, credential=key.make(part.get("data-passkey-options")))
    assert partner.submit("Continue", proof_password=PASSWORD).heading == "Your second factor is on"
    partner.open("/account/second-factor").follow("Change Blue key")
    stale_proof(database)
    partner.submit("Remove this passkey", _expect=401)
    assert "was removed" in partner.submit("Continue", proof_password=PASSWORD).text


def test_the_last_factor_stays_with_whom_needs_one(app: Flask, cast: Cast) -> None:
    leave_the_demo(app, require_second_factor=True)
    approver = sign_in(app, APPROVER)
    assert approver.heading == "Second factor"
    add_in_pages(approver, SoftwareKey())
    approver.open("/account/second-factor").follow("Change Blue key")
    approver.submit("Remove this passkey", _expect=422)
    assert "Your role needs a second factor. Add another one" in approver.text
    add_in_pages(approver, SoftwareKey(), "Red key")
    approver.follow("Change Blue key").submit("Remove this passkey")
    assert "was removed" in approver.text
    assert approver.open("/").heading == "What needs you now"


def test_an_administrator_resets_passkeys_too(app: Flask, cast: Cast, database: Database) -> None:
    key = SoftwareKey()
    add_in_pages(sign_in(app, PARTNER), key)
    administrator = sign_in(app, "Administrator").open(f"/people/{cast.people[PARTNER].id}")
    administrator.submit("Turn off their second factor")
    with database.session(read_only=True) as session:
        assert session.scalars(sa.select(Passkey)).all() == []
        assert session.scalars(sa.select(RecoveryCode)).all() == []
    assert "An administrator turned off your second factor" in sign_in(app, PARTNER).text


@pytest.mark.authz
def test_nobody_reaches_somebody_elses_passkey(app: Flask, cast: Cast, database: Database) -> None:
    add_in_pages(sign_in(app, PARTNER), SoftwareKey())
    with database.session(read_only=True) as session:
        number = session.scalar(sa.select(Passkey.id))
    other = sign_in(app, OTHER)
    assert "Blue key" not in other.open("/account/second-factor").text
    token = other.document.xpath("//input[@name='csrf_token']")[0].get("value")
    other.open(f"/account/passkeys/{number}", expect=404)
    for path in (f"/account/passkeys/{number}", f"/account/passkeys/{number}/remove"):
        answer = other.client.post(path, base_url=HOST, data={"csrf_token": token, "name": "mine"})
        assert answer.status_code == 404


def test_what_is_typed_wrongly_is_told(app: Flask, cast: Cast) -> None:
    partner = sign_in(app, PARTNER).open("/account/passkeys/new")
    partner.submit("Continue", _expect=422, name=" ")
    assert "Enter a name for the passkey" in partner.text
    partner.submit("Continue", _expect=422, name="x" * 101)
    partner.submit("Continue", name="Blue key").submit("Create the passkey", _expect=422, credential="{}")
    assert "The passkey was not accepted" in partner.text
    assert partner.document.xpath("//input[@name='name']")[0].get("value") == "Blue key"


def test_opened_by_number_no_button_is_shown_and_why_is_told(app: Flask, cast: Cast) -> None:
    add_in_pages(sign_in(app, PARTNER), SoftwareKey())
    leave_the_demo(app)
    app.extensions["settings"] = site_settings(app, "https://192.0.2.7")
    app.config["TRUSTED_HOSTS"] = ["localhost"]
    partner = sign_in(app, PARTNER)
    # The request's host is what counts when the public address is a number.
    assert partner.has_button("Use a passkey")
    app.extensions["settings"] = site_settings(app, "http://consult.example")
    partner.open("/sign-in/code")
    assert not partner.has_button("Use a passkey")
    assert "not encrypted" in partner.text
    assert "use a recovery code" in partner.text


def site_settings(app: Flask, public_address: str) -> object:
    """The settings with another public address."""
    return replace(app.extensions["settings"], public_address=public_address)


def test_the_person_is_told_by_mail_of_what_happens_to_their_passkeys(
    app: Flask, cast: Cast, database: Database
) -> None:
    partner, key = sign_in(app, PARTNER), SoftwareKey(count=40)
    add_in_pages(partner, key)
    asked = sign_in(app, PARTNER)
    key.count = 7
    asked.submit("Use a passkey", _expect=422, credential=key.sign(challenge(asked)))
    assert "its count went back" in asked.text
    partner.open("/account/second-factor").follow("Change Blue key").submit("Remove this passkey")
    with database.session(read_only=True) as session:
        subjects = session.scalars(sa.select(OutboxMessage.subject).order_by(OutboxMessage.id)).all()
    assert [subject for subject in subjects if "passkey" in subject.lower()] == [
        "A passkey was added to your account",
        "A passkey of yours was refused",
        "A passkey was removed from your account",
    ]
