"""The page that says who may do what is the map that the code goes by."""

from collections.abc import Callable

import pytest

from consult.demo.cast import Cast
from consult.people.role_words import ON_RESPONSE_WORDS, PERMISSION_WORDS, ROLE_WORDS
from consult.permissions import HOLDS, IN_ORGANISATION, ON_RESPONSE, Permission, Role
from tests.visitor import Visitor

pytestmark = pytest.mark.authz
Visit = Callable[[str | None], Visitor]


def shown(page: Visitor, place: str) -> dict[tuple[str, str], str]:
    """The cells of one of the page's maps: permission and role, with Yes or No."""
    [table] = page.document.xpath(f"//table[caption[@id='{place}']]")
    heads = [head.text_content() for head in table.xpath("./thead//th")][1:]
    cells = {}
    for row in table.xpath("./tbody/tr"):
        words = row.xpath("./th")[0].text_content()
        for head, cell in zip(heads, row.xpath("./td"), strict=True):
            cells[words, head] = cell.text_content().removeprefix("–")
    return cells


@pytest.mark.parametrize(("place", "roles"), [("map-organisation", IN_ORGANISATION), ("map-response", ON_RESPONSE)])
def test_every_cell_of_the_map_is_that_of_the_code(
    place: str, roles: tuple[Role, ...], cast: Cast, visit: Visit
) -> None:
    page = visit("Administrator").open("/people").follow("Who may do what")
    assert shown(page, place) == {
        (PERMISSION_WORDS[permission], role.label): "Yes" if permission in HOLDS[role] else "No"
        for permission in Permission
        for role in roles
    }


def test_every_permission_and_role_has_words_of_its_own() -> None:
    assert set(PERMISSION_WORDS) == set(Permission)
    assert set(ROLE_WORDS) == set(Role) == set(HOLDS)
    assert set(IN_ORGANISATION) | set(ON_RESPONSE) == set(Role)
    assert set(ON_RESPONSE_WORDS) <= set(ON_RESPONSE)
    assert len(set(PERMISSION_WORDS.values())) == len(Permission)


def test_the_map_counts_who_holds_a_role_and_leads_to_them(cast: Cast, visit: Visit) -> None:
    page = visit("Administrator").open("/permissions")
    assert "Policy officer Loads papers, drafts, prepares documents and submits 2" in " ".join(
        " ".join(page.document.xpath("//tbody/tr//text()")).split()
    )
    page.follow("Policy officer")
    assert page.path == "/people?role=policy_officer"
    assert "2 people" in page.text


def test_only_administrators_see_the_map(cast: Cast, visit: Visit) -> None:
    for name in ("Policy officer", "Police partner", "Council Executive"):
        visit(name).open("/permissions", expect=403)
