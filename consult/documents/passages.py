"""The words of report and letter, in their order: what the Word files print and the page of a round shows.

Both walk over the same passages, so that whoever decides on a version reads on the page what the files say.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from consult import dates
from consult.documents.content import LetterContent, ReportContent, ResponseContent
from consult.documents.wording import NOTHING, day_in_words, joined, moment_in_words, names_all, option_letter
from consult.texts.characters import one_line

_VALEDICTION = re.compile(r"\byours\s+(sincerely|faithfully|truly)\b", re.IGNORECASE)
_TO_STRANGERS = re.compile(r"\b(sir|madam|colleagues?|all)\b|^dear\W*$", re.IGNORECASE)
_ON_BEHALF = re.compile(r"(for|on behalf)\b", re.IGNORECASE)
_NOT_DATED = "Date: to be added when the letter is issued"


class PassageForm(StrEnum):
    """How a passage stands in its document."""

    LINE = "line"  # plain words
    TEXT = "text"  # Markdown
    BULLETS = "bullets"
    OPTIONS = "options"  # lettered, one of them recommended
    STEPS = "steps"  # numbered on the front page of a report, lettered in its sections


@dataclass(frozen=True)
class Passage:
    """One or more texts that stand together. `recommended` counts the options from 1; `role` is what a line is."""

    form: PassageForm
    texts: tuple[str, ...]
    recommended: int = 0
    role: str = ""

    @property
    def text(self) -> str:
        """The text, where there is one."""
        return self.texts[0] if self.texts else ""

    @property
    def lettered(self) -> tuple[tuple[str, str], ...]:
        """The texts with the letters that Word counts them by."""
        return tuple((option_letter(n), text) for n, text in enumerate(self.texts, start=1))


@dataclass(frozen=True)
class Part:
    """A heading of the report with what stands under it; `again` when all of it was said on the front page.

    `n` is the number that it bears, 0 for none.
    """

    title: str
    passages: tuple[Passage, ...]
    again: bool = False
    n: int = 0


def _line(text: str, role: str = "") -> Passage:
    return Passage(PassageForm.LINE, (text,), role=role)


def _text(text: str) -> Passage:
    return Passage(PassageForm.TEXT, (text if text.strip() else NOTHING,))


def report_facts(content: ResponseContent) -> tuple[tuple[str, str], ...]:
    """What stands at the top of the report, each with its name; a fact without a value is left out."""
    report = content.report
    meeting = ", ".join(part for part in (report.meeting_body.strip(), day_in_words(report.meeting_date)) if part)
    source = f" ({content.issuing_body})" if content.issuing_body.strip() else ""
    return (
        ("Meeting", meeting),
        ("Briefing", day_in_words(report.briefing_date)),
        ("Purpose", report.purpose),
        ("Report of", report.report_of),
        ("Consultation", content.consultation_title + source),
        ("Closing time", moment_in_words(content.closing_at)),
        ("On behalf of", joined(content.bodies)),
    )


def front_page(report: ReportContent) -> tuple[Part, ...]:
    """The report in brief, for its first page."""
    issues = Passage(PassageForm.BULLETS, report.main_issues_summary) if report.main_issues_summary else _line(NOTHING)
    return (
        Part("Executive summary", (_text(report.summary),)),
        Part("Main issues", (issues,)),
        Part("Options", (_options(report),)),
        Part("Corporate priority", (_text(report.corporate_priority),)),
        Part("Officer recommendations", _recommendations(report)),
    )


def numbered_sections(report: ReportContent) -> tuple[Part, ...]:
    """The report in full, in the order that council committees are used to."""
    parts = (
        Part("Background", (_text(report.background),)),
        Part("Main issues", (_text(report.main_issues),)),
        Part("Options", (_line("The options are:"), _options(report)), again=True),
        Part("Proposals", (_text(_proposals(report)),)),
        Part("Financial implications", (_text(report.financial),)),
        Part("Legal implications / other considerations", (_text(report.legal),)),
        Part("Risk implications", (_text(report.risk),)),
        Part("Support for corporate priorities", (_text(report.priorities),)),
        Part("Officer recommendations", _recommendations(report), again=True),
    )
    return tuple(replace(part, n=n) for n, part in enumerate(parts, start=1))


def contact_lines(report: ReportContent) -> tuple[str, ...]:
    """Whom to ask about the report, line by line."""
    return tuple(line for line in report.contact.splitlines() if line.strip())


def _options(report: ReportContent) -> Passage:
    return Passage(PassageForm.OPTIONS, report.options, recommended=report.recommended_option)


def _recommendations(report: ReportContent) -> tuple[Passage, ...]:
    body = one_line(report.meeting_body) or "meeting"
    asked = f"{'' if body.lower().startswith('the ') else 'The '}{body} is asked to:"
    return (_line(asked), Passage(PassageForm.STEPS, report.recommendations))


def _proposals(report: ReportContent) -> str:
    """The proposals; where they do not name the recommended option by its letter, a first sentence does."""
    if not 1 <= report.recommended_option <= len(report.options):
        return report.proposals
    letter = option_letter(report.recommended_option)
    if re.search(rf"\boption\s*\(?{letter}\b", report.proposals, re.IGNORECASE):
        return report.proposals
    option = one_line(report.options[report.recommended_option - 1]).rstrip(".")
    return f"Option ({letter}) is recommended: {option}.\n\n{report.proposals}"


def letter_passages(content: ResponseContent, *, issued_at: datetime | None) -> tuple[Passage, ...]:
    """The covering letter from its date to the signature. A letter without a date bears the day of its issue."""
    letter = content.letter
    found = [_line(_date(letter, issued_at), "date")]
    if letter.recipient.strip():
        found.append(_line(letter.recipient.strip(), "address"))
    found.append(_line(letter.salutation.strip() or "Dear Sir or Madam", "salutation"))
    found.append(_line(letter.subject.strip() or content.consultation_title, "subject"))
    if content.reference.strip():
        found.append(_line(f"Your reference: {content.reference.strip()}", "reference"))
    found += [Passage(PassageForm.TEXT, (letter.opening,)), Passage(PassageForm.BULLETS, letter.key_issues)]
    if not names_all(f"{letter.opening} {letter.closing}", content.bodies):
        found.append(_line(f"This response is made on behalf of {joined(content.bodies)}.", "bodies"))
    return (*found, Passage(PassageForm.TEXT, (letter.closing,)), *_signature(content))


def _date(letter: LetterContent, issued_at: datetime | None) -> str:
    if letter.letter_date:
        return day_in_words(letter.letter_date)
    return dates.long_date(issued_at) if issued_at else _NOT_DATED


def _signature(content: ResponseContent) -> Sequence[Passage]:
    letter = content.letter
    stranger = _TO_STRANGERS.search(letter.salutation.strip() or "Dear Sir or Madam")
    taken_leave = _VALEDICTION.search(letter.closing)
    leave = () if taken_leave else (_line("Yours faithfully" if stranger else "Yours sincerely", "valediction"),)
    signed = (
        (letter.signatory_name.strip(), "name"),
        (letter.signatory_title.strip(), "title"),
        (_for(content), "for"),
    )
    return (*leave, _line("", "room"), *(_line(text, role) for text, role in signed if text))


def _for(content: ResponseContent) -> str:
    """'On behalf of' all the bodies, in the officer's words as far as those name them."""
    told = content.letter.signing_for.strip()
    missing = [name for name in content.bodies if not names_all(told, [name])]
    bodies = joined([name for name in (told, *missing) if name])
    return bodies if not bodies or _ON_BEHALF.match(bodies) else f"On behalf of {bodies}"
