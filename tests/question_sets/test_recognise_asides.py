"""What stands beside questions and is none: replies handled, other languages, rules for submissions."""

import pytest

from consult.question_sets.extract import extract
from consult.question_sets.recognising.languages import FOREIGN

ASKED = "Question 1: Should the quay be lit?\n\nQuestion 2: Who should pay for the light?\n"


@pytest.mark.parametrize(
    "aside",
    [
        "Tell us if you object to your reply being published.",
        "Please say if you do not want your answers published.",
        "Please tell us whether your response is confidential.",
        "Submissions should:\n\n- be short;\n- state clearly who they come from.",
        "All fields marked * are required.",
        "## Public participation\n\n1. Submit comments online.\n\n2. Include the docket number.",
        "What will you do with my answers?",
    ],
)
@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_line_about_replies_is_no_question(aside: str, suffix: str) -> None:
    paper = extract(f"quay{suffix}", f"# Lights on the quay\n\n{ASKED}\n{aside}\n".encode())
    assert [question.text for question in paper.questions] == [
        "Should the quay be lit?",
        "Who should pay for the light?",
    ]
    assert [question.doubts for question in paper.questions] == [(), ()]


def test_the_other_language_of_a_paper_in_two_is_told_to_be_left_out() -> None:
    source = (
        "# Lights on the quay\n\nQuestion 1: Should the quay be lit?\n\nCwestiwn 1: A ddylai'r cei gael ei oleuo yn y "
        "nos, a pham?\n\nQuestion 2: Who should pay for the light?\n\nCwestiwn 2: Pwy ddylai dalu am y golau, a sut y "
        "dylai hyn gael ei wneud?\n"
    )
    paper = extract("quay.md", source.encode())
    assert [question.number for question in paper.questions] == ["1", "2"]
    assert [passage.ignored for passage in paper.passages] == ["", "", FOREIGN, "", FOREIGN]
