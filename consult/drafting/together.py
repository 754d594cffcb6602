"""Two people who write one answer: what does not touch is merged before it is saved, while nobody waits for it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consult.drafting import rules
from consult.drafting.merging import merge
from consult.drafting.models import Answer
from consult.drafting.versions import versions_numbered
from consult.texts.characters import printable


@dataclass(frozen=True)
class BothTexts:
    """What comes of a text and the version that was the current one when it was worked out; None where they touch."""

    with_n: int
    text: str | None


def merged_text(session: Session, *, answer: Answer, text: str, based_on_n: int) -> BothTexts:
    """A text and what was saved since it was opened, in one. It takes its time, so it comes before the save."""
    session.refresh(answer, attribute_names=["current_n"])
    if based_on_n == answer.current_n:
        return BothTexts(based_on_n, None)
    found = versions_numbered(session, answer=answer, numbers=[based_on_n, answer.current_n])
    base, current = (_lines(found[n].text if n in found else "") for n in (based_on_n, answer.current_n))
    both = merge(base, current, _lines(text))
    fits = both is not None and len(both) <= rules.LONGEST_ANSWER
    return BothTexts(answer.current_n, both if fits else None)


def held_against(answer: Answer, merged: BothTexts | None) -> str | None:
    """The text that holds both; None where there is none. Raises SavedAgain where it rests on an older version."""
    if merged and merged.with_n != answer.current_n:
        raise rules.SavedAgain("Somebody else saved this answer at the same moment. Save again")
    return merged.text if merged else None


def _lines(text: str) -> str:
    """With the line ends and edges of a text that is stored."""
    return printable(text).strip("\n ")
