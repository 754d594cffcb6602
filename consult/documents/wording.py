"""How the documents put lists of names, letters of options, days and moments into words."""

from collections.abc import Sequence
from datetime import date, datetime

from consult import dates

NOTHING = "None stated."


def joined(names: Sequence[str]) -> str:
    """'A', 'A and B', 'A, B and C'."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def option_letter(n: int) -> str:
    """The letter of an option counted from 1, as Word counts: a to z, then aa, bb."""
    return chr(97 + (n - 1) % 26) * ((n - 1) // 26 + 1)


def day_in_words(day: str | None) -> str:
    """'7 February 2006' of an ISO 8601 day; anything else as it stands."""
    try:
        return dates.long_date(date.fromisoformat(day)) if day else ""
    except ValueError:
        return day or ""


def moment_in_words(moment: str) -> str:
    """'3 March 2006 at 11:45pm' of an ISO 8601 moment with offset; anything else as it stands."""
    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    return dates.long_time(found) if found.tzinfo else moment


def names_all(text: str, names: Sequence[str]) -> bool:
    """Whether a text names every one of `names`, in whatever case and spacing."""
    told = " ".join(text.split()).casefold()
    return all(" ".join(name.split()).casefold() in told for name in names)
