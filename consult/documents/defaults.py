"""The usual report and letter of a response, from which an officer begins."""

from consult import dates
from consult.documents.content import LetterContent, ReportContent
from consult.drafting.models import ConsultationResponse
from consult.texts import listed


def bodies_in_words(response: ConsultationResponse) -> str:
    """'Rivermead Borough Council and Rivermead Local Partnership'; the bodies must be loaded."""
    return listed([body.organisation.name for body in response.bodies])


def first_letter(response: ConsultationResponse) -> LetterContent:
    """A covering letter that names the consultation and the bodies; key issues are the officer's to write."""
    consultation = response.consultation
    return LetterContent(
        recipient=consultation.issuing_body,
        salutation="Dear Sir or Madam",
        subject=consultation.title,
        opening=(
            f"Please find attached our response to the consultation ‘{consultation.title}’. "
            f"It is made on behalf of {bodies_in_words(response)}.\n\n"
            "We would like to draw your attention to these issues."
        ),
        key_issues=(),
        closing="We would be glad to discuss any part of our response.",
        signatory_name="",
        signatory_title="",
        signing_for=bodies_in_words(response),
        letter_date=None,
    )


def first_report(response: ConsultationResponse) -> ReportContent:
    """A committee report with the usual options; what the proposals mean is the officer's to write."""
    consultation = response.consultation
    return ReportContent(
        meeting_body="",
        briefing_date=None,
        meeting_date=None,
        purpose="Resolution required",
        report_of="",
        summary=(
            f"This report gives an overview of the consultation ‘{consultation.title}’ and asks for approval of the "
            f"proposed response on behalf of {bodies_in_words(response)}."
        ),
        main_issues_summary=(),
        options=("Approve the proposed response", "Amend the proposed response", "Do not submit a response"),
        recommended_option=1,
        corporate_priority="",
        background=(
            f"{consultation.issuing_body or 'The department'} has published a consultation, ‘{consultation.title}’. "
            f"Responses must arrive by {dates.long_time(consultation.closing_at or response.closing_at)}."
        ),
        main_issues="",
        proposals="It is proposed that option (a) is selected.",
        financial="There are none.",
        legal="There are none.",
        risk="There are none.",
        priorities="",
        recommendations=("Approve the proposed response to the consultation.",),
        contact="",
    )
