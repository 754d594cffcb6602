"""What the forms of drafting refuse leads to where it is mended."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from consult import dates
from consult.database import Database
from consult.drafting.models import ConsultationResponse
from consult.drafting.states import ResponseState
from tests.factories.situations import Drafting
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]


def in_days(name: str, days: int) -> dict[str, str]:
    """A day so many days from today, typed into its three boxes."""
    on = dates.today() + timedelta(days)
    return {f"{name}__day": str(on.day), f"{name}__month": str(on.month), f"{name}__year": str(on.year)}


# What is typed where, by which button, and where the summary of what is wrong leads.
REFUSALS = [
    (
        "/responses/{}/plan",
        "Save the plan",
        {**in_days("closing_day", 900), "closing_clock": "5pm"},
        "#closing_day-day",
    ),
    (
        "/responses/{}/plan",
        "Save the plan",
        {**in_days("comments_by", 3), **in_days("report_by", 2)},
        "#report_by-day",
    ),
    ("/responses/{}/plan", "Save the plan", in_days("decision_by", 800), "#decision_by-day"),
    (
        "/responses/{}/invite",
        "Send",
        {"people": "a@b.example", "new_organisation": "New", "extent": "parts"},
        "#extent",
    ),
    ("/responses/{}/invite", "Send", {"people": "a@b.example"}, "#organisation"),
    (
        "/responses/{}/invite",
        "Send",
        {"people": "a@b.example", "new_organisation": "rivermead police"},
        "#new_organisation",
    ),
    (
        "/responses/{}/invite",
        "Send",
        {"people": "a@b.example", "new_organisation": "New", **in_days("until", -1)},
        "#until-day",
    ),
]


@pytest.mark.parametrize(("path", "button", "typed", "leads_to"), REFUSALS)
def test_a_refusal_leads_to_the_field_that_mends_it(
    path: str, button: str, typed: dict[str, str], leads_to: str, drafting: Drafting, visit: Visit
) -> None:
    page = visit("Policy officer").open(path.format(drafting.response)).submit(button, _expect=422, **typed)
    (link,) = page.document.xpath("//*[@class='govuk-error-summary']//a")
    assert link.get("href") == leads_to
    assert page.document.get_element_by_id(leads_to[1:]) is not None


def test_a_plan_and_an_invitation_after_submission_lead_to_the_response(
    drafting: Drafting, database: Database, visit: Visit
) -> None:
    response = f"/responses/{drafting.response}"
    planning = visit("Policy officer").open(f"{response}/plan")
    inviting = visit("Policy officer").open(f"{response}/invite")
    reporting = visit("Policy officer").open(f"{response}/report")
    with database.transaction() as session:
        session.get_one(ConsultationResponse, drafting.response).state = ResponseState.SUBMITTED
    planning.submit("Save the plan", _expect=422, title="Another")
    inviting.submit("Send", _expect=422, people="a@b.example", new_organisation="New")
    reporting.submit("Save", _expect=422, contact="Another")
    for page in (planning, inviting, reporting):
        (link,) = page.document.xpath("//*[@class='govuk-error-summary']//a")
        assert link.get("href") == response
