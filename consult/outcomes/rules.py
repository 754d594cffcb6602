"""When a response may be submitted."""

from consult.drafting.models import ConsultationResponse
from consult.drafting.states import ResponseState
from consult.refusal import Refusal
from consult.sign_off.models import SignOffRound


class OutcomeError(Refusal):
    """A refusal in the words of the page."""


class NotApproved(OutcomeError):
    """Only what every body approved is submitted."""


class NotIssued(OutcomeError):
    """The documents that go out are issued first."""


class BodiesChanged(OutcomeError):
    """The response is made on behalf of other bodies than those that approved it."""


class OtherVersion(OutcomeError):
    """The version on the page is not the newest that every body approved."""


class AlreadySubmitted(OutcomeError):
    """A response is submitted once."""


def check_submit(
    response: ConsultationResponse, approved: SignOffRound | None, issued: bool, *, round_id: int, sha256: str
) -> SignOffRound:
    """The version that may be submitted, or the reason why it may not: it is the one that was named, or none."""
    if response.state is ResponseState.SUBMITTED:
        raise AlreadySubmitted("This response was submitted already")
    if response.state is not ResponseState.APPROVED or approved is None:
        raise NotApproved("Every body must approve the response before you submit it")
    if (approved.id, approved.sha256) != (round_id, sha256):
        raise OtherVersion(f"Round {approved.n} was approved after you opened this page. Look at it, then submit it")
    asked = {decision.body_id for decision in approved.decisions}
    if asked != {body.id for body in response.bodies}:
        raise BodiesChanged("The bodies were changed after the approval. Send a new version for sign-off first")
    if not issued:
        raise NotIssued("Issue the documents before you submit the response")
    return approved
