"""Small papers in stranger layouts, written last: more than one language of labels, paragraphs that count on, HTML."""

from tests.question_sets.papers import Q, unseen

unseen(
    "an HTML publication with call-outs, a list of options and a details box",
    """<!doctype html><title>Cycle parking standards</title><main><h1>Cycle parking standards</h1>
<nav><ul><li><a href="#q1">Question 1</a></li><li><a href="#q2">Question 2</a></li></ul></nav>
<h2>1. Stands</h2><p>Stands are often in the wrong place. Who has not looked for one in vain?</p>
<blockquote><h3 id="q1">Question 1</h3><p>Which of the following should the standard cover?</p>
<ul><li>Stations</li><li>Shops</li><li>Schools</li></ul></blockquote>
<p>Some stands are sheltered.</p>
<blockquote><h3 id="q2">Question 2</h3><p>Do you agree that stands at stations should be sheltered?</p>
<p>Please give reasons for your answer.</p></blockquote>
<h2>2. How to respond</h2><p>Write to us by 4 April 2027.</p></main>""",
    Q("1", "Which of the following should the standard cover?", "single_choice", ("Stations", "Shops", "Schools")),
    Q("2", "Do you agree that stands at stations should be sheltered? Please give reasons for your answer."),
    suffix=".html",
)
unseen(
    "paragraphs counted on through the paper, a few of which are the questions",
    """# Water butts for every home

## The proposal

1. Rain that is kept in a butt need not be pumped.

2. We propose to give a butt to each home with a garden.

3. Do you agree that butts should be free?

## The cost

4. A butt costs us 30 pounds.

5. Delivery costs as much again. Homes at a distance would pay for it.

6. What would be a fair price for delivery?

7. The scheme would run for two years.

8. The first butts would go out in spring.

9. Should homes without a garden be given something else?

10. We will decide in May.
""",
    Q("3", "Do you agree that butts should be free?"),
    Q("6", "What would be a fair price for delivery?"),
    Q("9", "Should homes without a garden be given something else?"),
)
unseen(
    "escaped numbers as a converter writes them",
    """# Cinema licences

Replies to these questions are welcome:

1\\. Should licences name the films that may be shown?

2\\. Are there too many cinemas\\* in the town?

3\\. Please describe any nuisance from late shows.

\\* Cinemas with fewer than 20 seats are not counted.
""",
    Q("1", "Should licences name the films that may be shown?"),
    Q("2", "Are there too many cinemas* in the town?"),
    Q("3", "Please describe any nuisance from late shows."),
)
unseen(
    "issues with a bare label for their question",
    """# Pilots' boarding ladders

## Issue 1: Inspection

Ladders are inspected each year.

Question: Is a yearly inspection enough?

## Issue 2: Storage

Ladders rot when they are stored wet.

Question: How are ladders stored on your ships?

## Issue 3: Training

Question: Who should be trained to rig a ladder, and by whom?
""",
    Q(None, "Is a yearly inspection enough?", section="Issue 1: Inspection"),
    Q(None, "How are ladders stored on your ships?", section="Issue 2: Storage"),
    Q(None, "Who should be trained to rig a ladder, and by whom?", section="Issue 3: Training"),
)
unseen(
    "definitions that are numbered before the questions are",
    """THE NAMING OF STREETS
A consultation by Rivermead Borough Council

Definitions

1. A street is any way open to the public.
2. A name is what stands on the sign.
3. A resident is anyone on the register.

Questions

1. Should residents vote on the name of a new street?
2. May a street be named after a living person?
3. What should the council do where two streets have one name?

Thank you for your time.
""",
    Q("1", "Should residents vote on the name of a new street?"),
    Q("2", "May a street be named after a living person?"),
    Q("3", "What should the council do where two streets have one name?"),
    suffix=".txt",
)
unseen(
    "letters a and b joined to the number",
    """# Review of the taxi fare

Q1a. Do you agree that the fare should rise with the price of fuel?

Q1b. If so, how often should it be reviewed?

Q2. Should there be a charge for luggage?

Q3a. Do you agree with the proposed night fare?

Q3b. From what hour should it apply?
""",
    Q("1a", "Do you agree that the fare should rise with the price of fuel?"),
    Q("1b", "If so, how often should it be reviewed?"),
    Q("2", "Should there be a charge for luggage?"),
    Q("3a", "Do you agree with the proposed night fare?"),
    Q("3b", "From what hour should it apply?"),
)
unseen(
    "routing notes between questions and a box for reasons",
    """Survey: home composting

Q1. Do you compost at home?
[ ] Yes
[ ] No
If you answered no, please go to question 3.

Q2. What do you put on your heap?
[ ] Peelings
[ ] Leaves
[ ] Cardboard
Please tick all that apply.

Q3. Why do you not compost?
Please write in: ____________________

Q4. How likely are you to start?
Very likely 5 4 3 2 1 Not at all likely
""",
    Q("1", "Do you compost at home?", "yes_no", ("Yes", "No")),
    Q("2", "What do you put on your heap?", "multiple_choice", ("Peelings", "Leaves", "Cardboard")),
    Q("3", "Why do you not compost?"),
    Q("4", "How likely are you to start?", "rating", ("5", "4", "3", "2", "1")),
    suffix=".txt",
)
unseen(
    "two questions in one paragraph, each with its number",
    """# Lanterns on the pier

The lanterns are lit from dusk.

**Questions**

Q1. Should the lanterns be lit all night? Q2. Should they be lit in winter? Q3. What colour should the light be?

The pier is closed from November on.
""",
    Q("1", "Should the lanterns be lit all night?"),
    Q("2", "Should they be lit in winter?"),
    Q("3", "What colour should the light be?"),
)
unseen(
    "a committee's questions in italics with prose headed by a question",
    """# Play streets

## Why close a street?

Children play where there are no cars. Parents have asked for it.

*1. Have you taken part in a play street? What was it like?*

## What could go wrong?

Deliveries could be late. Some drivers have turned back.

*2. What would you do about deliveries?*

*3. How much notice do drivers need?*
""",
    Q("1", "Have you taken part in a play street? What was it like?"),
    Q("2", "What would you do about deliveries?"),
    Q("3", "How much notice do drivers need?"),
)
unseen(
    "guiding questions of a UN body in nested lists with letters for themes",
    """# Input for the report on mountain paths

The Special Adviser would be grateful for inputs to the report. Please submit them by 31 January 2027.

Guiding questions

a. Legal framework

   1. Which laws protect paths in your country?
   2. How are herders consulted before a path is closed?

b. Practice

   3. Please provide examples of paths that were reopened.
   4. What obstacles did you meet?

Inputs may be sent in any language.
""",
    Q("1", "Which laws protect paths in your country?"),
    Q("2", "How are herders consulted before a path is closed?"),
    Q("3", "Please provide examples of paths that were reopened."),
    Q("4", "What obstacles did you meet?"),
)
unseen(
    "numbers of two parts joined by a hyphen",
    """# Request for comment: buoys

Question 1-1: Are the present buoys visible at night?

Question 1-2: What would a lit buoy cost to keep?

Question 2-1: Which channels need more buoys?
""",
    Q("1-1", "Are the present buoys visible at night?"),
    Q("1-2", "What would a lit buoy cost to keep?"),
    Q("2-1", "Which channels need more buoys?"),
)
unseen(
    "a form of statements with a Likert line under each and a closing question",
    """# What do you think of the new timetable?

1. The new timetable is easy to read.

Strongly agree   Agree   Disagree   Strongly disagree

2. The trains run when I need them.

Strongly agree   Agree   Disagree   Strongly disagree

3. Is there anything that you would change?
""",
    Q(
        "1",
        "The new timetable is easy to read.",
        "single_choice",
        ("Strongly agree", "Agree", "Disagree", "Strongly disagree"),
    ),
    Q(
        "2",
        "The trains run when I need them.",
        "single_choice",
        ("Strongly agree", "Agree", "Disagree", "Strongly disagree"),
    ),
    Q("3", "Is there anything that you would change?"),
)
