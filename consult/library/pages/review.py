"""The pages on which the officers of an owner keep its entries: reviews, amendments, duplicates, retention."""

from datetime import date

from flask import Blueprint, render_template, request

from consult import dates
from consult.drafting.comparing import compare_texts
from consult.drafting.merging import compare
from consult.library import amending, life, owner_queries, pairing, rules
from consult.library.models import EntryPair, EntryProposal, LibraryEntry, ProposalState
from consult.library.pages.forms import (
    AmendForm,
    DecideForm,
    DescribeForm,
    MergeForm,
    RetentionForm,
    ReviewForm,
    TakeBackForm,
)
from consult.permissions import Permission, Use, limited, requires
from consult.web.asked import page_number
from consult.web.every_page import (
    Page,
    carry_out,
    db,
    done,
    form_page,
    found,
    search_index,
    settings,
    to_change,
    viewer,
)

library_review = Blueprint("library_review", __name__)


@library_review.get("/library/review")
@requires(Permission.KEEP_LIBRARY)
def overview() -> Page:
    """The entries of the viewer's organisation that somebody should look at."""
    show = request.args.get("show", "")
    listed = owner_queries.own_entries(db(), viewer=viewer(), show=show, page=page_number())
    waiting = owner_queries.waiting_count(db(), viewer=viewer())
    return render_template("library/review_list.html", listed=listed, waiting=waiting)


@library_review.route("/library/<int:entry_id>/review", methods=["GET", "POST"])
@requires(Permission.KEEP_LIBRARY)
def review(entry_id: int) -> Page:
    """Review an entry: still right, replaced by another, or withdrawn."""
    shown = to_change(lambda: owner_queries.get_own(db(), viewer=viewer(), entry_id=entry_id))
    form = ReviewForm(
        stored={},
        beside={"Review by": dates.long_date(shown.review_on)},
        version=shown.current_n,
        review_on=dates.today() + rules.REVIEW_AFTER,
    )
    if form.validate_on_submit() and carry_out(form, lambda: _carry_out_review(shown, form)):
        words = {"confirm": "confirmed", "supersede": "superseded", "withdraw": "withdrawn"}
        message = f"Entry {shown.id} was {words[form.verdict.data or '']}"
        return done(message, "library.entry", entry_id=shown.id)
    form.version.data = shown.current_n
    return form_page("library/review.html", form, entry=shown, standing=rules.standing(shown))


def _carry_out_review(shown: LibraryEntry, form: ReviewForm) -> None:
    rules.check_unchanged(shown, form.version.data or 0)
    if form.verdict.data == "confirm" and isinstance(form.review_on.data, date):
        life.confirm(db(), actor=viewer(), entry=shown, review_on=form.review_on.data)
    elif form.verdict.data == "supersede":
        by = owner_queries.get_own(db(), viewer=viewer(), entry_id=form.by.data or 0)
        life.supersede(db(), actor=viewer(), entry=shown, by=by, cause="")
    else:
        life.withdraw(db(), actor=viewer(), entry=shown, cause=form.cause.data or "")


@library_review.route("/library/<int:entry_id>/details", methods=["GET", "POST"])
@requires(Permission.KEEP_LIBRARY)
def details(entry_id: int) -> Page:
    """Say what an entry is about, who looks after it, and what became of the matter."""
    shown = to_change(lambda: owner_queries.get_own(db(), viewer=viewer(), entry_id=entry_id))
    form = DescribeForm(
        stored={
            "themes": [theme.theme for theme in shown.themes],
            "keeper": shown.keeper_id or 0,
            "outcome": shown.outcome,
            "outcome_on": shown.outcome_on,
        }
    )
    people = list(owner_queries.keepers(db(), viewer=viewer()))
    if shown.keeper and shown.keeper not in people:
        people.append(shown.keeper)
    form.offer(people)
    if form.validate_on_submit() and carry_out(form, lambda: _describe(shown, form)):
        return done("The details were saved", "library.entry", entry_id=shown.id)
    return form_page("library/details.html", form, entry=shown)


def _describe(shown: LibraryEntry, form: DescribeForm) -> None:
    said = life.Description(
        themes=form.themes.data or (),
        keeper_id=form.keeper.data or None,
        outcome=form.outcome.data or "",
        outcome_on=form.outcome_on.data,
    )
    life.describe(db(), actor=viewer(), entry=shown, said=said)


@library_review.route("/library/<int:entry_id>/amend", methods=["GET", "POST"])
@requires(Permission.KEEP_LIBRARY)
def amend(entry_id: int) -> Page:
    """Propose other texts for an entry; another officer decides."""
    shown = to_change(lambda: owner_queries.get_own(db(), viewer=viewer(), entry_id=entry_id))
    form = AmendForm(stored={"question": shown.question, "answer": shown.answer})
    if form.validate_on_submit() and carry_out(form, lambda: _propose(shown, form)):
        message = "The amendment was proposed. Another officer of your organisation decides on it."
        return done(message, "library.entry", kept=(f"entry-{shown.id}",), entry_id=shown.id)
    waiting = amending.open_proposal(db(), entry_id=shown.id)
    return form_page("library/amend.html", form, entry=shown, waiting=waiting, standing=rules.standing(shown))


