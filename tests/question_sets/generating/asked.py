"""What a paper of ours asks, and the paper itself before it is a file."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from consult.question_sets.paper import QuestionKind
from tests.question_sets.generating.pieces import Piece

FREE, YES_NO, ONE, MANY, RATING = (
    QuestionKind.FREE_TEXT,
    QuestionKind.YES_NO,
    QuestionKind.SINGLE_CHOICE,
    QuestionKind.MULTIPLE_CHOICE,
    QuestionKind.RATING,
)
# Word, a web page, Markdown, a PDF by LibreOffice, a PDF as a browser prints, a sheet.
DOCX, HTML, MD, PDF, PRINTED, XLSX = "docx", "html", "md", "pdf", "printed", "xlsx"
TEXTS = (DOCX, HTML, MD, PDF, PRINTED)


@dataclass(frozen=True)
class Asked:
    text: str
    number: str | None = None
    kind: QuestionKind = FREE
    options: tuple[str, ...] = ()
    parts: tuple[tuple[str | None, str], ...] = ()


@dataclass(frozen=True)
class Drawn:
    """A paper as drawn: its pieces, or the source of a page or the rows of a sheet where a layout is bound to one.

    `about_you` are fields about who responds: finding them is neither wanted nor punished. Of a question that stands
    twice in other words `either` gives the wordings that are as good as the one in `asked`.
    """

    asked: tuple[Asked, ...]
    pieces: tuple[Piece, ...] = ()
    html: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    about_you: tuple[str, ...] = ()
    either: dict[str, str] = field(default_factory=dict)
    columns: int = 1


@dataclass(frozen=True)
class Family:
    name: str
    draw: Callable[[Random], Drawn]
    formats: tuple[str, ...]


FAMILIES: dict[str, Family] = {}


def family(
    name: str, formats: tuple[str, ...] = TEXTS
) -> Callable[[Callable[[Random], Drawn]], Callable[[Random], Drawn]]:
    """Put a layout among the families; `formats` are those in which it is met."""

    def put(draw: Callable[[Random], Drawn]) -> Callable[[Random], Drawn]:
        FAMILIES[name] = Family(name, draw, formats)
        return draw

    return put
