"""Files that hold much of one thing: what a file can nest, repeat or refer to, each a given number of times."""

import io
import json
import zipfile
from collections.abc import Callable

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def _zipped(**parts: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return held.getvalue()


def word(body: str, count: int = 0) -> bytes:
    """A Word file with this body; it may refer to as many links, notes and comments."""
    each = range(1, count + 1)
    links = "".join(
        f'<Relationship Id="l{n}" Type="{_RELATION}/hyperlink" Target="file:///c/{n}" TargetMode="External"/>'
        for n in each
    )
    others = "".join(
        f'<Relationship Id="{name}" Type="{_RELATION}/{name}" Target="{name}.xml"/>'
        for name in ("footnotes", "comments")
    )
    notes = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:t>Note {n}</w:t><w:footnoteReference w:id="{n + 1}"/></w:r></w:p>'
        "</w:footnote>"
        for n in each
    )
    comments = "".join(f'<w:comment w:id="{n}"><w:p>{run(f"Remark {n}")}</w:p></w:comment>' for n in each)
    return _zipped(
        **{
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="d" '
            f'Type="{_RELATION}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}{others}'
            "</Relationships>",
            "word/footnotes.xml": f"<w:footnotes {_W}>{notes}</w:footnotes>",
            "word/comments.xml": f"<w:comments {_W}>{comments}</w:comments>",
            "word/document.xml": f"<w:document {_W} {_R}><w:body>{body}</w:body></w:document>",
        }
    )


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text} </w:t></w:r>'


def p(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


QUESTION = p(run("Question 1: Do you agree with the proposals?")) + p(run("Answer:"))


def _each(piece: Callable[[int], str]) -> Callable[[int], str]:
    return lambda count: "".join(piece(n) for n in range(1, count + 1))


def _field(n: int) -> str:
    return f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a{n}</w:instrText></w:r>' + run(
        f"Text {n}"
    )


def _shown_field(n: int) -> str:
    return _field(n) + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'


