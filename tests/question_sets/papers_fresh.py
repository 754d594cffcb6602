"""Small papers written after the rules were mended on the others, to see how the rules do on what they have not met."""

from tests.question_sets.papers import Q, unseen

unseen(
    "a question right under each chapter heading in plain text",
    """The future of the county show: a discussion paper

1. The site
Question 1: Should the show move to a permanent site?

2. The date
Question 2: Is the second week of July the right time for the show? If not, which week would suit you?

3. The prizes
Question 3: What would make exhibitors come back?
""",
    Q("1", "Should the show move to a permanent site?"),
    Q("2", "Is the second week of July the right time for the show? If not, which week would suit you?"),
    Q("3", "What would make exhibitors come back?"),
    suffix=".txt",
)
unseen(
    "a discussion paper with 'Discussion question' and several sentences, proposals numbered beside",
    """# Licensing of skate hire

Proposal 1: Hirers would keep a register of skates.

*Discussion question 1: Do you support Proposal 1? What would a register cost you to keep?*

Proposal 2: Skates would be checked by an independent body each year.

*Discussion question 2: Do you support Proposal 2? Please set out any better way to keep skates safe.*

Proposal 3 sets out transitional rules. It raises no question.
""",
    Q("1", "Do you support Proposal 1? What would a register cost you to keep?"),
    Q("2", "Do you support Proposal 2? Please set out any better way to keep skates safe."),
)
unseen(
    "a form in a table with the question in a merged row and options below",
    """# Response form: beach huts

| 1. Should the rent of a hut rise with its size? | |
| --- | --- |
| Yes ☐ No ☐ Don't know ☐ | |
| Comments: | |

| 2. Which of these would you like near the huts? (tick all that apply) | |
| --- | --- |
| ☐ Tap<br>☐ Toilets<br>☐ Café | |
| Comments: | |
""",
    Q("1", "Should the rent of a hut rise with its size?", "single_choice", ("Yes", "No", "Don't know")),
    Q(
        "2",
        "Which of these would you like near the huts? (tick all that apply)",
        "multiple_choice",
        ("Tap", "Toilets", "Café"),
    ),
)
unseen(
    "an inquiry's sub-headed questions in a numbered list with lettered parts over several lines",
    """INQUIRY INTO THE COST OF SCHOOL TRIPS

The Committee has agreed to inquire into what school trips cost. It invites views on the questions below. You do not
have to answer all of them.

Cost to families

1. How has the cost of trips changed since 2020?

2. What help do families get with the cost of
   (a) day trips,
   (b) residential trips?

Cost to schools

3. What are the hidden costs of a trip to a school?

4. Is there anything that the inspectorate could do to lower them?

The Committee may publish what it receives. It will not look into single cases.
""",
    Q("1", "How has the cost of trips changed since 2020?", section="Cost to families"),
    Q(
        "2",
        "What help do families get with the cost of",
        parts=(("a", "day trips"), ("b", "residential trips?")),
        section="Cost to families",
    ),
    Q("3", "What are the hidden costs of a trip to a school?", section="Cost to schools"),
    Q("4", "Is there anything that the inspectorate could do to lower them?", section="Cost to schools"),
    suffix=".txt",
)
unseen(
    "codes with a letter for the theme and a point, some of them commands",
    """# Questionnaire to national focal points

**Theme G: Governance**

G.1 Which ministry is in charge of wetlands?

G.2 Describe how local people take part in decisions.

**Theme M: Monitoring**

M.1 How many wetlands were surveyed in the last five years?

M.2 Attach the latest list of sites.

M.3 Is the list open to the public? (Yes/No)
""",
    Q("G.1", "Which ministry is in charge of wetlands?"),
    Q("G.2", "Describe how local people take part in decisions."),
    Q("M.1", "How many wetlands were surveyed in the last five years?"),
    Q("M.2", "Attach the latest list of sites."),
    Q("M.3", "Is the list open to the public?", "yes_no", ("Yes", "No")),
)
unseen(
    "an introduction that speaks of questions by number, and questions in a numbered annex only",
    """# Charging for archive copies

Question 1 asks about the level of fees, and questions 2 and 3 about who should be exempt. Annex A has the full list.

## 1. Fees

Copies cost 30 pence a page. Is that fair to those who live far away? The reading room is free to all.

## 2. Exemptions

2.1 Pupils pay nothing.

2.2 Family historians pay in full.

## Annex A: Consultation questions

1. What fee per page would be fair?

2. Should pupils go on paying nothing?

3. Who else, if anyone, should pay a lower fee?

## Annex B: Fees elsewhere

1. The county archive charges 25 pence.

2. The city archive charges 40 pence.
""",
    Q("1", "What fee per page would be fair?"),
    Q("2", "Should pupils go on paying nothing?"),
    Q("3", "Who else, if anyone, should pay a lower fee?"),
)
unseen(
    "French beside English in one line of a heading and in the paragraph below",
    """# Consultation on canal locks / Consultation sur les écluses

1. What hours should the locks be open?

Quelles devraient être les heures d'ouverture des écluses ?

2. Do you use the locks for your work?

- Yes / Oui
- No / Non

Utilisez-vous les écluses pour votre travail ?

3. Please describe any delay in the past year.

Veuillez décrire tout retard que vous avez eu dans l'année.
""",
    Q("1", "What hours should the locks be open?"),
    Q("2", "Do you use the locks for your work?", "single_choice", ("Yes / Oui", "No / Non")),
    Q("3", "Please describe any delay in the past year."),
)
unseen(
    "unnumbered questions in bold with options, and a heading that is a question to nobody",
    """# Tell us about your bus stop

## Why your views matter

Stops are used by nine people in ten. We cannot visit each of them. So who knows them best? You do.

## About the stop

**Which stop do you use most?**

**How would you rate its shelter?**

- Very good
- Good
- Poor
- Very poor

**What would make it better? Please give up to three suggestions.**

## About you

**How old are you?**

- Under 18
- 18 to 64
- 65 or over
- Prefer not to say
""",
    Q(None, "Which stop do you use most?"),
    Q(None, "How would you rate its shelter?", "rating", ("Very good", "Good", "Poor", "Very poor")),
    Q(None, "What would make it better? Please give up to three suggestions."),
    Q(
        None,
        "How old are you?",
        "single_choice",
        ("Under 18", "18 to 64", "65 or over", "Prefer not to say"),
    ),
)
unseen(
    "an agency's items under capital letters with numbers below",
    """REQUEST FOR INFORMATION
Mobile Weighbridge Services

1.0 BACKGROUND

The Highways Bureau weighs lorries at forty sites.

2.0 QUESTIONS FOR INDUSTRY

A. Corporate Experience

A.1 List up to three contracts of similar size.

A.2 Describe the largest fleet you have supported.

B. Technical Approach

B.1 How would your weighbridges be calibrated in the field?

B.2 What is the shortest time in which a site can be set up?

3.0 RESPONSE FORMAT

3.1 Responses shall be in 12-point type.

3.2 Responses are due by September 30, 2027.
""",
    Q("A.1", "List up to three contracts of similar size."),
    Q("A.2", "Describe the largest fleet you have supported."),
    Q("B.1", "How would your weighbridges be calibrated in the field?"),
    Q("B.2", "What is the shortest time in which a site can be set up?"),
    suffix=".txt",
)
