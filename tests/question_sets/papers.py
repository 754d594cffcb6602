"""Small papers in the layouts that real ones use, each with the questions a careful reader finds in it.

`Q` is number, text, kind, options, parts as (label, text); the rest of a question is checked in tests of its own.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Q:
    number: str | None
    text: str
    kind: str = "free_text"
    options: tuple[str, ...] = ()
    parts: tuple[tuple[str | None, str], ...] = ()
    section: str | None = None


PAPERS: dict[str, tuple[str, str, tuple[Q, ...]]] = {}


def paper(name: str, source: str, *questions: Q, suffix: str = ".md") -> None:
    PAPERS[name] = (f"paper{suffix}", source, questions)


paper(
    "the word and the number on a line of their own",
    """# Parking outside schools

The council proposes to close four streets at school times.

## Questions

### Question 1

Do you support closing the streets? Please say why.

### Question 2

Which other streets should be closed, and
at what times?

## How to respond

Write to the council by 4 May 2027.
""",
    Q("1", "Do you support closing the streets? Please say why."),
    Q("2", "Which other streets should be closed, and at what times?"),
)
paper(
    "questions at the end of each chapter among numbered paragraphs",
    """# A plan for the river

## 1. Introduction

1.1 The river floods twice a year. What can be done about it? This paper sets out the choices.

1.2 There are three choices, and none is cheap.

## 2. Storing water

2.1 Water can be stored upstream on farmland.

2.2 The farms would be paid for each day under water.

**Question 1: Do you agree that farmland should be used to store water?**

**Question 2: How should farmers be paid?**

## 3. Walls

3.1 Walls in the town are quick to build.

**Question 3: Where are walls most needed?**

3.2 Walls need upkeep.
""",
    Q("1", "Do you agree that farmland should be used to store water?", section="Storing water"),
    Q("2", "How should farmers be paid?", section="Storing water"),
    Q("3", "Where are walls most needed?", section="Walls"),
)
paper(
    "contents list and annex repeat every question",
    """Contents

Question 1: What should the bus fare be? ........ 4
Question 2: Which routes matter most to you? ........ 6

The bus network

The fares were last changed nine years ago.

Question 1: What should the bus fare be?

The routes are listed in the annex. Most run once an hour.

Question 2: Which routes matter most to you?

Annex A: list of questions

Question 1: What should the bus fare be?
Question 2: Which routes matter most to you?
""",
    Q("1", "What should the bus fare be?"),
    Q("2", "Which routes matter most to you?"),
    suffix=".txt",
)
paper(
    "frequently asked and rhetorical questions are not for the reader",
    """# Waste collection: have your say

## What is this consultation about?

We want to collect waste every two weeks.

## Why are we consulting?

Because the law asks us to. Is this the right time? We think so.

## Questions

1. Do you agree with collections every two weeks?
2. What would help you to waste less?

## Frequently asked questions

1. Will my bin be larger?

No, it stays the same.

2. Can I have a second bin?

Yes, on request.
""",
    Q("1", "Do you agree with collections every two weeks?"),
    Q("2", "What would help you to waste less?"),
)
paper(
    "Q1. and options with tick boxes",
    """Survey on the town library

Q1. Do you use the library?
☐ Yes
☐ No

Q2. Which of these do you use? Tick all that apply.
☐ Books
☐ Computers
☐ Meeting rooms
☐ Other (please specify)

Q3. How satisfied are you with the opening hours?
☐ Very satisfied
☐ Satisfied
☐ Dissatisfied
☐ Very dissatisfied

Q4. What would you change?
(maximum 200 words)
""",
    Q("1", "Do you use the library?", "yes_no", ("Yes", "No")),
    Q(
        "2",
        "Which of these do you use? Tick all that apply.",
        "multiple_choice",
        ("Books", "Computers", "Meeting rooms", "Other (please specify)"),
    ),
    Q(
        "3",
        "How satisfied are you with the opening hours?",
        "single_choice",
        ("Very satisfied", "Satisfied", "Dissatisfied", "Very dissatisfied"),
    ),
    Q("4", "What would you change?"),
    suffix=".txt",
)
paper(
    "codes for numbers",
    """# Standards for village halls

## Part A: Safety

A1 Do you agree with the fire safety standard?

A2 What would it cost your hall to meet it?

## Part B: Use

B1 Should halls report how often they are used?

PC-1 is not a question, but a code of a standard.
""",
    Q("A1", "Do you agree with the fire safety standard?"),
    Q("A2", "What would it cost your hall to meet it?"),
    Q("B1", "Should halls report how often they are used?"),
)
paper(
    "codes with a hyphen",
    """# Market rules

