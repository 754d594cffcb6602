"""Adopted answers, what is said and proposed of them, what other bodies are asked, and old responses."""

import dataclasses
from typing import Any

from sqlalchemy.orm import Session

from consult import dates
from consult.drafting.models import Answer
from consult.history.services import record
from consult.library.adopting.models import AdoptionClaim, ClaimedAnswer
from consult.library.catalogue.models import CatalogueAnswer, CatalogueFile, CatalogueLoad
from consult.library.models import (
    EntryMark,
    EntryPair,
    EntryProposal,
    EntryReader,
    EntryTheme,
    EntryVector,
    EntryVersion,
    IndexChange,
    IndexOperation,
    LibraryEntry,
    LibraryUse,
    RetentionRule,
    SavedSearch,
)
from consult.library.sameness import text_sha256
from consult.library.services import NewEntry, add_entries
from consult.people.models import OrganisationKind
from consult.permissions import Role
from consult.question_sets.models import ReadingState
from tests.factories.drafting import make_answer
from tests.factories.people import make_organisation, organisation_id, person_id
from tests.factories.question_sets import SUBJECTS, after
from tests.factories.rows import a_hash, add, in_days, number, sha256_of


def make_entry(session: Session, **given: Any) -> LibraryEntry:
    """An adopted answer, put into the library as the service does it: the search index follows.

    It takes what `NewEntry` has, and any other column of the entry, such as its state.
    """
    n = number()
    usual: dict[str, Any] = {
        "consultation": f"Consultation {n} on {SUBJECTS[n % len(SUBJECTS)]}",
        "issuing_body": "Department for Local Places",
        "question": f"What should be done about {SUBJECTS[n % len(SUBJECTS)]} ({n})?",
        "answer": f"Ask the parishes first, for {n} reasons.",
        "adopted_on": in_days(-90),
    }
    owner = given.get("owner_id") or organisation_id(session, kind=OrganisationKind.COUNCIL)
    values = {**usual, "adopted_by": {owner}, **given, "owner_id": owner}
    known = {field.name for field in dataclasses.fields(NewEntry)}
    record(session, actor=None, action="back catalogue loaded", subject="library", details={"n": 1})
    new = NewEntry(**{name: value for name, value in values.items() if name in known})
    entry = session.get_one(LibraryEntry, add_entries(session, [new])[0])
    for name in values.keys() - known:
        setattr(entry, name, values[name])
    session.flush()
    return entry


def entry_id(session: Session, **given: Any) -> int:
    """The number of a new entry."""
    return make_entry(session, **given).id


def _entry(session: Session, has: dict[str, Any]) -> LibraryEntry:
    return session.get_one(LibraryEntry, has["entry_id"])


def _officer(session: Session, **given: Any) -> int:
    return person_id(session, roles=(Role.POLICY_OFFICER,), **given)


def make_entry_reader(session: Session, **given: Any) -> EntryReader:
    """An organisation that may find an entry and did not adopt it."""
    entry, reader = (lambda _: entry_id(session)), (lambda _: organisation_id(session))
    return add(session, EntryReader, given, entry_id=entry, organisation_id=reader, adopted=False)


def make_entry_theme(session: Session, **given: Any) -> EntryTheme:
    """What an entry is about."""
    return add(session, EntryTheme, given, entry_id=lambda _: entry_id(session), theme=f"footpaths {number()}")


def make_entry_version(session: Session, **given: Any) -> EntryVersion:
    """The next version of an entry, which counts from then on."""
    made = add(
        session,
        EntryVersion,
        given,
        entry_id=lambda _: entry_id(session),
        n=lambda has: after(session, EntryVersion.n, EntryVersion.entry_id == has["entry_id"]),
        question=lambda has: _entry(session, has).question,
        answer=f"Ask the parishes first, and again later ({number()}).",
        note="What was asked for at the last meeting",
        proposed_by_id=lambda has: _officer(session, organisation_id=_entry(session, has).owner_id),
        approved_by_id=lambda has: _officer(session, organisation_id=_entry(session, has).owner_id),
        made_at=dates.now(),
    )
    entry = session.get_one(LibraryEntry, made.entry_id)
    entry.current_n, entry.question, entry.answer = made.n, made.question, made.answer
    entry.text_sha256 = text_sha256(made.question, made.answer)
    session.flush()
    return made


def make_entry_proposal(session: Session, **given: Any) -> EntryProposal:
    """An amendment that nobody decided on yet."""
    return add(
        session,
        EntryProposal,
        given,
        entry_id=lambda _: entry_id(session),
        based_on_n=lambda has: _entry(session, has).current_n,
        question=lambda has: _entry(session, has).question,
        answer=f"Ask the parishes first, by letter ({number()}).",
        note="What was asked for at the last meeting",
        proposed_by_id=lambda has: _officer(session, organisation_id=_entry(session, has).owner_id),
        proposed_at=dates.now(),
    )


