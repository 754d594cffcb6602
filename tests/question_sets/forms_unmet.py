"""Papers written after the rules were mended on the other forms, to see how the rules do on what they have not met."""

from tests.question_sets.forms import form, qs
from tests.question_sets.forms_pages import page, paragraphs
from tests.question_sets.papers import Q
from tests.question_sets.prose import prose
from tests.question_sets.word_file import WordFile, run, tick, to_fill

BATHS = (
    "Do you agree that sea baths should be licensed?",
    "What conditions should a licence carry?",
    "Who should inspect the baths, and how often?",
    "Are there any unintended consequences that we should be aware of?",
)


def baths() -> bytes:
    file = WordFile("Sea baths: a consultation", styled=False).contents("Summary", "Licences", "Inspection")
    file.p("Ministerial foreword", "b").p(*prose(0, 5, "baths", "The Department"))
    for at, asked in enumerate(BATHS, 1):
        file.p(("Summary", "Licences", "Inspection", "Impact")[at - 1], "b").p(
            *prose(at * 9, 9, "baths", "The Department")
        )
        file.xml(run(f"Consultation question {at}\n", "b") + run(asked, "i"))
    file.p("Next steps", "b").p("When will the new rules begin? Not before 2029.")
    return file.made()


form("label and italic question in one paragraph parted by a line break", "baths.docx", baths, *qs(*BATHS))

LAMPS = (
    "Should street lamps be dimmed after midnight?",
    "Which streets should stay lit?",
    "How safe do you feel on your street at night?",
)
SAFE = ("Very safe", "Fairly safe", "Not very safe", "Not at all safe")


def lamps() -> bytes:
    file = WordFile("Street lamps: tell us your views")
    file.p(
        "This survey closes on 1 August 2027.",
        "Your answers are anonymous. Please say if you do not want them published.",
    )
    file.table(
        (f"Q1. {LAMPS[0]}", tick("Yes") + tick("No")),
        (f"Q2. {LAMPS[1]}", to_fill()),
        (f"Q3. {LAMPS[2]}", "\n".join(f"☐ {each}" for each in SAFE)),
    )
    file.p("Thank you.")
    return file.made()


form(
    "questions on the left and boxes on the right",
    "lamps.docx",
    lamps,
    Q("1", LAMPS[0], "yes_no", ("Yes", "No")),
    Q("2", LAMPS[1]),
    Q("3", LAMPS[2], "single_choice", SAFE),
)

DAMS = (
    "The Agency requests comment on the proposed definition of a small dam.",
    "Should the Agency exempt dams lower than six feet? Why or why not?",
    "What data would help the Agency to estimate the costs of this rule?",
    "Are the proposed deadlines feasible for owners of more than one dam?",
)


def dams() -> bytes:
    body = (
        "<h2>I. Background</h2>"
        + paragraphs(2, 9, "dams", "The Agency")
        + "<h2>II. Discussion</h2>"
        + paragraphs(11, 20, "dams", "The Agency")
    )
    body += (
        "<h2>III. Request for Comments</h2><p>The Agency seeks comment on all aspects of the proposal, "
        "including the following:</p><ol>"
    )
    body += (
        "".join(f"<li>{each}</li>" for each in DAMS)
        + "</ol><h2>IV. Public Participation</h2><ol><li>Submit comments online.</li><li>Include the docket "
        "number.</li></ol>"
    )
    return page("Small Dams: Notice of Proposed Rulemaking", body)


form("a notice on the web with an ordered list of requests", "dams.html", dams, *qs(*DAMS))

REEDS = """# Reed beds: a discussion paper

## 1. Why reed beds?

{0}

## 2. Cutting

{1}

**Q1** Should reeds be cut every year or every second year?

**Q2** Who should decide when to cut:

- the owner;
- the warden;
- a committee?

## 3. Selling

{2}

**Q3** Do you agree that reed should be sold by weight? Please give reasons.

## 4. What happens next?

We will read every reply. Will we answer each one? No, but we will publish a summary.
"""
form(
    "bold codes before questions in Markdown with bulleted parts",
    "reeds.md",
    lambda: REEDS.format(*("\n\n".join(prose(at * 10, 10, "reed beds", "The Board")) for at in range(3))).encode(),
    Q("1", "Should reeds be cut every year or every second year?"),
    Q("2", "Who should decide when to cut:", parts=((None, "the owner"), (None, "the warden"), (None, "a committee?"))),
    Q("3", "Do you agree that reed should be sold by weight? Please give reasons."),
)

