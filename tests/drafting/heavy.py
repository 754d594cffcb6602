"""Opens the heaviest pages again and again, in a process of its own.

Run as `python -m tests.drafting.heavy DATABASE_URL ANSWER ENTRY`, with the numbers of an answer and an earlier one.
A page of an answer with hundreds of versions once ended the whole process, which only another process can see.
"""

import sys
import tempfile
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from consult.application import create_app
from consult.config import Settings
from consult.database import Database
from consult.drafting.models import Answer, AnswerVersion
from consult.people.models import Person
from tests.authz.staging import ENDLESS, signed_in
from tests.visitor import HOST

OPENED, VERSIONS = 300, 240
PAGES = ("", "/versions", "", "/versions?page=9", "", "/record", "", "/merge/{aside}", "", "/use/{entry}")


def save_often(session: Session, number: int, count: int = VERSIONS) -> int:
    """Give the answer so many versions, the last third of them set aside. Returns the number of the newest."""
    answer = session.get_one(Answer, number)
    officer = session.scalars(sa.select(Person.id).where(Person.name == "Senior policy officer")).one()
    first = session.scalars(sa.select(AnswerVersion).where(AnswerVersion.answer_id == number).limit(1)).one()
    known = {column.key: getattr(first, column.key) for column in sa.inspect(AnswerVersion).columns}
    known = {name: value for name, value in known.items() if name != "id"} | {"author_id": officer}
    current = count * 2 // 3
    rows = [
        known | {"n": n, "based_on_n": n - 1, "text": f"Text {n}. " * 20, "set_aside": n > current}
        for n in range(answer.current_n + 1, count + 1)
    ]
    session.execute(sa.insert(AnswerVersion), rows)
    answer.current_n = current
    return count


def open_often(url: str, number: str, entry: str) -> int:
    """Open the pages of the answer, as an officer and as a partner. Returns how many were opened."""
    with tempfile.TemporaryDirectory() as folder:
        made = create_app(
            Settings(
                url, "for-tests-only-0123456789-abcdefghijkl", Path(folder), ("localhost",), demo=True, limits=ENDLESS
            )
        )
        database: Database = made.extensions["database"]
        with database.session(read_only=True) as session:
            named = sa.select(Person.id).where(Person.name.in_(["Policy officer", "Police partner"]))
            browsers = [signed_in(made, number) for number in session.scalars(named.order_by(Person.name.desc()))]
        opened = 0
        while opened < OPENED:
            for page in PAGES:
                path = f"/answers/{number}{page.format(aside=VERSIONS, entry=entry)}"
                for browser in browsers if not page else browsers[:1]:
                    status = browser.get(path, base_url=HOST).status_code
                    assert status == 200, (path, status)
                    opened += 1
        database.close()
    return opened


if __name__ == "__main__":
    print(open_often(*sys.argv[1:]))
