"""The pages of commenting on an answer and settling comments."""

from flask import Blueprint, render_template, request

from consult.comments import queries, services
from consult.comments.models import DispositionOutcome
from consult.comments.pages.forms import SettleForm
from consult.drafting.queries import get_response, leads
from consult.drafting.versions import current_version
from consult.permissions import Permission, requires
from consult.web.asked import page_number
from consult.web.every_page import (
    Page,
    carry_out,
    db,
    done,
    form_page,
    found,
    viewer,
)

comments = Blueprint("comments", __name__)


@comments.get("/responses/<int:response_id>/comments")
@requires(Permission.READ_RESPONSES)
def list_comments(response_id: int) -> Page:
    """The comments on a whole response."""
    response = found(get_response(db(), viewer=viewer(), response_id=response_id))
    waiting_only = request.args.get("show") == "waiting"
    listed = queries.response_comments(
        db(), viewer=viewer(), response=response, waiting_only=waiting_only, page=page_number()
    )
    return render_template(
        "comments/list.html",
        response=response,
        listed=listed,
        waiting_only=waiting_only,
        leads=leads(viewer(), response),
    )


@comments.route("/comments/<int:comment_id>/settle", methods=["GET", "POST"])
@requires(Permission.SETTLE_COMMENTS)
def settle(comment_id: int) -> Page:
    """Settle a comment with a reason."""
    said = found(queries.get_comment(db(), viewer=viewer(), comment_id=comment_id))
    found(said if leads(viewer(), said.answer.response) else None)
    form = SettleForm()
    if form.validate_on_submit() and carry_out(
        form,
        lambda: services.settle(
            db(),
            actor=viewer(),
            comment=said,
            outcome=DispositionOutcome(form.outcome.data),
            reason=form.reason.data or "",
        ),
    ):
        return done("The comment was settled", "answer.show", kept=(f"settle-{said.id}",), answer_id=said.answer_id)
    text = answer.text if (answer := current_version(db(), answer=said.answer)) else ""
    return form_page("comments/settle.html", form, comment=said, text=text)
