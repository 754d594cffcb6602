"""Who adopted an answer: the owner of an entry says it of itself; of another body it only claims it.

A body is named as having adopted an answer once it has said so itself, by its decision in the service or by accepting
a claim. It may correct later what it said. Words that it has not seen are never filed under its name: when the owner
amends an entry, the others who adopted it are asked anew.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from consult import dates
from consult.drafting.services import clean_text
from consult.history.services import record
from consult.history.turns import as_it_is
from consult.library.adopting.models import AdoptionClaim, ClaimedAnswer, ClaimState
from consult.library.models import EntryReader, EntryVersion, LibraryEntry
from consult.library.rules import LibraryRefusal
from consult.notices.services import post
from consult.people.models import Person, RoleHeld
from consult.people.rules import can_sign_in
from consult.permissions import HOLDS, Permission, Viewer

LONGEST_REMARK = 500
_SPEAK_FOR_A_BODY = tuple(role for role, holds in HOLDS.items() if Permission.CONFIRM_ADOPTION in holds)


class ReasonMissing(LibraryRefusal):
    """The owner is told why a body declines."""


class NotAdopted(LibraryRefusal):
    """The entry is not filed as adopted by the body."""


@dataclass(frozen=True)
class Adoption:
    """What is said of one body and one entry beside those who adopted it as it stands, in words for the page."""

    body: str
    words: str
    remark: str = ""


def claim(session: Session, *, actor: Viewer | None, entries: Sequence[LibraryEntry], body_id: int) -> None:
    """Say of entries of one owner that another body adopted them; the body is asked. What it was asked stays as it is.

    The caller has written to the record before.
    """
    asked = select(ClaimedAnswer.entry_id, ClaimedAnswer.entry_n).join(ClaimedAnswer.claim)
    numbers = [entry.id for entry in entries]
    asked = asked.where(AdoptionClaim.body_id == body_id, ClaimedAnswer.entry_id.in_(numbers))
    known = {(row[0], row[1]) for row in session.execute(asked)}
    mine = EntryReader.organisation_id == body_id, EntryReader.adopted, EntryReader.entry_id.in_(numbers)
    adopted = set(session.scalars(select(EntryReader.entry_id).where(*mine)))
    new = [each for each in entries if each.id not in adopted and (each.id, each.current_n) not in known]
    if not new or new[0].owner_id == body_id:
        return
    made = AdoptionClaim(
        body_id=body_id,
        owner_id=new[0].owner_id,
        claimed_by_id=actor.person_id if actor else None,
        claimed_at=dates.now(),
        consultation=new[0].consultation,
        adopted_on=new[0].adopted_on,
    )
    made.answers = [ClaimedAnswer(entry_id=entry.id, entry_n=entry.current_n) for entry in new]
    session.add(made)
    session.flush()
    facts = {"body": body_id, "answers": len(new)}
    record(session, actor=actor, action="adoption claimed", subject=f"claim/{made.id}", details=facts)
    _ask_the_body(session, made, actor)


def _ask_the_body(session: Session, made: AdoptionClaim, actor: Viewer | None) -> None:
    holders = select(Person).join(RoleHeld).where(RoleHeld.role.in_(_SPEAK_FOR_A_BODY), can_sign_in())
    people = session.scalars(holders.where(Person.organisation_id == made.body_id).order_by(Person.id)).unique()
    for person in people:
        values = {
            "name": person.name,
            "owner": actor.organisation if actor else "Another organisation",
            "count": "1 answer" if len(made.answers) == 1 else f"{len(made.answers)} answers",
            "consultation": made.consultation,
            "path": f"/library/claims/{made.id}",
        }
        post(session, event=f"adoption/{made.id}", to=person, template="adoption_claimed", values=values)


def ask_anew(session: Session, *, actor: Viewer, entry: LibraryEntry) -> None:
    """The owner has amended an entry: the other bodies adopted the words before, and are asked about the new ones."""
    others = select(EntryReader).where(EntryReader.entry_id == entry.id, EntryReader.organisation_id != entry.owner_id)
    for reader in session.scalars(others.where(EntryReader.adopted)).all():
        reader.adopted = False
        session.flush()
        claim(session, actor=actor, entries=[entry], body_id=reader.organisation_id)


def answer_claim(
    session: Session, *, actor: Viewer, claim: AdoptionClaim, adopted: Collection[int], remark: str
) -> None:
    """The body says which of the claimed answers it adopted (numbers of entries), and perhaps what is to be corrected.

    It may say something else later. Adopting none declines the claim, with a reason. Raises ReasonMissing.
    """
    remark = clean_text(remark)[:LONGEST_REMARK]
    if not adopted and not remark:
        raise ReasonMissing("Enter why your organisation declines, for those who said that it adopted them")
    as_it_is(session, claim, "state")
    for each in claim.answers:
        each.adopted = each.entry_id in adopted
    _write_readers(session, claim)
    claim.state = ClaimState.ACCEPTED if any(each.adopted for each in claim.answers) else ClaimState.DECLINED
    claim.remark, claim.decided_by_id, claim.decided_at = remark, actor.person_id, dates.now()
    session.flush()
    facts = {"adopted": sum(each.adopted for each in claim.answers), "of": len(claim.answers)}
    action = "adoption confirmed" if claim.state is ClaimState.ACCEPTED else "adoption declined"
    record(session, actor=actor, action=action, subject=f"claim/{claim.id}", details=facts)
    _tell_the_owner(session, actor, claim)


def _write_readers(session: Session, claim: AdoptionClaim) -> None:
    """Let the entries say what the body says: who adopted the words as they stand, and who adopted earlier ones."""
    numbers = [each.entry_id for each in claim.answers]
    mine = EntryReader.organisation_id == claim.body_id, EntryReader.entry_id.in_(numbers)
    readers = {reader.entry_id: reader for reader in session.scalars(select(EntryReader).where(*mine))}
    # Read anew: the owner may have amended an entry since the claim was loaded.
    current = select(LibraryEntry.id, LibraryEntry.current_n).where(LibraryEntry.id.in_(numbers))
    standing = {row.id: row.current_n for row in session.execute(current)}
    for each in claim.answers:
        reader = readers.get(each.entry_id)
        if reader is None and each.adopted:
            reader = EntryReader(entry_id=each.entry_id, organisation_id=claim.body_id, adopted=False)
            session.add(reader)
        if reader is None:
            continue
        # What is said of earlier words says nothing of those that stand now.
        if each.entry_n == standing[each.entry_id]:
            reader.adopted = each.adopted
        if each.adopted:
            reader.adopted_n = max(each.entry_n, reader.adopted_n or 0)
        elif reader.adopted_n == each.entry_n:
            reader.adopted_n = None
    session.flush()


def _tell_the_owner(session: Session, actor: Viewer, claim: AdoptionClaim) -> None:
    if claim.claimed_by is None:
        return
    count, total = sum(each.adopted for each in claim.answers), len(claim.answers)
    values = {
        "name": claim.claimed_by.name,
        "body": actor.organisation,
        "said": f"adopted {count} of {total}" if count else "adopted none of them",
        "consultation": claim.consultation,
        "remark": f"It adds: {claim.remark}" if claim.remark else "",
        "path": f"/library/{claim.answers[0].entry_id}",
    }
    event = f"adoption answered/{claim.id}/{claim.decided_at:%Y%m%d%H%M%S%f}"
    post(session, event=event, to=claim.claimed_by, template="adoption_answered", values=values)


def may_dispute(session: Session, *, viewer: Viewer, entry: LibraryEntry) -> bool:
    """Whether the viewer may speak for a body under whose name somebody else files the entry."""
    if entry.owner_id == viewer.organisation_id or not viewer.may_at_home(Permission.CONFIRM_ADOPTION):
        return False
    mine = EntryReader.entry_id == entry.id, EntryReader.organisation_id == viewer.organisation_id, EntryReader.adopted
    return session.scalar(select(EntryReader.id).where(*mine)) is not None


def dispute(session: Session, *, actor: Viewer, entry: LibraryEntry, remark: str) -> AdoptionClaim:
    """A body corrects what is filed as adopted by it: it did not adopt this. Raises NotAdopted or ReasonMissing."""
    if not may_dispute(session, viewer=actor, entry=entry):
        raise NotAdopted("This answer is not filed as adopted by your organisation")
    made = AdoptionClaim(
        body_id=actor.organisation_id,
        owner_id=entry.owner_id,
        claimed_by_id=entry.keeper_id,
        claimed_at=dates.now(),
        consultation=entry.consultation,
        adopted_on=entry.adopted_on,
    )
    made.answers = [ClaimedAnswer(entry_id=entry.id, entry_n=entry.current_n)]
    session.add(made)
    session.flush()
    found = get_claim(session, viewer=actor, claim_id=made.id) or made
    answer_claim(session, actor=actor, claim=found, adopted=(), remark=remark)
    return found


def claims(session: Session, *, viewer: Viewer) -> Sequence[AdoptionClaim]:
    """What others say that the viewer's body adopted, what waits first; the newest 100."""
    if not viewer.may_at_home(Permission.CONFIRM_ADOPTION):
        return ()
    mine = select(AdoptionClaim).where(AdoptionClaim.body_id == viewer.organisation_id)
    order = (AdoptionClaim.state != ClaimState.WAITING, AdoptionClaim.id.desc())
    with_names = joinedload(AdoptionClaim.owner), selectinload(AdoptionClaim.answers)
    return session.scalars(mine.order_by(*order).limit(100).options(*with_names)).all()


