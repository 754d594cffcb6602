"""Nothing that somebody types makes a page wider than its window: code, tables, long words, addresses, deep lists."""

import pytest

from tests.browser.conftest import Person
from tests.browser.looking import DESK, PHONE, faults

pytestmark = pytest.mark.one_database

LONG = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft" * 3
ADDRESS = "https://council.example/" + "a-very-long-part-of-an-address/" * 12
WIDE = f"""A word: {LONG}

An address: <{ADDRESS}> and [{LONG}]({ADDRESS})

    {"code " * 60}

```
{LONG}
```

`{LONG}`

| {" | ".join(f"Heading {n}" for n in range(12))} |
|{"---|" * 12}
| {" | ".join(f"Cell {n}" for n in range(12))} |

{"> " * 9}{LONG}

{"- " * 9}Nine deep: {LONG}

# {LONG}

A note[^1].

[^1]: {LONG}
"""


def test_no_text_is_wider_than_the_page(site: str, person: Person, answer: str, response: str) -> None:
    officer = person(site, "Policy officer")
    officer.goto(answer)
    officer.get_by_label("Answer", exact=True).fill(WIDE)
    officer.get_by_label("Status").select_option(label="For comment")
    with officer.expect_navigation():
        officer.get_by_role("button", name="Save answer").click()
    partner = person(site, "Police partner")
    partner.goto(answer)
    partner.get_by_label("Comment (optional)").fill(WIDE)
    partner.get_by_label("Proposed wording (optional)").fill(WIDE)
    with partner.expect_navigation():
        partner.get_by_role("button", name="Send comment").click()
    for page, paths in ((partner, [answer]), (officer, [answer, f"{answer}/versions", f"{answer}/record"])):
        for path in [*paths, f"{response}/answers", f"{response}/comments"]:
            page.goto(path)
            assert faults(page, DESK, PHONE) == [], path
