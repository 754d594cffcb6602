"""Papers and forms as nobody meant them: examples with lines and blocks lost, doubled, joined, cut and moved."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from consult.question_sets.readers import read
from consult.question_sets.readers.blocks import Block, Cell

EXAMPLES = Path(__file__).parent / "examples"
FILES = sorted(path for path in EXAMPLES.glob("*/*") if path.suffix != ".yaml")
TEXTS = [path for path in FILES if path.suffix in (".md", ".txt")]
ODD = [
    "☐ ☐ ☐", "[ ]", "( )", "1.", "(a)", "Q", "Question", "Question 1", "Question A", "|", "| --- |", "1\t2\t3", "ii.",
    "Option A: none", "Yes / No", "____", "?", "*", "**", "- ", "# ", "Response:", "(Required)", "Topic #1", "a" * 300,
    "Radio button: Unticked ", "1 = low, 5 = high", "\u200f", "Please", "9" * 40, "(see paragraphs 3 to", "\t\t", "A:",
]  # fmt: skip
LABELS = ["1.", "a)", "•", "☐", "○", "☒", "ii.", "Q1", "", "1.1", "A", "999."]
acts = st.sampled_from(["lose", "double", "join", "cut", "move", "odd", "turn"])


@cache
def _blocks(file: Path) -> tuple[Block, ...]:
    return tuple(read(file.name, file.read_bytes()))


@st.composite
def mutated_texts(draw: st.DrawFn) -> str:
    """An example's text with a few lines changed."""
    lines = draw(st.sampled_from(TEXTS)).read_text("utf-8").split("\n")
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(lines) - 1))
        act = draw(acts)
        if act == "lose" and len(lines) > 1:
            del lines[at]
        elif act == "double":
            lines.insert(at, lines[draw(st.integers(0, len(lines) - 1))])
        elif act == "join" and at + 1 < len(lines):
            lines[at : at + 2] = [f"{lines[at]} {lines[at + 1]}"]
        elif act == "cut":
            lines[at] = lines[at][: draw(st.integers(0, 40))]
        elif act == "move":
            lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
        elif act == "turn":
            lines[at] = lines[at][::-1]
        else:
            lines.insert(at, draw(st.sampled_from(ODD)))
    return "\n".join(lines)


def _changed(draw: st.DrawFn, block: Block) -> Block:
    change = draw(st.sampled_from(["label", "level", "bold", "cell", "text", "depth", "near"]))
    if change == "label":
        return replace(block, label=draw(st.sampled_from([*LABELS, None])))
    if change == "cell":
        row, column = draw(st.integers(0, 3)), draw(st.integers(0, 4))
        return replace(block, cell=draw(st.sampled_from([None, Cell(1, row, column, 5), Cell(2, row, 0, 1, span=3)])))
    if change == "text":
        text = draw(st.sampled_from(ODD))
        return replace(block, text=text, markdown=text)
    values = {"level": draw(st.integers(0, 6)), "bold": not block.bold, "depth": draw(st.integers(0, 5)), "near": True}
    return replace(block, **{change: values[change]})


@st.composite
def mutated_blocks(draw: st.DrawFn) -> list[Block]:
    """The blocks of an example in any format, some changed, some lost, doubled or put elsewhere."""
    blocks = [replace(block) for block in _blocks(draw(st.sampled_from(FILES)))]
    for _ in range(draw(st.integers(1, 12))):
        at = draw(st.integers(0, len(blocks) - 1))
        act = draw(acts)
        if act == "lose" and len(blocks) > 1:
            del blocks[at]
        elif act == "double":
            blocks.insert(at, replace(blocks[at]))
        elif act == "move":
            blocks.insert(draw(st.integers(0, len(blocks) - 1)), blocks.pop(at))
        else:
            blocks[at] = _changed(draw, blocks[at])
    return blocks
