"""Runs of text with their emphasis: a paragraph of any format that marks bold and italics, and its lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# What is in the text to break lines, or to keep them whole, and never seen: soft hyphens and marks that join words.
_UNSEEN = re.compile("[\u00ad\u2060\ufeff]")


@dataclass(slots=True)
class Runs:
    """What a paragraph says: pieces of text, each with its boldness and slant; line breaks are newlines."""

    pieces: list[tuple[str, bool, bool]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The plain text."""
        return "".join([text for text, _, _ in self.pieces])

    def read(self) -> tuple[str, str, bool]:
        """The plain text, the same with emphasis as Markdown, and whether all that is printed is bold.

        A wholly bold paragraph is left plain, as headings are. Where nothing is marked both texts are one object.
        """
        text = self.text
        looks = {(bold, italic) for _, bold, italic in self.pieces}
        if len(looks) < 2 and (False, True) not in looks and (True, True) not in looks:
            return text, text, (True, False) in looks and bool(text.strip())
        shown = [bold for piece, bold, _ in self.pieces if piece.strip()]
        whole_bold = bool(shown) and all(shown)
        return text, self._marked(whole_bold), whole_bold

    def _marked(self, whole_bold: bool) -> str:
        out: list[str] = []
        for text, bold, italic in self._joined():
            mark = ("**" if bold and not whole_bold else "") + ("_" if italic else "")
            core = text.strip()
            out.append(text if not mark or not core else text.replace(core, f"{mark}{core}{mark[::-1]}"))
        return "".join(out)

    def _joined(self) -> Iterator[tuple[str, bool, bool]]:
        held: list[str] = []
        look = (False, False)
        for text, bold, italic in self.pieces:
            if held and look != (bold, italic):
                yield "".join(held), *look
                held = []
            held.append(text)
            look = (bold, italic)
        yield "".join(held), *look


def joins_on(before: str, after: str) -> bool:
    """Whether a line goes on from the one before: it begins in lower case after an unfinished sentence."""
    before, after = before.rstrip(), after.lstrip()
    return (
        after[:1].islower()
        and not before.endswith((".", "?", "!", ":", ";"))
        and not re.match(r"[a-z]{1,3}[.)]", after)
    )


def lines_of(text: str, markdown: str) -> Iterator[tuple[str, str]]:
    """The lines of a paragraph, plain and as Markdown.

    A line break inside a paragraph parts a label from its question or one option from the next, but pasted text has
    breaks in mid-sentence too, which are mended.
    """
    if "\n" not in text:
        plain = tidy(text)
        yield plain, plain if markdown is text else tidy(markdown)
        return
    texts, marked = text.split("\n"), markdown.split("\n")
    if len(texts) != len(marked):
        marked = texts
    held: list[tuple[str, str]] = []
    for pair in zip(texts, marked, strict=True):
        if held and held[-1][0].strip() and not joins_on(held[-1][0], pair[0]):
            yield _joined(held)
            held = []
        held.append(pair)
    yield _joined(held)


def _joined(lines: list[tuple[str, str]]) -> tuple[str, str]:
    return tidy(" ".join(text for text, _ in lines)), tidy(" ".join(marked for _, marked in lines))


def tidy(text: str) -> str:
    """Single spaces, nothing unseen; tabs stay, for they part a number from its text and options from each other."""
    if text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]:
        return text
    if not text.isascii():
        text = _UNSEEN.sub("", text.replace("\u200b", " "))  # a space of no width parts words
    if "\t" not in text:
        return " ".join(text.split())
    return "\t".join([" ".join(piece.split()) for piece in text.split("\t")]).strip()
