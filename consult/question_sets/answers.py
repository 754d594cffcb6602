"""Answers in a finished response: their Markdown, and what stands in a form where none is given."""

import re

from consult.question_sets.layout import Item, Role

_PLACEHOLDER = re.compile(
    r"[(\[<{]\s*(?:your |insert |enter |type |add )*(?:answer|response|reply|comments?|text)?(?: here)?\s*[)\]>}]|"
    r"(?:please )?(?:click|tap|type|enter|write|insert)\b.{0,40}\b(?:here|text|answer|response|below)\b.{0,20}|"
    r"free text(?: box)?|section|[.…_\s-]+",
    re.I | re.S,
)


def is_placeholder(text: str) -> bool:
    """'(Answer)', 'Click here to enter text', '....': a place for an answer and none itself."""
    return bool(_PLACEHOLDER.fullmatch(text.strip()))


def answer_of(items: list[Item]) -> str | None:
    """An answer as Markdown: paragraphs apart, lists together; None where only a placeholder stands."""
    out: list[str] = []
    in_list = False
    for item in items:
        text = item.markdown.strip() or item.full
        if is_placeholder(text) or is_placeholder(item.full):
            continue
        if item.level and item.role is Role.HEADING:
            text = f"{'#' * item.level} {text}"
        if item.bullet:
            text = f"{'  ' * item.depth}- {text}"
        out.append(f"{'' if not out else chr(10) if in_list and item.bullet else chr(10) * 2}{text}")
        in_list = item.bullet
    return "".join(out) or None
