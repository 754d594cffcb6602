"""Sending by a mail server, over SMTP: TLS with its certificate verified, timeouts on every step."""

import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from html import escape
from typing import Self

from consult.config.mail import MailSettings
from consult.notices.headers import LINES
from consult.notices.mail import TIMEOUT, CannotSend, Mail
from consult.texts import shorten


class Smtp:
    """A mail server. One connection carries all mails of a round."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        """Begin; nothing is connected yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take leave of the server."""
        self._hang_up()

    def send(self, mail: Mail) -> str:
        """Hand a mail over; returns the server's answer, which names it in the server's log."""
        message = compose(mail, self._settings.mail_from)
        try:
            return self._hand_over(mail.address, message.as_bytes())
        except (OSError, smtplib.SMTPException) as fault:
            self._drop()
            raise _explained(fault) from fault

    def _hand_over(self, address: str, content: bytes) -> str:
        server = self._server = self._server or self._connect()
        _accepted(server.mail(parseaddr(self._settings.mail_from)[1]), smtplib.SMTPResponseException)
        _accepted(server.rcpt(address), _RefusedAddress)
        return _accepted(server.data(content), smtplib.SMTPDataError)

    def _connect(self) -> smtplib.SMTP:
        given, context = self._settings, ssl.create_default_context()
        if given.tls == "from the start":
            server: smtplib.SMTP = smtplib.SMTP_SSL(given.host, given.port, timeout=TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(given.host, given.port, timeout=TIMEOUT)
        self._server = server
        if given.tls == "starttls":
            server.starttls(context=context)
        server.ehlo_or_helo_if_needed()
        if given.user:
            server.login(given.user, given.password)
        return server

    def _hang_up(self) -> None:
        server, self._server = self._server, None
        if server is None:
            return
        try:
            server.quit()
        except (OSError, smtplib.SMTPException):
            server.close()  # it has gone already

    def _drop(self) -> None:
        """Close without a word: a server that does not answer would be waited for once more."""
        server, self._server = self._server, None
        if server is not None:
            server.close()


class _RefusedAddress(smtplib.SMTPResponseException):
    """The server does not take mail for this address."""


def _accepted(answer: tuple[int, bytes], refusal: type[smtplib.SMTPResponseException]) -> str:
    code, words = answer[0], answer[1].decode("utf-8", "replace")
    if not 200 <= code < 300:
        raise refusal(code, words)
    return words


def compose(mail: Mail, mail_from: str) -> EmailMessage:
    """The mail as it is sent: plain text and HTML, the same Message-ID at every attempt."""
    sender, origin = parseaddr(mail_from)
    message = EmailMessage(policy=LINES)
    message["From"] = Address(sender, addr_spec=origin)
    message["To"] = Address(mail.name, addr_spec=mail.address)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.written_at)
    message["Message-ID"] = f"<{mail.reference}@{origin.rpartition('@')[2]}>"
    # Out-of-office programs do not answer what a program wrote (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text, cte="quoted-printable")
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    head += f"<title>{escape(mail.subject)}</title>"
    # Links are long, and telephones narrow. Some mail programs drop the style of the body, but not of what is in it.
    body = f'<div style="overflow-wrap: anywhere; word-break: break-word">\n{mail.html}</div>'
    page = f'<!DOCTYPE html>\n<html lang="en">\n<head>{head}</head>\n<body>\n{body}\n</body>\n</html>\n'
    message.add_alternative(page, subtype="html", cte="quoted-printable")
    return message


def _explained(fault: OSError | smtplib.SMTPException) -> CannotSend:
    """The fault in plain words. SMTPException is an OSError, and so are faults of the network and of TLS."""
    if isinstance(fault, smtplib.SMTPAuthenticationError):
        return CannotSend("The mail server did not accept the user name or the password in MAIL_SERVER", for_all=True)
    if isinstance(fault, smtplib.SMTPResponseException):
        return _refused(fault)
    if isinstance(fault, smtplib.SMTPServerDisconnected) and isinstance(fault.__context__, OSError):
        return _explained(fault.__context__)  # smtplib says 'disconnected' of a server that is only silent
    if isinstance(fault, ssl.SSLCertVerificationError):
        return CannotSend(f"The mail server’s certificate cannot be trusted: {fault.verify_message}", for_all=True)
    known = (
        (smtplib.SMTPNotSupportedError, "The mail server does not offer what MAIL_SERVER asks for, such as TLS"),
        (smtplib.SMTPServerDisconnected, "The mail server closed the connection"),
        (TimeoutError, f"The mail server did not answer within {TIMEOUT:.0f} seconds"),
        (ConnectionRefusedError, "The mail server refused the connection"),
        (ssl.SSLError, "The mail server and this one could not agree on an encrypted connection"),
    )
    words = next((words for kind, words in known if isinstance(fault, kind)), "The mail server cannot be reached")
    return CannotSend(words, for_all=True)


def _refused(fault: smtplib.SMTPResponseException) -> CannotSend:
    said = fault.smtp_error.decode("utf-8", "replace") if isinstance(fault.smtp_error, bytes) else fault.smtp_error
    answer = f"{fault.smtp_code} {shorten(said, 200)}"
    # 4xx means later, 5xx never (RFC 5321); 421 ends the connection for everybody.
    if isinstance(fault, _RefusedAddress):
        return CannotSend(f"The mail server does not accept this address: {answer}", final=fault.smtp_code >= 500)
    if isinstance(fault, smtplib.SMTPDataError):
        return CannotSend(f"The mail server does not accept this message: {answer}", final=fault.smtp_code >= 500)
    return CannotSend(f"The mail server refused to take mail: {answer}", for_all=True)
