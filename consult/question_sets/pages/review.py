"""The pages that correct one question of a set in review: check against the paper, add, remove, split, join, move."""

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from consult.permissions import Permission, requires
from consult.question_sets import beside, gathering, queries, rules, services, undoing
from consult.question_sets.models import Question, QuestionSet
from consult.question_sets.pages.forms import (
    AddForm,
    ChangeQuestionForm,
    PlaceForm,
    QuestionForm,
    SplitForm,
    stored_question,
)
from consult.texts.characters import printable
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

T = TypeVar("T")
review = Blueprint("review", __name__)


# Passages of the paper shown before and after those of the question.
BEFORE, AFTER = 8, 20
LONGEST_SELECTION = 2000


def _question(question_id: int) -> tuple[QuestionSet, Question]:
    return found(queries.get_question(db(), viewer=viewer(), question_id=question_id))


def _set(question_set_id: int) -> QuestionSet:
    return found(queries.get_question_set(db(), viewer=viewer(), question_set_id=question_set_id))


def _to_review(question_set: QuestionSet) -> Response:
    return redirect(url_for("question_sets.review", question_set_id=question_set.id))


def _back(question_set: QuestionSet, question: Question) -> Response:
    """To the question's place on the review page."""
    address = url_for("question_sets.review", question_set_id=question_set.id, _anchor=f"question-{question.id}")
    return redirect(address)


def _earlier(question_set: QuestionSet) -> list[Question]:
    before = queries.edition_before(db(), question_set=question_set)
    return [question for question in before.questions if not question.removed] if before else []


@review.route("/question-sets/<int:question_set_id>/questions/new", methods=["GET", "POST"])
@requires(Permission.REVIEW_QUESTIONS)
def add(question_set_id: int) -> Page:
    """Add a question: `after` another, or made of paragraphs of the paper (`from`, once for each), else last."""
    question_set = _set(question_set_id)
    form = AddForm(first=0, last=0)
    form.offer(_earlier(question_set))
    places = [place for place in request.args.getlist("from", type=int) if 0 < place < 2**31][:500]
    if request.method == "GET":
        chosen = beside.passages_at(db(), paper_id=question_set.paper_id, places=places)
        form.begin_from(chosen, printable(request.args.get("text", ""))[:LONGEST_SELECTION])
    if form.validate_on_submit() and (
        added := carry_out(form, lambda: _kept(question_set, "a question was added", lambda: _add(question_set, form)))
    ):
        return done("", "question_sets.review", question_set_id=question_set_id, _anchor=f"question-{added.result.id}")
    return form_page("question_sets/add.html", form, question_set=question_set)


def _add(question_set: QuestionSet, form: AddForm) -> Question:
    first = form.first.data or 0
    # In the paper's order: after the last question that begins before these paragraphs.
    before = [each for each in question_set.questions if not each.removed and (not first or 0 < each.first <= first)]
    after = before[-1].id if before else 0
    if not first and (given := request.args.get("after", type=int)) is not None:
        after = given
    typed = form.typed(first, form.last.data or 0)
    return services.add_question(db(), actor=viewer(), question_set=question_set, typed=typed, after_id=after)


@review.route("/questions/<int:question_id>", methods=["GET", "POST"])
@requires(Permission.REVIEW_QUESTIONS)
def edit(question_id: int) -> Page:
    """Check a question against the paper, whose text stands beside it, and correct it."""
    question_set, question = to_change(lambda: _question(question_id))
    form = ChangeQuestionForm(stored=stored_question(question))
    form.offer(_earlier(question_set))
    if form.validate_on_submit() and carry_out(
        form,
        lambda: _kept(
            question_set,
            f"{_named(question)} was corrected",
            lambda: services.revise_question(
                db(), actor=viewer(), question_set=question_set, question=question, typed=form.typed()
            ),
        ),
    ):
        return _onwards(question_set, question) if "next" in request.form else _back(question_set, question)
    return _edit_page(question_set, question, form)


def _onwards(question_set: QuestionSet, question: Question) -> Response:
    """To the next question that is to be checked; back to the list when there is none."""
    left = [other for other in question_set.questions if rules.is_doubtful(other)]
    if not left:
        return _back(question_set, question)
    following = min(left, key=lambda other: (other.position < question.position, other.position))
    return redirect(url_for("review.edit", question_id=following.id))


def _edit_page(question_set: QuestionSet, question: Question, form: QuestionForm) -> Page:
    kept = [other for other in question_set.questions if not other.removed]
    previous = next((q for q in reversed(kept) if q.position < question.position), None)
    place = PlaceForm(formdata=None, after=str(previous.id if previous else 0))
    place.offer([other for other in kept if other is not question])
    first, last = max(question.first - BEFORE, 1), question.last + AFTER
    shown = beside.passages(db(), paper_id=question_set.paper_id if question.first else None, first=first, last=last)
    return form_page(
        "question_sets/question.html",
        form,
        place=place,
        question=question,
        question_set=question_set,
        passages=shown,
        referred=queries.referred(db(), question=question),
        previous=previous,
        following=next((q for q in kept if q.position > question.position), None),
        doubtful=rules.is_doubtful(question),
        as_shown=rules.shown_of(question),
    )


