"""Earlier answers to questions like a new one: how alike and why, and whether they may contradict a position.

The engine finds them; what is shown is in the order a drafter wants: most alike first, and among equals those that the
viewer's own organisation adopted, then the newest.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.library import contradicting
from consult.library.contradicting import Stance, may_contradict
from consult.library.models import EntryReader, EntryState, EntryTheme, LibraryEntry
from consult.library.queries import Found, may_find, similar_to_each
from consult.library.rules import EntryStanding, standing
from consult.library.search.engine import IndexUnavailable, SearchEngine
from consult.library.search.keeper import IndexKeeper
from consult.library.similar import shared_words
from consult.permissions import Viewer

BESIDE = 3
LOOKED_AT = 12
_MOST_POSITIONS = 40


@dataclass(frozen=True)
class Against:
    """A current position that an answer may contradict, and why."""

    entry: LibraryEntry
    causes: tuple[str, ...]


@dataclass(frozen=True)
class Alike:
    """An earlier answer beside a question: `score` in hundredths, `shared` the words that both questions have.

    The score is how many words they share, or how near their meaning is where that is known and says more.
    `against` are other current positions that it may contradict; `against_draft` says why it may contradict the text
    that is being drafted.
    """

    found: Found
    score: int
    shared: tuple[str, ...]
    ours: bool
    against: tuple[Against, ...] = ()
    against_draft: tuple[str, ...] = ()

    @property
    def entry(self) -> LibraryEntry:
        """The entry itself."""
        return self.found.entry

    @property
    def standing(self) -> EntryStanding:
        """How the entry stands today."""
        return standing(self.entry)


@dataclass(frozen=True)
class Earlier:
    """Earlier answers to show beside each of several questions; `unavailable` while the index is being rebuilt."""

    to_each: Sequence[tuple[Alike, ...]] = ()
    unavailable: bool = False


def earlier_answers(
    session: Session, *, viewer: Viewer, index: IndexKeeper, drafts: Sequence[Stance], most: int = BESIDE
) -> Earlier:
    """The earlier answers to show beside some questions, whose drafts may be empty.

    An index that cannot be read is mended beside the page.
    """
    try:
        engine = index.ready(session)
        questions = [draft.question for draft in drafts]
        found = most_alike_each(session, viewer=viewer, engine=engine, questions=questions, most=most)
    except IndexUnavailable:
        index.mend()
        return Earlier(((),) * len(drafts), unavailable=True)
    return Earlier(_with_warnings(session, viewer, found, drafts))


def most_alike_each(
    session: Session, *, viewer: Viewer, engine: SearchEngine, questions: Sequence[str], most: int = BESIDE
) -> list[list[Alike]]:
    """For each question the earlier answers whose questions are most like it. Raises IndexUnavailable."""
    looked_at = max(LOOKED_AT, most)
    found = similar_to_each(session, viewer=viewer, engine=engine, texts=questions, most=looked_at)
    adopted = select(EntryReader.entry_id).where(
        EntryReader.entry_id.in_({one.entry.id for each in found for one in each}),
        EntryReader.organisation_id == viewer.organisation_id,
        EntryReader.adopted,
    )
    ours = set(session.scalars(adopted))
    return [
        sorted((_alike(question, one, ours) for one in each), key=_in_order)[:most]
        for question, each in zip(questions, found, strict=True)
    ]


def _alike(question: str, found: Found, ours: Collection[int]) -> Alike:
    said = found.entry.question
    score = max(contradicting.alike(question, said), round(100 * found.cosine))
    return Alike(found, score, shared_words(question, said), found.entry.id in ours)


def _in_order(each: Alike) -> tuple[int, bool, date, int]:
    newest = date.fromordinal(date.max.toordinal() - each.entry.adopted_on.toordinal())
    return -each.score, not each.ours, newest, -each.entry.id


def _with_warnings(
    session: Session, viewer: Viewer, found: Sequence[Sequence[Alike]], drafts: Sequence[Stance]
) -> list[tuple[Alike, ...]]:
    """What was found, with the current positions and the draft that each may contradict."""
    entries = {one.entry.id: one.entry for each in found for one in each}
    themes = themes_of(session, list(entries))
    named, most = frozenset[str]().union(*themes.values()), _MOST_POSITIONS * len(drafts)
    mates = current_on_themes(session, viewer=viewer, themes=named, besides=list(entries), most=most)
    themes |= themes_of(session, [mate.id for mate in mates])
    held = {entry.id: position_of(entry, themes) for entry in (*entries.values(), *mates)}
    return [
        tuple(_warned(one, draft, [*(other.entry for other in each), *mates], held) for one in each)
        for draft, each in zip(drafts, found, strict=True)
    ]


def _warned(alike: Alike, draft: Stance, others: Sequence[LibraryEntry], held: Mapping[int, Stance]) -> Alike:
    mine = held[alike.entry.id]
    pairs = ((other, may_contradict(mine, held[other.id])) for other in others if other.id != alike.entry.id)
    return replace(
        alike,
        against=tuple(Against(other, causes) for other, causes in pairs if causes),
        against_draft=may_contradict(mine, draft) if draft.answer else (),
    )


def position_of(entry: LibraryEntry, themes: Mapping[int, frozenset[str]]) -> Stance:
    """What is compared of an entry."""
    return Stance(entry.question, entry.answer, themes.get(entry.id, frozenset()))


def themes_of(session: Session, entry_ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """The themes of some entries, by their number."""
    found: dict[int, set[str]] = {number: set() for number in entry_ids}
    for number, theme in session.execute(
        select(EntryTheme.entry_id, EntryTheme.theme).where(EntryTheme.entry_id.in_(entry_ids))
    ):
        found[number].add(theme)
    return {number: frozenset(named) for number, named in found.items()}


def current_on_themes(
    session: Session, *, viewer: Viewer, themes: frozenset[str], besides: Sequence[int], most: int = _MOST_POSITIONS
) -> Sequence[LibraryEntry]:
    """The newest current entries on some themes that the viewer may find, other than those named."""
    if not themes:
        return ()
    on_them = select(EntryTheme.entry_id).where(EntryTheme.theme.in_(themes))
    wanted = select(LibraryEntry).where(
        may_find(viewer),
        LibraryEntry.state == EntryState.CURRENT,
        LibraryEntry.id.in_(on_them),
        LibraryEntry.id.not_in(besides),
    )
    return session.scalars(wanted.order_by(LibraryEntry.adopted_on.desc(), LibraryEntry.id).limit(most)).all()


def contradictions(session: Session, *, viewer: Viewer, entry: LibraryEntry) -> tuple[Against, ...]:
    """The current positions on an entry's themes that it may contradict."""
    themes = themes_of(session, [entry.id])
    mates = current_on_themes(session, viewer=viewer, themes=themes[entry.id], besides=[entry.id])
    themes |= themes_of(session, [mate.id for mate in mates])
    mine = position_of(entry, themes)
    pairs = ((mate, may_contradict(mine, position_of(mate, themes))) for mate in mates)
    return tuple(Against(mate, causes) for mate, causes in pairs if causes)
