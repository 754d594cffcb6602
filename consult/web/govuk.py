"""The components of the GOV.UK Design System, drawn by govuk-frontend-jinja and kept ready.

Its templates leave most parameters out, so they have an environment of their own: ours treats anything undefined as a
mistake. A component's macro is looked up once; in a page with many fields the repeated imports were the largest cost.
"""

from collections.abc import Callable, Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

_components = Environment(
    loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    autoescape=True,
    auto_reload=False,
)


@cache
def _macro(component: str) -> Callable[[Mapping[str, object]], str]:
    name = "govuk" + "".join(part.title() for part in component.split("-"))
    template = _components.get_template(f"govuk_frontend_jinja/components/{component}/macro.html")
    macro: Callable[[Mapping[str, object]], str] = getattr(template.module, name)
    return macro


def govuk(component: str, params: Mapping[str, object]) -> Markup:
    """The HTML of a component ('text-input', 'radios' ...) with the parameters that the Design System names."""
    return Markup(_macro(component)(params))  # its templates escape what they are given