@review.route("/questions/<int:question_id>/split", methods=["GET", "POST"])
@requires(Permission.REVIEW_QUESTIONS)
def split(question_id: int) -> Page:
    """Make two questions of one."""
    question_set, question = to_change(lambda: _question(question_id))
    form = SplitForm(stored={"first": question.text})
    if form.validate_on_submit() and carry_out(
        form,
        lambda: _kept(
            question_set,
            f"{_named(question)} was split",
            lambda: services.split_question(
                db(),
                actor=viewer(),
                question_set=question_set,
                question=question,
                first=(form.first.data or "").strip(),
                second=(form.second.data or "").strip(),
            ),
        ),
    ):
        return _back(question_set, question)
    return form_page("question_sets/split.html", form, question=question, question_set=question_set)


def _named(question: Question) -> str:
    """A question in a sentence: 'question 4'."""
    return question.label[:1].lower() + question.label[1:]


def _kept(question_set: QuestionSet, done: str, act: Callable[[], T]) -> T:
    """Do something with a set's questions so that it can be taken back."""
    return undoing.undoable(db(), actor=viewer(), question_set=question_set, done=done, act=act)


def _act(question_id: int, done: str, act: Callable[[QuestionSet, Question], object], *, into_id: int = 0) -> Response:
    """Do something with a question that is as the page showed it, and so is the one that it is joined to.

    `done` says what, after the question's name.
    """
    question_set, question = to_change(lambda: _question(question_id))

    def as_shown() -> None:
        into = [each for each in question_set.questions if into_id and each.id == into_id]
        rules.check_as_shown(request.form.get("shown", ""), *into, question)
        act(question_set, question)

    _kept(question_set, f"{_named(question)} {done}", as_shown)
    db().commit()
    return _back(question_set, next((each for each in question_set.questions if each.id == into_id), question))


@review.post("/question-sets/<int:question_set_id>/undo")
@requires(Permission.REVIEW_QUESTIONS)
def undo(question_set_id: int) -> Page:
    """Take back what was done last with the questions, or do it `again`; the form names it."""
    question_set = to_change(lambda: _set(question_set_id))
    step_id = request.form.get("step", 0, type=int) or 0
    act = undoing.redo if "again" in request.form else undoing.undo
    concerned = act(db(), actor=viewer(), question_set=question_set, step_id=step_id)
    db().commit()
    shown = [question for question in question_set.questions if question.id in concerned]
    return _back(question_set, shown[0]) if shown else _to_review(question_set)


@review.post("/question-sets/<int:question_set_id>/questions/gather")
@requires(Permission.REVIEW_QUESTIONS)
def gather(question_set_id: int) -> Page:
    """Make questions of the paragraphs of the paper that are ticked; the button says how."""
    question_set = to_change(lambda: _set(question_set_id))
    places = [place for place in request.form.getlist("from", type=int) if 0 < place < 2**31]
    way = request.form.get("way", gathering.Way.ONE, type=gathering.Way)
    shown = request.form.get("shown", "")
    made = _kept(
        question_set,
        "questions were made of paragraphs of the paper",
        lambda: gathering.gather(db(), actor=viewer(), question_set=question_set, places=places, way=way, shown=shown),
    )
    db().commit()
    return _back(question_set, made[0])


@review.post("/questions/<int:question_id>/accept")
@requires(Permission.REVIEW_QUESTIONS)
def accept(question_id: int) -> Page:
    """Say that a question stands in the paper as it stands here."""
    return _act(
        question_id,
        "was accepted",
        lambda held, q: services.accept(db(), actor=viewer(), question_set=held, questions=[q]),
    )


@review.post("/questions/<int:question_id>/remove")
@requires(Permission.REVIEW_QUESTIONS)
def remove(question_id: int) -> Page:
    """Leave a question out of the set."""
    return _act(
        question_id,
        "was removed",
        lambda held, q: services.set_removed(db(), actor=viewer(), question_set=held, question=q, removed=True),
    )


@review.post("/questions/<int:question_id>/put-back")
@requires(Permission.REVIEW_QUESTIONS)
def put_back(question_id: int) -> Page:
    """Put a removed question back in its place."""
    return _act(
        question_id,
        "was put back",
        lambda held, q: services.set_removed(db(), actor=viewer(), question_set=held, question=q, removed=False),
    )


@review.post("/questions/<int:question_id>/join")
@requires(Permission.REVIEW_QUESTIONS)
def join(question_id: int) -> Page:
    """Join a question to the one before it, which the form names."""
    into = request.form.get("into", 0, type=int) or 0
    return _act(
        question_id,
        "was joined to the one before",
        lambda held, q: services.merge_question(db(), actor=viewer(), question_set=held, question=q, into_id=into),
        into_id=into,
    )


@review.post("/questions/<int:question_id>/move")
@requires(Permission.REVIEW_QUESTIONS)
def move(question_id: int) -> Page:
    """Move a question past its neighbour, or after the one that was selected; the form names either."""
    after, past = (request.form.get(name, type=int) for name in ("after", "past"))
    if after is not None:
        return _act(
            question_id,
            "was moved",
            lambda held, q: services.place_question(
                db(), actor=viewer(), question_set=held, question=q, after_id=after
            ),
        )
    up = request.form.get("direction") == "up"
    return _act(
        question_id,
        "was moved",
        lambda held, q: services.move_question(
            db(), actor=viewer(), question_set=held, question=q, up=up, past_id=past or 0
        ),
    )