PIERS = """PIERS AND JETTIES
A consultation by the Coast Office

Summary of questions
Question 1. Do you agree that piers should be surveyed from below?
Question 2. What should be done with a pier that has no owner?
Question 3. Should anglers pay more than walkers?

Chapter 1: Surveys
{0}

Question 1. Do you agree that piers should be surveyed from below?
Please explain your answer and give evidence where you can.

Chapter 2: Owners
{1}

Question 2. What should be done with a pier that has no owner?

Chapter 3: Charges
{2}

Question 3. Should anglers pay more than walkers?

About you
Name:
Address:
Are you replying for a body or for yourself?
"""
form(
    "a summary of questions at the front and again in the chapters",
    "piers.txt",
    lambda: PIERS.format(*("\n\n".join(prose(at * 8, 8, "piers", "The Office")) for at in range(3))).encode(),
    Q(
        "1",
        "Do you agree that piers should be surveyed from below? Please explain your answer and give evidence "
        "where you can.",
    ),
    Q("2", "What should be done with a pier that has no owner?"),
    Q("3", "Should anglers pay more than walkers?"),
    fields=("Name:", "Address:", "Are you replying for a body or for yourself?"),
)

NESTS = {
    "A1": "Do you keep a record of nests?",
    "A2": "If so, how is it kept?",
    "B1": "What would help you to protect nests?",
    "B2": "Should nests be marked on public maps?",
}


def nests() -> bytes:
    file = WordFile("Nests on farm buildings: call for evidence")
    one, two = file.numbering(("decimal", "A%1")), file.numbering(("decimal", "B%1"))
    file.h("Part A: Records").p(*prose(5, 8, "nests", "The Agency")).n(one, NESTS["A1"], NESTS["A2"])
    file.h("Part B: Protection").p(*prose(14, 8, "nests", "The Agency")).n(two, NESTS["B1"], NESTS["B2"])
    file.h("How we will use your answers").n(
        file.numbering(("decimal", "%1.")), "We will publish them.", "You may ask us not to."
    )
    return file.made()


form("automatic codes per part", "nests.docx", nests, *(Q(code, text) for code, text in NESTS.items()))

WEIRS = ("Should the weir be kept?", "What would you like to see in its place?", "How do you use the river now?")
USES = ("Walking", "Fishing", "Rowing", "I do not use it")


def weirs() -> bytes:
    body = "<p>We are asking people who live near the weir for their views.</p><h2>Your views</h2>"
    body += (
        f"<h3>{WEIRS[0]}</h3><ul><li>Yes</li><li>No</li><li>Not sure</li></ul><h3>{WEIRS[1]}</h3><textarea></textarea>"
    )
    body += (
        f"<h3>{WEIRS[2]}</h3><p>Choose as many as you like</p><ul>"
        + "".join(f"<li>{each}</li>" for each in USES)
        + "</ul>"
    )
    return page(
        "The future of the weir",
        body + "<h2>What will you do with my answers?</h2><p>We will keep them for a year.</p>",
    )


form(
    "headings as questions and lists as options on the web",
    "weirs.html",
    weirs,
    Q(None, WEIRS[0], "single_choice", ("Yes", "No", "Not sure")),
    Q(None, WEIRS[1]),
    Q(None, WEIRS[2], "multiple_choice", USES),
)

KITES = ("Do you support the proposed flying zones?", "Should there be a fee?", "What else should we consider?")


def kites() -> bytes:
    file = WordFile("Kite flying zones: response of Rivermead Police", styled=False)
    said = (
        "We support zones 1 and 2. We do not support zone 3.",
        None,
        "Three matters:\na) noise;\nb) parking;\nc) who pays for wardens?",
    )
    for at, (asked, answer) in enumerate(zip(KITES, said, strict=True), 1):
        file.box(f"Question {at}: {asked}").p(*(answer or "-").split("\n"))
    return file.made()


form(
    "a response with the question in a box and the answer under it",
    "kites.docx",
    kites,
    *qs(*KITES),
    answers=(
        "We support zones 1 and 2. We do not support zone 3.",
        None,
        "Three matters:\n\na) noise;\n\nb) parking;\n\nc) who pays for wardens?",
    ),
)
