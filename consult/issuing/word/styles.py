"""How the documents look: every style made here, so that no file depends on a template of somebody's computer.

Arial at 12 points, ragged right, dark text: what the Government's and the RNIB's guides to readable documents ask
for. Colours keep a contrast of at least 7 to 1. Sizes are in half points, distances in twentieths of a point.
"""

from dataclasses import dataclass

from lxml import etree

from consult.issuing.word.elements import NAMESPACE

INDENT = 709  # where the text of numbered paragraphs begins: 1.25 cm
TEXT_WIDTH = 9070  # A4 less margins of 2.5 cm
HEADINGS = 6
_INK = "1D3346"
_GREY = "4A4A4A"
_LINK = "0B4A8F"
_HEADING_SIZES = (32, 28, 26, 24, 24, 24)
_DEFAULTS = ("Normal", "DefaultParagraphFont", "TableNormal", "NoList")
# What people never choose from Word's list of styles.
_UNLISTED = (
    *_DEFAULTS[1:],
    "Grid",
    "Facts",
    "TableGap",
    "Hyperlink",
    "Header",
    "Footer",
    "FootnoteReference",
    "TOC1",
    "TOC2",
)

_KEEP = "<w:keepNext/><w:keepLines/>"
_BOLD = "<w:b/><w:bCs/>"
_DARK = f'{_BOLD}<w:color w:val="{_INK}"/>'
_HANGING = f'<w:ind w:left="{INDENT}" w:hanging="{INDENT}"/>'


@dataclass(frozen=True)
class Look:
    """What differs between the documents.

    `numbered_headings` ties heading 1 and numbered paragraphs to the numbers 1. and 1.1. `question_level` is the
    level of a question in the outline (heading 2 is 2). `subject_is_heading` makes a letter's subject its heading.
    """

    numbered_headings: bool = False
    question_level: int = 2
    subject_is_heading: bool = False


def styles_root(look: Look) -> etree._Element:
    """The styles part of a document."""
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Arial" w:eastAsia="Arial" w:hAnsi="Arial" w:cs="Arial"/>'
        f'{_size(24)}<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{_space(0, 160, 276)}</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    groups = (
        _basics(),
        _headings(look),
        _questions(look),
        _lists(),
        _report(look),
        _letter(look),
        _tables(),
        _margins(),
    )
    return etree.fromstring(f'<w:styles xmlns:w="{NAMESPACE}">{defaults}{"".join(groups)}</w:styles>')


def _style(kind: str, identity: str, name: str, inside: str, based: str = "", after: str = "") -> str:
    default = ' w:default="1"' if identity in _DEFAULTS else ""
    based = f'<w:basedOn w:val="{based}"/>' if based else ""
    after = f'<w:next w:val="{after}"/>' if after else ""
    listed = "" if identity in _UNLISTED else "<w:qFormat/>"
    head = f'<w:style w:type="{kind}"{default} w:styleId="{identity}"><w:name w:val="{name}"/>'
    return f"{head}{based}{after}{listed}{inside}</w:style>"


def _paragraph(identity: str, name: str, shape: str, face: str = "", based: str = "Normal", after: str = "") -> str:
    shape = f"<w:pPr>{shape}</w:pPr>" if shape else ""
    face = f"<w:rPr>{face}</w:rPr>" if face else ""
    return _style("paragraph", identity, name, shape + face, based, after)


def _letters(identity: str, name: str, face: str) -> str:
    return _style("character", identity, name, f"<w:rPr>{face}</w:rPr>", "DefaultParagraphFont")


def _space(before: int, after: int, line: int = 0) -> str:
    lines = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{lines}/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _tab(kind: str, at: int, leader: str = "") -> str:
    dots = f' w:leader="{leader}"' if leader else ""
    return f'<w:tabs><w:tab w:val="{kind}"{dots} w:pos="{at}"/></w:tabs>'


def _edge(side: str, size: int, space: int, colour: str) -> str:
    line = f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'
    return f"<w:pBdr>{line}</w:pBdr>"


def _outline(level: int) -> str:
    return f'<w:outlineLvl w:val="{level - 1}"/>'


def _basics() -> str:
    return (
        _style("paragraph", "Normal", "Normal", "")
        + _style("character", "DefaultParagraphFont", "Default Paragraph Font", "")
        + _style("numbering", "NoList", "No List", "")
        + _letters("Hyperlink", "Hyperlink", f'<w:color w:val="{_LINK}"/><w:u w:val="single"/>')
    )


def _headings(look: Look) -> str:
    drawn = []
    for level, size in enumerate(_HEADING_SIZES, start=1):
        numbered = level == 1 and look.numbered_headings
        number = '<w:numPr><w:numId w:val="1"/></w:numPr>' if numbered else ""
        space = _space(360 if level == 1 else 240, 120, 252)
        italic = "<w:i/><w:iCs/>" if level > 4 else ""
        shape = f"{_KEEP}{number}{space}{_HANGING if numbered else ''}{_outline(level)}"
        face = f'{_BOLD}{italic}<w:color w:val="{_INK}"/>{_size(size)}'
        after = "NumberedParagraph" if numbered else "Normal"
        drawn.append(_paragraph(f"Heading{level}", f"heading {level}", shape, face, after=after))
    plain = '<w:numPr><w:numId w:val="0"/></w:numPr><w:ind w:left="0" w:firstLine="0"/>'
    drawn.append(_paragraph("UnnumberedHeading", "Unnumbered Heading", plain, "", "Heading1", "Normal"))
    return "".join(drawn)


