"""Sheets of people for tests: as Excel and as comma separated values."""

import io
import zipfile
from xml.sax.saxutils import escape

HEAD = ("Name", "Email address", "Organisation", "Roles", "From", "Until")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STATES = ("visible", "hidden")
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def csv(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD, separator: str = ",") -> bytes:
    """A file of separated values, as Excel writes it."""
    lines = (separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in (head, *rows))
    return "\r\n".join(lines).encode("utf-8-sig")


def _sheet(rows: tuple[tuple[str, ...], ...], hidden_rows: frozenset[int], merged: tuple[str, ...]) -> str:
    """A cell that begins with '=' is a formula that was worked out to the text after '=>'; digits are numbers."""
    lines = []
    for n, row in enumerate(rows, 1):
        cells = "".join(_cell(f"{chr(65 + column)}{n}", text) for column, text in enumerate(row) if text)
        lines.append(f'<row r="{n}" hidden="{int(n in hidden_rows)}">{cells}</row>')
    together = "".join(f'<mergeCell ref="{place}"/>' for place in merged)
    cells = f"<sheetData>{''.join(lines)}</sheetData><mergeCells>{together}</mergeCells>"
    return f'<worksheet xmlns="{_MAIN}">{cells}</worksheet>'


def _cell(place: str, text: str) -> str:
    if text.startswith("=") and "=>" in text:
        formula, value = text[1:].split("=>")
        return f'<c r="{place}" t="str"><f>{escape(formula)}</f><v>{escape(value)}</v></c>'
    if text.isdigit():
        return f'<c r="{place}"><v>{text}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def xlsx(
    *sheets: tuple[tuple[str, ...], ...],
    hidden: tuple[int, ...] = (),
    hidden_rows: frozenset[int] = frozenset(),
    from_1904: bool = False,
    merged: tuple[str, ...] = (),
) -> bytes:
    """An Excel file; `hidden` are the places of hidden sheets, `hidden_rows` and `merged` those of every sheet."""
    names = "".join(
        f'<sheet name="S{n}" sheetId="{n + 1}" r:id="r{n}" state="{_STATES[n in hidden]}"/>' for n in range(len(sheets))
    )
    relations = "".join(f'<Relationship Id="r{n}" Target="worksheets/sheet{n}.xml"/>' for n in range(len(sheets)))
    book = f'<workbookPr date1904="{int(from_1904)}"/><sheets>{names}</sheets>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", _TYPES)
        file.writestr("xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}">{book}</workbook>')
        file.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{relations}</Relationships>")
        for n, rows in enumerate(sheets):
            file.writestr(f"xl/worksheets/sheet{n}.xml", _sheet(rows, hidden_rows, merged))
    return packed.getvalue()
