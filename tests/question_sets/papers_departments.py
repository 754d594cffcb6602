"""Small papers as government departments and their agencies set them, written before the rules that read them."""

from tests.question_sets.papers import Q, unseen

unseen(
    "labels with a colon under numbered chapters, in plain text",
    """Keeping village shops open

1. Introduction

1.1 This paper is about shops in villages with fewer than 3,000 people. They have been closing at a steady rate.

1.2 What would happen if nothing were done? Our estimate is that four in ten would go within a decade.

2. Chapter two: rate relief

2.1 Relief is given at half the full rate.

Question 1: Should relief for the only shop in a village be raised?

Question 2: What evidence do you have of the effect of relief on the survival of shops?

3. Chapter three: delivery

3.1 Deliveries have become dearer.

Question 3: How could suppliers share deliveries to small shops?

4. Next steps

4.1 Replies will be summed up in the autumn.
""",
    Q("1", "Should relief for the only shop in a village be raised?"),
    Q("2", "What evidence do you have of the effect of relief on the survival of shops?"),
    Q("3", "How could suppliers share deliveries to small shops?"),
    suffix=".txt",
)
unseen(
    "boxes at the ends of chapters and a summary annex with the questions in a table",
    """# Safer level crossings: a consultation

## 1. Background

There are some 900 crossings on farm tracks. Is every one of them needed? The owners of the tracks think so.

## 2. Proposals

We propose that gates be locked unless a key holder is present.

> **Questions for consultation**
>
> 1. Do you agree that gates on farm tracks should be locked?
> 2. Who should hold the keys?

## 3. Costs

The cost falls on the track's owner today.

> **Questions for consultation**
>
> 3. Do you agree with our estimate of costs? If not, please provide your own.

## Annex A: Summary of questions

| Question | Chapter |
| --- | --- |
| 1. Do you agree that gates on farm tracks should be locked? | 2 |
| 2. Who should hold the keys? | 2 |
| 3. Do you agree with our estimate of costs? If not, please provide your own. | 3 |
""",
    Q("1", "Do you agree that gates on farm tracks should be locked?"),
    Q("2", "Who should hold the keys?"),
    Q("3", "Do you agree with our estimate of costs? If not, please provide your own."),
)
unseen(
    "question numbers in words",
    """# Reform of the drovers' licence

The licence dates from another age. We want to know whether it still has a use.

**Question one**

Should the licence be kept in any form?

**Question two**

If it were abolished, what should happen to the fees already paid for the current year?

**Question three**

Please tell us of any group that would be harmed by its abolition.

## How to reply

Write to the licensing team by 12 March 2027.
""",
    Q("one", "Should the licence be kept in any form?"),
    Q("two", "If it were abolished, what should happen to the fees already paid for the current year?"),
    Q("three", "Please tell us of any group that would be harmed by its abolition."),
)
unseen(
    "questions with their letters in brackets and follow-ups on lines of their own",
    """# Statutory guidance on school transport

## Part 1: Distances

**Question 1(a)** Do you agree that the walking distance should be measured along lit roads?

**Question 1(b)** If you disagree, which measure would you use instead?

## Part 2: Appeals

**Question 2** Do you agree that appeals should be heard within 20 working days?

Agree / Disagree / Not sure

Please explain your answer.

**Question 3(a)** Should the panel have a parent among its members?

**Question 3(b)** How should that member be chosen?
""",
    Q("1(a)", "Do you agree that the walking distance should be measured along lit roads?"),
    Q("1(b)", "If you disagree, which measure would you use instead?"),
    Q(
        "2",
        "Do you agree that appeals should be heard within 20 working days?",
        "single_choice",
        ("Agree", "Disagree", "Not sure"),
        ((None, "Please explain your answer."),),
    ),
    Q("3(a)", "Should the panel have a parent among its members?"),
    Q("3(b)", "How should that member be chosen?"),
)
unseen(
    "English and Welsh one above the other",
    """# Consultation on signs at bus stops / Ymgynghoriad ar arwyddion arosfannau bysiau

**Question 1 / Cwestiwn 1**

Do you agree that all signs at bus stops should give the name of the stop?

Ydych chi'n cytuno y dylai pob arwydd arosfan bysiau roi enw'r arosfan?

**Question 2 / Cwestiwn 2**

What else should a sign at a bus stop show?

Beth arall ddylai arwydd arosfan bysiau ei ddangos?

**Question 3 / Cwestiwn 3**

Please list any stops whose signs are missing.

Rhestrwch unrhyw arosfannau lle mae arwyddion ar goll.
""",
    Q("1", "Do you agree that all signs at bus stops should give the name of the stop?"),
    Q("2", "What else should a sign at a bus stop show?"),
    Q("3", "Please list any stops whose signs are missing."),
)
unseen(
    "headings that ask, and the questions in a list at the end",
    """# Fishing from piers: call for views

## What are we consulting on?

We are thinking of rules for fishing from public piers.

## Why are we doing this?

Walkers and anglers have been at odds. Should one give way to the other? We hope that neither need do so.

## Who should respond?

Anyone who uses a pier.

## What do we want to know?

We would be grateful for answers to the following:

1. How often do you use a pier, and for what?
2. Would set hours for fishing help you?
3. Are there other ways to keep walkers and anglers apart?

## What happens next?

We will publish a summary.
""",
    Q("1", "How often do you use a pier, and for what?"),
    Q("2", "Would set hours for fishing help you?"),
    Q("3", "Are there other ways to keep walkers and anglers apart?"),
)
unseen(
    "views invited inside a sentence's list",
    """# A licence for ferry crews

The Department for Local Places is looking at how the crews of small ferries are licensed.

We would welcome views on:

(a) whether crews of ferries with fewer than 12 passengers need a licence;

(b) how long a licence should last; and

(c) who should issue it.

Comments should reach us by 3 May 2027.
""",
    Q(
        None,
        "We would welcome views on:",
        parts=(
            ("a", "whether crews of ferries with fewer than 12 passengers need a licence"),
            ("b", "how long a licence should last"),
            ("c", "who should issue it."),
        ),
    ),
)
unseen(
    "question text with footnote marks and context before the question",
    """# Standards for home insulation

Many homes lose heat through their lofts.

Question 1: We intend to set the minimum depth at 300 mm. Depths of up to 400 mm are found in newer homes.[^1] Do you \
agree that 300 mm is right?

Question 2: Since the last review, two schemes have been merged.[^2] What have you noticed, as an installer or as a \
householder, since that change?

[^1]: From the survey of homes, table 4.

[^2]: Should the merger be undone? The review did not say.
""",
    Q(
        "1",
        "We intend to set the minimum depth at 300 mm. Depths of up to 400 mm are found in newer homes. Do you agree "
        "that 300 mm is right?",
    ),
    Q(
        "2",
        "Since the last review, two schemes have been merged. What have you noticed, as an installer or as a "
        "householder, since that change?",
    ),
)
unseen(
    "a contents list with the questions' titles and page numbers, then questions with headings",
    """REVIEW OF MARKET TOLLS

CONTENTS

Foreword    2
Question 1: Level of tolls    4
Question 2: Who should be exempt?    6
Annex: list of markets    9

Foreword

Tolls have not changed for years. The owners of markets say that they no longer pay for the upkeep.

Question 1: Level of tolls

The toll is now 4 pounds for a stall. Do you think that this is too high, too low or about right?

Question 2: Who should be exempt?

Charities pay no toll today. Should this remain so, and should anyone else be exempt?

Annex: list of markets

Market A, Market B and Market C.
""",
    Q(
        "1",
        "The toll is now 4 pounds for a stall. Do you think that this is too high, too low or about right?",
    ),
    Q(
        "2",
        "Who should be exempt? Charities pay no toll today. Should this remain so, and should anyone else be exempt?",
    ),
    suffix=".txt",
)