- **PC-1** What fee should a stall pay?
- **PC-2** Are the proposed hours right?
- **PC-3** Which goods should not be sold?
""",
    Q("PC-1", "What fee should a stall pay?"),
    Q("PC-2", "Are the proposed hours right?"),
    Q("PC-3", "Which goods should not be sold?"),
)
paper(
    "decimal numbers under chapter headings",
    """# Skills in the county

## 1 Demand

1.1 Which skills are hardest to find?

1.2 How has this changed over five years?

## 2 Supply

2.1 Do colleges teach what employers need?

2.2 Please describe any gaps.
""",
    Q("1.1", "Which skills are hardest to find?"),
    Q("1.2", "How has this changed over five years?"),
    Q("2.1", "Do colleges teach what employers need?"),
    Q("2.2", "Please describe any gaps."),
)
paper(
    "numbers begin again in each section",
    """# Parks

## Play areas

1) Which play area do you visit?
2) What should be mended first?

## Ponds

1) Should swimming be allowed?
2) How can the water be kept clean?
3) Who should look after the ponds?
""",
    Q("1", "Which play area do you visit?", section="Play areas"),
    Q("2", "What should be mended first?", section="Play areas"),
    Q("1", "Should swimming be allowed?", section="Ponds"),
    Q("2", "How can the water be kept clean?", section="Ponds"),
    Q("3", "Who should look after the ponds?", section="Ponds"),
)
paper(
    "letters in the number",
    """# Licensing

Question 3(a): Should licences last two years?

Question 3(b): If not, how long should they last?

Question 4: Who should decide?
""",
    Q("3(a)", "Should licences last two years?"),
    Q("3(b)", "If not, how long should they last?"),
    Q("4", "Who should decide?"),
)
paper(
    "lettered parts",
    """# Markets

Question 1: What are your views on:

(a) the site of the market;
(b) its opening hours; and
(c) the fee for a stall?

Question 2: How should a) traders and b) shoppers be told of changes?
""",
    Q(
        "1",
        "What are your views on:",
        parts=(("a", "the site of the market"), ("b", "its opening hours"), ("c", "the fee for a stall?")),
    ),
    Q("2", "How should a) traders and b) shoppers be told of changes?", parts=(("a", "traders"), ("b", "shoppers be told of changes"))),
)
paper(
    "bulleted parts",
    """# Fees

**Question 1.** To what extent do you support:

- a higher fee for large vans?
- a lower fee for electric vans?

**Question 2.** Any other comments?
""",
    Q(
        "1",
        "To what extent do you support:",
        parts=((None, "a higher fee for large vans?"), (None, "a lower fee for electric vans?")),
    ),
    Q("2", "Any other comments?"),
)
paper(
    "no numbers at all, in bullets under a heading",
    """# Young people in the town

The town has few places for young people. What should change? The council has set money aside.

## Questions for discussion

- What do young people in your area need most?
- Which of the three sites would you choose, and why?
- How should young people be involved in running it?

## Next steps

The council will decide in June.
""",
    Q(None, "What do young people in your area need most?"),
    Q(None, "Which of the three sites would you choose, and why?"),
    Q(None, "How should young people be involved in running it?"),
)
paper(
    "no numbers and a leading line",
    """A new bridge

The bridge will cost a great deal and take three years to build.

We would welcome your views on the following questions:

Do you agree that a bridge is needed?

Should the bridge carry cars?

The decision will be taken in spring.
""",
    Q(None, "Do you agree that a bridge is needed?"),
    Q(None, "Should the bridge carry cars?"),
    suffix=".txt",
)
paper(
    "nested bullets",
    """# Housing needs

We are asking for answers to these questions:

- Supply
  - How many homes are needed in your parish?
  - Where should they be built?
- Cost
  - What can people in your parish afford?
""",
    Q(None, "How many homes are needed in your parish?"),
    Q(None, "Where should they be built?"),
    Q(None, "What can people in your parish afford?"),
)
paper(
    "questions that are no questions by their mark",
    """# Call for evidence on repair

1. Please list the goods that you repair.
2. Describe the hardest repairs.
3. We would welcome evidence on the cost of spare parts.
4. To what extent does the law help
5. Comment on the draft guidance in annex B.
""",
    Q("1", "Please list the goods that you repair."),
    Q("2", "Describe the hardest repairs."),
    Q("3", "We would welcome evidence on the cost of spare parts."),
    Q("4", "To what extent does the law help"),
    Q("5", "Comment on the draft guidance in annex B."),
)
paper(
    "a table of question and answer",
    """# Response form

