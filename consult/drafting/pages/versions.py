"""The pages of the versions of an answer: any two beside each other, going back to one, giving one a name."""

from collections.abc import Mapping

from flask import Blueprint, abort, render_template, request, url_for

from consult.drafting import queries
from consult.drafting.access import rights_on_answer
from consult.drafting.comparing import compare_texts
from consult.drafting.models import Answer, AnswerVersion
from consult.drafting.pages.version_forms import NameForm, RestoreForm
from consult.drafting.restoring import CurrentAlready, SavedMeanwhile, name_version, restore
from consult.drafting.rules import AlreadySubmitted
from consult.drafting.states import ResponseState
from consult.drafting.versions import count_versions, versions_numbered, versions_page
from consult.permissions import Permission, Use, limited, requires
from consult.web.asked import page_number
from consult.web.every_page import Page, carry_out, db, done, found, to_change, viewer

versions = Blueprint("versions", __name__)


def _answer(answer_id: int, *permissions: Permission) -> Answer:
    """One answer whose versions may be seen: missing to whoever may not see it, refused to whoever may only do less."""
    shown = found(queries.get_answer(db(), viewer=viewer(), answer_id=answer_id))
    if not rights_on_answer(db(), viewer=viewer(), answer_id=shown.id) & set(permissions):
        abort(403)
    return shown


def _version(shown: Answer, n: int) -> AnswerVersion:
    return found(versions_numbered(db(), answer=shown, numbers=[n]).get(n))


@versions.get("/answers/<int:answer_id>/versions")
@requires(Permission.READ_RESPONSES)
@limited(Use.SEARCH)
def every(answer_id: int) -> Page:
    """The versions of an answer, newest first, each compared with the one it was based on."""
    return _list(_answer(answer_id, Permission.DRAFT_ANSWERS, Permission.READ_RECORD), RestoreForm(formdata=None))


def _list(shown: Answer, form: RestoreForm, typed: Mapping[str, str] | None = None) -> str:
    """The list, with what was typed of the two versions to compare where that cannot be done."""
    newest = count_versions(db(), answer=shown)
    wrong = _no_versions(typed, newest) if typed else []
    message = f"Enter a version from 1 to {newest}" if newest > 1 else "There is one version, and no other to compare"
    if wrong:
        form.say(message, wrong[0] if newest > 1 else "")
    listed = versions_page(db(), answer=shown, page=page_number())
    form.current.data = shown.current_n
    rights = rights_on_answer(db(), viewer=viewer(), answer_id=shown.id)
    return render_template(
        "drafting/versions.html",
        answer=shown,
        form=form,
        listed=listed,
        compared=[
            (version, compare_texts(base, version.text, f"version-{version.n}")) for version, base in listed.rows
        ],
        asked=typed or _newest_two(newest),
        wrong=wrong,
        no_such=message,
        rights=rights,
        may_draft=Permission.DRAFT_ANSWERS in rights and shown.response.state is not ResponseState.SUBMITTED,
    )


@versions.get("/answers/<int:answer_id>/compare")
@requires(Permission.READ_RESPONSES)
@limited(Use.SEARCH)
def two(answer_id: int) -> Page:
    """Two versions of an answer, the older one first, whichever was named first; the newest two where none is named."""
    shown = _answer(answer_id, Permission.DRAFT_ANSWERS, Permission.READ_RECORD)
    newest = found(count_versions(db(), answer=shown) or None)
    typed = {name: request.args.get(name, n).strip() for name, n in _newest_two(newest).items()}
    if _no_versions(typed, newest):
        return _list(shown, RestoreForm(formdata=None), typed), 422
    numbers = sorted(map(int, typed.values()))
    both = versions_numbered(db(), answer=shown, numbers=numbers)
    before, after = (found(both.get(n)) for n in numbers)
    changes = compare_texts(before.text, after.text)
    return render_template("drafting/compare.html", answer=shown, before=before, after=after, changes=changes)


def _newest_two(newest: int) -> dict[str, str]:
    return {"one": str(max(newest - 1, 1)), "other": str(newest)}


def _no_versions(typed: Mapping[str, str], newest: int) -> list[str]:
    """The fields in which something else was typed than the number of a version."""
    known = {str(n) for n in range(1, newest + 1)}
    return [name for name, number in typed.items() if number not in known]


@versions.post("/answers/<int:answer_id>/versions/<int:n>/restore")
@requires(Permission.DRAFT_ANSWERS)
@limited(Use.SEARCH)
def restore_one(answer_id: int, n: int) -> Page:
    """Go back to a version; going back to the one that counted before takes that back."""
    shown = _answer(answer_id, Permission.DRAFT_ANSWERS)
    form, version, before = RestoreForm(), _version(shown, n), shown.current_n
    form.shown_at = listed = url_for("versions.every", answer_id=shown.id)
    form.mended_at = {
        AlreadySubmitted: url_for("drafting.response", response_id=shown.response_id),
        SavedMeanwhile: listed,
        CurrentAlready: listed,
    }
    if form.validate_on_submit() and (
        made := carry_out(
            form,
            lambda: restore(db(), actor=viewer(), answer=shown, version=version, based_on_n=form.current.data or 0),
        )
    ):
        said = f"Version {n} counts again, as version {made.result.n}. To take that back, restore version {before}."
        return done(said, "versions.every", answer_id=shown.id)
    return _list(shown, form), 409


@versions.route("/answers/<int:answer_id>/versions/<int:n>/name", methods=["GET", "POST"])
@requires(Permission.DRAFT_ANSWERS)
def name_one(answer_id: int, n: int) -> Page:
    """Give a version a name by which it is found again."""
    shown = to_change(lambda: _answer(answer_id, Permission.DRAFT_ANSWERS))
    version = _version(shown, n)
    form = NameForm(stored={"name": version.named.name if version.named else ""})
    form.mended_at = {AlreadySubmitted: url_for("drafting.response", response_id=shown.response_id)}
    if form.validate_on_submit() and carry_out(
        form,
        lambda: name_version(db(), actor=viewer(), answer=shown, version=version, name=form.name.data or ""),
    ):
        return done(f"The name of version {n} was saved", "versions.every", answer_id=shown.id)
    page = render_template("drafting/name_version.html", answer=shown, version=version, form=form)
    return page, 422 if form.problems else 200
