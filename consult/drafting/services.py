"""Setting a response up and drafting its answers: every save is a version."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult import dates, texts
from consult.drafting import finishing, rules
from consult.drafting.finishing import Reasons
from consult.drafting.inviting import note_used
from consult.drafting.models import Answer, AnswerVersion, ConsultationResponse, SignOffBody
from consult.drafting.states import AnswerStatus, ResponseState, VersionSource
from consult.drafting.together import BothTexts, held_against
from consult.drafting.versions import current_version
from consult.history.services import record
from consult.history.turns import as_it_is
from consult.permissions import Viewer
from consult.question_sets.models import Question
from consult.texts.characters import is_blank, printable


@dataclass(frozen=True)
class Saved:
    """What a save did. `version` is None when the text was the current one already.

    `conflict` is the version that somebody else had saved meanwhile: then `version` was set aside, not made current;
    `merged_with` one whose changes did not touch these. `held_back` says why the status is not the one that was chosen.
    """

    version: AnswerVersion | None
    conflict: AnswerVersion | None = None
    held_back: str = ""
    merged_with: AnswerVersion | None = None


@dataclass(frozen=True)
class TakenOver:
    """How many answers were filled from elsewhere, and how many texts were set aside beside newer ones."""

    filled: int
    set_aside: int = 0


def text_hash(text: str) -> str:
    """SHA-256 of a text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def clean_text(text: str) -> str:
    """The text as it is stored: one kind of line end, nothing that no document can hold, no blank edges.

    Raises NestedTooDeep.
    """
    cleaned = printable(text).strip("\n ")
    texts.check_depth(cleaned)
    return "" if is_blank(cleaned) else cleaned


def said_text(text: str) -> str:
    """What one person tells others, as it is stored: nothing where nobody would read a word. Raises NestedTooDeep."""
    cleaned = clean_text(text)
    return "" if texts.says_nothing(cleaned) else cleaned


def save_answer(
    session: Session,
    *,
    actor: Viewer,
    answer: Answer,
    text: str,
    based_on_n: int,
    note: str = "",
    source: VersionSource = VersionSource.TYPED,
    status: AnswerStatus | None = None,
    opened_status: AnswerStatus | None = None,
    reasons: Reasons | None = None,
    opened_reasons: str | None = None,
    merged: BothTexts | None = None,
) -> Saved:
    """Save an answer's text as a version, and say how far the answer has come, where a `status` is given.

    `opened_status` is the one that its author had opened: who leaves it as it was leaves what others chose meanwhile.
    The same holds for `reasons` and the mark of those that were opened. A text that may not be ready is saved all the
    same. `based_on_n` is the version its author had opened (0: none). When another text was saved since, `merged` is
    saved (together.py); where there is none a changed text is set aside, and the newer one returned as the conflict.
    Raises AlreadySubmitted, TextTooLong, NestedTooDeep, NothingWritten, StatusChanged, NoReasonGiven, ReasonChanged,
    ReasonTooLong or SavedAgain.
    """
    text, said_of_it = clean_text(text), (note, source)
    rules.check_text(text)
    # Two saves of one answer follow each other, and a submission: the second sees what the first did.
    _open_as_it_is(session, answer)
    current, wanted = _to_save(session, answer, text, based_on_n, merged)
    if wanted is None:
        return Saved(_keep(session, actor, answer, text, based_on_n, said_of_it, set_aside=True), current)
    from_elsewhere = finishing.status_of_what_comes(answer.status) if wanted.is_new and opened_status is None else None
    chosen = rules.chosen_status(answer.status, opened_status, status) or from_elsewhere
    kept = finishing.reasons_to_keep(reasons_of(answer), opened_reasons, _cleaned(reasons))
    status, held_back = finishing.status_to_give(answer.status, chosen, wanted.text, _question(session, answer), kept)
    version = _keep(session, actor, answer, wanted.text, answer.current_n, said_of_it) if wanted.is_new else None
    _move_on(session, actor, answer, kept, status)
    return Saved(version, held_back=held_back, merged_with=wanted.merged_with)


class _Wanted(NamedTuple):
    """The text that an answer is to have, whether it is another than now, and what it was merged with."""

    text: str
    is_new: bool
    merged_with: AnswerVersion | None = None


def _to_save(
    session: Session, answer: Answer, text: str, based_on_n: int, merged: BothTexts | None
) -> tuple[AnswerVersion | None, _Wanted | None]:
    """The current version, and the text that is to follow it; None where the text is to be set aside."""
    current = current_version(session, answer=answer)
    now = current.text if current else ""
    is_new = text not in (now, _opened_text(session, answer, based_on_n))
    if not is_new or based_on_n == answer.current_n:
        return current, _Wanted(text if is_new or current is None else now, is_new)
    both = held_against(answer, merged)
    return current, None if both is None else _Wanted(clean_text(both), clean_text(both) != now, current)


def _move_on(session: Session, actor: Viewer, answer: Answer, reasons: Reasons, status: AnswerStatus | None) -> None:
    _give_reasons(session, actor, answer, reasons)
    if status:
        set_status(session, actor=actor, answer=answer, status=status)


def _cleaned(reasons: Reasons | None) -> Reasons | None:
    return reasons and Reasons(said_text(reasons.no_answer), said_text(reasons.over_limit))


def reasons_of(answer: Answer) -> Reasons:
    """The reasons that are given for an answer."""
    return Reasons(answer.no_answer_because, answer.over_limit_because)


def _open_as_it_is(session: Session, answer: Answer) -> None:
    """In turn, the answer as it is by now. Raises AlreadySubmitted."""
    as_it_is(session, answer.response, "state")
    as_it_is(session, answer, "current_n", "status", "no_answer_because", "over_limit_because")
    rules.check_open(answer.response)


