"""Small papers written when every other one was read rightly: their first figures are the honest ones."""

from tests.question_sets.papers import Q, unseen

unseen(
    "a local authority's budget survey with sliders and amounts",
    """# Budget 2027 to 2028: where should we spend?

We have to save 4 million pounds. Before you answer, please read the summary.

## Section A - Council tax

**A1.** Which of these increases would you accept?

- [ ] No increase
- [ ] Up to 2%
- [ ] 2% to 5%

**A2.** What are your reasons?

## Section B - Services

**B1.** For each service, should we spend more, the same or less?

| Service | More | The same | Less |
| --- | --- | --- | --- |
| Libraries | [ ] | [ ] | [ ] |
| Parks | [ ] | [ ] | [ ] |
| Roads | [ ] | [ ] | [ ] |

**B2.** Are there services that we should stop? If so, which?

## Section C - About you

**C1.** What is your postcode?
""",
    Q("A1", "Which of these increases would you accept?", "single_choice", ("No increase", "Up to 2%", "2% to 5%")),
    Q("A2", "What are your reasons?"),
    Q(
        "B1",
        "For each service, should we spend more, the same or less?",
        "rating",
        ("More", "The same", "Less"),
        ((None, "Libraries"), (None, "Parks"), (None, "Roads")),
    ),
    Q("B2", "Are there services that we should stop? If so, which?"),
    Q("C1", "What is your postcode?"),
)
unseen(
    "a green paper with question boxes in tables of one cell",
    """# The upkeep of sea walls

## Chapter 1: Who pays

Walls are kept by whoever owns the land behind them. Few know this.

| Question 1: Should the duty to keep a sea wall pass to the county? |
| --- |

The county would need a new fund.

| Question 2: How should such a fund be paid for? |
| --- |

## Chapter 2: Who decides

Plans are made for thirty years.

| Question 3: Is thirty years the right span? Please explain. |
| --- |
""",
    Q("1", "Should the duty to keep a sea wall pass to the county?"),
    Q("2", "How should such a fund be paid for?"),
    Q("3", "Is thirty years the right span? Please explain."),
)
unseen(
    "a call for evidence with themes and dashes for bullets in plain text",
    """CALL FOR EVIDENCE: GLASSHOUSE HEATING

Rivermead Local Partnership wants to learn how growers heat their glasshouses.

Theme 1 - Fuel
- What fuels do you use, and in what amounts?
- How has your use changed since 2022?

Theme 2 - Heat from waste
- Have you thought of using waste heat? If not, why not?
- What would you need to know before you did?

Send your evidence by 14 June 2027. There is no form.
""",
    Q(None, "What fuels do you use, and in what amounts?"),
    Q(None, "How has your use changed since 2022?"),
    Q(None, "Have you thought of using waste heat? If not, why not?"),
    Q(None, "What would you need to know before you did?"),
    suffix=".txt",
)
unseen(
    "a draft standard's comment template with clause numbers and numbered questions below",
    """# Draft standard for scaffold boards: comment template

## Part 1. General questions

1. Is the scope of the standard clear?
2. Are the terms in clause 3 those used in your trade?

## Part 2. Comments by clause

| Clause | Comment | Proposed change |
| --- | --- | --- |
| 4.1 | | |
| 4.2 | | |

## Part 3. Closing questions

3. When should the standard take effect?
4. Would you take part in a trial? If yes, please give a contact.
""",
    Q("1", "Is the scope of the standard clear?"),
    Q("2", "Are the terms in clause 3 those used in your trade?"),
    Q("3", "When should the standard take effect?"),
    Q("4", "Would you take part in a trial? If yes, please give a contact."),
)
unseen(
    "options lettered under the question and a question on the reasons",
    """Consultation on the opening of the town archive

Question 1. Which opening hours would suit you best?
(a) Mornings from Monday to Friday
(b) Afternoons from Monday to Friday
(c) All day on Saturday

Question 2. Please explain your choice.

Question 3. How far do you agree that readers should book a seat?
(a) Strongly agree
(b) Agree
(c) Disagree
(d) Strongly disagree
""",
    Q(
        "1",
        "Which opening hours would suit you best?",
        "single_choice",
        ("Mornings from Monday to Friday", "Afternoons from Monday to Friday", "All day on Saturday"),
    ),
    Q("2", "Please explain your choice."),
    Q(
        "3",
        "How far do you agree that readers should book a seat?",
        "single_choice",
        ("Strongly agree", "Agree", "Disagree", "Strongly disagree"),
    ),
    suffix=".txt",
)
unseen(
    "an impact assessment's headings with a question each, and figures in data tables",
    """# Ban on lead weights: questions on our assessment

## Costs to anglers

We put the cost at 3 pounds a year for each angler.

| Item | Old price | New price |
| --- | --- | --- |
| Small weight | 0.20 | 0.35 |
| Large weight | 0.40 | 0.70 |

**Question 1.** Do you agree with the figures in the table above? If you do not, what figures would you use?

## Costs to makers

**Question 2.** What would it cost a maker to change over?

## Benefits

We have not put a figure on the birds that would be saved. Is a swan worth more than a duck? We leave that to others.

**Question 3.** Which benefits have we missed?
""",
    Q("1", "Do you agree with the figures in the table above? If you do not, what figures would you use?"),
    Q("2", "What would it cost a maker to change over?"),
    Q("3", "Which benefits have we missed?"),
)
unseen(
    "a letter that asks its questions in a numbered list without a heading",
    """To all parish clerks

The board is to review how often hedges along lanes are cut. I should be glad to have your parish's views by 1 October.

In particular:

(1) Which lanes in your parish are cut too seldom?
(2) Which are cut too often?
(3) Would your parish take on the cutting for a fee?

I attach a map. Please do not send it back.

Clerk to the board
""",
    Q("1", "Which lanes in your parish are cut too seldom?"),
    Q("2", "Which are cut too often?"),
    Q("3", "Would your parish take on the cutting for a fee?"),
    suffix=".txt",
)
unseen(
    "an invitation to comment on each of several bulleted matters",
    """# Discussion note: the choice of street trees

Trees differ in their shade, their roots and their pollen.

## Matters for comment

The Partnership invites comments on:

- the list of species in the annex
- how near to a wall a tree may be planted
- who should water young trees

## Annex

Alder, birch and lime.
""",
    Q(
        None,
        "The Partnership invites comments on:",
        parts=(
            (None, "the list of species in the annex"),
            (None, "how near to a wall a tree may be planted"),
            (None, "who should water young trees"),
        ),
    ),
)
unseen(
    "a feedback page in HTML with fieldsets, legends and labels",
    """<!doctype html><html><head><title>Have your say on the lido</title></head><body>
<header><a href="/">Rivermead Borough Council</a></header><main><h1>Have your say on the lido</h1><form>
<fieldset><legend>1. How often do you swim at the lido?</legend>
<label><input type="radio" name="a"> Every week</label><label><input type="radio" name="a"> Every month</label>
<label><input type="radio" name="a"> Never</label></fieldset>
<div><label for="b">2. What would make you come more often?</label><textarea id="b"></textarea></div>
<fieldset><legend>3. Which of these would you use? Tick all that apply.</legend>
<label><input type="checkbox"> A café</label><label><input type="checkbox"> A sauna</label></fieldset>
<button>Send</button></form></main></body></html>""",
    Q("1", "How often do you swim at the lido?", "single_choice", ("Every week", "Every month", "Never")),
    Q("2", "What would make you come more often?"),
    Q("3", "Which of these would you use? Tick all that apply.", "multiple_choice", ("A café", "A sauna")),
    suffix=".html",
)
unseen(
    "questions with a reference line below and a remark on earlier replies",
    """# Second consultation on dog beaches

In our first consultation, question 4 asked about winter. Most who replied wanted no limits then.

### Question 1

Do you agree with a ban from May to September?

(See paragraphs 12 to 15.)

### Question 2

Should assistance dogs be exempt?

(See paragraph 16.)

### Question 3

Are there beaches which should be left out?

Please name them.
""",
    Q("1", "Do you agree with a ban from May to September? (See paragraphs 12 to 15.)"),
    Q("2", "Should assistance dogs be exempt? (See paragraph 16.)"),
    Q("3", "Are there beaches which should be left out? Please name them."),
)
unseen(
    "a questionnaire in capitals with 'Q' and words run together",
    """QUESTIONNAIRE: MOBILE LIBRARY

Q1 DO YOU USE THE MOBILE LIBRARY?  YES / NO

Q2 IF YES, WHERE DO YOU MEET IT?

Q3 WHAT BOOKS WOULD YOU LIKE TO FIND THERE?

THANK YOU
""",
    Q("1", "DO YOU USE THE MOBILE LIBRARY?", "yes_no", ("YES", "NO")),
    Q("2", "IF YES, WHERE DO YOU MEET IT?"),
    Q("3", "WHAT BOOKS WOULD YOU LIKE TO FIND THERE?"),
    suffix=".txt",
)
