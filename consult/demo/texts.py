"""What the people of the demonstration have written. Every place, body and person is invented."""

from dataclasses import dataclass

from consult.comments.models import Position

EARLIER_CONSULTATION = """\
title: "A fair say: involving parishes and neighbourhoods in local decisions"
issuing_body: Department for Local Places
reference: DLP/2025/3
closing_at: 2025-06-27 17:00
questions:
  - number: 1
    section: Hearing from neighbourhoods
    text: How should councils and their partners hear from neighbourhoods and parishes?
  - number: 2
    section: Hearing from neighbourhoods
    text: Should neighbourhood engagement be led by the district partnership or by the county?
  - number: 3
    section: Hearing from neighbourhoods
    text: Which people are seldom heard in consultations, and what has worked to reach them?
  - number: 4
    section: Money and help
    text: Would small neighbourhood budgets be worth their cost?
  - number: 5
    section: Money and help
    text: What help do parish councils need to take part in partnership work?
  - number: 6
    section: Money and help
    text: How should results be reported back to the people who took part?
"""

EARLIER_ANSWERS = (
    "Go to where people are. Our parish forums meet in village halls twice a year, and a third of those who come had "
    "never been to a council meeting before.\n\nWe would welcome guidance that recommends, but does not prescribe:\n\n"
    "- one contact in each parish\n- notice of at least six weeks\n- a summary of two pages in plain English",
    "Neighbourhood engagement should be led by the district partnership. It knows the communities best, and residents "
    "know where to find it. County bodies should take a full part, since many of the services that people raise are "
    "theirs.",
    "Young people, people who work shifts and people for whom English is a second language. Voluntary groups who "
    "already have their trust have reached all three better than we have ourselves.",
    "Yes, where the decision is left to the neighbourhood and the paperwork is light. In our pilot a budget of 2,000 "
    "pounds for each parish brought in four times as much in gifts and volunteer time.",
    "Small parishes have a clerk for a few hours a week. They need **papers that are short and early**, one person to "
    "call, and their travel paid.",
    "Within eight weeks, in the same place where people were asked: what was said, what was decided, and why.",
)

WAITING_CONSULTATION = """\
title: "Quieter streets: speed limits near schools"
issuing_body: Department for Local Places
reference: DLP/2026/19
closing_at: 2026-12-04 17:00
questions:
  - number: 1
    text: Should councils be able to set a limit of 15 miles an hour outside schools?
    kind: yes_no
    options: ["Yes", "No"]
  - number: 2
    text: How should residents and schools be asked before a limit changes?
  - number: 3
    text: What would help the police to see that new limits are kept?
"""

PAPER = """\
# Better bus stops: a consultation

Published by the Department for Local Places

## How to respond

This consultation closes at 11:45pm on {closes}.

Email: bus.stops@places.example

## Part 1: Where stops stand

1. Most stops stand where they stood fifty years ago. Many of the shops and clinics that they served have moved.

2. We propose that each council looks at all its stops every five years, with the people who use them.

3. Moving a stop would need the agreement of the bus company and of the council, but no longer of the department.

**Question 1**: Should councils look at all their stops every five years? (See paragraph 2)

**Question 2**: Who should have to agree before a stop is moved? (See paragraph 3)

- a) the bus company
- b) the parish or town council
- c) those who live nearby

## Part 2: What a stop must have

4. A stop without a seat shuts out people who cannot stand for long. So does a stop without a raised kerb.

5. A shelter costs about 6,000 pounds, and a seat and a raised kerb about 2,000 pounds.

But what is a good stop? For most people it is one that is lit, dry and near.

**Question 3**: Should every stop have a seat and a raised kerb? (See paragraphs 4 and 5)

[ ] Yes
[ ] No
[ ] Only in towns

**Question 4**: What else should every stop have? Please answer in no more than 300 words.

**Question 6**: How should the cost be shared between councils and bus companies? (See paragraph 5)

## What happens next

We will publish a summary of the responses within 12 weeks.
"""

