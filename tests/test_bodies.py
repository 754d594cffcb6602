"""What a request brings is bounded before it is read; a stranger gets nothing back, a person all that they typed."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.formparser import FormDataParser

from consult.config import LARGEST_FORM
from consult.demo.cast import Cast
from consult.web import bodies
from consult.web.bodies import LARGEST_OF_A_STRANGER, MOST_FIELDS, MOST_FIELDS_OF_A_STRANGER
from consult.web.error_pages import MOST_BOXES
from tests.factories.situations import Drafting
from tests.house import rules
from tests.visitor import HOST, Visitor

Visit = Callable[[str | None], Visitor]
MARK = "Typed-by-a-stranger"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How much was taken apart by each form that was read."""
    sizes: list[int] = []
    real = FormDataParser.parse

    def parse(self: FormDataParser, stream: Any, mimetype: str, length: int | None, options: Any = None) -> Any:
        sizes.append(length or 0)
        return real(self, stream, mimetype, length, options)

    monkeypatch.setattr(FormDataParser, "parse", parse)
    return sizes


def open_to_strangers(app: Flask) -> Iterator[str]:
    for methods, path, _, _ in rules(app):
        if "POST" in methods:
            yield path.replace("<int:person_id>", "1").replace("<token>", "x").replace("<int:", "").split("<")[0]


def test_a_stranger_gets_nothing_back_whatever_they_send_and_wherever(
    app: Flask, cast: Cast, parsed: list[int]
) -> None:
    client = app.test_client()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    paths = {*open_to_strangers(app), "/", "/nowhere", "/static/x.js", "/sign-in", "/sign-in/link", "/sign-in/code"}
    for path in sorted(paths):
        for data in (f"a={MARK}&" * 1000, f"{MARK} {MARK}=b&text={MARK} and more words&email={MARK}@a.example"):
            answer = client.post(path, data=data, content_type=FORM, base_url=HOST)
            assert answer.status_code in (400, 401, 404, 405, 413, 302, 308), path
            assert MARK not in answer.text, path
            assert len(answer.data) < 40_000
    assert max(parsed, default=0) <= LARGEST_OF_A_STRANGER


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/link", "/sign-in/code", "/nowhere", "/answers/{}"])
def test_a_large_form_of_a_stranger_is_not_even_read(
    path: str, app: Flask, drafting: Drafting, parsed: list[int]
) -> None:
    client, large = app.test_client(), "a=b+c&" * 350_000
    answer = client.post(path.format(drafting.answers[0]), data=large, content_type=FORM, base_url=HOST)
    assert answer.status_code == 413
    assert "What you sent is too large" in answer.text
    assert len(answer.data) < 40_000
    assert parsed == []


