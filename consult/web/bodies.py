"""How much a request may bring. It is bounded before it is read, and for a stranger more narrowly.

A stranger is somebody in whose browser nobody signed in: they get nothing back of what they sent.
"""

from io import BytesIO
from typing import IO

import flask
from flask import Flask, abort, request, session
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from consult.config import LARGEST_FORM, LARGEST_UPLOAD

WAS_HERE = "was_here"
"""What a browser keeps of somebody who signed out in it: a form that is open in another window still comes back."""
LARGEST_OF_A_STRANGER = 32 * 1024
MOST_FIELDS = 5_000
MOST_FIELDS_OF_A_STRANGER = 50
LONGEST_QUERY = 8_000
_Parsed = tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]


class BoundedParser(FormDataParser):
    """Counts the fields of a form before they are taken apart, and its texts wherever they stand."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> _Parsed:
        """The form and the files of a body. Raises RequestEntityTooLarge."""
        largest = self.max_form_memory_size or LARGEST_FORM
        if mimetype == "application/x-www-form-urlencoded":
            typed = stream.read(largest + 1)
            if len(typed) > largest or typed.count(b"&") >= (self.max_form_parts or MOST_FIELDS):
                raise RequestEntityTooLarge
            stream, content_length = BytesIO(typed), len(typed)
        parsed: _Parsed = super().parse(stream, mimetype, content_length, options)
        if sum(len(name) + len(value) for name, value in parsed[1].items(multi=True)) > largest:
            raise RequestEntityTooLarge
        return parsed


class Request(flask.Request):
    """A request whose form is bounded."""

    form_data_parser_class = BoundedParser


def init_app(app: Flask) -> None:
    """Bound every request, before anything else looks at it."""
    app.request_class = Request
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_UPLOAD + LARGEST_FORM, MAX_FORM_MEMORY_SIZE=LARGEST_FORM, MAX_FORM_PARTS=MOST_FIELDS
    )
    app.before_request(_bound)


def is_stranger() -> bool:
    """Whether nobody signed in, in this browser. What it keeps is signed, so that nobody can say so who did not."""
    return not ("token" in session or WAS_HERE in session)


def _bound() -> None:
    if len(request.query_string) > LONGEST_QUERY:
        abort(414)
    if is_stranger():
        request.max_content_length = request.max_form_memory_size = LARGEST_OF_A_STRANGER
        request.max_form_parts = MOST_FIELDS_OF_A_STRANGER
    if (request.content_length or 0) > (request.max_content_length or 0):
        abort(413)


def sent() -> tuple[MultiDict[str, str], MultiDict[str, FileStorage]]:
    """The form and the files that came with a request; none of a stranger, and none where there is too much."""
    try:
        return (MultiDict(), MultiDict()) if is_stranger() else (request.form, request.files)
    except RequestEntityTooLarge:
        return MultiDict(), MultiDict()
