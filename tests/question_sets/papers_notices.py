"""Small papers with grids, titled labels and wrapped text, written after the rules were mended on the others."""

from tests.question_sets.papers import Q, unseen

unseen(
    "a grid whose statements carry letters, a ranking in a table and a question after it",
    """# Survey of allotment holders

**Q1. How important are these to you?**

| | Very important | Fairly important | Not important |
| --- | --- | --- | --- |
| a) Water on site | ○ | ○ | ○ |
| b) A shed | ○ | ○ | ○ |
| c) A lock on the gate | ○ | ○ | ○ |

**Q2. Rank these improvements from 1 (most wanted) to 3 (least wanted).**

- Better paths
- Compost bins
- A notice board

**Q3. Is there something else that would make you keep your plot?**
""",
    Q(
        "1",
        "How important are these to you?",
        "rating",
        ("Very important", "Fairly important", "Not important"),
        (("a", "Water on site"), ("b", "A shed"), ("c", "A lock on the gate")),
    ),
    Q(
        "2",
        "Rank these improvements from 1 (most wanted) to 3 (least wanted).",
        "ranking",
        ("Better paths", "Compost bins", "A notice board"),
    ),
    Q("3", "Is there something else that would make you keep your plot?"),
)
unseen(
    "a statement to agree with, then questions whose label is a bold line with a title",
    """# Code of practice for pet shops

### Q1. Space

The code gives a cage size for each animal. **Do you think these sizes are right?**

### Q2. Staff

The code asks for one trained person in each shop.

**Is one enough? If not, how many should there be?**

### Q3. Anything else

**Do you have any other comments on the code?**
""",
    Q("1", "The code gives a cage size for each animal. Do you think these sizes are right?"),
    Q(
        "2",
        "The code asks for one trained person in each shop. Is one enough? If not, how many should there be?",
    ),
    Q("3", "Do you have any other comments on the code?"),
)
unseen(
    "wrapped plain text with two numbers of digits, indented questions and prose between",
    """                   NOTICE OF PROPOSED RULES FOR PUBLIC FOUNTAINS

   The board has forty fountains to look after. It has had complaints about noise and
about water that is left running at night. This notice sets out what it might do.

     9.  Should fountains be switched off at night, and between what hours, if the
         board finds that those who live near them are kept awake?

   Some fountains are listed, and cannot be changed without consent.

    10.  Are there fountains in your street that should be left as they are?

    11.  What else should the board look at?

   Replies go to the clerk of the board.
""",
    Q(
        "9",
        "Should fountains be switched off at night, and between what hours, if the board finds that those who live "
        "near them are kept awake?",
    ),
    Q("10", "Are there fountains in your street that should be left as they are?"),
    Q("11", "What else should the board look at?"),
    suffix=".txt",
)
