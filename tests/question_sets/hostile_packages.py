"""Hostile office files, built in code: bombs, traps, locks and breaks, and what should become of each."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass, field

from tests.question_sets.hostile_texts import ASKED, QUESTION, entities, outside, web_page
from tests.question_sets.hostile_traps import (
    DAMAGED_WORD,
    DEEP,
    LOCKED,
    MB,
    NOT_WORD,
    READ,
    TYPE,
    UNPACKS,
    Hostile,
    Trap,
    cut,
)

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ODT_TYPE = "application/vnd.oasis.opendocument.text"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"


@dataclass
class Zip:
    """A zip written by hand, so that it can lie about sizes and hold more than was ever unpacked."""

    body: bytearray = field(default_factory=bytearray)
    directory: bytearray = field(default_factory=bytearray)
    entries: int = 0

    def add(self, name: str, data: bytes, *, size: int | None = None, packed: bool = False, flags: int = 0) -> None:
        """Add an entry; `packed` data are a deflate stream already, `size` is what the entry claims to unpack to."""
        method = 8 if packed else 0
        claimed = len(data) if size is None else size
        common = struct.pack("<HHHHHIII", 20, flags, method, 0, 0, zlib.crc32(data), len(data), claimed)
        at, encoded = len(self.body), name.encode()
        self.body += b"PK\3\4" + common + struct.pack("<HH", len(encoded), 0) + encoded + data
        self.list(common, encoded, at)

    def list(self, common: bytes, name: bytes, at: int) -> None:
        """Name an entry in the directory; several names may lead to one place."""
        rest = struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, at)
        self.directory += b"PK\1\2" + struct.pack("<H", 20) + common + rest + name
        self.entries += 1

    def bytes(self) -> bytes:
        count = min(self.entries, 0xFFFF)
        end = struct.pack("<HHHHIIH", 0, 0, count, count, len(self.directory), len(self.body), 0)
        return bytes(self.body + self.directory + b"PK\5\6" + end)


def zeros(megabytes: int, fill: bytes = b"\0") -> bytes:
    """A deflate stream that unpacks to so many megabytes of one byte, made without ever holding them."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = deflate.compress(fill * 1_000_000) + deflate.flush(zlib.Z_FULL_FLUSH)
    return block * megabytes + b"\3\0"


def packed(parts: dict[str, str | bytes]) -> bytes:
    """An honest zip of these parts, in this order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            file.writestr(name, content, method)
    return out.getvalue()


def docx_parts(body: str, before: str = "") -> dict[str, str | bytes]:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"{before}<w:document {W} {R}><w:body>{body}</w:body></w:document>",
    }


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx(body: str = "", before: str = "", **more: str | bytes) -> bytes:
    """A Word file that asks one question; `more` are parts of the folder word, '__' standing for a stop."""
    extra = {f"word/{name.replace('__', '.')}": content for name, content in more.items()}
    return packed({**docx_parts(paragraph(QUESTION) + body, before), **extra})


def docx_with(stream: bytes, size: int) -> bytes:
    """A Word file whose text is a deflate stream, and claims to unpack to `size` bytes."""
    made = Zip()
    for name, content in docx_parts("").items():
        if name != "word/document.xml":
            made.add(name, content.encode() if isinstance(content, str) else content)
    made.add("word/document.xml", stream, size=size, packed=True)
    return made.bytes()


def remote(port: int) -> bytes:
    """A Word file that links to a server for a picture, a template, a frame, an object and its styles."""
    kinds = ("image", "attachedTemplate", "frame", "oleObject", "subDocument", "hyperlink", "styles")
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="http://127.0.0.1:{port}/{kind}" '
        'TargetMode="External"/>'
        for n, kind in enumerate(kinds, 1)
    )
    rels = f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
    parts = docx_parts(paragraph(QUESTION) + '<w:p><w:r><w:subDoc r:id="rId5"/></w:r></w:p>')
    settings = f'<w:settings {W} {R}><w:attachedTemplate r:id="rId2"/></w:settings>'
    return packed({**parts, "word/settings.xml": settings, "word/_rels/document.xml.rels": rels,
                   "word/_rels/settings.xml.rels": rels})  # fmt: skip


def nested(tag: str, inner: str, times: int) -> str:
    """Elements within elements: each holds `inner` round the next."""
    opened = {
        "tbl": ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        "sdt": ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
    }[tag]
    return opened[0] * times + inner + opened[1] * times


def xlsx(rows: str, before: str = "") -> bytes:
    return packed({
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "xl/workbook.xml": f'{before}<workbook {_SHEET} {R}><sheets><sheet name="Questions" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {_SHEET}><sheetData>{rows}</sheetData></worksheet>",
    })  # fmt: skip


def sheet_cell(reference: str, text: str) -> str:
    return f'<row r="1"><c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def odt_parts(body: str, before: str = "", encrypted: str = "") -> dict[str, str | bytes]:
    names = {"office": "office", "text": "text", "draw": "drawing", "svg": "svg-compatible", "table": "table"}
    spaces = " ".join(f'xmlns:{short}="{_OPEN}:{long}:1.0"' for short, long in names.items())
    return {
        "mimetype": ODT_TYPE,
        "content.xml": f'{before}<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'office:version="1.2"><office:body><office:text>{body}</office:text></office:body></office:document-content>',
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{_OPEN}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODT_TYPE}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
        f"{encrypted}</manifest:file-entry></manifest:manifest>",
    }


def odt(body: str = "", before: str = "", encrypted: str = "") -> bytes:
    """An OpenDocument text that asks one question."""
    return packed(odt_parts(f"<text:p>{QUESTION}</text:p>{body}", before, encrypted))


def compound(stream: str, fill: bytes = b"") -> bytes:
    """The first bytes and one stream's name of an old office file, with anything after."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + stream.encode("utf-16-le") + b"\0" * 512 + fill


