"""The page that holds a whole response at one moment against another."""

from flask import Blueprint, render_template, request

from consult.drafting.queries import get_response
from consult.permissions import Permission, Use, limited, requires
from consult.sign_off.comparing import NOW, answers_at, compared, moments
from consult.sign_off.queries import rounds_of
from consult.web.every_page import Page, db, found, viewer

comparing = Blueprint("comparing", __name__)


@comparing.get("/responses/<int:response_id>/compare")
@requires(Permission.READ_SIGN_OFF)
@limited(Use.SEARCH)
def whole(response_id: int) -> Page:
    """What changed between two rounds, days or now: changed answers first, all on one page."""
    may_read = Permission.READ_SIGN_OFF
    response = found(get_response(db(), viewer=viewer(), response_id=response_id, permission=may_read))
    rounds = rounds_of(db(), response=response)
    offered = moments(db(), response=response, rounds=rounds)
    labels = {each.key: each.label for each in offered}
    first = request.args.get("first", offered[1].key if len(offered) > 1 else NOW)
    second = request.args.get("second", NOW)
    found((first in labels and second in labels) or None)
    said = {
        key: answers_at(db(), viewer=viewer(), response=response, rounds=rounds, key=key) for key in {first, second}
    }
    question_id = request.args.get("question", type=int)
    pairs = compared(said[first], said[second], question_id=question_id)
    found(pairs or question_id is None or None)
    return render_template(
        "sign_off/compare.html",
        response=response,
        offered=offered,
        labels=labels,
        first=first,
        second=second,
        one=question_id is not None,
        changed=[each for each in pairs if each.is_changed],
        same=[each for each in pairs if not each.is_changed],
    )
