"""The pages of sign-off: sending a version, reading exactly that version, deciding on it, taking it back."""

from datetime import datetime

from flask import Blueprint, abort, render_template, url_for

from consult.documents import sections, showing
from consult.documents.pages.forms import VersionForm
from consult.documents.rules import DocumentsUnfinished, TextsMoved, TextTooLong
from consult.documents.services import present_sha256
from consult.drafting.due import due
from consult.drafting.models import ConsultationResponse
from consult.drafting.queries import answer_lines, get_response, leads, progress_of
from consult.drafting.rules import LeadsNoMore
from consult.drafting.states import MilestoneKind
from consult.notices.services import NOBODY_TOLD, reached
from consult.permissions import Permission, fresh, requires
from consult.sign_off import queries, rules, services
from consult.sign_off.changes import approved_version, changes_since
from consult.sign_off.models import RoundState, SignOffRound, Verdict
from consult.sign_off.pages.forms import DecisionForm, WithdrawForm
from consult.sign_off.readiness import readiness
from consult.sign_off.rules import Result
from consult.sign_off.sealing import check_seal, frozen_content
from consult.sign_off.services import send_for_sign_off
from consult.texts import listed
from consult.web.every_page import (
    Page,
    carry_out,
    db,
    done,
    form_page,
    found,
    viewer,
)
from consult.web.fields import Mending

sign_off = Blueprint("sign_off", __name__)


CLOSING_WORDS = {
    Result.WAITING: "Other bodies have still to decide.",
    Result.APPROVED: "This version is approved.",
    Result.AMENDMENTS: "The lead officer will make the amendments and send a new version.",
    Result.NO_RESPONSE: "This version is not sent.",
}


def _response(response_id: int) -> ConsultationResponse:
    may_read = Permission.READ_SIGN_OFF
    return found(get_response(db(), viewer=viewer(), response_id=response_id, permission=may_read))


def _round(round_id: int) -> SignOffRound:
    return found(queries.get_round(db(), viewer=viewer(), round_id=round_id))


def _decisions_due(shown: SignOffRound | None) -> datetime | None:
    """By when the bodies decide on a version; None when none is, or no longer, before them."""
    if shown is None or shown.state is not RoundState.OPEN:
        return None
    return due(shown.response, MilestoneKind.DECISION_BY)


def _drafted(shown: SignOffRound) -> bool:
    """Whether the viewer had a part in the texts of a version, and so does not decide on it."""
    return shown.id in queries.drafted_by(db(), person_id=viewer().person_id, rounds=[shown])


@sign_off.get("/responses/<int:response_id>/sign-off")
@requires(Permission.READ_SIGN_OFF)
def overview(response_id: int) -> Page:
    """The rounds of a response, and whether a new one can be opened."""
    return _overview(_response(response_id), VersionForm(formdata=None))


def _overview(response: ConsultationResponse, form: VersionForm) -> str:
    rounds = queries.rounds_of(db(), response=response)
    form.sha256.data = present_sha256(db(), response=response)
    return render_template(
        "sign_off/overview.html",
        response=response,
        form=form,
        rounds=rounds,
        decisions_due=_decisions_due(next(iter(rounds), None)),
        approved=approved_version(db(), response=response, rounds=rounds),
        result_of=queries.result_of,
        progress=progress_of(db(), [response.id], viewer=viewer())[response.id],
        leads=leads(viewer(), response),
        readiness=readiness(answer_lines(db(), viewer=viewer(), response=response)),
    )


@sign_off.post("/responses/<int:response_id>/sign-off")
@requires(Permission.SEND_FOR_SIGN_OFF)
def send(response_id: int) -> Page:
    """Send the present version to every body."""
    response = _response(response_id)
    if not leads(viewer(), response):
        abort(404)
    form = VersionForm()
    form.mended_at = _sendable_at(response)
    if form.validate_on_submit() and carry_out(
        form, lambda: send_for_sign_off(db(), actor=viewer(), response=response, sha256=form.sha256.data or "")
    ):
        told = reached(db())
        said, warning = f"This version was sent for decision. {told}", "" if told else NOBODY_TOLD
        return done(said.strip(), "sign_off.overview", warning=warning, response_id=response.id)
    return _overview(response, form), 409


