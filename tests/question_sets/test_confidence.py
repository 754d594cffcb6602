"""How sure the recogniser says it is: clean papers need no look, papers with something amiss are shown first."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.question_sets.extract import extract
from consult.question_sets.paper import Paper, PaperQuestion
from tests.question_sets.lists import OPENINGS, WORDS

SURE = 90
FORMS = ("{n}. {text}", "({n}) {text}", "Q{n}. {text}", "Question {n}: {text}", "### Question {n}\n\n{text}")


def read(source: str, suffix: str = ".md") -> Paper:
    return extract(f"paper{suffix}", source.encode())


def paper_of(texts: list[str], form: str = "{n}. {text}") -> str:
    asked = "\n\n".join(form.format(n=n, text=text) for n, text in enumerate(texts, 1))
    return f"# Paths for all\n\nThe council owns the paths and has to mend them.\n\n## Questions\n\n{asked}\n"


def unsure(paper: Paper) -> list[PaperQuestion]:
    return [question for question in paper.questions if question.confidence < SURE]


phrases = st.lists(st.sampled_from(WORDS), min_size=3, max_size=9).map(" ".join)
stems = st.builds(lambda start, phrase: f"{start} {phrase}?", st.sampled_from(OPENINGS), phrases)
ends = st.sampled_from(["", "", " Please give reasons.", " If not, why not?", " (See paragraphs 3 to 9)"])
texts = st.lists(st.builds(lambda stem, end: stem + end, stems, ends), min_size=5, max_size=35, unique=True)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=6, deadline=None)
@given(asked=texts)
def test_clean_numbered_paper_leaves_nothing_to_check(form: str, asked: list[str]) -> None:
    paper = read(paper_of(asked, form))
    assert [(q.number, q.doubts) for q in paper.questions] == [(str(n), ()) for n in range(1, len(asked) + 1)]
    assert {q.confidence for q in paper.questions} == {100}


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=6, deadline=None)
@given(asked=texts, data=st.data())
def test_lost_number_is_noticed_where_it_was_lost(form: str, asked: list[str], data: st.DataObject) -> None:
    lost = data.draw(st.integers(2, len(asked) - 1))
    printed = form.format(n=lost, text=asked[lost - 1])
    paper = read(paper_of(asked, form).replace(printed, asked[lost - 1], 1))
    # What follows the gap is doubted, and so is the question that now holds two.
    doubted = {question.number for question in unsure(paper)}
    assert str(lost + 1) in doubted
    assert any(asked[lost - 1] in question.text for question in unsure(paper)) or len(paper.questions) == len(asked) - 1


@settings(max_examples=15, deadline=None)
@given(asked=texts, data=st.data())
def test_joined_questions_are_parted_or_noticed(asked: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(1, len(asked) - 1))
    source = paper_of(asked).replace(f"\n\n{first + 1}. ", f" {first + 1}. ")
    paper = read(source)
    if [q.text for q in paper.questions] == asked:
        assert not unsure(paper)
    else:
        joined = next(q for q in paper.questions if q.number == str(first))
        assert "It may be two questions" in joined.doubts
        assert joined.confidence < SURE


def test_two_numbers_in_one_stem_are_noticed() -> None:
    source = paper_of(["Are the paths wet?", "Tell us of the lamps: 3. Are the lamps lit?", "Is it safe?"])
    assert "It may be two questions" in read(source).questions[1].doubts


@settings(max_examples=15, deadline=None)
@given(asked=texts, data=st.data())
def test_question_cut_in_two_is_noticed(asked: list[str], data: st.DataObject) -> None:
    n = data.draw(st.integers(0, len(asked) - 1))
    words = asked[n].split(" ")
    at = data.draw(st.integers(2, 4))
    cut = [*asked[:n], " ".join(words[:at]), " ".join(words[at:]), *asked[n + 1 :]]
    assert unsure(read(paper_of(cut, "Question {n}: {text}")))


def test_number_that_comes_twice_in_a_section_is_noticed() -> None:
    source = paper_of([f"Should path {n} be mended before the winter?" for n in "abcdef"], "Question {n}: {text}")
    paper = read(source.replace("Question 4:", "Question 3:"))
    assert [q.number for q in unsure(paper)] == ["3", "3", "5"]


def test_doubt_says_which_number_is_missing() -> None:
    source = paper_of(["Are they wet?", "Are they dry?", "Are they lit?", "Are they safe?"], "Question {n}: {text}")
    paper = read(source.replace("Question 3: Are they lit?\n\n", ""))
    assert paper.questions[2].doubts == ("The number does not follow the one before (4 after 2)",)


@pytest.mark.parametrize(
    ("source", "doubt"),
    [
        ("Question 1: Paths\n\nQuestion 2: Are they dry?", "It does not ask anything in so many words"),
        (
            "Question 1: Which of the following paths do you use?\n\nQuestion 2: Why?",
            "An option list may be incomplete",
        ),
        ("Question 1: Are they dry?\n\n- [ ] Yes\n- [ ] Maybe\n\nQuestion 2: Why?", "An option list may be incomplete"),
        ("Question 1: How wet are they?\n\n1\n\n2\n\n4\n\n5\n\nQuestion 2: Why?", "An option list may be incomplete"),
        ("Question 1: What is your name?\n\nQuestion 2: Are they dry?", "It asks who responds, not for a view"),
        ("Question 1: Are they dry?\n\nQuestion 2: Please give reasons.", "It may belong to the question before"),
        (f"Question 1: Are {'the old paths ' * 60}dry?\n\nQuestion 2: Why?", "Very long for a question (182 words)"),
        (
            "Question 1: Where do you walk?\n\n- [ ] By the river\n- [ ] In the wood\n\nQuestion 2: Why?",
            "The kind was guessed",
        ),
        (
            "a) Are the paths dry in winter?\n\nb) Are the paths lit at night?",
            "Its number is a small letter, as parts of a question have",
        ),
        ("## Your views\n\nDo you agree with the plan?\n\nWhat would you change?", "No number is printed"),
    ],
)
def test_doubt_says_what_to_look_at(source: str, doubt: str) -> None:
    question = read(f"# Paths for all\n\n{source}\n").questions[0 if "Question 2: Please" not in source else 1]
    assert doubt in question.doubts
    assert question.confidence < SURE


def test_question_without_a_number_among_numbered_ones_is_looked_at_first() -> None:
    source = paper_of(["Are they wet?", "Are they dry?", "Are they lit?"])
    paper = read(f"{source}\nThank you for reading this far.\n\nDo you have any other comments?\n")
    assert paper.questions[-1].number is None
    assert min(paper.questions, key=lambda question: question.confidence) is paper.questions[-1]


def test_unnumbered_question_read_on_into_the_one_before_is_noticed() -> None:
    source = paper_of(["Are the paths wet in winter?", "Are the paths lit at night?"])
    paper = read(f"{source}\nWould you pay more for better paths?\n")
    assert paper.questions[-1].confidence < SURE


def test_same_question_in_another_section_says_that_it_repeats() -> None:
    source = (
        "# Paths\n\n## North\n\n1. Are the northern paths dry in winter?\n\n2. Do you have other comments?\n\n"
        "## South\n\n1. Should the southern paths be lit?\n\n2. Do you have other comments?\n"
    )
    paper = read(source)
    assert len(paper.questions) == 4
    assert "It repeats earlier wording" in paper.questions[3].doubts


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["1. ", "2. ", "7. ", "a) ", "", "- [ ] ", "Question 3: ", "| ", "## "]), stems | phrases
        ),
        min_size=1,
        max_size=12,
    )
)
def test_confidence_is_a_percentage_and_below_ninety_only_with_a_reason(lines: list[tuple[str, str]]) -> None:
    paper = read("# Paths\n\n" + "\n\n".join(start + text for start, text in lines) + "\n")
    for question in paper.questions:
        assert 0 <= question.confidence <= 100
        assert (question.confidence < SURE) == bool(question.doubts)
