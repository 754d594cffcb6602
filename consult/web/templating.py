"""What every template can use: filters, components, the address of a built file, and who is signed in."""

from functools import cache

from flask import Flask, current_app, g, get_flashed_messages, request, url_for
from jinja2 import FileSystemLoader, StrictUndefined
from markupsafe import Markup

from consult import dates, texts
from consult.config import PROJECT
from consult.permissions import Permission
from consult.stored import decoded
from consult.web.error_pages import typed_texts
from consult.web.govuk import govuk

STATIC = PROJECT / "consult" / "static"


def init_jinja(app: Flask) -> None:
    """Make the application draw our templates; a value that a template lacks is an error."""
    app.jinja_loader = FileSystemLoader(PROJECT / "templates")
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        long_date=dates.long_date,
        long_time=dates.long_time,
        when=dates.when,
        markdown=_text,
        compared=lambda compared: Markup(compared.html),  # safe as it is made
        markdown_line=lambda text: Markup(texts.line_to_html(text)),  # safe as it is made
        shorten=texts.shorten,
        listed=lambda things: texts.listed(list(things)),
        words=texts.count_words,
    )
    app.jinja_env.globals.update(
        asset=asset,
        govuk=govuk,
        may=lambda permission: bool(g.get("viewer")) and g.viewer.may(Permission(permission)),
        days_left=dates.days_left,
        in_words=dates.in_words,
        starts_day=dates.starts_day,
        told=told,
        clock=lambda: dates.clock_time(dates.now()),
        typed_texts=lambda: typed_texts() if request.method == "POST" else [],
    )
    app.context_processor(_around)


def _around() -> dict[str, object]:
    """What differs by request or by the settings that the application has taken up."""
    demo: bool = current_app.extensions["settings"].demo
    return {"viewer": g.get("viewer"), "nonce": g.get("nonce", ""), "demo": demo}


def told() -> list[str]:
    """What the press before has done, for the first place of the page that asks: it is said once."""
    if g.get("is_told"):
        return []
    g.is_told = True
    return [str(message) for message in get_flashed_messages(category_filter=["message"])]


def _text(stored: str) -> Markup:
    """A text on a page, where no other has its name: so its notes lead there and back."""
    g.texts = g.get("texts", 0) + 1
    return Markup(texts.to_html(stored, f"text-{g.texts}"))  # safe as it is made


@cache
def _manifest() -> dict[str, str]:
    path = STATIC / "manifest.json"
    return decoded(path.read_bytes(), dict[str, str]) if path.exists() else {}


def asset(name: str) -> str:
    """The address of a built file; its name changes with its content, so that it can be kept for a year."""
    return url_for("static", filename=_manifest().get(name, name))
