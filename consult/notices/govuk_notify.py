"""Sending by GOV.UK Notify. Its template holds ((subject)) and ((body)); Notify makes the HTML."""

from typing import Self

import requests
from notifications_python_client.errors import APIError, HTTPError
from notifications_python_client.notifications import NotificationsAPIClient

from consult.config.mail import MailSettings
from consult.notices.mail import TIMEOUT, CannotSend, Mail
from consult.texts import shorten

_WORDS = {
    400: "GOV.UK Notify does not accept this message",
    401: "GOV.UK Notify did not accept NOTIFY_API_KEY",
    403: "GOV.UK Notify did not accept NOTIFY_API_KEY",
    404: "GOV.UK Notify was not found at its address",
    429: "GOV.UK Notify has taken as much mail as it takes for now",
}


class GovukNotify:
    """A service on GOV.UK Notify."""

    def __init__(self, settings: MailSettings) -> None:
        self._template = settings.notify_template_id
        address = settings.notify_server
        self._client = NotificationsAPIClient(settings.notify_api_key, base_url=address, timeout=TIMEOUT)

    def __enter__(self) -> Self:
        """Begin; nothing is connected yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self._client.request_session.close()

    def send(self, mail: Mail) -> str:
        """Hand a mail over, unless an earlier attempt that was cut off did; returns Notify's id."""
        try:
            return self._taken_before(mail) or self._hand_over(mail)
        except (APIError, requests.RequestException) as fault:
            raise _explained(fault) from fault

    def _taken_before(self, mail: Mail) -> str:
        if mail.attempt == 1:
            return ""
        found = self._client.get_all_notifications(reference=mail.reference)["notifications"]
        return str(found[0]["id"]) if found else ""

    def _hand_over(self, mail: Mail) -> str:
        # Notify reads Markdown: what looks like a link with other words on it is taken apart.
        body = mail.text.replace("](", "] (")
        taken = self._client.send_email_notification(
            email_address=mail.address,
            template_id=self._template,
            personalisation={"subject": mail.subject, "body": body},
            reference=mail.reference,
        )
        return str(taken["id"])


def _explained(fault: APIError | requests.RequestException) -> CannotSend:
    if not isinstance(fault, HTTPError) or fault.response is None:
        return CannotSend("GOV.UK Notify cannot be reached", for_all=True)
    code = fault.status_code
    words = _WORDS.get(code, "GOV.UK Notify has a fault of its own")
    return CannotSend(f"{words}: {code} {shorten(_said(fault), 300)}", final=code == 400, for_all=code != 400)


def _said(fault: HTTPError) -> str:
    """What Notify says: one message, or a list of errors."""
    said = fault.message
    if isinstance(said, list):
        return "; ".join(str(error.get("message", "")) for error in said)
    return str(said)
