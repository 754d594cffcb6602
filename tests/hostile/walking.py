"""People of every role in the application, and the forms that each of them meets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.config import Limits
from consult.demo.cast import PASSWORD, Cast, address
from consult.notices.models import OutboxMessage
from consult.people.groups import DistributionList
from tests.hostile.forms import HOST, Field, PageForm, forms_met
from tests.hostile.keeping import Kept
from tests.hostile.setting import OFFICER, PROVIDER, SENIOR, set_out
from tests.house import rules

NOBODY, HALF = "nobody", "half signed in"
# Who is needed to meet every form, and who else there is by role: their forms are others' forms again.
NEEDED = (SENIOR, "Health partner", "Council Executive", "Administrator", NOBODY, HALF)
EVERYBODY = (*NEEDED, OFFICER, "Police partner", "Partnership board", "Committee clerk", "Parish clerk")
# What only a script or the page after an act sends, so that no walk meets it: the names of its fields.
UNSEEN = {
    "account.save_codes": ("codes",),
    "openid.connect_post": ("next",),
    "passkeys.added": ("credential", "name"),
    "passkeys.ask": (),
    "passkeys.ask_at_sign_in": (),
    "unsaved_text.keep": ("text", "based_on", "kept_n", "window"),
}
SEARCHED = ("/lists/{list}?q=health", "/sign-in/code", "/sign-in/openid/back?code=a&state=b")
_PART = re.compile(r"<(?:int:)?(\w+)>")
_LARGE = 10**7
_PAGES: dict[str, list[str]] = {}


@dataclass(frozen=True)
class Someone:
    """Who somebody is, the cookie of their browser, and the token that their forms carry."""

    name: str
    app: Flask
    cookie: str
    token: str

    def browser(self) -> FlaskClient:
        """The browser as it was when they came in, whatever an act did to it since."""
        client = self.app.test_client()
        client.set_cookie("consult", self.cookie)
        return client


class Walk:
    """The demonstration with everything set out, people who have come in, and what they meet."""

    def __init__(self, app: Flask, cast: Cast, names: tuple[str, ...]) -> None:
        self.app, self.database = app, app.extensions["database"]
        app.config["PROPAGATE_EXCEPTIONS"] = False
        app.extensions["settings"] = replace(
            app.extensions["settings"], openid=PROVIDER, public_address=HOST, limits=Limits(*[_LARGE] * 4)
        )
        with self.database.transaction() as session:
            self.setting = set_out(session, cast)
        self.people = [self._come_in(name, cast) for name in names]
        self.seeds = [
            *self._addresses("GET"),
            *self._by_mail(),
            *(path.format(list=self._a_list()) for path in SEARCHED),
        ]
        self.kept = Kept(self.database)

    def _a_list(self) -> int:
        """The number of a distribution list."""
        with self.database.session(read_only=True) as session:
            return int(session.scalars(select(DistributionList.id).order_by(DistributionList.id).limit(1)).one())

    def _come_in(self, name: str, cast: Cast) -> Someone:
        """Sign somebody in; whoever has an account comes in a second time, so that they have two browsers."""
        for _ in range(2):
            client = self.app.test_client()
            values = {"csrf_token": _token(client.get("/sign-in", base_url=HOST).get_data(as_text=True))}
            path = "/sign-in/link" if name == NOBODY else "/sign-in"
            if name in (NOBODY, HALF):
                values |= {"email": address(SENIOR if name == HALF else "Police partner"), "password": PASSWORD}
            else:
                path = f"/sign-in/demo/{cast.people[name].id}"
            answer = client.post(path, base_url=HOST, data=values)
            assert answer.status_code == 302, f"{name}: {answer.get_data(as_text=True)}"
        if name == SENIOR:
            page = client.get("/account/email", base_url=HOST).get_data(as_text=True)
            values = {"csrf_token": _token(page), "email": "another@rivermead.example"}
            assert client.post("/account/email", base_url=HOST, data=values).status_code == 302
        page = client.get("/sign-in", base_url=HOST).get_data(as_text=True)
        cookie = client.get_cookie("consult")
        assert cookie
        return Someone(name, self.app, cookie.value, _token(page))

    def _addresses(self, method: str) -> Iterator[str]:
        """Each route of a method with the numbers of several things in it."""
        for methods, rule, _, _ in rules(self.app):
            if method in methods.split() and "." not in rule:
                yield from dict.fromkeys(_fill(rule, things) for things in self.setting.things)

    def _by_mail(self) -> list[str]:
        """Where links in mails lead that open something."""
        with self.database.session(read_only=True) as session:
            paths = session.scalars(select(OutboxMessage.secret_path).where(OutboxMessage.secret_path != ""))
            return sorted(set(paths))

    def forms_of(self, someone: Someone) -> list[list[PageForm]]:
        """Each kind of form that somebody meets.

        What is set out is the same in every walk but for the links in mails, so a second walk in this process opens
        only the pages on which the first found a form.
        """
        known = _PAGES.get(someone.name)
        if known:
            return forms_met(self.app, someone.browser(), [*known, *self._by_mail()], follow=False)
        found = forms_met(self.app, someone.browser(), self.seeds)
        _PAGES[someone.name] = sorted({form.page for alike in found for form in alike} - set(self._by_mail()))
        return found

    def unseen(self) -> list[list[PageForm]]:
        """The forms that no page shows before an act."""
        return [[self._unseen(rule, endpoint)] for _, rule, endpoint, _ in rules(self.app) if endpoint in UNSEEN]

    def _unseen(self, rule: str, endpoint: str) -> PageForm:
        fields = tuple(Field(name, "text") for name in UNSEEN[endpoint])
        return PageForm("", _fill(rule, self.setting.things[0]), endpoint, fields)


def _fill(rule: str, things: dict[str, object]) -> str:
    return _PART.sub(lambda found: str(things.get(found[1], 1)), rule)


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, page
    return found[1]
