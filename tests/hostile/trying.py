"""Sending hostile values with one kind of form, and saying what is wrong with the answers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from zlib import crc32

from flask import got_request_exception
from hypothesis import HealthCheck, Phase, given, seed, settings
from werkzeug.test import TestResponse

from tests.headers import EXACT, POLICY
from tests.headers import check as check_headers
from tests.hostile.forms import HOST, TOKEN, PageForm, view_of
from tests.hostile.sending import Sent
from tests.hostile.setting import PROVIDER
from tests.hostile.values import sent_with
from tests.hostile.walking import Someone, Walk

# Kept of what was refused too: that it was sent, how often, and since when a browser is open.
ALWAYS = {"use_counts", "sent_forms", "signed_in_sessions"}
# A wrong password or code counts against whoever guesses, and what a passkey was asked to sign is asked once only.
MAY_BE_KEPT = {
    "sign_in.with_password": {"failed_sign_ins"},
    "account.password": {"failed_proofs"},
    "account.confirm_second_factor": {"failed_proofs"},
    "account.turn_off": {"failed_proofs"},
    "sign_in.code_post": {"failed_proofs"},
    "passkeys.added": {"passkey_challenges"},
    "passkeys.sign_in": {"failed_proofs", "passkey_challenges"},
}
# Of a text that was written on an outdated version a version is set aside (409), so that nothing typed is lost.
SET_ASIDE = {
    "answer.save": {"answer_versions", "history"},
    "documents.letter": {"document_drafts", "history"},
    "documents.report": {"document_drafts", "history"},
}
_NOT_KEPT = re.compile("nothing was (?:saved|changed|sent)|was not saved", re.IGNORECASE)
_LEADS = "form-action 'self'"
HEADERS = {**EXACT, "Content-Security-Policy": POLICY.replace(_LEADS, f"{_LEADS} {PROVIDER.origin}")}


@dataclass
class Tried:
    """What came of one kind of form: how many values were sent, each status, and every fault in words."""

    form: PageForm
    who: str
    statuses: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def failures(self) -> int:
        """How many answers said that the service failed."""
        return sum(status >= 500 for status in self.statuses)


def try_every(walk: Walk, examples: int) -> Iterator[Tried]:
    """Every kind of form of everybody, each with who meets it first, then those that no page shows before an act."""
    done: set[object] = set()
    for someone in walk.people:
        for alike in walk.forms_of(someone):
            if alike[0].key not in done:
                done.add(alike[0].key)
                yield try_form(walk, someone, alike, examples)
    for alike in walk.unseen():
        yield try_form(walk, walk.people[0], alike, examples)


def try_form(walk: Walk, someone: Someone, alike: list[PageForm], examples: int) -> Tried:
    """Send so many hostile values with forms of one kind."""
    tried = Tried(alike[0], someone.name)

    @seed(crc32(repr(tried.form.key).encode()))  # the same in every run, and not the same for all forms
    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(sent_with(alike))
    def send(sent: Sent) -> None:
        _send(walk, someone, sent, tried)

    send()
    return tried


def _send(walk: Walk, someone: Someone, sent: Sent, tried: Tried) -> None:
    causes: list[str] = []

    def note(_app: object, exception: BaseException, **_: object) -> None:
        causes.append(f"{type(exception).__name__}: {exception}"[:300])

    body, kind = Sent(sent.path, (*sent.pairs, (TOKEN.encode(), someone.token.encode())), sent.in_parts).body()
    with got_request_exception.connected_to(note, walk.app):
        answer = someone.browser().post(sent.path, base_url=HOST, data=body, content_type=kind)
    tried.statuses.append(answer.status_code)
    view = view_of(walk.app, sent.path, "POST")
    kept_words = walk.kept.written - ALWAYS - MAY_BE_KEPT.get(view, set())
    kept = ALWAYS | MAY_BE_KEPT.get(view, set()) | (SET_ASIDE.get(view, set()) if answer.status_code == 409 else set())
    untrue = _NOT_KEPT.findall(answer.get_data(as_text=True)) if kept_words else ()
    wrong = _faults(answer, walk.kept.written - kept)
    for fault in (*wrong, *(f"says ‘{said}’, and kept {kept_words}" for said in untrue)):
        about = f"{someone.name}: POST {sent.path}: {answer.status_code}, {fault} {' '.join(causes)}"
        tried.faults.append(f"{about}\n  {str(sent.pairs)[:1500]}")
    walk.kept.put_back()


def _faults(answer: TestResponse, changed: set[str]) -> Iterator[str]:
    """What is wrong with an answer, in words."""
    if answer.status_code >= 500:
        yield "the service failed"
    if b"Traceback (most recent call last)" in answer.get_data():
        yield "a traceback"
    if 400 <= answer.status_code < 500 and changed:
        yield f"refused, and yet changed {', '.join(sorted(changed))}"
    try:
        check_headers(answer, "an answer", HEADERS)
    except AssertionError as difference:
        yield f"headers: {difference}"
