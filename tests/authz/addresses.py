"""Every address of the service under which something can be read: each route with the numbers of what there is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from consult.comments.models import Comment
from consult.documents.models import DocumentDraft, DocumentKind
from consult.drafting.models import (
    Answer,
    AnswerVersion,
    ConsultationResponse,
    Invitation,
    ResponseRole,
    SignOffBody,
)
from consult.drafting.states import ResponseState
from consult.issuing.models import IssuedDocument
from consult.library.adopting.models import AdoptionClaim
from consult.library.catalogue.models import CatalogueFile, CatalogueLoad
from consult.library.models import EntryPair, EntryProposal, LibraryEntry
from consult.notices.models import OutboxMessage
from consult.people.groups import DistributionList, JoinRequest, Membership, PeopleImport
from consult.people.models import Organisation, Person
from consult.permissions import Permission
from consult.question_sets.models import Consultation, PaperFile, Question, QuestionSet, Reading
from consult.sign_off.models import Decision, SignOffRound

Values = Sequence[tuple[Any, ...]]
BY_NUMBER = {
    "response_id": ConsultationResponse,
    "answer_id": Answer,
    "comment_id": Comment,
    "round_id": SignOffRound,
    "decision_id": Decision,
    "document_id": IssuedDocument,
    "question_set_id": QuestionSet,
    "consultation_id": Consultation,
    "question_id": Question,
    "paper_id": PaperFile,
    "reading_id": Reading,
    "entry_id": LibraryEntry,
    "proposal_id": EntryProposal,
    "pair_id": EntryPair,
    "load_id": CatalogueLoad,
    "claim_id": AdoptionClaim,
    "file_id": CatalogueFile,
    "list_id": DistributionList,
    "body_id": SignOffBody,
}
OF_THE_SERVICE = {
    "organisation_id": Organisation,
    "membership_id": Membership,
    "import_id": PeopleImport,
    "request_id": JoinRequest,
    "notice_id": OutboxMessage,
    "person_id": Person,
}
IN_ADDRESS = re.compile(r"<(?:int:)?(\w+)>")
# Pages that show more when their address asks for it. (Searches: see test_canaries.)
ASKED = (
    *((f"/library/review?show={show}", Permission.KEEP_LIBRARY) for show in ("soon", "withdrawn", "superseded", "all")),
    ("/library?state=superseded", Permission.SEARCH_LIBRARY),
    ("/library?state=withdrawn", Permission.SEARCH_LIBRARY),
    ("/organisations?q=Council", Permission.MANAGE_PEOPLE),
)


@dataclass(frozen=True)
class Address:
    """One page: the route, the address, what one needs to pass the gate before it (None: anybody may), whose it is.

    `place` counts the addresses of a route.
    """

    route: str
    path: str
    permission: Permission | None
    world: str = ""
    place: int = 0


def newest(session: Session) -> dict[str, int]:
    """The greatest number of each thing, by its name in addresses: what comes later belongs to another world."""
    return {name: session.scalar(select(func.max(table.id))) or 0 for name, table in BY_NUMBER.items()}


def addresses_of(app: Flask, session: Session, home: dict[str, int]) -> Iterator[Address]:
    """Every GET route with everything that it can show. Fails for a route whose numbers nobody has told here.

    `home` are the greatest numbers of things of the home world.
    """
    known = values(session)
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or "GET" not in (rule.methods or ()):
            continue
        names = tuple(IN_ADDRESS.findall(rule.rule))
        assert rule.rule in known or not names or names in known, f"say in addresses.py what there is for {rule.rule}"
        permission = getattr(app.view_functions[rule.endpoint], "permission", None)
        for place, found in enumerate(known.get(rule.rule) or (known[names] if names else [()])):
            world = ("home" if found[0] <= home[names[0]] else "away") if names and names[0] in home else ""
            yield Address(rule.rule, filled(rule.rule, found), permission, world, place)
    yield from (Address(path, path, permission) for path, permission in ASKED)


def filled(route: str, found: tuple[Any, ...]) -> str:
    """A route with these values in it."""
    for value in found:
        route = IN_ADDRESS.sub(str(value), route, count=1)
    return route


def values(session: Session) -> dict[str | tuple[str, ...], Values]:
    """What can stand in an address, by the names in it, or by the whole route where names are not enough.

    Of what is read in the same way one after the other, such as entries side by side, some stand for all.
    """

    def all_of(*columns: InstrumentedAttribute[Any]) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in session.execute(select(*columns).order_by(*columns))]

    found: dict[str | tuple[str, ...], Values] = {
        (name,): all_of(table.id) for name, table in (BY_NUMBER | OF_THE_SERVICE).items()
    }
    kinds = [kind.value for kind in DocumentKind]
    entries = [number for (number,) in found["entry_id",]]
    drafting = ConsultationResponse.state == ResponseState.DRAFTING
    drafted = session.scalars(select(Answer.id).join(Answer.response).where(drafting, Answer.position == 1)).all()
    aside = select(AnswerVersion.answer_id, AnswerVersion.n).where(AnswerVersion.set_aside)
    return found | {
        ("person_id",): found["person_id",][:2],
        ("passkey_id",): [(1,)],
        ("token",): [("no-such-link",)],
        "/invitations/<token>": [(token,) for token in links(session)],
        "/library/export.<kind>": [("csv",), ("docx",)],
        "/questions/<int:question_id>/split": found["question_id",][::4],
        "/library/<int:entry_id>/details": found["entry_id",][::3],
        "/responses/<int:response_id>/invitations/<int:invitation_id>/withdraw": all_of(
            Invitation.response_id, Invitation.id
        )[::3],
        ("response_id", "invitation_id"): all_of(Invitation.response_id, Invitation.id),
        ("body_id", "given_id"): [
            tuple(row)
            for row in session.execute(
                select(ResponseRole.body_id, ResponseRole.id).where(ResponseRole.body_id.is_not(None))
            )
        ],
        ("response_id", "role_id"): all_of(ResponseRole.response_id, ResponseRole.id)[::2],
        ("response_id", "reading_id"): all_of(Reading.about_id, Reading.id),
        ("response_id", "kind", "n"): all_of(DocumentDraft.response_id, DocumentDraft.kind, DocumentDraft.n),
        ("response_id", "kind"): [(*number, kind) for number in found["response_id",] for kind in kinds],
        ("round_id", "kind"): [(*number, kind) for number in found["round_id",][::3] for kind in kinds],
        ("answer_id", "n"): [tuple(row) for row in session.execute(aside)],
        ("answer_id", "entry_id"): [(number, entry) for number in drafted for entry in entries[::2]],
        ("entry_id", "other_id"): list(pairwise(entries))[::3],
    }


def links(session: Session) -> list[str]:
    """The secret halves of the links in mails that invited somebody."""
    found = re.findall(r"/invitations/([\w-]+)", " ".join(session.scalars(select(OutboxMessage.secret_path))))
    assert found
    return found