| No. | Question | Your response |
| --- | --- | --- |
| 1 | Is the plan clear? | |
| 2 | What is missing from the plan? | |
| 3 | Please list any errors. | |
""",
    Q("1", "Is the plan clear?"),
    Q("2", "What is missing from the plan?"),
    Q("3", "Please list any errors."),
)
paper(
    "a rating grid",
    """# Working together

1. How far do you agree with each statement?

| | Strongly agree | Agree | Disagree | Strongly disagree |
| --- | --- | --- | --- | --- |
| Our meetings are useful | ☐ | ☐ | ☐ | ☐ |
| Our plan is clear | ☐ | ☐ | ☐ | ☐ |

2. What would you improve?
""",
    Q(
        "1",
        "How far do you agree with each statement?",
        "rating",
        ("Strongly agree", "Agree", "Disagree", "Strongly disagree"),
        ((None, "Our meetings are useful"), (None, "Our plan is clear")),
    ),
    Q("2", "What would you improve?"),
)
paper(
    "options in columns and in the line",
    """Consultation on street lights

1. Should lights be dimmed after midnight? Yes / No / Don't know

2. Do you feel safe at night?
Yes      No      Not sure

3. Is the proposal clear?   [ ] Yes   [ ] No

4. How well lit is your street?
1   2   3   4   5
""",
    Q("1", "Should lights be dimmed after midnight?", "single_choice", ("Yes", "No", "Don't know")),
    Q("2", "Do you feel safe at night?", "single_choice", ("Yes", "No", "Not sure")),
    Q("3", "Is the proposal clear?", "yes_no", ("Yes", "No")),
    Q("4", "How well lit is your street?", "rating", ("1", "2", "3", "4", "5")),
    suffix=".txt",
)
paper(
    "a survey tool's export",
    """# Survey on the harbour

*1 What describes you best?
at most 1 choice(s)
☐ Boat owner
☐ Visitor
☐ Resident

*2 What should the harbour offer?
2000 character(s) maximum

3 Please upload your file with detailed comments.
Only files of the type pdf are allowed
""",
    Q("1", "What describes you best?", "single_choice", ("Boat owner", "Visitor", "Resident")),
    Q("2", "What should the harbour offer?"),
    Q("3", "Please upload your file with detailed comments.", "file_upload"),
    suffix=".txt",
)
paper(
    "wrapped lines, stray page numbers and an instruction at the end",
    """REVIEW OF THE COUNTY FARMS

The county owns forty farms. It has to decide whether to keep them, and this paper
asks those who know the farms what they think of the choices before the council.

1. Do you think that the county should keep its farms, and if so, which of them, given
the cost of mending the buildings over the next ten years?
7
2. What would be lost if the farms were sold? Please give examples from your own
experience wherever you can.
3. Are there other uses for the land that the county has not thought of in this
paper?
8
Please send your answers to the county office. They should reach it by the end of the
month, and they may be published with your name unless you ask us not to.
""",
    Q(
        "1",
        "Do you think that the county should keep its farms, and if so, which of them, given the cost of mending "
        "the buildings over the next ten years?",
    ),
    Q("2", "What would be lost if the farms were sold? Please give examples from your own experience wherever you can."),
    Q("3", "Are there other uses for the land that the county has not thought of in this paper?"),
    suffix=".txt",
)
paper(
    "follow-ups below a question",
    """# Signs

Question 1

Do you agree that signs should be smaller?

If not, why not?

Question 2

Should signs be in two languages?
- Yes
- No

Please explain your answer.
""",
    Q("1", "Do you agree that signs should be smaller? If not, why not?"),
    Q("2", "Should signs be in two languages?", "yes_no", ("Yes", "No"), ((None, "Please explain your answer."),)),
)
paper(
    "a proposal with its question in the next paragraph",
    """# Allotments

Question 1: Waiting lists

We propose to halve the size of new plots. Existing plots would stay as they are.

Do you agree with this proposal?

Question 2: Water

We propose to meter water.

What would this mean for you?
""",
    Q(
        "1",
        "We propose to halve the size of new plots. Existing plots would stay as they are. "
        "Do you agree with this proposal?",
    ),
    Q("2", "We propose to meter water. What would this mean for you?"),
)
paper(
    "a paper that asks nothing",
    """# News from the council

The council has decided. What does this mean? It means that the road stays open.

