"""Somebody changes their own address."""

from consult.database import Database
from tests.sign_in.links import mails
from tests.visitor import Visitor

PARTNER, MINE = "Police partner", "police.partner.new@rivermead.example"


def ask(visitor: Visitor, email: str = MINE) -> Visitor:
    """Ask for another address."""
    return visitor.open("/account/email").submit("Send the link", email=email)


def confirmation(database: Database) -> str:
    """Where the link of the newest confirmation leads."""
    return mails(database, "address-change/")[-1].secret_path
