"""The pages on which who operates the service sees its mail, and sends again what did not arrive."""

from flask import Blueprint, current_app, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from consult.notices import queries, rules, services
from consult.notices.models import NoticeState
from consult.notices.rendering import addressed
from consult.permissions import Permission, requires
from consult.web.asked import page_number
from consult.web.every_page import (
    Page,
    db,
    done,
    found,
    settings,
    viewer,
)

notices = Blueprint("notices", __name__)


@notices.get("/notices")
@requires(Permission.MANAGE_NOTICES)
def list_notices() -> Page:
    """All mail, newest first, or that of one state."""
    asked = request.args.get("state", "")
    state = NoticeState(asked) if asked in set(NoticeState) else None
    listed = queries.list_messages(db(), viewer=viewer(), state=state, page=page_number())
    set_up = settings().demo or settings().mail is not None
    return render_template("notices/list.html", listed=listed, state=state, states=list(NoticeState), set_up=set_up)


@notices.get("/notices/<int:notice_id>")
@requires(Permission.MANAGE_NOTICES)
def notice(notice_id: int) -> Page:
    """One mail. A link that opens something is shown in the demonstration only, where no mail leaves."""
    message = found(queries.get_message(db(), viewer=viewer(), message_id=notice_id))
    secret_path = message.secret_path if settings().demo else ""
    text = addressed(message.text, public_address=settings().public_address, secret_path=secret_path)
    again, home = rules.may_send_again(message), settings().public_address
    return render_template(
        "notices/notice.html",
        message=message,
        text="" if rules.is_for_its_reader(message) else text,
        again=again,
        public_address=home,
        may_open=_opens_to_all,
    )


def _opens_to_all(path: str) -> bool:
    """Whether anybody may open a page. The others are their readers' alone: who looks after the mail gets no link."""
    try:
        endpoint, _ = current_app.url_map.bind("").match(path.partition("?")[0].partition("#")[0], method="GET")
    except (HTTPException, RequestRedirect):
        return False
    return bool(getattr(current_app.view_functions[endpoint], "public", False))


@notices.post("/notices/<int:notice_id>/send-again")
@requires(Permission.MANAGE_NOTICES)
def send_again(notice_id: int) -> Page:
    """Let a mail wait for new attempts."""
    message = found(queries.get_message(db(), viewer=viewer(), message_id=notice_id))
    again = services.send_again(db(), actor=viewer(), message=message)
    db().commit()
    words = "The message will be sent again" if again else "The message is on its way already"
    return done(words, "notices.notice", notice_id=notice_id)
