"""Counting what a page asks of the database."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask import Flask


@dataclass
class Counted:
    """The statements of a block."""

    texts: list[str] = field(default_factory=list)

    @property
    def statements(self) -> int:
        """How many there were."""
        return len(self.texts)


@contextlib.contextmanager
def count_statements(app: Flask) -> Iterator[Counted]:
    """Count the SELECT, INSERT, UPDATE and DELETE statements that the application sends in the block."""
    engine: sa.Engine = app.extensions["database"].engine
    counted = Counted()

    def note(_c: Any, _cursor: Any, statement: str, _p: Any, _context: Any, _many: bool) -> None:
        if statement.split(None, 1)[0].upper() in {"SELECT", "INSERT", "UPDATE", "DELETE"}:
            counted.texts.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield counted
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