WAITING_ANSWERS = (
    "Yes. Councils and their partners know the streets, and a limit that is set locally is kept more often.",
    "By letter to every household on the street, and at the school gate. Eight weeks are enough, outside the holidays.",
    "Clear signs, cameras that can be moved, and figures that are shared every month.",
)

ANSWERS: dict[int, str] = {
    1: "We agree. A partnership that has no shared plan soon becomes a meeting. The plan should be short, and each "
    "action should name the body that will carry it out.\n\nThe partnership should *see that* the plan is carried out; "
    "it should not try to carry it out itself.",
    2: "The partnership should decide the priorities of the area and the money that partners have agreed to share. "
    "Statutory duties and the budgets that go with them must remain with the bodies that answer for them.",
    3: "Our community plan runs to the end of next year. A longer horizon would be welcome. Refreshing it every third "
    "year is right, provided that a refresh is not a rewrite.",
    4: "Yes, but the second and third steps should change places: evidence first, then priorities.",
    5: "Regional bodies should come to the partnership once a year, before their strategies are settled rather than "
    "after. Regional figures should be published for each district.",
    6: "By going to where people already are.\n\n1. Parish forums, twice a year, in village halls.\n2. One contact in "
    "each neighbourhood who is told what became of every point.\n3. Voluntary groups who have the trust of people who "
    "seldom answer consultations.",
    7: "Yes. The district partnership is best placed to lead neighbourhood work, because of its knowledge of "
    "communities. County bodies should take a full part, since many of the services that people raise are theirs.",
    8: "Short papers, sent early; one person to call; travel paid. Most of our parish clerks work fewer than ten hours "
    "a week.",
    10: "Yes, where the district wishes it. Where only a county partnership exists, the concerns of smaller places are "
    "easily lost.",
    13: "Police divisions follow the county, health bodies cross it. We hold one meeting for each boundary, which no "
    "partner can afford for much longer.",
    14: "By keeping one evidence base for both plans, with a named officer who looks after it.",
    18: "It should be left to each partnership. Ours chose an independent chair after four years with a council "
    "leader, and both have worked.",
    21: "Not sure. A duty would help where a body stays away altogether, but attendance alone is not co-operation.",
    30: "A page for each promise: what it was, who made it, what has been done, what is late and why.",
}

READY = frozenset({1, 2, 3, 5, 7, 10, 14})
FOR_COMMENT = frozenset({4, 6, 8, 13, 18, 21})


@dataclass(frozen=True)
class Documents:
    """What report and letter of one response say, and where the consultation takes responses."""

    summary: str
    issues: tuple[str, ...]
    background: str
    main_issues: str
    proposals: str
    priorities: str
    key_issues: tuple[str, ...]
    team: str
    email: str


_COPY = (
    "A copy has been placed in the Members’ room.\n\nThe Department would like joint responses rather than one from "
    "each partner. The attached response has been prepared with the Local Partnership so that both bodies can "
    "approve the same text."
)
_ATTACHED = "The proposed response is attached as Appendix A, with a covering letter that draws out the key issues.\n\n"
_PUBLISHED = "The Department for Local Places has published a consultation on"
_PROPOSED = "It is proposed that option (a) is selected. Not to respond would"
_SUMMARY = (
    "This report gives an overview of the consultation on {} and asks for approval of a joint response by the Council "
    "and the Local Partnership."
)

