"""The pages of report and letter, of the Word files, and of issuing them."""

from dataclasses import asdict

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from consult.documents import queries, services
from consult.documents.content import LetterContent, ReportContent, letter_from_json, report_from_json
from consult.documents.models import DocumentDraft, DocumentKind
from consult.documents.pages.forms import LetterForm, ReportForm, VersionForm, day_of
from consult.drafting.models import ConsultationResponse
from consult.drafting.queries import get_led_response, get_response, leads
from consult.drafting.rules import AlreadySubmitted, LeadsNoMore
from consult.issuing import queries as issuing_queries
from consult.issuing import services as issuing_services
from consult.issuing.rules import AlreadyIssued, NewerApproved, NotApproved
from consult.permissions import Permission, Use, limited, requires
from consult.sign_off.changes import approved_version
from consult.sign_off.models import SignOffRound
from consult.sign_off.queries import get_round, result_of, rounds_of
from consult.sign_off.rules import SignOffError
from consult.texts.file_names import attachment
from consult.web.every_page import (
    Page,
    beforehand,
    carry_out,
    db,
    done,
    form_page,
    found,
    to_change,
    viewer,
)
from consult.web.fields import Form, Mending

documents = Blueprint("documents", __name__)


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@documents.get("/responses/<int:response_id>/documents")
@requires(Permission.READ_DOCUMENTS)
def overview(response_id: int) -> Page:
    """The documents of a response: what is drafted, what was sent, what was issued."""
    may_read = Permission.READ_DOCUMENTS
    response = found(get_response(db(), viewer=viewer(), response_id=response_id, permission=may_read))
    return _overview(response, Form(formdata=None))


def _overview(response: ConsultationResponse, form: Form) -> str:
    rounds = rounds_of(db(), response=response)
    return render_template(
        "documents/overview.html",
        response=response,
        form=form,
        kinds=list(DocumentKind),
        report=queries.current_report(db(), response=response),
        letter=queries.current_letter(db(), response=response),
        rounds=rounds,
        result_of=result_of,
        approved=approved_version(db(), response=response, rounds=rounds),
        issued=issuing_queries.issued_of(db(), response=response),
        leads=leads(viewer(), response),
    )


@documents.route("/responses/<int:response_id>/report", methods=["GET", "POST"])
@requires(Permission.PREPARE_DOCUMENTS)
def report(response_id: int) -> Page:
    """Draft the committee report."""
    response = to_change(lambda: get_led_response(db(), viewer=viewer(), response_id=response_id))
    now = queries.current_report(db(), response=response).text
    return _draft(response, DocumentKind.COMMITTEE_REPORT, _report_form(now), now)


@documents.route("/responses/<int:response_id>/letter", methods=["GET", "POST"])
@requires(Permission.PREPARE_DOCUMENTS)
def letter(response_id: int) -> Page:
    """Draft the covering letter."""
    response = to_change(lambda: get_led_response(db(), viewer=viewer(), response_id=response_id))
    now = queries.current_letter(db(), response=response).text
    return _draft(response, DocumentKind.COVERING_LETTER, _letter_form(now), now)


def _report_form(text: ReportContent) -> ReportForm:
    days = {"briefing_date": day_of(text.briefing_date), "meeting_date": day_of(text.meeting_date)}
    return ReportForm(stored={**asdict(text), **days})


def _letter_form(text: LetterContent) -> LetterForm:
    return LetterForm(stored={**asdict(text), "letter_date": day_of(text.letter_date)})


def _draft(
    response: ConsultationResponse,
    kind: DocumentKind,
    form: ReportForm | LetterForm,
    now: ReportContent | LetterContent,
) -> Page:
    kept = f"{kind.value}-{response.id}"
    form.mended_at = {AlreadySubmitted: url_for("drafting.response", response_id=response.id)}
    if form.validate_on_submit() and carry_out(form, lambda: _save(response, kind, form)):
        message = f"The {kind.label.lower()} was saved"
        return done(message, "documents.overview", kept=(kept,), response_id=response.id)
    aside = _set_aside(response, kind, form) if form.outdated and form.typed() != now else None
    if aside:
        form.kept_aside(aside.n)
    page, status = form_page(
        f"documents/{kind.value}.html",
        form,
        response=response,
        kept=kept,
        aside=aside,
        kind=kind.value,
        drafts=queries.drafts_of(db(), response=response, kind=kind),
    )
    return page, 409 if aside else status


