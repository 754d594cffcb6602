"""What is stored of each kind of text and file that the record names: its hash, computed anew, one after the other."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Executable, Select, false, func, select, tuple_
from sqlalchemy.orm import Session

from consult.documents.models import DocumentDraft, DocumentKind
from consult.drafting.models import AnswerVersion, SignOffBody
from consult.issuing.models import IssuedDocument
from consult.library.models import EntryVersion
from consult.outcomes.models import Submission
from consult.question_sets.models import PaperFile
from consult.sign_off.models import Decision, SignOffRound, Verdict
from consult.sign_off.services import words_sha256

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Present:
    """What is stored now: its hash, computed anew, and what the column beside it says (None where there is none)."""

    sha256: str
    column: str | None = None


Reader = Callable[[Session, Sequence[Key]], Iterator[tuple[Key, Present]]]


@dataclass(frozen=True)
class Kind:
    """A kind of text or file: how it is called, how one is named, how those of some keys are read, and every row."""

    name: str
    one: str
    read: Reader
    rows: Select[int]

    def name_of(self, key: Key) -> str:
        """One of them, in words."""
        return self.one.format(*key).replace("_", " ")


def _sha256(stored: object) -> str:
    """The hash of a text or a file; no hash at all of what is neither."""
    if isinstance(stored, str):
        stored = stored.encode("utf-8", "surrogatepass")
    return hashlib.sha256(stored).hexdigest() if isinstance(stored, bytes) else "neither text nor file"


def both(one: object, other: object) -> str:
    """Two facts that belong together, to be compared as one."""
    return f"{one} {other}"


def _streamed(session: Session, rows: Executable, at_once: int = 20) -> Iterator[Any]:
    return iter(session.execute(rows, execution_options={"yield_per": at_once}))


def _versions(session: Session, keys: Sequence[Key]) -> Iterator[tuple[Key, Present]]:
    key = AnswerVersion.answer_id, AnswerVersion.n
    for *named, text, column in _streamed(
        session, select(*key, AnswerVersion.text, AnswerVersion.sha256).where(tuple_(*key).in_(keys))
    ):
        yield tuple(named), Present(_sha256(text), column)


def _drafts(session: Session, keys: Sequence[Key]) -> Iterator[tuple[Key, Present]]:
    # Every save of report or letter was recorded as it was made, so its number is its place among those alike.
    key = DocumentDraft.response_id, DocumentDraft.kind, DocumentDraft.n
    wanted = [(response, DocumentKind(kind), n) for response, kind, n in keys]
    rows = select(*key, DocumentDraft.content).where(tuple_(*key).in_(wanted))
    for response, kind, n, text in _streamed(session, rows):
        yield (response, kind.value, n), Present(_sha256(text))


def _rounds(session: Session, keys: Sequence[Key]) -> Iterator[tuple[Key, Present]]:
    numbers = [number for (number,) in keys]
    rows = select(SignOffRound.id, SignOffRound.content, SignOffRound.sha256).where(SignOffRound.id.in_(numbers))
    for number, text, column in _streamed(session, rows, 1):
        yield (number,), Present(_sha256(text), column)


def _decided(session: Session, keys: Sequence[Key]) -> Iterator[tuple[Key, Decision]]:
    of_rounds = select(SignOffBody.organisation_id, Decision).join(Decision.body)
    asked = set(keys)
    for organisation, decision in _streamed(session, of_rounds.where(Decision.round_id.in_({key[0] for key in keys}))):
        if (key := (decision.round_id, organisation)) in asked:
            yield key, decision


def _decisions(session: Session, keys: Sequence[Key]) -> Iterator[tuple[Key, Present]]:
    for key, decision in _decided(session, keys):
        yield key, Present(both(decision.verdict.value, decision.sha256))


def _words(session: Session, keys: Sequence[Key]) -> Iterator[tuple[Key, Present]]:
    for key, decision in _decided(session, keys):
        yield key, Present(words_sha256(decision))


def _issued(session: Session, keys: Sequence[Key]) -> Iterator[tuple[Key, Present]]:
    of_them = (
        select(SignOffRound.response_id, IssuedDocument.kind, IssuedDocument.id)
        .join(SignOffRound, SignOffRound.id == IssuedDocument.round_id)
        .where(SignOffRound.response_id.in_({response for response, _, _ in keys}))
    )
    places, named = Counter[Key](), dict[int, Key]()
    for response, kind, number in session.execute(of_them.order_by(IssuedDocument.id)):
        places[response, kind] += 1
        named[number] = (response, kind.value, places[response, kind])
    asked = set(keys)
    wanted = [number for number, key in named.items() if key in asked]
    rows = select(IssuedDocument.id, IssuedDocument.content, IssuedDocument.sha256).where(IssuedDocument.id.in_(wanted))
    for number, content, column in _streamed(session, rows, 1):
        yield named[number], Present(_sha256(content), column)


def _papers(session: Session, keys: Sequence[Key]) -> Iterator[tuple[Key, Present]]:
    loaded = PaperFile.consultation_id.in_({consultation for consultation, _ in keys})
    rows = select(PaperFile.consultation_id, PaperFile.content, PaperFile.sha256).where(loaded)
    for consultation, content, column in _streamed(session, rows, 1):
        yield (consultation, found := _sha256(content)), Present(found, column)


def _submissions(session: Session, keys: Sequence[Key]) -> Iterator[tuple[Key, Present]]:
    of_them = Submission.response_id.in_([number for (number,) in keys])
    rows = select(Submission.response_id, SignOffRound.n, SignOffRound.sha256).join(Submission.round).where(of_them)
    for number, n, sha256 in session.execute(rows):
        yield (number,), Present(both(n, sha256))


def _entry_versions(session: Session, keys: Sequence[Key]) -> Iterator[tuple[Key, Present]]:
    key = EntryVersion.entry_id, EntryVersion.n
    for *named, answer in _streamed(session, select(*key, EntryVersion.answer).where(tuple_(*key).in_(keys))):
        yield tuple(named), Present(_sha256(answer))


def _count(table: Any, *which: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(table).where(*which)


_DECIDED = _count(Decision, Decision.verdict != Verdict.PENDING)
KINDS = {
    "answer version": Kind("answer versions", "version {1} of answer {0}", _versions, _count(AnswerVersion)),
    "draft": Kind(
        "drafts of report and letter", "draft {2} of the {1} of response {0}", _drafts, _count(DocumentDraft)
    ),
    "round": Kind("rounds", "the text of sign-off round number {0}", _rounds, _count(SignOffRound)),
    "decision": Kind("decisions", "the decision of organisation {1} in round number {0}", _decisions, _DECIDED),
    "words": Kind("minutes", "the minute of organisation {1} in round number {0}", _words, _count(Decision, false())),
    "issued file": Kind("issued files", "issued {1} {2} of response {0}", _issued, _count(IssuedDocument)),
    "submission": Kind("submissions", "the submission of response {0}", _submissions, _count(Submission)),
    "paper": Kind("papers", "a paper of consultation {0} ({1:.12})", _papers, _count(PaperFile)),
    "entry version": Kind(
        "amended earlier answers",
        "version {1} of earlier answer {0}",
        _entry_versions,
        _count(EntryVersion, EntryVersion.n > 1),
    ),
}
