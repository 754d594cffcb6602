"""Who may comment when, and what a comment and its settlement need."""

from consult.comments.models import Comment, Position
from consult.drafting.models import ConsultationResponse
from consult.drafting.states import ResponseState
from consult.permissions import Permission
from consult.refusal import Refusal

LONGEST = 20_000


class CommentError(Refusal):
    """A refusal in the words of the page."""


class NothingSaid(CommentError):
    """A comment needs words, a position or proposed wording."""


class ReasonMissing(CommentError):
    """To object or to ask for changes needs a reason or proposed wording; a settlement needs a reason."""


class CommentsClosed(CommentError):
    """The response was submitted."""


class NotInvitedTo(CommentError):
    """The person was invited to less than this."""


class NoSuchVersion(CommentError):
    """The answer has had no such version."""


class AlreadySettled(CommentError):
    """Somebody settled the comment already."""


class CommentTooLong(CommentError):
    """The comment is longer than anybody will read."""


NEEDS_WORDS = frozenset({Position.OBJECT, Position.SUPPORT_WITH_CHANGES})


def check_comment(response: ConsultationResponse, position: Position | None, text: str, suggestion: str) -> None:
    """Raise what is wrong with a comment."""
    if response.state is ResponseState.SUBMITTED:
        raise CommentsClosed("This response was submitted, so it no longer takes comments")
    if not (text or suggestion or position):
        raise NothingSaid("Enter a comment, propose wording or select a position")
    if position in NEEDS_WORDS and not (text or suggestion):
        raise ReasonMissing("Tell us what should change, or propose wording")
    if max(len(text), len(suggestion)) > LONGEST:
        raise CommentTooLong(f"Comment must be {LONGEST:,} characters or fewer")


def check_invited(rights: frozenset[Permission], suggestion: str) -> None:
    """Raise NotInvitedTo unless the person may comment on the answer and, with wording, propose that."""
    if Permission.COMMENT not in rights:
        raise NotInvitedTo("You can read this answer, but not comment on it")
    if suggestion and Permission.SUGGEST not in rights:
        raise NotInvitedTo("You can comment on this answer, but not propose wording. Put it into your comment")


def check_version(current_n: int, on_n: int) -> None:
    """Raise NoSuchVersion for a version that has never been there to be read."""
    if not 0 <= on_n <= current_n:
        raise NoSuchVersion("The answer has had no such version. Open it again")


def check_settle(settled: bool, reason: str) -> None:
    """Raise what stands in the way of settling a comment."""
    if settled:
        raise AlreadySettled("This comment was settled meanwhile")
    if not reason:
        raise ReasonMissing("Enter the reason. The person who commented will see it")
    if len(reason) > LONGEST:
        raise CommentTooLong(f"Reason must be {LONGEST:,} characters or fewer")


def wants_settling(comment: Comment) -> bool:
    """Whether a comment asks for anything: bare support, no comment and outside our remit do not."""
    return bool(comment.text or comment.suggestion) and comment.disposition is None
