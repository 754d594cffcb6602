"""What holds for every page: any test that opens a page hands it to `check_page`.

The rules are those a machine can decide without a browser: valid HTML5, names for everything that is read aloud,
links and error messages that lead somewhere, forms that another site cannot send, and nothing that the
Content-Security-Policy would block.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

import html5lib
from html5lib.constants import E as PARSE_ERRORS

Rule = Callable[["Page"], Iterator[str]]
FIELDS = ("input", "select", "textarea")
NEEDS_NO_LABEL = ("hidden", "submit", "button", "reset", "image")
# Pages that were found sound but for what is drawn anew each time: the same one is opened in a thousand tests.
SOUND: set[str] = set()
RANDOM = re.compile(r'(?<=(?:nonce|value)=")[\w.-]{16,}(?=")')
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-errormessage", "list")


def check_page(html: str, *, url: str) -> None:
    """Raise AssertionError naming `url` and every rule that the page `html` breaks."""
    once = RANDOM.sub("", html)
    if once in SOUND:
        return
    page = Page(html)
    faults = [fault for rule in RULES for fault in rule(page)]
    if faults:
        raise AssertionError(f"{url} breaks {len(faults)} of the rules for every page:\n  " + "\n  ".join(faults))
    SOUND.add(once)


class Page:
    """A page as a browser reads it, with what the rules look up."""

    def __init__(self, html: str) -> None:
        parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
        self.root: Element = parser.parse(html)
        self.lines = html.splitlines()
        self.parse_errors = parser.errors
        self.elements = [element for element in self.root.iter() if isinstance(element.tag, str)]
        self.by_id = {element.get("id"): element for element in self.elements if element.get("id")}
        self.parents = {child: parent for parent in self.elements for child in parent}

    def all(self, *tags: str) -> list[Element]:
        """The elements with one of these tags, in the page's order."""
        return [element for element in self.elements if _name(element) in tags]

    def ancestors(self, element: Element) -> Iterator[Element]:
        """What the element stands in, innermost first."""
        while element in self.parents:
            element = self.parents[element]
            yield element

    def spoken_name(self, element: Element) -> str:
        """What a screen reader calls a link, a button or a picture."""
        named_by = " ".join(_text(self.by_id[i]) for i in _words(element, "aria-labelledby") if i in self.by_id)
        pictures = [child.get("alt") or "" for child in element.iter() if child.tag == "img"]
        return named_by or (element.get("aria-label") or "").strip() or " ".join([_text(element), *pictures]).strip()


def _name(element: Element) -> str:
    """The tag without its namespace: the parser writes SVG as {namespace}svg."""
    return str(element.tag).rpartition("}")[2]


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _words(element: Element, attribute: str) -> list[str]:
    return (element.get(attribute) or "").split()


def _show(element: Element) -> str:
    """The element's opening, short, to find it by."""
    attributes = "".join(f' {name}="{value}"' for name, value in list(element.attrib.items())[:4])
    return f"<{_name(element)}{attributes}>" + (f" {_text(element)[:40]!r}" if _text(element) else "")


def valid_html(page: Page) -> Iterator[str]:
    """The parser of the HTML standard finds nothing to mend."""
    for (line, column), code, values in page.parse_errors:
        source = page.lines[line - 1].strip()[:80] if line <= len(page.lines) else ""
        yield f"line {line}, column {column}: {PARSE_ERRORS.get(code, code) % values} {source!r}"


def english(page: Page) -> Iterator[str]:
    """The page names its language, so that it is read aloud in it."""
    if page.root.get("lang") not in ("en", "en-GB"):
        yield '<html> has no lang="en"'


def heading_and_title(page: Page) -> Iterator[str]:
    """One h1; the title begins with it, after "Error: " where the page shows errors (GOV.UK, error summary)."""
    headings = [_text(element) for element in page.all("h1")]
    if len(headings) != 1:
        yield f"there must be exactly one h1, not {len(headings)}: {headings}"
        return
    title = next((_text(element) for element in page.all("title")), "")
    expected = ("Error: " if _error_summaries(page) else "") + headings[0]
    if not headings[0] or not title.startswith(expected):
        yield f"the title {title!r} does not begin with {expected!r}"


def unique_ids(page: Page) -> Iterator[str]:
    """An id stands once and holds no space."""
    counts = Counter(element.get("id") for element in page.elements if "id" in element.attrib)
    for name, count in counts.items():
        if count > 1:
            yield f'id="{name}" stands {count} times'
        if not name or len(name.split()) != 1:
            yield f"an id must be one word, not {name!r}"


def labelled_fields(page: Page) -> Iterator[str]:
    """Every field has a label with words in it."""
    labelled = {label.get("for") for label in page.all("label") if _text(label)}
    for field in page.all(*FIELDS):
        if field.get("type") in NEEDS_NO_LABEL:
            continue
        wrapped = any(_name(around) == "label" and _text(around) for around in page.ancestors(field))
        spoken = _words(field, "aria-label") or _words(field, "aria-labelledby")
        if not (wrapped or spoken or (field.get("id") and field.get("id") in labelled)):
            yield f"no label for {_show(field)}"


