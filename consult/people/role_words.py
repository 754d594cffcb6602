"""What each role is for and what each permission lets a person do, in the words of the pages."""

from consult.permissions import Permission, Role

ROLE_WORDS = {
    Role.ADMINISTRATOR: "Manages people, organisations and mail. Sees no responses",
    Role.POLICY_OFFICER: "Loads papers, drafts, prepares documents and submits",
    Role.PARTNER: "Comments on the responses that their organisation is invited to",
    Role.APPROVER: "Records the decisions of their body",
    Role.CLERK: "Writes down what a meeting of their body decided, with its minute",
    Role.OBSERVER: "Reads what their organisation leads, decides on or was invited to",
    Role.DRAFTER: "Drafts answers on one response",
    Role.COMMENTER: "Comments and proposes wording on one response",
}
ON_RESPONSE_WORDS = {
    Role.APPROVER: "Records the decisions of a body on this response",
    Role.CLERK: "Writes down what a body’s meeting decided on this response",
    Role.OBSERVER: "Reads this response",
}
PERMISSION_WORDS = {
    Permission.READ_CONSULTATIONS: "Read consultations and their questions",
    Permission.LOAD_CONSULTATIONS: "Load consultation papers",
    Permission.REVIEW_QUESTIONS: "Check the questions found in a paper, and publish them",
    Permission.SET_UP_RESPONSES: "Set up a response: lead officer, partners, bodies and timetable",
    Permission.READ_RESPONSES: "Read responses and their answers, once these are for comment",
    Permission.READ_DRAFTS: "Read answers while they are being drafted",
    Permission.DRAFT_ANSWERS: "Write and change answers",
    Permission.COMMENT: "Comment on answers and take a position",
    Permission.SUGGEST: "Propose wording for answers",
    Permission.READ_EVERY_COMMENT: "Read the comments of every organisation, not only their own",
    Permission.SETTLE_COMMENTS: "Settle comments, with a reason told back to their author",
    Permission.KEEP_NOTES: "Read and write internal notes on answers",
    Permission.SEND_FOR_SIGN_OFF: "Send a response for sign-off, and withdraw it",
    Permission.READ_SIGN_OFF: "Read rounds of sign-off and their decisions",
    Permission.DECIDE: "Record the decision of a body",
    Permission.NAME_DECIDERS: "Say who decides or records for a body of their own organisation on one response",
    Permission.PREPARE_DOCUMENTS: "Prepare the report, the letter and the response, and issue them",
    Permission.READ_DOCUMENTS: "Read and download documents",
    Permission.SUBMIT: "Submit a response to the issuing body",
    Permission.SEARCH_LIBRARY: "Search the library of earlier answers",
    Permission.KEEP_LIBRARY: "Keep the library: take earlier answers over, and find those that repeat each other",
    Permission.CONFIRM_ADOPTION: "Say whether their organisation adopted what others file under its name",
    Permission.READ_RECORD: "Read the record of who did what",
    Permission.MANAGE_PEOPLE: "Manage people and organisations",
    Permission.MANAGE_LISTS: "Manage distribution lists: administrators all, others those of their organisation",
    Permission.MANAGE_NOTICES: "Look after mail: see what was sent, and send it again",
    Permission.USE_SERVICE: "Use the home page and their own account",
}
