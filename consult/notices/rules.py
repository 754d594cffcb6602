"""When a message is tried again, given up, and may be sent once more."""

import re
from datetime import timedelta

from consult.notices.models import NoticeState, OutboxMessage
from consult.notices.rendering import HIDDEN
from consult.refusal import Refusal

# After each failure a longer pause; after the last, a day has gone by, and somebody should look.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=15, minutes=30),
)
# Mails that somebody waits for at a page, or that tell of something to be stopped at once: no other goes before them.
FIRST = frozenset({"sign_in_link", "address_change", "security_notice"})
LEASE = timedelta(minutes=5)  # longer than all the timeouts of one attempt together
MOST_ATTEMPTS = 30  # of workers that died over it without an answer
FOR_ITS_READER = ("comment settled/", "sign-off withdrawn/")
"""How the events of mails begin that say what stands in an answer or a comment."""
NO_ADDRESS = "This is not an address that mail can be sent to"
WORKERS_DIED = "The worker stopped each time it began to send this message"
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class LinkIsGone(Refusal):
    """The link in the message was for one use, and was not kept."""


def is_address(address: str) -> bool:
    """Whether mail can go there: ASCII, 254 characters at most (RFC 5321), nothing that could end a header."""
    return len(address) <= 254 and _ADDRESS.fullmatch(address) is not None


def pause_after(failures: int) -> timedelta | None:
    """How long to wait after the failure with this number; None when it is time to give up."""
    return PAUSES[failures - 1] if failures <= len(PAUSES) else None


def is_for_its_reader(message: OutboxMessage) -> bool:
    """Whether the text is nobody's but its reader's: who looks after the mail sees no response."""
    return message.event.startswith(FOR_ITS_READER)


def may_send_again(message: OutboxMessage) -> bool:
    """Whether somebody may ask for another attempt now: it was sent, given up, or waits after a failure."""
    removed = not message.text  # with the names in it, by consult/running/retention.py
    if removed or (HIDDEN in message.text and not message.secret_path):
        return False
    paused = message.state is NoticeState.WAITING and message.failures > 0
    return paused or message.state in (NoticeState.SENT, NoticeState.FAILED)


def check_link(message: OutboxMessage) -> None:
    """Raise LinkIsGone when the message would go out without its link."""
    if HIDDEN in message.text and not message.secret_path:
        raise LinkIsGone("The link in this message worked once and was not kept. The person can ask for a new one")
