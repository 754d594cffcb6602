"""Somebody who wants to write while others are served: so it is seen what keeps them from it."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2
from flask import Flask, before_render_template, request, template_rendered

from consult.database import Database


class Rival:
    """Somebody who wants to write just while a page is made: in its first and its last moment."""

    def __init__(self, database: Database) -> None:
        self.file = str(Path(database.engine.url.database or ""))
        self.met: Counter[str] = Counter()
        self.kept_out: list[str] = []

    def _try(self, _app: Flask, template: Any, **_facts: object) -> None:
        if request.method == "POST":
            self.look(request.endpoint or "", template.name)

    def look(self, act: str, doing: str) -> None:
        """Try to write while the act is doing something."""
        self.met[act] += 1
        other = pysqlite3.dbapi2.connect(self.file, timeout=0, isolation_level=None)
        try:
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
        except pysqlite3.dbapi2.OperationalError:
            self.kept_out.append(f"{act}: {doing}")
        finally:
            other.close()

    def watch(self, act: Callable[[], object]) -> None:
        """Try at every page that the act is answered by."""
        with before_render_template.connected_to(self._try), template_rendered.connected_to(self._try):
            act()
