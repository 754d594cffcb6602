"""The pages of the library that everybody who may search it has: search, one entry, two side by side."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from consult.drafting.comparing import compare_texts
from consult.drafting.merging import compare
from consult.library import (
    alike,
    exporting,
    queries,
    rules,
    saved,
    searching,
    using,
)
from consult.library.adopting import services
from consult.library.contradicting import Stance, may_contradict
from consult.library.elsewhere import elsewhere
from consult.library.owner_queries import waiting_count
from consult.library.pages.forms import ActForm, SaveSearchForm
from consult.library.search.engine import IndexUnavailable, SearchEngine
from consult.paging import paging
from consult.permissions import Permission, Use, limited, requires
from consult.web.asked import page_number
from consult.web.every_page import (
    Page,
    carry_out,
    db,
    done,
    found,
    search_index,
    viewer,
)
from consult.web.restraint import may_still

library = Blueprint("library", __name__)


VERSIONS = 10  # on a page
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def _engine() -> SearchEngine | None:
    """The search engine; None while the index is being mended."""
    try:
        return search_index().ready(db())
    except IndexUnavailable:
        search_index().mend()
        return None


@library.get("/library")
@requires(Permission.SEARCH_LIBRARY)
@limited(Use.SEARCH, when_asked=True)
def search() -> Page:
    """Search earlier answers, and what else the viewer may see; without words, the newest answers."""
    return _search_page(SaveSearchForm(formdata=None))


def _may_run_saved(asked: searching.Asked) -> bool:
    """Whether the saved searches are run beside the page; a page that searches itself was counted before."""
    return bool(asked.arguments) or not saved.seeks_words(db(), viewer=viewer()) or may_still(Use.SEARCH)


def _search_page(form: SaveSearchForm) -> str:
    asked = searching.asked_from(request.args)
    engine = _engine()
    try:
        listed = searching.listed(db(), viewer=viewer(), engine=engine, asked=asked, page=page_number())
        mine = saved.with_new(db(), viewer=viewer(), engine=engine if _may_run_saved(asked) else None)
    except IndexUnavailable:
        search_index().mend()
        engine = None
        listed = searching.listed(db(), viewer=viewer(), engine=None, asked=asked, page=page_number())
        mine = saved.with_new(db(), viewer=viewer(), engine=None)
    return render_template(
        "library/search.html",
        listed=listed,
        asked=asked,
        unavailable=bool(asked.text) and engine is None,
        elsewhere=elsewhere(db(), viewer=viewer(), query=asked.query) if asked.text else (),
        saved=mine,
        form=form,
        acting=ActForm(formdata=None),
        standing=rules.standing,
        waiting=waiting_count(db(), viewer=viewer()),
    )


@library.post("/library/searches")
@requires(Permission.SEARCH_LIBRARY)
@limited(Use.SEARCH)
def save_search() -> Page:
    """Save the search in the address under a name."""
    form = SaveSearchForm()
    asked = searching.asked_from(request.args)
    if form.validate_on_submit() and carry_out(
        form, lambda: saved.save_search(db(), actor=viewer(), name=form.name.data or "", asked=asked)
    ):
        flash("The search was saved")
        return _to(asked)
    return _search_page(form), 422


def _to(asked: searching.Asked) -> WerkzeugResponse:
    values: dict[str, Any] = dict(asked.arguments)
    return redirect(url_for("library.search", **values))


@library.post("/library/searches/<int:search_id>/run")
@requires(Permission.SEARCH_LIBRARY)
@limited(Use.SEARCH)
def run_search(search_id: int) -> Page:
    """Run a saved search; from now on new is what comes later."""
    search = found(saved.get_search(db(), viewer=viewer(), search_id=search_id))
    asked = saved.look(db(), search=search)
    db().commit()
    return _to(asked)


@library.post("/library/searches/<int:search_id>/delete")
@requires(Permission.SEARCH_LIBRARY)
def delete_search(search_id: int) -> Page:
    """Forget a saved search."""
    search = found(saved.get_search(db(), viewer=viewer(), search_id=search_id))
    saved.delete_search(db(), search=search)
    db().commit()
    return done("The saved search was deleted", "library.search")


@library.get("/library/export.<kind>")
@requires(Permission.SEARCH_LIBRARY)
@limited(Use.DOWNLOAD)
def export(kind: str) -> Page:
    """The results of a search as a file for a spreadsheet or for Word."""
    media = found(KINDS.get(kind))
    asked = searching.asked_from(request.args)
    engine = _engine() if asked.text else None
    if asked.text and engine is None:
        return render_template("library/not_now.html"), 503
    results = exporting.exported(db(), viewer=viewer(), engine=engine, asked=asked)
    content = exporting.as_csv(results.entries) if kind == "csv" else exporting.as_word(results, asked)
    file = f'attachment; filename="earlier-answers.{kind}"'
    return Response(content, headers={"Content-Type": media, "Content-Disposition": file})


@library.get("/library/<int:entry_id>")
@requires(Permission.SEARCH_LIBRARY)
@limited(Use.SEARCH)
def entry(entry_id: int) -> Page:
    """One earlier answer: who adopted it and when, how it stands, where it was used, what became of the matter."""
    shown = found(queries.get_entry(db(), viewer=viewer(), entry_id=entry_id))
    return render_template(
        "library/entry.html",
        entry=shown,
        standing=rules.standing(shown),
        keeps=rules.keeps(viewer(), shown),
        usage=using.usage_of(db(), viewer=viewer(), entry=shown),
        origin=using.origin_of(db(), viewer=viewer(), entry=shown),
        against=alike.contradictions(db(), viewer=viewer(), entry=shown),
        said=services.said_of(db(), entry=shown),
        may_dispute=services.may_dispute(db(), viewer=viewer(), entry=shown),
    )


@library.get("/library/<int:entry_id>/versions")
@requires(Permission.SEARCH_LIBRARY)
@limited(Use.SEARCH)
def versions(entry_id: int) -> Page:
    """The versions of an entry, newest first, each compared with the one before it."""
    shown = found(queries.get_entry(db(), viewer=viewer(), entry_id=entry_id))
    at = paging(shown.current_n, page_number(), VERSIONS)
    # One more than is shown: the last on the page is compared with it.
    newest = shown.current_n - (at.page - 1) * VERSIONS
    made = queries.versions_of(db(), entry=shown, newest=newest, most=VERSIONS + 1)
    before = {version.n: version for version in made}
    compared = [
        (
            version,
            compare(before[version.n - 1].question, version.question) if version.n > 1 else [],
            compare_texts(before[version.n - 1].answer, version.answer) if version.n > 1 else None,
        )
        for version in made[:VERSIONS]
    ]
    return render_template("library/versions.html", entry=shown, compared=compared, page=at.page, pages=at.pages)


@library.get("/library/<int:entry_id>/beside/<int:other_id>")
@requires(Permission.SEARCH_LIBRARY)
@limited(Use.SEARCH)
def beside(entry_id: int, other_id: int) -> Page:
    """Two entries side by side: where they may contradict each other, a person judges."""
    pair = [found(queries.get_entry(db(), viewer=viewer(), entry_id=number)) for number in (entry_id, other_id)]
    one, other = (Stance(each.question, each.answer, frozenset(t.theme for t in each.themes)) for each in pair)
    return render_template(
        "library/beside.html", pair=pair, causes=may_contradict(one, other), standings=[rules.standing(e) for e in pair]
    )
