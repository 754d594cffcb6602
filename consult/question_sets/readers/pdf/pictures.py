"""Small pictures on a page of a PDF that may be tick boxes: whether they show a box with a mark, and a round one."""

import ctypes
from dataclasses import dataclass

from consult.question_sets.readers.pdf import calls as pdfium

# A picture of a tick box has few pixels; of a larger one a grid of so many is looked at.
_MOST_PIXELS, _GRID = 512, 30
_LEAST_PIXELS = 7
# Within a box, what is this much darker than its lightest place is a mark, if it covers so much.
_DARKER, _SHARE = 0.68, 0.06
_BYTES = {1: 1, 2: 3, 3: 4, 4: 4}
_ALPHA = 4
_DARK = 128


@dataclass(frozen=True, slots=True)
class Seen:
    """What a small picture shows."""

    is_round: bool = False
    is_ticked: bool = False


def seen_in(picture: int, page: int, document: int) -> Seen:
    """What a picture shows; nothing where it is too large or cannot be decoded. The arguments are PDFium's handles."""
    size = (ctypes.c_uint * 2)()
    at = ctypes.addressof(size)
    if not pdfium.image_size(picture, at, at + 4) or not _LEAST_PIXELS <= min(size) <= max(size) <= _MOST_PIXELS:
        return Seen()
    rows = _greys(pdfium.image_bitmap(picture))
    # A mask cuts the shape out of a picture of one colour.
    if not rows or _is_plain(rows):
        rows = _greys(pdfium.image_rendered(document, page, picture)) or rows
    if not rows or min(len(rows), len(rows[0])) < _LEAST_PIXELS:
        return Seen()
    return Seen(_is_round(rows), _is_ticked(rows))


def _is_plain(rows: list[list[int]]) -> bool:
    return max(map(max, rows)) - min(map(min, rows)) < 30


def _greys(bitmap: int | None) -> list[list[int]]:
    """A bitmap's pixels from 0 (black) to 255, row by row, on white; it is freed."""
    if not bitmap:
        return []
    width, height, stride = pdfium.bitmap_width(bitmap), pdfium.bitmap_height(bitmap), pdfium.bitmap_stride(bitmap)
    kind = pdfium.bitmap_format(bitmap)
    data = ctypes.string_at(pdfium.bitmap_buffer(bitmap), stride * height) if kind in _BYTES else b""
    pdfium.bitmap_free(bitmap)
    if not data:
        return []
    wide = _BYTES[kind]
    columns = range(0, width, max(width // _GRID, 1))
    return [
        [_grey(data[at : at + wide], kind) for at in (y * stride + x * wide for x in columns)]
        for y in range(0, height, max(height // _GRID, 1))
    ]


def _grey(pixel: bytes, kind: int) -> int:
    grey = sum(pixel[:3]) // len(pixel[:3])
    if kind != _ALPHA:
        return grey
    return (grey * pixel[3] + 255 * (255 - pixel[3])) // 255


def _is_ticked(rows: list[list[int]]) -> bool:
    """Whether the middle of a picture holds something darker than its lightest place, or is dark throughout."""
    height, width = len(rows), len(rows[0])
    inner = [grey for row in rows[height // 5 : height - height // 5] for grey in row[width // 5 : width - width // 5]]
    lightest = max(inner)
    dark = sum(grey < _DARKER * lightest for grey in inner)
    return dark >= _SHARE * len(inner) or lightest < _DARK


def _is_round(rows: list[list[int]]) -> bool:
    """Whether what is drawn has none of its four corners."""
    least = 0.8 * max(map(max, rows))
    ys = [n for n, row in enumerate(rows) if min(row) < least]
    xs = [n for n in range(len(rows[0])) if min(row[n] for row in rows) < least]
    if not ys or not xs or min(xs[-1] - xs[0], ys[-1] - ys[0]) < _LEAST_PIXELS - 1:
        return False
    deep = max(2, (xs[-1] - xs[0]) // 10)
    across = [*range(xs[0], xs[0] + deep), *range(xs[-1] - deep + 1, xs[-1] + 1)]
    down = [*range(ys[0], ys[0] + deep), *range(ys[-1] - deep + 1, ys[-1] + 1)]
    return all(rows[y][x] >= least for y in down for x in across)
