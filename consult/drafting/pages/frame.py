"""What the pages of one response share: its name, its dates, and which of its pages the viewer may open.

`response_page.html` draws it above every one of them. A page takes its place here, and nowhere else says where it
stands.
"""

from collections.abc import Collection
from dataclasses import dataclass

from flask import request, url_for

from consult import dates
from consult.drafting.access import rights_on
from consult.drafting.models import ConsultationResponse
from consult.drafting.queries import timetable_of
from consult.drafting.states import ResponseState
from consult.permissions import Permission
from consult.web.every_page import db, viewer


@dataclass(frozen=True)
class Room:
    """A page of the sub navigation, the right to open it, and the pages or blueprints that stand beneath it."""

    label: str
    endpoint: str
    right: Permission
    beneath: frozenset[str]

    def holds(self, endpoint: str) -> bool:
        """Whether a page is this one or stands beneath it."""
        return endpoint == self.endpoint or not self.beneath.isdisjoint((endpoint, endpoint.partition(".")[0]))


ROOMS = (
    Room("Overview", "drafting.response", Permission.READ_RESPONSES, frozenset({"drafting.change_plan"})),
    Room(
        "Answers",
        "drafting.answers",
        Permission.READ_RESPONSES,
        frozenset({"answer", "versions", "notes", "unsaved_text", "incoming", "reuse", "history.of_answer"}),
    ),
    Room("Comments", "comments.list_comments", Permission.READ_RESPONSES, frozenset({"comments"})),
    Room("Documents", "documents.overview", Permission.READ_DOCUMENTS, frozenset({"documents"})),
    Room("Sign-off", "sign_off.overview", Permission.READ_SIGN_OFF, frozenset({"sign_off", "comparing"})),
    Room("Submission", "outcomes.submit", Permission.SUBMIT, frozenset({"outcomes"})),
    Room("People", "invite.working", Permission.SET_UP_RESPONSES, frozenset({"invite"})),
    Room("Record", "history.timeline", Permission.READ_RECORD, frozenset()),
)


@dataclass(frozen=True)
class Frame:
    """What stands above a page of a response: its name, the dates ahead in words, the links to its pages.

    Each link has its words, its address, and 'page' for the page itself, 'true' for one above it, else ''.
    """

    title: str
    dates: list[tuple[str, str]]
    links: list[tuple[str, str, str]]

    @property
    def names_the_page(self) -> bool:
        """Whether the sub navigation marks the page itself, and so says on a screen what its heading says."""
        return any(current == "page" for _, _, current in self.links)


def frame_of(response: ConsultationResponse, rights: Collection[Permission] | None = None) -> Frame:
    """The frame of a response for the viewer. `rights` are those on the whole response, if the page knows them."""
    if rights is None:
        rights = rights_on(db(), viewer=viewer(), response_id=response.id)
    return Frame(response.title, _dates(response), [_link(room, response.id) for room in ROOMS if room.right in rights])


def _link(room: Room, response_id: int) -> tuple[str, str, str]:
    here = request.endpoint or ""
    current = "page" if here == room.endpoint else "true" if room.holds(here) else ""
    return room.label, url_for(room.endpoint, response_id=response_id), current


def _dates(response: ConsultationResponse) -> list[tuple[str, str]]:
    """The next date of the timetable and the closing time; of a submitted response the time that it closed."""
    closing = dates.long_time(response.closing_at)
    if response.state is ResponseState.SUBMITTED:
        return [("Submitted. It closed on", closing)]
    ahead = [each for each in timetable_of(db(), response=response) if each.on >= dates.today()]
    following = [(each.kind.label, dates.long_date(each.on)) for each in ahead[:1]]
    return [*following, ("We submit by", closing)]
