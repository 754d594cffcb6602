"""Who may do what, written down apart from the code that decides it: a line for each action, a column for each viewer.

The columns, left to right, in groups:

  officers and partners by their organisation
    L  policy officer of the council that leads       F  policy officer of another council
    P  partner of an organisation that was invited    U  partner of one that was not
  people with no role, invited by name
    1  to see one question                            2  to comment on it
    3  to propose wording for it                      4  to draft it
    S  to propose wording for one section
    e  invited to everything until a day that is past
    w  invited to everything; it was withdrawn
  bodies
    A  approver of a body that decides                N  approver of a body that does not
    K  clerk of a body that decides                   O  observer of a body that decides
  people with no role but one on the response
    d  drafter     c  commenter     k  clerk for a body     o  observer
    Z  administrator                                  -  nobody signed in
"""

from consult.permissions import Permission

COLUMNS = "LFPU 1234 S ew ANKO dcko Z -"
VIEWERS = COLUMNS.replace(" ", "")
STATES = ("drafting", "in sign-off", "approved", "submitted")
P = Permission


def cells(line: str) -> dict[str, str]:
    """One line of a table by viewer."""
    assert [len(group) for group in line.split()] == [len(group) for group in COLUMNS.split()], line
    return dict(zip(VIEWERS, line.replace(" ", ""), strict=True))


# --- Rights as the database says them, the same in every state. `+` holds it, `.` does not.
# First line: on the response, and on the answer that 1-4 and S were invited to. Second: on another answer.
RIGHTS: dict[Permission, tuple[str, str]] = {
    #                         LFPU 1234 S ew ANKO dcko Z -
    P.READ_RESPONSES: (
        "+.+. ++++ + .. +.++ ++++ . .",
        "+.+. .... . .. +.++ ++++ . .",
    ),
    P.READ_DRAFTS: (
        "+... ...+ . .. +.++ +.++ . .",
        "+... .... . .. +.++ +.++ . .",
    ),
    P.KEEP_NOTES: ("+... .... . .. .... .... . .",) * 2,
    P.COMMENT: (
        "+.+. .+++ + .. .... ++.. . .",
        "+.+. .... . .. .... ++.. . .",
    ),
    P.SUGGEST: (
        "+.+. ..++ + .. .... ++.. . .",
        "+.+. .... . .. .... ++.. . .",
    ),
    P.DRAFT_ANSWERS: (
        "+... ...+ . .. .... +... . .",
        "+... .... . .. .... +... . .",
    ),
    P.READ_EVERY_COMMENT: ("+... .... . .. +.+. +.+. . .",) * 2,
    P.SETTLE_COMMENTS: ("+... .... . .. .... .... . .",) * 2,
    P.SET_UP_RESPONSES: ("+... .... . .. .... .... . .",) * 2,
    P.SEND_FOR_SIGN_OFF: ("+... .... . .. .... .... . .",) * 2,
    P.READ_SIGN_OFF: ("+... .... . .. +.+. ..+. . .",) * 2,
    P.DECIDE: (".... .... . .. +.+. ..+. . .",) * 2,
    P.PREPARE_DOCUMENTS: ("+... .... . .. .... .... . .",) * 2,
    P.READ_DOCUMENTS: ("+... .... . .. +.+. ..+. . .",) * 2,
    P.SUBMIT: ("+... .... . .. .... .... . .",) * 2,
    P.READ_RECORD: ("+... .... . .. +.+. ..+. . .",) * 2,
}

# --- Pages and acts. `+` let in, `x` refused (403), `.` as if it were not there (404), `s` asked to sign in.
#           LFPU 1234 S ew ANKO dcko Z -
READ = "+.+. ++++ + xx +.++ ++++ x s"
LEAD = "+.xx xxxx x xx xxxx xxxx x s"
DRAFTERS = "+.xx xxxx x xx xxxx xxxx x s"  # past the gate as those who may draft, and then only who leads it
NOTHING_NEW = "..xx xxxx x xx xxxx xxxx x s"
DECIDERS = "+.xx xxxx x xx +.+x xx+x x s"
DECIDE = "xxxx xxxx x xx +..x xx+x x s"
R = "/responses/<int:response_id>"
A = "/answers/<int:answer_id>"
IN = "<int:invitation_id>"
RO = "/rounds/<int:round_id>"

