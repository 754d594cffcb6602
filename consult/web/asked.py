"""What an address or a form asks for, whatever was typed there: a page of a list, people, where to go on."""

import re

from flask import request, url_for


def chosen_people() -> dict[str, int]:
    """Whom the form hands each open matter over to: numbers of people by the name of the matter; 0 leaves it open."""
    named = ((name.removeprefix("to-"), value) for name, value in request.form.items() if name.startswith("to-"))
    return {name: int(value) for name, value in named if value.isascii() and value.isdigit() and len(value) < 10}


def page_number() -> int:
    """The page of a list that was asked for; 1 when what was asked is no number."""
    return min(request.args.get("page", 1, type=int) or 1, 1_000_000)


def safe_next(target: str) -> str:
    """Where to go after signing in: a path of ours, or home."""
    # A browser drops tabs and line ends, reads a backslash as a slash, and two slashes as the name of a host.
    own = target.isprintable() and "\\" not in target and re.match(r"/(?!/)", target)
    return target if own else url_for("home.home")