def make_library_use(session: Session, **given: Any) -> LibraryUse:
    """An entry that an answer began with."""
    return add(
        session,
        LibraryUse,
        given,
        entry_id=lambda _: entry_id(session),
        entry_n=lambda has: _entry(session, has).current_n,
        answer_id=lambda has: make_answer(session, text=_entry(session, has).answer).id,
        answer_n=lambda has: session.get_one(Answer, has["answer_id"]).current_n,
        used_by_id=lambda _: _officer(session),
        used_at=dates.now(),
    )


def make_entry_pair(session: Session, **given: Any) -> EntryPair:
    """Two entries of one owner that look the same."""
    return add(
        session,
        EntryPair,
        given,
        entry_id=lambda _: entry_id(session),
        other_id=lambda has: entry_id(session, owner_id=_entry(session, has).owner_id),
        alike=95,
    )


def make_entry_mark(session: Session, **given: Any) -> EntryMark:
    """A fingerprint of an entry's question."""
    return add(session, EntryMark, given, entry_id=lambda _: entry_id(session), mark=number())


def make_entry_vector(session: Session, **given: Any) -> EntryVector:
    """What a model made of an entry's words."""
    return add(
        session,
        EntryVector,
        given,
        entry_id=lambda _: entry_id(session),
        model="a model, 1.0",
        text_sha256=lambda has: _entry(session, has).text_sha256,
        vector=bytes(16),
    )


def make_retention_rule(session: Session, **given: Any) -> RetentionRule:
    """An owner keeps the answers to one consultation for ten years."""
    owner = {"owner_id": lambda _: organisation_id(session, kind=OrganisationKind.COUNCIL)}
    return add(session, RetentionRule, given, consultation=f"Consultation {number()}", keep_years=10, **owner)


def make_saved_search(session: Session, **given: Any) -> SavedSearch:
    """A search for footpaths."""
    return add(
        session,
        SavedSearch,
        given,
        person_id=lambda _: _officer(session),
        name=f"Footpaths {number()}",
        asked={"q": "footpaths"},
        looked_at=dates.now(),
    )


def make_index_change(session: Session, **given: Any) -> IndexChange:
    """An entry that the search index has to read anew."""
    entry = {"entry_id": lambda _: entry_id(session)}
    return add(session, IndexChange, given, operation=IndexOperation.PUT, **entry)


def make_adoption_claim(session: Session, **given: Any) -> AdoptionClaim:
    """A council says of another one, which has not said anything, that it adopted some answers."""
    return add(
        session,
        AdoptionClaim,
        given,
        owner_id=lambda _: organisation_id(session, kind=OrganisationKind.COUNCIL),
        body_id=lambda _: organisation_id(session, kind=OrganisationKind.COUNCIL),
        claimed_by_id=lambda has: _officer(session, organisation_id=has["owner_id"]),
        claimed_at=dates.now(),
        consultation=f"Consultation {number()} on ponds",
        adopted_on=in_days(-400),
    )


def make_claimed_answer(session: Session, **given: Any) -> ClaimedAnswer:
    """An answer of a claim."""

    def claimed_entry(has: dict[str, Any]) -> int:
        claim = session.get_one(AdoptionClaim, has["claim_id"])
        return entry_id(session, owner_id=claim.owner_id, consultation=claim.consultation)

    return add(
        session,
        ClaimedAnswer,
        given,
        claim_id=lambda _: make_adoption_claim(session).id,
        entry_id=claimed_entry,
        entry_n=lambda has: _entry(session, has).current_n,
    )


def make_catalogue_load(session: Session, **given: Any) -> CatalogueLoad:
    """A zip of old responses that has arrived; without files yet."""
    return add(
        session,
        CatalogueLoad,
        given,
        owner_id=lambda _: make_organisation(session, kind=OrganisationKind.COUNCIL).id,
        started_by_id=lambda has: _officer(session, organisation_id=has["owner_id"]),
        name="old-responses.zip",
        sha256=a_hash(),
        size=1_000,
        created_at=dates.now(),
        received_at=dates.now(),
    )


def make_catalogue_file(session: Session, **given: Any) -> CatalogueFile:
    """An old response that waits for the worker."""
    content = f"Question {number()}: Should markets open on Sundays?\n\nAnswer: Yes.\n".encode()
    return add(
        session,
        CatalogueFile,
        given,
        load_id=lambda _: make_catalogue_load(session).id,
        name="2019/markets.txt",
        state=ReadingState.WAITING,
        sha256=sha256_of(content),
        size=len(content),
        content=lambda has: content if has["state"] in (ReadingState.WAITING, ReadingState.READING) else None,
        cause=lambda has: "The file is empty" if has["state"] is ReadingState.REFUSED else "",
    )


def make_catalogue_answer(session: Session, **given: Any) -> CatalogueAnswer:
    """The next answer that was read in an old response; nobody ticked it yet."""
    return add(
        session,
        CatalogueAnswer,
        given,
        file_id=lambda _: make_catalogue_file(session, state=ReadingState.READ).id,
        place=lambda has: after(session, CatalogueAnswer.place, CatalogueAnswer.file_id == has["file_id"]),
        number=lambda has: str(has["place"]),
        question="Should markets open on Sundays?",
        answer="Yes, from May to October.",
        text_sha256=lambda has: text_sha256(has["question"], has["answer"]) if has["answer"] else a_hash(),
    )
