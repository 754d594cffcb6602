"""Who may do what: every permission and which role holds it, on one screen.

This answers only 'who'. 'Which rows' is answered by the queries, which all take the viewer; 'when' by each
stage's rules.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from consult.database import Labelled

View = TypeVar("View", bound=Callable[..., Any])


class Role(Labelled):
    """What a person is in their organisation, or on one response."""

    ADMINISTRATOR = "administrator"
    POLICY_OFFICER = "policy_officer"
    PARTNER = "partner"
    APPROVER = "approver"
    CLERK = "clerk"
    OBSERVER = "observer"
    DRAFTER = "drafter"
    COMMENTER = "commenter"


IN_ORGANISATION = (
    Role.ADMINISTRATOR,
    Role.POLICY_OFFICER,
    Role.PARTNER,
    Role.APPROVER,
    Role.CLERK,
    Role.OBSERVER,
)
ON_RESPONSE = (Role.DRAFTER, Role.COMMENTER, Role.APPROVER, Role.CLERK, Role.OBSERVER)
FOR_A_BODY = frozenset({Role.APPROVER, Role.CLERK})


class Permission(StrEnum):
    """One thing a person may do."""

    READ_CONSULTATIONS = "read consultations"
    LOAD_CONSULTATIONS = "load consultations"
    REVIEW_QUESTIONS = "review questions"
    SET_UP_RESPONSES = "set up responses"
    READ_RESPONSES = "read responses"
    READ_DRAFTS = "read drafts"
    DRAFT_ANSWERS = "draft answers"
    COMMENT = "comment"
    SUGGEST = "propose wording"
    READ_EVERY_COMMENT = "read every comment"
    SETTLE_COMMENTS = "settle comments"
    KEEP_NOTES = "keep internal notes"
    SEND_FOR_SIGN_OFF = "send for sign-off"
    READ_SIGN_OFF = "read sign-off"
    DECIDE = "decide"
    NAME_DECIDERS = "say who decides"
    PREPARE_DOCUMENTS = "prepare documents"
    READ_DOCUMENTS = "read documents"
    SUBMIT = "submit"
    SEARCH_LIBRARY = "search the library"
    KEEP_LIBRARY = "keep the library"
    CONFIRM_ADOPTION = "confirm adoption"
    READ_RECORD = "read the record"
    MANAGE_PEOPLE = "manage people"
    MANAGE_LISTS = "manage distribution lists"
    MANAGE_NOTICES = "manage mail"
    USE_SERVICE = "use the service"  # the pages every signed-in person has: home, sign out, help


_P = Permission
_EVERYONE = frozenset({_P.USE_SERVICE})
_READERS = _EVERYONE | {_P.READ_CONSULTATIONS, _P.READ_RESPONSES, _P.SEARCH_LIBRARY}
# Who says, for the bodies of their own organisation, that somebody decides or records for them on one response.
SPEAKS_FOR_A_BODY = frozenset({Role.ADMINISTRATOR, Role.POLICY_OFFICER, Role.APPROVER})
_DECIDERS = _READERS | {
    _P.READ_DRAFTS,
    _P.READ_SIGN_OFF,
    _P.READ_DOCUMENTS,
    _P.READ_RECORD,
    _P.READ_EVERY_COMMENT,
    _P.DECIDE,
    _P.CONFIRM_ADOPTION,
}

HOLDS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: _EVERYONE | {_P.MANAGE_PEOPLE, _P.MANAGE_LISTS, _P.MANAGE_NOTICES, _P.NAME_DECIDERS},
    Role.PARTNER: _READERS | {_P.COMMENT, _P.SUGGEST},
    Role.APPROVER: _DECIDERS | {_P.NAME_DECIDERS},
    # Writes down what a meeting decided; sign_off/rules.py asks for the meeting and its minute.
    Role.CLERK: _DECIDERS,
    Role.OBSERVER: _READERS | {_P.READ_DRAFTS},
    Role.COMMENTER: _READERS | {_P.COMMENT, _P.SUGGEST},
    Role.DRAFTER: _READERS | {_P.READ_DRAFTS, _P.COMMENT, _P.SUGGEST, _P.READ_EVERY_COMMENT, _P.DRAFT_ANSWERS},
    Role.POLICY_OFFICER: _READERS
    | {
        _P.LOAD_CONSULTATIONS,
        _P.REVIEW_QUESTIONS,
        _P.SET_UP_RESPONSES,
        _P.READ_DRAFTS,
        _P.DRAFT_ANSWERS,
        _P.COMMENT,
        _P.SUGGEST,
        _P.READ_EVERY_COMMENT,
        _P.SETTLE_COMMENTS,
        _P.KEEP_NOTES,
        _P.SEND_FOR_SIGN_OFF,
        _P.NAME_DECIDERS,
        _P.READ_SIGN_OFF,
        _P.PREPARE_DOCUMENTS,
        _P.READ_DOCUMENTS,
        _P.SUBMIT,
        _P.KEEP_LIBRARY,
        _P.CONFIRM_ADOPTION,
        _P.READ_RECORD,
        _P.MANAGE_LISTS,
    },
}


@dataclass(frozen=True)
class Viewer:
    """The person asking: all that queries and rules need to know of them."""

    person_id: int
    name: str
    organisation_id: int
    organisation: str
    roles: frozenset[Role]
    granted: frozenset[Role] = frozenset()  # held on some response, by a role there or an invitation

    def may(self, permission: Permission) -> bool:
        """Whether a role of the viewer's holds the permission, somewhere. On which rows, the queries say."""
        return permission in _EVERYONE or any(permission in HOLDS[role] for role in self.roles | self.granted)

    def may_at_home(self, permission: Permission) -> bool:
        """Whether a role in the viewer's own organisation holds the permission: what rests on the organisation asks
        this, for a role on one response says nothing about it."""
        return any(permission in HOLDS[role] for role in self.roles)

    def is_a(self, role: Role) -> bool:
        """Whether the viewer holds the role in their organisation."""
        return role in self.roles


