"""The readers of Markdown and plain text, where they hold more than that."""

import time

import pytest

from consult.question_sets.paper import UnreadablePaper
from consult.question_sets.readers import Block, read


def blocks(source: str) -> list[Block]:
    return read("a.md", source.encode())


def test_lists_in_html_are_lists() -> None:
    found = blocks(
        "We ask:\n\n<ul>\n  <li>**Who** pays?</li>\n  <li>When &amp; why?\n</ul>\n\nThank you.\n\n"
        "<ol start=4><li>Four</ol>"
    )
    assert [(b.label, b.text) for b in found] == [
        (None, "We ask:"), ("•", "Who pays?"), ("•", "When & why?"), (None, "Thank you."), ("4.", "Four"),
    ]  # fmt: skip


def test_tables_in_html_are_tables_beside_those_in_markdown() -> None:
    html = "<table><tr><td>No.</td><td>Question</td></tr><tr><td>1</td><td>Why?</td></tr></table>"
    found = blocks(f"| a | b |\n|---|---|\n| c | d |\n\n{html}\n\n{html}\n\n| e | f |\n|---|---|\n")
    assert [(b.text, b.cell.table) for b in found if b.cell and b.cell.row == 0 and b.cell.column == 0] == [
        ("a", 1), ("No.", 2), ("No.", 3), ("e", 4),
    ]  # fmt: skip


def test_list_left_open_does_not_spoil_those_that_are_closed() -> None:
    found = blocks("<ul>\nOpen\n\n<ul>\n<li>First</li>\n<li>Second</li>\n</ul>\n\n<ol><li>One</li></ol>\n")
    assert [(b.label, b.text) for b in found] == [(None, "Open"), ("•", "First"), ("•", "Second"), ("1.", "One")]


def test_list_left_open_stays_text_and_takes_time_in_step() -> None:
    assert [b.text for b in blocks("<ul>\n<li>Who pays?\n\nText")] == ["Who pays?", "Text"]
    began = time.monotonic()
    blocks("<ul>\nword\n" * 20_000)
    assert time.monotonic() - began < 5


def test_single_nuls_in_a_text_are_dropped_and_many_make_it_no_text() -> None:
    text = b"1. What should be mended?\n\n" * 60
    assert [b.text for b in read("a.txt", text[:700] + b"\0" + text[700:])] == [b.text for b in read("a.txt", text)]
    page = b"<html><body><p>" + b"Who pays for it\x92s mending? " * 60 + b"\0</p>"
    assert "it’s mending" in read("a.html", page)[0].text
    with pytest.raises(UnreadablePaper, match="This is not a text file"):
        read("a.txt", text[:700] + b"\0\0\0" + text[700:])
