"""A mail as it leaves, what every way of sending does, and how it says that it could not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, Self

TIMEOUT = 15.0  # seconds that a provider may take for each step


@dataclass(frozen=True)
class Mail:
    """A mail as it leaves. `reference` stays the same however often it is tried; `attempt` counts from 1."""

    reference: str
    attempt: int
    address: str
    name: str
    subject: str
    text: str
    html: str
    written_at: datetime


class CannotSend(Exception):
    """Why an attempt failed, in plain words.

    `final`: trying again would not help. `for_all`: no other mail would get through now either.
    """

    def __init__(self, cause: str, *, final: bool = False, for_all: bool = False) -> None:
        super().__init__(cause)
        self.final = final
        self.for_all = for_all


class Transport(Protocol):
    """A way of sending. It connects when the first mail is sent, and lets go at the end of the block."""

    def send(self, mail: Mail) -> str:
        """Hand a mail over; returns what the provider calls it. Raises CannotSend."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(self, *_: object) -> None:
        """Let go."""
