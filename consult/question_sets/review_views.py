"""The pages that correct one question of a set in review: add, edit, remove, split, join, move."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consult.permissions import Permission, requires
from consult.question_sets import queries, services
from consult.question_sets.forms import QuestionForm, SplitForm
from consult.question_sets.models import Question, QuestionSet
from consult.web import carry_out, db, done, found, viewer

review = Blueprint("review", __name__)

Page = str | Response | tuple[str, int]


def _question(question_id: int) -> tuple[QuestionSet, Question]:
    return found(queries.get_question(db(), viewer=viewer(), question_id=question_id))


def _back(question_set: QuestionSet, question: Question) -> Response:
    """To the question's place on the review page."""
    address = url_for("question_sets.review", question_set_id=question_set.id, _anchor=f"question-{question.id}")
    return redirect(address)


@review.route("/question-sets/<int:question_set_id>/questions/new", methods=["GET", "POST"])
@requires(Permission.REVIEW_QUESTIONS)
def add(question_set_id: int) -> Page:
    """Add a question; `after` is the place it follows, the end when it is not given."""
    question_set = found(queries.get_question_set(db(), viewer=viewer(), question_set_id=question_set_id))
    last = max((question.position for question in question_set.questions), default=0)
    after = min(max(request.args.get("after", last, type=int), 0), last)
    form = QuestionForm()
    if form.validate_on_submit() and carry_out(
        form,
        lambda: services.add_question(
            db(), actor=viewer(), question_set=question_set, typed=form.typed(None), after=after
        ),
    ):
        return done("The question was added", "question_sets.review", question_set_id=question_set_id)
    page = render_template("question_sets/question.html", form=form, question=None, question_set=question_set)
    return page, 422 if form.problems else 200


@review.route("/questions/<int:question_id>", methods=["GET", "POST"])
@requires(Permission.REVIEW_QUESTIONS)
def edit(question_id: int) -> Page:
    """Correct a question."""
    question_set, question = _question(question_id)
    form = QuestionForm()
    if request.method == "GET":
        form.begin_with(question)
    elif form.validate_on_submit() and carry_out(
        form,
        lambda: services.revise_question(
            db(),
            actor=viewer(),
            question_set=question_set,
            question=question,
            typed=form.typed(question.word_limit),
        ),
    ):
        return _back(question_set, question)
    page = render_template("question_sets/question.html", form=form, question=question, question_set=question_set)
    return page, 422 if form.problems else 200


@review.route("/questions/<int:question_id>/split", methods=["GET", "POST"])
@requires(Permission.REVIEW_QUESTIONS)
def split(question_id: int) -> Page:
    """Make two questions of one."""
    question_set, question = _question(question_id)
    form = SplitForm(first=question.text)
    if form.validate_on_submit() and carry_out(
        form,
        lambda: services.split_question(
            db(),
            actor=viewer(),
            question_set=question_set,
            question=question,
            first=(form.first.data or "").strip(),
            second=(form.second.data or "").strip(),
        ),
    ):
        return _back(question_set, question)
    page = render_template("question_sets/split.html", form=form, question=question, question_set=question_set)
    return page, 422 if form.problems else 200


def _act(question_id: int, act: Callable[[QuestionSet, Question], object]) -> Response:
    question_set, question = _question(question_id)
    act(question_set, question)
    db().commit()
    return _back(question_set, question)


@review.post("/questions/<int:question_id>/remove")
@requires(Permission.REVIEW_QUESTIONS)
def remove(question_id: int) -> Page:
    """Leave a question out of the set."""
    return _act(
        question_id,
        lambda held, q: services.set_removed(db(), actor=viewer(), question_set=held, question=q, removed=True),
    )


@review.post("/questions/<int:question_id>/put-back")
@requires(Permission.REVIEW_QUESTIONS)
def put_back(question_id: int) -> Page:
    """Put a removed question back in its place."""
    return _act(
        question_id,
        lambda held, q: services.set_removed(db(), actor=viewer(), question_set=held, question=q, removed=False),
    )


@review.post("/questions/<int:question_id>/join")
@requires(Permission.REVIEW_QUESTIONS)
def join(question_id: int) -> Page:
    """Join a question to the one before it."""
    return _act(
        question_id, lambda held, q: services.merge_question(db(), actor=viewer(), question_set=held, question=q)
    )


@review.post("/questions/<int:question_id>/move")
@requires(Permission.REVIEW_QUESTIONS)
def move(question_id: int) -> Page:
    """Move a question one place up or down."""
    up = request.form.get("direction") == "up"
    return _act(
        question_id, lambda held, q: services.move_question(db(), actor=viewer(), question_set=held, question=q, up=up)
    )
