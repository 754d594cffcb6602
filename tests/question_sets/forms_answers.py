"""Finished responses in the forms people send them in."""

import re

from tests.question_sets.forms import form
from tests.question_sets.papers import Q
from tests.question_sets.word_file import WordFile, drop_down, run, tick, to_fill

STALLS = (
    "Should stalls open earlier?",
    "Who should pay for cleaning?",
    "Should there be a market on Sundays?",
    "Any other comments?",
)
SAID = (
    "Yes.\nTraders have told us that most trade is done before ten.",
    "The council should pay for the square and traders for their own pitches. We would ask for three "
    "things:\n1. a weekly wash;\n2. more bins;\n3. a named officer.",
    None,
    "We would be glad to meet you. Would a date in May suit?",
)


def stalls() -> bytes:
    file = WordFile("Response to the market review", styled=False).p("From Voluntary Action Rivermead")
    file.table(
        ("Question", "Response"),
        *((f"{at}. {asked}", said or " ") for at, (asked, said) in enumerate(zip(STALLS, SAID, strict=True), 1)),
    )
    return file.made()


def joined(said: str | None) -> str | None:
    """The answer as our texts hold it: a number that was typed stays what was typed, and makes no list."""
    return None if said is None else re.sub(r"\n(\d)\.", r"\n\1\\.", said).replace("\n", "\n\n")


form(
    "a response in a table of two columns",
    "stalls.docx",
    stalls,
    *(Q(str(at), text) for at, text in enumerate(STALLS, 1)),
    answers=tuple(joined(each) for each in SAID),
)

KILNS = (
    "Do you agree with the proposed limits on smoke?",
    "What would be the cost to potteries?",
    "Should small kilns be exempt?",
    "Do you have other evidence?",
)
KILN_SAID = (
    (
        "We agree with the limits.",
        "We do, however, have three concerns.",
        "• The first is timing.",
        "• The second is cost.",
        "• The third is skill.",
    ),
    ("Our members put it at £4,000 each. Is that a fair figure? We think so.",),
    ("No comment.",),
    (
        "Yes. See our paper of 2024, which asked 'who breathes the smoke?' and found that children do.",
        "The figures are our own.",
    ),
)


def kilns() -> bytes:
    file = WordFile("Rivermead Health Trust: response to Clean Kilns")
    file.p("We welcome the chance to respond. Why do we care about smoke? Because our patients breathe it.")
    for at, (asked, said) in enumerate(zip(KILNS, KILN_SAID, strict=True), 1):
        file.h(f"Question {at}: {asked}", 2).p(*said)
    return file.made()


form(
    "a response under headings with bullets and questions in its answers",
    "kilns.docx",
    kilns,
    *(Q(str(at), text) for at, text in enumerate(KILNS, 1)),
    answers=tuple("\n\n".join(each) for each in KILN_SAID),
)

SWIMS = ("Yes", "No")


def pool() -> bytes:
    file = WordFile("Pool survey", styled=False)
    file.p("1. Do you use the pool?", "b").xml(tick("Yes", on=True)).xml(tick("No"))
    file.p("2. Which session suits you best?", "b").xml(drop_down(("Morning", "Noon", "Evening"), "Evening"))
    file.p("3. What would you change?", "b").xml(to_fill("The water is too cold for children."))
    file.p("4. Should there be a sauna?", "b").xml(run("Yes", "h") + run(" / No"))
    file.p("5. Anything else?", "b").xml(to_fill())
    return file.made()


form(
    "a response in controls with a tick, a chosen value and a highlighted option",
    "pool.docx",
    pool,
    Q("1", "Do you use the pool?", "yes_no", SWIMS),
    Q("2", "Which session suits you best?", "single_choice", ("Morning", "Noon", "Evening")),
    Q("3", "What would you change?"),
    Q("4", "Should there be a sauna?", "yes_no", SWIMS),
    Q("5", "Anything else?"),
    answers=("Yes", "Evening", "The water is too cold for children.", "Yes", None),
)

TRAMS = """RESPONSE TO THE TRAM REVIEW

Submitted by Rivermead Local Partnership

Q1: Should the tram run all night?
A: Yes, on Fridays and Saturdays. We have set out why in our letter of
2 March.

Q2: Where should new stops be?
A: At the hospital, and at the college.

Q3: What fare would be fair?
A:

Q4: Are there other matters that
the review should look at?
A: Two. First, lighting. Second, who is to keep the shelters clean?

The shelters have been dirty for a year.
"""
form(
    "a response in plain text with Q and A",
    "trams.txt",
    TRAMS.encode,
    Q("1", "Should the tram run all night?"),
    Q("2", "Where should new stops be?"),
    Q("3", "What fare would be fair?"),
    Q("4", "Are there other matters that the review should look at?"),
    answers=(
        "Yes, on Fridays and Saturdays. We have set out why in our letter of 2 March.",
        "At the hospital, and at the college.",
        None,
        "Two. First, lighting. Second, who is to keep the shelters clean?\n\nThe shelters have been dirty for a year.",
    ),
)

OWLS = """# Our response to *Owls in barns*

We are a partnership of parishes.

### Questions 1 and 2

*1. Should barns be surveyed before they are converted?*

*2. Who should carry out the survey?*

We take these together. Barns should be surveyed, by someone who knows owls.

### Question 3

*3. What would a survey cost?*

Between £200 and £400. **This matters**: how many owners can afford it?

### Question 4

*4. Is there anything else?*

No.
"""
form(
    "a response in Markdown with two questions answered together",
    "owls.md",
    OWLS.encode,
    Q("1", "Should barns be surveyed before they are converted?"),
    Q("2", "Who should carry out the survey?"),
    Q("3", "What would a survey cost?"),
    Q("4", "Is there anything else?"),
    answers=(
        "We take these together. Barns should be surveyed, by someone who knows owls.",
        "We take these together. Barns should be surveyed, by someone who knows owls.",
        "Between £200 and £400. **This matters**: how many owners can afford it?",
        "No.",
    ),
)

BELLS = ("Should church bells ring after nine?", "How loud is too loud?", "Who should decide?")


def bells() -> bytes:
    said = (
        "<p>We think that they should not.</p><p>Sleep matters.</p>",
        "<p>Seventy decibels at the nearest house:</p><ol><li>by day;</li><li>in the evening.</li></ol>",
        "<p>The parish. Who else?</p>",
    )
    inner = "".join(
        f"<h3>{at}. {asked}</h3>{answer}" for at, (asked, answer) in enumerate(zip(BELLS, said, strict=True), 1)
    )
    return (
        "<html><head><title>Response</title></head><body><h1>Response to the bells "
        f"consultation</h1>{inner}</body></html>"
    ).encode()


form(
    "a response on the web",
    "bells.html",
    bells,
    *(Q(str(at), text) for at, text in enumerate(BELLS, 1)),
    answers=(
        "We think that they should not.\n\nSleep matters.",
        "Seventy decibels at the nearest house:\n\n1. by day;\n\n2. in the evening.",
        "The parish. Who else?",
    ),
)
