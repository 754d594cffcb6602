"""The pages of the back catalogue: load old responses, see them read, complete each, tick what enters the library."""

from flask import Blueprint, Response, render_template
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as WerkzeugResponse

from consult.library.catalogue import queries, services
from consult.library.catalogue.models import CatalogueFile, CatalogueLoad
from consult.library.catalogue.unpacking import Unpacked, Zip
from consult.library.owner_queries import waiting_count
from consult.library.pages.forms import LoadCatalogueForm, OldResponseForm
from consult.library.queueing import check_room
from consult.people.queries import organisations
from consult.permissions import Permission, Use, limited, requires
from consult.question_sets.models import ReadingState
from consult.texts.characters import printable
from consult.web.asked import page_number
from consult.web.every_page import (
    Page,
    carry_out,
    db,
    done,
    form_page,
    found,
    ring,
    search_index,
    to_change,
    viewer,
)

catalogue = Blueprint("catalogue", __name__)


@catalogue.route("/library/catalogue", methods=["GET", "POST"])
@requires(Permission.KEEP_LIBRARY)
@limited(Use.UPLOAD)
def loads() -> Page:
    """Load old responses from a zip; the loads before."""
    form = LoadCatalogueForm()
    if form.validate_on_submit() and (received := carry_out(form, lambda: _receive(form.paper.data))):
        ring()
        return done("The files were received and are being read", "catalogue.load", load_id=received.result.id)
    listed = queries.loads(db(), viewer=viewer(), page=page_number())
    waiting = waiting_count(db(), viewer=viewer())
    return form_page("library/catalogue.html", form, listed=listed, waiting=waiting)


def _receive(upload: FileStorage) -> CatalogueLoad:
    check_room(db(), owner_id=viewer().organisation_id)
    name = printable(upload.filename or "").strip() or "Files without a name"
    packed = Zip(upload.stream) if name.lower().endswith(".zip") else None
    load = services.begin(
        db(),
        actor=viewer(),
        owner_id=viewer().organisation_id,
        name=name,
        passed_over=packed.passed_over if packed else 0,
    )
    for file in packed.files() if packed else [Unpacked(name, upload.read())]:
        services.receive(db(), load=load, file=file)
    return load


@catalogue.get("/library/catalogue/<int:load_id>")
@requires(Permission.KEEP_LIBRARY)
def load(load_id: int) -> Page:
    """One load: how far it is read, what each file gave, and the report at its end."""
    shown = found(queries.get_load(db(), viewer=viewer(), load_id=load_id))
    listed = queries.load_page(db(), load=shown, page=page_number())
    return render_template("library/catalogue_load.html", listed=listed, what_became=queries.what_became)


@catalogue.get("/library/catalogue/<int:load_id>/report.csv")
@requires(Permission.KEEP_LIBRARY)
@limited(Use.DOWNLOAD)
def report(load_id: int) -> Page:
    """The report of a load for a spreadsheet."""
    shown = found(queries.get_load(db(), viewer=viewer(), load_id=load_id))
    content = queries.report(queries.every_file(db(), load=shown))
    file = f'attachment; filename="back-catalogue-{shown.id}.csv"'
    return Response(content, headers={"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": file})


@catalogue.route("/library/catalogue/files/<int:file_id>", methods=["GET", "POST"])
@requires(Permission.KEEP_LIBRARY)
def file(file_id: int) -> Page:
    """One old response: what was read in it, what it is a response to, and which answers enter the library."""
    shown = to_change(lambda: queries.get_file(db(), viewer=viewer(), file_id=file_id))
    open_ = [each for each in shown.answers if each.answer and each.entry_id is None]
    there = services.already_there(db(), owner_id=shown.load.owner_id, answers=open_)
    form = OldResponseForm(
        stored={
            "consultation": shown.consultation,
            "issuing_body": shown.issuing_body,
            "adopted_on": shown.adopted_on,
            "adopted_by": shown.adopted_by,
            "answers": [each.place for each in open_ if not each.doubts and each.text_sha256 not in there],
        }
    )
    form.offer(organisations(db()), [each.place for each in shown.answers if each.answer])
    if form.validate_on_submit() and (entered := carry_out(form, lambda: _enter(shown, form))):
        search_index().follow()
        return _onwards(shown, entered.result)
    following = queries.next_file(db(), file=shown)
    return form_page(
        "library/catalogue_file.html",
        form,
        file=shown,
        open_places={each.place for each in open_},
        following=following,
        there=there,
        is_read=shown.state is ReadingState.READ,
    )


def _enter(shown: CatalogueFile, form: OldResponseForm) -> services.Entered:
    said = services.Particulars(
        consultation=form.consultation.data or "",
        issuing_body=form.issuing_body.data or "",
        adopted_on=form.adopted_on.data,
        adopted_by=form.adopted_by.data or (),
    )
    services.complete(db(), actor=viewer(), file=shown, said=said)
    return services.enter(db(), actor=viewer(), file=shown, places=set(form.answers.data or ()))


def _onwards(shown: CatalogueFile, entered: services.Entered) -> WerkzeugResponse:
    """To the next file that is to be looked at; back to the load when there is none."""
    new = "1 answer is" if entered.new == 1 else f"{entered.new} answers are"
    message = f"{new} in the library now" + (f"; {entered.known} had been there before" if entered.known else "")
    if set(shown.adopted_by) - {shown.load.owner_id}:
        message += ". The other bodies are asked to confirm that they adopted them"
    following = queries.next_file(db(), file=shown)
    if following:
        return done(message, "catalogue.file", file_id=following)
    return done(message, "catalogue.load", load_id=shown.load_id)
