"""Who may do what on which response and which of its answers: the one place that says it, as conditions on rows.

A right comes from a role in one's organisation (on what it leads or decides on), from a role on the response itself,
or from an invitation, which may be to some questions only. Everything that lists, counts or opens answers of a
response takes its condition from here (docs/decisions/0016-rights-are-conditions-on-rows.md).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    false,
    or_,
    select,
)
from sqlalchemy.orm import Session

from consult import dates
from consult.drafting.models import (
    Answer,
    ConsultationResponse,
    Invitation,
    InvitationPart,
    ResponseRole,
    SignOffBody,
)
from consult.drafting.states import AnswerStatus, InvitationLevel, ResponseState
from consult.permissions import FOR_A_BODY, HOLDS, Permission, Role, Viewer
from consult.question_sets.models import Question

# What an invitation of each level gives on the answers it is to, and what its holder then is on that response.
GIVES: dict[InvitationLevel, frozenset[Permission]] = {
    InvitationLevel.SEE: frozenset({Permission.READ_RESPONSES}),
    InvitationLevel.COMMENT: frozenset({Permission.READ_RESPONSES, Permission.COMMENT}),
    InvitationLevel.SUGGEST: frozenset({Permission.READ_RESPONSES, Permission.COMMENT, Permission.SUGGEST}),
    InvitationLevel.DRAFT: frozenset(
        {
            Permission.READ_RESPONSES,
            Permission.READ_DRAFTS,
            Permission.COMMENT,
            Permission.SUGGEST,
            Permission.DRAFT_ANSWERS,
        }
    ),
}
STANDS_FOR = {
    InvitationLevel.SEE: Role.OBSERVER,
    InvitationLevel.COMMENT: Role.COMMENTER,
    InvitationLevel.SUGGEST: Role.COMMENTER,
    InvitationLevel.DRAFT: Role.DRAFTER,
}
REACHING = (Role.POLICY_OFFICER, Role.APPROVER, Role.CLERK, Role.OBSERVER)
ON_ROWS = (
    Permission.READ_RESPONSES,
    Permission.READ_DRAFTS,
    Permission.COMMENT,
    Permission.SUGGEST,
    Permission.DRAFT_ANSWERS,
    Permission.READ_EVERY_COMMENT,
    Permission.SETTLE_COMMENTS,
    Permission.KEEP_NOTES,
    Permission.SET_UP_RESPONSES,
    Permission.SEND_FOR_SIGN_OFF,
    Permission.READ_SIGN_OFF,
    Permission.DECIDE,
    Permission.PREPARE_DOCUMENTS,
    Permission.READ_DOCUMENTS,
    Permission.SUBMIT,
    Permission.READ_RECORD,
)


def led_by(viewer: Viewer) -> ColumnElement[bool]:
    """Responses that the viewer's organisation leads."""
    return ConsultationResponse.lead_organisation_id == viewer.organisation_id


def decided_by(viewer: Viewer) -> ColumnElement[bool]:
    """Responses that the viewer's organisation decides on."""
    return exists().where(
        SignOffBody.response_id == ConsultationResponse.id,
        SignOffBody.organisation_id == viewer.organisation_id,
        SignOffBody.active,
    )


def asked_by_own(viewer: Viewer) -> ColumnElement[bool]:
    """Whether the viewer's own organisation has them work on a response that it leads, by a role there or invited."""
    led = select(ConsultationResponse.id).where(led_by(viewer)).correlate(None)
    invited = exists().where(Invitation.response_id.in_(led), Invitation.person_id == viewer.person_id, counts_today())
    given = exists().where(ResponseRole.response_id.in_(led), ResponseRole.person_id == viewer.person_id)
    return or_(invited, given) if viewer.granted else false()


def allows(viewer: Viewer, permission: Permission) -> ColumnElement[bool]:
    """Responses on which the viewer holds the permission, on all their answers or on some."""
    by_invitation = [exists().where(*_invited(viewer, permission))] if _levels(viewer, permission) else []
    return or_(*_wholly(viewer, permission), *by_invitation)


def allows_on_answer(viewer: Viewer, permission: Permission) -> ColumnElement[bool]:
    """Answers on which the viewer holds the permission. The query has joined them with their response."""
    if not _levels(viewer, permission):
        return or_(*_wholly(viewer, permission))
    section = select(Question.section).where(Question.id == Answer.question_id).correlate(Answer)
    named = (
        select(InvitationPart.id)
        .join(Invitation, Invitation.id == InvitationPart.invitation_id)
        .where(
            *_invited(viewer, permission),
            or_(InvitationPart.answer_id == Answer.id, InvitationPart.section.in_(section)),
        )
    )
    whole = exists().where(*_invited(viewer, permission), Invitation.whole)
    return or_(*_wholly(viewer, permission), whole, named.exists())


def shows_text(viewer: Viewer) -> ColumnElement[bool]:
    """Of the answers that the viewer sees, those whose text they read: a draft shows to whoever works on it.

    Partners read it once it is for comment, and for good when the response was submitted; but not while no answer is
    intended, for then the text is none.
    """
    return or_(
        Answer.status.in_([status for status in AnswerStatus if status.is_for_partners]),
        and_(ConsultationResponse.state == ResponseState.SUBMITTED, Answer.status != AnswerStatus.NO_ANSWER_INTENDED),
        allows_on_answer(viewer, Permission.READ_DRAFTS),
    )


def _levels(viewer: Viewer, permission: Permission) -> tuple[InvitationLevel, ...]:
    """The levels of invitation that give the permission; none for whoever can hold no invitation."""
    could_hold = viewer.granted or viewer.is_a(Role.PARTNER) or viewer.is_a(Role.OBSERVER)
    return tuple(level for level, gives in GIVES.items() if permission in gives) if could_hold else ()


