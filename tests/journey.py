"""The steps of a consultation's journey as people take them on the pages."""

import re
from datetime import timedelta
from typing import Any

from consult import dates
from tests.visitor import Visitor

BODIES = {"Rivermead Borough Council": "Council Executive", "Rivermead Local Partnership": "Partnership board"}


def date_fields(name: str, ahead: int) -> dict[str, str]:
    """The three boxes of a date so many days from now."""
    day = dates.today() + timedelta(days=ahead)
    return {f"{name}__day": str(day.day), f"{name}__month": str(day.month), f"{name}__year": str(day.year)}


def load_and_publish(officer: Visitor, **paper: Any) -> None:
    """Load a paper, give it a closing date, publish its questions."""
    officer.open("/consultations/load").submit("Load", **paper)
    if paper["source"] == "file":
        officer.wait_until_read()
    officer.follow("Change details").submit(
        "Save details",
        issuing_body="Department for Local Places",
        closing_clock="11:45pm",
        **date_fields("closing_day", 60),
    )
    officer.follow("Review the questions").submit("Publish")
    assert "Published" in officer.text


def set_up(officer: Visitor) -> int:
    """Set a response up on behalf of two bodies with three partners; return its number."""
    officer.follow("Set up a response")
    bodies, partners = organisation_boxes(officer)
    officer.submit(
        "Set up the response",
        bodies=[bodies[name] for name in BODIES],
        partners=list(partners.values()),
        closing_clock="5pm",
        **date_fields("closing_day", 58),
        **date_fields("comments_by", 30),
        **date_fields("report_by", 40),
        **date_fields("decision_by", 50),
    )
    found = re.search(r"/responses/(\d+)", officer.path)
    assert found, officer.path
    return int(found[1])


def organisation_boxes(officer: Visitor) -> tuple[dict[str, str], dict[str, str]]:
    """The tick boxes for bodies and partners: name and value."""
    found: dict[str, dict[str, str]] = {"bodies": {}, "partners": {}}
    labels = {label.get("for"): label.text_content().strip() for label in officer.document.iter("label")}
    for box in officer.document.iter("input"):
        if box.get("name") in found:
            found[box.get("name")][labels[box.get("id")]] = box.get("value")
    return found["bodies"], found["partners"]


def answer_numbers(visitor: Visitor, response: int) -> list[int]:
    """The numbers of a response's answers, in order, from the page of all."""
    visitor.open(f"/responses/{response}/answers")
    hrefs = [link.get("href") or "" for link in visitor.document.iter("a")]
    return [int(m[1]) for href in hrefs if (m := re.fullmatch(r"/answers/(\d+)", href))]


def prepare_documents(officer: Visitor, response: int, issues: list[str]) -> None:
    """Write the committee report and the covering letter."""
    officer.open(f"/responses/{response}/report").submit(
        "Save",
        meeting_body="Executive",
        report_of="Assistant Chief Executive",
        main_issues_summary="One plan for each area\nMore work in neighbourhoods",
        main_issues="The response is attached.\n\nMore could be said.",
        corporate_priority="Working with partners",
        priorities="It supports all four.",
        contact="Policy officer",
        **date_fields("meeting_date", 30),
    )
    officer.open(f"/responses/{response}/letter").submit(
        "Save", key_issues="\n".join(issues), signatory_name="Chief Executive", signatory_title="Head of service"
    )
