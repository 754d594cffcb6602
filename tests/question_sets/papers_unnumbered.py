"""Small papers without numbers, with bullets, follow-ups, proposals, and with what is no question."""

from tests.question_sets.papers import Q, paper

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
    "numbered paragraphs with rhetorical questions are no questions",
    """# A history of the canal

1. The canal was dug by hand. Who paid for it? The mill owners did, and they were repaid in ten years.

2. Trade fell when the railway came. Could it have been saved? Few thought so at the time.

3. Where a lock has been mended, boats have come back. The trust now looks after nine of them.
""",
)
