"""Somebody who uses the pages: opens them, fills their forms in and presses their buttons.

Every page that a visitor sees is held against the rules for every page.
"""

import secrets
from io import BytesIO
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import lxml.html
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from consult.running.working import read_waiting
from tests.page import check_page

HOST = "http://localhost"


class Visitor:
    """A browser without scripts."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.path = ""
        self.status: int
        self.html: str
        self.data: bytes
        self.headers: dict[str, str]

    def __getattr__(self, name: str) -> Any:
        """The page that somebody has come to is opened when it is first looked at."""
        if name not in ("status", "html", "data", "headers"):
            raise AttributeError(name)
        self.open(self.path or "/", expect=None)
        return getattr(self, name)

    def sign_in_as(self, person_id: int) -> Self:
        """Sign in as one of the demonstration's people, as the button on the page does; the home page comes next."""
        raw = secrets.token_hex(16)
        with self.client.session_transaction(base_url=HOST) as kept:
            kept["csrf_token"] = raw
        key = str(self.client.application.secret_key)
        token = URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(raw)
        answer = self.client.post(f"/sign-in/demo/{person_id}", base_url=HOST, data={"csrf_token": token})
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/"), answer.status
        self.path = "/"
        return self

    def open(self, path: str, *, expect: int | None = 200) -> Self:
        """Open a page, following redirects. With `expect` the status must be that."""
        self._take(self.client.get(path, base_url=HOST))
        assert expect is None or self.status == expect, f"{path}: {self.status}\n{self.text[:2000]}"
        return self

    def _take(self, response: Any) -> None:
        for _ in range(5):
            if response.status_code not in (301, 302, 303, 307, 308):
                break
            self.path = urljoin(self.path or "/", response.headers["Location"]).removeprefix(HOST)
            response = self.client.get(self.path, base_url=HOST)
        else:
            raise AssertionError("too many redirects")
        self.status, self.headers, self.data = response.status_code, dict(response.headers), response.data
        response.close()
        parts = urlsplit(response.request.url)
        self.path = parts.path + (f"?{parts.query}" if parts.query else "")
        self.html = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
        if self.html:
            check_page(self.html, url=self.path)

    def wait_until_read(self) -> Self:
        """Let the worker read what was uploaded, in its own process as always, then see the page again."""
        read_waiting(self.client.application.extensions["database"])
        return self.open(self.path)

    @property
    def document(self) -> Any:
        """The page as a tree."""
        return lxml.html.document_fromstring(self.html, base_url=HOST + self.path)

    @property
    def text(self) -> str:
        """The words of the page, one space between them."""
        for element in (tree := self.document).iter("script", "style"):
            element.text = ""
        return " ".join(tree.text_content().split()) if self.html else self.data.decode("utf-8", "replace")

    @property
    def heading(self) -> str:
        """The page's h1."""
        return " ".join(self.document.find(".//h1").text_content().split())

    def follow(self, words: str) -> Self:
        """Follow the first link whose words contain these."""
        for link in self.document.iter("a"):
            if words in " ".join(link.text_content().split()):
                return self.open(urljoin(self.path, link.get("href")))
        raise AssertionError(f"no link {words!r} on {self.path}")

    def has_button(self, words: str) -> bool:
        """Whether there is a button with these words."""
        return any(words in " ".join(button.text_content().split()) for button in self.document.iter("button"))

    def form_with(self, words: str) -> Any:
        """The form that has a button with these words."""
        for button in self.document.iter("button"):
            if words in " ".join(button.text_content().split()):
                form = next((e for e in button.iterancestors("form")), None)
                if form is not None:
                    return form
        raise AssertionError(f"no button {words!r} on {self.path}")

    def submit(self, button: str, _expect: int | None = None, **fields: Any) -> Self:
        """Fill in fields of the form that has this button, and press it.

        A field takes a text, a list of values for tick boxes, or a pair of name and bytes for a file. '-' in a field's
        name is written '__'.
        """
        form = self.form_with(button)
        values: dict[str, Any] = {}
        for name, value in form.form_values():
            values.setdefault(name, []).append(value)
        known = set(form.inputs.keys())
        for name, value in fields.items():
            name = name.replace("__", "-")
            assert name in known, f"no field {name!r} on {self.path}, only {sorted(known)}"
            values[name] = (BytesIO(value[1]), value[0]) if isinstance(value, tuple) else value
        action = urljoin(self.path, form.get("action") or self.path)
        send = self.client.post if form.method == "POST" else self.client.get
        kind = {"data": values} if form.method == "POST" else {"query_string": values}
        self._take(send(action, base_url=HOST, **kind))
        wanted = _expect if _expect is not None else 200
        assert self.status == wanted, f"{action}: {self.status}\n{self.text[:3000]}"
        return self
