"""Workbooks as a program for sheets writes them."""

import io
import zipfile

S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def xlsx(rows: str, shared: str = "", state: str = "visible", more: str = "") -> bytes:
    """An Excel file of one sheet, or two where there is `more`; all but `state` are pieces of XML."""
    second = '<sheet name="b" r:id="r2"/>' * bool(more)
    parts = {
        "xl/workbook.xml": f'<workbook {S} {R}><sheets><sheet name="a" state="{state}" r:id="r1"/>{second}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="r2" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
        "xl/sharedStrings.xml": f"<sst {S}>{shared}</sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet {S}><sheetData>{rows}</sheetData></worksheet>",
        "xl/worksheets/sheet2.xml": f"<worksheet {S}><sheetData>{more}</sheetData></worksheet>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def row(*cells: str, first: int = 0) -> str:
    made = (f'<c r="{chr(65 + n + first)}1" t="inlineStr"><is><t>{text}</t></is></c>' for n, text in enumerate(cells))
    return f"<row>{''.join(made)}</row>"
