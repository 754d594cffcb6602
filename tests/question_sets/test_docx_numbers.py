"""Word's automatic numbers, which stand nowhere in the text: each is made visible as Word prints it."""

import pytest
from docx import Document
from docx.oxml import parse_xml

from consult.question_sets.readers import read
from tests.question_sets.layouts import saved
from tests.question_sets.word_blocks import W, run


def numbered(levels: str, nums: str, *paragraphs: tuple[str, int]) -> list[str | None]:
    """The labels of paragraphs, each of a list's number and a level, under these definitions."""
    document = Document()
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    for piece in (f"<w:abstractNum {W} w:abstractNumId='7'>{levels}</w:abstractNum>", nums):
        for element in parse_xml(f"<w:x {W}>{piece}</w:x>"):
            numbering.append(element)
    for number, depth in paragraphs:
        piece = f"<w:p {W}><w:pPr><w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='{number}'/></w:numPr></w:pPr>"
        document.element.body.insert(len(document.element.body) - 1, parse_xml(f"{piece}{run('Text')}</w:p>"))
    return [block.label for block in read("a.docx", saved(document))]


def level(n: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    begins = f"<w:start w:val='{start}'/><w:numFmt w:val='{form}'/>"
    return f"<w:lvl w:ilvl='{n}'>{begins}{more}<w:lvlText w:val='{text}'/></w:lvl>"


NUM = "<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>"


@pytest.mark.parametrize(
    ("form", "start", "labels"),
    [
        ("decimal", 9, ["9.", "10."]),
        ("decimalZero", 9, ["09.", "10."]),
        ("lowerLetter", 26, ["z.", "aa."]),
        ("upperLetter", 2, ["B.", "C."]),
        ("lowerRoman", 4, ["iv.", "v."]),
        ("upperRoman", 39, ["XXXIX.", "XL."]),
        ("ordinal", 11, ["11th.", "12th."]),
        ("ordinal", 22, ["22nd.", "23rd."]),
        ("cardinalText", 20, ["Twenty.", "Twenty-one."]),
        ("ordinalText", 20, ["Twentieth.", "Twenty-first."]),
        ("numberInDash", 1, ["- 1 -.", "- 2 -."]),
        ("none", 1, [".", "."]),
        ("bullet", 1, ["•", "•"]),
    ],
)
def test_each_number_format_is_printed_as_word_prints_it(form: str, start: int, labels: list[str]) -> None:
    assert numbered(level(0, form, "%1.", start=start), NUM, ("1", 0), ("1", 0)) == labels


def test_legal_numbering_prints_figures_only() -> None:
    levels = level(0, "upperRoman", "%1.") + level(1, "lowerLetter", "%1.%2", "<w:isLgl/>")
    assert numbered(levels, NUM, ("1", 0), ("1", 0), ("1", 1), ("1", 1)) == ["I.", "II.", "2.1", "2.2"]


def test_levels_restart_after_a_higher_one_unless_told_otherwise() -> None:
    levels = (
        level(0, "decimal", "%1.")
        + level(1, "decimal", "%2)", "<w:lvlRestart w:val='0'/>")
        + level(2, "lowerLetter", "%3)", "<w:lvlRestart w:val='1'/>")
    )
    steps = [("1", n) for n in (0, 1, 2, 1, 2, 0, 1, 2)]
    assert numbered(levels, NUM, *steps) == ["1.", "1)", "a)", "2)", "b)", "2.", "3)", "a)"]


def test_lists_of_one_kind_go_on_or_begin_again_as_they_say() -> None:
    again = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride>"
    other = f"<w:lvlOverride w:ilvl='0'>{level(0, 'lowerLetter', '(%1)')}</w:lvlOverride>"
    nums = NUM + "".join(
        f"<w:num w:numId='{n}'><w:abstractNumId w:val='7'/>{over}</w:num>"
        for n, over in ((2, ""), (3, again), (4, other))
    )
    steps = [(n, 0) for n in "1123314"]
    assert numbered(level(0, "decimal", "%1."), nums, *steps) == ["1.", "2.", "3.", "5.", "6.", "7.", "(h)"]


def test_list_that_only_names_a_list_style_is_that_styles_list() -> None:
    linked = f"<w:styleLink w:val='Points'/>{level(0, 'lowerRoman', '(%1)')}"
    nums = (
        "<w:abstractNum w:abstractNumId='8'><w:numStyleLink w:val='Points'/></w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='8'/></w:num>"
    )
    assert numbered(linked, nums, ("1", 0), ("1", 0)) == ["(i)", "(ii)"]
