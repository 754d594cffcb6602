"""A drawn paper as a web page."""

from html import escape

from tests.question_sets.generating.asked import Drawn
from tests.question_sets.generating.pieces import Grid, Heading, Lines, Listed, Para, Piece

STYLE = (
    "body { font: 11pt/1.4 sans-serif } .columns { column-count: 2 } td, th { border: 1px solid; padding: 4px }"
    " .boxed { border: 1px solid; padding: 6px } .indented { margin-left: 3em }"
)


def as_page(drawn: Drawn) -> bytes:
    title = next((escape(piece.text) for piece in drawn.pieces if isinstance(piece, Heading)), "")
    body = drawn.html or "\n".join(_piece(piece) for piece in drawn.pieces)
    if drawn.columns > 1:
        body = f'<div class="columns">{body}</div>'
    head = f"<meta charset='utf-8'><title>{title}</title><style>{STYLE}</style>"
    return f"<!doctype html><html lang='en'><head>{head}</head><body><main>{body}</main></body></html>".encode()


def _piece(piece: Piece) -> str:
    match piece:
        case Heading():
            return f"<h{piece.level}>{escape(piece.text)}</h{piece.level}>"
        case Para():
            return _paragraph(piece)
        case Listed():
            return _list(piece)
        case Lines():
            lines = [escape(line) for line in piece.lines]
            return "".join(f"<p>{line}</p>" for line in lines) if piece.apart else f"<p>{'<br>'.join(lines)}</p>"
        case Grid():
            return _table(piece)


def _list(piece: Listed) -> str:
    name = "ol" if piece.counted else "ul"
    items = [escape(item) for item in piece.items]
    if piece.below:
        items[-1] += f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in piece.below)}</ul>"
    return f"<{name}>{''.join(f'<li>{item}</li>' for item in items)}</{name}>"


def _paragraph(piece: Para) -> str:
    text = f"<strong>{escape(piece.label)}</strong> {escape(piece.text)}".strip() if piece.label else escape(piece.text)
    mark = {"bold": "strong", "italic": "em"}.get(piece.look)
    text = f"<{mark}>{text}</{mark}>" if mark and not piece.label else text
    place = f" class='{piece.look}'" if piece.look in ("boxed", "indented") else ""
    return f"<p{place}>{text}</p>"


def _table(piece: Grid) -> str:
    rows = []
    for place, cells in enumerate(piece.rows):
        name = "th" if piece.headed and place == 0 else "td"
        rows.append("".join(f"<{name}>{escape(cell)}</{name}>" for cell in cells))
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
