"""Forms that are sent, once or again."""

from io import BytesIO
from typing import Any

from werkzeug.test import TestResponse

from tests.visitor import HOST, Visitor


def filled(visitor: Visitor, button: str, **typed: Any) -> dict[str, Any]:
    """What a form would send."""
    values: dict[str, Any] = {}
    for name, value in visitor.form_with(button).form_values():
        values.setdefault(name, []).append(value)
    return {**values, **{name.replace("__", "-"): value for name, value in typed.items()}}


def send(visitor: Visitor, path: str, values: dict[str, Any]) -> TestResponse:
    """Send a form, without following where it leads."""
    fresh = {
        name: (BytesIO(value[1]), value[0]) if isinstance(value, tuple) else value for name, value in values.items()
    }
    return visitor.client.post(path, base_url=HOST, data=fresh)
