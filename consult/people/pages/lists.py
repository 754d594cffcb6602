"""The pages of distribution lists."""

from flask import Blueprint, render_template, request

from consult.people import lists as services
from consult.people import organisation_queries as queries
from consult.people.pages.organisation_forms import ListNameForm, NewListForm, RenameListForm
from consult.permissions import Permission, Use, limited, requires
from consult.texts.characters import printable
from consult.web.asked import page_number
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
from consult.web.fields import Option

lists = Blueprint("lists", __name__)


@lists.get("/lists")
@requires(Permission.MANAGE_LISTS)
def show_all() -> Page:
    """The lists that the viewer looks after."""
    return render_template("people/lists.html", listing=queries.list_lists(db(), viewer(), page=page_number()))


@lists.route("/lists/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_LISTS)
def new() -> Page:
    """Begin a list: an administrator for any organisation, others for their own."""
    form = NewListForm(organisation=viewer().organisation_id) if _for_all() else ListNameForm()
    if isinstance(form, NewListForm):
        form.organisation.choices = [Option(str(each.id), each.name) for each in queries.active_organisations(db())]
    if form.validate_on_submit() and (made := carry_out(form, lambda: _make(form))):
        return done("The list was made. Put people on it", "lists.show", list_id=made.result)
    return form_page("people/lists_new.html", form, for_all=_for_all())


def _for_all() -> bool:
    """Whether the viewer looks after the lists of every organisation."""
    return viewer().may(Permission.MANAGE_PEOPLE)


def _make(form: ListNameForm) -> int:
    whose = form.organisation.data if isinstance(form, NewListForm) else viewer().organisation_id
    return services.make_list(db(), actor=viewer(), organisation_id=whose, name=form.name.data or "").id


@lists.get("/lists/<int:list_id>")
@requires(Permission.MANAGE_LISTS)
@limited(Use.SEARCH, when_asked=True)
def show(list_id: int) -> Page:
    """Who is on a list, and a search for who could be."""
    shown = found(queries.get_list(db(), viewer(), list_id))
    text = printable(request.args.get("q", "")).strip()[:200]
    return render_template(
        "people/lists_one.html",
        shown=shown,
        listing=queries.list_people_on(db(), viewer(), shown.id, page=page_number()),
        text=text,
        others=queries.could_be_listed(db(), viewer(), list_id=shown.id, text=text),
    )


@lists.route("/lists/<int:list_id>/rename", methods=["GET", "POST"])
@requires(Permission.MANAGE_LISTS)
def rename(list_id: int) -> Page:
    """Give a list another name."""
    shown = to_change(lambda: queries.get_list(db(), viewer(), list_id))
    form = RenameListForm(stored={"name": shown.name})
    if form.validate_on_submit() and carry_out(
        form, lambda: services.rename_list(db(), actor=viewer(), changed=shown, name=form.name.data or "")
    ):
        return done("The list was renamed", "lists.show", list_id=shown.id)
    return form_page("people/lists_rename.html", form, shown=shown)


@lists.post("/lists/<int:list_id>/people/<int:person_id>/add")
@requires(Permission.MANAGE_LISTS)
def add(list_id: int, person_id: int) -> Page:
    """Put somebody on a list who can sign in."""
    shown = found(queries.get_list(db(), viewer(), list_id))
    person = found(queries.get_listable(db(), person_id))
    services.add_to_list(db(), actor=viewer(), to=shown, person=person)
    db().commit()
    return done(f"{person.name} is on the list", "lists.show", list_id=shown.id)


@lists.post("/lists/<int:list_id>/people/<int:person_id>/remove")
@requires(Permission.MANAGE_LISTS)
def remove(list_id: int, person_id: int) -> Page:
    """Take somebody off a list."""
    shown = found(queries.get_list(db(), viewer(), list_id))
    person = found(queries.get_listed(db(), shown.id, person_id))
    services.take_off_list(db(), actor=viewer(), of=shown, person=person)
    db().commit()
    return done(f"{person.name} is no longer on the list", "lists.show", list_id=shown.id)


@lists.post("/lists/<int:list_id>/delete")
@requires(Permission.MANAGE_LISTS)
def delete(list_id: int) -> Page:
    """Forget a list."""
    shown = found(queries.get_list(db(), viewer(), list_id))
    name = shown.name
    services.delete_list(db(), actor=viewer(), deleted=shown)
    db().commit()
    return done(f"The list {name} was deleted", "lists.show_all")
