"""A whole response at two moments: what each answer said then, and what of it is another now.

A moment is a round, the end of a day in London on which somebody saved, or now. However many answers a response has, a
moment takes the same few statements.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult import dates
from consult.documents.content import AnswerContent
from consult.documents.sections import has_answer, said_instead, shown_number
from consult.documents.services import gather
from consult.drafting.comparing import Compared, compare_texts
from consult.drafting.models import Answer, AnswerVersion, ConsultationResponse
from consult.permissions import Viewer
from consult.sign_off.models import SignOffRound
from consult.sign_off.queries import get_round
from consult.sign_off.sealing import frozen_content

NOW, _ROUND, _DAY = "now", "round-", "day-"
MOST_DAYS = 60
MOST_COMPARED = 600_000
"""Characters of changed answers that one page holds; every answer by itself has far fewer."""


@dataclass(frozen=True)
class PointInTime:
    """A moment at which a response can be looked at: how addresses name it, and how pages do."""

    key: str
    label: str


@dataclass(frozen=True)
class AnswerThen:
    """What a response said to a question at a moment; the text is '' where there was none.

    `is_answer` is false where the text says why no answer is given.
    """

    question_id: int
    number: str
    question: str
    text: str
    is_answer: bool = True


@dataclass(frozen=True)
class ComparedAnswer:
    """An answer at two moments. `before` or `after` is None where its question was not asked then.

    `changes` is the way from one text to the other; None where they are the same, or no two wordings of one thing, and
    where the page has no room for them: then `is_apart`.
    """

    before: AnswerThen | None
    after: AnswerThen | None
    changes: Compared | None = None
    is_apart: bool = False

    @property
    def shown(self) -> AnswerThen:
        """The later of the two that there is."""
        found = self.after or self.before
        assert found is not None, "one of the two is there"
        return found

    @property
    def texts(self) -> tuple[str, str]:
        """What was said before and after, '' where nothing was."""
        return self.before.text if self.before else "", self.after.text if self.after else ""

    @property
    def is_otherwise(self) -> bool:
        """Whether an answer stands where a reason for none stood, or the other way round."""
        return bool(self.before and self.after and self.before.is_answer != self.after.is_answer)

    @property
    def is_changed(self) -> bool:
        """Whether the question or the answer is another."""
        return self.before != self.after


def moments(session: Session, *, response: ConsultationResponse, rounds: Sequence[SignOffRound]) -> list[PointInTime]:
    """The moments at which a response can be looked at: now, its rounds, and the last days on which it was drafted."""
    saved = select(AnswerVersion.created_at).join(AnswerVersion.answer).where(Answer.response_id == response.id)
    days = sorted({dates.in_london(moment).date() for moment in session.scalars(saved)}, reverse=True)[:MOST_DAYS]
    return [
        PointInTime(NOW, "As it is now"),
        *(
            PointInTime(f"{_ROUND}{each.n}", f"Round {each.n}, sent on {dates.long_date(each.opened_at)}")
            for each in rounds
        ),
        *(PointInTime(f"{_DAY}{day.isoformat()}", f"At the end of {dates.long_date(day)}") for day in days),
    ]


def answers_at(
    session: Session, *, viewer: Viewer, response: ConsultationResponse, rounds: Sequence[SignOffRound], key: str
) -> list[AnswerThen]:
    """The answers of a response at one of its `moments`, in order. Raises NotAsFrozen."""
    if key.startswith(_ROUND):
        number = next(each.id for each in rounds if f"{_ROUND}{each.n}" == key)
        round_ = get_round(session, viewer=viewer, round_id=number)
        content = frozen_content(session, round_=round_) if round_ else None
        return [_then(each) for each in content.answers] if content else []
    content, lines = gather(session, response=response)
    if key == NOW:
        return [_then(each) for each in content.answers]
    texts = _texts_on(session, response, date.fromisoformat(key.removeprefix(_DAY)))
    return [
        AnswerThen(each.question_id, shown_number(each), each.question, texts.get(line.answer.id, ""))
        for each, line in zip(content.answers, lines, strict=True)
    ]


def _then(answer: AnswerContent) -> AnswerThen:
    instead = said_instead(answer) if answer.no_answer_because else ""
    text = answer.answer if has_answer(answer) else instead
    is_answer = not answer.no_answer_because
    return AnswerThen(answer.question_id, shown_number(answer), answer.question, text, is_answer)


def _texts_on(session: Session, response: ConsultationResponse, day: date) -> dict[int, str]:
    """The newest text of each answer that counted at the end of a day, by the answer's number."""
    newest = (
        select(AnswerVersion.answer_id, func.max(AnswerVersion.n).label("n"))
        .join(AnswerVersion.answer)
        .where(
            Answer.response_id == response.id,
            AnswerVersion.set_aside.is_(False),
            AnswerVersion.created_at < dates.from_london(day + timedelta(days=1), time.min),
        )
        .group_by(AnswerVersion.answer_id)
        .subquery()
    )
    rows = select(AnswerVersion.answer_id, AnswerVersion.text).join(
        newest, (newest.c.answer_id == AnswerVersion.answer_id) & (newest.c.n == AnswerVersion.n)
    )
    return {answer_id: text for answer_id, text in session.execute(rows)}


def compared(
    before: Sequence[AnswerThen],
    after: Sequence[AnswerThen],
    *,
    question_id: int | None = None,
    most: int = MOST_COMPARED,
) -> list[ComparedAnswer]:
    """The answers of two moments, in the order of the later one; those to questions asked no more come last.

    A question is the same when it is the same row, or, in another edition of the paper, says the same. With
    `question_id` that one alone. Beyond `most` characters it is only told that an answer changed.
    """
    found = [each for each in _paired(before, after) if question_id in (None, each.shown.question_id)]
    return list(_with_changes(found, most))


def _paired(before: Sequence[AnswerThen], after: Sequence[AnswerThen]) -> list[ComparedAnswer]:
    by_id: Mapping[int, AnswerThen] = {each.question_id: each for each in before}
    by_words: Mapping[str, AnswerThen] = {each.question: each for each in before}
    found, taken = [], set()
    for each in after:
        then = by_id.get(each.question_id) or by_words.get(each.question)
        then = None if then is None or then.question_id in taken else then
        if then is not None:
            taken.add(then.question_id)
        found.append(_pair(then, each))
    gone = [_pair(each, None) for each in before if each.question_id not in taken]
    return [*found, *gone]


def _pair(before: AnswerThen | None, after: AnswerThen | None) -> ComparedAnswer:
    if before and after and (before.number, before.question, before.text) == (after.number, after.question, after.text):
        return ComparedAnswer(after, after)
    return ComparedAnswer(before, after)


def _with_changes(pairs: Iterable[ComparedAnswer], room: int) -> Iterator[ComparedAnswer]:
    """What changed in each, as far as there is room for their characters; one that is shorter may still fit."""
    for each in pairs:
        old, new = each.texts
        if old == new:
            yield each
        elif len(old) + len(new) > room:
            yield replace(each, is_apart=True)
        else:
            room -= len(old) + len(new)
            changes = None if each.is_otherwise else compare_texts(old, new, f"answer-{each.shown.question_id}")
            yield replace(each, changes=changes)
