"""Whether the text of a round is still the one that was frozen: its hash is computed again whenever it is used.

Triggers refuse to change a round. Whoever owns the database can take them away, and change the column of the hash too;
so the text is also held against the record and against what each body decided on.
"""

import hashlib
import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.documents.content import ResponseContent, from_json
from consult.history.facts import facts_of
from consult.history.models import HistoryEntry
from consult.sign_off.models import SignOffRound
from consult.sign_off.rules import NotAsFrozen

SENT = "sent for sign-off"
_log = logging.getLogger(__name__)


def check_seal(session: Session, *, round_: SignOffRound) -> None:
    """Raise NotAsFrozen, and tell the log, unless the text of a round is the one that was sent and decided on.

    Its content and its decisions must be loaded.
    """
    present = hashlib.sha256(round_.content.encode()).hexdigest()
    named = {round_.sha256, *(decision.sha256 for decision in round_.decisions if decision.sha256)}
    if named == {present} and _recorded(session, round_) == [present]:
        return
    _log.critical("round %s of response %s does not hold the text that was frozen", round_.n, round_.response_id)
    raise NotAsFrozen(
        f"The text of round {round_.n} is not the text that was sent for sign-off: it was changed in the database. It "
        "cannot be read, decided on, issued or submitted. Tell your administrator"
    )


def _recorded(session: Session, round_: SignOffRound) -> list[object]:
    """What the record says the round's version is called."""
    entries = select(HistoryEntry.details).where(
        HistoryEntry.response_id == round_.response_id,
        HistoryEntry.subject == f"sign_off_round/{round_.id}",
        HistoryEntry.action == SENT,
    )
    return [facts_of(details).get("sha256") for details in session.scalars(entries)]


def frozen_content(session: Session, *, round_: SignOffRound) -> ResponseContent:
    """What a round froze. Raises NotAsFrozen when its text is not the one that was sent and decided on.

    The round's content and decisions must be loaded.
    """
    check_seal(session, round_=round_)
    return from_json(round_.content)
