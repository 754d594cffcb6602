"""How far a response and an answer have come, what they work towards, and what an invitation is to, in pages' words."""

from enum import StrEnum

from consult.database import Labelled


class ResponseState(StrEnum):
    """Where a response stands on its journey."""

    DRAFTING = "drafting"
    IN_SIGN_OFF = "in_sign_off"
    APPROVED = "approved"
    SUBMITTED = "submitted"

    @property
    def label(self) -> str:
        """The state as pages name it."""
        return {
            ResponseState.DRAFTING: "Drafting",
            ResponseState.IN_SIGN_OFF: "In sign-off",
            ResponseState.APPROVED: "Approved",
            ResponseState.SUBMITTED: "Submitted",
        }[self]

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return {
            ResponseState.DRAFTING: "blue",
            ResponseState.IN_SIGN_OFF: "purple",
            ResponseState.APPROVED: "green",
            ResponseState.SUBMITTED: "grey",
        }[self]


class InvitationLevel(StrEnum):
    """What an invitation is to: each level holds those before it."""

    SEE = "see"
    COMMENT = "comment"
    SUGGEST = "suggest"
    DRAFT = "draft"

    @property
    def label(self) -> str:
        """The level as pages name it."""
        names = {
            "see": "Read only",
            "comment": "Comment",
            "suggest": "Comment and propose wording",
            "draft": "Draft answers",
        }
        return names[self.value]


class MilestoneKind(StrEnum):
    """The dates that a response works towards before it closes."""

    COMMENTS_BY = "comments_by"
    REPORT_BY = "report_by"
    DECISION_BY = "decision_by"

    @property
    def label(self) -> str:
        """The milestone as pages name it."""
        names = {
            "comments_by": "Partners comment by",
            "report_by": "Report ready by",
            "decision_by": "Bodies decide by",
        }
        return names[self.value]


class AnswerStatus(Labelled):
    """How far an answer has come."""

    NOT_STARTED = "not_started"
    DRAFTING = "drafting"
    FOR_COMMENT = "for_comment"
    READY = "ready"

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return {
            AnswerStatus.NOT_STARTED: "grey",
            AnswerStatus.DRAFTING: "blue",
            AnswerStatus.FOR_COMMENT: "purple",
            AnswerStatus.READY: "green",
        }[self]
