"""Web pages: publications with questions, survey pages, a portal's form, a union's questionnaire."""

from tests.question_sets.forms import form, qs
from tests.question_sets.papers import Q
from tests.question_sets.prose import prose

HEDGES = (
    "Do you agree that hedges should be surveyed every ten years?",
    "What would a survey cost you? Please give an estimate in pounds.",
    "Should hedges in towns be treated in the same way?",
    "Do you agree or disagree with the list of exempt works? Please explain why.",
    "Which bodies should be told before a hedge is removed?",
    "What penalties, if any, would be proportionate?",
    "Do you have any evidence of hedges lost to roads?",
    "How could the records be opened to the public?",
    "Do you think that the timetable can be met?",
    "Please provide any other comments on the proposals.",
)


def page(title: str, main: str) -> bytes:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} - Portal</title></head><body>'
        '<a href="#main" class="skip-link">Skip to main content</a><header><nav aria-label="Menu"><ul><li><a href="/">'
        "Home</a></li><li><a href='/help'>Do you need help?</a></li></ul></nav></header>"
        '<div class="cookie-banner"><h2>Can we store cookies on your device?</h2><button>Accept</button></div>'
        f'<main id="main"><h1>{title}</h1>{main}</main>'
        '<div class="feedback"><h2>Is this page useful?</h2><button>Yes</button><button>No</button></div>'
        "<footer><ul><li><a href='/accessibility'>Accessibility</a></li></ul></footer></body></html>"
    ).encode()


def paragraphs(first: int, count: int, thing: str, body: str) -> str:
    return "".join(f"<p>{each}</p>" for each in prose(first, count, thing, body))


def hedges() -> bytes:
    parts = [
        '<nav class="contents"><h2>Contents</h2><ol><li><a href="#a">1. Introduction</a></li>'
        '<li><a href="#q">Consultation questions</a></li></ol></nav>'
    ]
    for at, title in enumerate(("Introduction", "Surveys", "Exempt works", "Records", "Next steps"), 1):
        parts.append(
            f'<h2 id="s{at}"><span class="number">{at}. </span>{title}</h2>'
            + paragraphs(at * 8, 8, "hedges", "The Agency")
        )
        if at == 2:
            parts.append(
                '<div class="call-to-action"><p>We want to know what you think of a ten-year cycle.</p></div>'
                "<details><summary>How did we work this out?</summary><p>From the pilot.</p></details>"
            )
        for number in range((at - 1) * 2 + 1, at * 2 + 1):
            parts.append(f'<div class="advisory"><p><strong>Question {number}:</strong> {HEDGES[number - 1]}</p></div>')
    parts.append(
        '<h2 id="respond">How to respond</h2><p>Respond online, or email <a href="mailto:h@hedges.example">'
        "h@hedges.example</a>. The consultation closes at 11:59pm on 2 July 2027.</p>"
        "<h3>When you reply, please tell us whether you are</h3><ul><li>a farmer</li><li>a council</li></ul>"
    )
    return page("Hedges: a survey every ten years", "".join(parts))


form("a publication on the web with questions in callouts", "hedges.html", hedges, *qs(*HEDGES))


def orchards() -> bytes:
    body = (
        "<p>Tell us what you think about community orchards. All fields marked * are required.</p><form>"
        '<label for="n">Full name *</label><input id="n" type="text"><label for="e">Email address '
        '*</label><input id="e" type="email">'
        "<fieldset><legend>How far do you live from an orchard?</legend>"
        + "".join(
            f'<div><input type="radio" name="d" id="d{at}"><label for="d{at}">{each}</label></div>'
            for at, each in enumerate(("Less than 1 mile", "1 to 3 miles", "More than 3 miles"))
        )
        + "</fieldset><fieldset><legend>Which of these have you picked in the last year? "
        '<span class="hint">Select all that apply</span></legend>'
        + "".join(
            f'<div><input type="checkbox" id="p{at}"><label for="p{at}">{each}</label></div>'
            for at, each in enumerate(("Apples", "Pears", "Plums", "Other"))
        )
        + '</fieldset><label for="w">What would make you visit more often?</label><div class="hint">Do not '
        'include personal details</div><textarea id="w"></textarea>'
        "<fieldset><legend>Should dogs be allowed?</legend>"
        '<input type="radio" id="y"><label for="y">Yes</label><input type="radio" id="o"><label '
        'for="o">No</label></fieldset>'
        '<label for="s">Which orchard do you know best?</label><select id="s"><option value="">Please '
        "choose</option><option>North</option><option>South</option></select>"
        '<label for="u">Upload a photograph of your orchard</label><input type="file" id="u">'
        '<label for="a">Is there anything else you would like to say about orchards?</label><textarea id="a" '
        'maxlength="500"></textarea>'
        '<label><input type="checkbox"> I agree to the privacy notice</label><button>Submit</button></form>'
    )
    return page("Community orchards survey", body)