def _many_entries(count: int) -> bytes:
    made = Zip()
    made.add("word/document.xml", b"<a/>")
    common = bytes(made.directory[6:28])
    for n in range(count):
        made.list(common, b"word/%d.xml" % n, 0)
    return made.bytes()


def _beyond(trapped: Trap) -> str:
    """What an OpenDocument text can link to: a picture on a server, a text on this machine."""
    return (
        f'<text:p><draw:frame svg:width="5cm" svg:height="5cm"><draw:image xlink:href="{trapped.address}" '
        'xlink:type="simple" xlink:actuate="onLoad"/></draw:frame></text:p><text:section text:name="s">'
        f'<text:section-source xlink:href="{trapped.canary.as_uri()}" xlink:type="simple"/><text:p>x</text:p>'
        "</text:section>"
    )


def _rtf(body: str) -> bytes:
    return rf"{{\rtf1\ansi {QUESTION}\par {body}}}".encode()


def _field(code: str) -> str:
    return rf"{{\field{{\*\fldinst {code}}}{{\fldrslt x}}}}\par "


PACKAGES = [
    Hostile("Word: text of 10 GB of zeros", "a.docx", lambda _: docx_with(zeros(10_000), 10**9), UNPACKS),
    Hostile("Word: 10 GB that claims 1 kB", "a.docx", lambda _: docx_with(zeros(10_000), 1_000), DAMAGED_WORD),
    Hostile("Word: bomb in an embedded file", "a.docx", lambda _: docx(**{"embeddings/a__zip": docx_with(
        zeros(1_000), 10**9)}), READ),
    Hostile("Word: 60,000 entries", "a.docx", lambda _: _many_entries(60_000), "This Word file holds too many parts"),
    Hostile("Word: billion laughs", "a.docx", lambda _: docx(paragraph("&a9;"), entities()), DAMAGED_WORD),
    Hostile("Word: quadratic blow-up", "a.docx", lambda _: docx(
        paragraph("&a;" * 50_000), f'<!DOCTYPE x [<!ENTITY a "{"b" * 50_000}">]>'), DAMAGED_WORD),
    Hostile("Word: entity of a local file", "a.docx", lambda t: docx(
        paragraph("&outside;"), outside(t.canary.as_uri())), TYPE),
    Hostile("Word: entity of a web address", "a.docx", lambda t: docx(
        paragraph("&outside;"), outside(t.address)), TYPE),
    Hostile("Word: remote picture, template, object", "a.docx", lambda t: remote(t.port), READ),
    Hostile("Word: macros", "a.docm", lambda _: docx(vbaProject__bin=b"Sub AutoOpen()" * 99), READ),
    Hostile("Word: cut at a tenth", "a.docx", lambda _: cut(docx(), 0.1), NOT_WORD),
    Hostile("Word: cut in the middle", "a.docx", lambda _: cut(docx(), 0.5), NOT_WORD),
    Hostile("Word: cut near the end", "a.docx", lambda _: cut(docx(), 0.95), NOT_WORD),
    Hostile("Word: encrypted", "a.docx", lambda _: compound("EncryptedPackage"), LOCKED),
    Hostile("Word: control characters", "a.docx", lambda _: docx(paragraph("a\1b\0c")), DAMAGED_WORD),
    Hostile("Word: span of 200 million columns", "a.docx", lambda _: docx(
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="200000000"/></w:tcPr>' + paragraph("x") + "</w:tc><w:tc>"
        + paragraph("y") + "</w:tc></w:tr></w:tbl>"), READ),
    Hostile("Word: 100,000 nested tables", "a.docx", lambda _: docx(nested("tbl", "<w:p/>", 100_000)), UNPACKS),
    Hostile("Word: 100,000 nested controls", "a.docx", lambda _: docx(nested("sdt", "<w:p/>", 100_000)), UNPACKS),
    Hostile("Word: 120 nested controls", "a.docx", lambda _: docx(
        nested("sdt", paragraph("x"), 120)), READ),
    Hostile("Word: entry named ../../etc/passwd", "a.docx", lambda _: docx(**{"../../../etc/passwd": "x"}), READ),
    Hostile("program named .docx", "a.docx", lambda _: b"MZ\x90\0\3" + bytes(range(256)) * 99, NOT_WORD),
    Hostile("web page named .doc", "a.doc", lambda t: web_page(f'{ASKED}<img src="{t.address}">'), READ),
    Hostile("old Word: nothing behind the first sector", "a.doc", lambda _: compound("WordDocument", b"x" * 99_999),
            "This file could not be turned into a Word file", is_for_office=True),
    Hostile("old Word: encrypted", "a.doc", lambda _: compound("WordDocument").replace(
        b"\0" * 504, b"\0" * 504 + b"\xec\xa5\xc1\0\0\0\0\0\0\0\0\1", 1), LOCKED),
    Hostile("e-mail of Outlook", "a.msg", lambda _: compound("__substg1.0_0037001F"), "This is an e-mail"),
    Hostile("old sheet", "a.xls", lambda _: compound("Workbook"), "Sheets of this kind cannot be read"),
    Hostile("OpenDocument: billion laughs", "a.odt", lambda _: odt("<text:p>&a9;</text:p>", entities()),
            "This OpenDocument file is damaged"),
    Hostile("OpenDocument: bomb", "a.odt", lambda _: packed({**odt_parts(""), "content.xml": b" " * 60 * MB}),
            UNPACKS),
    Hostile("OpenDocument: cut", "a.odt", lambda _: cut(odt(), 0.5), "This is not an? OpenDocument file"),
    Hostile("OpenDocument: encrypted", "a.odt", lambda _: odt(encrypted="<manifest:encryption-data/>"), LOCKED),
    Hostile("OpenDocument: remote picture, local file", "a.odt", lambda t: odt(_beyond(t)), READ,
            is_for_office=True),
    Hostile("RTF: remote picture, local file", "a.rtf", lambda t: _rtf(
        _field(f'INCLUDEPICTURE "{t.address}" \\\\d') + _field(f'INCLUDETEXT "{t.canary}"')), READ, is_for_office=True),
    Hostile("RTF: a million groups", "a.rtf", lambda _: _rtf("{" * 1_000_000), DEEP),
    Hostile("sheet: cell in column ZZZ, row 10^9", "a.xlsx", lambda _: xlsx(
        sheet_cell("A1", QUESTION) + sheet_cell("ZZZ999999999", "x")), READ),
    Hostile("sheet: a million rows", "a.xlsx", lambda _: xlsx("<row><c><v>1</v></c></row>" * 1_000_000), UNPACKS),
    Hostile("sheet: 200,000 rows of texts", "a.xlsx", lambda _: xlsx("".join(
        sheet_cell(f"A{n}", f"What of {n * 7919 % 99991}?") for n in range(200_000))), "", is_slow=True),
    Hostile("sheet: billion laughs", "a.xlsx", lambda _: xlsx("", entities()), TYPE),
    Hostile("sheet: cut", "a.xlsx", lambda _: cut(xlsx(sheet_cell("A1", QUESTION)), 0.7),
            "This is not an? Excel file"),
]  # fmt: skip
