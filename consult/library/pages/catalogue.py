"""The pages of the back catalogue: load old responses, see them read, complete each, tick what enters the library."""

from collections.abc import Iterable

from flask import Blueprint, Response, abort, g, render_template
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as WerkzeugResponse

from consult.library.catalogue import queries, receiving, services
from consult.library.catalogue.models import CatalogueFile
from consult.library.catalogue.unpacking import BadArchive, Unpacked, Zip, fingerprint
from consult.library.owner_queries import waiting_count
from consult.library.pages.forms import LoadCatalogueForm, OldResponseForm
from consult.library.queueing import check_room
from consult.people.queries import organisations
from consult.permissions import Permission, Use, limited, requires
from consult.question_sets.models import ReadingState
from consult.texts.characters import printable
from consult.web.asked import page_number
from consult.web.error_pages import Fate
from consult.web.every_page import (
    Page,
    beforehand,
    carry_out,
    database,
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
    if form.validate_on_submit() and (load_id := _receive(form)):
        ring()
        return done("The files were received and are being read", "catalogue.load", load_id=load_id)
    listed = queries.loads(db(), viewer=viewer(), page=page_number())
    waiting = waiting_count(db(), viewer=viewer())
    return form_page("library/catalogue.html", form, listed=listed, waiting=waiting)


def _receive(form: LoadCatalogueForm) -> int | None:
    """Keep what was sent, all of it: it is unpacked with nothing locked, and kept in short transactions."""
    upload: FileStorage = form.paper.data
    name = printable(upload.filename or "").strip() or "Files without a name"
    try:
        with beforehand():
            parcel, files = _unpacked(upload, name)
    except BadArchive as refusal:
        form.refuse(refusal)
        return None
    begun = carry_out(form, lambda: _begin(parcel))
    if begun is None:
        return None
    # Until it is whole nothing of it is shown or read, and whoever sends it again goes on with it.
    g.fate = Fate.NOTHING
    receiving.keep_all(database().transaction, load_id=begun.result, files=files)
    g.fate = Fate.SAVED
    return begun.result


def _begin(parcel: receiving.Parcel) -> int:
    owner_id = viewer().organisation_id
    check_room(db(), owner_id=owner_id)
    return receiving.begin(db(), actor=viewer(), owner_id=owner_id, parcel=parcel).id


def _unpacked(upload: FileStorage, name: str) -> tuple[receiving.Parcel, Iterable[Unpacked]]:
    """What was sent, and its files, each unpacked when it is asked for. Raises BadArchive."""
    sha256, size = fingerprint(upload.stream)
    if not name.lower().endswith(".zip"):
        content = upload.stream.read()
        return receiving.Parcel(name, sha256, size, 1, size), [Unpacked(name, content)]
    packed = Zip(upload.stream)
    files, unpacked = packed.measured()
    return receiving.Parcel(name, sha256, size, files, unpacked, packed.passed_over), packed.files()


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
    """The report of a load for a spreadsheet, when it is whole."""
    shown = found(queries.get_load(db(), viewer=viewer(), load_id=load_id))
    if shown.received_at is None:
        abort(404)
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