form(
    "a survey page with fieldsets, labels and inputs",
    "orchards.html",
    orchards,
    Q(
        None,
        "How far do you live from an orchard?",
        "single_choice",
        ("Less than 1 mile", "1 to 3 miles", "More than 3 miles"),
    ),
    Q(
        None,
        "Which of these have you picked in the last year? Select all that apply",
        "multiple_choice",
        ("Apples", "Pears", "Plums", "Other"),
    ),
    Q(None, "What would make you visit more often?"),
    Q(None, "Should dogs be allowed?", "yes_no", ("Yes", "No")),
    Q(None, "Which orchard do you know best?", "single_choice", ("North", "South")),
    Q(None, "Upload a photograph of your orchard", "file_upload"),
    Q(None, "Is there anything else you would like to say about orchards?"),
    fields=("Full name", "Email address", "I agree to the privacy notice"),
)

LEVELS = ("Strongly support", "Support", "Neither", "Oppose", "Don't know")


def radio(name: str, options: tuple[str, ...]) -> str:
    return (
        "<ul class='options'>"
        + "".join(f'<li><input type="radio" name="{name}"> <label>{each}</label></li>' for each in options)
        + "</ul>"
    )


HARBOUR = (
    ("1", "What is your name?", "<label>Name</label><input type='text'>"),
    ("2", "What is your email address?", "<label>Email</label><input type='text'>"),
    (
        "3",
        "What do you think of the plan for the quay?",
        "<p>Please select only one item</p>"
        + radio("a", LEVELS)
        + "<p>Please give us your comments in the box below</p><textarea></textarea>",
    ),
    (
        "4",
        "Should cars be kept off the quay in summer?",
        "<p>(Required)</p><p>Please select only one item</p>" + radio("b", ("Yes", "No", "Not sure")),
    ),
    (
        "5",
        "Which events would you like to see?",
        "<p>Please select all that apply</p><ul><li><input type='checkbox'> "
        "<label>Markets</label></li><li><input type='checkbox'> <label>Regattas</label></li><li><input "
        "type='checkbox'> <label>Concerts</label></li></ul>",
    ),
    ("6", "How should the rest of the money be spent?", "<textarea></textarea>"),
    ("7", "Do you have any other comments about the harbour?", "<textarea></textarea>"),
)


def harbour() -> bytes:
    body = (
        "<h2>Overview</h2>"
        + paragraphs(3, 4, "harbours", "The Council")
        + "<h2>Why your views matter</h2><p>What you say will shape the plan.</p><h2>Your views</h2>"
    )
    body += "".join(
        f'<div class="question"><h3><span>{number}</span> {text}</h3>{inner}</div>' for number, text, inner in HARBOUR
    )
    return page("Harbour plan", body + "<h2>What happens next</h2><p>We asked, you said, we did.</p>")


form(
    "a portal's form with numbers in spans and '(Required)'",
    "harbour.html",
    harbour,
    Q(
        "3",
        "What do you think of the plan for the quay?",
        "single_choice",
        LEVELS,
        ((None, "Please give us your comments in the box below"),),
    ),
    Q("4", "Should cars be kept off the quay in summer?", "single_choice", ("Yes", "No", "Not sure")),
    Q("5", "Which events would you like to see?", "multiple_choice", ("Markets", "Regattas", "Concerts")),
    Q("6", "How should the rest of the money be spent?"),
    Q("7", "Do you have any other comments about the harbour?"),
    fields=("What is your name?", "What is your email address?"),
)

MILLS = (
    "Do you support the creation of a single register of wind mills?",
    "What information should owners have to give?",
    "How should the register deal with mills that straddle a border?",
    "Should the public be able to correct an entry?",
)


def mills() -> bytes:
    body = "<h2>1. Why are we consulting?</h2>" + paragraphs(1, 6, "mills", "The Executive")
    for at, asked in enumerate(MILLS, 5):
        body += f"<h2>{at - 3}. Chapter {at - 3}</h2>" + paragraphs(at * 6, 7, "mills", "The Executive")
        body += f'<div class="question-box"><p><b>Consultation Question {at}</b></p><p>{asked}</p></div>'
    body += "<h2>What happens next?</h2><p>Who will decide? The Minister will, by the end of the year.</p>"
    return page("A register of mills", body)


form("a label in bold and the question under it in a box on the web", "mills.html", mills, *qs(*MILLS, first=5))

TOYS = (
    "To what extent are safety rules for toys followed in your country?",
    "What are the main obstacles for small makers?",
    "How could checks at the border be improved?",
    "Should online marketplaces be liable for the toys sold on them? Please explain.",
)


def toys() -> bytes:
    body = (
        "<p><em>Fields marked with * are mandatory.</em></p><h2>Part I - General</h2><p>* First name</p><p>* "
        "Surname</p><p>* Organisation name</p>"
    )
    body += "<h2>Part II - Questions</h2>"
    for at, asked in enumerate(TOYS, 1):
        body += (
            f"<p><strong>* {at}.</strong> {asked}</p><p><i>2000 character(s) maximum</i></p><div "
            "class='box'>&nbsp;</div>"
        )
    return page("Targeted consultation on toys", body + "<h2>Contact</h2><p>toys@union.example</p>")


form(
    "a union's page with stars and character limits",
    "toys.html",
    toys,
    *qs(*TOYS),
    fields=("First name", "Surname", "Organisation name"),
)
