"""A small writer of PDF files for tests: lines of text where they are wanted, boxes, lines, grounds and scans."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

PLAIN, BOLD, ITALIC = "F1", "F2", "F3"
WIDTH, HEIGHT = 595, 842


@dataclass(frozen=True)
class Text:
    """A line at `x` from the left and `y` from the bottom, in points.

    `grey` is 0 for black and 1 for white, `mode` PDF's way of painting (3: not at all), `turn` degrees to the left.
    """

    text: str
    x: float = 72
    y: float = 700
    size: float = 11
    font: str = PLAIN
    grey: float = 0
    mode: int = 0
    turn: int = 0

    def drawn(self) -> str:
        shown = self.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        place = f"{self.x} {self.y} Td"
        if self.turn:
            sine, cosine = round(math.sin(math.radians(self.turn)), 4), round(math.cos(math.radians(self.turn)), 4)
            place = f"{cosine} {sine} {-sine} {cosine} {self.x} {self.y} Tm"
        look = (f"{self.grey} g " if self.grey else "") + (f"{self.mode} Tr " if self.mode else "")
        back = ("0 g " if self.grey else "") + ("0 Tr " if self.mode else "")
        return f"BT {look}/{self.font} {self.size} Tf {place} ({shown}) Tj {back}ET"


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


@dataclass(frozen=True)
class Rule:
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float

    def drawn(self) -> str:
        return f"{self.x} {self.y} m {self.to_x} {self.to_y} l S"


@dataclass(frozen=True)
class Ground:
    """A filled area behind text; `is_scan` makes it a picture."""

    x: float
    y: float
    width: float
    height: float
    grey: float = 0
    is_scan: bool = False

    def drawn(self) -> str:
        if self.is_scan:
            place = f"{self.width} 0 0 {self.height} {self.x} {self.y} cm"
            return f"q {place} BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID 7F> EI Q"
        return f"{self.grey} g {self.x} {self.y} {self.width} {self.height} re f 0 g"


@dataclass(frozen=True)
class Shape:
    """Anything drawn: PDF's own operators, placed with their lower left corner at `x` and `y`."""

    x: float
    y: float
    operators: str

    def drawn(self) -> str:
        return f"q 1 0 0 1 {self.x} {self.y} cm {self.operators} Q"


@dataclass(frozen=True)
class Picture:
    """A picture of grey pixels, row by row from the top, `size` points wide and high."""

    x: float
    y: float
    pixels: Sequence[Sequence[int]]
    size: float = 11

    def drawn(self) -> str:
        shown = "".join(f"{grey:02x}" for row in self.pixels for grey in row)
        look = f"/W {len(self.pixels[0])} /H {len(self.pixels)} /CS /G /BPC 8 /F /AHx"
        return f"q {self.size} 0 0 {self.size} {self.x} {self.y} cm BI {look} ID {shown}> EI Q"


@dataclass(frozen=True)
class Field:
    """A field of a form: `kind` is Tx (text), Ch (a list) or Btn (a tick box, or a round button if `flags` say so).

    `value` is what was typed, or the state of a button ('Off' where it is not chosen).
    """

    kind: str
    x: float
    y: float
    width: float
    height: float
    value: str
    flags: int = 0
    options: tuple[tuple[str, str], ...] = ()
    hidden: bool = False

    def drawn(self) -> str:
        return ""

    def widget(self, number: int) -> bytes:
        value = f"/V /{self.value} /AS /{self.value}" if self.kind == "Btn" else f"/V <{_hex(self.value)}>"
        if self.kind == "Btn":
            value += " /MK << >>"
        options = "".join(f"[<{_hex(one)}> <{_hex(other)}>]" for one, other in self.options)
        return (
            f"<< /Type /Annot /Subtype /Widget /FT /{self.kind} /T (field{number}) /Ff {self.flags} {value} "
            f"{f'/Opt [{options}] ' if options else ''}/F {2 if self.hidden else 4} "
            f"/Rect [{self.x} {self.y} {self.x + self.width} {self.y + self.height}] >>"
        ).encode()


def _hex(text: str) -> str:
    return (b"\xfe\xff" + text.encode("utf-16-be")).hex()


Drawing = Text | Box | Rule | Ground | Shape | Picture | Field


def table(
    rows: list[list[str]], xs: list[float], top: float = 700, height: float = 40, down: bool = True
) -> list[Drawing]:
    """A table with its lines drawn, each cell's text in lines parted by newlines; `xs` are the columns' edges.

    Without `down` only the lines between its rows are drawn.
    """
    bottom = top - height * len(rows)
    out: list[Drawing] = [Rule(xs[0], top - height * n, xs[-1], top - height * n) for n in range(len(rows) + 1)]
    out += [Rule(x, bottom, x, top) for x in xs] if down else []
    for n, row in enumerate(rows):
        for x, text in zip(xs, row, strict=False):
            out += lines(text.split("\n"), x + 4, top - height * n - 14, 11, 13)
    return out


def lines(texts: list[str], x: float = 72, y: float = 760, size: float = 11, gap: float = 14) -> list[Text]:
    """Lines of one column from the top down; an empty string leaves a line free."""
    return [Text(text, x, y - n * gap, size) for n, text in enumerate(texts) if text]


def written(pages: Sequence[Sequence[Drawing]], rotate: int = 0) -> bytes:
    """A PDF file of these pages, A4, in Helvetica; letters beyond ASCII as Windows writes them.

    `rotate` is by how many degrees a viewer turns each page to the right.
    """
    numbers = count(6)
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Oblique /Encoding /WinAnsiEncoding >>",
    }
    kids, fields = [], []
    for page in pages:
        drawn = "\n".join(each.drawn() for each in page).encode("cp1252")
        content, number = next(numbers), next(numbers)
        widgets = {next(numbers): each for each in page if isinstance(each, Field)}
        objects |= {n: field.widget(n) for n, field in widgets.items()}
        fields += [f"{n} 0 R" for n in widgets]
        kids.append(f"{number} 0 R")
        objects[content] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn)
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {rotate} /Contents {content} 0 R "
            f"/Annots [{' '.join(f'{n} 0 R' for n in widgets)}] "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R /F3 5 0 R >> >> >>"
        ).encode()
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    if fields:
        objects[1] = f"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [{' '.join(fields)}] >> >>".encode()
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
