"""GOV.UK content items (.json): what the page of a consultation says of itself, and its body.

The questions usually stand in an attached paper, which is loaded afterwards; here are title, issuing body, times, ways
to respond and the attachments' addresses. Shapes: the content schemas of publishing-api, which changed from HTML
fragments in `documents` to objects in `attachments`.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import cast

from selectolax.lexbor import LexborHTMLParser

from consult.dates import LAST_MINUTE, read_moment
from consult.question_sets.paper import Attachment, UnreadablePaper
from consult.question_sets.readers.blocks import Block
from consult.question_sets.readers.decoding import decoded
from consult.question_sets.readers.html.document import read_html
from consult.texts import listed

_DOCUMENTS = (
    "documents",
    "featured_attachments",
    "final_outcome_documents",
    "outcome_documents",
    "public_feedback_documents",
)
_NATIONS = {"england": "England", "northern_ireland": "Northern Ireland", "scotland": "Scotland", "wales": "Wales"}
_LONGEST_ADDRESS = 2_000
_WAYS = (
    ("link_url", "Online"),
    ("email", "Email"),
    ("postal_address", "Post"),
    ("attachment_url", "Response form"),
)

# What becomes of the replies is told to whoever replies, and often in words that ask: 'Tell us if you object'.
_HANDLING = re.compile(
    r"\b(?:responses?|repl(?:y|ies)|comments|personal (?:data|information))\b[^?]*\b(?:public register|be public|"
    r"publish|confidential|made public|disclos)|"
    r"\b(?:publish|disclos|confidential)[^?]*\b(?:responses?|repl(?:y|ies))\b",
    re.I | re.S,
)
HANDLING = "How replies are handled"

Json = dict[str, object]


@dataclass(frozen=True)
class Publication:
    """A content item; times are timezone-aware. `body` is HTML."""

    title: str
    issuing_body: str | None
    opening_at: datetime | None
    closing_at: datetime | None
    ways_to_respond: tuple[str, ...]
    attachments: tuple[Attachment, ...]
    body: str
    notes: tuple[str, ...] = ()


def read_govuk_json(data: bytes) -> list[Block]:
    """The blocks of a content item: its title, then its body; raises UnreadablePaper when it is none."""
    found = publication(data)
    body = [_without_handling(block) for block in read_html(found.body.encode())] if found.body.strip() else []
    return [Block(found.title, found.title, level=1, paragraph=1), *body]


def _without_handling(block: Block) -> Block:
    """The block, ignored where it tells what becomes of the replies and asks nothing of the paper."""
    may_ask = block.ignored or block.level or block.label or "?" in block.text or re.match(r"\W*[QqA-Z]?\d", block.text)
    return block if may_ask or not _HANDLING.search(block.text) else replace(block, ignored=HANDLING)


def publication(data: bytes) -> Publication:
    """What a content item says of its consultation; raises UnreadablePaper when it is no content item."""
    try:
        item = json.loads(decoded(data))
    except (ValueError, RecursionError):
        raise UnreadablePaper("This is not a JSON file, or it is damaged") from None
    title = item.get("title") if isinstance(item, dict) else None
    if not isinstance(title, str) or not title.strip() or not isinstance(item.get("details"), dict):
        raise UnreadablePaper("This JSON file is not a content item of GOV.UK")
    details: Json = item["details"]
    return Publication(
        title=" ".join(title.split()),
        issuing_body=" and ".join(_organisations(item)) or None,
        opening_at=_time(details.get("opening_date"), time(0)),
        closing_at=_time(details.get("closing_date"), LAST_MINUTE),
        ways_to_respond=_ways(details.get("ways_to_respond")),
        attachments=_attachments(details),
        body=_body(details.get("body")),
        notes=tuple(_notes(item, details)),
    )


def _notes(item: Json, details: Json) -> Iterator[str]:
    """What an officer must know before they look for questions: where they are, whom they concern, that it is over."""
    address = _words(details.get("held_on_another_website_url"))
    if address.startswith(("https://", "http://")) and len(address) < _LONGEST_ADDRESS:
        yield f"The questions are on another website: {address}"
    nations = _mapping(details.get("national_applicability"))
    where = [name for key, name in _NATIONS.items() if _mapping(nations.get(key)).get("applicable") is True]
    not_where = [name for key, name in _NATIONS.items() if _mapping(nations.get(key)).get("applicable") is False]
    if where and not_where:
        yield f"It applies to {listed(where)} only, not to {listed(not_where)}"
    kind = _words(item.get("document_type"))
    if kind.endswith("_outcome") or details.get("final_outcome_detail") or details.get("outcome_detail"):
        yield "The outcome is published: it no longer takes responses"
    elif kind.startswith("closed_"):
        yield "It is closed: it no longer takes responses"


def _mapping(value: object) -> Json:
    return cast(Json, value) if isinstance(value, dict) else {}


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _words(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _organisations(item: Json) -> list[str]:
    found = [_words(_mapping(each).get("title")) for each in _listed(_mapping(item.get("links")).get("organisations"))]
    return [name for name in found if name]


def _time(value: object, whole_day: time) -> datetime | None:
    """The moment that is named. One that the clocks skip is none: the officer is asked for it before publication."""
    return read_moment(value, whole_day=whole_day) if isinstance(value, str) else None


def _body(value: object) -> str:
    # Older items give the body in several formats.
    pieces = [_mapping(each) for each in _listed(value)]
    if pieces:
        value = next((each.get("content") for each in pieces if each.get("content_type") == "text/html"), "")
    return value if isinstance(value, str) else ""


def _ways(value: object) -> tuple[str, ...]:
    ways = _mapping(value)
    said = ((name, ways.get(key)) for key, name in _WAYS)
    return tuple(f"{name}: {', '.join(text.split(chr(10)))}" for name, text in said if isinstance(text, str) and text)


def _attachments(details: Json) -> tuple[Attachment, ...]:
    found = [_attachment(_mapping(each)) for each in _listed(details.get("attachments"))]
    for key in _DOCUMENTS:
        for each in _listed(details.get(key)):
            if isinstance(each, str) and "<" in each:
                found += _linked(each)
    kept = {each.url: each for each in reversed(found) if each.url}
    return tuple(reversed(kept.values()))


def _attachment(each: Json) -> Attachment:
    return Attachment(_words(each.get("title")) or _words(each.get("filename")), _words(each.get("url")))


def _linked(fragment: str) -> list[Attachment]:
    """The links of one document in the older shape, each address once under its longest name."""
    names: dict[str, str] = {}
    for link in LexborHTMLParser(fragment[:100_000]).css("a"):
        url, name = link.attributes.get("href") or "", " ".join(link.text().split())
        if url and len(name) >= len(names.get(url, "")):
            names[url] = name
    return [Attachment(name, url) for url, name in names.items() if name and not url.startswith("mailto:")]