# What stands in one paragraph of a Word file, and what in many.
IN_ONE: dict[str, Callable[[int], str]] = {
    "runs": _each(lambda n: run(f"Word {n}", "<w:b/>" * (n % 2))),
    "highlighted runs": _each(lambda n: run(f"Word {n}", '<w:highlight w:val="yellow"/>')),
    "highlighted lines": _each(lambda n: run(f"Word {n}", '<w:highlight w:val="yellow"/>') + "<w:r><w:br/></w:r>"),
    "struck runs": _each(lambda n: run(f"Word {n}", "<w:strike/>")),
    "page breaks": _each(lambda n: run(f"Word {n}") + '<w:r><w:br w:type="page"/></w:r>'),
    "lines": _each(lambda n: run(f"Line {n}") + "<w:r><w:br/></w:r>"),
    "blank runs": _each(lambda _: run("")),
    "fields that never end": _each(_field),
    "fields that are shown and never end": _each(_shown_field),
    "one field's instruction": lambda n: (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + "<w:r><w:instrText> HYPERLINK a </w:instrText></w:r>" * n
    ),
    "links that lead nowhere": _each(lambda n: f'<w:hyperlink r:id="l{n}">{run(f"Link {n}")}</w:hyperlink>'),
    "notes": _each(lambda n: run(f"Word {n}") + f'<w:r><w:footnoteReference w:id="{n}"/></w:r>'),
    "a chain of notes": lambda _: run("Word") + '<w:r><w:footnoteReference w:id="1"/></w:r>',
    "comments": _each(
        lambda n: (
            f'<w:commentRangeStart w:id="{n}"/>{run(f"Word {n}")}<w:commentRangeEnd w:id="{n}"/>'
            f'<w:r><w:commentReference w:id="{n}"/></w:r>'
        )
    ),
    "insertions": _each(lambda n: f'<w:ins w:id="{n}" w:author="Officer {n}">{run(f"Word {n}")}</w:ins>'),
    "deletions": _each(
        lambda n: f'<w:del w:id="{n}" w:author="Officer {n}"><w:r><w:delText>Word {n}</w:delText></w:r></w:del>'
    ),
    "bookmarks": _each(
        lambda n: f'<w:bookmarkStart w:id="{n}" w:name="b{n}"/>{run(f"Word {n}")}<w:bookmarkEnd w:id="{n}"/>'
    ),
    "entries of a list to choose from": lambda count: (
        "<w:sdt><w:sdtPr><w:dropDownList>"
        + "".join(f'<w:listItem w:displayText="Choice {n}" w:value="{n}"/>' for n in range(count))
        + f"</w:dropDownList></w:sdtPr><w:sdtContent>{run('Choice 1')}</w:sdtContent></w:sdt>"
    ),
    "lists to choose from": _each(
        lambda n: (
            f'<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="{n}" w:value="{n}"/></w:dropDownList>'
            f"</w:sdtPr><w:sdtContent>{run(str(n))}</w:sdtContent></w:sdt>"
        )
    ),
    "text boxes": _each(lambda n: f"<w:r><w:pict><w:txbxContent>{p(run(f'Box {n}'))}</w:txbxContent></w:pict></w:r>"),
}
IN_MANY: dict[str, Callable[[int], str]] = {
    "paragraphs whose marks are deleted": _each(lambda n: p(run(f"Part {n}"), "<w:rPr><w:del/></w:rPr>")),
    "empty paragraphs whose marks are deleted": _each(lambda _: p("", "<w:rPr><w:del/></w:rPr>")),
    "lists of their own": _each(
        lambda n: p(run(f"Item {n}"), f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{n}"/></w:numPr>')
    ),
    "items of one list": _each(
        lambda n: p(run(f"Item {n}"), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    ),
    "indents": _each(lambda n: p(run(f"Text {n}"), f'<w:ind w:left="{n * 20}"/>')),
    "headings": _each(lambda n: p(run(f"Heading {n}"), f'<w:outlineLvl w:val="{n % 6}"/>')),
    "rows of a table": lambda count: (
        "<w:tbl>"
        + "".join(
            f"<w:tr><w:tc>{p(run(f'Question {n}?'))}</w:tc><w:tc>{p(run('Yes'))}</w:tc></w:tr>" for n in range(count)
        )
        + "</w:tbl>"
    ),
    "cells of a row": lambda count: f"<w:tbl><w:tr>{f'<w:tc>{p(run(chr(65)))}</w:tc>' * count}</w:tr></w:tbl>",
    "tables": lambda count: f"<w:tbl><w:tr><w:tc>{p(run('Q'))}</w:tc><w:tc>{p(run('A'))}</w:tc></w:tr></w:tbl>" * count,
    "paragraphs of a cell": lambda count: (
        f"<w:tbl><w:tr><w:tc>{p(run('Why?')) * count}</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    ),
    "questions and answers": _each(
        lambda n: (
            p(run(f"Question {n}: Do you agree with part {n}?"))
            + p(run("Answer:"))
            + p(run(f"We agree, for reason {n}."))
        )
    ),
    "an answer in a table": lambda count: (
        QUESTION
        + p(run("Answer:"))
        + "<w:tbl>"
        + "".join(f"<w:tr><w:tc>{p(run(f'Cost {n}'))}</w:tc><w:tc>{p(run(str(n)))}</w:tc></w:tr>" for n in range(count))
        + "</w:tbl>"
    ),
    "points of an inquiry": lambda count: (
        p(run("The committee invites evidence on:"))
        + p(run("The committee invites evidence on:"), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
        * count
    ),
    "last questions": lambda count: QUESTION + p(run("Do you have any other comments?")) * count,
    "links between headings": _each(
        lambda n: p(f'<w:hyperlink w:anchor="b{n}">{run(f"See {n}")}</w:hyperlink>', '<w:outlineLvl w:val="1"/>')
    ),
}
WORD = {name: lambda n, made=made: word(QUESTION + p(made(n)), n) for name, made in IN_ONE.items()} | {
    name: lambda n, made=made: word(QUESTION + made(n), n) for name, made in IN_MANY.items()
}


def _sheet(rows: str) -> bytes:
    return _zipped(
        **{
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
            "xl/workbook.xml": f'<workbook {_S} {_R}><sheets><sheet name="A" sheetId="1" r:id="s"/></sheets>'
            "</workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="s" '
            f'Type="{_RELATION}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f"<worksheet {_S}>{rows}</worksheet>",
        }
    )


def _letters(column: int) -> str:
    return (_letters(column // 26 - 1) if column > 25 else "") + chr(65 + column % 26)


def _cell(column: int, row: int, text: str) -> str:
    return f'<c r="{_letters(column)}{row}" t="inlineStr"><is><t>{text}</t></is></c>'


SHEETS: dict[str, Callable[[int], bytes]] = {
    "rows": lambda count: _sheet(
        "<sheetData>"
        + "".join(f'<row r="{n}">{_cell(0, n, f"Why {n}?")}</row>' for n in range(1, count + 1))
        + "</sheetData>"
    ),
    "columns": lambda count: _sheet(
        f'<sheetData><row r="1">{"".join(_cell(n, 1, f"Why {n}?") for n in range(count))}</row></sheetData>'
    ),
    "a column for each row": lambda count: _sheet(
        "<sheetData>"
        + "".join(f'<row r="{n}">{_cell(n, n, f"Why {n}?")}</row>' for n in range(1, count + 1))
        + "</sheetData>"
    ),
    "merged cells": lambda count: _sheet(
        "<sheetData>"
        + "".join(f'<row r="{n}">{_cell(0, n, f"Why {n}?")}</row>' for n in range(1, count + 1))
        + "</sheetData><mergeCells>"
        + "".join(f'<mergeCell ref="A{n}:C{n}"/>' for n in range(1, count + 1))
        + "</mergeCells>"
    ),
}
PAGES: dict[str, Callable[[int], str]] = {
    "paragraphs": _each(lambda n: f"<p>Do you agree with {n}?</p>"),
    "headings": _each(lambda n: f"<h{n % 6 + 1}>Part {n}</h{n % 6 + 1}>"),
    "lists in lists": lambda count: "<ul><li>a" * count,
    "quotes in quotes": lambda count: "<blockquote>a" * count,
    "bold in bold": lambda count: "<b>a" * count,
    "tables in tables": lambda count: "<table><tr><td>a" * count,
    "rows": lambda count: f"<table>{'<tr><td>Why?</td><td>So</td></tr>' * count}</table>",
    "cells of a row": lambda count: f"<table><tr>{'<td>a</td>' * count}</tr></table>",
    "cells that cover others": lambda count: f"<table>{'<tr><td rowspan=200 colspan=3>a</td></tr>' * count}</table>",
    "options": lambda count: f"<form><select>{'<option>Choice</option>' * count}</select></form>",
    "inputs and labels": _each(
        lambda n: f'<label for="i{n}">Choice {n}</label><input type="radio" id="i{n}" name="q">'
    ),
    "fields": _each(lambda n: f"<fieldset><legend>Why {n}?</legend><textarea></textarea></fieldset>"),
    "lines": lambda count: "<p>" + "a<br>" * count,
    "classes": lambda count: f'<p class="{" ".join(f"c{n}" for n in range(count))}">a</p>',
    "items": lambda count: f"<ol>{'<li>Item</li>' * count}</ol>",
    "numbered lists": lambda count: "<ol start=3><li>Item</li></ol>" * count,
}


def _govuk(count: int) -> bytes:
    held = [{"title": f"Paper {n}", "url": f"/p/{n}.pdf", "content_type": "application/pdf"} for n in range(count)]
    said = "".join(PAGES["paragraphs"](count))
    details = {"body": said, "attachments": held, "documents": [f"<a href='/p/{n}'>Paper</a>" for n in range(count)]}
    item = {"title": "A plan", "document_type": "open_consultation", "schema_name": "consultation", "details": details}
    return json.dumps(item).encode()


FILES: dict[str, tuple[str, Callable[[int], bytes]]] = (
    {f"Word: {name}": ("a.docx", made) for name, made in WORD.items()}
    | {f"sheet: {name}": ("a.xlsx", made) for name, made in SHEETS.items()}
    | {
        f"page: {name}": ("a.html", lambda n, made=made: f"<main>{made(n)}</main>".encode())
        for name, made in PAGES.items()
    }
    | {
        "rows of values": ("a.csv", lambda n: b"Question,Answer\n" + b"Why?,So\n" * n),
        "columns of values": ("a.csv", lambda n: b"Why?," * n + b"\nSo\n"),
        "attachments": ("a.json", _govuk),
        "questions of a bank": ("a.yaml", lambda n: b"title: A\nquestions:\n" + b"  - text: Why?\n" * n),
    }
)
