"""The pages that tell who did what and when: on a response, and on one of its answers with the texts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import Blueprint, abort, render_template

from consult.comments.queries import comment_numbers, comments_by_answer
from consult.drafting.access import rights_on_answer
from consult.drafting.comparing import Compared, compare_texts
from consult.drafting.models import AnswerVersion
from consult.drafting.queries import get_answer, get_response
from consult.drafting.versions import with_bases
from consult.history import queries
from consult.history.models import HistoryEntry
from consult.history.words import people_in, sentence, version_made
from consult.people.queries import names_of
from consult.permissions import Permission, Use, limited, requires
from consult.web.asked import page_number
from consult.web.every_page import Page, db, found, viewer

history = Blueprint("history", __name__)


@history.get("/responses/<int:response_id>/record")
@requires(Permission.READ_RECORD)
def timeline(response_id: int) -> Page:
    """The record of one response, newest first."""
    response = found(get_response(db(), viewer=viewer(), response_id=response_id, permission=Permission.READ_RECORD))
    listed = queries.timeline(db(), response_id=response.id, page=page_number())
    return render_template("history/timeline.html", response=response, listed=listed, acts=_told(listed.rows))


@history.get("/answers/<int:answer_id>/record")
@requires(Permission.READ_RECORD)
@limited(Use.SEARCH)
def of_answer(answer_id: int) -> Page:
    """The record of one answer, newest first, with what each act changed."""
    answer = found(get_answer(db(), viewer=viewer(), answer_id=answer_id))
    if Permission.READ_RECORD not in rights_on_answer(db(), viewer=viewer(), answer_id=answer.id):
        abort(403)
    numbers = comment_numbers(db(), viewer=viewer(), answer_id=answer.id)
    about = {f"comment/{number}": number for number in numbers}
    subjects = [f"answer/{answer.id}", *about]
    listed = queries.timeline(db(), response_id=answer.response_id, page=page_number(), subjects=subjects)
    acts = _told(listed.rows)
    among = {about[entry.subject] for entry in listed.rows if entry.subject in about}
    comments = comments_by_answer(db(), viewer=viewer(), answer_ids=[answer.id], among=among).get(answer.id, [])
    versions = with_bases(db(), answer=answer, numbers=[act.version for act in acts])
    return render_template(
        "history/answer.html",
        answer=answer,
        listed=listed,
        acts=acts,
        versions={act.entry.seq: versions[act.version] for act in acts if act.version in versions},
        changes={act.entry.seq: _changes(versions, act.version) for act in acts if act.version in versions},
        comments={f"comment/{comment.id}": comment for comment in comments},
    )


@dataclass(frozen=True)
class Act:
    """An entry in words. `version` is the number of the version of an answer that it made, 0 for none."""

    entry: HistoryEntry
    who: str
    what: str
    version: int


def _told(entries: Iterable[HistoryEntry]) -> list[Act]:
    """Each entry with who it was and what they did."""
    shown = list(entries)
    numbers = {entry.actor_id for entry in shown if entry.actor_id}
    names = names_of(db(), numbers.union(*(people_in(entry.details) for entry in shown)))
    return [
        Act(
            entry,
            names.get(entry.actor_id or 0, "The system"),
            sentence(entry.action, entry.details, names=names),
            version_made(entry.action, entry.details),
        )
        for entry in shown
    ]


def _changes(versions: Mapping[int, AnswerVersion], n: int) -> Compared:
    """The way to a version from the one that it was based on."""
    before = versions.get(versions[n].based_on_n)
    return compare_texts(before.text if before else "", versions[n].text)
