"""What each key of a YAML question set may hold, and the plain-English fault where it holds something else.

`bank.py` composes the YAML into nodes, which know their line; this module turns the nodes into a `Paper`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NoReturn, TypeVar

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from consult.dates import LAST_MINUTE, read_moment
from consult.question_sets.paper import Paper, PaperQuestion, Part, QuestionKind, UnreadablePaper

PAPER_KEYS = ("title", "issuing_body", "reference", "closing_at", "questions")
QUESTION_KEYS = ("number", "text", "section", "kind", "options", "parts", "refs", "answer", "hint", "word_limit")
PART_KEYS = ("label", "text")

MAX_QUESTIONS = 1_000
MAX_ITEMS = 200
MAX_SHORT = 300
MAX_LONG = 10_000
MAX_ANSWER = 100_000
MAX_WORD_LIMIT = 100_000

# A rating may go without: then a mark is written in. A yes-no question without options has Yes and No.
WITH_OPTIONS = frozenset({QuestionKind.SINGLE_CHOICE, QuestionKind.MULTIPLE_CHOICE, QuestionKind.RANKING})
WITHOUT_OPTIONS = frozenset({QuestionKind.FREE_TEXT, QuestionKind.FILE_UPLOAD})

T = TypeVar("T")


class BankError(UnreadablePaper):
    """A fault in a YAML question set: the line (from 1), what is wrong and what is expected."""

    def __init__(self, line: int, message: str, name: str = "") -> None:
        """`name` is the file's name where it is known; `str()` then reads 'set.yaml, line 4: ...'."""
        super().__init__(f"{name}, line {line}: {message}" if name else f"Line {line}: {message}")
        self.line = line
        self.message = message


def line_of(node: Node) -> int:
    """The line of the file, from 1, on which a node begins."""
    return int(node.start_mark.line) + 1


def _fault(node: Node, message: str) -> NoReturn:
    raise BankError(line_of(node), message)


def _fields(node: Node, keys: tuple[str, ...], what: str) -> dict[str, Node]:
    if not isinstance(node, MappingNode):
        _fault(node, f"{what} must be a set of 'key: value' lines. The keys are: {', '.join(keys)}")
    found: dict[str, Node] = {}
    for key, value in node.value:
        if not isinstance(key, ScalarNode) or key.value not in keys:
            shown = f"'{key.value[:40]}'" if isinstance(key, ScalarNode) else "This"
            _fault(key, f"{shown} is not a key of {what.lower()}. The keys are: {', '.join(keys)}")
        if key.value in found:
            _fault(key, f"'{key.value}' is given twice, first on line {line_of(found[key.value])}. Keep one")
        found[key.value] = value
    return found


def _is_nothing(node: Node | None) -> bool:
    return node is None or (isinstance(node, ScalarNode) and node.style is None and node.value in ("", "~", "null"))


def _text(fields: dict[str, Node], key: str, limit: int) -> str | None:
    node = fields.get(key)
    if node is None or _is_nothing(node):
        return None
    return _plain(node, f"'{key}'", limit)


def _plain(node: Node, what: str, limit: int) -> str:
    if not isinstance(node, ScalarNode):
        _fault(node, f"{what} must be plain text. Put it in quotes if it holds a colon, a bracket or a dash")
    value = str(node.value).strip()
    if not value:
        _fault(node, f"{what} is empty. Write its text or leave the key out")
    if len(value) > limit:
        _fault(node, f"{what} is {len(value):,} characters long. It must be {limit:,} characters or fewer")
    return value


def _required(node: Node, fields: dict[str, Node], key: str, limit: int, what: str) -> str:
    value = _text(fields, key, limit)
    if value is None:
        _fault(fields.get(key, node), f"{what} has no '{key}'. Add a line '{key}: ...'")
    return value


def _each(fields: dict[str, Node], key: str, limit: int, read: Callable[[Node], T]) -> tuple[T, ...]:
    node = fields.get(key)
    if node is None or _is_nothing(node):
        return ()
    if not isinstance(node, SequenceNode):
        _fault(node, f"'{key}' must be a list: one item a line, each beginning with a dash and a space")
    if len(node.value) > limit:
        _fault(node, f"'{key}' has {len(node.value):,} items. It must have {limit:,} or fewer")
    return tuple(read(item) for item in node.value)


