"""A page with one text and its editor, as strict as the pages of the service, for tests of the editor alone.

What the form sends is kept; the next page shows the tree that was sent, as a page shows what was saved.
"""

import json
from typing import Any

from flask import Flask, Response, redirect, request
from markupsafe import escape
from playwright.sync_api import Locator, Page
from werkzeug.wrappers import Response as BaseResponse

from consult.config import PROJECT
from consult.texts import labels

STATIC = PROJECT / "consult" / "static"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'"
PAGE = """<!DOCTYPE html><html lang="en" class="govuk-template"><head><meta charset="utf-8">
<title>Answer – Trial</title><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/{css}"></head>
<body class="govuk-template__body" data-person="1"><main class="govuk-width-container" id="main">
<h1 class="govuk-heading-l">Question 4</h1>{confirmed}
<form method="post" action="/" novalidate data-guard data-save-key>
{fields}<button class="govuk-button" name="then" value="next">Save</button></form>
<p class="govuk-body"><a class="govuk-link" href="/elsewhere">Elsewhere</a></p></main>
<script type="module" src="/static/{app}"></script><script type="module" src="/static/{editor}"></script>
</body></html>"""
FIELD = """<div class="govuk-form-group"><label class="govuk-label" for="{id}">{label}</label>
<div class="govuk-hint" id="{id}-hint">What we think</div>
<textarea class="govuk-textarea" id="{id}" name="{id}" rows="14" aria-describedby="{id}-hint" autocomplete="off"
data-keep="answer-{n}/{id}" data-editor{about}>{words}</textarea></div>"""
PASTE = """([html, text, id]) => {
    const data = new DataTransfer();
    if (html) data.setData('text/html', html);
    data.setData('text/plain', text);
    const event = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
    document.getElementById(id).dispatchEvent(event);
}"""
SIGNS = {"strong": "b", "em": "i", "superscript": "sup", "subscript": "sub"}

Tree = dict[str, Any]


class Desk:
    """What the page shows, and what was sent from it. `trees` are the texts in it: JSON, or '' for an empty one."""

    def __init__(self) -> None:
        self.n, self.trees, self.words, self.limit = 1, [""], "As it was stored", ""
        self.sent: list[dict[str, str]] = []
        self.app = Flask("desk", static_folder=str(STATIC))
        self.app.add_url_rule("/", "show", self.show, methods=["GET"])
        self.app.add_url_rule("/", "save", self.save, methods=["POST"])
        self.app.add_url_rule("/elsewhere", "elsewhere", lambda: "<!DOCTYPE html><title>Elsewhere</title>")
        self.app.add_url_rule("/favicon.ico", "icon", lambda: ("", 204))
        self.app.after_request(self._strict)

    def show(self) -> str:
        """The page of the texts."""
        built = json.loads((STATIC / "manifest.json").read_text(encoding="utf-8"))
        confirmed = f'<p data-kept-clear="answer-{self.n}">Saved</p>' if "saved" in request.args else ""
        fields = "".join(self._field(n, tree) for n, tree in enumerate(self.trees, start=1))
        return PAGE.format(
            css=built["app.css"], app=built["app.js"], editor=built["editor.js"], fields=fields, confirmed=confirmed
        )

    def _field(self, n: int, tree: str) -> str:
        about = (f' data-tree="{escape(tree)}"' if tree else "") + self.limit
        label = "Answer" if n == 1 else f"Answer {n}"
        return FIELD.format(
            n=self.n, id=f"text-{n}", label=label, about=about, words=escape(self.words) if tree else ""
        )

    def save(self) -> BaseResponse:
        """Keep what was sent; the trees become the texts."""
        self.sent.append(request.form.to_dict())
        self.trees = [self.sent[-1].get(f"text-{n}_tree", "") for n in range(1, len(self.trees) + 1)]
        return redirect("/?saved", 303)

    @staticmethod
    def _strict(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        return response


def text_box(page: Page, n: int = 1) -> Locator:
    """Where a text is written, with the editor."""
    return page.get_by_role("textbox", name="Answer" if n == 1 else f"Answer {n}", exact=True)


def trees_of(page: Page) -> dict[str, Tree]:
    """The trees that the form would send now, by the number of their field; those that no editor holds are absent."""
    sent = page.evaluate("[...new FormData(document.querySelector('form'))].filter(([name]) => name.endsWith('_tree'))")
    return {name.removesuffix("_tree"): json.loads(tree) for name, tree in sent}


def tree_of(page: Page) -> Tree:
    """The tree of the first text that the form would send now."""
    return trees_of(page)["text-1"]


def words_of(page: Page) -> str:
    """The words of the first text that the form would send now."""
    words: str = page.evaluate("new FormData(document.querySelector('form')).get('text-1')")
    return words


def paste(page: Page, html: str, text: str = "", n: int = 1) -> None:
    """Paste what a program has put on the clipboard."""
    page.evaluate(PASTE, [html, text, f"text-{n}"])


def outline(tree: Tree) -> str:
    """A tree as lines to compare: items with labels, deeper ones indented; the rest by signs before each line."""
    return "\n".join(_lines(tree))


def _lines(node: Tree) -> list[str]:
    kind, inside = node["type"], node.get("content", [])
    if kind in ("paragraph", "heading"):
        sign = "#" * node["attrs"]["level"] + " " if kind == "heading" else ""
        return [sign + _line(inside)]
    if kind in ("bullet_list", "ordered_list"):
        return [line for label, item in _labelled(node) for line in _item(f"{label} ", item)]
    if kind == "table":
        return ["".join(_cell(cell) for cell in row["content"]) for row in inside]
    if kind == "footnote_def":
        return _item(f"[{node['attrs']['label']}] ", node)
    begins = "> " if kind == "blockquote" else ""
    return [begins + line for each in inside for line in _lines(each)]


def _item(label: str, item: Tree) -> list[str]:
    first, *rest = [line for each in item["content"] for line in _lines(each)]
    return [label + first, *("    " + line for line in rest)]


def _cell(cell: Tree) -> str:
    return ("!" if cell["type"] == "table_header" else "|") + "/".join(_lines({**cell, "type": "doc"}))


def _labelled(items: Tree) -> list[tuple[str, Tree]]:
    if items["type"] == "bullet_list":
        return [("-", item) for item in items["content"]]
    number, found = items["attrs"]["order"] - 1, []
    for item in items["content"]:
        value = item["attrs"]["value"]
        number = number + 1 if value is None else value
        found.append((labels.label(items["attrs"]["style"], number), item))
    return found


def _line(inside: list[Tree]) -> str:
    return "".join(_piece(piece) for piece in inside)


def _piece(piece: Tree) -> str:
    said = {"hard_break": "/", "footnote_ref": f"[^{piece.get('attrs', {}).get('label')}]"}.get(piece["type"])
    said = piece["text"] if said is None else said
    for mark in reversed(piece.get("marks", [])):
        sign = SIGNS.get(mark["type"])
        said = f"<{sign}>{said}</{sign}>" if sign else f"<{mark['attrs']['href']}>{said}</a>"
    return said