PARTNERSHIPS = Documents(
    summary=_SUMMARY.format("the future of local partnerships"),
    issues=(
        "Local partnerships may be asked to agree one plan for ten years",
        "Public bodies may have a legal duty to work with the partnership",
        "Each district could have its own partnership and lead neighbourhood work",
    ),
    background=f"{_PUBLISHED} the future of local partnerships. {_COPY}",
    main_issues=_ATTACHED + "The consultation proposes that a local partnership should:\n\n"
    "- agree one plan for its area\n- see that the plan is carried out\n- hear from neighbourhoods and parishes\n\n"
    "These are appropriate. The response asks for more clarity on areas with two councils, and for time to carry a "
    "plan out before it is reviewed.",
    proposals=f"{_PROPOSED} lose a chance to say what a district needs.",
    priorities="The response supports all four corporate priorities, as each depends on work with partners.",
    key_issues=(
        "Every district should have a partnership of its own, and should lead neighbourhood work in its area",
        "Partnerships need time to carry out their plans rather than review them",
        "A duty to work together must ask for more than attendance",
        "Boundaries of police, health and councils that do not match cost every partner time",
        "There is little on where the resources will come from",
    ),
    team="Partnerships team",
    email="partnerships@places.example",
)
FAIR_SAY = Documents(
    summary=_SUMMARY.format("how parishes and neighbourhoods have their say"),
    issues=(
        "Councils and partners may be asked to hear from every parish and neighbourhood",
        "Small neighbourhood budgets could be offered everywhere",
        "People who took part would be told what came of it",
    ),
    background=f"{_PUBLISHED} involving parishes and neighbourhoods in local decisions. {_COPY}",
    main_issues=_ATTACHED + "The consultation asks:\n\n"
    "- how neighbourhoods and parishes are heard, and by whom\n- who is seldom heard\n"
    "- what help small parishes need\n\n"
    "The response draws on our parish forums and on the pilot of neighbourhood budgets. It asks for guidance that "
    "recommends and does not prescribe.",
    proposals=f"{_PROPOSED} leave our parish forums unmentioned.",
    priorities="The response supports the priority of neighbourhoods that decide more for themselves.",
    key_issues=(
        "Go to where people are: parish forums reach those who never came to a council meeting",
        "The district partnership should lead neighbourhood work, with county bodies taking a full part",
        "Neighbourhood budgets are worth their cost where the paperwork is light",
        "Small parishes need short papers, early, and one person to call",
    ),
    team="Neighbourhoods team",
    email="a.fair.say@places.example",
)
STREETS = Documents(
    summary=_SUMMARY.format("speed limits near schools"),
    issues=(
        "Councils could set a limit of 15 miles an hour outside schools",
        "Residents and schools would have to be asked before a limit changes",
        "The police would need help to see that new limits are kept",
    ),
    background=f"{_PUBLISHED} speed limits near schools. {_COPY}",
    main_issues=_ATTACHED + "The consultation proposes that councils should:\n\n"
    "- be able to set lower limits outside schools\n- ask residents and schools first\n"
    "- share figures with the police\n\n"
    "The response supports this. It asks that consultations do not fall into the school holidays.",
    proposals=f"{_PROPOSED} leave limits to be set elsewhere.",
    priorities="The response supports the priority of streets on which children can walk to school.",
    key_issues=(
        "A limit that is set locally is kept more often",
        "Every household on the street should be asked, outside the school holidays",
        "Clear signs, cameras that can be moved and monthly figures help the police most",
    ),
    team="Streets team",
    email="quieter.streets@places.example",
)

# Who comments on the answer to which question, and how: what they say, and the wording that they propose.
COMMENTS = (
    ("Police partner", 6, Position.SUPPORT, "", ""),
    (
        "Police partner",
        13,
        Position.SUPPORT_WITH_CHANGES,
        "Divisions were redrawn in spring: they follow the districts now.",
        "Police divisions follow the districts since this spring; health bodies still cross them.",
    ),
    ("Health partner", 13, Position.SUPPORT, "We recognise this. Two of our three trusts cross the county.", ""),
    ("Health partner", 21, Position.OBJECT, "A duty already exists for health bodies. Please say so.", ""),
    ("Voluntary sector partner", 6, Position.SUPPORT, "Please name the forums for young people too.", ""),
    ("Voluntary sector partner", 18, Position.NO_COMMENT, "", ""),
)
