"""Hostile texts, web pages, JSON, YAML and comma separated files, built in code; what should become of each."""

import json
from collections.abc import Callable

from consult.question_sets.reading_apart import MAX_BYTES
from tests.question_sets.hostile_traps import DEEP, MB, NOT_TEXT, READ, TOO_MUCH, Hostile, Trap

QUESTION = "Question 1: Do you agree with this proposal?"


def web_page(body: str) -> bytes:
    return f"<!DOCTYPE html><html><head><title>Paper</title></head><body>{body}</body></html>".encode()


ASKED = f"<p>{QUESTION}</p>"


def _json(body: str = ASKED, **more: object) -> bytes:
    return json.dumps({"title": "Paper", "details": {"body": body}, **more}).encode()


def entities(depth: int = 9, width: int = 10) -> str:
    """A billion laughs: each entity is ten of the one before."""
    made = ['<!ENTITY a0 "laugh ">']
    made += [f'<!ENTITY a{n} "{f"&a{n - 1};" * width}">' for n in range(1, depth + 1)]
    return f'<?xml version="1.0"?><!DOCTYPE x [{"".join(made)}]>'


def outside(address: str) -> str:
    """A document type with an entity that stands for what is at an address."""
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY outside SYSTEM "{address}">]>'


def _filled(text: str, megabytes: int, length: int) -> Callable[[Trap], bytes]:
    """A text that says one thing over and over, in lines of a length, and asks at the end."""
    line = (text * (length // len(text))).encode() + b"\n"
    return lambda _: line * max(megabytes * MB // len(line), 1) + b"?"


TEXTS = [
    Hostile("empty", "a.pdf", lambda _: b"", "The file is empty"),
    Hostile("51 MB", "a.txt", lambda _: b"a" * (MAX_BYTES + MB), "The file is larger than 50 MB"),
    Hostile("50 MB of NULs", "a.txt", lambda _: b"\0" * MAX_BYTES, "The file is empty"),
    Hostile("NULs between letters", "a.txt", lambda _: b"Q\0u\0e\0s\0t\0i\0o\0n\0", NOT_TEXT),
    Hostile("control characters everywhere", "a.txt", lambda _: (
        "".join(map(chr, range(1, 32))) + "\n\n" + QUESTION.replace(" ", " \x07\x1b\x81") + "\n").encode(), READ),
    Hostile("random bytes", "a.txt", lambda _: bytes(n * n % 251 + 1 for n in range(MB)), ""),
    Hostile("file name of a path, a newline and a megabyte", "../../etc/\n-rf " + "a" * MB + ".txt",
            lambda _: QUESTION.encode(), READ),
    Hostile("file name of an option", "--help.txt", lambda _: QUESTION.encode(), READ),
    *(Hostile(f"30 MB of {what} in one line", "a.txt", _filled(text, 30, 30 * MB), TOO_MUCH)
      for what, text in (("'a a a'", "a "), ("brackets", "("), ("dots", "."))),
    Hostile("30 MB of short questions", "a.txt", _filled("Q1. Why?\n", 30, 9), TOO_MUCH),
    *(Hostile(f"1 MB of {what} in long lines", "a.md", _filled(text, 1, 100_000), "")
      for what, text in (("'a a a'", "a "), ("brackets", "("), ("dots", "."), ("underscores", "_"), ("stars", "*"),
                         ("tabs", "a\t"), ("numbers", "1."), ("question marks", "? "), ("links", "[a]("),
                         ("pipes", "|"), ("back quotes", "`"), ("choices", "Yes / No "))),
    Hostile("web page: 100,000 nested elements", "a.html", lambda _: web_page("<div>" * 100_000 + ASKED), DEEP),
    Hostile("web page: span of 200 million columns and rows", "a.html", lambda _: web_page(
        f'{ASKED}<table><tr><td colspan="200000000" rowspan="200000000">a<td>b<tr><td>c</table>'), READ),
    Hostile("web page: billion laughs", "a.xhtml", lambda _: (
        entities() + f"<html><body>{ASKED}<p>&a9;</p></body></html>").encode(), READ),
    Hostile("web page: entity of a local file", "a.html", lambda t: (
        outside(t.canary.as_uri()) + f"<html><body>{ASKED}<p>&outside;</p></body></html>").encode(), READ),
    Hostile("web page: remote picture, script, frame, style", "a.html", lambda t: web_page(
        f'{ASKED}<img src="{t.address}"><script src="{t.address}"></script><iframe src="{t.address}"></iframe>'
        f'<link rel=stylesheet href="{t.address}"><meta http-equiv=refresh content="0;url={t.address}">'), READ),
    Hostile("web page: 5 MB of open tags", "a.html", lambda _: web_page("<a b=" * MB), TOO_MUCH),
    Hostile("web page: a million cells", "a.html", lambda _: web_page(
        f"{ASKED}<table>" + "<tr><td>a<td>b" * 500_000), TOO_MUCH),
    Hostile("JSON: nested 100,000 deep", "a.json", lambda _: b'{"a":' * 100_000, "This is not a JSON file"),
    Hostile("JSON: number of a million digits", "a.json", lambda _: b"9" * MB, "This is not a JSON file"),
    Hostile("JSON: halves of surrogate pairs", "a.json", lambda _: _json(title="Paper \ud800\x00 x", links={
        "organisations": [{"title": "Rivermead \udfff Council"}]}), READ),
    Hostile("JSON: page of 100,000 nested elements", "a.json", lambda _: _json("<i>" * 100_000), DEEP),
    Hostile("YAML: alias bomb", "a.yaml", lambda _: b"a0: &a0 [x]\n" + b"".join(
        b"a%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 10)),
            "a.yaml, line 1: Anchors"),
    Hostile("YAML: Python tag", "a.yaml", lambda t: b"title: !!python/object/apply:os.system ['touch %s']\n"
            % str(t.canary).encode(), "a.yaml, line 1: Tags"),
    Hostile("YAML: nested 100,000 deep", "a.yaml", lambda _: b"a: " + b"[" * 100_000, "a.yaml, line 1:"),
    Hostile("sheet: one line of 40 MB", "a.csv", lambda _: b"a" * 40 * MB, TOO_MUCH),
    Hostile("sheet: 40 MB of commas", "a.csv", lambda _: b"," * 40 * MB, TOO_MUCH),
    Hostile("sheet: quotation mark that never ends", "a.csv", lambda _: b'"' + b"a\n" * 20 * MB, TOO_MUCH),
    Hostile("picture", "a.png", lambda _: b"\x89PNG\r\n\x1a\n" + bytes(999), "This is a picture without text"),
]  # fmt: skip