def test_a_body_without_a_length_is_bounded_as_well(app: Flask, cast: Cast, parsed: list[int]) -> None:
    stream = io.BytesIO(b"a=b+c&" * 350_000)
    answer = app.test_client().post(
        "/sign-in",
        input_stream=stream,
        content_type=FORM,
        base_url=HOST,
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert answer.status_code == 413
    assert parsed == []
    assert stream.tell() <= 4 * LARGEST_OF_A_STRANGER


@pytest.mark.parametrize("fields", [MOST_FIELDS_OF_A_STRANGER + 1, 1_000])
@pytest.mark.parametrize("kind", ["fields", "files"])
def test_many_fields_or_parts_of_a_stranger_are_refused(fields: int, kind: str, app: Flask, cast: Cast) -> None:
    some: dict[str, Any] = {f"f{n}": "x" if kind == "fields" else (io.BytesIO(b"x"), "a") for n in range(fields)}
    answer = app.test_client().post("/sign-in", data=some, base_url=HOST)
    assert answer.status_code == 413


def test_a_stranger_uploads_nothing(app: Flask, cast: Cast) -> None:
    file = io.BytesIO(b"x" * 100_000)
    answer = app.test_client().post("/consultations/load", data={"paper": (file, MARK)}, base_url=HOST)
    assert answer.status_code == 413
    assert MARK not in answer.text


def test_a_stranger_can_sign_in_as_before(app: Flask, drafting: Drafting, visit: Visit) -> None:
    visitor = visit(None).open("/sign-in")
    visitor.submit("Sign in", _expect=422, email="nobody@council.example", password="wrong password")
    assert visitor.heading == "Sign in"


def test_an_address_too_long_is_refused(app: Flask, cast: Cast) -> None:
    answer = app.test_client().get("/sign-in?next=/" + "a" * 9_000, base_url=HOST)
    assert answer.status_code == 414
    assert "aaaa" not in answer.text


def test_a_person_gets_all_they_typed_back_up_to_the_largest_form(app: Flask, drafting: Drafting, visit: Visit) -> None:
    words = "What was typed. " * (LARGEST_FORM // 16 - 100)
    client = visit("Policy officer").client
    answer = client.post(f"/answers/{drafting.answers[0]}", data={"text": words, "csrf_token": "stale"}, base_url=HOST)
    assert answer.status_code == 400
    assert words in answer.text


def test_a_person_gets_back_what_stands_in_many_fields_without_a_box_for_each(
    app: Flask, drafting: Drafting, visit: Visit
) -> None:
    client = visit("Policy officer").client
    typed = {f"field-{n}": f"some words {n}." for n in range(MOST_FIELDS - 100)}
    answer = client.post(f"/answers/{drafting.answers[0]}", data=typed, base_url=HOST)
    assert answer.status_code == 400
    assert answer.text.count("<textarea") == MOST_BOXES + 1
    assert all(f"some words {n}." in answer.text for n in range(MOST_FIELDS - 100))
    assert len(answer.data) < 4 * sum(len(name) + len(value) for name, value in typed.items()) + 100_000


@pytest.mark.parametrize("kind", ["urlencoded", "multipart"])
def test_a_form_of_more_fields_than_any_page_has_is_refused(
    kind: str, app: Flask, drafting: Drafting, visit: Visit
) -> None:
    client = visit("Policy officer").client
    some: dict[str, Any] = {f"f{n}": "x" for n in range(MOST_FIELDS + 1)}
    if kind == "multipart":
        some["file"] = (io.BytesIO(b"x"), "a.txt")
    answer = client.post(f"/answers/{drafting.answers[0]}", data=some, base_url=HOST)
    assert answer.status_code == 413
    assert answer.text.count("<textarea") == 0


def test_the_texts_of_a_form_with_files_are_bounded_together(app: Flask, drafting: Drafting, visit: Visit) -> None:
    client = visit("Policy officer").client
    some: dict[str, Any] = {f"f{n}": "x" * (LARGEST_FORM // 4) for n in range(6)}
    some["file"] = (io.BytesIO(b"x"), "a.txt")
    assert client.post("/consultations/load", data=some, base_url=HOST).status_code == 413


def test_whoever_signed_out_in_another_window_still_gets_back_what_they_typed(
    app: Flask, drafting: Drafting, visit: Visit
) -> None:
    officer = visit("Policy officer").open(f"/answers/{drafting.answers[0]}")
    officer.submit("Sign out")
    words = "What was typed before. " * 3_000
    answer = officer.client.post(f"/answers/{drafting.answers[0]}", data={"text": words}, base_url=HOST)
    assert answer.status_code == 401
    assert words.strip() in answer.text


def test_a_cookie_that_we_did_not_sign_makes_nobody_known(app: Flask, drafting: Drafting) -> None:
    client = app.test_client()
    client.set_cookie("consult", "eyJ3YXNfaGVyZSI6dHJ1ZX0.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    answer = client.post(f"/answers/{drafting.answers[0]}", data={"text": f"{MARK} and more"}, base_url=HOST)
    assert MARK not in answer.text
    assert bodies.WAS_HERE == "was_here"
