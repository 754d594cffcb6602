"""A drawn paper in Markdown."""

from tests.question_sets.generating.asked import Drawn
from tests.question_sets.generating.pieces import Grid, Heading, Lines, Listed, Para, Piece


def as_markdown(drawn: Drawn) -> bytes:
    return ("\n\n".join(_piece(piece) for piece in drawn.pieces) + "\n").encode()


def _piece(piece: Piece) -> str:
    match piece:
        case Heading():
            return f"{'#' * piece.level} {piece.text}"
        case Para():
            return _paragraph(piece)
        case Listed():
            items = [f"{f'{n}.' if piece.counted else '-'} {item}" for n, item in enumerate(piece.items, 1)]
            return "\n".join([*items, *(f"    - {item}" for item in piece.below)])
        case Lines():
            return ("\n\n" if piece.apart else "  \n").join(piece.lines)
        case Grid():
            return _table(piece)


def _paragraph(piece: Para) -> str:
    text = f"**{piece.label}** {piece.text}".strip() if piece.label else piece.text
    if piece.look == "boxed":
        return f"> {text}"
    mark = {"bold": "**", "italic": "*"}.get(piece.look, "")
    return f"{mark}{text}{mark}" if not piece.label else text


def _table(piece: Grid) -> str:
    heads, *rows = piece.rows if piece.headed else (("",) * len(piece.rows[0]), *piece.rows)
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
