"""Word papers of departments, governments, agencies and committees, as their officers make them."""

from tests.question_sets.forms import form, qs
from tests.question_sets.papers import Q
from tests.question_sets.prose import prose
from tests.question_sets.word_file import WordFile, changed, run

ICE = (
    "Do you agree that ice houses should be entered in a register?",
    "Who should keep the register, and why?",
    "What would it cost you to complete a yearly return? Please give figures where you can.",
    "Do you agree with the proposed time limit of six months? If not, what limit would you propose?",
    "Should a lower fee apply to small charities?",
    "Do you have any evidence on the state of ice houses that were not in the pilot?",
    "Are there sites that should be left out of the scheme altogether?",
    "What, if anything, should an inspector be able to do when an owner cannot be found?",
    "Do you agree that the burden of proof should lie with the council?",
    "We would welcome views on how the charge should be used.",
    "How should owners near a border be treated?",
    "Do you think that the proposals would have any effect on people with protected characteristics?",
    "What further help would owners need in the first year?",
    "Is there anything else that you would like to tell us about ice houses?",
)


def ice_houses() -> bytes:
    file = WordFile("A register of ice houses: consultation").running("A register of ice houses", "Page 3 of 40")
    file.p("Issued by the Department for Cold Places. This consultation closes at 11:45pm on 3 May 2027.")
    file.contents("Foreword", "1. Why a register", "2. How it would work", "3. Costs", "Annex A: List of questions")
    file.h("Foreword").p(*prose(0, 4, "ice houses", "The Department"))
    numbers = file.numbering(("decimal", "%1."), ("decimal", "%1.%2"))
    at = 0
    for chapter, title in enumerate(
        ("Why a register", "How it would work", "Costs and who pays", "What happens next?")
    ):
        file.n(numbers, title, style="Heading1")
        for asked in ICE[chapter * 5 : chapter * 5 + 5]:
            file.n(numbers, *prose(4 + at * 4, 4, "ice houses", "The Department"), level=1)
            file.box(f"Question {at + 1}: {asked}", marks="b")
            at += 1
    file.p("We will publish a summary of what was said within 12 weeks of the closing date.")
    file.h("Annex A: List of questions").p("For ease of reference the questions in this paper are listed here.")
    for number, asked in enumerate(ICE, 1):
        file.p(f"Question {number}: {asked}")
    return file.made()


form("shaded boxes between numbered paragraphs and a list of questions in an annex", "ice.docx", ice_houses, *qs(*ICE))


FERRY = ("Yes", "No", "Don't know")
FERRIES = (
    "Do you agree with our vision for the island ferries?",
    "Are the priorities set out in chapter 2 the right ones?",
    "Should the timetable be agreed with communities at least a year ahead?",
    "Do you support a single card for all journeys?",
    "Would a lower fare for young people lead you to travel more often?",
    "Should freight be carried on separate sailings?",
    "Do you agree that the boards should meet in public?",
)
OPEN_FERRIES = (
    "What would help communities to take part in planning services?",
    "How can the effects on island businesses be kept as small as possible?",
)


def ferries() -> bytes:
    file = WordFile("Island ferries: a new approach", styled=False)
    file.p("Respondent information form and questions", "b").p("Name: ", "Organisation: ", "Email: ")
    file.p("Please complete every section that matters to you.")
    for at, asked in enumerate(FERRIES, 1):
        file.p(f"Question {at}", "b").p(asked).p("Yes ☐   No ☐   Don't know ☐")
        file.p("Please explain your answer in the box below.").table(("\n\n",))
    for at, asked in enumerate(OPEN_FERRIES, len(FERRIES) + 1):
        file.p(f"Question {at}", "b").p(asked).table(("\n\n\n",))
    file.p("Thank you for taking part.")
    return file.made()


form(
    "the number alone in bold, tick boxes on one line, a box to explain",
    "ferries.docx",
    ferries,
    *(
        Q(str(at), text, "single_choice", FERRY, ((None, "Please explain your answer in the box below."),))
        for at, text in enumerate(FERRIES, 1)
    ),
    *qs(*OPEN_FERRIES, first=8),
    fields=("Name", "Organisation", "Email"),
)

CANALS = (
    "Should the closed season be moved to February?",
    "Do you agree that a lock keeper should be on duty at every flight of locks in summer?",
    "What should be done about boats that do not move?",
    "How many moorings are needed in your area?",
    "Which parts of the licence do you find hard to understand?",
)


def canals() -> bytes:
    file = WordFile("Canal licences: draft for comment")
    numbers = file.numbering(("decimal", "Q%1."))
    numbered = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{numbers}"/></w:numPr>'
    file.h("The closed season").p(*prose(3, 3, "canals", "The Trust"))
    file.xml(run("Should the closed season be moved to ") + changed("January", "February") + run("?"), numbered)
    file.h("Staff").p(*prose(9, 3, "canals", "The Trust"))
    file.xml(
        run("Do you agree that a lock keeper should be on duty at ")
        + changed("most", "every")
        + run(" flight of locks")
        + changed("", " in summer")
        + run("?"),
        numbered,
    )
    file.xml(changed("Should boats be able to stay for as long as they like?", ""))
    file.h("Moorings").p(*prose(17, 3, "canals", "The Trust")).n(numbers, *CANALS[2:4])
    file.h("Licences").p(*prose(25, 3, "canals", "The Trust")).n(numbers, CANALS[4])
    return file.made()