1. The road stays open.
2. The bridge is closed.
""",
)
paper(
    "question boxes as quotations between prose",
    """# Towards quieter streets

Noise has grown for ten years. Who is to blame? Mostly lorries.

> **Consultation question 1**
> Do you agree that lorries should be kept out at night?

The council looked at four ways to do so. They are described below.

> **Consultation question 2**
> Which of the four ways do you prefer, and why?

The council will publish the replies.
""",
    Q("1", "Do you agree that lorries should be kept out at night?"),
    Q("2", "Which of the four ways do you prefer, and why?"),
)
paper(
    "bold questions without numbers between prose",
    """# Cycling in the old town

Cycling is allowed in two of the nine streets. Walkers have asked for more room.

**Do you think that cycling should be allowed in the market square?**

There is little room for stands. The square is full on market days.

**Where would you put new stands?**

The council will decide in autumn.
""",
    Q(None, "Do you think that cycling should be allowed in the market square?"),
    Q(None, "Where would you put new stands?"),
)
paper(
    "numbers without a stop",
    """Survey of clubs

1 What does your club do?

2 How many members has your club?

3 Where do you meet?
""",
    Q("1", "What does your club do?"),
    Q("2", "How many members has your club?"),
    Q("3", "Where do you meet?"),
    suffix=".txt",
)
paper(
    "a rank and a single choice with round boxes",
    """# The new swimming pool

1. Rank these in order of importance to you:
   - Price
   - Opening hours
   - Cleanliness

2. How would you travel to the pool?
   - ( ) On foot
   - ( ) By bicycle
   - ( ) By bus

3. Which of the following would you use?
   - The sauna
   - The gym
   - The café
""",
    Q("1", "Rank these in order of importance to you:", "ranking", ("Price", "Opening hours", "Cleanliness")),
    Q("2", "How would you travel to the pool?", "single_choice", ("On foot", "By bicycle", "By bus")),
    Q("3", "Which of the following would you use?", "single_choice", ("The sauna", "The gym", "The café")),
)
paper(
    "roman parts under numbers and letters for questions",
    """# Taxi rules

Please answer each of these questions.

(a) Should drivers wear a badge?

(b) Should fares be the same at night? In answering, please say:

(i) what you pay now; and
(ii) what you would pay.

(c) Who should check the cars?
""",
    Q("a", "Should drivers wear a badge?"),
    Q(
        "b",
        "Should fares be the same at night? In answering, please say:",
        parts=(("i", "what you pay now"), ("ii", "what you would pay.")),
    ),
    Q("c", "Who should check the cars?"),
)
paper(
    "section names between the questions of one count",
    """CONSULTATION ON ALLOTMENT RULES

Keeping animals

1. Should hens be allowed?

2. How many hens should a plot have?

Sheds

3. How large may a shed be?
""",
    Q("1", "Should hens be allowed?", section="Keeping animals"),
    Q("2", "How many hens should a plot have?", section="Keeping animals"),
    Q("3", "How large may a shed be?", section="Sheds"),
    suffix=".txt",
)
paper(
    "a table whose questions carry their numbers",
    """# Form

| Question | Answer |
| --- | --- |
| **The plan** | |
| Q1. Is the plan right? | |
| Q2. What would you add? | |
""",
    Q("1", "Is the plan right?"),
    Q("2", "What would you add?"),
)
paper(
    "contact fields before the questions",
    """# Reply form

Name:

Organisation:

E-mail address:

1. Do you support the plan?
2. What would you change?
""",
    Q("1", "Do you support the plan?"),
    Q("2", "What would you change?"),
)
paper(
    "a numbered report before the questions",
    """Report to the board

1. BACKGROUND

1.1 The paper asks seven questions. Is that too many?

2. OPTIONS

(a) Agree the reply.
(b) Change the reply.

3. RECOMMENDATIONS

1. Agree the reply.

Paper on river paths

1. Should paths be open at night?

2: Who should pay for lamps?

3: What else would help?
""",
    Q("1", "Should paths be open at night?"),
    Q("2", "Who should pay for lamps?"),
    Q("3", "What else would help?"),
    suffix=".txt",
)
paper(
    "word numbers with dashes and brackets",
    """# Views on buses

[Question 1] Are there enough buses?

Question 2 - Do they run on time?

QUESTION 3 – What do you pay?

Question no. 4. Would you pay more?
""",
    Q("1", "Are there enough buses?"),
    Q("2", "Do they run on time?"),
    Q("3", "What do you pay?"),
    Q("4", "Would you pay more?"),
)