ON_RESPONSE: dict[str, str] = {
    #                                           LFPU 1234 S ew ANKO dcko Z -
    f"GET {R}": READ,
    f"GET {R}/answers": READ,
    f"GET {R}/comments": READ,
    f"GET {R}/documents": DECIDERS,
    f"GET {R}/record": DECIDERS,
    f"GET {R}/sign-off": DECIDERS,
    f"GET {R}/compare": DECIDERS,
    f"POST {R}/sign-off": LEAD,
    f"GET {R}/drafts/<kind>.docx": LEAD,
    f"GET {R}/drafts/<kind>/<int:n>": LEAD,
    f"GET {R}/invitations/{IN}": LEAD,
    f"POST {R}/invitations/{IN}": LEAD,
    f"POST {R}/invitations/{IN}/send-again": LEAD,
    f"GET {R}/invitations/{IN}/withdraw": LEAD,
    f"POST {R}/invitations/{IN}/withdraw": LEAD,
    f"GET {R}/invite": LEAD,
    f"POST {R}/invite": LEAD,
    f"GET {R}/letter": LEAD,
    f"POST {R}/letter": LEAD,
    # No newer edition of these responses' questions is published: there is nothing here even for who leads.
    f"GET {R}/new-questions": NOTHING_NEW,
    f"POST {R}/new-questions": NOTHING_NEW,
    f"GET {R}/people": LEAD,
    f"GET {R}/plan": LEAD,
    f"POST {R}/plan": LEAD,
    f"GET {R}/report": LEAD,
    f"POST {R}/report": LEAD,
    f"GET {R}/roles/<int:role_id>/remove": LEAD,
    f"POST {R}/roles/<int:role_id>/remove": LEAD,
    f"GET {R}/roles/new": LEAD,
    f"POST {R}/roles/new": LEAD,
    f"GET {R}/submit": LEAD,
    f"POST {R}/submit": LEAD,
    f"GET {R}/take-over": DRAFTERS,
    f"POST {R}/take-over": DRAFTERS,
    f"GET {R}/take-over-found": DRAFTERS,
    f"POST {R}/take-over-found": DRAFTERS,
    f"GET {R}/take-over/<int:reading_id>": DRAFTERS,
    f"POST {R}/take-over/<int:reading_id>": DRAFTERS,
    "GET /comments/<int:comment_id>/settle": LEAD,
    "POST /comments/<int:comment_id>/settle": LEAD,
}
# First line: the answer that 1-4 and S were invited to. Second: another answer of the same response.
ON_ANSWER: dict[str, tuple[str, str]] = {
    #  LFPU 1234 S ew ANKO dcko Z -
    f"GET {A}": (
        "+.+. ++++ + xx +.++ ++++ x s",
        "+.+. .... . xx +.++ ++++ x s",
    ),
    f"POST {A}": (
        "+.xx xxx+ x xx xxxx +xxx x s",
        "+.xx xxx. x xx xxxx +xxx x s",
    ),
    f"POST {A}/unsaved": (
        "+.xx xxx+ x xx xxxx +xxx x s",
        "+.xx xxx. x xx xxxx +xxx x s",
    ),
    # Whoever may read the answer: what they throw away is their own.
    f"GET {A}/unsaved/discard": (
        "+.+. ++++ + xx +.++ ++++ x s",
        "+.+. .... . xx +.++ ++++ x s",
    ),
    f"POST {A}/unsaved/discard": (
        "+.+. ++++ + xx +.++ ++++ x s",
        "+.+. .... . xx +.++ ++++ x s",
    ),
    f"POST {A}/comments": (
        "+.+. x+++ + xx xxxx ++xx x s",
        "+.+. x... . xx xxxx ++xx x s",
    ),
    f"GET {A}/merge/<int:n>": (
        "+.xx xxx+ x xx xxxx +xxx x s",
        "+.xx xxx. x xx xxxx +xxx x s",
    ),
    f"GET {A}/versions": (
        "+.x. xxx+ x xx +.+x +x+x x s",
        "+.x. .... . xx +.+x +x+x x s",
    ),
    f"GET {A}/compare": (
        "+.x. xxx+ x xx +.+x +x+x x s",
        "+.x. .... . xx +.+x +x+x x s",
    ),
    f"POST {A}/versions/<int:n>/restore": (
        "+.xx xxx+ x xx xxxx +xxx x s",
        "+.xx xxx. x xx xxxx +xxx x s",
    ),
    f"GET {A}/versions/<int:n>/name": (
        "+.xx xxx+ x xx xxxx +xxx x s",
        "+.xx xxx. x xx xxxx +xxx x s",
    ),
    f"POST {A}/versions/<int:n>/name": (
        "+.xx xxx+ x xx xxxx +xxx x s",
        "+.xx xxx. x xx xxxx +xxx x s",
    ),
    f"GET {A}/notes": (LEAD, LEAD),
    f"POST {A}/notes": (LEAD, LEAD),
    f"GET {A}/record": (DECIDERS, DECIDERS),
    f"GET {A}/use/<int:entry_id>": (
        "+.xx xxx. x xx xxxx .xxx x s",
        "+.xx xxx. x xx xxxx .xxx x s",
    ),
    f"POST {A}/use/<int:entry_id>": (
        "+.xx xxx. x xx xxxx .xxx x s",
        "+.xx xxx. x xx xxxx .xxx x s",
    ),
}
# There is no round before a response is sent for sign-off, and nothing is issued before it is decided on.
ON_ROUND: dict[str, str] = {
    #       LFPU 1234 S ew ANKO dcko Z -
    f"GET {RO}": DECIDERS,
    f"GET {RO}/<kind>.docx": DECIDERS,
    # Of the partnership: its approver, and the clerk for it on this response. The council's clerk records for another.
    "GET /decisions/<int:decision_id>": DECIDE,
    "POST /decisions/<int:decision_id>": DECIDE,
    f"GET {RO}/withdraw": LEAD,
    f"POST {RO}/withdraw": LEAD,
    f"POST {RO}/issue": LEAD,
}
# What the partnership says of itself: its approver does, by a role in it, and nobody else, who leads included.
B = "/bodies/<int:body_id>/deciders"
ON_BODY: dict[str, str] = {
    #                  LFPU 1234 S ew ANKO dcko Z -
    f"GET {B}/new": "..xx xxxx x xx +.xx xxxx . s",
    f"POST {B}/new": "..xx xxxx x xx +.xx xxxx . s",
    f"GET {B}/<int:given_id>/remove": "..xx xxxx x xx +.xx xxxx . s",
    f"POST {B}/<int:given_id>/remove": "..xx xxxx x xx +.xx xxxx . s",
}
ON_DOCUMENT: dict[str, str] = {"GET /documents/<int:document_id>": DECIDERS}
# What an invitation's link opens is a page that says where to sign in, for anybody who has it.
PUBLIC: dict[str, str] = {"GET /invitations/<token>": "++++ ++++ + ++ ++++ ++++ + +"}
# A button is all that these need, so they are pressed once, by somebody who may, in an order in which each succeeds:
# the first before empty forms are sent everywhere, the last after that, since they take away what others are let in by.
FIRST_ACTS = (
    ("L", f"POST {RO}/issue", "approved"),
    ("L", f"POST {R}/sign-off", "approved"),
)
# What their forms carry along: the version that the page shows.
CARRIED = {f"POST {RO}/issue": "round_sha256", f"POST {R}/sign-off": "present_sha256"}
LAST_ACTS = (
    ("3", "POST /invitations/<token>", "drafting"),
    ("-", "POST /invitations/<token>", "drafting"),
    ("L", f"POST {R}/invitations/{IN}/send-again", "drafting"),
    ("L", f"POST {R}/invitations/{IN}/withdraw", "drafting"),
    ("L", f"POST {R}/roles/<int:role_id>/remove", "drafting"),
    ("A", f"POST {B}/<int:given_id>/remove", "drafting"),
)
# Of viewers alike, these try each cell in each state (see _tried in test_matrix).
FIRST_OF_THEIR_KIND = "LPA4d"


def on_one_thing() -> dict[str, str]:
    """The lines of all actions but those on answers."""
    return {**ON_RESPONSE, **ON_ROUND, **ON_BODY, **ON_DOCUMENT, **PUBLIC}
