"""The pages of one answer: drafting it, its status, its versions, and what to do when two people saved."""

from collections.abc import Sequence
from functools import partial

from flask import Blueprint, abort, flash, render_template, request, url_for

from consult.comments.models import Comment, Position
from consult.comments.pages.forms import CommentForm
from consult.comments.queries import answer_comments
from consult.comments.services import comment as comment_on
from consult.comments.standing import standings
from consult.drafting import queries, services, together, unsaved
from consult.drafting.access import rights_on_answer
from consult.drafting.finishing import Reasons, length
from consult.drafting.merging import compare, merge
from consult.drafting.models import Answer, AnswerVersion
from consult.drafting.notes import notes_on
from consult.drafting.pages.forms import AnswerForm
from consult.drafting.rules import AlreadySubmitted, SavedAgain
from consult.drafting.states import AnswerStatus
from consult.drafting.unsaved import UnsavedText
from consult.drafting.versions import versions_numbered, with_bases
from consult.library import contradicting
from consult.library.alike import Earlier, earlier_answers
from consult.library.using import sources_of
from consult.paging import Listing
from consult.permissions import Permission, Use, limited, requires
from consult.question_sets.queries import referred
from consult.web.asked import page_number
from consult.web.every_page import (
    Page,
    carry_out,
    db,
    done,
    found,
    only_reading,
    search_index,
    viewer,
)
from consult.web.restraint import may_still

answer = Blueprint("answer", __name__)
_TRIES = 6  # to merge with what others save at the same moment


@answer.get("/answers/<int:answer_id>")
@requires(Permission.READ_RESPONSES)
def show(answer_id: int) -> Page:
    """One answer: drafted by officers, commented on by partners, read by all."""
    shown = found(queries.get_answer(db(), viewer=viewer(), answer_id=answer_id))
    return _answer_page(shown)


def _rights(shown: Answer) -> frozenset[Permission]:
    return rights_on_answer(db(), viewer=viewer(), answer_id=shown.id)


def _answer(answer_id: int, permission: Permission) -> Answer:
    """One answer to act on: missing when the viewer may not see it, refused when they may only do less."""
    shown = found(queries.get_answer(db(), viewer=viewer(), answer_id=answer_id))
    if permission not in _rights(shown):
        abort(403)
    return shown


def _answer_page(shown: Answer, form: AnswerForm | None = None, comment_form: CommentForm | None = None) -> str:
    """The page of one answer, with the form that was sent when something was wrong with it."""
    page = queries.answer_page(db(), viewer=viewer(), answer=shown)
    kept, rights = unsaved.unsaved_by(db(), viewer=viewer(), answer_id=shown.id), _rights(shown)
    waiting = kept if form is None and kept and kept.text not in (None, page.line.text) else None
    if form and kept and kept.window == form.window.data:
        # What this window kept while its save was on the way is in the text that was sent.
        form.kept_n.data = kept.n
    form = form or _form(shown, page, kept, waiting)
    drafted = contradicting.Stance(shown.question.text, page.line.text)
    return render_template(
        "drafting/answer.html",
        answer=shown,
        page=page,
        form=form,
        comment_form=comment_form or CommentForm(formdata=None, on=page.line.version.n if page.line.version else 0),
        said_of_it=_comments(shown),
        standings=standings(db(), answer=shown) if queries.leads(viewer(), shown.response) else [],
        earlier=_earlier(drafted),
        # What an answer began with tells much of what it says.
        sources=[] if page.line.is_withheld else sources_of(db(), viewer=viewer(), answer=shown, text=page.line.text),
        leads=queries.leads(viewer(), shown.response),
        rights=rights,
        referred=referred(db(), question=shown.question),
        length=length(shown.question, page.line.text),
        notes=notes_on(db(), viewer=viewer(), answer=shown) if queries.leads(viewer(), shown.response) else None,
        unsaved=waiting,
        here=_here(shown) if Permission.DRAFT_ANSWERS in rights else [],
    )


