"""The fields of a Word paragraph: text that a program works out from an instruction, and shows as it last was."""

import re
from dataclasses import dataclass

from consult.question_sets.answered import losses

_HYPERLINK = re.compile(r'\s*HYPERLINK\s+(?P<within>\\l\s+)?(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"\\]\S*))', re.I)
_AGAIN = re.compile(r"\s*NOTEREF\s+(\S+)", re.I)
_NAME = re.compile(r"\s*(\w+)")
# Marks for an index or a contents list, and what only sets something: they show nothing, and nothing of them is text.
_SILENT = frozenset({"XE", "TC", "TA", "RD", "SET", "ASK", "PRIVATE", "TOC"})
_FORM = frozenset({"FORMTEXT"})
_TOLD = frozenset({"FORMCHECKBOX", "FORMDROPDOWN"})


@dataclass(slots=True)
class Field:
    """A field that is open: its instruction so far, whether its result has begun, and the pieces before that."""

    instruction: str = ""
    shown: bool = False
    is_note: bool = False
    before: int = 0

    @property
    def address(self) -> str:
        """Where a link leads; '' for one within the document, and for other fields."""
        found = _HYPERLINK.match(self.instruction)
        return (found["quoted"] or found["bare"] or "") if found and not found["within"] else ""

    @property
    def note(self) -> str:
        """The bookmark of the note that it refers to once more."""
        found = _AGAIN.match(self.instruction)
        return found[1] if found else ""

    def not_kept(self, said: str) -> list[str]:
        """What is not kept of a field that showed this."""
        found = _NAME.match(self.instruction)
        name = found[1].upper() if found else ""
        if name in _SILENT or name in _TOLD or self.is_note or self.address:
            return []
        if not said.strip():
            return [losses.EMPTY_FIELD]
        if name == "HYPERLINK":
            return [losses.WITHIN]
        return [losses.FORM_FIELD if name in _FORM else losses.FIELD]
