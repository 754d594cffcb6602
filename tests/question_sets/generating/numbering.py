"""How papers count what they ask: what is printed before a question, and what of it is its number."""

from dataclasses import dataclass

from tests.question_sets.generating.asked import Asked


@dataclass(frozen=True)
class Numbering:
    """`label` is what is printed before the `n`th question, `number` what a reader takes for its number."""

    name: str
    label: str
    number: str = "{n}"

    def of(self, n: int) -> dict[str, str | int]:
        return {"n": n, "letter": chr(64 + n)}


PLAIN = (
    Numbering("stop", "{n}."),
    Numbering("bracket", "{n})"),
    Numbering("brackets", "({n})"),
    Numbering("Q", "Q{n}."),
    Numbering("Q and colon", "Q{n}:"),
    Numbering("word and colon", "Question {n}:"),
    Numbering("word and stop", "Question {n}."),
    Numbering("word and dash", "Question {n} -"),
    Numbering("consultation question", "Consultation question {n}:"),
)
WORDED = tuple(each for each in PLAIN if "uestion" in each.label)
LETTERED = (
    Numbering("letter", "Question {letter}:", "{letter}"),
    Numbering("letter and stop", "Question {letter}.", "{letter}"),
)
TOPICS = (
    Numbering("topic", "Topic #{n}:"),
    Numbering("topic and dash", "Topic {n} -"),
    Numbering("theme", "Theme {n}:"),
)


def numbered(asked: list[Asked], numbering: Numbering, first: int = 1) -> list[tuple[str, Asked]]:
    """Each question with its number, after what is printed before it."""
    counted = []
    for n, each in enumerate(asked, first):
        values = numbering.of(n)
        asking = Asked(each.text, numbering.number.format(**values), each.kind, each.options, each.parts)
        counted.append((numbering.label.format(**values), asking))
    return counted