def _holders(viewer: Viewer, permission: Permission) -> tuple[tuple[Role, ...], tuple[Role, ...]]:
    """The roles of the viewer that hold the permission: those in their organisation, and those on some response."""
    return (
        tuple(role for role in sorted(viewer.roles) if role in REACHING and permission in HOLDS[role]),
        tuple(role for role in sorted(viewer.granted) if permission in HOLDS[role]),
    )


def _wholly(viewer: Viewer, permission: Permission) -> list[ColumnElement[bool]]:
    """The ways in which roles, not invitations, give the permission on a whole response."""
    reach = {
        Role.POLICY_OFFICER: led_by(viewer),
        Role.APPROVER: decided_by(viewer),
        Role.CLERK: decided_by(viewer),
        Role.OBSERVER: or_(led_by(viewer), decided_by(viewer)),
    }
    own, holders = _holders(viewer, permission)
    ways = [reach[role] for role in own]
    if holders:
        still_decides = exists().where(SignOffBody.id == ResponseRole.body_id, SignOffBody.active)
        ways.append(
            exists().where(
                ResponseRole.response_id == ConsultationResponse.id,
                ResponseRole.person_id == viewer.person_id,
                ResponseRole.role.in_(holders),
                or_(ResponseRole.body_id.is_(None), still_decides),
            )
        )
    return [false(), *ways]


def _invited(viewer: Viewer, permission: Permission) -> list[ColumnElement[bool]]:
    """What an invitation must be to give the viewer the permission on its response."""
    return [
        Invitation.response_id == ConsultationResponse.id,
        Invitation.level.in_(_levels(viewer, permission)),
        counts_today(),
        _is_to(viewer, permission),
    ]


def counts_today() -> ColumnElement[bool]:
    """Invitations that were not withdrawn and have not ended."""
    return counts_on(dates.today())


def counts_on(day: date | BindParameter[date]) -> ColumnElement[bool]:
    """Invitations that were not withdrawn and have not ended on a day."""
    return and_(Invitation.withdrawn_at.is_(None), or_(Invitation.until.is_(None), Invitation.until >= day))


def _is_to(viewer: Viewer, permission: Permission) -> ColumnElement[bool]:
    ways: list[ColumnElement[bool]] = [Invitation.person_id == viewer.person_id]
    # What a whole organisation was asked, its partners may do, and its observers may read.
    if any(viewer.is_a(role) and permission in HOLDS[role] for role in (Role.PARTNER, Role.OBSERVER)):
        ways.append(and_(Invitation.person_id.is_(None), Invitation.organisation_id == viewer.organisation_id))
    return or_(*ways)


def with_granted(session: Session, viewer: Viewer) -> Viewer:
    """The viewer with the roles they hold on some response, by a role there or by an invitation to them."""
    asked = {"person": viewer.person_id, "day": dates.today()}
    given, invited = (session.scalars(each, asked) for each in _granted())
    roles = {*given, *(STANDS_FOR[level] for level in invited)}
    return replace(viewer, granted=frozenset(roles)) if roles else viewer


@cache
def _granted() -> tuple[Select[Role], Select[InvitationLevel]]:
    """The roles on single responses and the levels of invitations: asked at every request, so made once."""
    person, day = bindparam("person", type_=Integer), bindparam("day", type_=Date)
    given = select(ResponseRole.role).where(ResponseRole.person_id == person)
    return given, select(Invitation.level).where(Invitation.person_id == person, counts_on(day))


def rights_on(session: Session, *, viewer: Viewer, response_id: int) -> frozenset[Permission]:
    """What the viewer may do on a response as a whole, or on some of its answers."""
    alike = _alike(viewer)
    asked = select(*(allows(viewer, permissions[0]) for permissions in alike))
    return _held(alike, session.execute(asked.where(ConsultationResponse.id == response_id)).first())


def rights_on_answer(session: Session, *, viewer: Viewer, answer_id: int) -> frozenset[Permission]:
    """What the viewer may do on one answer."""
    alike = _alike(viewer)
    asked = select(*(allows_on_answer(viewer, permissions[0]) for permissions in alike))
    joined = asked.select_from(Answer).join(ConsultationResponse, ConsultationResponse.id == Answer.response_id)
    return _held(alike, session.execute(joined.where(Answer.id == answer_id)).first())


def _alike(viewer: Viewer) -> list[list[Permission]]:
    """The permissions in groups that the same conditions decide about for this viewer, so that each is asked once."""
    groups: dict[object, list[Permission]] = {}
    for permission in ON_ROWS:
        deciding = (*_holders(viewer, permission), _levels(viewer, permission))
        groups.setdefault(deciding, []).append(permission)
    return list(groups.values())


def _held(alike: list[list[Permission]], row: Sequence[Any] | None) -> frozenset[Permission]:
    if row is None:
        return frozenset()
    return frozenset(one for permissions, holds in zip(alike, row, strict=True) if holds for one in permissions)


def bodies_decided_for(viewer: Viewer) -> ColumnElement[bool]:
    """Sign-off bodies for which the viewer decides or records: their organisation's, and those of their roles."""
    ways: list[ColumnElement[bool]] = [false()]
    if any(viewer.is_a(role) for role in FOR_A_BODY):
        ways.append(SignOffBody.organisation_id == viewer.organisation_id)
    if viewer.granted & FOR_A_BODY:
        mine = exists().where(ResponseRole.body_id == SignOffBody.id, ResponseRole.person_id == viewer.person_id)
        ways.append(mine)
    return and_(SignOffBody.active, or_(*ways))
