"""The page on which people choose how often they get mail about comments."""

from flask import Blueprint

from consult.people import queries
from consult.people.models import CommentMail
from consult.people.own_mail import choose_comment_mail, chooses_comment_mail
from consult.permissions import Permission, requires
from consult.sign_in.pages.forms import OwnMailForm
from consult.web.every_page import Page, carry_out, db, done, form_page, found, to_change, viewer

own_mail = Blueprint("own_mail", __name__)


@own_mail.route("/account/mail", methods=["GET", "POST"])
@requires(Permission.USE_SERVICE)
def choose() -> Page:
    """Choose how often one is told of comments on the responses that one leads. There is no such page for others."""
    found(chooses_comment_mail(viewer()) or None)
    person = to_change(lambda: queries.get_person(db(), viewer().person_id))
    form = OwnMailForm(stored={"comments": person.comment_mail.value})
    if form.validate_on_submit() and carry_out(
        form,
        lambda: choose_comment_mail(db(), actor=viewer(), person=person, often=CommentMail(form.comments.data)),
    ):
        return done("Your choice was saved", "account.show")
    return form_page("sign_in/own_mail.html", form)
