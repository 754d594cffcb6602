"""Every kind of text that somebody writes, and who may see it: written down apart from the code that decides it.

Each text holds two words that stand nowhere else. One is searched for, the other must not be found by it, so that a
page that repeats what was typed into it is no leak. The columns are what a viewer is to the text's own consultation:

  L  policy officer of the council that leads   A  approver or clerk of a body that decides, or recorder for one
  O  observer of a body that decides
  d  drafter on the response                    c  commenter on it (both of the council, with no other role)
  p  partner of an organisation that was asked  v  its observer
  q  somebody invited to some of the questions
  Z  administrator of the service

Whoever is none of these sees nothing: those of another council, those who left, those who have not signed in, and
those whose invitation was withdrawn (but in the mail that had brought it). `+` sees it, `.` does not, `o` sees what
their own organisation wrote, `m` only what they wrote themselves or was written to them.
"""

import re
from dataclasses import dataclass

COLUMNS = "LAO dc pv q Z"
WORD = re.compile("z[qs](?:[bdfgklmnprtv][aeiou]){3}rk")
_CONSONANTS, _VOWELS = "bdfgklmnprtv", "aeiou"

TEXTS: dict[str, str] = {
    # The paper                LAO dc pv q Z
    "consultation title": "+++ ++ ++ + +",  # in mails that invite
    "issuing body": "+++ ++ ++ + .",
    "reference": "+.. .. .. . .",
    "way to respond": "+.. .. .. . .",
    "contact": "+.. .. .. . .",
    "name of the paper": "+.. .. .. . .",
    "passage of the paper": "+.. .. .. . .",
    "question removed": "+.. .. .. . .",
    "file refused": "+.. .. .. . .",
    "question all were asked": "+++ ++ ++ + .",
    "question": "+++ ++ ++ . .",
    # The response               LAO dc pv q Z
    "title of the response": "+++ ++ ++ + +",  # stands in mails, which the administrator sees
    "answer all were asked": "+++ ++ ++ + .",
    "answer": "+++ ++ ++ . .",
    "answer still drafted": "+++ +. .. . .",
    "why an answer is long": "+++ ++ ++ . .",
    "why no answer is given": "+++ ++ ++ . .",
    "earlier text of an answer": "++. +. .. . .",
    "text set aside": "++. +. .. . .",
    "note of a version": "++. +. .. . .",
    "internal note": "+.. .. .. . .",
    "unsaved text": "m.. m. .. . .",
    "comment all may see the answer of": "++o +o oo o .",
    "comment": "++o +o oo . .",
    "wording": "++o +o oo . .",
    "settlement": "++o +o oo o .",
    "message of an invitation": "+mm mm mm m +",
    "file taken over": "+.. .. .. . .",
    "answer taken over": "+.. .. .. . .",
    "report": "+.. .. .. . .",
    "letter": "+.. .. .. . .",
    # Sign-off and what went out      LAO dc pv q Z
    "title of what was submitted": "+++ .. ++ . +",
    "consultation of what was submitted": "+++ ++ ++ . +",  # in mails that ask anew who adopted amended words
    "question of what was submitted": "+++ ++ ++ . .",
    "answer submitted": "+++ ++ ++ . .",
    "answer before amendment": "++. .. .. . .",
    "report sent": "++. .. .. . .",
    "letter sent": "++. .. .. . .",
    "amendments": "++. .. .. . .",
    "minute": "++. .. .. . .",
    "why withdrawn": "++. .. .. . .",
    "receipt": "+++ .. ++ . .",
    "note of the submission": "+.. .. .. . .",
    # The library                 LAO dc pv q Z
    "theme": "+++ ++ ++ . .",
    "outcome": "+++ ++ ++ . .",
    "amended entry": "+++ ++ ++ . .",
    "why amended": "+++ ++ ++ . .",
    "proposal": "+.. .. .. . .",
    "why proposed": "+.. .. .. . .",
    "why declined": "+.. .. .. . .",
    "old consultation": "+++ ++ .. . +",  # stands in mails that ask who adopted it
    "old answer": "+++ ++ .. . .",
    "superseded entry": "+++ ++ .. . .",
    "why superseded": "+++ ++ .. . .",
    "withdrawn entry": "+.. .. .. . .",
    "why entry withdrawn": "+.. .. .. . .",
    "old answer not taken": "+.. .. .. . .",
    "name of a load": "+.. .. .. . .",
    "name of an old file": "+.. .. .. . .",
    "name of a refused file": "+.. .. .. . .",
    "saved search": "mmm mm mm m .",
    # People                      LAO dc pv q Z
    "name of a list": "+.. .. .. . +",
    "topic": "... .. .. . +",
    "sheet of people": "... .. .. . m",
}
OFFICER = "Policy officer"
# In mails to people who see nothing any more, from the time when they did.
MAILED = {
    ("Former parish clerk", "home", "title of the response"),
    ("Former parish clerk", "home", "message of an invitation"),
    ("Former parish clerk", "home", "consultation title"),
    ("Police leaver", "home", "title of the response"),
    ("Police leaver", "home", "consultation title"),
    ("Police leaver", "home", "consultation of what was submitted"),
    ("Police leaver", "home", "title of what was submitted"),
}
# In a mail on what became of their own comments, as far as they had any: not every text of the kind.
TOLD = {("Police leaver", "home", "question all were asked"), ("Police leaver", "home", "settlement")}
SEARCHED = (  # what a search could find, if it asked nobody who is searching
    *("consultation title", "issuing body", "reference", "question", "answer", "answer submitted", "text set aside"),
    *("answer still drafted", "internal note"),
    *("comment", "wording", "comment all may see the answer of", "settlement", "report sent", "letter sent"),
    *("amended entry", "proposal", "outcome", "theme", "old answer", "superseded entry", "withdrawn entry"),
    *("old answer not taken", "saved search"),
)


