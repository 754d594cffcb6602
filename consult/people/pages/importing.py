"""The pages of taking people over from a sheet: load it, see what it would do, confirm."""

import csv
import io

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from consult.notices import security
from consult.paging import listing
from consult.people import importing as services
from consult.people.groups import PeopleImport
from consult.people.import_plan import Plan, RowOutcome
from consult.people.pages.organisation_forms import ConfirmImportForm, SheetForm
from consult.people.people_sheet import COLUMNS, MOST_PEOPLE
from consult.permissions import IN_ORGANISATION, Permission, Use, fresh, limited, requires
from consult.question_sets.paper import UnreadablePaper
from consult.question_sets.reading_apart import read_rows_apart
from consult.texts.characters import printable
from consult.web.asked import page_number
from consult.web.every_page import (
    Page,
    beforehand,
    carry_out,
    db,
    done,
    form_page,
    found,
    viewer,
)

people_import = Blueprint("people_import", __name__)


EXAMPLE = ("Police partner", "police.partner@example.org", "Rivermead Police", "Partner", "1 April 2026", "")


@people_import.route("/people/import", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
@limited(Use.UPLOAD)
def load() -> Page:
    """Load a sheet. Nobody is added or changed by it."""
    form = SheetForm()
    if form.validate_on_submit() and (begun := _begin(form)):
        return redirect(url_for("people_import.preview", import_id=begun))
    return form_page("people/import_load.html", form, columns=COLUMNS, roles=IN_ORGANISATION, most=MOST_PEOPLE)


def _begin(form: SheetForm) -> int | None:
    file = form.sheet.data
    try:
        with beforehand():  # it is read in a process of its own, which takes a moment
            sheets = read_rows_apart(printable(file.filename or "sheet"), file.read())
    except UnreadablePaper as refusal:
        form.say(str(refusal), "sheet")
        return None
    name = " ".join(printable(file.filename or "sheet").split())
    begun = carry_out(form, lambda: services.begin(db(), actor=viewer(), name=name, sheets=sheets).id)
    return begun.result if begun else None


@people_import.get("/people/import/template.csv")
@requires(Permission.MANAGE_PEOPLE)
@limited(Use.DOWNLOAD)
def template() -> Response:
    """An empty sheet with the right headings, and one line that shows how."""
    text = io.StringIO()
    csv.writer(text).writerows([COLUMNS, EXAMPLE])
    # With its mark, Excel takes the file for what it is: UTF-8.
    page = Response(text.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    page.headers["Content-Disposition"] = "attachment; filename=people.csv"
    return page


@people_import.route("/people/imports/<int:import_id>", methods=["GET", "POST"])
@fresh
@requires(Permission.MANAGE_PEOPLE)
def preview(import_id: int) -> Page:
    """What a sheet would do, row by row; with the button, do it."""
    begun = found(services.get_import(db(), viewer(), import_id))
    if begun.taken_at:
        return done("This sheet was taken over already", "people.list_people")
    form = ConfirmImportForm()
    if form.validate_on_submit() and (taken := carry_out(form, lambda: _take(begun, form.seen.data or ""))):
        return done(_told(taken.result), "people.list_people")
    if form.problems:
        db().rollback()
        begun = found(services.get_import(db(), viewer(), import_id))
    plan = services.plan(db(), actor=viewer(), begun=begun)
    form.seen.data = plan.sha256
    return form_page(
        "people/import_preview.html",
        form,
        begun=begun,
        plan=plan,
        outcomes=list(RowOutcome),
        listed=listing(plan.rows, page_number()),
    )


def _take(begun: PeopleImport, seen: str) -> Plan:
    """Do what was shown, and tell whoever was added that they can sign in."""
    plan, added = services.take(db(), actor=viewer(), begun=begun, seen=seen)
    for person in added:
        security.tell_added(db(), person=person)
    return plan


def _told(plan: Plan) -> str:
    added, changed, refused = (
        len(plan.of(each)) for each in (RowOutcome.ADDED, RowOutcome.CHANGED, RowOutcome.REFUSED)
    )
    left = f", {refused} left out" if refused else ""
    return f"{added} {'person' if added == 1 else 'people'} added, {changed} changed{left}"
