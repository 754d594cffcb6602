"""What the officers of an owner see of their entries: what is due, what waits for a decision, what looks the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from consult import dates
from consult.library.models import (
    EntryPair,
    EntryProposal,
    EntryState,
    LibraryEntry,
    PairState,
    ProposalState,
    RetentionRule,
)
from consult.library.queries import WHOLE
from consult.library.rules import TOLD_BEFORE
from consult.library.using import used_in
from consult.paging import PAGE, Listing, paging
from consult.people.models import Person
from consult.permissions import Permission, Viewer

_SHOWN = ("mine", "due", "soon", "withdrawn", "superseded", "all")


@dataclass(frozen=True)
class OwnRow:
    """An entry of the viewer's organisation, and in how many responses it was used."""

    entry: LibraryEntry
    used: int


@dataclass(frozen=True)
class OwnPage(Listing[OwnRow]):
    """One page of the entries of the viewer's organisation, with how many there are of each kind."""

    show: str
    counts: dict[str, int]
    proposals: tuple[EntryProposal, ...]
    pairs: int


@dataclass(frozen=True)
class DueForReview:
    """The entries that wait for the viewer's own review: how many, the first day one was due, and one of them."""

    count: int
    since: date
    entry_id: int


@dataclass(frozen=True)
class Kept:
    """A consultation with entries of the viewer's organisation, and how long they are kept (None: the setting)."""

    consultation: str
    count: int
    keep_years: int | None


def is_own(viewer: Viewer) -> ColumnElement[bool]:
    """Entries that the viewer keeps: those of their organisation, for its officers."""
    if not viewer.may(Permission.KEEP_LIBRARY):
        return LibraryEntry.id.is_(None)
    return LibraryEntry.owner_id == viewer.organisation_id


def _shown(show: str, viewer: Viewer) -> ColumnElement[bool]:
    today = dates.today()
    current = LibraryEntry.state == EntryState.CURRENT
    kinds = {
        "mine": current & (LibraryEntry.review_on <= today) & _for(viewer),
        "due": current & (LibraryEntry.review_on <= today),
        "soon": current & (LibraryEntry.review_on > today) & (LibraryEntry.review_on <= today + TOLD_BEFORE),
        "withdrawn": LibraryEntry.state == EntryState.WITHDRAWN,
        "superseded": LibraryEntry.state == EntryState.SUPERSEDED,
        "all": current,
    }
    return kinds[show]


def _for(viewer: Viewer) -> ColumnElement[bool]:
    """Entries that the viewer is reminded of: those they look after, and those nobody does (see `reminding`)."""
    kept = select(Person.id).where(Person.organisation_id == viewer.organisation_id, Person.active)
    return or_(
        LibraryEntry.keeper_id == viewer.person_id,
        LibraryEntry.keeper_id.is_(None),
        LibraryEntry.keeper_id.not_in(kept),
    )


def own_entries(session: Session, *, viewer: Viewer, show: str, page: int = 1) -> OwnPage:
    """The entries of the viewer's organisation that are due, soon due, withdrawn, superseded, or all current ones.

    Of those that are due, 'mine' are the viewer's to review.
    """
    show = show if show in _SHOWN else "due"
    mine = is_own(viewer)
    counts = {
        each: session.scalar(select(func.count()).select_from(LibraryEntry).where(mine, _shown(each, viewer))) or 0
        for each in _SHOWN
    }
    at = paging(counts[show], page)
    in_order = (LibraryEntry.review_on, LibraryEntry.id)
    listed = select(LibraryEntry).where(mine, _shown(show, viewer)).order_by(*in_order)
    entries = session.scalars(at.cut(listed.options(joinedload(LibraryEntry.keeper)))).all()
    used = used_in(session, [entry.id for entry in entries])
    rows = tuple(OwnRow(entry, used.get(entry.id, 0)) for entry in entries)
    waiting = tuple(open_proposals(session, viewer=viewer))
    return OwnPage(rows, at, show, counts, waiting, pairs_to_judge(session, viewer=viewer))


def get_own(session: Session, *, viewer: Viewer, entry_id: int) -> LibraryEntry | None:
    """One entry that the viewer keeps."""
    mine = select(LibraryEntry).where(LibraryEntry.id == entry_id, is_own(viewer))
    return session.scalar(mine.options(*WHOLE))


