"""The pages of loading a consultation paper, reviewing its questions and publishing them."""

from io import BytesIO

from flask import Blueprint, render_template, send_file
from werkzeug.wrappers import Response

from consult import dates
from consult.drafting.queries import responses
from consult.fields import Option
from consult.permissions import Permission, requires
from consult.question_sets import queries, services
from consult.question_sets.banks import bank_bytes, banks
from consult.question_sets.extract import extract
from consult.question_sets.forms import DetailsForm, EmptyForm, LoadForm
from consult.question_sets.models import Consultation
from consult.question_sets.paper import Paper, UnreadablePaper
from consult.texts import printable
from consult.web import carry_out, db, done, found, page_number, viewer

question_sets = Blueprint("question_sets", __name__)

Page = str | Response | tuple[str, int]


@question_sets.get("/consultations")
@requires(Permission.LOAD_CONSULTATIONS)
def list_consultations() -> Page:
    """The consultations we have loaded."""
    listed = queries.consultations(db(), viewer=viewer(), page=page_number())
    return render_template("question_sets/list.html", listed=listed)


@question_sets.route("/consultations/load", methods=["GET", "POST"])
@requires(Permission.LOAD_CONSULTATIONS)
def load() -> Page:
    """Load a paper from a file or from the question bank."""
    form = LoadForm(source="file")
    form.bank.choices = [Option(name, paper.title) for name, paper in banks().items()]
    if form.validate_on_submit():
        try:
            name, content = _chosen(form)
            paper = extract(name, content)
        except UnreadablePaper as unreadable:
            form.paper.errors = [str(unreadable)]
        else:
            consultation = _loaded(paper, name, content)
            db().commit()
            message = f"{len(paper.questions)} questions were found. Check them before you publish."
            return done(message, "question_sets.consultation", consultation_id=consultation.id)
    return render_template("question_sets/load.html", form=form), 422 if form.problems else 200


def _loaded(paper: Paper, name: str, content: bytes) -> Consultation:
    owner = viewer().organisation_id
    return services.load(db(), actor=viewer(), owner_id=owner, paper=paper, name=name, content=content)


def _chosen(form: LoadForm) -> tuple[str, bytes]:
    if form.source.data == "bank":
        return form.bank.data, bank_bytes(form.bank.data)
    return printable(form.paper.data.filename), form.paper.data.read()


@question_sets.get("/consultations/<int:consultation_id>")
@requires(Permission.LOAD_CONSULTATIONS)
def consultation(consultation_id: int) -> Page:
    """One consultation: what it is, its questions, our responses."""
    shown = found(queries.get_consultation(db(), viewer=viewer(), consultation_id=consultation_id))
    newest = found(queries.get_question_set(db(), viewer=viewer(), question_set_id=shown.question_sets[-1].id))
    return render_template(
        "question_sets/consultation.html",
        consultation=shown,
        question_set=newest,
        kept=[question for question in newest.questions if not question.removed],
        papers=queries.papers_of(db(), consultation=shown),
        responses=responses(db(), viewer=viewer(), consultation_id=shown.id).rows,
    )


@question_sets.route("/consultations/<int:consultation_id>/details", methods=["GET", "POST"])
@requires(Permission.REVIEW_QUESTIONS)
def details(consultation_id: int) -> Page:
    """Correct the title, the issuing body and the closing time."""
    shown = found(queries.get_consultation(db(), viewer=viewer(), consultation_id=consultation_id))
    form = _details_form(shown)
    if form.validate_on_submit() and carry_out(
        form,
        lambda: services.change_details(
            db(),
            actor=viewer(),
            consultation=shown,
            title=form.title.data or "",
            issuing_body=form.issuing_body.data or "",
            reference=form.reference.data or "",
            closing_at=dates.from_london(form.closing_day.data, form.closing_clock.data),
            ways_to_respond=form.ways_to_respond.data or "",
        ),
    ):
        return done("The details were saved", "question_sets.consultation", consultation_id=shown.id)
    return render_template("question_sets/details.html", form=form, consultation=shown), 422 if form.problems else 200


def _details_form(shown: Consultation) -> DetailsForm:
    closes = dates.in_london(shown.closing_at) if shown.closing_at else None
    return DetailsForm(
        title=shown.title,
        issuing_body=shown.issuing_body,
        reference=shown.reference,
        closing_day=closes.date() if closes else None,
        closing_clock=closes.time().replace(tzinfo=None) if closes else None,
        ways_to_respond=shown.ways_to_respond,
    )


@question_sets.get("/papers/<int:paper_id>")
@requires(Permission.LOAD_CONSULTATIONS)
def paper(paper_id: int) -> Response:
    """The uploaded file as it came."""
    kept, content = found(queries.get_paper(db(), viewer=viewer(), paper_id=paper_id))
    # Always as a download: a page of somebody else's must never open as one of ours.
    return send_file(BytesIO(content), mimetype="application/octet-stream", as_attachment=True, download_name=kept.name)


@question_sets.post("/question-sets/<int:question_set_id>/publish")
@requires(Permission.REVIEW_QUESTIONS)
def publish(question_set_id: int) -> Page:
    """Fix the questions, so that a response can rest on them."""
    question_set = found(queries.get_question_set(db(), viewer=viewer(), question_set_id=question_set_id))
    form = EmptyForm()
    consultation_id = question_set.consultation_id
    if carry_out(form, lambda: services.publish(db(), actor=viewer(), question_set=question_set)):
        message = "The questions are published. You can set up a response now."
        return done(message, "question_sets.consultation", consultation_id=consultation_id)
    page = render_template(
        "question_sets/review.html",
        question_set=question_set,
        form=form,
        kept=[question for question in question_set.questions if not question.removed],
    )
    return page, 409


@question_sets.get("/question-sets/<int:question_set_id>")
@requires(Permission.REVIEW_QUESTIONS)
def review(question_set_id: int) -> Page:
    """All questions of a set, to be corrected before they are published."""
    question_set = found(queries.get_question_set(db(), viewer=viewer(), question_set_id=question_set_id))
    return render_template(
        "question_sets/review.html",
        question_set=question_set,
        form=EmptyForm(),
        kept=[question for question in question_set.questions if not question.removed],
    )
