"""Small papers that are forms: tick boxes, options, tables, grids, survey exports."""

from tests.question_sets.papers import Q, paper

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
