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
    NO_ANSWER_INTENDED = "no_answer_intended"

    @property
    def is_for_partners(self) -> bool:
        """Whether partners who were asked read the text; where no answer is intended, a text is no answer."""
        return self in (AnswerStatus.FOR_COMMENT, AnswerStatus.READY)

    @property
    def is_finished(self) -> bool:
        """Whether nothing more is to be done before sign-off."""
        return self in (AnswerStatus.READY, AnswerStatus.NO_ANSWER_INTENDED)

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return {
            AnswerStatus.NOT_STARTED: "grey",
            AnswerStatus.DRAFTING: "blue",
            AnswerStatus.FOR_COMMENT: "purple",
            AnswerStatus.READY: "green",
            AnswerStatus.NO_ANSWER_INTENDED: "grey",
        }[self]


class VersionSource(StrEnum):
    """Where the text of a version came from."""

    TYPED = "typed"
    TAKEN_OVER = "taken_over"
    REUSED = "reused"
    RESTORED = "restored"

    @property
    def label(self) -> str:
        """The source as pages name it."""
        return {
            VersionSource.TYPED: "Typed",
            VersionSource.TAKEN_OVER: "Taken over from a file",
            VersionSource.REUSED: "From an earlier answer",
            VersionSource.RESTORED: "Restored",
        }[self]


class UnansweredShown(StrEnum):
    """What the documents of a response say of the questions to which no answer is intended."""

    WITH_REASON = "with_reason"
    WITHOUT_REASON = "without_reason"
    LEFT_OUT = "left_out"

    @property
    def label(self) -> str:
        """The choice as pages name it."""
        return {
            UnansweredShown.WITH_REASON: "Show the question, and the reason why no answer is given",
            UnansweredShown.WITHOUT_REASON: "Show the question, without the reason",
            UnansweredShown.LEFT_OUT: "Leave the question out",
        }[self]

    @property
    def said(self) -> str:
        """The choice as the end of a sentence that begins with the documents."""
        return {
            UnansweredShown.WITH_REASON: "show the question and the reason",
            UnansweredShown.WITHOUT_REASON: "show the question alone",
            UnansweredShown.LEFT_OUT: "say nothing",
        }[self]
