"""What pages say of an act: each action of the record as words that follow the name of who did it.

A test holds every action in the code against this list. Braces name details of the entry.
"""

from collections.abc import Mapping

from consult.history.facts import facts_of

WORDS = {
    # The paper
    "file uploaded": "uploaded a file",
    "file refused": "uploaded a file that could not be read: {cause}",
    "consultation loaded": "loaded a consultation with {questions} questions",
    "edition loaded": "loaded a corrected paper with {questions} questions",
    "consultation details changed": "changed the details of the consultation",
    "consultation details taken over": "took over details of the consultation from its corrected paper",
    "question added": "added a question",
    "question corrected": "corrected question {number}",
    "question accepted": "accepted question {number} as it was read",
    "question removed": "removed question {number}",
    "question put back": "put question {number} back",
    "question split": "split question {number} into two",
    "question joined to the one before": "joined a question to the one before it",
    "question moved": "moved question {number}",
    "questions made of paragraphs": "made {questions} questions of paragraphs of the paper",
    "review step taken back": "took back that {done}",
    "review step done again": "did again that {done}",
    "questions published": "published {questions} questions",
    # The response and its answers
    "response set up": "set up the response with {questions} questions",
    "response plan changed": "changed the plan of the response",
    "response moved": "moved the response from {before} to {after}",
    "response went over to an edition": (
        "took the response over to the corrected paper: {added} questions new, {changed} changed, {dropped} dropped"
    ),
    "answer revised": "saved version {version} of answer {place}",
    "answer text set aside": (
        "sent a text for answer {place} that was set aside as version {version}, as somebody had saved meanwhile"
    ),
    "answer status changed": "moved answer {place} from {before} to {after}",
    "version named": "called version {of_version} of answer {place} ‘{name}’",
    "internal note written": "wrote an internal note on answer {place}",
    "answer reason given": "changed the reason why answer {place} is not given or is longer than the paper allows",
    "earlier answer used": "took version {version} from an earlier answer",
    "person invited": "invited {person_name}",
    "invitation changed": "changed an invitation",
    "invitation sent again": "sent an invitation to {person_name} again",
    "invitation withdrawn": "withdrew the invitation of {person_name}",
    "role given": "made {person_name} {role} on the response",
    "role taken away": "took the role of {role} on the response from {person_name}",
    "comment made": "commented on version {version} of answer {place}",
    "comment settled": "settled a comment on answer {place}: {outcome}",
    # Sign-off, documents, submission
    "sent for sign-off": "sent round {round} for sign-off to {bodies}",
    "decision made": "recorded a decision on round {round}: {verdict}",
    "sign-off completed": "completed the sign-off of round {round}: {result}",
    "sign-off withdrawn": "withdrew round {round}",
    "document revised": "saved the text of the {document}",
    "document text set aside": "sent a text of the {document} that was set aside, as somebody had saved meanwhile",
    "document issued": "issued the {document}",
    "response submitted": "submitted the response of round {round}, by {way}",
    # The library
    "answers filed": "filed the answers of round {round} in the library",
    "amendment declined": "declined a proposed change of an earlier answer",
    "amendment proposed": "proposed a change of an earlier answer",
    "entry amended": "accepted a proposed change of an earlier answer",
    "amendment taken back": "took back a proposed change of an earlier answer",
    "entry confirmed": "confirmed an earlier answer",
    "entry described": "described an earlier answer",
    "entry superseded": "marked an earlier answer as superseded",
    "entry withdrawn": "withdrew an earlier answer",
    "entries kept apart": "kept two like answers apart",
    "catalogue load begun": "began to take over a list of earlier responses",
    "old response described": "described an earlier response",
    "old answers entered": "entered answers of an earlier response",
    "adoption claimed": "said of {answers} earlier answers that another body adopted them",
    "adoption confirmed": "confirmed that {adopted} of {of} earlier answers were adopted",
    "adoption declined": "said that earlier answers were not adopted",
    "library retention set": "set how long earlier answers are kept",
    # People, signing in, mail
    "signed in": "signed in",
    "signed in with a new browser": "signed in with a new browser",
    "signed out elsewhere": "signed out of other browsers",
    "password changed": "changed a password",
    "mail chosen": "chose how often they get mail about comments",
    "e-mail address changed": "changed an email address",
    "second factor on": "turned their second factor on",
    "second factor off": "turned their second factor off",
    "second factor reset": "turned a person’s second factor off",
    "recovery codes made": "made recovery codes",
    "recovery code used": "used a recovery code",
    "passkey added": "added a passkey",
    "passkey renamed": "renamed a passkey",
    "passkey removed": "removed a passkey",
    "passkey refused": "gave a passkey that was refused",
    "account connected": "connected an account of an identity provider",
    "account disconnected": "disconnected an account of an identity provider",
    "organisation added": "added an organisation",
    "organisation changed": "changed an organisation",
    "organisation switched on": "switched an organisation on",
    "organisation switched off": "switched an organisation off",
    "membership added": "added a membership",
    "membership changed": "changed a membership",
    "distribution list made": "made a distribution list",
    "distribution list renamed": "renamed a distribution list",
    "distribution list deleted": "deleted a distribution list",
    "put on distribution list": "put somebody on a distribution list",
    "taken off distribution list": "took somebody off a distribution list",
    "people sheet read": "uploaded a sheet of people",
    "people imported": "took over people from a sheet",
    "person added": "added a person",
    "person changed": "changed a person",
    "person anonymised": "anonymised a person",
    "lead officer changed": "made {person_name} lead officer of the response",
    "earlier answers handed over": "handed {answers} earlier answers over to {person_name}",
    "handed over": "handed over what somebody else looked after",
    "person moved": "moved a person to another organisation",
    "newcomer waits": "invited somebody new, who waits to be confirmed by their organisation",
    "newcomer confirmed": "confirmed that {person_name} is one of the organisation’s people",
    "newcomer refused": "said that {person_name} is none of the organisation’s people",
    "mail sent again": "had a mail sent again",
}


class _Facts(dict[str, object]):
    """The details of an entry as words; one that is missing, in an entry of an older release, is left open."""

    def __missing__(self, name: str) -> str:
        return "…"


def sentence(action: str, details: str, *, names: Mapping[int, str]) -> str:
    """What was done, as words that follow a name: 'saved version 3 of answer 2'. `names` are people's, by number."""
    found = facts_of(details)
    facts = _Facts({name: _plain(fact) for name, fact in found.items()})
    bodies, person = found.get("bodies"), found.get("person")
    if isinstance(bodies, int):
        facts["bodies"] = "1 body" if bodies == 1 else f"{bodies} bodies"
    if isinstance(person, int):
        facts["person_name"] = names.get(person, "somebody")
    return WORDS.get(action, action).format_map(facts)


def people_in(details: str) -> set[int]:
    """The numbers of people whom an entry's details name."""
    person = facts_of(details).get("person")
    return {person} if isinstance(person, int) and person else set()


def version_made(action: str, details: str) -> int:
    """The number of the version of an answer that an act made; 0 when it made none."""
    version = facts_of(details).get("version") if action in ("answer revised", "answer text set aside") else 0
    return version if isinstance(version, int) else 0


def _plain(fact: object) -> str:
    return str(fact).replace("in_sign_off", "in sign-off").replace("_", " ")