def _here(shown: Answer) -> Sequence[str]:
    return unsaved.others_here(db(), viewer=viewer(), answer_id=shown.id)


def _form(shown: Answer, page: queries.AnswerPage, kept: UnsavedText | None, waiting: UnsavedText | None) -> AnswerForm:
    """The form of an answer: with what its author typed last and has not saved, else with what is saved."""
    status = AnswerStatus.DRAFTING if shown.status is AnswerStatus.NOT_STARTED else shown.status
    return AnswerForm(
        formdata=None,
        status=status.value,
        opened_status=status.value,
        text=waiting.text if waiting else page.line.text,
        based_on=waiting.based_on_n if waiting else shown.current_n,
        kept_n=kept.n if kept else 0,
        **_reasons(services.reasons_of(shown)),
    )


def _reasons(typed: Reasons, opened: str | None = None) -> dict[str, str]:
    """What the form shows of reasons; `opened` is the mark of those that the page showed before, where it did."""
    return {
        "no_answer_because": typed.no_answer,
        "over_limit_because": typed.over_limit,
        "opened_reasons": opened or typed.mark,
    }


def _earlier(drafted: contradicting.Stance) -> Earlier | None:
    """The earlier answers beside the draft; None for whoever has searched too often by now: the answer itself opens."""
    if not may_still(Use.SEARCH):
        return None
    return earlier_answers(db(), viewer=viewer(), index=search_index(), drafts=[drafted])


def _comments(shown: Answer) -> Listing[Comment]:
    """The page of comments that was asked for, or the one on which a comment stands that a mail names."""
    named = min(max(request.args.get("comment", 0, type=int), 0), 2**31 - 1)
    return answer_comments(db(), viewer=viewer(), answer_id=shown.id, page=page_number(), with_comment=named)


@answer.post("/answers/<int:answer_id>")
@requires(Permission.DRAFT_ANSWERS)
def save(answer_id: int) -> Page:
    """Save the text as a version; when somebody else saved meanwhile, show both."""
    shown = _answer(answer_id, Permission.DRAFT_ANSWERS)
    form = AnswerForm()
    form.mended_at = {AlreadySubmitted: url_for("drafting.response", response_id=shown.response_id)}
    if not form.validate_on_submit() or not (saved := _save_with_others(shown, form)):
        return _answer_page(shown, form), 422
    version, conflict = saved.version, saved.conflict
    if version and conflict:
        with only_reading():
            touched = form.chosen if form.chosen is not form.opened else None
            return _conflict_page(shown, conflict, version, touched, form), 409
    what = f"Version {version.n} was saved" if version else "The text had not changed, so no version was made"
    return _saved(shown, f"{what}. Its status is ‘{shown.status.label}’.", saved)


def _save_with_others(shown: Answer, form: AnswerForm) -> services.Saved | None:
    """Save beside others who save: what does not touch is merged, which takes its time and is done while nobody waits.

    None where the form was refused. After some tries a text is set aside, as where both changed the same words.
    """
    text, based_on_n = form.text.data or "", form.based_on.data or 0
    merged: together.BothTexts | None = together.BothTexts(based_on_n, None)
    for n in range(_TRIES, -1, -1):
        saved = carry_out(form, partial(_save, shown, form, merged))
        if saved is None or saved.result is not None:
            return saved.result if saved else None
        with only_reading():
            merged = together.merged_text(db(), answer=shown, text=text, based_on_n=based_on_n) if n > 1 else None
    raise AssertionError("the last try sets the text aside")


