"""Hostile PDF files, built in code, and what should become of each."""

import zlib

from tests.question_sets.hostile_packages import docx
from tests.question_sets.hostile_texts import QUESTION
from tests.question_sets.hostile_traps import LOCKED, NO_PDF, NOT_READ, READ, Hostile, cut
from tests.question_sets.pdfs import Box, Text, locked, written

_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def pdf(objects: dict[int, bytes], trailer: bytes = b"", root: int = 1) -> bytes:
    """A PDF file of these objects."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    lines = [b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(size)]
    out += b"xref\n0 %d\n%s" % (size, b"".join(lines))
    out += b"trailer << /Size %d /Root %d 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (size, root, trailer, start)
    return bytes(out)


def stream(packed: bytes, entries: bytes = b"/Filter /FlateDecode") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(packed), entries, packed)


def one_page(content: bytes, catalogue: bytes = b"") -> bytes:
    """A PDF of one page with this content stream; `catalogue` are further entries of its root."""
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>",
            4: content,
            5: _FONT,
        }
    )


def zlib_zeros(megabytes: int, fill: bytes) -> bytes:
    """A zlib stream (its checksum wrong, which readers of PDF forgive) of so many megabytes."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    chunk = (fill * (1_000_000 // len(fill) + 1))[:1_000_000]
    block = deflate.compress(chunk) + deflate.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + block * megabytes + b"\3\0" + b"\0\0\0\0"


def long_paper(pages: int) -> bytes:
    """An honest paper of many pages, with a question on every tenth."""
    made: list[list[Text | Box]] = []
    for page in range(1, pages + 1):
        said = "The council sets out here what it means to do about the town."
        lines: list[Text | Box] = [Text(f"{page}.{n} {said}", 72, 760 - 18 * n) for n in range(1, 20)]
        if page % 10 == 0:
            lines.append(Text(f"Question {page // 10}: Do you agree with what page {page} says?", 72, 350))
        made.append(lines)
    return written(made)


PDFS = [
    Hostile("PDF: 1,000 pages", "a.pdf", lambda _: long_paper(1_000), READ, is_slow=True),
    Hostile("PDF: page tree that holds itself", "a.pdf", lambda _: pdf({
        1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000 >>"}),
        "This PDF has more than"),
    Hostile("PDF: a billion pages promised", "a.pdf", lambda _: pdf({
        1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [] /Count 1000000000 >>"}), NO_PDF),
    Hostile("PDF: page of 10 GB of text", "a.pdf", lambda _: one_page(stream(
        zlib_zeros(10_000, b"BT /F1 9 Tf (a) Tj ET "))), NOT_READ),
    Hostile("PDF: page of 10 GB of spaces", "a.pdf", lambda _: one_page(stream(
        zlib_zeros(10_000, b" "))), NOT_READ),
    Hostile("PDF: filters on filters", "a.pdf", lambda _: one_page(stream(
        zlib_zeros(1_000, b"a"), b"/Filter [" + b"/FlateDecode " * 2_000 + b"]")), NOT_READ),
    Hostile("PDF: object stream of 1 GB", "a.pdf", lambda _: pdf({
        1: b"<< /Type /Catalog /Pages 3 0 R >>", 2: stream(zlib_zeros(1_000, b"3 0 "),
            b"/Type /ObjStm /N 99999999 /First 999999999 /Filter /FlateDecode")}), NO_PDF),
    Hostile("PDF: table that points to itself", "a.pdf", lambda _: b"%PDF-1.7\nxref\n0 0\ntrailer << /Root 1 0 R "
            b"/Prev 9 >>\nstartxref\n9\n%%EOF", NO_PDF),
    Hostile("PDF: locked, RC4", "a.pdf", lambda _: locked(), LOCKED),
    Hostile("PDF: locked, AES", "a.pdf", lambda _: pdf(
        {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [] /Count 0 >>",
         3: b"<< /Filter /Standard /V 5 /R 6 /Length 256 /P -4 /O <%s> /U <%s> /OE <%s> /UE <%s> /Perms <%s> "
            b"/CF << /StdCF << /CFM /AESV3 /AuthEvent /DocOpen /Length 32 >> >> /StmF /StdCF /StrF /StdCF >>"
            % (b"5A" * 48, b"5A" * 48, b"5A" * 32, b"5A" * 32, b"5A" * 16)},
        b"/Encrypt 3 0 R /ID [<5A5A> <5A5A>] "), LOCKED),
    Hostile("PDF: scripts and web addresses that run on opening", "a.pdf", lambda t: one_page(
        stream(f"BT /F1 11 Tf 72 700 Td ({QUESTION}) Tj ET".encode(), b""),
        b"/OpenAction << /S /URI /URI (%s) /Next << /S /JavaScript /JS (app.launchURL\\('%s'\\)) >> >>"
        % (t.address.encode(), t.address.encode())), READ),
    *(Hostile(f"PDF: cut at {share:.0%}", "a.pdf", lambda _, share=share: cut(long_paper(3), share), NO_PDF)
      for share in (0.02, 0.5, 0.97)),
    Hostile("PDF and zip in one", "a.pdf", lambda _: long_paper(10) + docx(), READ),
]  # fmt: skip
