"""Papers and finished responses as files, each with what a careful reader finds in it: read back question by question.

Beside `examples/FOLDER/NAME.docx` (or any other format that is read) stands `NAME.yaml`: the layout it stands for, and
its gold. `small` holds papers of one page at most, `whole` papers in their full length, `answered` finished responses.
All texts are invented. Values need no quotes unless YAML itself asks for them: each is read as text.
"""

from pathlib import Path

import msgspec
import pytest
import yaml

from consult.question_sets.extract import extract
from consult.question_sets.paper import PaperQuestion, QuestionKind

EXAMPLES = Path(__file__).parent / "examples"
GOLD = ".yaml"
# Too little is printed there to be sure by, so a doubt is no fault.
SMALL = "small"
FILES = sorted(path for path in EXAMPLES.glob("*/*") if path.suffix != GOLD)


class Part(msgspec.Struct, forbid_unknown_fields=True):
    text: str
    label: str | None = None


class Asked(msgspec.Struct, forbid_unknown_fields=True):
    """A question; `doubt` says why an officer would share the reader's doubt: the paper leaves room for it."""

    text: str
    number: str | None = None
    kind: QuestionKind = QuestionKind.FREE_TEXT
    options: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    section: str | None = None
    answer: str | None = None
    doubt: str | None = None


class Gold(msgspec.Struct, forbid_unknown_fields=True):
    """What is to be found. Questions in `about_you` ask who responds: they are neither wanted nor punished.

    A paper without a `title` may be given more than one, but never its file's name.
    """

    layout: str
    questions: tuple[Asked, ...]
    about_you: tuple[str, ...] = ()
    title: str | None = None


def gold_of(file: Path) -> Gold:
    text = file.with_suffix(GOLD).read_text("utf-8")
    return msgspec.convert(yaml.load(text, Loader=yaml.BaseLoader), Gold)


def seen(question: PaperQuestion, wanted: Asked | None) -> Asked:
    """What was found, in the gold's terms; a section is compared only where the gold names one."""
    return Asked(
        text=question.text,
        number=question.number,
        kind=question.kind,
        options=question.options,
        parts=tuple(Part(part.text, part.label) for part in question.parts),
        section=question.section if wanted and wanted.section else None,
        answer=question.answer,
        doubt=wanted.doubt if wanted else None,
    )


def name_of(file: Path) -> str:
    return f"{file.parent.name}/{file.name}"


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_example_gives_its_questions_and_no_others(file: Path) -> None:
    gold = gold_of(file)
    paper = extract(file.name, file.read_bytes())
    asked = [question for question in paper.questions if question.text not in gold.about_you]
    of_each = [*gold.questions, *[None] * len(asked)]
    assert [seen(question, wanted) for question, wanted in zip(asked, of_each, strict=False)] == [*gold.questions]
    assert paper.title == gold.title or (gold.title is None and paper.title not in ("", file.stem))
    if file.parent.name != SMALL:
        doubted = [question.text for question in asked if question.confidence < 90]
        assert doubted == [question.text for question in gold.questions if question.doubt]


def test_every_example_has_its_gold_and_every_gold_its_example() -> None:
    assert FILES
    assert [file.with_suffix(GOLD) for file in FILES] == sorted(EXAMPLES.glob(f"*/*{GOLD}"))