def _question(session: Session, answer: Answer) -> Question:
    return session.get_one(Question, answer.question_id)


def _give_reasons(session: Session, actor: Viewer, answer: Answer, reasons: Reasons) -> None:
    if reasons == reasons_of(answer):
        return
    answer.no_answer_because, answer.over_limit_because = reasons.no_answer, reasons.over_limit
    session.flush()
    facts = {"no_answer_sha256": text_hash(reasons.no_answer), "over_limit_sha256": text_hash(reasons.over_limit)}
    _record_answer(session, actor, "answer reason given", answer, facts)


def _opened_text(session: Session, answer: Answer, n: int) -> str:
    """The text that was opened: who sends it back as it was has not changed it, whatever was saved meanwhile."""
    opened = AnswerVersion.answer_id == answer.id, AnswerVersion.n == n
    return clean_text(session.scalar(select(AnswerVersion.text).where(*opened)) or "")


def _keep(
    session: Session,
    actor: Viewer,
    answer: Answer,
    text: str,
    based_on_n: int,
    said_of_it: tuple[str, VersionSource],
    set_aside: bool = False,
) -> AnswerVersion:
    """Add a text as a version, the current one or set aside, and write it into the record."""
    version = _add_version(session, actor, answer, text, based_on_n, set_aside, *said_of_it)
    if not set_aside:
        answer.current_n = version.n
        if answer.status is AnswerStatus.NOT_STARTED:
            answer.status = AnswerStatus.DRAFTING
    session.flush()
    note_used(session, actor=actor, response_id=answer.response_id)
    action = "answer text set aside" if set_aside else "answer revised"
    facts = {"version": version.n, "based_on": version.based_on_n, "sha256": version.sha256}
    _record_answer(session, actor, action, answer, facts)
    return version


def _add_version(
    session: Session,
    actor: Viewer,
    answer: Answer,
    text: str,
    based_on_n: int,
    set_aside: bool,
    note: str,
    source: VersionSource,
) -> AnswerVersion:
    newest = select(AnswerVersion.n).where(AnswerVersion.answer_id == answer.id).order_by(AnswerVersion.n.desc())
    version = AnswerVersion(
        answer_id=answer.id,
        n=(session.scalar(newest.limit(1)) or 0) + 1,
        text=text,
        sha256=text_hash(text),
        based_on_n=based_on_n,
        set_aside=set_aside,
        note=note[:200],
        source=source,
        author_id=actor.person_id,
        created_at=dates.now(),
    )
    session.add(version)
    session.flush()
    return version


def take_over(
    session: Session, *, actor: Viewer, response: ConsultationResponse, texts: Mapping[int, str], source: str
) -> TakenOver:
    """Take texts drafted elsewhere over as versions; `texts` is keyed by the question's number in the database.

    Only answers that have no text yet are filled: nobody's work is replaced. A text for an answer that somebody began
    meanwhile is kept as a version set aside. Raises AlreadySubmitted or TextTooLong.
    """
    filled = set_aside = 0
    note = f"Taken over from {source}"
    for answer in response.answers:
        text = texts.get(answer.question_id, "")
        if answer.current_n == 0 and clean_text(text):
            source_is = VersionSource.TAKEN_OVER
            saved = save_answer(
                session, actor=actor, answer=answer, text=text, based_on_n=0, note=note, source=source_is
            )
            set_aside += saved.conflict is not None
            filled += saved.version is not None and saved.conflict is None
    return TakenOver(filled, set_aside)


def set_status(session: Session, *, actor: Viewer, answer: Answer, status: AnswerStatus) -> None:
    """Say how far an answer has come; one without a version is not started, unless none is intended.

    Raises AlreadySubmitted, NothingWritten, NoReasonGiven or LimitPassed.
    """
    _open_as_it_is(session, answer)
    current = current_version(session, answer=answer)
    finishing.check_status(status, current.text if current else "", _question(session, answer), reasons_of(answer))
    if current is None and status is not AnswerStatus.NO_ANSWER_INTENDED:
        status = AnswerStatus.NOT_STARTED
    if answer.status is status or (current and status is AnswerStatus.NOT_STARTED):
        return
    before, answer.status = answer.status, status
    session.flush()
    _record_answer(session, actor, "answer status changed", answer, {"before": before.value, "after": status.value})


def move_response(session: Session, *, actor: Viewer, response: ConsultationResponse, to: ResponseState) -> None:
    """Take the response one stage on or back. Raises WrongMove."""
    rules.check_move(response, to)
    before, response.state = response.state, to
    session.flush()
    _record(session, actor, "response moved", response, {"before": before.value, "after": to.value})


def _record_answer(session: Session, actor: Viewer, action: str, answer: Answer, details: Mapping[str, object]) -> None:
    facts = {"place": answer.position, **details}
    subject = f"answer/{answer.id}"
    record(session, actor=actor, action=action, subject=subject, response_id=answer.response_id, details=facts)


def _record(
    session: Session, actor: Viewer, action: str, response: ConsultationResponse, details: Mapping[str, object]
) -> None:
    subject = f"response/{response.id}"
    record(session, actor=actor, action=action, subject=subject, response_id=response.id, details=details)


def lock_response(session: Session, response: ConsultationResponse) -> None:
    """Make acts on one response follow each other, and see its state and its bodies as they are now."""
    as_it_is(session, response, "state")
    mine = select(SignOffBody).where(SignOffBody.response_id == response.id)
    named = mine.options(joinedload(SignOffBody.organisation)).execution_options(populate_existing=True)
    held = session.scalars(named).all()  # held by name until the response holds them, so that none is loaded without
    session.refresh(response, attribute_names=["bodies", "every_body"])
    del held
