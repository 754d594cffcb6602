"""Reading what is sent to a form costs as much as it is long: long fields, one many times, many that are none."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import SelectField

import consult
from consult.web.fields import Form
from tests.costs.shapes import SHAPES
from tests.costs.steps import AT_MOST, Steps

SMALL, LEAST = 300, 1_000
GIVEN: dict[str, object] = {"stored": {}, "second_factor": False}
"""What forms are given that is no field."""


def _forms(kind: type[Form] = Form) -> Iterator[type[Form]]:
    for each in kind.__subclasses__():
        if each.__module__.startswith("consult."):
            yield each
        yield from _forms(each)


for _module in pkgutil.walk_packages(consult.__path__, "consult."):
    if ".pages." in _module.name:
        importlib.import_module(_module.name)
FORMS = {f"{each.__module__.partition('.')[2]}.{each.__name__}": each for each in _forms()}

SENT: dict[str, Callable[[list[str], int], MultiDict[str, str]]] = {
    **{
        shape: lambda names, size, shape=shape: MultiDict([(name, SHAPES[shape](size)) for name in names])  # type: ignore[misc]
        for shape in (
            "each paragraph another",
            "marks",
            "one word again and again",
            "answers",
            "at signs",
            "digits without end",
        )
    },
    "each field many times": lambda names, size: MultiDict([(name, "1") for name in names for _ in range(size // 10)]),
    "many that are no fields": lambda names, size: MultiDict([(f"{names[0]}-{n}", "1") for n in range(size // 10)]),
}


@pytest.fixture(scope="module")
def app() -> Flask:
    app = Flask("forms")
    app.config.update(SECRET_KEY="none", WTF_CSRF_ENABLED=False)
    return app


def _made(kind: type[Form]) -> Form:
    wanted = inspect.signature(kind.__init__).parameters.values()
    given: dict[str, Any] = {each.name: GIVEN[each.name] for each in wanted if each.name in GIVEN}
    form = kind(**given)
    for field in form:
        if isinstance(field, SelectField) and field.choices is None:
            field.choices = []
    return form


@pytest.mark.parametrize("name", FORMS)
def test_ten_times_what_is_sent_takes_no_more_than_fifteen_times_the_steps(name: str, app: Flask) -> None:
    kind = FORMS[name]
    with app.test_request_context("/", method="POST"):
        names = [field.name for field in _made(kind)]

    def taken(sent: MultiDict[str, str]) -> int:
        with app.test_request_context("/", method="POST", data=sent), Steps() as counted:
            _made(kind).validate()
        return counted.count

    if names:
        grown = {
            what: taken(make(names, 10 * SMALL)) / max(taken(make(names, SMALL)), LEAST) for what, make in SENT.items()
        }
        assert {what: times for what, times in grown.items() if times > AT_MOST} == {}


def test_all_forms_are_tried() -> None:
    assert len(FORMS) > 60
