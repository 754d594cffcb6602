"""What each block of a paper was taken for and why, in plain words: a wrong reading is understood in a minute."""

from collections.abc import Mapping, Sequence

from consult.question_sets.recognising.facts import Item, LineRole, Start

_ROLES = {
    LineRole.HEADING: "A heading",
    LineRole.ANSWER: "An answer, by its place in a table",
    LineRole.SCALE: "The scale of a grid",
    LineRole.STATEMENT: "A statement of a grid",
    LineRole.DATA: "A fact in a table",
}


def taken_for(items: Sequence[Item], starts: Mapping[int, Start], told: Mapping[int, str]) -> dict[int, str]:
    """By place: the questions with the reason, what was put with them (`told`), and what the rest is."""
    out = {item.place: _plain(item) for item in items}
    out.update(told)
    for n, start in starts.items():
        number = start.label.number if start.label else ""
        out[items[n].place] = (
            f"Question {number}: {_lowered(start.why)}" if number else f"Question: {_lowered(start.why)}"
        )
    return out


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _plain(item: Item) -> str:
    if item.role in _ROLES:
        return _ROLES[item.role]
    if item.is_general:
        return "How to respond: asks nothing"
    if item.label is not None:
        return f"Text with the label {item.label.number}, which is none of a question"
    return "Text of the paper"
