"""What gunicorn logs: requests without tokens and searches, errors without texts."""

from typing import Any

from gunicorn.glogging import Logger

from consult.logs import HIDDEN, Discreet, masked


class ServerLog(Logger):
    """Gunicorn's log, as discreet as our own."""

    def setup(self, cfg: Any) -> None:
        """Open the logs as configured, each line written by our formatter."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Discreet())

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        """The pieces of a line of the access log: no query, no token, no header and no cookie."""
        pieces: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        shown = {name: HIDDEN if name.startswith("{") else piece for name, piece in pieces.items()}
        shown.update(r=masked(str(pieces.get("r"))), U=masked(str(pieces.get("U"))), q=HIDDEN)
        shown.update(f=masked(str(pieces.get("f"))), a=pieces.get("a"))
        return shown
