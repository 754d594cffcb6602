"""Going back to an earlier version of an answer, and giving a version a name by which it is found again."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult import dates
from consult.drafting.models import Answer, AnswerVersion, VersionName
from consult.drafting.rules import DraftingError, check_open
from consult.drafting.services import save_answer
from consult.drafting.states import VersionSource
from consult.history.services import record
from consult.history.turns import as_it_is
from consult.permissions import Viewer
from consult.texts.characters import one_line

LONGEST_NAME = 100


class SavedMeanwhile(DraftingError):
    """Somebody saved the answer after the list of its versions was opened."""


class CurrentAlready(DraftingError):
    """The answer says already what the version says."""


class NameTooLong(DraftingError):
    """A name of a version is longer than a line."""


def restore(
    session: Session, *, actor: Viewer, answer: Answer, version: AnswerVersion, based_on_n: int
) -> AnswerVersion:
    """Let an answer say again what a version says: as a new version, so that going back can be taken back as well.

    `based_on_n` is the version that counted when the page was opened. Raises SavedMeanwhile, CurrentAlready or
    AlreadySubmitted.
    """
    as_it_is(session, answer.response, "state")
    as_it_is(session, answer, "current_n")
    check_open(answer.response)
    if answer.current_n != based_on_n:
        raise SavedMeanwhile(
            f"Somebody saved version {answer.current_n} after you opened this page, so nothing was restored. "
            "Look at it below, then restore again if you still want to"
        )
    said = f"Version {version.n} again"
    # Of a version the whole counts: the status stays, unless the text cannot have it.
    saved = save_answer(
        session,
        actor=actor,
        answer=answer,
        text=version.text,
        based_on_n=based_on_n,
        note=said,
        source=VersionSource.RESTORED,
        opened_status=answer.status,
    )
    if saved.version is None:
        raise CurrentAlready(f"The answer has the text of version {version.n} already")
    return saved.version


def name_version(session: Session, *, actor: Viewer, answer: Answer, version: AnswerVersion, name: str) -> None:
    """Call a version something, or nothing any more. Raises NameTooLong or AlreadySubmitted."""
    said = one_line(name)
    if len(said) > LONGEST_NAME:
        raise NameTooLong(f"Name must be {LONGEST_NAME} characters or fewer")
    as_it_is(session, answer.response, "state")
    check_open(answer.response)
    named = session.scalar(select(VersionName).where(VersionName.version_id == version.id))
    if (named.name if named else "") == said:
        return
    if named and not said:
        session.delete(named)
    else:
        named = named or VersionName(version_id=version.id)
        named.name, named.named_by_id, named.named_at = said, actor.person_id, dates.now()
        session.add(named)
    session.flush()
    record(
        session,
        actor=actor,
        action="version named",
        subject=f"answer/{answer.id}",
        response_id=answer.response_id,
        details={"place": answer.position, "of_version": version.n, "name": said},
    )
