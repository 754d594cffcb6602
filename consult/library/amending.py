"""A moderated edit: one officer of the owner proposes other texts for an entry, another officer approves them.

Approval makes a new version; the versions before it stay readable, and the search index follows.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import dates
from consult.drafting.services import clean_text, said_text, text_hash
from consult.history.services import record
from consult.history.turns import as_it_is
from consult.library import rules
from consult.library.adopting.services import ask_anew
from consult.library.life import note
from consult.library.models import EntryProposal, EntryVersion, LibraryEntry, ProposalState
from consult.library.rules import REVIEW_AFTER, ProposalOpen
from consult.library.sameness import text_sha256
from consult.library.search.indexing import follow
from consult.permissions import Viewer


def propose(
    session: Session, *, actor: Viewer, entry: LibraryEntry, question: str, answer: str, why: str, based_on_n: int
) -> EntryProposal:
    """Propose other texts for an entry. Raises NotCurrent, EntryChanged, NothingChanged or ProposalOpen."""
    question, answer = clean_text(question), clean_text(answer)
    as_it_is(session, entry, "current_n", "state", "question", "answer")
    rules.check_proposed(entry, question, answer, based_on_n)
    if open_proposal(session, entry_id=entry.id):
        raise ProposalOpen("An amendment of this entry waits for a decision already")
    proposal = EntryProposal(
        entry_id=entry.id,
        based_on_n=based_on_n,
        question=question,
        answer=answer,
        note=said_text(why)[: rules.LONGEST_REASON],
        proposed_by_id=actor.person_id,
        proposed_at=dates.now(),
    )
    session.add(proposal)
    session.flush()
    facts = {"proposal": proposal.id, "based_on": based_on_n, "sha256": text_hash(answer)}
    note(session, actor, "amendment proposed", entry, facts)
    return proposal


def open_proposal(session: Session, *, entry_id: int) -> EntryProposal | None:
    """The amendment of an entry that waits for a decision."""
    waiting = select(EntryProposal).where(EntryProposal.entry_id == entry_id, EntryProposal.state == ProposalState.OPEN)
    return session.scalar(waiting)


def approve(session: Session, *, actor: Viewer, proposal: EntryProposal) -> EntryVersion:
    """Make a proposed amendment the newest version. Raises ProposalDecided, OwnProposal, NotCurrent or EntryChanged."""
    entry = proposal.entry
    as_it_is(session, entry, "current_n", "state", "review_on")
    _as_decided(session, proposal)
    rules.check_decide(proposal, actor, approve=True)
    version = EntryVersion(
        entry_id=entry.id,
        n=entry.current_n + 1,
        question=proposal.question,
        answer=proposal.answer,
        note=proposal.note,
        proposed_by_id=proposal.proposed_by_id,
        approved_by_id=actor.person_id,
        made_at=dates.now(),
    )
    session.add(version)
    entry.current_n, entry.question, entry.answer = version.n, version.question, version.answer
    entry.text_sha256 = text_sha256(entry.question, entry.answer)
    # Two people have just read it: the next review counts from today.
    entry.review_on = max(entry.review_on, dates.today() + REVIEW_AFTER)
    entry.told_soon_for = entry.told_due_for = None
    _decided(session, actor, proposal, ProposalState.APPROVED)
    facts = {"proposal": proposal.id, "version": version.n, "sha256": text_hash(version.answer)}
    note(session, actor, "entry amended", entry, facts)
    ask_anew(session, actor=actor, entry=entry)
    follow(session, [entry.id])
    return version


def decline(session: Session, *, actor: Viewer, proposal: EntryProposal, reason: str) -> None:
    """Decline an amendment, or take one's own back. Raises ProposalDecided."""
    _as_decided(session, proposal)
    rules.check_decide(proposal, actor, approve=False)
    own = proposal.proposed_by_id == actor.person_id
    proposal.reason = said_text(reason)[: rules.LONGEST_REASON]
    _decided(session, actor, proposal, ProposalState.TAKEN_BACK if own else ProposalState.DECLINED)
    action = "amendment taken back" if own else "amendment declined"
    facts = {"proposal": proposal.id}
    record(session, actor=actor, action=action, subject=f"entry/{proposal.entry_id}", details=facts)


def _as_decided(session: Session, proposal: EntryProposal) -> None:
    """See by whom and how it was decided meanwhile, as the page that refuses says it."""
    as_it_is(session, proposal, "state", "reason", "decided_at", "decided_by_id", "decided_by")


def _decided(session: Session, actor: Viewer, proposal: EntryProposal, state: ProposalState) -> None:
    proposal.state, proposal.decided_by_id, proposal.decided_at = state, actor.person_id, dates.now()
    session.flush()
