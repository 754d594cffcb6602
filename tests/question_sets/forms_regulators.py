"""Word papers of regulators, health bodies and unions of states."""

from tests.question_sets.forms import form, qs
from tests.question_sets.papers import Q
from tests.question_sets.prose import prose
from tests.question_sets.word_file import WordFile, run

SIGNALS = {
    "3.1": "Do you agree with our assessment of the market for bell signals? Please give reasons for your answer.",
    "3.2": "Are there other suppliers that we should have taken into account?",
    "4.1": "Do you agree with our proposed remedies?",
    "4.2": "Do you consider that the remedies could be brought in over a shorter time? If so, please explain how.",
    "4.3": "What would be the costs to you of keeping the records described in paragraph 4.9?",
    "5.1": "Do you agree with our proposed charge control, including its length and form?",
    "5.2": "Do you have any comments on the draft legal instrument in Annex 7?",
}


def signals() -> bytes:
    file = WordFile("Review of bell signals: statement and further consultation").running(
        "Review of bell signals", "14"
    )
    file.contents("1 Overview", "2 Background", "3 Market assessment", "4 Remedies", "5 Charges")
    file.h("1 Overview").text_box("What we are proposing - in brief", "We propose to make suppliers keep records.")
    number = 0
    for chapter, title in (("2", "Background"), ("3", "Market assessment"), ("4", "Remedies"), ("5", "Charges")):
        file.h(f"{chapter} {title}")
        for at, text in enumerate(prose(int(chapter) * 9, 10, "signals", "The Commission"), 1):
            if at == 5:
                file.h("Our view", 2)
            if at == 8:
                mark = file.note("Should the price be adjusted? See our earlier statement, page 12.")
                file.xml(run(f"{chapter}.{at}  {text}") + mark)
                continue
            file.p(f"{chapter}.{at}  {text}")
        for code in (each for each in SIGNALS if each.startswith(chapter)):
            number += 1
            file.text_box(f"Question {code}: {SIGNALS[code]}")
    file.h("A1 Responding to this consultation").p("A1.1  We would like your views by 5pm on 4 June 2027.")
    file.p("A1.2  Please tell us whether any part of your response is confidential, and why?")
    file.h("A2 Consultation questions")
    for code, text in SIGNALS.items():
        file.p(f"Question {code}: {text}")
    return file.made()


form(
    "text boxes after numbered paragraphs and an annex of questions",
    "bells.docx",
    signals,
    *(Q(code, text) for code, text in SIGNALS.items()),
)

CHAPTERS = ("Scope", "Duties of lenders", "Records", "Complaints", "Fees", "Transition")
SUBJECTS = (
    "lenders",
    "agents",
    "small firms",
    "pawn shops",
    "brokers",
    "guarantors",
    "auditors",
    "trustees",
    "clerks",
    "valuers",
)
ASKS = (
    "Do you agree that our rules should apply to {}?",
    "What would the proposed {1} mean for {0}?",
    "Is the treatment of {} clear? If not, how could it be made clearer?",
    "Should {} be given longer to comply?",
    "How many {} do you expect to be affected?",
    "Please provide any data that you hold on {}.",
    "Do you think the guidance for {} should be binding?",
    "Which costs would fall on {}, and when?",
    "Do you have any comments on the cost benefit analysis so far as it concerns {}?",
    "To what extent do {} already meet the standard?",
)
SIXTY = tuple(
    ASKS[at].format(SUBJECTS[(at + 3 * chapter) % 10], title.lower())
    for chapter, title in enumerate(CHAPTERS)
    for at in range(10)
)


def sixty() -> bytes:
    file = WordFile("Pledged goods: draft rules").running("Consultation Paper CP27/4", "Pledged Goods Authority")
    numbers = file.numbering(("decimal", "Q%1:"))
    for chapter, title in enumerate(CHAPTERS):
        file.h(f"{chapter + 1} {title}")
        for at in range(10):
            file.p(f"{chapter + 1}.{at + 1}\t{prose(chapter * 10 + at, 1, 'pawn shops', 'The Authority')[0]}")
            file.n(numbers, SIXTY[chapter * 10 + at], marks="b")
    file.h("Annex 1 List of questions")
    file.table(("Question", "Text", "Page"), *((f"Q{at}", text, str(at + 4)) for at, text in enumerate(SIXTY, 1)))
    return file.made()


