"""More small papers whose questions carry numbers, codes or letters."""

from tests.question_sets.papers import Q, paper

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
    Q(
        "2",
        "How should a) traders and b) shoppers be told of changes?",
        parts=(("a", "traders"), ("b", "shoppers be told of changes")),
    ),
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
    Q(
        "2",
        "What would be lost if the farms were sold? Please give examples from your own experience wherever you can.",
    ),
    Q("3", "Are there other uses for the land that the county has not thought of in this paper?"),
    suffix=".txt",
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
