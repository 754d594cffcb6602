"""No form takes more than its fields: every column there is, posted beside what somebody sensible fills in.

Each kind of form that anybody meets is sent twice from the same state of the database, with and without a field for
every column of every table and every relationship; both leave the same rows behind. A new form is met by the walk; one
that refuses what is filled in here needs a line in `FILLED`, or in `REFUSED` with the reason why nothing is accepted.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Mapper

from consult import dates
from consult.database import Base
from consult.demo.cast import PASSWORD, Cast, address
from consult.running.tables import metadata
from tests.hostile.forms import HOST, TOKEN, PageForm
from tests.hostile.sending import File, Sent, pairs_of, typed
from tests.hostile.walking import NEEDED, Someone, Walk

FEW = 10
"""Fields added at once to a form of somebody who is not signed in."""

# Which fields a form has is said in Python: the database has no part in it.
pytestmark = [pytest.mark.authz, pytest.mark.one_database]
SMUGGLED, DAY = "Smuggled in", "1999-09-09"
NAMED = ("approved", "author", "is_admin", "level", "owner", "response", "role", "submitted", "user_id", "version")
# What is made anew at every act: tokens, secrets, and hashes of them and of the moment.
ANEW = {
    "address_changes.token_sha256", "history.hash", "history.previous", "invitations.token_sha256",
    "known_browsers.token_sha256", "outbox.reference", "outbox.secret_path", "passkey_challenges.challenge",
    "people.password_hash", "recovery_codes.code_sha256", "second_factors.secret", "sign_in_links.browser_sha256",
    "sign_in_links.token_sha256", "signed_in_sessions.token_sha256",
}  # fmt: skip
_PLANNED, _PARTS = ("comments_by", "report_by", "decision_by"), ("day", "month", "year")
FILLED: dict[str, dict[str, list[str | File]]] = {
    "sign_in.with_password": {"email": [address("Policy officer")], "password": [PASSWORD]},
    "account.password": {"current_password": [PASSWORD]},
    "drafting.set_up": {
        "bodies": ["1", "2"],
        "closing_day-year": ["2025"],
        **{f"{each}-{part}": [""] for each in _PLANNED for part in _PARTS},
    },
    "invite.new": {"people": ["somebody.new@rivermead.example"]},
    "invite.give_role": {"email": [address("Health partner")]},
    "deciders.give": {"email": [address("Health partner")]},
    "library_review.review": {"by": [""]},
    "library_review.amend": {"answer": ["Another answer, found since."]},
    "catalogue.file": {"adopted_on-year": ["2019"]},
    "sign_off.decide": {"amendments": [""], "meeting_on-year": ["2020"]},
    "organisations.new_member": {"organisation": ["7"]},
    "leaving.move": {"organisation": ["7"]},
}
_CODE, _PROVIDER = "it asks for a code that only an app knows", "no identity provider listens here"
REFUSED = {
    "account.confirm_second_factor": _CODE,
    "account.turn_off": _CODE,
    "sign_in.code_post": _CODE,
    "openid.start": _PROVIDER,
    "openid.start_connecting": _PROVIDER,
    "openid.finish": _PROVIDER,
    "passkeys.sign_in": "it asks for a signature that only a device makes",
}


def smuggled() -> dict[str, list[str]]:
    """Every name that could be meant for a column or a relationship, with values that a column of that name takes."""
    found: dict[str, list[str]] = {name: [SMUGGLED, "2"] for name in NAMED}
    for column in columns():
        for name, values in _values(column).items():
            known = found.setdefault(name, [])
            known += [value for value in values if value not in known]
    for mapper in Base.registry.mappers:
        for name in relationships(mapper):
            found.setdefault(name, ["2"])
    return found


def columns() -> list[sa.Column[Any]]:
    """Every column of every table."""
    return [column for table in metadata.sorted_tables for column in table.columns]


def relationships(mapper: Mapper[Any]) -> list[str]:
    """The names under which rows of a table hold others."""
    return list(mapper.relationships.keys())


def _values(column: sa.Column[Any]) -> dict[str, list[str]]:
    """What to send under a column's name: something that it could hold and that it does not hold by itself."""
    name, kind = column.name, column.type
    if isinstance(kind, sa.Enum):
        return {name: [str(value) for value in kind.enums]}
    if isinstance(kind, sa.Boolean):
        return {name: ["false" if column.default is not None and column.default.arg else "y"]}
    if isinstance(kind, (sa.DateTime, sa.Date)) or isinstance(getattr(kind, "impl", None), sa.DateTime):
        parts = dict(zip(("year", "month", "day"), DAY.split("-"), strict=True))
        return {name: [DAY], **{f"{name}-{part}": [value] for part, value in parts.items()}}
    if isinstance(kind, (sa.Integer, sa.Numeric)):
        return {name: ["2"]}
    return {name: [SMUGGLED]}


