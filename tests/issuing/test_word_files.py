"""All three documents as files: valid, harmless, always the same bytes, and unmoved by hostile texts."""

import io
import zipfile
from dataclasses import fields, replace
from typing import Any

import docx
import pytest

from consult.documents.content import LetterContent, ReportContent, ResponseContent
from consult.question_sets.paper import UnreadablePaper
from tests.documents.sample import MAKERS, answered, sample, stamp
from tests.issuing.read_back import read_document
from tests.issuing.word_file import dangers, invalid

EVERY_KIND = pytest.mark.parametrize("kind", MAKERS)
RICH = """**Two** changes:

1. the board sets *its own* pace
2. money follows duties
   - for parishes

> A meeting.

See [the guide](https://example.org/guide?a=1&b=2#top), [write](mailto:a@example.org), [plain](http://example.org/).[^1]

| Body | Share |
|---|---:|
| Council | 60% |

    code

---

[^1]: A note with a [link](https://example.org/note) and a list:

    - item
"""
HOSTILE = {
    "control characters": "be\x00fore\x0b\x1b\ufffe\ud800 after",
    "long word": "a" * 5_000,
    "script": "<script>alert(1)</script> & ]]> <w:p/>",
    "right to left": "שלום עולם (abc) ‏مرحبا",
    "emoji": "👩‍👩‍👧‍👦 🇬🇧 ✅ e\u0301",
    "50,000 characters": "A sentence of some words. " * 2_000,
    "deep lists": "\n".join("  " * n + "- item" for n in range(25)),
    "deep quotes": "> " * 40 + "end",
    "brackets": "[" * 2_000 + "](" * 2_000,
    "stars": "*a **b " * 2_000,
    "wide table": "|" + "h|" * 70 + "\n|" + "-|" * 70 + "\n|" + "c|" * 70,
    "acting links": "[a](javascript:alert(1)) [b](file:///etc/passwd) [c](ftp://example.org) [d](https://a@b.example/)",
    "broken links": "[a](https://) [b](https://exa%zzmple.org/) [c](mailto:) [d](https://[::1) [e](https://a.example:9x/)",
    "paths": "[a](\\\\server\\share) [b](../up) [c](/etc/passwd) [d](#top) [e](<>)",
    "long link": f"[a](https://example.org/{'x' * 3_000})",
    "picture": "![a picture](https://example.org/picture.png)",
    "notes in circles": "a[^1]\n\n[^1]: see [^1] and [^2]\n[^2]: see [^1]\n",
    "field": '{ INCLUDETEXT "c:/x" } DDEAUTO c:/x',
}  # fmt: skip


@EVERY_KIND
@pytest.mark.parametrize("status", ["Draft", "For decision", "Approved"])
def test_a_document_is_valid_and_harmless(kind: str, status: str) -> None:
    content = sample()
    rich = replace(content.answers[1], answer=RICH)
    content = replace(content, answers=(content.answers[0], rich, *content.answers[2:]))
    data = MAKERS[kind](content, stamp(content, status))
    assert invalid(data) == []
    assert dangers(data) == []


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_answer_harms_nothing(name: str) -> None:
    content = answered(f"Before.\n\n{HOSTILE[name]}\n\nAfter.")
    data = MAKERS["response"](content, replace(stamp(sample()), sha256="0" * 64))
    assert invalid(data) == []
    assert dangers(data) == []
    found = read_document(data).questions[0].answer
    # A text of little but marks is shown as it was typed, in one piece.
    assert found[0].split("\n")[0] == "Before."
    assert found[-1].split("\n")[-1].split()[-1] == "After."


def filled(example: LetterContent | ReportContent, text: str, **others: object) -> Any:
    """The letter or report with the same text in every field that holds one."""
    strings = [field.name for field in fields(example) if isinstance(getattr(example, field.name), str)]
    return replace(example, **dict.fromkeys(strings, text), **others)


def hostile_everywhere(text: str) -> ResponseContent:
    content = sample(2)
    return replace(
        content,
        consultation_title=text,
        issuing_body=text,
        reference=text,
        response_title=text,
        lead_organisation=text,
        bodies=(text, text),
        closing_at=text,
        answers=tuple(
            replace(each, question=text, section=text, number=text[:20], parts=((text[:9], text),))
            for each in content.answers
        ),
        letter=filled(content.letter, text, key_issues=(text, "")),
        report=filled(content.report, text, options=(text,), recommendations=(text, "")),
    )


@EVERY_KIND
@pytest.mark.parametrize(
    "name", ["control characters", "long word", "script", "right to left", "emoji", "broken links"]
)
def test_hostile_text_in_every_field_harms_nothing(kind: str, name: str) -> None:
    content = hostile_everywhere(HOSTILE[name])
    data = MAKERS[kind](content, replace(stamp(sample()), version_label=HOSTILE[name][:50]))
    assert invalid(data) == []
    assert dangers(data) == []
    assert read_document(data).paragraphs


@EVERY_KIND
def test_a_document_of_nothing_is_still_valid(kind: str) -> None:
    content = replace(hostile_everywhere(""), answers=(), bodies=())
    assert invalid(MAKERS[kind](content, stamp(sample()))) == []


@EVERY_KIND
def test_the_same_version_is_always_the_same_bytes(kind: str) -> None:
    content = sample()
    data = MAKERS[kind](content, stamp(content))
    assert data == MAKERS[kind](sample(), stamp(sample()))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert data != MAKERS[kind](content, stamp(content, "Draft"))


@EVERY_KIND
def test_every_page_tells_version_hash_and_page(kind: str) -> None:
    content = sample()
    mark = stamp(content)
    first, version, digest, record = read_document(MAKERS[kind](content, mark)).footer
    assert first.endswith("\tPage 1 of 1")
    assert version == "Round 1 · Approved, issued 8 July 2026 at 10:05am"
    assert digest == f"Version SHA-256: {mark.sha256}"
    assert record == f"Record: {mark.record_entries} entries, head {mark.record_head}"


@EVERY_KIND
def test_the_file_says_what_it_is(kind: str) -> None:
    content = sample()
    properties = docx.Document(io.BytesIO(MAKERS[kind](content, stamp(content)))).core_properties
    assert properties.title.endswith(": Response on working together in local areas")
    assert (properties.language, properties.author) == ("en-GB", "Rivermead Borough Council")
    assert (properties.version, properties.content_status) == ("Round 1", "Approved")
    assert properties.identifier == stamp(content).sha256
    assert properties.created == properties.modified == stamp(content).issued_at


@EVERY_KIND
def test_a_page_is_a4_and_word_opens_it_in_the_present_mode(kind: str) -> None:
    content = sample()
    made = docx.Document(io.BytesIO(MAKERS[kind](content, stamp(content))))
    section = made.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert (
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"'
        in made.settings.element.xml
    )


def test_only_word_files_are_read_back() -> None:
    with pytest.raises(UnreadablePaper):
        read_document(b"%PDF-1.7")