form("tracked changes within automatically numbered questions", "canals.docx", canals, *qs(*CANALS))

RFI = (
    (
        "Technology and Standards",
        (
            ("What sensors are now in use in grain elevators, and how long do they last?", ()),
            (
                "Which standards apply to such sensors?",
                (
                    "at the national level;",
                    "at the international level; and",
                    "in practice, where no standard has been adopted.",
                ),
            ),
            ("Describe any barriers to the use of wireless sensors.", ()),
        ),
    ),
    (
        "Economics",
        (
            ("What is the typical cost of fitting out one elevator, including labor and training?", ()),
            (
                "What would lead small operators to adopt sensors sooner?",
                ("Grants.", "Insurance discounts.", "Technical assistance."),
            ),
            ("Please provide data on losses avoided, if available.", ()),
            ("Are there economies of scale, and at what size do they begin?", ()),
        ),
    ),
    (
        "Workforce and Safety",
        (
            ("What skills do operators lack today?", ()),
            ("How should the Agency measure safety outcomes?", ()),
            ("What role, if any, should State programs play?", ()),
        ),
    ),
)


def grain() -> bytes:
    file = WordFile("Request for Information: Sensors in Grain Elevators", styled=False)
    file.p("AGENCY: Office of Grain Safety.", "ACTION: Request for information (RFI).")
    file.p("DATES: Comments must be received by 5:00 p.m. on June 30, 2027.", "SUPPLEMENTARY INFORMATION:")
    file.p("I. Background", "b").p(*prose(1, 5, "elevators", "The Office"))
    file.p("II. Questions for Commenters", "b")
    file.p(
        "Respondents may address any or all of the questions below and need not respond to each of them. Please "
        "identify the question by its letter and number."
    )
    numbers = file.numbering(("upperLetter", "%1."), ("decimal", "%2."), ("lowerLetter", "%3."))
    for topic, asked in RFI:
        file.n(numbers, topic, marks="b")
        for text, parts in asked:
            file.n(numbers, text, level=1).n(numbers, *parts, level=2)
    file.p("III. Next Steps", "b").p(
        "The Office will review the comments and may hold a workshop. What comes of it will be posted online."
    )
    file.p(
        "Responses to this RFI are voluntary and will not be returned. Do not send confidential business information."
    )
    return file.made()


form(
    "lettered topics, numbers and lettered asks of a request for information, all automatic",
    "grain.docx",
    grain,
    *(
        Q(
            str(at),
            text,
            parts=tuple(
                (label, part.removesuffix(" and").rstrip(";")) for label, part in zip("abc", parts, strict=False)
            ),
            section=topic,
        )
        for topic, asked in RFI
        for at, (text, parts) in enumerate(asked, 1)
    ),
)

TERMS = (
    "the effectiveness of the present rules on village halls, and whether they need to change;",
    "how halls are paid for, and who should pay;",
    "what could be learnt from other countries;",
    "the effect of rising energy costs on halls;",
    "whether volunteers have the support they need;",
    "the part that parish councils should play; and",
    "what the Government should do next.",
)


def halls() -> bytes:
    file = WordFile("Village Halls Committee launches inquiry into the future of village halls", styled=False)
    file.p("Call for evidence", "b").p(*prose(2, 3, "halls", "The Committee"))
    file.p("Terms of reference", "b").p("The Committee invites written submissions on any or all of the following:")
    file.style("List Bullet", *TERMS)
    file.p("How to submit evidence", "b")
    file.p("Submissions should be made through the Committee's portal by noon on Friday 14 May 2027. They should:")
    file.style("List Bullet", "be no longer than 3,000 words;", "be in Word;", "state clearly who they come from.")
    file.p("What happens to my evidence?", "b").p("The Committee will decide whether to publish it.")
    return file.made()


form(
    "terms of reference as bullets under an invitation",
    "halls.docx",
    halls,
    *(Q(None, text.removesuffix(" and").rstrip(";")) for text in TERMS),
)

PONDS = (
    "Do you agree that dew ponds should be given the same standing as hedges?",
    "What would be the effect on farms with fewer than 50 hectares?",
    "Are you aware of any ponds that have been lost since 2015? Please give their grid references.",
    "Is a fine the right penalty?",
    "How might grants be shared out fairly between the hills and the plains?",
    "Do you agree with the list of exempt works in Table 2?",
    "What else should the guidance cover?",
    "Can you offer any evidence on the cost of restoring a pond?",
    "Should the rules be reviewed after five years, or sooner?",
)


def ponds() -> bytes:
    file = WordFile("Protecting dew ponds", styled=False).p("A consultation by the Ministry for Downland")
    file.p("Introduction", "b").p(*prose(0, 7, "ponds", "The Ministry"))
    for at, asked in enumerate(PONDS):
        if at % 2 == 0:
            file.p(("Protection", "What counts as a pond?", "Penalties", "Grants", "Review")[at // 2], "b")
        file.p(*prose(7 + at * 6, 6, "ponds", "The Ministry"))
        if at == 5:
            file.p("Table 2: Works that need no consent", "b")
            file.table(("Work", "Season"), ("Clearing leaves", "Any"), ("Mending a bank", "April to July"))
        file.p(asked, "i")
    file.p("How to respond", "b").p("Please send your answers to ponds@downland.example by 9 July 2027.")
    return file.made()


form("questions in italics without numbers, in long prose", "ponds.docx", ponds, *(Q(None, text) for text in PONDS))
