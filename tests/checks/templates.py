"""What can be said of a template without rendering it.

The checks on every page see only pages that a test opens, in one state each; this one sees every branch of every
template.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from consult.permissions import Permission

# A template that may mark text as safe, with the reason why its text cannot come from a person.
MAY_SAY_SAFE: dict[str, str] = {}
# What GOV.UK's styles have for a tag.
COLOURS = {"grey", "green", "teal", "magenta", "blue", "purple", "red", "orange", "yellow"}
LONGEST_LINE = 160
# What stands in one template alone, so that every page has it alike.
STANDS_ONCE = {"govuk-back-link": "macros/back.html", "govuk-warning-text": "macros/parts.html"}
JINJA = re.compile(r"{{.*?}}|{%.*?%}|{#.*?#}", re.DOTALL)

Attributes = dict[str, str]


def faults(folder: Path) -> Iterator[str]:
    """One sentence per fault in the HTML templates under `folder`."""
    for path in sorted(folder.rglob("*.html")):
        name = path.relative_to(folder).as_posix()
        for line, fault in template_faults(path.read_text(encoding="utf-8"), name):
            yield f"templates/{name}:{line}: {fault}"


def template_faults(source: str, name: str) -> Iterator[tuple[int, str]]:
    """The line and the nature of every fault of one template."""
    yield from _line_faults(source, name)
    try:
        tree = Environment(autoescape=True, extensions=["jinja2.ext.do"]).parse(source)
    except TemplateSyntaxError as error:
        yield error.lineno, str(error.message)
        return
    yield from _escaping_faults(tree, name)
    yield from _cycle_faults(tree)
    yield from _import_faults(tree)
    yield from _permission_faults(tree)
    yield from _colour_faults(tree)
    reader = _Tags()
    reader.feed(JINJA.sub(_placeholder, source))
    for line, tag, attributes in reader.tags:
        for fault in _tag_faults(tag, attributes):
            yield line, fault


def _line_faults(source: str, name: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            yield number, f"a line of {len(line)} characters, more than {LONGEST_LINE}"
        for word, place in STANDS_ONCE.items():
            if f'"{word}' in line and name != place:
                yield number, f"{word}: call the macro in {place}"
        if '{% extends "base.html" %}' in line and name != "page.html":
            yield number, 'a page extends "page.html" or "form_page.html"'


def _escaping_faults(tree: nodes.Template, name: str) -> Iterator[tuple[int, str]]:
    if name in MAY_SAY_SAFE:
        return
    for found in tree.find_all(nodes.Filter):
        if found.name == "safe":
            yield found.lineno, "|safe: mark it up where the text is made, or name the template and the reason"
    for call in tree.find_all(nodes.ScopedEvalContextModifier):
        yield call.lineno, "autoescape is changed"


def _cycle_faults(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """What would tie a page's variables to themselves, so that only the collector could free the rows among them.

    A macro holds the variables of the template that defines it, and these hold the macro. Those of a file that is only
    imported have no rows among them, unless it is imported with the context of the page.
    """
    draws = [found for found in tree.body if not isinstance(found, (nodes.Macro, nodes.FromImport, nodes.Import))]
    draws = [found for found in draws if not (isinstance(found, nodes.Output) and _is_blank(found))]
    for macro in tree.find_all(nodes.Macro) if draws else ():
        yield macro.lineno, f"macro {macro.name} in a page: define it in a file that is only imported"
    for found in tree.find_all((nodes.FromImport, nodes.Import)):
        if found.with_context:
            yield found.lineno, "imported with context: hand over what the macro needs"
    for loop in tree.find_all(nodes.For):
        if loop.recursive:
            yield loop.lineno, "a recursive loop: walk the tree in a macro that calls itself"


def _is_blank(output: nodes.Output) -> bool:
    return all(isinstance(each, nodes.TemplateData) and not each.data.strip() for each in output.nodes)


def _import_faults(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    used = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "load"}
    for found in tree.find_all((nodes.FromImport, nodes.Import)):
        each = found.names if isinstance(found, nodes.FromImport) else [found.target]
        for name in (one if isinstance(one, str) else one[1] for one in each):
            if name not in used:
                yield found.lineno, f"{name} is imported and not used"


def _permission_faults(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """What is no permission is held by nobody, so what it guards is never shown, and no page tells."""
    asked = [(call.args[0], call.lineno) for call in tree.find_all(nodes.Call) if _is_named(call.node, "may")]
    for found in tree.find_all(nodes.Compare):
        if found.ops[0].op in ("in", "notin") and _is_named(found.ops[0].expr, "rights"):
            asked.append((found.expr, found.lineno))
    for word, line in asked:
        words = _column(tree, word.name) if isinstance(word, nodes.Name) else [word]
        for each in words or [word]:
            if not isinstance(each, nodes.Const) or each.value not in set(Permission):
                yield line, f"{getattr(each, 'value', 'this')!r} is no permission"


def _column(tree: nodes.Template, name: str) -> list[nodes.Expr]:
    """What a name stands for, one after the other, in a loop over rows that are written out."""
    for loop in tree.find_all(nodes.For):
        names = [each.name for each in loop.target.find_all(nodes.Name)] if isinstance(loop.target, nodes.Tuple) else []
        if name in names and isinstance(loop.iter, nodes.List):
            return [row.items[names.index(name)] for row in loop.iter.items if isinstance(row, nodes.Tuple)]
    return []


def _colour_faults(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """A colour that is looked up by a value meets, one day, a value that nobody gave one."""
    for call in tree.find_all(nodes.Call):
        if _is_named(call.node, "tag") and len(call.args) > 1 and not _is_colour(call.args[1]):
            yield call.lineno, "a tag's colour is written out, or the property `colour` beside the label"


def _is_colour(found: nodes.Expr | None) -> bool:
    if isinstance(found, nodes.CondExpr):
        return _is_colour(found.expr1) and _is_colour(found.expr2)
    if isinstance(found, nodes.Getattr):
        return found.attr == "colour"
    return isinstance(found, nodes.Const) and found.value in COLOURS


def _is_named(found: nodes.Node, name: str) -> bool:
    return isinstance(found, nodes.Name) and found.name == name


def _placeholder(match: re.Match[str]) -> str:
    """What stands for a piece of Jinja, so that HTML remains and every line keeps its number."""
    stands = "x" if match.group().startswith("{{") else " "
    return stands + "\n" * match.group().count("\n")


class _Tags(HTMLParser):
    """Every opening tag with its line and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[int, str, Attributes]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag; `<br/>` comes here too."""
        self.tags.append((self.getpos()[0], tag, {name: value or "" for name, value in attrs}))


def _tag_faults(tag: str, attributes: Attributes) -> Iterator[str]:
    """What the Content-Security-Policy would block, and what would leave somebody out."""
    if tag == "style" or "style" in attributes:
        yield f"inline style on <{tag}>: write a class in assets/styles"
    if tag == "script" and not attributes.keys() & {"src", "nonce"}:
        yield "<script> without src or nonce"
    for attribute in attributes:
        if attribute.startswith("on"):
            yield f"{attribute} on <{tag}>: listen in assets/scripts"
    if tag in ("script", "link", "img") and _is_elsewhere(attributes.get("src") or attributes.get("href") or ""):
        yield f"<{tag}> loads from another host"
    if attributes.get("target") == "_blank" and "noopener" not in attributes.get("rel", "").split():
        yield f'target="_blank" on <{tag}> without rel="noopener"'
    if tag == "img" and "alt" not in attributes:
        yield "<img> without alt"


def _is_elsewhere(address: str) -> bool:
    return address.startswith(("http:", "https:", "//"))
