"""Commands that work on the database: load, search, similar, issue, verify, rebuild-index, create-admin.

Each function is one command; it returns the exit status, and raises OperatingError with one line when it cannot be
carried out.
"""

import argparse
import getpass
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.config import SettingError, Settings, read_settings
from consult.database import Database
from consult.history.services import verify
from consult.issuing.models import IssuedDocument
from consult.issuing.queries import issued_files
from consult.issuing.services import check_issued, issue, make_files
from consult.library.queries import Found, search, similar
from consult.library.search import indexing
from consult.library.search.engine import IndexUnavailable
from consult.library.search.keeper import open_engine
from consult.people.models import Organisation, OrganisationKind, Person
from consult.people.passwords import WEIGHED, Weighed, local_words
from consult.people.queries import organisations_with
from consult.people.services import add_organisation, add_person
from consult.permissions import Role
from consult.question_sets.loading import load
from consult.question_sets.paper import Paper, UnreadablePaper
from consult.question_sets.readers.sheet_rows import Sheet
from consult.question_sets.reading_apart import explain_apart, read_apart
from consult.refusal import Refusal
from consult.running.retention import take_name_away
from consult.running.verifying import verify_texts
from consult.sign_off.models import SignOffRound
from consult.sign_off.queries import approved_rounds
from consult.texts import listed


class OperatingError(Exception):
    """Why a command could not be carried out, in one line."""


# A command serves no pages: what only pages need is filled in, and no key of a demonstration is left behind.
_NO_PAGES = {"SECRET_KEY": "commands-serve-no-pages-and-sign-nothing", "TRUSTED_HOSTS": "localhost", "DEMO": "0"}


@contextmanager
def opened(*, new: bool = False) -> Iterator[tuple[Settings, Database]]:
    """The settings and the database they name; `new` when the command may make the database."""
    try:
        settings = read_settings({**os.environ, **_NO_PAGES})
    except SettingError as error:
        raise OperatingError(str(error)) from error
    file = Path(settings.database_url.removeprefix("sqlite:///"))
    if settings.database_url.startswith("sqlite") and not new and not file.exists():
        raise OperatingError("there is no database yet. Type: consult migrate")
    try:
        database = Database(settings.database_url)
    except SettingError as error:
        raise OperatingError(str(error)) from error
    try:
        yield settings, database
    except (Refusal, SettingError) as refusal:
        raise OperatingError(str(refusal)) from refusal
    except (sa.exc.OperationalError, sa.exc.ProgrammingError) as error:
        cause = str(error.orig).splitlines()[0] if error.orig else str(error)
        raise OperatingError(f"the database cannot be used ({cause}). Type: consult migrate") from error
    except IndexUnavailable as error:
        raise OperatingError(f"the search index cannot be used ({error})") from error
    finally:
        database.close()


def read_paper(path: Path) -> tuple[Paper, bytes]:
    """The question set in a file, and the file's content. Raises OperatingError with the cause."""
    try:
        content = path.read_bytes()
        return read_apart(path.name, content).paper, content
    except OSError as error:
        raise OperatingError(f"{path} cannot be opened: {error.strerror}") from error
    except UnreadablePaper as unreadable:
        raise OperatingError(f"{path.name}: {unreadable}") from unreadable


def explain_paper(path: Path) -> list[Sheet]:
    """What each block of a paper was taken for, as rows. Raises OperatingError with the cause."""
    try:
        return explain_apart(path.name, path.read_bytes())
    except OSError as error:
        raise OperatingError(f"{path} cannot be opened: {error.strerror}") from error
    except UnreadablePaper as unreadable:
        raise OperatingError(f"{path.name}: {unreadable}") from unreadable


def load_paper(typed: argparse.Namespace) -> int:
    """Load a paper for an organisation; its policy officers then review the questions on the pages."""
    path = Path(typed.file)
    paper, content = read_paper(path)
    with opened() as (_, database), database.transaction() as session:
        owner = owner_named(session, typed.organisation)
        consultation = load(session, actor=None, owner_id=owner, paper=paper, name=path.name, content=content)
        print(f"Consultation {consultation.id}: {len(paper.questions)} questions to review")
    return 0


def owner_named(session: Session, name: str | None) -> int:
    """The number of the organisation named, or of the only one that has policy officers. Raises OperatingError."""
    able = organisations_with(session, Role.POLICY_OFFICER)
    found = select(Organisation.id).where(Organisation.id.in_(able))
    if name:
        found = found.where(Organisation.name == name)
    numbers = session.scalars(found).all()
    if not numbers:
        raise OperatingError(f"{name} has no policy officer here" if name else "there is no policy officer yet")
    if len(numbers) > 1:
        raise OperatingError("several organisations have policy officers. Say which with --organisation NAME")
    return numbers[0]


def search_library(typed: argparse.Namespace) -> int:
    """Search all earlier answers, as the operator."""
    with opened() as (settings, database), database.session(read_only=True) as session:
        engine = open_engine(database, settings.index_folder, settings.search_engine, settings.semantic)
        indexing.catch_up(session, engine)
        page = search(session, viewer=None, engine=engine, text=typed.query, size=max(1, typed.limit))
        _print_found(page.rows, typed.json)
        if page.hint and not typed.json:
            print(page.hint)
    return 0


def similar_questions(typed: argparse.Namespace) -> int:
    """Find the earlier questions most like a text, as the operator."""
    with opened() as (settings, database), database.session(read_only=True) as session:
        engine = open_engine(database, settings.index_folder, settings.search_engine, settings.semantic)
        indexing.catch_up(session, engine)
        found = similar(session, viewer=None, engine=engine, text=typed.text, most=max(1, typed.limit))
        _print_found(found, typed.json)
    return 0


