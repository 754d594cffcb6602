"""The pages of a consultation and of its question set as a whole: review, the paper's text, publish."""

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from consult import dates
from consult.drafting.queries import responses
from consult.drafting.states import ResponseState
from consult.paging import paging
from consult.permissions import Permission, Use, limited, requires
from consult.question_sets import beside, queries, rules, services, undoing
from consult.question_sets import details as question_sets_details
from consult.question_sets.gathering import Way
from consult.question_sets.models import Consultation, QuestionSet, QuestionSetState
from consult.question_sets.pages.forms import DetailsForm, PublishForm
from consult.texts import listed
from consult.texts.file_names import attachment
from consult.web.asked import page_number
from consult.web.every_page import (
    Page,
    carry_out,
    db,
    done,
    form_page,
    found,
    to_change,
    viewer,
)
from consult.web.fields import Mending

question_sets = Blueprint("question_sets", __name__)


PASSAGES_A_PAGE = 100


@question_sets.get("/consultations")
@requires(Permission.LOAD_CONSULTATIONS)
def list_consultations() -> Page:
    """The consultations we have loaded."""
    listed = queries.consultations(db(), viewer=viewer(), page=page_number())
    return render_template("question_sets/list.html", listed=listed)


@question_sets.get("/consultations/<int:consultation_id>")
@requires(Permission.LOAD_CONSULTATIONS)
def consultation(consultation_id: int) -> Page:
    """One consultation: what it is, its questions, our responses."""
    shown = found(queries.get_consultation(db(), viewer=viewer(), consultation_id=consultation_id))
    editions = tuple(shown.question_sets)
    newest = found(queries.get_question_set(db(), viewer=viewer(), question_set_id=editions[-1].id))
    return render_template(
        "question_sets/consultation.html",
        consultation=shown,
        question_set=newest,
        editions=editions,
        kept=[question for question in newest.questions if not question.removed],
        papers=queries.papers_of(db(), consultation=shown),
        responses=responses(db(), viewer=viewer(), consultation_id=shown.id).rows,
    )


@question_sets.route("/consultations/<int:consultation_id>/details", methods=["GET", "POST"])
@requires(Permission.REVIEW_QUESTIONS)
def details(consultation_id: int) -> Page:
    """Correct the title, the issuing body and the closing time."""
    shown = to_change(lambda: queries.get_consultation(db(), viewer=viewer(), consultation_id=consultation_id))
    form = _details_form(shown)
    if form.validate_on_submit() and carry_out(
        form,
        lambda: question_sets_details.change_details(
            db(),
            actor=viewer(),
            consultation=shown,
            title=form.title.data or "",
            issuing_body=form.issuing_body.data or "",
            reference=form.reference.data or "",
            closing_at=dates.settled(dates.deadline(form.closing_day.data, form.closing_clock.data)),
            ways_to_respond=form.ways_to_respond.data or "",
            contact=form.contact.data or "",
        ),
    ):
        return done(f"The details were saved{_late(shown)}", "question_sets.consultation", consultation_id=shown.id)
    return form_page("question_sets/details.html", form, consultation=shown)


def _late(shown: Consultation) -> str:
    """A warning that goes with the message when we plan to submit after the consultation has closed."""
    rows = responses(db(), viewer=viewer(), consultation_id=shown.id).rows
    late = [
        row.response.title
        for row in rows
        if shown.closing_at
        and row.response.closing_at > shown.closing_at
        and row.response.state is not ResponseState.SUBMITTED
    ]
    return f". We now plan to submit after it closes: change the plan of {listed(late)}" if late else ""


def _details_form(shown: Consultation) -> DetailsForm:
    closes = dates.in_london(dates.settled(shown.closing_at)) if shown.closing_at else None
    return DetailsForm(
        stored={
            "title": shown.title,
            "issuing_body": shown.issuing_body,
            "reference": shown.reference,
            "closing_day": closes.date() if closes else None,
            "closing_clock": closes.time().replace(tzinfo=None) if closes else None,
            "ways_to_respond": shown.ways_to_respond,
            "contact": shown.contact,
        }
    )


@question_sets.get("/papers/<int:paper_id>")
@requires(Permission.LOAD_CONSULTATIONS)
@limited(Use.DOWNLOAD)
def paper(paper_id: int) -> Response:
    """The uploaded file as it came."""
    kept, content = found(queries.get_paper(db(), viewer=viewer(), paper_id=paper_id))
    # Always as a download: a page of somebody else's must never open as one of ours.
    head = {"Content-Disposition": attachment(kept.name)}
    return Response(content, mimetype="application/octet-stream", headers=head)


