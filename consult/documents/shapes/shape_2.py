"""Shape 2: before a version said where no answer is intended. Never edited again.

Answers, letter and report are as in shape 1.
"""

from dataclasses import dataclass

from consult.documents.shapes.shape_1 import Answer, Letter, Report


@dataclass(frozen=True)
class Response:
    """Everything of one version. `closing_at` is ISO 8601 with offset; `bodies` are those it is made on behalf of."""

    consultation_title: str
    issuing_body: str
    reference: str
    closing_at: str
    response_title: str
    lead_organisation: str
    bodies: tuple[str, ...]
    answers: tuple[Answer, ...]
    letter: Letter
    report: Report