def grouped_radios(page: Page) -> Iterator[str]:
    """Radio buttons stand in a fieldset whose legend is their question."""
    for field in page.all("input"):
        if field.get("type") == "radio" and not any(_has_legend(around) for around in page.ancestors(field)):
            yield f"no fieldset with a legend around {_show(field)}"


def _has_legend(element: Element) -> bool:
    return _name(element) == "fieldset" and any(child.tag == "legend" and _text(child) for child in element)


def references(page: Page) -> Iterator[str]:
    """What another element is named, described or controlled by is on the page."""
    for element in page.elements:
        for attribute in REFERENCES:
            for target in _words(element, attribute):
                if target not in page.by_id:
                    yield f'{attribute}="{target}" leads nowhere in {_show(element)}'


def _takes_focus(target: Element) -> bool:
    return _name(target) in FIELDS or (target.get("tabindex") == "-1" and _name(target) != "main")


def links(page: Page) -> Iterator[str]:
    """A link within the page has its target, one of an error summary a field, or a part that was made to take it."""
    summaries = _error_summaries(page)
    for link in page.all("a"):
        href = link.get("href") or ""
        if not href.startswith("#"):
            continue
        target = page.by_id.get(href[1:])
        if target is None:
            yield f"no target for {_show(link)}"
        elif any(around in summaries for around in page.ancestors(link)) and not _takes_focus(target):
            yield f"an error links to {_show(target)}, which is not a field"


def links_of_errors(page: Page) -> Iterator[str]:
    """Each message of an error summary is a link: to its field, or to the page where it is mended."""
    for summary in _error_summaries(page):
        for message in page.elements:
            if _name(message) == "li" and summary in page.ancestors(message):
                inside = [link for link in page.all("a") if message in page.ancestors(link) and link.get("href")]
                if not inside:
                    yield f"an error leads nowhere: {_show(message)}"


def _error_summaries(page: Page) -> list[Element]:
    return [element for element in page.elements if "govuk-error-summary" in _words(element, "class")]


def names_for_links_and_buttons(page: Page) -> Iterator[str]:
    """Nothing that can be pressed is silent."""
    for element in page.all("a", "button"):
        is_link = _name(element) == "a" and "href" in element.attrib
        if (is_link or _name(element) == "button") and not page.spoken_name(element):
            yield f"nothing to read aloud in {_show(element)}"
    for element in page.all("input"):
        if element.get("type") in ("submit", "button") and not (element.get("value") or "").strip():
            yield f"nothing to read aloud in {_show(element)}"


def pictures(page: Page) -> Iterator[str]:
    """A picture says what it shows, or that it only decorates."""
    for image in page.all("img"):
        if "alt" not in image.attrib:
            yield f"no alt for {_show(image)}"
    for drawing in page.all("svg"):
        hidden = drawing.get("aria-hidden") == "true" or drawing.get("role") in ("presentation", "none")
        if not hidden and not (drawing.get("role") == "img" and page.spoken_name(drawing)):
            yield f'neither aria-hidden="true" nor role="img" with a name in {_show(drawing)}'


def tables(page: Page) -> Iterator[str]:
    """A table has headings, and each says whether it heads its column or its row."""
    for table in page.all("table"):
        headings = [cell for cell in table.iter() if cell.tag == "th"]
        if not headings:
            yield f"no th in {_show(table)}"
        for cell in headings:
            if cell.get("scope") not in ("col", "row", "colgroup", "rowgroup"):
                yield f"no scope for {_show(cell)}"


def forms(page: Page) -> Iterator[str]:
    """A form that changes something carries the token that another site cannot know."""
    for form in page.all("form"):
        if (form.get("method") or "get").lower() != "post":
            continue
        tokens = [field for field in form.iter() if field.tag == "input" and field.get("name") == "csrf_token"]
        if not any(token.get("value") for token in tokens):
            yield f"no csrf_token in {_show(form)}"


def nothing_inline(page: Page) -> Iterator[str]:
    """No style or script that the Content-Security-Policy blocks."""
    for element in page.elements:
        if _name(element) == "style":
            yield "there is a <style> element"
        if _name(element) == "script" and not (element.get("src") or element.get("nonce")):
            yield f"neither src nor nonce in {_show(element)}"
        for attribute, value in element.attrib.items():
            if attribute == "style" or str(attribute).startswith("on"):
                yield f'{attribute}="{value}" is inline in {_show(element)}'
            if value.strip().lower().startswith("javascript:"):
                yield f"a javascript: address in {_show(element)}"


RULES: list[Rule] = [
    valid_html,
    english,
    heading_and_title,
    unique_ids,
    labelled_fields,
    grouped_radios,
    references,
    links,
    links_of_errors,
    names_for_links_and_buttons,
    pictures,
    tables,
    forms,
    nothing_inline,
]
