"""The pages from an upload to a question set: load a paper or a corrected one, see it read, see what changed."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from consult.drafting.merging import compare
from consult.drafting.queries import responses
from consult.library.queueing import TooMuchWaits, UploadedPaper, receive_paper
from consult.permissions import Permission, Use, limited, requires
from consult.question_sets import details, loading, queries, uploads
from consult.question_sets.banks import bank_bytes, banks
from consult.question_sets.models import Reading, ReadingPurpose, ReadingState
from consult.question_sets.pages.forms import EditionForm, EmptyForm, LoadForm, ParticularsForm, known_particulars
from consult.texts.characters import printable
from consult.web.every_page import (
    Page,
    carry_out,
    db,
    done,
    form_page,
    found,
    ring,
    to_change,
    viewer,
)
from consult.web.fields import Option

load_paper = Blueprint("load_paper", __name__)


@load_paper.route("/consultations/load", methods=["GET", "POST"])
@requires(Permission.LOAD_CONSULTATIONS)
@limited(Use.UPLOAD)
def load() -> Page:
    """Load a paper from a file or from the question bank."""
    form = LoadForm(source="file")
    form.mended_at = {TooMuchWaits: "paper"}
    form.bank.choices = [Option(name, paper.title) for name, paper in banks().items()]
    if form.validate_on_submit():
        if form.source.data == "bank":
            return _load_bank(form.bank.data)
        file = UploadedPaper(ReadingPurpose.NEW_CONSULTATION, *_file(form))
        if received := carry_out(form, lambda: receive_paper(db(), actor=viewer(), file=file)):
            return _see_read(received.result)
    return form_page("question_sets/load.html", form, waiting=queries.open_readings(db(), viewer=viewer()))


def _load_bank(name: str) -> Response:
    """Our own question sets come with the system and need no worker."""
    paper, content = banks()[name], bank_bytes(name)
    consultation = loading.load(
        db(), actor=viewer(), owner_id=viewer().organisation_id, paper=paper, name=name, content=content
    )
    db().commit()
    message = f"{len(paper.questions)} questions were found. Check them before you publish."
    return done(message, "question_sets.consultation", consultation_id=consultation.id)


def _file(form: LoadForm | EditionForm) -> tuple[str, bytes]:
    return printable(form.paper.data.filename or "paper"), form.paper.data.read()


def _see_read(reading: Reading) -> Response:
    ring()
    return redirect(url_for("load_paper.reading", reading_id=reading.id))


@load_paper.get("/readings/<int:reading_id>")
@requires(Permission.LOAD_CONSULTATIONS)
def reading(reading_id: int) -> Page:
    """How far an uploaded file is read; when it is, the page that goes on."""
    shown = found(queries.get_reading(db(), viewer=viewer(), reading_id=reading_id))
    if shown.state is ReadingState.READ:
        return redirect(_after(shown))
    return render_template("question_sets/reading.html", reading=shown, stuck=uploads.is_stuck(shown))


def _after(shown: Reading) -> str:
    if shown.purpose is ReadingPurpose.TAKE_OVER:
        return url_for("incoming.take_over_read", response_id=shown.about_id, reading_id=shown.id)
    first = queries.is_first(db(), question_set_id=shown.question_set_id)
    if shown.purpose is ReadingPurpose.NEW_EDITION and not first:
        return url_for("load_paper.changes", question_set_id=shown.question_set_id)
    return url_for("question_sets.review", question_set_id=shown.question_set_id)


@load_paper.route("/consultations/<int:consultation_id>/load", methods=["GET", "POST"])
@requires(Permission.LOAD_CONSULTATIONS)
@limited(Use.UPLOAD)
def edition(consultation_id: int) -> Page:
    """Load a corrected paper into a consultation."""
    shown = found(queries.get_consultation(db(), viewer=viewer(), consultation_id=consultation_id))
    form = EditionForm()
    if form.validate_on_submit():
        file = UploadedPaper(ReadingPurpose.NEW_EDITION, *_file(form), consultation_id=shown.id)
        if received := carry_out(form, lambda: receive_paper(db(), actor=viewer(), file=file)):
            return _see_read(received.result)
    return form_page("question_sets/edition.html", form, consultation=shown)


@load_paper.route("/question-sets/<int:question_set_id>/changes", methods=["GET", "POST"])
@requires(Permission.REVIEW_QUESTIONS)
@limited(Use.SEARCH)
def changes(question_set_id: int) -> Page:
    """What a corrected paper adds, changes, moves and leaves out; and what it says of the consultation itself."""
    question_set = to_change(lambda: queries.get_question_set(db(), viewer=viewer(), question_set_id=question_set_id))
    before = found(queries.edition_before(db(), question_set=question_set))
    said = queries.particulars_said(db(), question_set=question_set)
    form = ParticularsForm(stored={}, beside=known_particulars(question_set.consultation))
    form.offer(question_set.consultation, said)
    if form.validate_on_submit() and carry_out(
        form,
        lambda: details.take_particulars(
            db(), actor=viewer(), consultation=question_set.consultation, said=said, names=form.taken.data or ()
        ),
    ):
        return done("The details were taken over", "load_paper.changes", question_set_id=question_set.id)
    return form_page(
        "question_sets/changes.html",
        form,
        question_set=question_set,
        earlier=before,
        changes=queries.edition_changes(before, question_set),
        compare=compare,
        acting=EmptyForm(),
        responses=responses(db(), viewer=viewer(), consultation_id=question_set.consultation_id).rows,
    )