def _sendable_at(response: ConsultationResponse) -> Mending:
    """Where it is mended that a version cannot be sent."""
    texts = url_for("documents.overview", response_id=response.id)
    return {
        LeadsNoMore: url_for("drafting.response", response_id=response.id),
        rules.NotReady: url_for("drafting.answers", response_id=response.id),
        rules.RoundAlreadyClosed: url_for("drafting.response", response_id=response.id),
        rules.NobodyDecides: url_for("invite.working", response_id=response.id),
        rules.RoundAlreadyOpen: url_for("sign_off.overview", response_id=response.id),
        DocumentsUnfinished: texts,
        TextTooLong: texts,
        TextsMoved: texts,
    }


@sign_off.get("/rounds/<int:round_id>")
@requires(Permission.READ_SIGN_OFF)
def round_(round_id: int) -> Page:
    """Exactly the version that was sent, with the decisions on it."""
    shown = _round(round_id)
    content = frozen_content(db(), round_=shown)
    return render_template(
        "sign_off/round.html",
        round=shown,
        content=content,
        decisions_due=_decisions_due(shown),
        frozen=showing.shown(content),
        shown_number=sections.shown_number,
        shown_parts=sections.shown_parts,
        has_answer=sections.has_answer,
        said_instead=sections.said_instead,
        changed=listed(changes_since(db(), response=shown.response, round_=shown)),
        mine=queries.own_decisions(db(), viewer=viewer(), round_=shown),
        drafted=_drafted(shown),
        leads=leads(viewer(), shown.response),
    )


@sign_off.route("/decisions/<int:decision_id>", methods=["GET", "POST"])
@fresh
@requires(Permission.DECIDE)
def decide(decision_id: int) -> Page:
    """Record what one body decided: the address says which."""
    shown, mine = found(queries.get_decision(db(), viewer=viewer(), decision_id=decision_id))
    check_seal(db(), round_=shown)
    form = DecisionForm(sha256=shown.sha256)
    ended = (rules.RoundAlreadyClosed, rules.NotYourBody, rules.AlreadyDecided, rules.OwnWork, rules.OtherVersion)
    form.mended_at = dict.fromkeys(ended, url_for("sign_off.round_", round_id=shown.id))
    if form.validate_on_submit() and (
        results := carry_out(
            form,
            lambda: services.decide(db(), actor=viewer(), round_=shown, decision=mine, typed=form.typed()),
        )
    ):
        kept = f"amendments-{mine.id}", f"minute-{mine.id}"
        said = f"The decision of {mine.body.organisation.name} is on record. {CLOSING_WORDS[results.result]}"
        return done(said, "sign_off.round_", kept=kept, round_id=shown.id)
    decisions_due = _decisions_due(shown)  # none when the version was taken back meanwhile
    is_open = mine.verdict is Verdict.PENDING and decisions_due is not None
    return form_page(
        "sign_off/decide.html",
        form,
        round=shown,
        mine=mine,
        is_open=is_open,
        decisions_due=decisions_due,
        drafted=_drafted(shown),
    )


@sign_off.route("/rounds/<int:round_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.SEND_FOR_SIGN_OFF)
def withdraw(round_id: int) -> Page:
    """Take a version back before every body has decided."""
    shown = _round(round_id)
    if not leads(viewer(), shown.response):
        abort(404)
    form = WithdrawForm()
    form.mended_at = {
        rules.RoundAlreadyClosed: url_for("sign_off.round_", round_id=shown.id),
        LeadsNoMore: url_for("drafting.response", response_id=shown.response_id),
    }
    if form.validate_on_submit() and carry_out(
        form, lambda: services.withdraw(db(), actor=viewer(), round_=shown, reason=form.reason.data or "")
    ):
        kept = (f"withdraw-{shown.id}",)
        said = f"The version was withdrawn. {reached(db())}".strip()
        return done(said, "sign_off.overview", kept=kept, response_id=shown.response_id)
    return form_page("sign_off/withdraw.html", form, round=shown)