def _propose(shown: LibraryEntry, form: AmendForm) -> EntryProposal:
    return amending.propose(
        db(),
        actor=viewer(),
        entry=shown,
        question=form.question.data or "",
        answer=form.answer.data or "",
        why=form.why.data or "",
        based_on_n=shown.current_n,
    )


@library_review.route("/library/proposals/<int:proposal_id>", methods=["GET", "POST"])
@requires(Permission.KEEP_LIBRARY)
@limited(Use.SEARCH)
def proposal(proposal_id: int) -> Page:
    """A proposed amendment beside the entry; an officer who did not propose it decides."""
    shown = found(owner_queries.get_proposal(db(), viewer=viewer(), proposal_id=proposal_id))
    own = shown.proposed_by_id == viewer().person_id
    form = TakeBackForm() if own else DecideForm()
    if form.validate_on_submit() and carry_out(form, lambda: _decide(shown, form)):
        search_index().follow()
        return done(f"The amendment was {shown.state.label.lower()}", "library.entry", entry_id=shown.entry_id)
    return form_page(
        "library/proposal.html",
        form,
        proposal=shown,
        own=own,
        is_open=shown.state is ProposalState.OPEN,
        question_changes=compare(shown.entry.question, shown.question),
        answer_changes=compare_texts(shown.entry.answer, shown.answer),
    )


def _decide(shown: EntryProposal, form: DecideForm | TakeBackForm) -> None:
    if isinstance(form, DecideForm) and form.verdict.data == "approve":
        amending.approve(db(), actor=viewer(), proposal=shown)
    else:
        reason = form.reason.data if isinstance(form, DecideForm) else ""
        amending.decline(db(), actor=viewer(), proposal=shown, reason=reason or "")


@library_review.get("/library/duplicates")
@requires(Permission.KEEP_LIBRARY)
def duplicates() -> Page:
    """Entries that are the same or nearly so."""
    listed = owner_queries.pair_page(db(), viewer=viewer(), page=page_number())
    return render_template("library/duplicates.html", listed=listed)


@library_review.route("/library/duplicates/<int:pair_id>", methods=["GET", "POST"])
@requires(Permission.KEEP_LIBRARY)
@limited(Use.SEARCH)
def duplicate(pair_id: int) -> Page:
    """Two entries that look the same, side by side: a person chooses which stays."""
    pair = to_change(lambda: owner_queries.get_pair(db(), viewer=viewer(), pair_id=pair_id))
    form = MergeForm()
    form.offer(pair.entry_id, pair.other_id)
    if form.validate_on_submit() and carry_out(form, lambda: _merge(pair, form)):
        message = "Both entries stay" if form.stays.data == "both" else f"Entry {form.stays.data} stays"
        return done(message, "library_review.duplicates")
    form.version.data, form.other_version.data = pair.entry.current_n, pair.other.current_n
    return form_page(
        "library/duplicate.html",
        form,
        pair=pair,
        to_judge=rules.can_be_judged(pair),
        question_changes=compare(pair.entry.question, pair.other.question),
        answer_changes=compare_texts(pair.entry.answer, pair.other.answer),
    )


def _merge(pair: EntryPair, form: MergeForm) -> None:
    rules.check_unchanged(pair.entry, form.version.data or 0)
    rules.check_unchanged(pair.other, form.other_version.data or 0)
    stays = form.stays.data or ""
    if stays == "both":
        pairing.keep_apart(db(), actor=viewer(), pair=pair)
        return
    kept, gone = (pair.entry, pair.other) if stays == str(pair.entry_id) else (pair.other, pair.entry)
    pairing.merge(db(), actor=viewer(), pair=pair, stays=kept, goes=gone)


def _rule(kept: owner_queries.Kept) -> str:
    if kept.keep_years is None:
        return "As the service’s setting says"
    return f"{kept.keep_years} years" if kept.keep_years else "Always"


@library_review.route("/library/retention", methods=["GET", "POST"])
@requires(Permission.KEEP_LIBRARY)
def retention() -> Page:
    """How long the answers to each consultation are kept."""
    kept = to_change(lambda: owner_queries.retention(db(), viewer=viewer()))
    form = RetentionForm(stored={}, beside={each.consultation: _rule(each) for each in kept})
    form.consultation.choices = [(each.consultation, each.consultation) for each in kept]
    if form.validate_on_submit() and carry_out(
        form,
        lambda: life.keep_for(
            db(), actor=viewer(), consultation=form.consultation.data or "", keep_years=form.keep_years()
        ),
    ):
        return done("The rule was saved", "library_review.retention")
    return form_page(
        "library/retention.html",
        form,
        kept=kept,
        setting=settings().library_keep_years,
        waiting=owner_queries.waiting_count(db(), viewer=viewer()),
    )
