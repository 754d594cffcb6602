"""Word surveys and response forms of councils: tick-box controls, tables to fill in, grids and rankings."""

from tests.question_sets.forms import form
from tests.question_sets.papers import Q
from tests.question_sets.word_file import WordFile, drop_down, tick, to_fill

VISITS = ("Every day", "Every week", "Every month", "Less often", "Never")
REASONS = ("To borrow books", "To use a computer", "To meet people", "Other (please specify)")


def libraries() -> bytes:
    file = WordFile("Library opening hours: your views")
    numbers = file.numbering(("decimal", "%1"))
    file.p("Please return this form to any library by 30 June 2027. It takes about five minutes.")
    file.h("Your use of libraries", 2).n(numbers, "How often do you visit a library?")
    for each in VISITS:
        file.xml(tick(each))
    file.n(numbers, "Why do you visit? Please tick all that apply.")
    for each in REASONS:
        file.xml(tick(each))
    file.h("The proposal", 2).p("We would open at 10am rather than 9am and stay open until 7pm on two days a week.")
    file.n(numbers, "Do you agree with the proposed hours?").xml(f"{tick('Yes')}{tick('No')}{tick('Not sure')}")
    file.n(numbers, "Which day should have the late evening?").xml(drop_down(("Monday", "Tuesday", "Thursday")))
    file.n(numbers, "How would the new hours affect you?").xml(to_fill())
    file.h("About you", 2).n(numbers, "Your name").xml(to_fill()).n(numbers, "Your postcode").xml(to_fill())
    return file.made()


form(
    "a survey with Word's own tick boxes and lists",
    "libraries.docx",
    libraries,
    Q("1", "How often do you visit a library?", "single_choice", VISITS),
    Q("2", "Why do you visit? Please tick all that apply.", "multiple_choice", REASONS),
    Q("3", "Do you agree with the proposed hours?", "single_choice", ("Yes", "No", "Not sure")),
    Q("4", "Which day should have the late evening?", "single_choice", ("Monday", "Tuesday", "Thursday")),
    Q("5", "How would the new hours affect you?"),
    fields=("Your name", "Your postcode"),
)

LOCAL = (
    "Do you agree with the vision for the town in 2045? If not, what would you change?",
    "Is the number of homes proposed in Policy SP2 right?",
    "Which of the sites in Table 4 would you support or oppose, and why?",
    "Does Policy EN1 protect enough open space?",
    "Have we missed any policies that the plan should contain?",
    "Do you have any comments on the sustainability appraisal?",
    "What infrastructure would be needed before homes are built?",
    "Any other comments",
)


def plan_table() -> bytes:
    file = WordFile("Town plan: response form", styled=False)
    file.p("Please return this form to the planning team by 5pm on 21 May 2027.")
    file.table(("Name", " "), ("Organisation (if any)", " "), ("Email", " "))
    file.p("Your response", "b").table(
        ("Question", "Your response (no more than 300 words)"),
        *((f"{at}. {text}", to_fill()) for at, text in enumerate(LOCAL, 1)),
    )
    return file.made()


form(
    "a table of questions with room for each answer",
    "plan.docx",
    plan_table,
    *(Q(str(at), text) for at, text in enumerate(LOCAL, 1)),
    fields=("Name", "Organisation (if any)", "Email"),
)

SCALE = ("Very good", "Good", "Fair", "Poor", "Very poor")
SERVICES = ("Rubbish collection", "Street cleaning", "Parks", "Street lights")


def budget() -> bytes:
    file = WordFile("Budget survey 2027", styled=False)
    file.p("Section A: Services", "b").p("1. How would you rate each of these services?", "b")
    file.table(("", *SCALE), *((each, *"☐☐☐☐☐") for each in SERVICES))
    file.p("2. Please rank these services in order, where 1 is the most important to you.", "b")
    file.table(*((each, "__") for each in SERVICES))
    file.p("Section B: Money", "b").p("3. By how much should council tax rise? (tick one only)", "b")
    file.table(("☐ Not at all", "☐ Up to 2%"), ("☐ 2% to 3%", "☐ More than 3%"))
    file.p("4. Should charges for garden waste rise so that parks can be kept as they are?", "b").p("Yes / No")
    file.p("5. If you answered 'No' to question 4, where should we save instead?", "b").p("_" * 60, "_" * 60)
    file.p("6. Any other comments?", "b").p("_" * 60)
    file.p("Section C: About you", "b").p("Name: ______________", "Postcode: ______________")
    file.p("Thank you for your time. Return this form to the Town Hall.")
    return file.made()


form(
    "a survey with a rating grid, a ranking and options in a table",
    "budget.docx",
    budget,
    Q("1", "How would you rate each of these services?", "rating", SCALE, tuple((None, each) for each in SERVICES)),
    Q("2", "Please rank these services in order, where 1 is the most important to you.", "ranking", SERVICES),
    Q(
        "3",
        "By how much should council tax rise? (tick one only)",
        "single_choice",
        ("Not at all", "Up to 2%", "2% to 3%", "More than 3%"),
    ),
    Q("4", "Should charges for garden waste rise so that parks can be kept as they are?", "yes_no", ("Yes", "No")),
    Q("5", "If you answered 'No' to question 4, where should we save instead?"),
    Q("6", "Any other comments?"),
    fields=("Name", "Postcode"),
)
