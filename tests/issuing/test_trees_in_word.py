"""Trees in Word say what the page says: typed labels, raised figures, notes that nothing refers to."""

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from consult.issuing.word.kit import WordFile
from consult.issuing.word.package import Properties
from consult.issuing.word.styles import Look
from consult.issuing.word.text import Voice, write_text
from consult.texts import as_read, tree
from consult.texts.nodes import Doc
from consult.texts.normal import normal
from tests.issuing.read_back import read_document
from tests.issuing.word_file import W, dangers, invalid
from tests.texts.kept import CASES, note, numbered, ref, stored
from tests.texts.trees import docs, item, para, words


def written(*texts: str) -> bytes:
    paper = WordFile(Look())
    for text in texts:
        write_text(paper, text, Voice())
    return paper.to_bytes(Properties("t", "s", "a", "Draft", "1", "0", None))


def lines(data: bytes) -> list[str]:
    return [f"{each.label or ''} {each.text}".strip() for each in read_document(data).paragraphs]


def body(data: bytes) -> etree._Element:
    with zipfile.ZipFile(BytesIO(data)) as parts:
        return etree.fromstring(parts.read("word/document.xml"))


def test_labels_are_those_that_were_typed() -> None:
    text = stored(
        numbered("(a)", 1, item("gates", numbered("i)", 4, item("wide"))), item("hedges", value=5), item("kerbs")),
        para(words("Then:")),
        numbered("A.", 3, item("Keep")),
        numbered("1.", 2019, item("A year"), item("Another", value=2021)),
    )
    assert lines(written(text)) == as_read(text).split("\n")


def test_what_word_cannot_count_is_written_out() -> None:
    text = stored(numbered("a)", 26, item("z"), item("then", para(words("more"))), item("last")), para(words("End.")))
    shown = lines(written(text))
    assert [each.replace("\t", " ") for each in shown] == ["z) z", "aa) then", "more", "ab) last", "End."]
    late = stored(numbered("1.", 40_000, item("far")))
    assert lines(written(late))[0].replace("\t", " ") == "40000. far"


def test_the_sign_of_a_list_in_a_list_is_that_of_the_page() -> None:
    inner: dict[str, Any] = {"type": "bullet_list", "content": [item("iron")]}
    text = stored({"type": "bullet_list", "content": [item("gates", inner)]})
    assert lines(written(text)) == as_read(text).split("\n") == ["• gates", "• iron"]


def test_figures_are_raised_and_lowered() -> None:
    text = stored(para(words("10"), words("6", "superscript"), words(" CO"), words("2", "subscript")))
    runs = {
        "".join(each.itertext(W + "t")): each.find(f"{W}rPr/{W}vertAlign") for each in body(written(text)).iter(W + "r")
    }
    assert {said: mark.get(W + "val") for said, mark in runs.items() if mark is not None} == {
        "6": "superscript",
        "2": "subscript",
    }


def test_notes_go_on_through_the_document_and_one_without_a_reference_stands_below_its_text() -> None:
    text = stored(para(words("One"), ref("1")), note("1", "First."), note("2", "Unused."))
    read = read_document(data := written(text, text))
    assert read.footnotes == ("First.", "First.")
    assert [each.text for each in read.paragraphs] == ["One", "[2] Unused."] * 2
    assert [each.get(W + "id") for each in body(data).iter(W + "footnoteReference")] == ["1", "2"]


@pytest.mark.skipif(not CASES.exists(), reason="the cases are not here")
def test_every_text_of_the_editor_says_the_same_in_word() -> None:
    cases = [case for case in json.loads(Path(CASES).read_text("utf-8")) if case["source"] == "editor"]
    for case in cases:
        text = tree.store(tree.checked(json.dumps(case["input"])))
        said = as_read(text).split("\n")
        read = read_document(data := written(text))
        shown = " ".join([*lines(data), *read.footnotes])
        left = [word for line in said for word in line.split() if word not in shown and "[" not in word]
        assert not left, case["id"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(docs())
def test_no_tree_makes_a_file_that_is_not_valid(doc: Doc) -> None:
    data = written(tree.store(normal(doc)))
    assert invalid(data) == []
    assert dangers(data) == []
