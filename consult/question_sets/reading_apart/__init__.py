"""Reading apart: an uploaded file is read in a process of its own, never in the web worker or the background worker.

`parent.py` is the worker's side: it starts the process, listens, and ends it. `child.py` is the other side: it finds
out what the file is (`signatures.py`), turns old office formats into Word (`office.py`), binds itself (`limits.py`,
`isolation.py`), reads, and answers. What crosses between the two is JSON that is checked on arrival (`messages.py`,
`passing.py`), never pickled objects. What is said of a file that was not read stands in `refusals.py`.
"""

from consult.question_sets.paper import MAX_BYTES
from consult.question_sets.reading_apart.limits import LIMITS, ReadingLimits
from consult.question_sets.reading_apart.parent import (
    ReadApart,
    ReadingRefused,
    explain_apart,
    read_apart,
    read_rows_apart,
)

__all__ = [
    "LIMITS",
    "MAX_BYTES",
    "ReadApart",
    "ReadingLimits",
    "ReadingRefused",
    "explain_apart",
    "read_apart",
    "read_rows_apart",
]
