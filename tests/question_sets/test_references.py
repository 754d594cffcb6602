"""References of questions to the paper's own passages: found as printed, and led to the right places."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.question_sets.extract import extract
from consult.question_sets.paper import Passage
from consult.question_sets.recognising.references import Places, references_in, resolve

PAPER = """# Paths for all

## Contents

1. Why paths matter ........ 2

## Chapter 1: Why paths matter

1.1 The borough has forty paths.

1.2 Most of them are old.

- some are paved
- some are not

1.3 Visitors use them at weekends.

### Who looks after them

1.4 The council does.

## Chapter 2: What could be done

2.1 Three proposals follow.

Proposal 1: mend the old paths

Box 4: What mending costs

Paving costs more than gravel.

Gravel lasts ten years.

2.2 Money is short.

2.3 A decision is due.

## Annex B – Counts

Table 1: Visitors by month

May

forty in all

## Questions

1. Do you agree with the reasons? (See paragraphs 1.2 to 1.3)

2. What do you think of chapter 2?
"""


def passages_of(*texts: str, levels: dict[int, int] | None = None) -> tuple[Passage, ...]:
    return tuple(Passage(n, text, (levels or {}).get(n, 0)) for n, text in enumerate(texts, 1))


def led_to(reference: str, source: str = PAPER) -> tuple[str, str]:
    passages = extract("paper.md", source.encode()).passages
    found = resolve([reference], passages)[0]
    assert found.text == reference
    if not found.first:
        return ("", "")
    return passages[found.first - 1].text, passages[found.last - 1].text


@pytest.mark.parametrize(
    ("reference", "first", "last"),
    [
        ("(See paras 1.2 to 1.4)", "1.2 Most of them are old.", "1.4 The council does."),
        ("paragraphs 1.1-1.2", "1.1 The borough has forty paths.", "some are not"),
        ("para 1.2", "1.2 Most of them are old.", "some are not"),
        ("(see paragraph 2.3)", "2.3 A decision is due.", "2.3 A decision is due."),
        ("chapter 1", "Chapter 1: Why paths matter", "1.4 The council does."),
        ("section 2", "Chapter 2: What could be done", "2.3 A decision is due."),
        ("Annex B", "Annex B – Counts", "forty in all"),
        ("(appendix B)", "Annex B – Counts", "forty in all"),
        ("Box 4", "Box 4: What mending costs", "Gravel lasts ten years."),
        ("in table 1", "Table 1: Visitors by month", "forty in all"),
        ("proposal 1", "Proposal 1: mend the old paths", "Proposal 1: mend the old paths"),
        ("paragraph 2.3 of this consultation paper", "2.3 A decision is due.", "2.3 A decision is due."),
    ],
)
def test_reference_leads_to_its_passages(reference: str, first: str, last: str) -> None:
    assert led_to(reference) == (first, last)


@pytest.mark.parametrize(
    "reference",
    [
        "(See paras 65 to 69)",
        "Annex Z",
        "section 1 of the Places Act 2004",
        "(Places Act 2004, section 1)",
        "Annex B of the Directive",
        "chapter 2 of the national paths strategy",
        "paragraph 1.1 of Circular 9",
        "page 3",
        "somewhere above",
        "",
    ],
)
def test_what_the_paper_does_not_hold_is_left_unresolved(reference: str) -> None:
    assert led_to(reference) == ("", "")


def test_questions_of_a_paper_carry_where_their_references_lead() -> None:
    paper = extract("paper.md", PAPER.encode())
    first = paper.questions[0].references[0]
    assert paper.questions[0].refs == ("(See paragraphs 1.2 to 1.3)",)
    assert paper.passages[first.first - 1].text == "1.2 Most of them are old."
    assert paper.passages[first.last - 1].text == "1.3 Visitors use them at weekends."


def test_reference_into_an_act_named_after_it_is_not_led_into_the_paper() -> None:
    source = PAPER.replace("think of chapter 2?", "think of the duty in section 2 of the Places Act 2004?")
    question = extract("paper.md", source.encode()).questions[1]
    assert question.refs == ("in section 2",)
    assert [(found.first, found.last) for found in question.references] == [(0, 0)]


def test_bare_numbers_mean_the_papers_paragraphs_and_not_its_questions_or_lists() -> None:
    texts = [f"{n}. Paragraph about paths." for n in range(1, 9)]
    listed = ["Three things:", "1. mud", "2. ice", "3. wind"]
    asked = [f"{n}. Is that so?" for n in range(1, 7)]
    passages = passages_of("Questions", *asked, "The paper", *listed, *texts)
    found = resolve(["paras 2 and 3", "paragraph 8"], passages)
    assert [passages[each.first - 1].text for each in found] == [texts[1], texts[7]]
    assert passages[found[0].last - 1].text == texts[2]


def test_numbers_beside_the_text_and_in_square_brackets_count_as_well() -> None:
    beside = (
        Passage(1, "Paths", 1),
        Passage(2, "They are old.", label="12."),
        Passage(3, "They are wet.", label="13."),
    )
    assert [(each.first, each.last) for each in resolve(["para 13"], beside)] == [(3, 3)]
    typed = passages_of("[12] They are old.", "Some fell in.", "[13] They are wet.")
    assert [(each.first, each.last) for each in resolve(["para 12"], typed)] == [(1, 2)]


def test_pages_are_the_passages_on_them() -> None:
    passages = tuple(Passage(n, "text", page=(n + 1) // 2) for n in range(1, 9))
    assert [(each.first, each.last) for each in resolve(["pages 2 to 3", "page 9"], passages)] == [(3, 6), (0, 0)]


def test_section_without_a_heading_is_its_numbered_paragraphs() -> None:
    passages = passages_of("1.1 One.", "2.1 Two.", "More of it.", "2.2 Three.", "3.1 Four.")
    assert [(each.first, each.last) for each in resolve(["section 2"], passages)] == [(2, 4)]


def test_contents_list_is_no_place_to_lead_to() -> None:
    passages = (
        Passage(1, "Annex B: Counts", ignored="Contents list"),
        Passage(2, "Some text."),
        Passage(3, "Annex B: Counts"),
        Passage(4, "Forty."),
    )
    assert [(each.first, each.last) for each in resolve(["annex B"], passages)] == [(3, 4)]


def test_far_apart_points_lead_to_the_first() -> None:
    passages = passages_of(*(f"{n}. Text." for n in range(1, 101)))
    found = resolve(["paras 3 and 95", "paras 3, 5 and 9"], passages)
    assert [(each.first, each.last) for each in found] == [(3, 3), (3, 9)]


@settings(max_examples=40, deadline=None)
@given(
    counts=st.lists(st.integers(1, 6), min_size=2, max_size=6),
    data=st.data(),
)
def test_any_paragraph_of_any_chaptered_paper_is_found(counts: list[int], data: st.DataObject) -> None:
    passages: list[Passage] = []
    at: dict[str, tuple[int, int]] = {}
    for chapter, count in enumerate(counts, 1):
        passages.append(Passage(len(passages) + 1, f"Chapter {chapter}: About it", 2))
        for n in range(1, count + 1):
            first = len(passages) + 1
            passages.append(Passage(first, f"{chapter}.{n} The council says so."))
            passages += [
                Passage(first + k, "and this too", label="•") for k in range(1, data.draw(st.integers(0, 3)) + 1)
            ]
            at[f"{chapter}.{n}"] = first, len(passages)
    low, high = sorted(data.draw(st.lists(st.sampled_from(sorted(at)), min_size=2, max_size=2)))
    found = resolve([f"(see paragraphs {low} to {high})", f"para {low}"], passages)
    assert (found[0].first, found[0].last) == (at[low][0], at[high][1])
    assert (found[1].first, found[1].last) == at[low]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=5))
def test_no_typed_reference_breaks_resolving(text: str, texts: list[str]) -> None:
    passages = passages_of(*texts)
    found = Places(passages).resolve(f"see section {text} and para 1")
    assert 0 <= found.first <= found.last <= len(passages)


def test_thirteen_thousand_passages_are_indexed_in_a_moment() -> None:
    passages = passages_of(*(f"{n % 900}.{n % 7} The council has paths." for n in range(13_000)))
    began = time.process_time()
    places = Places(passages)
    for n in range(500):
        places.resolve(f"(see paragraphs {n}.1 to {n}.3 and section {n})")
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "filler", ["(", "(para 1 and ", "see para 1 and ", "in the ", "in ", "[", "1 to ", "para ", " "]
)
def test_no_long_text_makes_finding_references_slow(filler: str) -> None:
    text = f"(see para 1 {filler * (100_000 // len(filler))}"
    began = time.process_time()
    references_in(text)
    resolve([text], passages_of("1. One."))
    assert time.process_time() - began < 0.4
