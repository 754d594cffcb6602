"""When documents may be issued."""

from consult.documents.rules import DocumentError


class NotApproved(DocumentError):
    """Only a version that every body approved is issued."""


class AlreadyIssued(DocumentError):
    """The documents of a version are issued once."""


class NotAsIssued(DocumentError):
    """A file is not the one that was issued."""
