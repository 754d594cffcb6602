"""The worker's part in the back catalogue: each file that waits is read in a process of its own, one after another."""

from collections.abc import Callable

from consult.database import Database
from consult.leasing import kept_alive
from consult.library.catalogue import services
from consult.question_sets.paper import UnreadablePaper
from consult.question_sets.reading_apart import read_apart


def read_next(
    database: Database,
    *,
    load_id: int | None = None,
    file_id: int | None = None,
    told: Callable[[str], None] | None = None,
) -> bool:
    """Read the oldest file that waits, of one load or of all, or a certain one. False when none does.

    `told` is given its name.
    """
    with database.transaction() as session:
        file = services.claim(session, load_id=load_id, file_id=file_id)
    if file is None:
        return False
    if told:
        told(file.name)
    with database.session(read_only=True) as session:
        content = services.content_of(session, file_id=file.id)
    try:
        with kept_alive(database, services.FILES, file.id, file.attempts) as tell:
            read = read_apart(file.name, content, progress=tell)
    except UnreadablePaper as refusal:
        with database.transaction() as session:
            services.refuse(session, file_id=file.id, attempt=file.attempts, cause=str(refusal))
        return True
    found = services.answers_in(read.paper)
    with database.transaction() as session:
        services.finish(session, file_id=file.id, attempt=file.attempts, paper=read.paper, found=found)
    return True
