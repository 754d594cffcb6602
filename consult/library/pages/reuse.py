"""The pages on which earlier answers meet new questions: used in a draft, and looked at for a whole new paper."""

from flask import Blueprint, abort, render_template, request, url_for

from consult.drafting.access import rights_on_answer
from consult.drafting.merging import compare
from consult.drafting.models import Answer, AnswerVersion
from consult.drafting.queries import get_answer
from consult.drafting.rules import AlreadySubmitted
from consult.drafting.versions import current_version
from consult.library import alike, queries, rules, using
from consult.library.contradicting import Stance, may_contradict
from consult.library.models import LibraryEntry
from consult.library.pages.forms import ReuseForm
from consult.paging import paging
from consult.permissions import Permission, Use, limited, requires
from consult.question_sets.queries import get_question_set
from consult.refusal import Refusal
from consult.web.asked import page_number
from consult.web.every_page import (
    Page,
    carry_out,
    db,
    done,
    form_page,
    found,
    search_index,
    viewer,
)

reuse = Blueprint("reuse", __name__)


PAGE = 10


@reuse.get("/library/<int:entry_id>/use")
@requires(Permission.DRAFT_ANSWERS)
def choose(entry_id: int) -> Page:
    """From an earlier answer to a new one: in which response it is used, and for which question."""
    entry = found(queries.get_entry(db(), viewer=viewer(), entry_id=entry_id))
    drafted = using.drafted_by(db(), viewer=viewer())
    wanted = request.args.get("response", 0, type=int) or (drafted[0].id if len(drafted) == 1 else 0)
    response = next((each for each in drafted if each.id == wanted), None)
    return render_template(
        "library/choose.html",
        entry=entry,
        standing=rules.standing(entry),
        responses=drafted,
        response=response,
        answers=using.answers_to_draft(db(), viewer=viewer(), response=response) if response else [],
    )


@reuse.route("/answers/<int:answer_id>/use/<int:entry_id>", methods=["GET", "POST"])
@requires(Permission.DRAFT_ANSWERS)
@limited(Use.SEARCH)
def use(answer_id: int, entry_id: int) -> Page:
    """Look at an earlier answer beside the draft, and put it into the draft with its source."""
    answer = found(get_answer(db(), viewer=viewer(), answer_id=answer_id))
    if Permission.DRAFT_ANSWERS not in rights_on_answer(db(), viewer=viewer(), answer_id=answer_id):
        abort(403)
    entry = found(queries.get_entry(db(), viewer=viewer(), entry_id=entry_id))
    current = current_version(db(), answer=answer)
    form = ReuseForm(based_on=answer.current_n, entry_version=entry.current_n, where="instead" if not current else None)
    form.mended_at = {
        AlreadySubmitted: url_for("drafting.response", response_id=answer.response_id),
        Refusal: url_for("reuse.use", answer_id=answer.id, entry_id=entry.id),
    }
    if form.validate_on_submit() and carry_out(form, lambda: _use(answer, entry, form)):
        message = f"Entry {entry.id} was put into the answer. Check it against the question before you go on."
        return done(message, "answer.show", kept=(f"answer-{answer.id}",), answer_id=answer.id)
    return _use_page(form, answer, entry, current)


def _use(answer: Answer, entry: LibraryEntry, form: ReuseForm) -> None:
    using.reuse(
        db(),
        actor=viewer(),
        answer=answer,
        entry=entry,
        below=form.where.data == "below",
        entry_n=form.entry_version.data or 0,
        based_on_n=form.based_on.data or 0,
    )


def _use_page(form: ReuseForm, answer: Answer, entry: LibraryEntry, current: AnswerVersion | None) -> Page:
    form.entry_version.data = entry.current_n
    themes = frozenset(theme.theme for theme in entry.themes)
    drafted = Stance(answer.question.text, current.text if current else "")
    return form_page(
        "library/use.html",
        form,
        answer=answer,
        entry=entry,
        current=current,
        standing=rules.standing(entry),
        question_changes=compare(entry.question, answer.question.text),
        against=alike.contradictions(db(), viewer=viewer(), entry=entry),
        against_draft=may_contradict(Stance(entry.question, entry.answer, themes), drafted) if current else (),
    )


@reuse.get("/question-sets/<int:question_set_id>/earlier")
@requires(Permission.REVIEW_QUESTIONS)
@limited(Use.SEARCH)
def earlier(question_set_id: int) -> Page:
    """For each question of a set, the earlier ones most alike, with how alike and why."""
    question_set = found(get_question_set(db(), viewer=viewer(), question_set_id=question_set_id))
    asked = [question for question in question_set.questions if not question.removed]
    at = paging(len(asked), page_number(), PAGE)
    shown = at.of(asked)
    drafts = [Stance(question.text, "") for question in shown]
    beside = alike.earlier_answers(db(), viewer=viewer(), index=search_index(), drafts=drafts)
    return render_template(
        "library/earlier.html",
        question_set=question_set,
        rows=list(zip(shown, beside.to_each, strict=True)),
        at=at,
        unavailable=beside.unavailable,
    )