def _print_found(found: Sequence[Found], as_json: bool) -> None:
    rows = [
        {
            "id": result.entry.id,
            "number": result.entry.number,
            "question": result.entry.question,
            "answer": result.entry.answer,
            "excerpt": "".join(f"[{p.text}]" if p.hit else p.text for p in result.excerpt),
            "consultation": result.entry.consultation,
            "issuing_body": result.entry.issuing_body,
            "adopted_on": result.entry.adopted_on.isoformat(),
        }
        for result in found
    ]
    if as_json:
        json.dump(rows, sys.stdout, ensure_ascii=False, indent=1)
        print()
        return
    for row in rows:
        print(f"{row['id']}. {row['question']}\n   {row['excerpt']}\n   {row['consultation']}, {row['adopted_on']}")
    if not rows:
        print("Nothing was found")


def issue_documents(typed: argparse.Namespace) -> int:
    """Write report, letter and response document of an approved version; issue them when nobody has yet."""
    folder = Path(typed.out)
    with opened() as (_, database):
        with database.session(read_only=True) as session:  # what takes long comes before anything is locked
            named = _round_named(session, typed.response, typed.round)
            made = make_files(session, actor=None, round_=named, sha256=named.sha256)
        with database.transaction() as session:
            round_ = _round_named(session, typed.response, typed.round)
            if not issued_files(session, round_=round_):
                issue(session, actor=None, round_=round_, sha256=round_.sha256, files=made)
            files = [(document.name, content) for document, content in _unchanged_files(session, round_)]
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, content in files:
                (folder / name).write_bytes(content)
                print(folder / name)
        except OSError as error:
            raise OperatingError(f"{folder} cannot be written to: {error.strerror}") from error
    return 0


def _unchanged_files(session: Session, round_: SignOffRound) -> list[tuple[IssuedDocument, bytes]]:
    files = issued_files(session, round_=round_)
    for document, content in files:
        check_issued(session, document=document, content=content)
    return files


def _round_named(session: Session, response_id: int, n: int | None) -> SignOffRound:
    """The approved round of this number, or the only one there is. Raises OperatingError."""
    approved = {round_.n: round_ for round_ in approved_rounds(session, response_id=response_id)}
    if not approved:
        raise OperatingError(f"response {response_id} has no approved version")
    if n is None and len(approved) > 1:
        raise OperatingError(f"rounds {listed([*map(str, approved)])} were approved. Say which with --round N")
    if n is not None and n not in approved:
        raise OperatingError(f"round {n} of response {response_id} was not approved")
    return approved[n] if n else next(iter(approved.values()))


def verify_record(typed: argparse.Namespace) -> int:
    """Walk the record's chain and hold every text and file against it; print OK, the number of entries and the head.

    Exit status 1 when the chain is broken, or a text is not the one that the record names.
    """
    expect = None
    if typed.expect:
        count, head = typed.expect
        if not count.isdecimal() or len(head) != 64:
            raise OperatingError("--expect takes the number of entries and the head of 64 characters")
        expect = (int(count), head.lower())
    with opened() as (_, database), database.session(read_only=True) as session:
        found = verify(session, expect=expect)
        if not found.sound:
            print(f"BROKEN after entries={found.entries} head={found.head}: {found.fault}")
            return 1
        checked = verify_texts(session)
    if checked.wrong:
        print(f"BROKEN texts entries={found.entries} head={found.head}: {checked.wrong} not as the record says")
        print("\n".join(f"- {fault}" for fault in checked.faults))
        return 1
    print(f"OK entries={found.entries} head={found.head}")
    print(f"Checked: {', '.join(f'{count} {name}' for name, count in checked.counts.items())}")
    return 0


def anonymise_person(typed: argparse.Namespace) -> int:
    """Take the name of somebody who has left away, and everything to sign in with. It cannot be undone."""
    with opened() as (_, database), database.transaction() as session:
        person = session.scalar(select(Person).where(Person.email == typed.email.strip().lower()))
        if person is None:
            raise OperatingError(f"nobody signs in as {typed.email}")
        print(f"Person {person.id} is now called {take_name_away(session, actor=None, person=person)}")
    return 0


def rebuild_index(_typed: argparse.Namespace) -> int:
    """Write the search index anew, beside the old one, which serves until the new one stands."""
    with opened() as (settings, database), database.session(read_only=True) as session:
        engine = open_engine(database, settings.index_folder, settings.search_engine)
        state = indexing.rebuild(session, engine, lambda count: print(f"{count} entries", file=sys.stderr))
        print(f"The index holds {engine.count()} entries and has followed change {state.checkpoint}")
    return 0


def create_admin(typed: argparse.Namespace) -> int:
    """Add an administrator; their organisation is added when it is new."""
    kinds = [kind.value for kind in OrganisationKind]
    if typed.kind not in kinds:
        raise OperatingError(f"--kind must be one of {', '.join(kinds)}")
    password = sys.stdin.readline().rstrip("\n") if typed.password_stdin else getpass.getpass("Password: ")
    if not password:
        raise OperatingError("The first administrator needs a password: mail for links may not be set up yet")
    weighed = Weighed()  # before anything is locked: it takes its time
    weighed.weigh_new(password, local_words(typed.name, typed.email, typed.organisation))
    with opened() as (_, database), database.transaction() as session:
        session.info[WEIGHED] = weighed
        known = session.scalar(select(Organisation).where(Organisation.name == typed.organisation))
        body = known or add_organisation(
            session, actor=None, name=typed.organisation, kind=OrganisationKind(typed.kind)
        )
        person = add_person(
            session,
            actor=None,
            name=typed.name,
            email=typed.email,
            organisation_id=body.id,
            roles=[Role.ADMINISTRATOR],
            password=password,
        )
        print(f"{person.email} can manage people now")
    return 0
