"""A small writer of PDF files for tests: lines of text where they are wanted, squares, circles, and nothing else."""

from dataclasses import dataclass
from itertools import count

PLAIN, BOLD = "F1", "F2"
WIDTH, HEIGHT = 595, 842


@dataclass(frozen=True)
class Text:
    """A line at `x` from the left and `y` from the bottom, in points."""

    text: str
    x: float = 72
    y: float = 700
    size: float = 11
    font: str = PLAIN

    def drawn(self) -> str:
        shown = self.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        return f"BT /{self.font} {self.size} Tf {self.x} {self.y} Td ({shown}) Tj ET"


@dataclass(frozen=True)
class Box:
    """A tick box of 10 points, or a round button."""

    x: float
    y: float
    is_round: bool = False

    def drawn(self) -> str:
        x, y = self.x, self.y
        if not self.is_round:
            return f"{x} {y} 10 10 re S"
        # Four curves from the left round by the top.
        curves = ((0, 8, 2, 10, 5, 10), (8, 10, 10, 8, 10, 5), (10, 2, 8, 0, 5, 0), (2, 0, 0, 2, 0, 5))
        round_it = " ".join(f"{x + a} {y + b} {x + c} {y + d} {x + e} {y + f} c" for a, b, c, d, e, f in curves)
        return f"{x} {y + 5} m {round_it} S"


def lines(texts: list[str], x: float = 72, y: float = 760, size: float = 11, gap: float = 14) -> list[Text]:
    """Lines of one column from the top down; an empty string leaves a line free."""
    return [Text(text, x, y - n * gap, size) for n, text in enumerate(texts) if text]


def written(pages: list[list[Text | Box]]) -> bytes:
    """A PDF file of these pages, A4, in Helvetica; letters beyond ASCII as Windows writes them."""
    numbers = count(5)
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    }
    kids = []
    for page in pages:
        drawn = "\n".join(each.drawn() for each in page).encode("cp1252")
        content, number = next(numbers), next(numbers)
        kids.append(f"{number} 0 R")
        objects[content] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn)
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {content} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
        ).encode()
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return _file(objects)


def _file(objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number in sorted(objects):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % places[number] for number in sorted(objects))
    out += b"trailer << /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def locked() -> bytes:
    """A PDF file that opens with a password only (the standard handler, with keys that no empty password fits)."""
    key = b"<" + b"5A" * 32 + b">"
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [] /Count 0 >>",
        3: b"<< /Filter /Standard /V 1 /R 2 /O %s /U %s /P -4 >>" % (key, key),
    }
    return _file(
        objects, b"/Encrypt 3 0 R /ID [<0102030405060708090A0B0C0D0E0F10> <0102030405060708090A0B0C0D0E0F10>] "
    )