def _moment(fields: dict[str, Node], key: str) -> datetime | None:
    raw = _text(fields, key, MAX_SHORT)
    if raw is None:
        return None
    # A bare closing date means the whole of that day, so the moment is its last minute.
    moment = read_moment(raw, whole_day=LAST_MINUTE)
    if moment is None:
        _fault(fields[key], f"'{key}' must be a date and a London time such as 2026-05-29 23:45, not '{raw[:40]}'")
    return moment


def _kind(fields: dict[str, Node]) -> QuestionKind:
    raw = _text(fields, "kind", MAX_SHORT) or QuestionKind.FREE_TEXT
    if raw not in list(QuestionKind):
        _fault(fields["kind"], f"'{raw[:40]}' is not a kind of question. The kinds are: {', '.join(QuestionKind)}")
    return QuestionKind(raw)


def _options(node: Node, fields: dict[str, Node], kind: QuestionKind) -> tuple[str, ...]:
    options = _each(fields, "options", MAX_ITEMS, lambda item: _plain(item, "An option", MAX_SHORT))
    if options and kind in WITHOUT_OPTIONS:
        _fault(fields["options"], f"A question of kind {kind} has no options. Change its kind or take the options out")
    if len(options) < 2 and (options or kind in WITH_OPTIONS):
        _fault(fields.get("options", node), f"A question of kind {kind} needs at least two options")
    if len(set(options)) < len(options):
        _fault(fields["options"], "An option is given twice. Keep one of them")
    if kind is QuestionKind.YES_NO and not options:
        return ("Yes", "No")
    return options


def _word_limit(fields: dict[str, Node]) -> int | None:
    raw = _text(fields, "word_limit", MAX_SHORT)
    if raw is None:
        return None
    if not (raw.isascii() and raw.isdigit() and len(raw) < 9 and 1 <= int(raw) <= MAX_WORD_LIMIT):
        _fault(fields["word_limit"], f"'word_limit' must be a whole number from 1 to {MAX_WORD_LIMIT:,}")
    return int(raw)


def _part(node: Node) -> Part:
    fields = _fields(node, PART_KEYS, "A part")
    return Part(_text(fields, "label", 20), _required(node, fields, "text", MAX_LONG, "This part"))


def _question(node: Node) -> PaperQuestion:
    fields = _fields(node, QUESTION_KEYS, "A question")
    kind = _kind(fields)
    return PaperQuestion(
        number=_text(fields, "number", 20),
        text=_required(node, fields, "text", MAX_LONG, "This question"),
        section=_text(fields, "section", MAX_SHORT),
        kind=kind,
        options=_options(node, fields, kind),
        parts=_each(fields, "parts", MAX_ITEMS, _part),
        refs=_each(fields, "refs", MAX_ITEMS, lambda item: _plain(item, "A reference", MAX_SHORT)),
        answer=_text(fields, "answer", MAX_ANSWER),
        hint=_text(fields, "hint", MAX_LONG),
        word_limit=_word_limit(fields),
    )


def _refuse_repeats(nodes: list[Node], questions: tuple[PaperQuestion, ...]) -> None:
    # Real papers begin again at 1 in each section, so a number must be unique in its section only.
    first: dict[tuple[str | None, str], Node] = {}
    for node, question in zip(nodes, questions, strict=True):
        if question.number is None:
            continue
        before = first.setdefault((question.section, question.number), node)
        if before is not node:
            _fault(node, f"Number {question.number} is already used in this section, on line {line_of(before)}")


def read_paper(node: Node) -> Paper:
    """The paper that a composed YAML document describes; raises BankError at the first fault."""
    fields = _fields(node, PAPER_KEYS, "A question set")
    title = _required(node, fields, "title", MAX_SHORT, "This question set")
    questions = _each(fields, "questions", MAX_QUESTIONS, _question)
    if not questions:
        _fault(fields.get("questions", node), "A question set needs 'questions': a list with at least one question")
    _refuse_repeats(fields["questions"].value, questions)
    return Paper(
        title=title,
        issuing_body=_text(fields, "issuing_body", MAX_SHORT),
        reference=_text(fields, "reference", MAX_SHORT),
        closing_at=_moment(fields, "closing_at"),
        questions=questions,
    )
