"""No value that anybody can send makes a page fail: every form, with values that nobody types."""

import random
import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask

from consult.demo.cast import Cast
from tests.test_house import PUBLIC, addresses, csrf
from tests.visitor import HOST, Visitor

HOSTILE = (
    "", " ", "\x00", "a\x00b", "\ud7ff\ue000\ufffe", "\u202e\u2066", "x" * 5000, "-1", "0", "1", "2147483648", "9" * 30,
    "1e9", "true", "None", "' OR 1=1 --", "{{7*7}}", "<script>alert(1)</script>", "../../etc/passwd", "%00", "١٢",
    "approve", "file", "bank", "partner", "2026-13-45", "🙂" * 50, "\r\n\r\n", "a@b.example",
)  # fmt: skip
PEOPLE = ("Policy officer", "Police partner", "Council Executive", "Administrator")


def fields_of(visitor: Visitor, address: str) -> set[str]:
    """The names of the fields of the forms on a page, and those that our forms have in common."""
    visitor.open(address, expect=None)
    names = set(re.findall(r'name="([\w-]+)"', visitor.html)) if visitor.html else set()
    return (names | {"based_on", "text", "status", "position", "direction", "next", "reason"}) - {"csrf_token"}


@pytest.mark.parametrize("who", PEOPLE)
def test_no_value_of_any_form_makes_a_page_fail(
    who: str, backend: str, app: Flask, demo: Cast, visit: Callable[[str | None], Visitor]
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    rounds = 2 if backend == "postgresql" else 1  # it refuses more values than SQLite does
    chance = random.Random(who)
    visitor = visit(who)
    token = csrf(visitor)
    failed = []
    for method, address, rule in addresses(app, demo):
        if method != "POST" or rule == PUBLIC:
            continue
        for number in (1, 2, 12):
            target = re.sub(r"/1\b", f"/{number}", address)
            names = sorted(fields_of(visitor, target))
            for _ in range(rounds):
                values: dict[str, object] = {name: chance.choice(HOSTILE) for name in names}
                if "paper" in names and chance.random() < 0.5:
                    values["paper"] = (
                        BytesIO(chance.randbytes(200)),
                        chance.choice(("a.docx", "../b.txt", "\x00", "c.yaml")),
                    )
                response = visitor.client.post(target, base_url=HOST, data={**values, "csrf_token": token})
                if response.status_code >= 500:
                    failed.append(f"{target} {values}")
    assert failed == []


@pytest.mark.parametrize(
    "path",
    [
        "/answers/99999999999999999999", "/answers/2147483648", "/answers/-1", "/answers/1%00", "/library?q=%00",
        "/library?q=%ff%fe", "/library?page=99999999999999999999", "/responses?page=-5", "/responses?page=x",
        "/rounds/1/%00.docx", "/responses/2/drafts/response_document/1", "/responses/2/drafts/x/99999999999",
        "/sign-in?next=%0d%0aSet-Cookie:x", "/" + "a" * 3000, "/question-sets/3/questions/new?after=99999999999999",
    ],
)  # fmt: skip
def test_no_address_makes_a_page_fail(
    path: str, app: Flask, demo: Cast, visit: Callable[[str | None], Visitor]
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    assert visit("Policy officer").open(path, expect=None).status < 500
