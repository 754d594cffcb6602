"""Earlier answers to questions like a new one: how alike and why, and whether they may contradict a position.

The engine finds them; what is shown is in the order a drafter wants: most alike first, and among equals those that the
viewer's own organisation adopted, then the newest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.library import contradicting
from consult.library.contradicting import Position, may_contradict
from consult.library.engine import IndexUnavailable, SearchEngine
from consult.library.keeping import IndexKeeper
from consult.library.models import EntryReader, EntryState, EntryTheme, LibraryEntry
from consult.library.queries import Found, may_find, similar
from consult.library.rules import Standing, standing
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
    """An earlier answer beside a question: `score` in hundredths of shared words, `shared` the words themselves.

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
    def standing(self) -> Standing:
        """How the entry stands today."""
        return standing(self.entry)


@dataclass(frozen=True)
class Earlier:
    """Earlier answers to show beside a question; `unavailable` while the index is being rebuilt."""

    results: tuple[Alike, ...] = ()
    unavailable: bool = False


def earlier_answers(
    session: Session, *, viewer: Viewer, index: IndexKeeper, question: str, draft: str = "", most: int = BESIDE
) -> Earlier:
    """The earlier answers to show beside a question. An index that cannot be read is mended beside the page."""
    try:
        engine = index.ready(session)
        found = most_alike(session, viewer=viewer, engine=engine, question=question, most=most)
    except IndexUnavailable:
        index.mend()
        return Earlier(unavailable=True)
    return Earlier(with_warnings(session, viewer=viewer, found=found, question=question, draft=draft))


def most_alike(
    session: Session, *, viewer: Viewer, engine: SearchEngine, question: str, most: int = BESIDE
) -> list[Alike]:
    """The earlier answers whose questions are most like a question. Raises IndexUnavailable."""
    found = similar(session, viewer=viewer, engine=engine, text=question, most=max(LOOKED_AT, most))
    adopted = select(EntryReader.entry_id).where(
        EntryReader.entry_id.in_([each.entry.id for each in found]),
        EntryReader.organisation_id == viewer.organisation_id,
        EntryReader.adopted,
    )
    ours = set(session.scalars(adopted))
    results = [
        Alike(
            each,
            contradicting.alike(question, each.entry.question),
            shared_words(question, each.entry.question),
            each.entry.id in ours,
        )
        for each in found
    ]
    return sorted(results, key=_in_order)[:most]


def _in_order(each: Alike) -> tuple[int, bool, date, int]:
    newest = date.fromordinal(date.max.toordinal() - each.entry.adopted_on.toordinal())
    return -each.score, not each.ours, newest, -each.entry.id


def with_warnings(
    session: Session, *, viewer: Viewer, found: Sequence[Alike], question: str, draft: str = ""
) -> tuple[Alike, ...]:
    """Earlier answers with the current positions, and the draft, that each may contradict."""
    entries = {each.entry.id: each.entry for each in found}
    themes = themes_of(session, list(entries))
    mates = current_on_themes(session, viewer=viewer, themes=frozenset().union(*themes.values()), besides=list(entries))
    themes |= themes_of(session, [mate.id for mate in mates])
    held = {entry.id: position_of(entry, themes) for entry in (*entries.values(), *mates)}
    others = {**entries, **{mate.id: mate for mate in mates}}
    drafted = Position(question, draft)
    return tuple(
        Alike(
            each.found,
            each.score,
            each.shared,
            each.ours,
            against=tuple(
                Against(other, causes)
                for number, other in others.items()
                if number != each.entry.id and (causes := may_contradict(held[each.entry.id], held[number]))
            ),
            against_draft=may_contradict(held[each.entry.id], drafted) if draft else (),
        )
        for each in found
    )


def position_of(entry: LibraryEntry, themes: Mapping[int, frozenset[str]]) -> Position:
    """What is compared of an entry."""
    return Position(entry.question, entry.answer, themes.get(entry.id, frozenset()))


def themes_of(session: Session, entry_ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """The themes of some entries, by their number."""
    found: dict[int, set[str]] = {number: set() for number in entry_ids}
    for number, theme in session.execute(
        select(EntryTheme.entry_id, EntryTheme.theme).where(EntryTheme.entry_id.in_(entry_ids))
    ):
        found[number].add(theme)
    return {number: frozenset(named) for number, named in found.items()}


def current_on_themes(
    session: Session, *, viewer: Viewer, themes: frozenset[str], besides: Sequence[int]
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
    return session.scalars(
        wanted.order_by(LibraryEntry.adopted_on.desc(), LibraryEntry.id).limit(_MOST_POSITIONS)
    ).all()


def contradictions(session: Session, *, viewer: Viewer, entry: LibraryEntry) -> tuple[Against, ...]:
    """The current positions on an entry's themes that it may contradict."""
    themes = themes_of(session, [entry.id])
    mates = current_on_themes(session, viewer=viewer, themes=themes[entry.id], besides=[entry.id])
    themes |= themes_of(session, [mate.id for mate in mates])
    mine = position_of(entry, themes)
    pairs = ((mate, may_contradict(mine, position_of(mate, themes))) for mate in mates)
    return tuple(Against(mate, causes) for mate, causes in pairs if causes)
