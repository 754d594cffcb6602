"""When a consultation closes, as people type it and as papers and pages of GOV.UK say it."""

import json
import re
from collections.abc import Callable

import pytest

from consult.dates import long_time
from consult.question_sets.extract import extract
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
PAPER = """Consultation on village halls

Issued by the Department for Local Places. {closes}

1. Should every village have a hall?

2. Who should pay for repairs?
"""


def loaded(visit: Visit, closes: str) -> Visitor:
    """A policy officer on the review page of a paper that says this of its closing time."""
    officer = visit("Policy officer").open("/consultations/load")
    return officer.submit(
        "Load", source="file", paper=("a.txt", PAPER.format(closes=closes).encode())
    ).wait_until_read()


def typed(officer: Visitor, clock: str, day: tuple[int, int, int], expect: int) -> Visitor:
    """Send the details with a closing time."""
    boxes = dict(zip(("closing_day__day", "closing_day__month", "closing_day__year"), map(str, day), strict=True))
    return officer.submit("Save details", _expect=expect, issuing_body="Department", closing_clock=clock, **boxes)


def details(officer: Visitor) -> Visitor:
    """The page of the consultation's details."""
    found = re.search(r"/consultations/\d+", officer.html)
    assert found
    return officer.open(found[0] + "/details")


@pytest.mark.parametrize(
    ("said", "closing"),
    [
        ("midnight on 27 March 2099", "27 March 2099 at 11:59pm"),
        ("12 midnight on Friday 27 March 2099", "27 March 2099 at 11:59pm"),
        ("12:00 midnight on 27 March 2099", "27 March 2099 at 11:59pm"),
        ("24:00 on 27 March 2099", "27 March 2099 at 11:59pm"),
        ("12am on 27 March 2099", "26 March 2099 at 11:59pm"),
        ("00:00 on 27 March 2099", "26 March 2099 at 11:59pm"),
        ("noon on 27 March 2099", "27 March 2099 at 12:00pm"),
        ("12:00 noon on 27 March 2099", "27 March 2099 at 12:00pm"),
        ("5 p.m. on 27 March 2099", "27 March 2099 at 5pm"),
        ("5.30 p.m. on Friday 27 March 2099", "27 March 2099 at 5:30pm"),
        ("17.00 on 27 March 2099", "27 March 2099 at 5pm"),
        ("23.59 on 27 March 2099", "27 March 2099 at 11:59pm"),
        ("2359 on 27 March 2099", "27 March 2099 at 11:59pm"),
        ("27 March 2099 (17.00)", "27 March 2099 at 5pm"),
        ("27 March 2099, 5 p.m.", "27 March 2099 at 5pm"),
        ("1:30am on 25 October 2099", "25 October 2099 at 1:30am (before the clocks go back)"),
        ("1:30am on 29 March 2099", None),
    ],
)
@pytest.mark.parametrize("lead", ["The consultation closes at ", "Please reply by "])
def test_a_paper_says_when_it_closes(said: str, closing: str | None, lead: str) -> None:
    moment = extract("a.txt", PAPER.format(closes=f"{lead}{said}.").encode()).closing_at
    assert (long_time(moment) if moment else None) == closing


@pytest.mark.parametrize("clock", ["12am", "00:00", "12:00 a.m.", "0000"])
def test_the_start_of_a_day_is_asked_about_once(visit: Visit, clock: str) -> None:
    officer = details(loaded(visit, ""))
    typed(officer, clock, (27, 3, 2099), 422)
    assert "12am on 27 March 2099 is the start of that day" in officer.text
    assert "11:59pm on 26 March 2099" in officer.text
    assert officer.submit("Save details").heading == "Consultation on village halls"
    assert "26 March 2099 at 11:59pm" in officer.text
    officer.open(officer.path + "/details")
    assert [officer.document.get_element_by_id(f"closing_day-{part}").value for part in ("day", "month")] == ["26", "3"]
    assert officer.submit("Save details").heading == "Consultation on village halls"


def test_another_day_is_asked_about_again(visit: Visit) -> None:
    officer = details(loaded(visit, ""))
    typed(officer, "12am", (27, 3, 2099), 422)
    typed(officer, "12am", (28, 3, 2099), 422)
    assert "11:59pm on 27 March 2099" in officer.text


def test_a_time_that_the_clocks_skip_is_asked_for_again(visit: Visit) -> None:
    officer = details(loaded(visit, ""))
    for _ in range(2):
        typed(officer, "1.30am", (29, 3, 2099), 422)
        assert "1:30am on 29 March 2099 does not exist" in officer.text
    typed(officer, "1.30am", (25, 10, 2099), 422)
    assert "comes twice, because the clocks go back. It counts as the first" in officer.text
    assert "1:30am (before the clocks go back)" in officer.submit("Save details").text


def test_a_paper_that_names_the_start_of_a_day_is_asked_about_until_somebody_says(visit: Visit) -> None:
    officer = loaded(visit, "The consultation closes at 00:00 on 27 March 2099.")
    assert "It counts as 26 March 2099 at 11:59pm. Is that meant?" in officer.text
    review = officer.path
    officer.follow("Confirm or change").submit("Save details")
    assert "Is that meant?" not in officer.open(review).text
    assert "26 March 2099 at 11:59pm" in details(officer).open(officer.path.removesuffix("/details")).text


def test_a_paper_that_names_a_skipped_time_must_be_told_when_it_closes(visit: Visit) -> None:
    officer = loaded(visit, "The consultation closes at 1.30am on 29 March 2099.")
    assert "when it closes" in officer.text
    officer.submit("Publish", _expect=409)


def test_json_of_gov_uk_is_read_by_the_same_parser() -> None:
    for told, closing in (
        ("2099-03-27T24:00", "27 March 2099 at 11:59pm"),
        ("2099-03-27T00:00", "26 March 2099 at 11:59pm"),
    ):
        item = {"title": "Halls", "details": {"body": "<p>Should every village have one?</p>", "closing_date": told}}
        moment = extract("a.json", json.dumps(item).encode()).closing_at
        assert moment
        assert long_time(moment) == closing


def test_our_own_closing_time_is_asked_about_once_too(demo: object, visit: Visit) -> None:
    officer = visit("Policy officer").follow("Joint response on local").follow("Change the plan")
    officer.submit("Save", _expect=422, closing_clock="00.00")
    asked = re.search(r"it counts as (11:59pm) on (\d+ \w+ \d+)", officer.text)
    assert asked
    assert f"{asked[2]} at {asked[1]}" in officer.submit("Save").text
