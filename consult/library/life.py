"""The life of an entry after it was filed: described, reviewed, superseded, withdrawn, retired with its consultation.

A change of state takes effect on the next search: what may be found is asked of the database, never of the index.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from consult import dates
from consult.drafting.services import said_text
from consult.history.services import record
from consult.history.turns import as_it_is, in_turn
from consult.library import rules
from consult.library.models import EntryState, EntryTheme, LibraryEntry, RetentionRule
from consult.library.search.indexing import follow
from consult.permissions import Viewer


@dataclass(frozen=True)
class Description:
    """What an owner's officers say of an entry beside its texts. `outcome` is what the issuing body did."""

    themes: Sequence[str]
    keeper_id: int | None
    outcome: str
    outcome_on: date | None


def describe(session: Session, *, actor: Viewer, entry: LibraryEntry, said: Description) -> None:
    """Say what an entry is about, who looks after it, and what became of the matter. Raises BadThemes."""
    themes = rules.clean_themes(list(said.themes))
    as_it_is(session, entry, "themes")
    known = {theme.theme: theme for theme in entry.themes}
    entry.themes = [known.get(theme) or EntryTheme(theme=theme) for theme in themes]
    entry.keeper_id = said.keeper_id
    entry.outcome, entry.outcome_on = said_text(said.outcome), said.outcome_on if said.outcome.strip() else None
    session.flush()
    facts = {"themes": len(themes), "keeper": said.keeper_id, "outcome_known": bool(entry.outcome)}
    note(session, actor, "entry described", entry, facts)


def confirm(session: Session, *, actor: Viewer, entry: LibraryEntry, review_on: date) -> None:
    """Say that an entry is still right, until its next review. Raises NotCurrent or BadReviewDate."""
    as_it_is(session, entry, "state", "review_on", "current_n")
    rules.check_current(entry)
    rules.check_review_date(review_on)
    before, entry.review_on = entry.review_on, review_on
    entry.told_soon_for = entry.told_due_for = None
    session.flush()
    facts = {"before": before.isoformat(), "review_on": review_on.isoformat(), "version": entry.current_n}
    note(session, actor, "entry confirmed", entry, facts)


def supersede(
    session: Session, *, actor: Viewer | None, entry: LibraryEntry, by: LibraryEntry | None, cause: str
) -> None:
    """Let another entry of the same owner take an entry's place. Raises NotCurrent or NotAnotherEntry."""
    for each in sorted(filter(None, (entry, by)), key=lambda each: each.id):
        as_it_is(session, each, "state", "superseded_by_id")
    successor = rules.check_supersede(entry, by)
    entry.state, entry.superseded_by_id = EntryState.SUPERSEDED, successor.id
    entry.cause = said_text(cause)[: rules.LONGEST_REASON] or f"Superseded by entry {successor.id}"
    session.flush()
    note(session, actor, "entry superseded", entry, {"by": successor.id})


def withdraw(session: Session, *, actor: Viewer | None, entry: LibraryEntry, cause: str) -> None:
    """Take an entry out of the library: only its owner's officers still read it. Raises NotCurrent or NoCause."""
    as_it_is(session, entry, "state", "current_n")
    rules.check_current(entry)
    cause = said_text(cause)[: rules.LONGEST_REASON]
    if not cause:
        raise rules.NoCause("Enter why it should not be used any more")
    entry.state, entry.cause = EntryState.WITHDRAWN, cause
    session.flush()
    note(session, actor, "entry withdrawn", entry, {"version": entry.current_n})
    follow(session, [entry.id])


def keep_for(session: Session, *, actor: Viewer, consultation: str, keep_years: int | None) -> None:
    """Say how long the answers to one consultation are kept (0: always); None goes back to the service's setting."""
    in_turn(session)
    rule = session.scalar(
        select(RetentionRule).where(
            RetentionRule.owner_id == actor.organisation_id, RetentionRule.consultation == consultation
        )
    )
    before = rule.keep_years if rule else None
    if keep_years is None and rule:
        session.delete(rule)
    elif keep_years is not None:
        rule = rule or RetentionRule(owner_id=actor.organisation_id, consultation=consultation)
        rule.keep_years = keep_years
        session.add(rule)
    session.flush()
    facts = {"before": before, "keep_years": keep_years}
    subject = f"organisation/{actor.organisation_id}"
    record(session, actor=actor, action="library retention set", subject=subject, details=facts)


def retire(session: Session, *, keep_years: int, most: int = 500) -> int:
    """Withdraw the entries whose time is over, at most so many. Returns how many.

    `keep_years` is the service's own rule for consultations without one; 0 keeps for ever. Nobody acts: a rule does.
    """
    in_turn(session)
    today, retired = dates.today(), 0
    rules_of_owners = session.scalars(select(RetentionRule).where(RetentionRule.keep_years > 0)).all()
    over = [(_said_by(rule), rule.keep_years) for rule in rules_of_owners]
    if keep_years:
        over.append((~_has_own_rule(), keep_years))
    for which, years in over:
        current = LibraryEntry.state == EntryState.CURRENT, LibraryEntry.adopted_on <= years_before(today, years)
        expired = select(LibraryEntry).where(which, *current).order_by(LibraryEntry.adopted_on, LibraryEntry.id)
        for entry in session.scalars(expired.limit(most - retired)).all():
            cause = f"Kept for {years} {'year' if years == 1 else 'years'} after adoption, as the retention rule says"
            withdraw(session, actor=None, entry=entry, cause=cause)
            retired += 1
    return retired


def _said_by(rule: RetentionRule) -> ColumnElement[bool]:
    return (LibraryEntry.owner_id == rule.owner_id) & (LibraryEntry.consultation == rule.consultation)


def _has_own_rule() -> ColumnElement[bool]:
    return exists().where(
        RetentionRule.owner_id == LibraryEntry.owner_id, RetentionRule.consultation == LibraryEntry.consultation
    )


def years_before(day: date, years: int) -> date:
    """The same day some years earlier; 28 February for 29 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def note(
    session: Session, actor: Viewer | None, action: str, entry: LibraryEntry, details: Mapping[str, object]
) -> None:
    """Write what was done with an entry to the record."""
    record(session, actor=actor, action=action, subject=f"entry/{entry.id}", details=details)
