"""Small papers whose questions carry numbers, codes or letters."""

from tests.question_sets.papers import Q, paper

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
