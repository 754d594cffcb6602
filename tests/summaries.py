"""What an error summary owes its reader: each message leads to the field that mends it, or to where that is."""

from collections.abc import Iterator

import lxml.html
from flask import Flask
from lxml.html import HtmlElement
from werkzeug.exceptions import HTTPException

_TAKES_FOCUS = ("input", "textarea", "select", "button")


def messages(document: HtmlElement) -> list[HtmlElement]:
    """The messages of the error summaries of a page."""
    return list(document.xpath("//div[contains(@class, 'govuk-error-summary')]//li"))


def led_nowhere(app: Flask, page: str) -> Iterator[str]:
    """The messages of a page that lead to no field, and to no page of ours."""
    if "govuk-error-summary" not in page:
        return
    document = lxml.html.document_fromstring(page)
    for message in messages(document):
        links = message.xpath(".//a/@href")
        if len(links) != 1 or not _is_there(app, document, links[0]):
            yield f"‘{message.text_content().strip()[:120]}’ leads to {', '.join(links) or 'nothing'}"


def _is_there(app: Flask, document: HtmlElement, link: str) -> bool:
    if link.startswith("/"):
        try:
            app.url_map.bind("localhost").match(link.partition("?")[0], method="GET")
        except HTTPException:
            return False
        return True
    found = document.xpath("//*[@id=$id]", id=link.removeprefix("#"))
    return any(_takes_focus(each) for each in found)


def _takes_focus(element: HtmlElement) -> bool:
    hidden = element.get("type") == "hidden" or element.xpath("ancestor-or-self::*[@hidden]")
    return not hidden and (element.tag in _TAKES_FOCUS or element.get("tabindex") == "-1")