Outcome = tuple[int, str, dict[str, list[dict[str, object]]]]


def send(walk: Walk, someone: Someone, form: PageForm, values: Mapping[str, list[str | File]]) -> Outcome:
    """Send a form and put everything back: the status, where it led, and the tables it wrote to as it left them."""
    sent = Sent(form.action, pairs_of({**values, TOKEN: [someone.token]}), form.takes_file)
    body, kind = sent.body()
    answer = someone.browser().post(form.action, base_url=HOST, data=body, content_type=kind)
    answer.close()
    left = {name: rows(walk, name) for name in sorted(walk.kept.written)}
    walk.kept.put_back()
    return answer.status_code, answer.headers.get("Location", ""), left


def rows(walk: Walk, name: str) -> list[dict[str, object]]:
    """The rows of a table but for times and what is made anew; a time that was sent is not one of those."""
    table = metadata.tables.get(name)
    if table is None:
        return []  # of the search index, which follows the others
    with walk.database.engine.connect() as connection:
        found = connection.execute(sa.select(table).order_by(*table.primary_key)).mappings().all()
    return [{key: plain(f"{name}.{key}", value) for key, value in row.items()} for row in found]


def plain(column: str, value: object) -> object:
    """A value as it is compared."""
    if hasattr(value, "hour"):
        return value if DAY in str(value) else "a time"
    return "made anew" if column in ANEW and value and SMUGGLED not in str(value) else value


def sent_best(walk: Walk, someone: Someone, alike: list[PageForm]) -> tuple[PageForm, Outcome]:
    """The first of several forms alike that is accepted as it is filled in, and what came of it."""
    for form in alike:
        outcome = send(walk, someone, form, filled(form))
        if outcome[0] < 400:
            break
    return form, outcome


def filled(form: PageForm) -> dict[str, list[str | File]]:
    """A form as somebody sensible fills it in."""
    return {**typed(form), **FILLED.get(form.endpoint, {})}


def test_no_form_changes_a_column_that_it_has_no_field_for(
    backend: str, app: Flask, demo: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk, names, accepted, wrong = Walk(app, demo, NEEDED), smuggled(), set(), []
    app.config["PROPAGATE_EXCEPTIONS"] = True
    done: dict[object, str] = {}
    for someone in walk.people:
        met = walk.forms_of(someone)
        walk.kept.put_back()
        for alike in met:
            if alike[0].key in done:
                continue
            done[alike[0].key] = alike[0].endpoint
            with monkeypatch.context() as clock:  # documents say at which minute they were issued
                clock.setattr(dates, "now", partial(_same, dates.now()))
                form, without = sent_best(walk, someone, alike)
                values = filled(form)
                extra = {name: several for name, several in names.items() if name not in values and name != TOKEN}
                for some in batched(extra, FEW if someone.name == "nobody" else len(extra)):
                    with_them = send(walk, someone, form, {**some, **values})
                    wrong += differences(f"{someone.name} {form.action}", without, with_them)
            accepted |= {form.endpoint} if without[0] < 400 else set()
    print(f"{len(done)} forms, {len(names)} names of {len(columns())} columns, {len(accepted)} views accepted")
    assert wrong == []
    assert sorted(set(done.values()) - accepted) == sorted(REFUSED)


def batched(extra: dict[str, list[str | File]], size: int) -> Iterator[dict[str, list[str | File]]]:
    """The fields in so many at once: a stranger's form may have few."""
    rest = iter(extra.items())
    while some := dict(islice(rest, size)):
        yield some


def _same(moment: datetime) -> datetime:
    return moment


def differences(where: str, without: Outcome, with_them: Outcome) -> list[str]:
    """How two outcomes differ, in words."""
    if without[:2] != with_them[:2]:
        return [f"{where}: {without[:2]}, with more fields {with_them[:2]}"]
    found = [f"{where}: {table} written" for table in without[2].keys() ^ with_them[2].keys()]
    for table in without[2].keys() & with_them[2].keys():
        pairs = zip(without[2][table], with_them[2][table], strict=False)
        found += [f"{where}: {table} {_changed(one, other)}" for one, other in pairs if one != other]
        if len(without[2][table]) != len(with_them[2][table]):
            found.append(f"{where}: {table} has another number of rows")
    return found


def _changed(one: dict[str, object], other: dict[str, object]) -> str:
    return ", ".join(f"{key}: {one[key]!r} and {other[key]!r}" for key in one if one[key] != other[key])[:300]