def _questions(look: Look) -> str:
    part = f'<w:ind w:left="{2 * INDENT}" w:hanging="{INDENT}"/>'
    question = f"{_KEEP}{_tab('left', INDENT)}{_space(320, 100, 264)}{_HANGING}{_outline(look.question_level)}"
    return (
        _paragraph("Question", "Question", question, _DARK, after="Answer")
        + _paragraph(
            "QuestionPart",
            "Question Part",
            f"{_KEEP}{_tab('left', 2 * INDENT)}{_space(0, 100, 264)}{part}",
            _DARK,
            after="Answer",
        )
        + _paragraph("Answer", "Answer", f'<w:ind w:left="{INDENT}"/>')
        + _paragraph("NoAnswer", "No Answer", "", f'<w:i/><w:iCs/><w:color w:val="{_GREY}"/>', "Answer")
    )


def _lists() -> str:
    mono = '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/><w:noProof/>' + _size(20)
    quote = f'{_edge("left", 18, 10, _GREY)}{_space(0, 160)}<w:ind w:left="425" w:right="425"/>'
    return (
        _paragraph("ListBullet", "List Bullet", _space(0, 120))
        + _paragraph("ListNumber", "List Number", _space(0, 120))
        + _paragraph("ListContinue", "List Continue", _space(0, 120))
        + _paragraph("Quote", "Quote", quote)
        + _paragraph("Code", "Code", _space(0, 160, 252), mono)
        + _letters("CodeText", "Code Text", mono)
        + _paragraph("Divider", "Divider", _edge("bottom", 4, 1, _GREY) + _space(0, 160), _size(12))
    )


def _report(look: Look) -> str:
    number = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>' if look.numbered_headings else ""
    grey = f'<w:color w:val="{_GREY}"/>{_size(28)}'
    return (
        _paragraph("Title", "Title", f"{_KEEP}{_space(0, 160, 252)}", _DARK + _size(40), after="Subtitle")
        + _paragraph("Subtitle", "Subtitle", f"<w:keepNext/>{_space(0, 240)}", grey)
        + _paragraph("NumberedParagraph", "Numbered Paragraph", number + _HANGING if number else "")
        + _paragraph("ContentsHeading", "Contents Heading", f"<w:keepNext/>{_space(360, 120, 252)}", _DARK + _size(32))
    )


def _letter(look: Look) -> str:
    outline = _outline(1) if look.subject_is_heading else ""
    head = f"<w:keepNext/>{_edge('bottom', 12, 6, _INK)}{_space(0, 360)}"
    return (
        _paragraph("Letterhead", "Letterhead", head, _DARK + _size(36))
        + _paragraph("Address", "Address", _space(0, 240))
        + _paragraph("SubjectLine", "Subject Line", f"<w:keepNext/>{_space(80, 160)}{outline}", _DARK)
        + _paragraph("BlockHeading", "Block Heading", f"{_KEEP}{_space(360, 80)}", _DARK, after="SignatureBlock")
        + _paragraph("SignatureBlock", "Signature Block", f"{_KEEP}{_space(0, 0)}")
    )


def _tables() -> str:
    def lines(colour: str, *sides: str) -> str:
        drawn = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{colour}"/>' for side in sides)
        return f"<w:tblBorders>{drawn}</w:tblBorders>"

    margins = (("top", 60), ("left", 100), ("bottom", 60), ("right", 100))
    sides = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in margins)
    padding = f"<w:tblCellMar>{sides}</w:tblCellMar>"
    grid = lines("767676", "top", "left", "bottom", "right", "insideH", "insideV")
    rules = lines("B1B4B6", "top", "bottom", "insideH")
    shade = '<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E8ECF0"/></w:tcPr>'
    gap = '<w:spacing w:before="0" w:after="0" w:line="200" w:lineRule="exact"/>'
    return (
        _style("table", "TableNormal", "Normal Table", '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr>')
        + _style(
            "table",
            "Grid",
            "Table of an Answer",
            f'<w:tblPr>{grid}{padding}</w:tblPr><w:tblStylePr w:type="firstRow">{shade}</w:tblStylePr>',
            "TableNormal",
        )
        + _style("table", "Facts", "Facts", f"<w:tblPr>{rules}{padding}</w:tblPr>", "TableNormal")
        + _paragraph("TableText", "Table Text", _space(0, 0, 252), _size(22))
        + _paragraph("TableHeading", "Table Heading", "", _DARK, "TableText")
        + _paragraph("TableGap", "Gap After Table", gap, _size(8))
    )


def _margins() -> str:
    right = _tab("right", TEXT_WIDTH)
    entry = f"<w:keepNext/>{_tab('right', TEXT_WIDTH, 'dot')}{_space(160, 60, 252)}"
    return (
        _paragraph("Header", "header", right + _space(0, 0, 240), _DARK + _size(18))
        + _paragraph("Footer", "footer", right + _space(0, 0, 240), f'<w:color w:val="{_GREY}"/>{_size(16)}')
        + _paragraph("FootnoteText", "footnote text", _space(0, 60, 240), _size(20))
        + _paragraph("LooseNote", "Note Without Reference", _space(0, 60, 240), _size(20))
        + _letters("FootnoteReference", "footnote reference", '<w:vertAlign w:val="superscript"/>')
        + _paragraph("TOC1", "toc 1", entry, _BOLD)
        + _paragraph("TOC2", "toc 2", f"{_tab('left', INDENT)}{_space(0, 40, 252)}{_HANGING}", _size(22))
    )