def requires(permission: Permission) -> Callable[[View], View]:
    """Mark a view with the permission it needs. A view without a mark is refused to everybody."""

    def mark(view: View) -> View:
        vars(view)["permission"] = permission
        return view

    return mark


def fresh(view: View) -> View:
    """Mark a view whose POST asks for the password or a code again when neither was given in the last 15 minutes."""
    vars(view)["fresh"] = True
    return view


def before_second_factor(view: View) -> View:
    """Mark a view for whoever needs a second factor and has none yet: setting it up."""
    vars(view)["before_second_factor"] = True
    return view


class Use(StrEnum):
    """What one person may do only so often: it costs the service, or others, much."""

    SEARCH = "search"
    UPLOAD = "upload"
    DOWNLOAD = "download"
    MAIL = "mail"
    COMMENT = "comment"


def limited(use: Use, *, when_asked: bool = False) -> Callable[[View], View]:
    """Mark a view that searches, takes a file or gives one: it answers 429 to who did that too often (limits.py).

    `when_asked`: opened without anything in its address it does not search.
    """

    def mark(view: View) -> View:
        vars(view)["use"], vars(view)["when_asked"] = use, when_asked
        return view

    return mark


def asked_by_itself(*, unless: str) -> Callable[[View], View]:
    """Mark a view that a page asks again and again while it is open, whether or not anybody sits before it.

    Only a request with the field `unless`, which holds what somebody typed, says that somebody is there.
    """

    def mark(view: View) -> View:
        vars(view)["asked_by_itself_unless"] = unless
        return view

    return mark


def public(view: View) -> View:
    """Mark a view that anybody may open, signed in or not."""
    vars(view)["public"] = True
    return view
