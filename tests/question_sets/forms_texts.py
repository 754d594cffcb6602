"""Plain and Markdown papers: a notice wrapped at 72, a charity's bullets, a plan's codes."""

from textwrap import fill

from tests.question_sets.forms import form
from tests.question_sets.papers import Q
from tests.question_sets.prose import prose


def wrapped(*texts: str) -> bytes:
    return "\n\n".join(fill(text, 72) if "\n" not in text else text for text in texts).encode()


BUOYS = (
    (
        "1",
        "The Bureau seeks comment on whether the proposed interval between inspections is right, and if not, "
        "which interval would be better and why.",
        (),
    ),
    ("2", "What are the costs and benefits of inspecting buoys from the air rather than from a vessel?", ()),
    (
        "3",
        "For operators of fewer than ten buoys:",
        ("What records do you keep now?", "How long do you keep them?", "Would an electronic form save you time?"),
    ),
    (
        "4",
        "Are there alternatives to the proposed rule that would be less burdensome for small entities while "
        "still meeting the aims of the statute?",
        (),
    ),
    ("5", "Please describe any State requirements that duplicate, overlap or conflict with the proposed rule.", ()),
)


def buoys() -> bytes:
    asked = []
    for number, text, parts in BUOYS:
        asked.append(f"({number}) {text}")
        asked += [f"({label}) {part}" for label, part in zip("abc", parts, strict=False)]
    return wrapped(
        "BUREAU OF MARINE MARKS",
        "46 CFR Part 999",
        "Inspection of Private Buoys",
        "AGENCY: Bureau of Marine Marks.",
        "ACTION: Advance notice of proposed rulemaking; request for comment.",
        "SUMMARY: The Bureau is thinking of new rules for the inspection of private buoys. What would they "
        "require? In short, an inspection every second year.",
        "DATES: Comments are due on or before August 16, 2027.",
        "SUPPLEMENTARY INFORMATION:",
        "I. Background",
        *prose(0, 18, "buoys", "The Bureau"),
        "II. The Proposal",
        *prose(18, 14, "buoys", "The Bureau"),
        "The proposal has three parts: (1) a register of buoys; (2) an inspection every second year; and (3) a "
        "penalty for late reports.",
        "III. Request for Comment",
        "The Bureau invites comment on all aspects of this notice and in particular on the following:",
        *asked,
        "IV. Procedural Matters",
        "(a) Paperwork Reduction Act. This notice asks for no collection of information.",
        "(b) Regulatory Flexibility. The Bureau will prepare an analysis.",
        "By order of the Bureau.",
    )


form(
    "a federal notice wrapped at 72 with numbered asks",
    "buoys.txt",
    buoys,
    *(Q(number, text, parts=tuple(zip("abc", parts, strict=False))) for number, text, parts in BUOYS),
)

ALLOTMENTS = (
    ("Finding a plot", ("How easy was it to find a plot?", "What would you change about the waiting list?")),
    (
        "Keeping a plot",
        (
            "What stops people from keeping their plot?",
            "Should tools be shared, and if so who should mend them?",
            "How much would you pay for water?",
        ),
    ),
    ("The future", ("What should we ask the council to do first?",)),
)


def allotments() -> bytes:
    texts = ["Growing together: what should our charity do next?", *prose(4, 3, "plots", "Our charity")]
    for at, (title, asked) in enumerate(ALLOTMENTS):
        texts += [f"{title}\n{'-' * len(title)}", *prose(8 + at * 9, 9, "plots", "Our charity"), "Questions for you:"]
        texts.append("\n".join("- " + fill(each, 70, subsequent_indent="  ") for each in asked) + "\n")
    return wrapped(*texts, "Send your thoughts to grow@plots.example by 1 May. How will we use them? With care.")


form(
    "a charity's questions as dashes at the end of each chapter",
    "allotments.txt",
    allotments,
    *(Q(None, text) for _, asked in ALLOTMENTS for text in asked),
)

PLAN = {
    "H1a": "Do you agree with the housing requirement of 9,400 homes between 2025 and 2043?",
    "H1b": "If not, what figure would you suggest, and on what evidence does it rest?",
    "H2": "Which of the spatial options do you prefer: A (towns), B (villages) or C (a new settlement)?",
    "E1a": "Should small workshops be protected from a change of use?",
    "E1b": "What evidence should an applicant have to provide?",
    "N1": "How should the plan deal with land that floods?",
    "N2": "Are there green spaces that should be added to Map 6?",
}


