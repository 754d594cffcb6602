"""The pages of what comes to a response from outside: answers drafted elsewhere, a newer edition of the questions."""

from flask import Blueprint, abort, redirect, render_template, url_for

from consult.drafting import editions, queries, services
from consult.drafting.merging import compare
from consult.drafting.models import ConsultationResponse
from consult.drafting.offers import Offered, offered, offered_by_questions
from consult.drafting.pages.forms import GoOverForm, TakeOverForm, choosing_form
from consult.drafting.rules import AlreadySubmitted, BodiesAreDeciding, DraftingError, OtherEdition
from consult.library.queueing import TooMuchWaits, UploadedPaper, receive_paper
from consult.permissions import Permission, Use, limited, requires
from consult.question_sets.models import ReadingPurpose
from consult.question_sets.queries import beside_answers, earlier_numbers, taken_over_paper
from consult.texts import shorten
from consult.texts.characters import printable
from consult.web.every_page import (
    Page,
    carry_out,
    db,
    done,
    form_page,
    found,
    ring,
    viewer,
)

incoming = Blueprint("incoming", __name__)


def _led(response_id: int) -> ConsultationResponse:
    """The response, for the officers who lead it. Refused to others who see it, such as those who draft on it."""
    shown = found(queries.get_response(db(), viewer=viewer(), response_id=response_id))
    if not queries.leads(viewer(), shown):
        abort(403)
    return shown


@incoming.route("/responses/<int:response_id>/take-over", methods=["GET", "POST"])
@requires(Permission.DRAFT_ANSWERS)
@limited(Use.UPLOAD)
def take_over(response_id: int) -> Page:
    """Upload a file in which each question is followed by its answer, or use what stood in the loaded paper."""
    shown = _led(response_id)
    form = TakeOverForm()
    form.mended_at = {TooMuchWaits: "paper"}
    if form.validate_on_submit():
        name, content = printable(form.paper.data.filename), form.paper.data.read()
        file = UploadedPaper(ReadingPurpose.TAKE_OVER, name, content, about_id=shown.id)
        if received := carry_out(form, lambda: receive_paper(db(), actor=viewer(), file=file)):
            ring()
            return redirect(url_for("load_paper.reading", reading_id=received.result.id))
    lines = queries.answer_lines(db(), viewer=viewer(), response=shown)
    in_paper = sum(bool(line.answer.question.found_answer) and not line.text for line in lines)
    return form_page("drafting/take_over.html", form, response=shown, in_paper=in_paper)


@incoming.route("/responses/<int:response_id>/take-over/<int:reading_id>", methods=["GET", "POST"])
@requires(Permission.DRAFT_ANSWERS)
@limited(Use.SEARCH)
def take_over_read(response_id: int, reading_id: int) -> Page:
    """The answers that were read in a file, each beside the question it would answer, to be taken over."""
    shown = _led(response_id)
    name, paper = found(taken_over_paper(db(), viewer=viewer(), reading_id=reading_id, about_id=response_id))
    lines = queries.answer_lines(db(), viewer=viewer(), response=shown)
    offer = offered(paper, lines, earlier_numbers(db(), question_set_id=shown.question_set_id))
    return _choosing(shown, offer, lines, name)


@incoming.route("/responses/<int:response_id>/take-over-found", methods=["GET", "POST"])
@requires(Permission.DRAFT_ANSWERS)
@limited(Use.SEARCH)
def take_over_found(response_id: int) -> Page:
    """The answers that were read together with the questions, to fill those that are empty."""
    shown = _led(response_id)
    lines = queries.answer_lines(db(), viewer=viewer(), response=shown)
    beside = beside_answers(db(), question_set_id=shown.question_set_id)
    return _choosing(shown, offered_by_questions(lines, beside), lines, "the loaded paper")


def _choosing(shown: ConsultationResponse, offer: Offered, lines: list[queries.AnswerLine], source: str) -> Page:
    """The page on which an officer selects what is taken over, and what that does."""
    labels = {line.answer.question_id: _named(line) for line in lines}
    form = choosing_form(offer.offers, labels, [line.answer.question_id for line in offer.missing])
    form.mended_at = {AlreadySubmitted: url_for("drafting.response", response_id=shown.id)}
    if form.validate_on_submit():
        free = {line.answer.question_id: line.answer.current_n == 0 for line in lines}
        texts = {number: each.text for number, each in form.targets(offer.offers).items()}
        if form.is_right(offer.offers, free) and (taken := carry_out(form, lambda: _take_over(shown, texts, source))):
            return done(_said(taken.result, len(lines)), "drafting.answers", response_id=shown.id)
    elif not form.is_submitted():
        form.begin(offer.offers)
    return form_page("drafting/take_over_read.html", form, response=shown, name=source, offered=offer)


def _named(line: queries.AnswerLine) -> str:
    question = line.answer.question
    return f"{question.label}: {shorten(question.text, 60)}{' (has an answer)' if line.answer.current_n else ''}"


def _take_over(shown: ConsultationResponse, texts: dict[int, str], source: str) -> services.TakenOver:
    loaded = queries.response_with_answers(db(), response=shown)
    return services.take_over(db(), actor=viewer(), response=loaded, texts=texts, source=source)


def _said(taken: services.TakenOver, total: int) -> str:
    said = f"{taken.filled} of {total} {'answer was' if total == 1 else 'answers were'} taken over."
    if taken.filled + taken.set_aside < total:
        said += " Answers that had text already were left as they were."
    if not taken.set_aside:
        return said
    return f"{said} {taken.set_aside} were begun by others meanwhile: what you took over for them is set aside there."


@incoming.route("/responses/<int:response_id>/new-questions", methods=["GET", "POST"])
@requires(Permission.DRAFT_ANSWERS)
@limited(Use.SEARCH)
def new_questions(response_id: int) -> Page:
    """What the newest edition of the questions means for this response, and going over to it."""
    shown = _led(response_id)
    edition = found(editions.newer_edition(db(), response=shown))
    loaded = queries.response_with_answers(db(), response=shown)
    form = GoOverForm()
    form.mended_at = {
        BodiesAreDeciding: url_for("sign_off.overview", response_id=shown.id),
        OtherEdition: url_for("incoming.new_questions", response_id=shown.id),
        DraftingError: url_for("drafting.response", response_id=shown.id),
    }
    if form.validate_on_submit() and carry_out(
        form,
        lambda: editions.go_over(
            db(), actor=viewer(), response=loaded, edition=edition, shown_id=form.edition.data or 0
        ),
    ):
        message = f"The response rests on edition {edition.n} of the questions now"
        return done(message, "drafting.answers", response_id=shown.id)
    form.edition.data = edition.id
    page = render_template(
        "drafting/new_questions.html",
        form=form,
        response=shown,
        edition=edition,
        way=editions.way_to(db(), response=loaded, edition=edition),
        compare=compare,
    )
    return page, 409 if form.problems else 200
