"""The forms that somebody meets who walks through all the pages they reach, with the kind of each of their fields."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

HOST = "http://localhost"
MOST_ALIKE, BARREN = 3, 3
"""Forms of one kind that are kept, and pages of one kind without a new kind of form after which no more are opened."""
TOKEN, KEY = "csrf_token", "once"


@dataclass(frozen=True)
class Field:
    """One name of a form. `offered` are the values of its boxes, radio buttons, options or buttons."""

    name: str
    kind: str
    value: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()


@dataclass(frozen=True)
class PageForm:
    """A form as a page has it: where it goes, the view that takes it, its fields, and the page it stands on."""

    page: str
    action: str
    endpoint: str
    fields: tuple[Field, ...]

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What is the same for forms that differ only in what they are about."""
        return self.endpoint, tuple(sorted({re.sub(r"\d+", "#", field.name) for field in self.fields}))

    @property
    def takes_file(self) -> bool:
        """Whether it is sent in parts, as forms with files are."""
        return any(field.kind == "file" for field in self.fields)


def view_of(app: Flask, path: str, method: str) -> str:
    """The name of the view that answers at a path, or '' where none does."""
    try:
        return str(app.url_map.bind("localhost").match(urlsplit(path).path, method)[0])
    except HTTPException:
        return ""


def forms_met(app: Flask, client: FlaskClient, seeds: Iterable[str], *, follow: bool = True) -> list[list[PageForm]]:
    """Every kind of form on the pages that these addresses and the links on them lead to, with a few of each kind."""
    met: dict[object, list[PageForm]] = {}
    waiting, seen, barren = deque(seeds), {""}, Counter({"": BARREN, "static": BARREN})
    while waiting:
        path = waiting.popleft()
        view = view_of(app, path, "GET")
        if path in seen or (barren[view] >= BARREN and (follow or not view)):
            continue
        seen.add(path)
        response = client.get(path, base_url=HOST)
        where = response.headers.get("Location", "").removeprefix(HOST)
        if response.status_code == 403 or "/sign-in?next" in where or response.mimetype != "text/html":
            barren[view] = BARREN  # whom the gate refuses, it refuses whatever it is about; a file holds no form
        elif where:
            waiting.appendleft(where)
        elif response.status_code == 200:
            tree = lxml.html.document_fromstring(response.get_data(as_text=True))
            links = (urljoin(path, link.get("href") or "") for link in tree.iter("a"))
            waiting.extend(link for link in links if follow and link.startswith("/") and "#" not in link)
            new = [_keep(met, form) for form in _forms_on(app, path, tree)]
            barren[view] = 0 if any(new) else barren[view] + 1
        response.close()
    return list(met.values())


def _keep(met: dict[object, list[PageForm]], form: PageForm) -> bool:
    """Keep a form among those like it, unless there are enough. Whether it was kept."""
    alike = met.setdefault(form.key, [])
    wanted = len(alike) < MOST_ALIKE and form.action not in {other.action for other in alike}
    if wanted:
        alike.append(form)
    return wanted


def _forms_on(app: Flask, page: str, tree: Any) -> Iterator[PageForm]:
    for form in tree.iter("form"):
        if form.method != "POST":
            continue
        fields = _fields(form)
        buttons = form.xpath(".//button[@formaction]/@formaction")
        for action in (form.get("action") or page, *buttons):
            path = urljoin(page, action)
            if view := view_of(app, path, "POST"):
                yield PageForm(page, path, view, fields)


def _fields(form: Any) -> tuple[Field, ...]:
    """The fields by name: boxes and radio buttons with one name are one field with several values offered."""
    found: dict[str, Field] = {}
    for element in form.xpath(".//input[@name] | .//select[@name] | .//textarea[@name] | .//button[@name]"):
        name, kind = element.get("name"), _kind(element)
        value, offered = _values(element, kind)
        known = found.get(name, Field(name, kind))
        found[name] = Field(name, known.kind, known.value + value, known.offered + offered)
    return tuple(found.values())


def _kind(element: Any) -> str:
    return (element.get("type") or "text").lower() if element.tag == "input" else str(element.tag)


def _values(element: Any, kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What an element would send as it stands, and what it offers to send."""
    value = element.get("value") or ""
    if kind in ("checkbox", "radio"):
        return ((value,) if element.get("checked") is not None else ()), (value,)
    if kind == "select":
        chosen = element.xpath(".//option[@selected]/@value") or element.xpath("(.//option)[1]/@value")
        return tuple(chosen), tuple(element.xpath(".//option/@value"))
    if kind == "button":
        return (), (value,)
    if kind == "textarea":
        return ((element.text or "").removeprefix("\n"),), ()
    return (() if kind == "file" else (value,)), ()
