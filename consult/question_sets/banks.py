"""The question sets that come with the system: the files of question_banks/."""

from functools import cache

from consult.config import PROJECT
from consult.question_sets.paper import Paper
from consult.question_sets.readers.bank import load_bank

FOLDER = PROJECT / "question_banks"


@cache
def banks() -> dict[str, Paper]:
    """Each bank by the name of its file, in alphabetical order. Raises BankError when one is faulty."""
    return {path.name: load_bank(path.read_text("utf-8"), path.name) for path in sorted(FOLDER.glob("*.yaml"))}


def bank_bytes(name: str) -> bytes:
    """The file of a bank that `banks` lists."""
    return (FOLDER / next(known for known in banks() if known == name)).read_bytes()
