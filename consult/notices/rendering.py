"""The words of a mail: a Markdown text in templates/mail, made into subject, plain text and HTML.

The first line of a text is the subject. Whatever is filled in is one line of plain words: in the HTML its marks are
shown and not obeyed, so that nobody's title or name can become a link, a picture or a heading.

A link is written to a stand-in for the service's address, which is filled in when the mail leaves. So no stage needs
to know where the service is, and a mail that waits follows a change of address.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from consult.config import PROJECT
from consult.texts import shorten, to_html
from consult.texts.characters import printable

STAND_IN = "https://service.invalid"  # a name that is never given out (RFC 2606)
HIDDEN = f"{STAND_IN}/hidden-link"
NOT_SHOWN = "[a link that only the person it was sent to may see]"
LONGEST_SUBJECT = 200
_PATH = re.compile(r"/(?!/)[\w/.~?=#-]*", re.ASCII)
_MARKS = re.compile(r"([!-/:-@\[-`{-~])")


@dataclass(frozen=True)
class Rendered:
    """A mail's words. `html` is what stands within its body."""

    subject: str
    text: str
    html: str


class _Link(str):
    """An address of ours, which was checked."""

    __slots__ = ()


def one_line(value: object) -> str:
    """A value as one line of characters that can be printed: it can end no header and begin no paragraph."""
    return " ".join(printable(str(value)).replace("\u2028", " ").replace("\u2029", " ").split())


def _as_markdown(value: object) -> str:
    return f"<{value}>" if isinstance(value, _Link) else _MARKS.sub(r"\\\1", one_line(value))


@cache
def _environment(*, markdown: bool) -> Environment:
    return Environment(
        loader=FileSystemLoader(PROJECT / "templates" / "mail"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_as_markdown if markdown else one_line,
        # The text is Markdown: `finalize` escapes what is filled in, and the HTML made of it is safe as it is made.
        autoescape=False,
    )


def check_path(path: str) -> str:
    """The path of a page of ours. ValueError when it could lead elsewhere or needs escaping."""
    if not _PATH.fullmatch(path):
        raise ValueError("a mail links only to plain paths of this service")
    return path


def render(template: str, values: Mapping[str, object]) -> Rendered:
    """Fill in the text `templates/mail/TEMPLATE.md`.

    `values["path"]`, or `values["secret_path"]` for one with a token in it, becomes the text's `link`.
    """
    filled = {name: value for name, value in values.items() if name not in ("path", "secret_path")}
    if "secret_path" in values:
        check_path(str(values["secret_path"]))
        filled["link"] = _Link(HIDDEN)
    elif "path" in values:
        filled["link"] = _Link(STAND_IN + check_path(str(values["path"])))
    plain, marked = (_environment(markdown=m).get_template(f"{template}.md").render(filled) for m in (False, True))
    subject, _, text = plain.partition("\n")
    return Rendered(
        subject=shorten(one_line(subject), LONGEST_SUBJECT),
        text=text.strip("\n") + "\n",
        html=to_html(marked.partition("\n")[2]),
    )


def addressed(words: str, *, public_address: str, secret_path: str = "") -> str:
    """The text or HTML of a mail with real links. Without its secret path, words stand for a hidden link."""
    hidden = public_address + secret_path if secret_path else NOT_SHOWN
    return words.replace(HIDDEN, hidden).replace(STAND_IN, public_address)
