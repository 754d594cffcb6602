"""Small papers as regulators, EU and UN bodies and American agencies set them, written before the rules."""

from tests.question_sets.papers import Q, unseen

unseen(
    "an agency's request for information in imperatives",
    """# Request for Information: Cold Storage Telemetry

## Purpose

The Agency for Harvest Storage seeks information from vendors. This is not a request for quotes.

## Information Requested

Respondents are asked to address each of the following items.

1. Describe your firm's experience with remote temperature sensors in the last five years.
2. Provide a rough order of magnitude for the yearly cost per site.
3. Identify any certifications that your product holds.
   a. State the issuing body.
   b. State the expiry date.
4. Discuss how data would be handed over at the end of a contract.

## Submission Instructions

1. Responses shall be no longer than ten pages.
2. Responses must be sent by e-mail.
3. Questions must be submitted to the contracting officer by June 3, 2027.
""",
    Q("1", "Describe your firm's experience with remote temperature sensors in the last five years."),
    Q("2", "Provide a rough order of magnitude for the yearly cost per site."),
    Q(
        "3",
        "Identify any certifications that your product holds.",
        parts=(("a", "State the issuing body."), ("b", "State the expiry date.")),
    ),
    Q("4", "Discuss how data would be handed over at the end of a contract."),
)
unseen(
    "a regulator's numbered paragraphs with questions between them, Q 1 with a space",
    """# Complaints handling by water suppliers

4.1 Suppliers must answer a complaint in ten working days.

4.2 In the last year a third of answers came late. Customers told us that they had to write twice.

Q 1  Do you agree with our analysis of why answers are late?

4.3 We propose a payment of 20 pounds for a late answer.

4.4 The payment would be made without a claim.

Q 2  What are your views on the level of the payment?

Q 3  Do you have comments on paying without a claim?

5.1 We also looked at call centres. Few complaints concerned them.

Q 4  Should our rules cover call centres as well? Please give reasons for your answer.
""",
    Q("1", "Do you agree with our analysis of why answers are late?"),
    Q("2", "What are your views on the level of the payment?"),
    Q("3", "Do you have comments on paying without a claim?"),
    Q("4", "Should our rules cover call centres as well? Please give reasons for your answer."),
    suffix=".txt",
)
unseen(
    "roman numerals for questions",
    """# Draft recommendation on seed banks

The Secretariat of the Seed Bank Network invites members to reply to the questions below.

I. What seed collections does your country keep?

II. Which of them are backed up in another country?

III. Are there legal obstacles to exchange, and if so, what are they?

IV. Please indicate any training needs.
""",
    Q("I", "What seed collections does your country keep?"),
    Q("II", "Which of them are backed up in another country?"),
    Q("III", "Are there legal obstacles to exchange, and if so, what are they?"),
    Q("IV", "Please indicate any training needs."),
)
unseen(
    "a questionnaire with sections by letter and numbers that restart, options with round marks",
    """QUESTIONNAIRE ON COASTAL OBSERVATION

Please return this questionnaire to the Secretariat.

A. Contact details

Name of institution: ______________
Country: ______________
E-mail: ______________

B. Stations

1. How many tide gauges does your institution run?

2. Are the data open to the public?
○ Yes
○ No
○ Partly

C. Exchange

1. With which countries do you exchange data?

2. Which obstacles do you meet? (Tick all that apply)
□ Cost
□ Law
□ Lack of staff
□ Other, please specify
""",
    Q("1", "How many tide gauges does your institution run?", section="Stations"),
    Q("2", "Are the data open to the public?", "single_choice", ("Yes", "No", "Partly"), section="Stations"),
    Q("1", "With which countries do you exchange data?", section="Exchange"),
    Q(
        "2",
        "Which obstacles do you meet? (Tick all that apply)",
        "multiple_choice",
        ("Cost", "Law", "Lack of staff", "Other, please specify"),
        section="Exchange",
    ),
    suffix=".txt",
)
unseen(
    "an EU survey with required marks, several instructions and a grid",
    """# Public consultation on the labelling of textiles

* 1. In what capacity are you replying?
- [ ] As a citizen
- [ ] As a company
- [ ] As a public authority

* 2. To what extent do you agree with the following statements?

| | Fully agree | Somewhat agree | Somewhat disagree | Fully disagree | No opinion |
| --- | --- | --- | --- | --- | --- |
| Labels are easy to read | ( ) | ( ) | ( ) | ( ) | ( ) |
| Labels tell me where the cloth was made | ( ) | ( ) | ( ) | ( ) | ( ) |

3. Which information would you like to see? (maximum 3 choices)
- [ ] Country of weaving
- [ ] Share of recycled fibre
- [ ] Repair advice
- [ ] None of these

4. If you have further remarks, please enter them here.

*1500 character(s) maximum*
""",
    Q(
        "1",
        "In what capacity are you replying?",
        "single_choice",
        ("As a citizen", "As a company", "As a public authority"),
    ),
    Q(
        "2",
        "To what extent do you agree with the following statements?",
        "rating",
        ("Fully agree", "Somewhat agree", "Somewhat disagree", "Fully disagree", "No opinion"),
        ((None, "Labels are easy to read"), (None, "Labels tell me where the cloth was made")),
    ),
    Q(
        "3",
        "Which information would you like to see? (maximum 3 choices)",
        "multiple_choice",
        ("Country of weaving", "Share of recycled fibre", "Repair advice", "None of these"),
    ),
    Q("4", "If you have further remarks, please enter them here."),
)
unseen(
    "a federal notice with a run of numbered questions in several sentences and topics as headings",
    """Request for Comment on Small Grain Mills

SUMMARY: The Grain Bureau requests comment on rules for small mills. Written comments are due by August 9, 2027.

I. Background

Small mills grind less than 50 tons a year. They are subject to the same rules as large mills.

II. Questions

The Bureau seeks comment on all aspects of the rules. In particular, the Bureau asks:

Safety

(1) What hazards are peculiar to small mills? How are they guarded against at present? Commenters are asked to give \
dates and places of accidents where known.

(2) Is the yearly inspection effective? Would a longer interval be safe?

Reporting

(3) Which reports take most time? Explain how that time was measured.

(4) The Bureau is considering a single form. What should it contain?

III. Submission of Comments

Comments may be mailed. Comments should not contain confidential matter.
""",
    Q(
        "1",
        "What hazards are peculiar to small mills? How are they guarded against at present? Commenters are asked to "
        "give dates and places of accidents where known.",
        section="Safety",
    ),
    Q("2", "Is the yearly inspection effective? Would a longer interval be safe?", section="Safety"),
    Q("3", "Which reports take most time? Explain how that time was measured.", section="Reporting"),
    Q("4", "The Bureau is considering a single form. What should it contain?", section="Reporting"),
    suffix=".txt",
)
unseen(
    "decimal numbers for questions and for paragraphs, in bold and plain",
    """# Tariffs for harbour tugs

## 3. Present tariffs

3.1 Tariffs are set by the harbour master.

3.2 They have been raised twice in the last six years.

**Q3.1 Do the tariffs reflect the cost of service?**

**Q3.2 Which costs are missing?**

## 4. New tariffs

4.1 A tariff by weight is simplest. Should it be by length? Harbours abroad do both.

**Q4.1 Would you prefer a tariff by weight or by length?**
""",
    Q("3.1", "Do the tariffs reflect the cost of service?"),
    Q("3.2", "Which costs are missing?"),
    Q("4.1", "Would you prefer a tariff by weight or by length?"),
)
unseen(
    "questions grouped under 'Questions 1 to 3' with a lead line",
    """# Rules for hot-air balloons

## Landing

Balloons may land in any field with the farmer's consent.

### Questions 1 to 3

1. Should consent be needed in an emergency?
2. What should a pilot do after landing without it?
3. Is there a role for an insurance fund?

## Crowds

Balloons draw crowds, as anyone knows who has seen one rise. Why else would they be flown at fairs?

### Questions 4 and 5

4. How far should crowds be kept from the basket?
5. Who should see to it?
""",
    Q("1", "Should consent be needed in an emergency?"),
    Q("2", "What should a pilot do after landing without it?"),
    Q("3", "Is there a role for an insurance fund?"),
    Q("4", "How far should crowds be kept from the basket?"),
    Q("5", "Who should see to it?"),
)
unseen(
    "codes with a stop and text on the next line",
    """# Licence conditions for ice rinks

PC.1
Should the ice be tested every morning?

PC.2
Are the proposed temperatures right for outdoor rinks?

PC.3
Please comment on the draft log sheet in Annex 2.

Annex 2 shows the log sheet. It has four columns.
""",
    Q("PC.1", "Should the ice be tested every morning?"),
    Q("PC.2", "Are the proposed temperatures right for outdoor rinks?"),
    Q("PC.3", "Please comment on the draft log sheet in Annex 2."),
)
