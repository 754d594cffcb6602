"""Whatever pages show as a tag has its words and its colour in Python, for every value there is."""

import pkgutil
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module

import consult
from tests.checks.templates import COLOURS

# How far something has come, or where somebody stands. What is shown as a tag is a new line here.
SHOWN_AS_TAGS = {
    "AnswerStatus",
    "ClaimState",
    "DispositionOutcome",
    "EntryStanding",
    "InvitationState",
    "NoticeState",
    "Position",
    "ProposalState",
    "QuestionSetState",
    "ReadingState",
    "ResponseState",
    "Result",
    "RowOutcome",
    "Verdict",
}


def kinds_of(kind: type[StrEnum]) -> Iterator[type[StrEnum]]:
    """The kinds of values that are made of one, and what is made of them."""
    for each in kind.__subclasses__():
        yield each
        yield from kinds_of(each)


def test_every_value_that_pages_show_as_a_tag_has_its_words_and_its_colour() -> None:
    for module in pkgutil.walk_packages(consult.__path__, "consult."):
        import_module(module.name)
    kinds = {kind.__name__: kind for kind in kinds_of(StrEnum) if hasattr(kind, "colour")}
    assert set(kinds) == SHOWN_AS_TAGS
    for name, kind in kinds.items():
        words = [each.label for each in kind]  # type: ignore[attr-defined]
        assert "" not in words, name
        assert len(set(words)) == len(words), name
        assert {each.colour for each in kind} <= COLOURS, name  # type: ignore[attr-defined]
