"""Which way of sending an operator chose."""

from consult.config.mail import MailSettings
from consult.notices.mail import Transport


def open_transport(mail: MailSettings) -> Transport:
    """The way of sending that the settings choose."""
    if mail.notify_api_key:
        from consult.notices.govuk_notify import GovukNotify  # only who uses it waits for its libraries

        return GovukNotify(mail)
    from consult.notices.smtp import Smtp

    return Smtp(mail)
