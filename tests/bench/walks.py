"""How much processor time a page of text takes to be shown: the walk over its stored tree, with reading the JSON.

The peer is markdown-it with the same words as Markdown, its tables and footnotes on. The least of many runs counts.
"""

import time
from collections.abc import Callable

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from consult.texts import form, plain, to_html, tree

_ITEMS = "\n".join(
    f"{n}. A ramp at lock {n} and **lights** on the [towpath](https://example.org/{n})" for n in range(1, 5)
)
PAGE = "\n\n".join(
    f"We agree with part {n} of the plan, as *the survey* of 2024 says.\n\n{_ITEMS}\n\nThen:" for n in range(12)
)


def _least(act: Callable[[], object]) -> float:
    spent = []
    for _ in range(30):
        began = time.process_time()
        act()
        spent.append(1000 * (time.process_time() - began))
    return round(min(spent), 3)


def measure() -> list[dict]:
    """Milliseconds for a page as HTML and as plain lines."""
    stored = tree.store(form.parse(PAGE))
    peer = MarkdownIt("commonmark").enable("table").use(footnote_plugin)
    typed = _least(lambda: peer.render(PAGE))
    walks = ("a page of text as HTML", to_html), ("a page of text as plain lines", plain)
    return [
        {
            "name": name,
            "value": _least(lambda act=act: act(stored)),
            "unit": "ms",
            "peer": "markdown-it-py",
            "peer_value": typed,
        }
        for name, act in walks
    ]
