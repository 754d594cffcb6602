"""Small papers as councils, committees and trade bodies set them, written before the rules that read them."""

from tests.question_sets.papers import Q, unseen

unseen(
    "a committee's terms of reference in bullets",
    """# Inquiry into rural post vans

## Call for evidence

The Committee has launched an inquiry into mail vans that carry passengers. The deadline is 5pm on Friday 9 April 2027.

## Terms of reference

The Committee welcomes written evidence on the following points:

- How well do post vans serve places without a bus?
- What stops operators from offering more seats?
- Should fares be set by the operator or by the council?

## Submitting evidence

Written evidence should not exceed 3,000 words. It may be published.
""",
    Q(None, "How well do post vans serve places without a bus?"),
    Q(None, "What stops operators from offering more seats?"),
    Q(None, "Should fares be set by the operator or by the council?"),
)
unseen(
    "a committee's topics that are no sentences",
    """# Inquiry into the upkeep of footbridges

The Committee invites submissions from anyone with knowledge of footbridges. You need not address every point.

The Committee would welcome submissions that address the following:

1. The condition of footbridges and how it is recorded
2. The adequacy of funding for repairs since the last spending review
3. Whether the duties of landowners are clear
4. Any lessons from other countries

Submissions should be made through the Committee's web page.
""",
    Q("1", "The condition of footbridges and how it is recorded"),
    Q("2", "The adequacy of funding for repairs since the last spending review"),
    Q("3", "Whether the duties of landowners are clear"),
    Q("4", "Any lessons from other countries"),
)
unseen(
    "a council's survey with brackets for boxes, a ranking and a scale",
    """Rivermead Borough Council
Your high street: tell us what you think

1) How often do you visit the high street?
[ ] Every day
[ ] Once a week
[ ] Less often
[ ] Never

2) Please rank the following in order of importance, where 1 is the most important:
__ More benches
__ Cleaner streets
__ Free parking

3) On a scale of 1 to 5, how safe do you feel there after dark?
1   2   3   4   5

4) If you feel unsafe, please tell us why.

5) Is there anything else that you would like to say?
""",
    Q(
        "1",
        "How often do you visit the high street?",
        "single_choice",
        ("Every day", "Once a week", "Less often", "Never"),
    ),
    Q(
        "2",
        "Please rank the following in order of importance, where 1 is the most important:",
        "ranking",
        ("More benches", "Cleaner streets", "Free parking"),
    ),
    Q(
        "3",
        "On a scale of 1 to 5, how safe do you feel there after dark?",
        "rating",
        ("1", "2", "3", "4", "5"),
    ),
    Q("4", "If you feel unsafe, please tell us why."),
    Q("5", "Is there anything else that you would like to say?"),
    suffix=".txt",
)
unseen(
    "a response form as one table with tick cells and comments",
    """# Response form: draft local plan

| Your details | |
| --- | --- |
| Name | |
| Organisation | |
| Postcode | |

| Ref | Question | Yes | No | Comments |
| --- | --- | --- | --- | --- |
| LP1 | Is the vision for the town clear? | ☐ | ☐ | |
| LP2 | Do the housing sites suit your parish? | ☐ | ☐ | |
| LP3 | Should the plan say more about flooding? | ☐ | ☐ | |
""",
    Q("LP1", "Is the vision for the town clear?", "yes_no", ("Yes", "No")),
    Q("LP2", "Do the housing sites suit your parish?", "yes_no", ("Yes", "No")),
    Q("LP3", "Should the plan say more about flooding?", "yes_no", ("Yes", "No")),
)
unseen(
    "no numbers: bold subjects with questions in nested bullets and no question marks in some",
    """# Youth strategy: questions for discussion

Use these at your meeting. You need not cover them all.

- **Places**
  - What places do young people use now?
  - Please describe places that they cannot use, and why.
- **Voice**
  - How do young people have a say in your area?
  - Give examples of things that changed because they spoke.

Send a note of your meeting to the youth team.
""",
    Q(None, "What places do young people use now?"),
    Q(None, "Please describe places that they cannot use, and why."),
    Q(None, "How do young people have a say in your area?"),
    Q(None, "Give examples of things that changed because they spoke."),
)
unseen(
    "frequently asked questions before a short survey",
    """# Garden waste: proposed charge

## Your questions answered

**Why is there to be a charge?**

The service costs more than it did.

**Will the charge apply to communal gardens?**

No.

**How will I pay?**

Online or by telephone.

## Have your say

**Q1. Do you use the garden waste service at present?**

- Yes
- No

**Q2. To what extent do you support or oppose the charge?**

- Strongly support
- Support
- Neither support nor oppose
- Oppose
- Strongly oppose

**Q3. Please use this space for any comments.**
""",
    Q("1", "Do you use the garden waste service at present?", "yes_no", ("Yes", "No")),
    Q(
        "2",
        "To what extent do you support or oppose the charge?",
        "single_choice",
        ("Strongly support", "Support", "Neither support nor oppose", "Oppose", "Strongly oppose"),
    ),
    Q("3", "Please use this space for any comments."),
)
unseen(
    "a trade body's member survey with sub-questions a, b, i and ii",
    """# Member survey: apprentices in joinery

1. About your firm
   a. How many joiners do you employ?
   b. How many of them are apprentices?
2. Have you taken on an apprentice in the last two years?
   a. If so, how did you find them?
   b. If not, what stopped you? Please say whether it was:
      i. cost
      ii. time
3. What one change would help you most?
""",
    Q(
        "1",
        "About your firm",
        parts=(("a", "How many joiners do you employ?"), ("b", "How many of them are apprentices?")),
    ),
    Q(
        "2",
        "Have you taken on an apprentice in the last two years?",
        parts=(
            ("a", "If so, how did you find them?"),
            ("b", "If not, what stopped you? Please say whether it was:"),
            ("i", "cost"),
            ("ii", "time"),
        ),
    ),
    Q("3", "What one change would help you most?"),
)
unseen(
    "questions in running paragraphs, each in bold after its proposal",
    """# Street trading policy

Traders need consent for a fixed spot. **Question 1: Should consent last for three years rather than one?** The fee \
would be the same for each year.

Traders may not sell hot food after midnight. **Question 2: Do you agree with this limit?** We have had twelve \
complaints.
""",
    Q("1", "Should consent last for three years rather than one?"),
    Q("2", "Do you agree with this limit?"),
)
unseen(
    "a web form's export with help lines and limits",
    """Local Heritage List

Question 1 (Required)
Which building do you want to nominate?
Give its address or grid reference.
0/100 characters

Question 2 (Required)
Why does it matter to the area?
You may want to mention its age, its looks or what happened there.
Up to 500 words

Question 3 (Optional)
Do you own the building?
( ) Yes
( ) No

Question 4 (Optional)
Upload a photograph
Choose a file
""",
    Q("1", "Which building do you want to nominate? Give its address or grid reference."),
    Q("2", "Why does it matter to the area?"),
    Q("3", "Do you own the building?", "yes_no", ("Yes", "No")),
    Q("4", "Upload a photograph", "file_upload"),
    suffix=".txt",
)
unseen(
    "an eight with one bracket among numbers with two, and a page break inside a question",
    """Consultation on river moorings

(1) Should moorings be let by the year or by the
month?

(2) Who should have first call on a free mooring, given that the

Rivermead Local Partnership
12

waiting list is now nine years long?

3) How should the rent be set?

(4) What should happen to boats that are left
empty?
""",
    Q("1", "Should moorings be let by the year or by the month?"),
    Q("2", "Who should have first call on a free mooring, given that the waiting list is now nine years long?"),
    Q("3", "How should the rent be set?"),
    Q("4", "What should happen to boats that are left empty?"),
    suffix=".txt",
)
