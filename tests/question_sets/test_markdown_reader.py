"""The reader of Markdown, where it holds more than Markdown."""

import time

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


def test_list_left_open_stays_text_and_takes_time_in_step() -> None:
    assert [b.text for b in blocks("<ul>\n<li>Who pays?\n\nText")] == ["Who pays?", "Text"]
    began = time.monotonic()
    blocks("<ul>\nword\n" * 20_000)
    assert time.monotonic() - began < 5
