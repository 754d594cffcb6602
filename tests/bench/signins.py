"""How long people wait who sign in at the same moment: a real server on SQLite, with passwords hashed as they are.

python -m tests.bench signins

Beside the forty stands one alone, in the same run. A rival asks for the lock of the database again and again meanwhile.
Hashing is done before anything is written: the lock is held for the writing alone, a small part of the moments. Were it
held while passwords are hashed, that would be nearly all of them.
"""

import http.client
import re
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pysqlite3.dbapi2

from consult.demo.cast import PASSWORD, address
from tests.bench.retrieval import row
from tests.serving import serving, surroundings

AT_ONCE, ALONE = 40, 5
# Nobody tries one address so often at once.
PEOPLE = ("Policy officer", "Senior policy officer", "Police partner", "Health partner", "Council Executive")
PATIENCE = 60.0


@dataclass
class Answers:
    """What came of sign-ins that were sent together: seconds for each, and how often each answer came."""

    seconds: list[float] = field(default_factory=list)
    said: Counter[str] = field(default_factory=Counter)

    @property
    def p50(self) -> float:
        """The median, in seconds."""
        return statistics.median(self.seconds)


@dataclass
class Rival:
    """Somebody who wants to write at every moment: how often that was, and how often the database was locked."""

    file: Path
    moments: int = 0
    locked: int = 0
    ended: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Take the lock where it is free, and give it back at once, until it is ended."""
        own = pysqlite3.dbapi2.connect(str(self.file), timeout=0, isolation_level=None)
        while not self.ended.wait(0.005):
            self.moments += 1
            try:
                own.execute("BEGIN IMMEDIATE")
                own.execute("ROLLBACK")
            except pysqlite3.dbapi2.OperationalError:
                self.locked += 1
        own.close()


def _ask(port: int, method: str, body: str = "", cookie: str = "") -> tuple[int, str, str, str]:
    """Status, text, where it leads, and the cookie."""
    asking = http.client.HTTPConnection("localhost", port, timeout=PATIENCE)
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    asking.request(method, "/sign-in", body, {"Cookie": cookie, **kind})
    answer = asking.getresponse()
    text = answer.read().decode()
    cookies = [value.partition(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
    asking.close()
    return answer.status, text, answer.getheader("Location", ""), "; ".join(cookies) or cookie


def _sign_in(port: int, name: str, together: threading.Barrier, answers: Answers) -> None:
    _, page, _, cookie = _ask(port, "GET")
    form = dict(re.findall(r'name="(csrf_token|once|next)" value="([^"]*)"', page))
    body = urlencode({**form, "email": address(name), "password": PASSWORD})
    together.wait(PATIENCE)
    began = time.monotonic()
    status, _, target, _ = _ask(port, "POST", body, cookie)
    answers.seconds.append(time.monotonic() - began)
    answers.said["in" if status == 302 and "sign-in" not in target else str(status)] += 1


def sign_in_together(port: int, count: int) -> Answers:
    """So many people open the page, and send their passwords at the same moment."""
    answers, together = Answers(), threading.Barrier(count)
    people = [PEOPLE[n % len(PEOPLE)] for n in range(count)]
    threads = [threading.Thread(target=_sign_in, args=(port, name, together, answers)) for name in people]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return answers


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def measure() -> list[dict]:
    """One after the other, then forty at once."""
    with tempfile.TemporaryDirectory() as made:
        folder, port = Path(made), _free_port()
        file = folder / "consult.sqlite"
        environment = {**surroundings(f"sqlite:///{file}", folder, port), "DEMO": "1"}
        with serving(environment):
            sign_in_together(port, 1)  # the first of each process makes what all use
            alone = Answers()
            for _ in range(ALONE):
                one = sign_in_together(port, 1)
                alone.seconds += one.seconds
            rival = Rival(file)
            watching = threading.Thread(target=rival.run)
            watching.start()
            all_of_them = sign_in_together(port, AT_ONCE)
            rival.ended.set()
            watching.join()
    assert rival.moments, "nobody tried to write meanwhile"
    print(f"sign-ins: {dict(all_of_them.said)} of {AT_ONCE} at once", file=sys.stderr)
    return [
        row(f"sign-ins: p50 of {AT_ONCE} at once", round(all_of_them.p50, 3), "s", "p50 of one alone", alone.p50),
        row(f"sign-ins: let in of {AT_ONCE} at once", all_of_them.said["in"], "1", "all", AT_ONCE),
        row("sign-ins: moments with the database locked", rival.locked, "1", "all moments", rival.moments),
    ]