@question_sets.post("/question-sets/<int:question_set_id>/publish")
@requires(Permission.REVIEW_QUESTIONS)
def publish(question_set_id: int) -> Page:
    """Fix the questions, so that a response can rest on them."""
    question_set = found(queries.get_question_set(db(), viewer=viewer(), question_set_id=question_set_id))
    form = PublishForm()
    consultation_id, sha256 = question_set.consultation_id, form.sha256.data or ""
    form.mended_at = _publishable_at(question_set)
    if carry_out(form, lambda: services.publish(db(), actor=viewer(), question_set=question_set, sha256=sha256)):
        message = "The questions are published. You can set up a response now."
        return done(message, "question_sets.consultation", consultation_id=consultation_id)
    return _review_page(question_set, form), 409


@question_sets.get("/question-sets/<int:question_set_id>")
@requires(Permission.REVIEW_QUESTIONS)
def review(question_set_id: int) -> Page:
    """All questions of a set, those that the reader doubts first, to be corrected before they are published."""
    question_set = found(queries.get_question_set(db(), viewer=viewer(), question_set_id=question_set_id))
    return _review_page(question_set, PublishForm(formdata=None))


def _publishable_at(question_set: QuestionSet) -> Mending:
    """Where it is mended that questions cannot be published."""
    first = next((question.id for question in question_set.questions if not question.removed), 0)
    details = url_for("question_sets.details", consultation_id=question_set.consultation_id)
    overview = url_for("question_sets.consultation", consultation_id=question_set.consultation_id)
    return {
        rules.AlreadyPublished: overview,
        rules.NewerEdition: overview,
        rules.NothingToPublish: url_for("review.add", question_set_id=question_set.id),
        rules.OfQuestion: lambda refusal: url_for("review.edit", question_id=refusal.question_id),
        rules.NoIssuingBody: details,
        rules.NoClosingTime: details,
        rules.QuestionsMoved: f"question-{first}",
    }


def _in_whole(question_set: QuestionSet, place: int) -> str:
    """Where a passage stands in the whole paper."""
    page = (place - 1) // PASSAGES_A_PAGE + 1
    return url_for("question_sets.paper_text", question_set_id=question_set.id, page=page, _anchor=f"passage-{place}")


def _review_page(question_set: QuestionSet, form: PublishForm) -> str:
    form.sha256.data = rules.shown_sha256(question_set)
    kept = [question for question in question_set.questions if not question.removed]
    doubtful = sorted(filter(rules.is_doubtful, kept), key=lambda question: question.confidence)
    doubted = {question.id for question in doubtful}
    in_review = question_set.state is QuestionSetState.IN_REVIEW
    around = dict(
        zip([question.id for question in kept], zip([None, *kept], [*kept[1:], None], strict=False), strict=False)
    )
    return render_template(
        "question_sets/review.html",
        question_set=question_set,
        form=form,
        kept=kept,
        shown_of=rules.shown_of,
        neighbours={question.id: around.get(question.id, (None, None)) for question in question_set.questions},
        doubtful=doubtful,
        others=[q for q in question_set.questions if q.id not in doubted and (in_review or not q.removed)],
        left_out=beside.left_out(db(), paper_id=question_set.paper_id),
        reasons=beside.left_out_by_reason(db(), paper_id=question_set.paper_id),
        notes=queries.notes_of(db(), question_set=question_set),
        newest=queries.newest_edition(db(), consultation_id=question_set.consultation_id),
        beside=beside.beside_questions(db(), question_set=question_set),
        asked=beside.asked_in(question_set),
        shown=rules.shown_of(*kept),
        whole=lambda place: _in_whole(question_set, place),
        ways=list(Way),
        step=undoing.last_step(db(), question_set=question_set),
        again=undoing.next_step(db(), question_set=question_set),
    )


@question_sets.get("/question-sets/<int:question_set_id>/paper")
@requires(Permission.REVIEW_QUESTIONS)
def paper_text(question_set_id: int) -> Page:
    """The paper's own text with the questions found in it marked, and what was left out with why."""
    question_set = found(queries.get_question_set(db(), viewer=viewer(), question_set_id=question_set_id))
    first = (page_number() - 1) * PASSAGES_A_PAGE + 1
    shown = beside.passages(db(), paper_id=question_set.paper_id, first=first, last=first + PASSAGES_A_PAGE - 1)
    return render_template(
        "question_sets/paper_text.html",
        question_set=question_set,
        passages=shown,
        page=page_number(),
        pages=paging(shown.count, page_number(), PASSAGES_A_PAGE).pages,
        asked=beside.asked_in(question_set),
    )