def plan() -> bytes:
    texts = ["RIVERMEAD BOROUGH LOCAL PLAN", "Issues and Options", "1. Introduction"]
    texts += [f"1.{at} {text}" for at, text in enumerate(prose(0, 6, "sites", "The Council"), 1)]
    for chapter, (letter, title) in enumerate((("H", "Homes"), ("E", "Economy"), ("N", "Nature")), 2):
        texts.append(f"{chapter}. {title}")
        texts += [f"{chapter}.{at} {text}" for at, text in enumerate(prose(chapter * 7, 8, "sites", "The Council"), 1)]
        texts.append(
            f"Policy {letter}1: {title}\nDevelopment will be permitted where it is in keeping with its place.\n"
        )
        texts += [f"Question {code}: {asked}" for code, asked in PLAN.items() if code.startswith(letter)]
    return wrapped(
        *texts,
        "5. What happens next?",
        "5.1 We will publish a draft plan in 2028. Will there be another chance to comment? Yes.",
    )


form(
    "codes of a local plan between numbered paragraphs and policies",
    "plan.txt",
    plan,
    *(Q(code, text) for code, text in PLAN.items()),
)

TOLLS = {
    "4.1": "Do you agree with our provisional view that the tolls are too high?",
    "4.2": "What evidence can you give us on the use of the bridges at night?",
    "5.1": "Do you agree that tolls should be paid without cash? What would help those who have no card?",
    "6.1": "Should the cap be set for three years or for five?",
}


def tolls() -> bytes:
    texts = [
        "# Bridge tolls: provisional findings",
        "## Contents",
        "1. [Summary](#s)\n2. [Findings](#f)\n3. [Questions](#q)",
    ]
    for chapter, title in ((1, "Summary"), (4, "Findings"), (5, "Payment"), (6, "The cap")):
        texts.append(f"## {chapter}. {title}")
        texts += [
            f"{chapter}.{at} {text}" for at, text in enumerate(prose(chapter * 6, 9, "bridges", "The Regulator"), 1)
        ]
        texts += [
            f"> **Question {code}**\n>\n> {asked}" for code, asked in TOLLS.items() if code.startswith(str(chapter))
        ]
        texts.append(
            "| Year | Bridges | Who paid? |\n| --- | --- | --- |\n| 1990 | 40 | Drivers |\n| 2020 | 31 | Firms |"
        )
    return "\n\n".join(
        [*texts, "## Summary of questions", *(f"- **{code}** {asked}" for code, asked in TOLLS.items())]
    ).encode()


form(
    "questions in quoted blocks and an annex of bullets",
    "tolls.md",
    tolls,
    *(Q(code, text) for code, text in TOLLS.items()),
)

WELLS = (
    (
        "I. Laws",
        (
            "Has your Government adopted a law on wells? (Yes/No)",
            "If so, please provide its title and year.",
            "Which ministry oversees it?",
        ),
    ),
    ("II. Finance", ("Please indicate the share of the budget spent on wells.", "How is that spending monitored?")),
    (
        "III. People",
        (
            "How are communities consulted before a well is dug?",
            "What has been done to include women and young people?",
            "Please share one good practice.",
        ),
    ),
)


def wells() -> bytes:
    texts = ["# Questionnaire to Member States on village wells", *prose(6, 4, "wells", "The Secretariat")]
    texts.append("The Secretariat would be grateful for replies by 30 September 2027, in not more than 2,000 words.")
    for title, asked in WELLS:
        texts += [f"### {title}", *(f"{at}. {each}" for at, each in enumerate(asked, 1))]
    return "\n\n".join(
        [
            *texts,
            "### Submission",
            "1. Send replies in Word to wells@nations.example.",
            "2. Replies will be published unless you object.",
        ]
    ).encode()


form(
    "a questionnaire whose numbers begin again in each section",
    "wells.md",
    wells,
    *(
        Q(
            str(at),
            text.removesuffix(" (Yes/No)"),
            "yes_no" if "Yes/No" in text else "free_text",
            ("Yes", "No") if "Yes/No" in text else (),
            section=title.split(". ")[1],
        )
        for title, asked in WELLS
        for at, text in enumerate(asked, 1)
    ),
)
