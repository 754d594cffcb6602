"""Whatever pages show as a tag has its words and its colour in Python, for every value there is."""

import pkgutil
from enum import StrEnum
from importlib import import_module

import consult
from tests.checks.templates import COLOURS

# How far something has come, or where somebody stands. What is shown as a tag is a new line here.
SHOWN_AS_TAGS = {
    "AnswerStatus",
    "ClaimState",
    "DispositionOutcome",
    "InvitationState",
    "NoticeState",
    "Position",
    "ProposalState",
    "QuestionSetState",
    "ReadingState",
    "ResponseState",
    "Result",
    "RowOutcome",
    "Standing",
    "Verdict",
}


def test_every_value_that_pages_show_as_a_tag_has_its_words_and_its_colour() -> None:
    for module in pkgutil.walk_packages(consult.__path__, "consult."):
        import_module(module.name)
    kinds = {kind.__name__: kind for kind in StrEnum.__subclasses__() if hasattr(kind, "colour")}
    assert set(kinds) == SHOWN_AS_TAGS
    for kind in kinds.values():
        assert all(each.label and each.colour in COLOURS for each in kind), kind
        assert len({each.label for each in kind}) == len(kind)
