"""A question set as YAML: read with the line of every fault, written back the same.

The format is described for its users in question_banks/README.md; `bank_fields.py` says what each key may hold.
"""

import yaml
from yaml.nodes import Node, ScalarNode

from consult.dates import in_london
from consult.question_sets.paper import Paper, PaperQuestion, QuestionKind
from consult.question_sets.readers.bank_fields import BankError, read_paper

__all__ = ["BankError", "dump_bank", "load_bank"]

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 8

# What PyYAML's scanner and parser say, and what it means to the person who typed the file.
_PLAIN_FAULTS = (
    ("mapping values are not allowed", "There is a second colon on this line. Put the text after the first in quotes"),
    ("could not find expected ':'", "A key must be followed by a colon and a space, as in 'title: Our town'"),
    ("expected <block end>", "The spaces at the beginning of this line do not line up with the lines above"),
    ("cannot start any token", "This character cannot begin a value. Put the text in quotes"),
    ("found '<stream end>'", "A bracket is opened and never closed"),
    ("found unexpected end of stream", "A quotation mark or bracket is opened and never closed"),
    ("while scanning a quoted scalar", "A quotation mark is opened and never closed"),
)


def load_bank(text: str, name: str) -> Paper:
    """The question set in a YAML text; `name` is the file's name, for the message.

    Raises BankError with the line of the first fault and what is expected there. Anchors, aliases, tags and more
    than one document are refused: they are never needed, and they are how a small file becomes a huge one.
    """
    try:
        return read_paper(_composed(text))
    except BankError as fault:
        raise BankError(fault.line, fault.message, name) from None


def _composed(text: str) -> Node:
    if len(text) > MAX_CHARACTERS:
        raise BankError(1, f"The file is too long: {MAX_CHARACTERS:,} characters at most")
    for n, line in enumerate(text.split("\n"), 1):
        if "\t" in line[: len(line) - len(line.lstrip())]:
            raise BankError(n, "This line begins with a tab. Use spaces")
    try:
        _refuse_tricks(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise _plain_fault(error, text.rstrip("\n").count("\n") + 1) from None
    except yaml.reader.ReaderError as error:
        at = text.count("\n", 0, int(error.position)) + 1
        raise BankError(at, "There is a character here that is not text. Delete it") from None
    if node is None:
        raise BankError(1, "The file holds no question set. Begin with a line 'title: ...'")
    return node


def _plain_fault(error: yaml.MarkedYAMLError, last_line: int) -> BankError:
    said = f"{error.context or ''} {error.problem or ''}"
    # Where something is opened and never closed, the fault is where it begins, not the end of the file.
    mark = (error.context_mark if "end" in said else None) or error.problem_mark
    line = int(mark.line) + 1 if mark else 1
    meaning = next((meaning for words, meaning in _PLAIN_FAULTS if words in said), f"This is not YAML: {error.problem}")
    return BankError(min(line, last_line), meaning)


def _refuse_tricks(text: str) -> None:
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = int(event.start_mark.line) + 1 if event.start_mark else 1
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if getattr(event, "anchor", None):
            raise BankError(line, "Anchors (&) and aliases (*) are not read. Put text that begins so in quotes")
        if getattr(event, "tag", None):
            raise BankError(line, "Tags (!) are not read. Put text that begins with ! in quotes")
        if depth > MAX_DEPTH:
            raise BankError(line, "This is indented too deep. A question set has questions, and they have parts")
        if documents > 1:
            raise BankError(line, "There is a second document after '---'. Put each question set in a file of its own")


class _Writer(yaml.SafeDumper):
    """Writes texts of several lines as they stand, and never an alias."""

    def ignore_aliases(self, data: object) -> bool:
        """Say that every value is written out where it stands: aliases would be refused on reading."""
        return True


def _write_text(writer: yaml.SafeDumper, value: str) -> ScalarNode:
    # A tab must be written as \t: at the beginning of a line it would be refused on reading.
    style = '"' if "\t" in value else "|" if "\n" in value else None
    return writer.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Writer.add_representer(str, _write_text)


def _question_fields(question: PaperQuestion) -> dict[str, object]:
    fields: dict[str, object | None] = {
        "number": question.number,
        "text": question.text,
        "section": question.section,
        "kind": None if question.kind is QuestionKind.FREE_TEXT else question.kind.value,
        "options": list(question.options),
        "parts": [{k: v for k, v in (("label", part.label), ("text", part.text)) if v} for part in question.parts],
        "refs": list(question.refs),
        "hint": question.hint,
        "word_limit": question.word_limit,
        "answer": question.answer,
    }
    return {key: value for key, value in fields.items() if value}


def dump_bank(paper: Paper) -> str:
    """A paper as YAML that `load_bank` reads back the same; the closing time is written in London's time."""
    closing = in_london(paper.closing_at) if paper.closing_at else None
    fields = {
        "title": paper.title,
        "issuing_body": paper.issuing_body,
        "reference": paper.reference,
        "closing_at": closing.isoformat(" ", "minutes") if closing else None,
        "questions": [_question_fields(question) for question in paper.questions],
    }
    kept = {key: value for key, value in fields.items() if value}
    return str(yaml.dump(kept, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=110))
