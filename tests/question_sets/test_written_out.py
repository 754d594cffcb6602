"""Surveys as they are kept by those who make them, and what only looks like a survey."""

import pytest

from consult.question_sets.extract import extract
from consult.question_sets.paper import Paper, QuestionKind
from consult.question_sets.recognising.kinds import kind_line
from consult.question_sets.recognising.options import split_options

MANY, ONE, FREE, RATING = (
    QuestionKind.MULTIPLE_CHOICE,
    QuestionKind.SINGLE_CHOICE,
    QuestionKind.FREE_TEXT,
    QuestionKind.RATING,
)


def read(*lines: str) -> Paper:
    return extract("paper.md", "\n\n".join(lines).encode())


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Type: select one (optional)", ONE),
        ("Type: select all that apply (required)", MANY),
        ("Question type: Multiple choice", MANY),
        ("Response format: free form", FREE),
        ("Type: matrix", RATING),
        ("Type: of no kind that we know", None),
        ("The type of house: select one", None),
    ],
)
def test_line_that_names_a_kind(line: str, kind: QuestionKind | None) -> None:
    assert kind_line(line) is kind


def test_a_title_over_the_line_that_asks_is_no_question_and_the_subject_in_italics_is_part_of_it() -> None:
    paper = read(
        "# Survey",
        "## Who are you?",
        "### Keeping order",
        "Did we do the following duty well?",
        "*Keeping the gates shut at night.*",
        "Type: select one",
        "- Yes\n- No",
        "### Anything else?",
        "Type: free form",
        "### Your reasons",
        "Type: free form",
    )
    assert [(q.text, q.kind, q.options) for q in paper.questions] == [
        ("Did we do the following duty well? Keeping the gates shut at night.", QuestionKind.YES_NO, ("Yes", "No")),
        ("Anything else?", FREE, ()),
        ("Your reasons", FREE, ()),
    ]


def test_two_lines_with_a_kind_are_no_survey() -> None:
    assert not read("# Forms", "Type: select one", "Text of the paper.", "Type: free form").questions


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("1= never, 2= yearly, 3=monthly", ("never", "yearly", "monthly")),
        ("0 = none; 1 = some; 2 = all", ("none", "some", "all")),
        ("a. Calls; b. Cards, letters; c. Other ____", ("Calls", "Cards, letters", "Other ____")),
        ("1 = never, 5 = always", ()),
        ("1 = never, 3 = monthly, 2 = yearly", ()),
        ("a. The gate is open", ()),
    ],
)
def test_options_with_codes_in_one_line(line: str, options: tuple[str, ...]) -> None:
    assert split_options(line) == options


def test_the_scale_for_statements_that_follow_makes_no_question_of_the_line_above_it() -> None:
    paper = read(
        "Please rate your agreement with the following statements:",
        "1 = disagree, 2 = neither, 3 = agree",
        *(f"1.{n} The {thing} is kept clean." for n, thing in enumerate(("gate", "lock", "pond", "path"), 1)),
    )
    assert [question.number for question in paper.questions] == ["1.1", "1.2", "1.3", "1.4"]


def test_what_somebody_asks_in_their_own_cause_is_not_put_to_the_reader() -> None:
    voices = ("1. Do I have to change my gate?", "2. What will my lock cost me?", "3. Why is the pond shut?")
    assert not read("# Comments on the draft", "## If I own a boat", *voices).questions
    assert (
        len(read("# Survey", *(voice.replace("I ", "you ").replace("my", "your") for voice in voices)).questions) == 3
    )
