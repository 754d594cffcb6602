"""A passkey that is added on the pages, by a device made of Python."""

from tests.sign_in.software_key import SoftwareKey
from tests.visitor import Visitor


def add_in_pages(visitor: Visitor, key: SoftwareKey, name: str = "Blue key") -> Visitor:
    """Add a passkey in the pages, as the script of the page does."""
    visitor.open("/account/second-factor").follow("Add a passkey").submit("Continue", name=name)
    (part,) = visitor.document.xpath("//*[@data-passkey-options]")
    return visitor.submit("Create the passkey", credential=key.make(part.get("data-passkey-options")))
