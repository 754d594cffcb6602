"""When an entry may be reviewed, amended, superseded, withdrawn, merged or used again."""

from datetime import date, timedelta
from enum import StrEnum

from consult import dates
from consult.library.models import EntryPair, EntryProposal, EntryState, LibraryEntry, PairState, ProposalState
from consult.permissions import Permission, Viewer
from consult.refusal import Refusal

REVIEW_AFTER = timedelta(days=730)
"""From adoption, or from the last review, to the next one unless somebody says another date."""
TOLD_BEFORE = timedelta(days=30)
"""How long before the review date its owner is told of it."""
LONGEST_QUESTION = 20_000
LONGEST_ANSWER = 100_000
LONGEST_REASON = 500
MOST_THEMES = 10
LONGEST_THEME = 60
LONGEST_REVIEW = timedelta(days=3653)


class EntryStanding(StrEnum):
    """How an entry stands today: its state, and a current one falls due for review when its date has come."""

    CURRENT = "current"
    DUE = "due"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The standing as pages name it."""
        return "Due for review" if self is EntryStanding.DUE else self.value.capitalize()

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return {
            EntryStanding.CURRENT: "green",
            EntryStanding.DUE: "yellow",
            EntryStanding.SUPERSEDED: "grey",
            EntryStanding.WITHDRAWN: "red",
        }[self]


class LibraryRefusal(Refusal):
    """A refusal in the words of the page."""


class NotCurrent(LibraryRefusal):
    """The entry was superseded or withdrawn."""


class ProposalOpen(LibraryRefusal):
    """An amendment waits for a decision already."""


class ProposalDecided(LibraryRefusal):
    """The amendment was decided on meanwhile."""


class OwnProposal(LibraryRefusal):
    """Two people stand behind an amendment."""


class EntryChanged(LibraryRefusal):
    """Another version was made meanwhile."""


class NoCause(LibraryRefusal):
    """What is withdrawn says why."""


class NothingChanged(LibraryRefusal):
    """The amendment says what the entry says."""


class NotAnotherEntry(LibraryRefusal):
    """An entry cannot be superseded by itself, by one that is not current, or by one of somebody else."""


class PairJudged(LibraryRefusal):
    """Somebody said meanwhile whether the two entries are the same."""


class BadReviewDate(LibraryRefusal):
    """The next review lies ahead, and not so far that it is forgotten."""


class BadThemes(LibraryRefusal):
    """A few short themes help; many do not."""


def standing(entry: LibraryEntry, today: date | None = None) -> EntryStanding:
    """How an entry stands on a day (today in London)."""
    if entry.state is not EntryState.CURRENT:
        return EntryStanding(entry.state.value)
    return EntryStanding.DUE if entry.review_on <= (today or dates.today()) else EntryStanding.CURRENT


def keeps(viewer: Viewer, entry: LibraryEntry) -> bool:
    """Whether the viewer is an officer of the body that owns the entry."""
    return viewer.may(Permission.KEEP_LIBRARY) and entry.owner_id == viewer.organisation_id


def check_current(entry: LibraryEntry) -> None:
    """Raise NotCurrent when the entry was superseded or withdrawn."""
    if entry.state is not EntryState.CURRENT:
        raise NotCurrent(f"This entry was {entry.state.value}, so nothing can be changed in it")


def check_review_date(on: date) -> None:
    """Raise BadReviewDate unless the date lies within the next ten years."""
    today = dates.today()
    if not today < on <= today + LONGEST_REVIEW:
        raise BadReviewDate("The next review date must be in the future, and within ten years")


def check_supersede(entry: LibraryEntry, by: LibraryEntry | None) -> LibraryEntry:
    """The entry that is to supersede another. Raises NotCurrent or NotAnotherEntry."""
    check_current(entry)
    if by is None or by.owner_id != entry.owner_id:
        raise NotAnotherEntry("There is no such entry of your organisation")
    if by.id == entry.id:
        raise NotAnotherEntry("An entry cannot be superseded by itself")
    if by.state is not EntryState.CURRENT:
        raise NotAnotherEntry(f"Entry {by.id} was {by.state.value} itself. Choose one that is current")
    return by


def check_proposed(entry: LibraryEntry, question: str, answer: str, based_on_n: int) -> None:
    """Raise NotCurrent, EntryChanged or NothingChanged."""
    check_current(entry)
    if based_on_n != entry.current_n:
        raise EntryChanged(f"Version {entry.current_n} was made meanwhile. Open the entry and begin from it")
    if (question, answer) == (entry.question, entry.answer):
        raise NothingChanged("Nothing was changed in the question or the answer")


def check_decide(proposal: EntryProposal, actor: Viewer, *, approve: bool) -> None:
    """Raise ProposalDecided, OwnProposal (when approving), NotCurrent or EntryChanged (when approving)."""
    if proposal.state is not ProposalState.OPEN:
        raise ProposalDecided(f"This amendment was {proposal.state.label.lower()} already")
    if not approve:
        return
    if proposal.proposed_by_id == actor.person_id:
        raise OwnProposal("You proposed this amendment, so another officer of your organisation must approve it")
    check_current(proposal.entry)
    if proposal.based_on_n != proposal.entry.current_n:
        raise EntryChanged("Another version was made after this amendment was proposed. Decline it and propose anew")


def check_unchanged(entry: LibraryEntry, shown_n: int) -> None:
    """Raise EntryChanged unless the entry's version is the one that was shown."""
    if shown_n != entry.current_n:
        raise EntryChanged(
            f"Version {entry.current_n} of entry {entry.id} was made after you opened this page. Read it first"
        )


def can_be_judged(pair: EntryPair) -> bool:
    """Whether nobody has judged the pair, and both entries are still current."""
    current = pair.entry.state is EntryState.CURRENT and pair.other.state is EntryState.CURRENT
    return pair.state is PairState.PROPOSED and current


def check_judge(pair: EntryPair) -> None:
    """Raise PairJudged when somebody has judged the pair."""
    if pair.state is not PairState.PROPOSED:
        judged = "said that one of them stays" if pair.state is PairState.MERGED else "said that both stay"
        raise PairJudged(f"Somebody else {judged} meanwhile")


def clean_themes(themes: list[str]) -> list[str]:
    """Themes in lower case, each once, in order. Raises BadThemes when they are too many or too long."""
    cleaned = sorted({" ".join(theme.lower().split()) for theme in themes} - {""})
    if len(cleaned) > MOST_THEMES:
        raise BadThemes(f"Themes must be {MOST_THEMES} or fewer")
    if any(len(theme) > LONGEST_THEME for theme in cleaned):
        raise BadThemes(f"Each theme must be {LONGEST_THEME} characters or fewer")
    return cleaned