def open_proposals(session: Session, *, viewer: Viewer) -> Sequence[EntryProposal]:
    """The amendments of the viewer's organisation's entries that wait for a decision, oldest first."""
    waiting = (
        select(EntryProposal)
        .join(EntryProposal.entry)
        .where(is_own(viewer), EntryProposal.state == ProposalState.OPEN)
        .order_by(EntryProposal.id)
        .limit(PAGE)
    )
    return session.scalars(
        waiting.options(joinedload(EntryProposal.entry), joinedload(EntryProposal.proposed_by))
    ).all()


def get_proposal(session: Session, *, viewer: Viewer, proposal_id: int) -> EntryProposal | None:
    """One amendment of an entry that the viewer keeps, with the entry and who proposed and decided."""
    mine = select(EntryProposal).join(EntryProposal.entry).where(EntryProposal.id == proposal_id, is_own(viewer))
    people = joinedload(EntryProposal.proposed_by), joinedload(EntryProposal.decided_by)
    return session.scalar(mine.options(joinedload(EntryProposal.entry), *people))


def _to_judge(viewer: Viewer) -> list[ColumnElement[bool]]:
    """Pairs that nobody judged, both of whose entries are still current and the viewer's to keep."""
    mine = select(LibraryEntry.id).where(is_own(viewer), LibraryEntry.state == EntryState.CURRENT)
    return [EntryPair.state == PairState.PROPOSED, EntryPair.entry_id.in_(mine), EntryPair.other_id.in_(mine)]


def pairs_to_judge(session: Session, *, viewer: Viewer) -> int:
    """How many pairs of entries look the same and were not judged yet."""
    return session.scalar(select(func.count()).select_from(EntryPair).where(*_to_judge(viewer))) or 0


def pair_page(session: Session, *, viewer: Viewer, page: int = 1) -> Listing[EntryPair]:
    """The pairs of entries that look the same, most alike first."""
    at = paging(pairs_to_judge(session, viewer=viewer), page)
    listed = select(EntryPair).where(*_to_judge(viewer)).order_by(EntryPair.alike.desc(), EntryPair.id)
    both = joinedload(EntryPair.entry), joinedload(EntryPair.other)
    return Listing(session.scalars(at.cut(listed.options(*both))).all(), at)


def get_pair(session: Session, *, viewer: Viewer, pair_id: int) -> EntryPair | None:
    """One pair of the viewer's entries, judged or not."""
    own = select(LibraryEntry.id).where(is_own(viewer))
    mine = select(EntryPair).where(EntryPair.id == pair_id, EntryPair.entry_id.in_(own), EntryPair.other_id.in_(own))
    return session.scalar(mine.options(joinedload(EntryPair.entry), joinedload(EntryPair.other)))


def retention(session: Session, *, viewer: Viewer) -> list[Kept]:
    """The consultations with current entries of the viewer's organisation, and how long each is kept."""
    rules = select(RetentionRule).where(RetentionRule.owner_id == viewer.organisation_id)
    years = {rule.consultation: rule.keep_years for rule in session.scalars(rules)}
    rows = session.execute(
        select(LibraryEntry.consultation, func.count())
        .where(is_own(viewer), LibraryEntry.state == EntryState.CURRENT)
        .group_by(LibraryEntry.consultation)
        .order_by(LibraryEntry.consultation)
    )
    return [Kept(name, count, years.get(name)) for name, count in rows]


def keepers(session: Session, *, viewer: Viewer) -> Sequence[Person]:
    """The people of the viewer's organisation who may look after an entry."""
    people = select(Person).where(Person.organisation_id == viewer.organisation_id, Person.active)
    return session.scalars(people.order_by(Person.name, Person.id)).all()


def waiting_count(session: Session, *, viewer: Viewer) -> int:
    """How many entries are due and amendments wait, for the library's own link to them."""
    due = select(func.count()).select_from(LibraryEntry).where(is_own(viewer), _shown("due", viewer))
    waiting = select(func.count()).select_from(EntryProposal).join(EntryProposal.entry)
    open_ = waiting.where(is_own(viewer), EntryProposal.state == ProposalState.OPEN)
    return (session.scalar(due) or 0) + (session.scalar(open_) or 0) + pairs_to_judge(session, viewer=viewer)


def due_for_review(session: Session, *, viewer: Viewer) -> DueForReview | None:
    """The due entries that the viewer is reminded of.

    None when nothing is due. One statement, however many are due.
    """
    if not viewer.may(Permission.KEEP_LIBRARY):
        return None
    due = (
        select(func.count(), func.min(LibraryEntry.review_on), func.min(LibraryEntry.id))
        .select_from(LibraryEntry)
        .where(is_own(viewer), _shown("mine", viewer))
    )
    count, since, entry_id = session.execute(due).one()
    return DueForReview(count, since, entry_id) if count else None