def get_claim(session: Session, *, viewer: Viewer, claim_id: int) -> AdoptionClaim | None:
    """One claim of which the viewer may speak for the body, with the answers."""
    if not viewer.may_at_home(Permission.CONFIRM_ADOPTION):
        return None
    mine = AdoptionClaim.id == claim_id, AdoptionClaim.body_id == viewer.organisation_id
    names = AdoptionClaim.owner, AdoptionClaim.body, AdoptionClaim.claimed_by, AdoptionClaim.decided_by
    entries = selectinload(AdoptionClaim.answers).joinedload(ClaimedAnswer.entry)
    found = select(AdoptionClaim).where(*mine).options(*map(joinedload, names), entries)
    return session.scalar(found.execution_options(populate_existing=True))


def texts_of(session: Session, claim: AdoptionClaim) -> Mapping[int, EntryVersion]:
    """The words that a claim is about, by the number of the entry."""
    asked = [(each.entry_id, each.entry_n) for each in claim.answers]
    wanted = select(EntryVersion).where(tuple_(EntryVersion.entry_id, EntryVersion.n).in_(asked))
    return {version.entry_id: version for version in session.scalars(wanted)}


def said_of(session: Session, *, entry: LibraryEntry) -> list[Adoption]:
    """What is said of an entry beside who adopted it as it stands: claimed, declined, adopted before it was amended."""
    newest = (
        select(AdoptionClaim)
        .join(AdoptionClaim.answers)
        .where(ClaimedAnswer.entry_id == entry.id)
        .order_by(AdoptionClaim.id)
        .options(joinedload(AdoptionClaim.body), selectinload(AdoptionClaim.answers))
    )
    by_body = {each.body_id: each for each in session.scalars(newest)}
    found = [_said(entry, each) for each in by_body.values()]
    before = [
        Adoption(each.organisation.name, f"adopted version {each.adopted_n}, which was amended since")
        for each in entry.readers
        if each.adopted_n and not each.adopted
    ]
    return sorted((*(each for each in found if each), *before), key=lambda each: (each.body, each.words))


def _said(entry: LibraryEntry, claim: AdoptionClaim) -> Adoption | None:
    if claim.state is ClaimState.WAITING:
        return Adoption(claim.body.name, "claimed, not confirmed")
    [mine] = (each for each in claim.answers if each.entry_id == entry.id)
    if not mine.adopted:
        return Adoption(claim.body.name, "says that it did not adopt this", claim.remark)
    return Adoption(claim.body.name, "says of it", claim.remark) if claim.remark else None


def waiting_for(session: Session, *, viewer: Viewer) -> Sequence[AdoptionClaim]:
    """What waits for the viewer's body to answer, for the home page."""
    return [each for each in claims(session, viewer=viewer) if each.state is ClaimState.WAITING]