def _save(
    response: ConsultationResponse, kind: DocumentKind, form: ReportForm | LetterForm, *, set_aside: bool = False
) -> DocumentDraft | None:
    return services.save_draft(
        db(), actor=viewer(), response=response, kind=kind, text=form.typed(), set_aside=set_aside
    )


def _set_aside(
    response: ConsultationResponse, kind: DocumentKind, form: ReportForm | LetterForm
) -> DocumentDraft | None:
    """Keep in the history what was typed while somebody else saved: the form may be closed without saving again."""
    again = to_change(lambda: get_led_response(db(), viewer=viewer(), response_id=response.id))
    kept = carry_out(form, lambda: _save(again, kind, form, set_aside=True))
    return kept.result if kept else None


@documents.get("/responses/<int:response_id>/drafts/<kind>/<int:n>")
@requires(Permission.PREPARE_DOCUMENTS)
def version(response_id: int, kind: str, n: int) -> Page:
    """An earlier text of the report or the letter."""
    response = found(get_led_response(db(), viewer=viewer(), response_id=response_id))
    draft = found(queries.get_draft(db(), response=response, kind=kind, n=n))
    report = draft.kind is DocumentKind.COMMITTEE_REPORT
    form = _report_form(report_from_json(draft.content)) if report else _letter_form(letter_from_json(draft.content))
    return render_template("documents/version.html", response=response, draft=draft, parts=form.in_words())


@documents.get("/responses/<int:response_id>/drafts/<kind>.docx")
@requires(Permission.PREPARE_DOCUMENTS)
@limited(Use.DOWNLOAD)
def draft(response_id: int, kind: str) -> Page:
    """A Word file of the texts as they stand now."""
    return _word(found(get_led_response(db(), viewer=viewer(), response_id=response_id)), kind, None)


@documents.get("/rounds/<int:round_id>/<kind>.docx")
@requires(Permission.READ_DOCUMENTS)
@limited(Use.DOWNLOAD)
def of_round(round_id: int, kind: str) -> Page:
    """A Word file of the version that a round froze."""
    round_ = found(get_round(db(), viewer=viewer(), round_id=round_id))
    return _word(round_.response, kind, round_)


def _word(response: ConsultationResponse, kind: str, round_: SignOffRound | None) -> Response:
    if kind not in {known.value for known in DocumentKind}:
        abort(404)
    data = issuing_services.make_draft(db(), response=response, kind=DocumentKind(kind), round_=round_)
    name = issuing_services.file_name(DocumentKind(kind), response.title)
    return Response(data, mimetype=WORD, headers={"Content-Disposition": attachment(name)})


@documents.post("/rounds/<int:round_id>/issue")
@requires(Permission.PREPARE_DOCUMENTS)
def issue(round_id: int) -> Page:
    """Issue the three documents of an approved version."""
    form = VersionForm()
    accepted = form.validate_on_submit()
    with beforehand():
        round_ = found(get_round(db(), viewer=viewer(), round_id=round_id))
        if not leads(viewer(), round_.response):
            abort(404)
        sha256 = form.sha256.data or ""
        make = issuing_services.make_files
        files = make(db(), actor=viewer(), round_=round_, sha256=sha256) if accepted else None
    form.mended_at, form.shown_at = _issued_at(round_), url_for("documents.overview", response_id=round_.response_id)
    if accepted and carry_out(
        form, lambda: issuing_services.issue(db(), actor=viewer(), round_=round_, sha256=sha256, files=files)
    ):
        flash("The documents were issued")
        return redirect(url_for("documents.overview", response_id=round_.response_id))
    response = found(get_response(db(), viewer=viewer(), response_id=round_.response_id))
    return _overview(response, form), 409


def _issued_at(round_: SignOffRound) -> Mending:
    """Where it is mended that a version cannot be issued."""
    all_of_them = url_for("documents.overview", response_id=round_.response_id)
    return {
        LeadsNoMore: url_for("drafting.response", response_id=round_.response_id),
        NewerApproved: all_of_them,
        AlreadyIssued: all_of_them,
        NotApproved: url_for("sign_off.overview", response_id=round_.response_id),
        SignOffError: url_for("sign_off.round_", round_id=round_.id),
    }


@documents.get("/documents/<int:document_id>")
@requires(Permission.READ_DOCUMENTS)
@limited(Use.DOWNLOAD)
def issued(document_id: int) -> Page:
    """An issued file, byte for byte."""
    document, content = found(issuing_queries.get_issued(db(), viewer=viewer(), document_id=document_id))
    issuing_services.check_issued(db(), document=document, content=content)
    return Response(content, mimetype=WORD, headers={"Content-Disposition": attachment(document.name)})