@dataclass(frozen=True)
class Canary:
    """One text: its kind, the world it belongs to, the body and person that wrote it (or, of a message, got it)."""

    number: int
    kind: str
    world: str
    body: str
    person: str

    @property
    def letters(self) -> str:
        """What both of its words end with."""
        n, made = self.number, ""
        for _ in range(3):
            n, place = divmod(n, len(_CONSONANTS) * len(_VOWELS))
            made += _CONSONANTS[place % len(_CONSONANTS)] + _VOWELS[place // len(_CONSONANTS)]
        return f"{made}rk"

    @property
    def scent(self) -> str:
        """The word that is searched for."""
        return f"zs{self.letters}"

    @property
    def word(self) -> str:
        """The word that tells the text."""
        return f"zq{self.letters}"


@dataclass(frozen=True)
class Seat:
    """A viewer: their column in the table ('' for none), the world and the body they belong to."""

    name: str
    column: str
    world: str
    body: str


def may_see(seat: Seat, canary: Canary) -> bool:
    """Whether the table lets a viewer see a text."""
    if seat.column == "":
        return (seat.name, canary.world, canary.kind) in MAILED and canary.person in (seat.name, OFFICER)
    letter = cells(TEXTS[canary.kind])[seat.column] if seat.world == canary.world or seat.column == "Z" else "."
    own = letter == "o" and seat.body == canary.body
    return letter == "+" or own or (letter == "m" and seat.name == canary.person)


def may_be_told(seat: Seat, canary: Canary) -> bool:
    """Whether a text of this kind may have stood in a mail to somebody who has left since."""
    return (seat.name, canary.world, canary.kind) in TOLD and canary.person in (seat.name, OFFICER)


def cells(line: str) -> dict[str, str]:
    """A line of the table by column."""
    groups = line.split()
    assert [len(group) for group in groups] == [len(group) for group in COLUMNS.split()], line
    return dict(zip(COLUMNS.replace(" ", ""), "".join(groups), strict=True))