def _saved(shown: Answer, what: str, saved: services.Saved) -> Page:
    """Go on to the next question where that was asked for, else stay: the page says it in its line."""
    if theirs_before := saved.merged_with:
        theirs = f"{theirs_before.author.name} had saved version {theirs_before.n}"
        flash(f"{theirs}. The changes do not touch each other, so both are in", "message")
    kept, following = (f"answer-{shown.id}",), None
    not_given = f"{shown.question.label}: {saved.held_back}" if saved.held_back else ""
    if request.form.get("then") == "next":
        following = queries.answers_around(db(), viewer=viewer(), answer=shown).after
    if following is not None:
        return done(f"{shown.question.label}: {what}", "answer.show", warning=not_given, kept=kept, answer_id=following)
    flash(what, "saved" if saved.version else "unchanged")
    return done("", "answer.show", warning=not_given, kept=kept, answer_id=shown.id)


def _save(shown: Answer, form: AnswerForm, merged: together.BothTexts | None) -> services.Saved | None:
    """Save the text and the status; what was kept of the text while it was typed has done its work.

    None, and nothing is saved, where somebody else was faster.
    """
    try:
        saved = services.save_answer(
            db(),
            actor=viewer(),
            answer=shown,
            text=form.text.data or "",
            based_on_n=form.based_on.data or 0,
            note=(form.note.data or "").strip(),
            status=form.chosen,
            opened_status=form.opened,
            reasons=form.reasons(services.reasons_of(shown)),
            opened_reasons=form.opened_reasons.data or None,
            merged=merged,
        )
    except SavedAgain:
        return None
    unsaved.let_go(
        db(),
        actor=viewer(),
        answer_id=shown.id,
        known_n=form.kept_n.data or 0,
        window=form.window.data or "",
        text=form.text.data or "",
    )
    return saved


def _conflict_page(
    shown: Answer,
    current: AnswerVersion,
    aside: AnswerVersion,
    chosen: AnswerStatus | None = None,
    sent: AnswerForm | None = None,
) -> str:
    """Both texts side by side and, where their changes do not touch, one that holds both."""
    versions = with_bases(db(), answer=shown, numbers=[current.n, aside.n])
    base = versions.get(aside.based_on_n)
    merged = merge(base.text if base else "", current.text, aside.text)
    now = services.reasons_of(shown)
    reasons = _reasons(sent.reasons(now), sent.opened_reasons.data) if sent else _reasons(now)
    return render_template(
        "drafting/conflict.html",
        answer=shown,
        current=versions[current.n],
        aside=versions[aside.n],
        changes=compare(current.text, aside.text),
        merged=merged is not None,
        form=AnswerForm(
            formdata=None,
            based_on=shown.current_n,
            kept_n=0,
            text=aside.text if merged is None else merged,
            status=(chosen or shown.status).value,
            opened_status=shown.status.value,
            note=f"Merged with version {aside.n}",
            **reasons,
        ),
    )


@answer.post("/answers/<int:answer_id>/comments")
@requires(Permission.COMMENT)
@limited(Use.COMMENT)
def comment(answer_id: int) -> Page:
    """Comment on an answer."""
    shown = _answer(answer_id, Permission.COMMENT)
    form = CommentForm()
    if form.validate_on_submit() and carry_out(
        form,
        lambda: comment_on(
            db(),
            actor=viewer(),
            answer=shown,
            on_n=form.on.data or 0,
            position=Position(form.position.data) if form.position.data else None,
            text=form.comment.data or "",
            suggestion=form.suggestion.data or "",
        ),
    ):
        kept = f"comment-{shown.id}", f"suggestion-{shown.id}"
        return done("Your comment was sent", "answer.show", kept=kept, answer_id=shown.id)
    return _answer_page(shown, comment_form=form), 422


@answer.get("/answers/<int:answer_id>/merge/<int:n>")
@requires(Permission.DRAFT_ANSWERS)
@limited(Use.SEARCH)
def merge_aside(answer_id: int, n: int) -> Page:
    """Come back to a text that was set aside."""
    shown = _answer(answer_id, Permission.DRAFT_ANSWERS)
    versions = versions_numbered(db(), answer=shown, numbers=[n, shown.current_n])
    aside = found(versions.get(n))
    if not aside.set_aside:
        abort(404)
    return _conflict_page(shown, found(versions.get(shown.current_n)), aside)
