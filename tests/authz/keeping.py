"""What the officers of a world keep in the library: entries in every state, amendments, old responses, searches."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from consult import dates
from consult.library import amending, life, pairing, saved
from consult.library.adopting import services
from consult.library.adopting.models import AdoptionClaim, ClaimState
from consult.library.catalogue import queries, receiving
from consult.library.catalogue import services as catalogue
from consult.library.catalogue.unpacking import Unpacked
from consult.library.models import EntryProposal, LibraryEntry
from consult.library.searching import asked_from
from consult.people.models import Organisation
from consult.permissions import Role, Viewer
from consult.question_sets.extract import extract
from tests.authz.planting import QUESTIONS, World


def keep_library(world: World) -> None:
    """Describe, amend, supersede and withdraw entries, leave some old answers out, and save everybody's searches."""
    session, actor, second = world.session, world.actor, world.viewer(world.second)
    mine = select(LibraryEntry).where(LibraryEntry.owner_id == world.council_id).order_by(LibraryEntry.id)
    first, other = session.scalars(mine.options(selectinload(LibraryEntry.themes))).all()
    said = life.Description((world.say("theme"),), first.keeper_id, world.say("outcome"), first.adopted_on)
    life.describe(session, actor=actor, entry=first, said=said)
    amending.approve(session, actor=second, proposal=_propose(world, first, "amended entry", "why amended"))
    _propose(world, first, "proposal", "why proposed")
    declined = _propose(world, other, "proposal", "why proposed")
    amending.decline(session, actor=second, proposal=declined, reason=world.say("why declined", world.second))
    _old_responses(world)
    pairing.compare_new(session)
    for name in (world.officer, *world.deciding.values(), *world.asked):
        words = {"q": world.say("saved search", name)}
        saved.save_search(
            session, actor=world.viewer(name), name=world.say("saved search", name), asked=asked_from(words)
        )


def _propose(world: World, entry: LibraryEntry, kind: str, why: str) -> EntryProposal:
    made = amending.propose(
        world.session,
        actor=world.actor,
        entry=entry,
        question=entry.question,
        answer=f"We say {world.say(kind)} instead.",
        why=world.say(why),
        based_on_n=entry.current_n,
    )
    made.entry = entry
    return made


def _old_responses(world: World) -> None:
    """An old response: one answer stays, one is superseded, one is withdrawn, one was never taken."""
    session, actor, owner = world.session, world.actor, world.council_id
    parcel = receiving.Parcel(world.say("name of a load"))
    load = receiving.begin(session, actor=actor, owner_id=owner, parcel=parcel)
    kinds = ("old answer", "superseded entry", "withdrawn entry", "old answer not taken")
    asked = (*QUESTIONS[:3], "Who should own lamp posts?")
    said = [world.say(kind) for kind in kinds]
    told = [f"Question {n}: {text}\n\nAnswer: We say {said[n - 1]}." for n, text in enumerate(asked, 1)]
    content = "\n\n".join(["Response on lamp posts", *told]).encode()
    receiving.receive(session, load=load, file=Unpacked(f"{world.say('name of an old file')}.txt", content))
    refused = Unpacked(f"{world.say('name of a refused file')}.txt", b"", "It is empty")
    receiving.receive(session, load=load, file=refused)
    receiving.arrived(session, load=load)
    waiting = catalogue.claim(session)
    assert waiting is not None
    paper = extract("old.txt", content)
    found = catalogue.answers_in(paper)
    catalogue.finish(session, file_id=waiting.id, attempt=waiting.attempts, paper=paper, found=found)
    session.expire_all()
    file = queries.get_file(session, viewer=actor, file_id=waiting.id)
    assert file is not None
    adopted = [body.id for body in session.scalars(select(Organisation)) if body.name in world.deciding]
    about = catalogue.Particulars(f"Old {world.say('old consultation')}", "A department", dates.today(), adopted)
    catalogue.complete(session, actor=actor, file=file, said=about)
    catalogue.enter(session, actor=actor, file=file, places=[1, 2, 3])
    _confirm(world)
    entries = {each.place: session.get_one(LibraryEntry, each.entry_id) for each in file.answers if each.entry_id}
    life.supersede(session, actor=actor, entry=entries[2], by=entries[1], cause=world.say("why superseded"))
    life.withdraw(session, actor=actor, entry=entries[3], cause=world.say("why entry withdrawn"))


def _confirm(world: World) -> None:
    """The bodies say that they did adopt the old answers; until then those are nothing to them."""
    session = world.session
    waiting = select(AdoptionClaim).where(AdoptionClaim.state == ClaimState.WAITING).order_by(AdoptionClaim.id)
    for claimed in session.scalars(waiting).all():
        speaker = Viewer(world.actor.person_id, "", claimed.body_id, "", frozenset({Role.APPROVER}))
        found = services.get_claim(session, viewer=speaker, claim_id=claimed.id)
        assert found is not None
        adopted = {each.entry_id for each in found.answers}
        services.answer_claim(session, actor=speaker, claim=found, adopted=adopted, remark="")
