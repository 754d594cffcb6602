"""No route without a rule: every view is open to anybody on purpose, or asks for a permission."""

import pytest
from flask import Flask

from consult.permissions import HOLDS, Permission

pytestmark = pytest.mark.authz


@pytest.mark.one_database
def test_no_route_is_without_a_rule(app: Flask) -> None:
    routes = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
    marks = {rule.rule: vars(app.view_functions[rule.endpoint]) for rule in routes}
    without = [path for path, mark in marks.items() if not mark.get("public") and "permission" not in mark]
    both = [path for path, mark in marks.items() if mark.get("public") and "permission" in mark]
    print(f"{len(routes)} routes, {len(without)} without a rule")
    assert len(routes) > 100
    assert without == []
    assert both == []
    held = frozenset[Permission]().union(*HOLDS.values())
    assert {mark["permission"] for mark in marks.values() if "permission" in mark} <= held
