"""The library of the demonstration: themes, an outcome, an amendment that waits, an old response loaded."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consult.demo.cast import COUNCIL, Cast
from consult.library import amending, life, pairing, saved
from consult.library.catalogue import receiving, services
from consult.library.catalogue.unpacking import Unpacked
from consult.library.models import LibraryEntry
from consult.library.searching import asked_from
from consult.question_sets.extract import extract

OFFICER = "Policy officer"
THEMES = (("neighbourhoods", "parishes"), ("neighbourhoods",), ("parishes", "grants"))
OUTCOME = "The Department asked every council to consult its parishes, and left to them how."
OLD_NAME = "2019/response-on-market-days.txt"
OLD_RESPONSE = """Response to the consultation on market days

Question 1: Should markets open on Sundays?

Answer: Yes. We support markets on Sundays from May to October, where the parish agrees.

Question 2: Who should pay for the stalls?

Answer: Traders should pay, and councils should lend what they need for a year.

Question 3: What else should we know?
"""


def keep_library(session: Session, cast: Cast) -> None:
    """Describe some entries, propose an amendment, save a search, and load an old response."""
    officer = cast.viewers[OFFICER]
    found = select(LibraryEntry).order_by(LibraryEntry.id).limit(len(THEMES))
    entries = session.scalars(found.options(selectinload(LibraryEntry.themes))).all()
    for entry, themes in zip(entries, THEMES, strict=True):
        outcome = OUTCOME if entry is entries[0] else ""
        said = life.Description(themes, entry.keeper_id, outcome, entry.adopted_on if outcome else None)
        life.describe(session, actor=officer, entry=entry, said=said)
    amended = entries[1]
    amending.propose(
        session,
        actor=officer,
        entry=amended,
        question=amended.question,
        answer=f"{amended.answer}\n\nParishes should hear within a month what came of it.",
        why="What the parishes asked for at their last meeting",
        based_on_n=amended.current_n,
    )
    life.keep_for(session, actor=officer, consultation=amended.consultation, keep_years=7)
    saved.save_search(session, actor=officer, name="Parishes", asked=asked_from({"q": "parish"}))
    pairing.compare_new(session)
    _old_response(session, cast)


def _old_response(session: Session, cast: Cast) -> None:
    officer, content = cast.viewers[OFFICER], OLD_RESPONSE.encode()
    owner = cast.organisations[COUNCIL].id
    parcel = receiving.Parcel("old-responses.zip", size=len(content), files=2, unpacked=len(content))
    load = receiving.begin(session, actor=officer, owner_id=owner, parcel=parcel)
    receiving.receive(session, load=load, file=Unpacked(OLD_NAME, content))
    receiving.receive(session, load=load, file=Unpacked("../elsewhere.txt", b"", "Its name leads outside the zip"))
    receiving.arrived(session, load=load)
    file = services.claim(session)
    assert file is not None
    # Our own text, so it is read here; what people upload is read in a process of its own.
    paper = extract(OLD_NAME, content)
    services.finish(session, file_id=file.id, attempt=file.attempts, paper=paper, found=services.answers_in(paper))
