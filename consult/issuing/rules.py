"""When documents may be issued."""

from consult.documents.rules import DocumentError
from consult.sign_off.models import SignOffRound


class NotApproved(DocumentError):
    """Only a version that every body approved is issued."""


class NewerApproved(DocumentError):
    """Of several versions that every body approved, the newest is issued."""


class AlreadyIssued(DocumentError):
    """The documents of a version are issued once."""


class NotAsIssued(DocumentError):
    """A file is not the one that was issued."""


def check_newest(round_: SignOffRound, newest: SignOffRound | None) -> None:
    """Raise NewerApproved when every body approved a later version than this."""
    if newest is not None and newest.n > round_.n:
        raise NewerApproved(f"Every body approved a later version, round {newest.n}. Issue the documents of that one")
