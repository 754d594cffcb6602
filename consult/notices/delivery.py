"""The worker's round: everything that is due leaves, one message after the other, by turns."""

from consult.config import Settings
from consult.database import Database
from consult.notices import services
from consult.notices.mail import CannotSend, Mail, Transport
from consult.notices.models import OutboxMessage
from consult.notices.rendering import addressed
from consult.notices.transports import open_transport


def deliver_due(database: Database, settings: Settings) -> int:
    """Send every message that is due; returns how many were sent, or kept in the demonstration.

    Without mail settings messages wait. When the provider cannot be reached, the round ends: the next one tries again.
    """
    if settings.demo:
        with database.transaction() as session:
            return services.keep_due(session)
    if settings.mail is None:
        return 0
    count = 0
    with open_transport(settings.mail) as transport:
        while (sent := _deliver_next(database, transport, settings.public_address)) is not None:
            count += sent
    return count


def _deliver_next(database: Database, transport: Transport, public_address: str) -> bool | None:
    """Send the message whose turn it is. None when none is, or when it makes no sense to try another now."""
    with database.transaction() as session:
        message = services.claim(session)
    if message is None:
        return None
    try:
        provider_id = transport.send(as_mail(message, public_address))
    except CannotSend as fault:
        with database.transaction() as session:
            services.note_failure(session, message=message, cause=str(fault), final=fault.final)
        return None if fault.for_all else False
    with database.transaction() as session:
        services.note_sent(session, message=message, provider_id=provider_id)
    return True


def as_mail(message: OutboxMessage, public_address: str) -> Mail:
    """The message as it leaves, with its links."""
    text, html = (
        addressed(words, public_address=public_address, secret_path=message.secret_path)
        for words in (message.text, message.html)
    )
    return Mail(
        reference=message.reference,
        attempt=message.attempts,
        address=message.address,
        name=message.name,
        subject=message.subject,
        text=text,
        html=html,
        written_at=message.created_at,
    )