form("sixty automatic questions in six chapters and a table of them at the end", "pledges.docx", sixty, *qs(*SIXTY))

AGREE = ("Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree")


def clinics() -> bytes:
    file = WordFile("Moving the evening clinic: have your say")
    file.h("Why are we proposing this change?").p(*prose(0, 9, "clinics", "The Trust"))
    file.h("Frequently asked questions")
    for asked, said in (
        ("Will my appointment be moved?", "Only if it is after 6pm."),
        ("How will I get there?", "Bus 14 stops outside. Parking is free after 5pm."),
        ("Who took this decision?", "No decision has been taken. That is why we are asking for your views."),
    ):
        file.p(asked, "b").p(said)
    file.h("What are the options?").style(
        "List Number", "Keep the clinic where it is.", "Move it to the Health Centre."
    )
    file.p(*prose(12, 22, "clinics", "The Trust"))
    file.h("Consultation questions")
    file.p("1. To what extent do you agree or disagree that the clinic should move?", "b")
    file.style("List Bullet", *AGREE).p("2. What would be the effect of the move on you or someone you care for?", "b")
    file.p("3. Is there anything else that we should think about before a decision is taken?", "b")
    file.h("What happens next?").p(
        "The board will meet in September. How will you hear? We will write to every patient."
    )
    return file.made()


form(
    "three questions after long prose with frequent questions",
    "clinics.docx",
    clinics,
    Q("1", "To what extent do you agree or disagree that the clinic should move?", "single_choice", AGREE),
    Q("2", "What would be the effect of the move on you or someone you care for?"),
    Q("3", "Is there anything else that we should think about before a decision is taken?"),
)

UNION = (
    ("Do you produce, import or sell honey?", "multiple_choice", ("Produce", "Import", "Sell", "None of these")),
    (
        "In your view, does the present directive achieve its aims?",
        "single_choice",
        ("Fully", "To some extent", "Not at all", "No opinion"),
    ),
    ("Please explain your answer and provide evidence, where available.", "free_text", ()),
    (
        "Which of the following measures would be most useful?",
        "multiple_choice",
        ("Labels of origin", "Tests at the border", "A register of blends"),
    ),
    ("Should there be common rules on tests?", "yes_no", ("Yes", "No")),
    ("If you answered yes, what should these rules contain?", "free_text", ()),
)


def union() -> bytes:
    file = WordFile("Public consultation on the honey directive")
    file.h("About you").p("* Language of my contribution", "* First name", "* Surname", "* Country of origin")
    file.h("Questions on honey")
    numbers = file.numbering(("decimal", "%1."), ("decimal", "%1.%2."))
    for text, kind, options in UNION:
        file.n(numbers, text, marks="b")
        if kind == "multiple_choice":
            file.p("at least 1 choice(s)", "i").p(*(f"☐ {each}" for each in options))
        elif options:
            file.p("○ " + "\t○ ".join(options)) if len(options) == 2 else file.p(*(f"○ {each}" for each in options))
        else:
            file.p("1500 character(s) maximum", "i").table((" ",))
    return file.made()


form(
    "a union's questionnaire with choices, limits and automatic numbers",
    "honey.docx",
    union,
    *(Q(str(at), text, kind, options) for at, (text, kind, options) in enumerate(UNION, 1)),
    fields=("Language of my contribution", "First name", "Surname", "Country of origin"),
)

GUIDE = (
    ("Do you agree with the proposed definition of a lodging?", ("for long stays", "for short stays", "for students")),
    ("How should landlords show that they meet the standard?", ()),
    ("Which of the duties in Part 3 are", ("too strict?", "not strict enough?")),
    ("What should the code say about pets?", ()),
)


def lodgings() -> bytes:
    file = WordFile("A code for lodgings")
    numbers = file.numbering(("decimal", "%1."), ("lowerLetter", "(%2)"))
    file.p(*prose(5, 4, "lodgings", "The Board"))
    file.h("The questions").p("The Board would be grateful for answers to the following questions.")
    for text, parts in GUIDE:
        file.n(numbers, text).n(numbers, *parts, level=1)
    file.h("Privacy").p("The Board will use what you send only for this review. You may ask for it to be deleted.")
    return file.made()


form(
    "automatic numbers with automatic letters for parts",
    "lodgings.docx",
    lodgings,
    *(Q(str(at), text, parts=tuple(zip("abc", parts, strict=False))) for at, (text, parts) in enumerate(GUIDE, 1)),
)
