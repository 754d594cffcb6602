"""Footnotes as Word knows them: a part of their own, and a reference in the text."""

from lxml import etree

from consult.issuing.word.elements import (
    Face,
    W,
    add,
    field,
    paragraph,
    root,
)

_REFERENCE = "FootnoteReference"
_FIRST_BOOKMARK = 1_000_000  # beyond the numbers of all other bookmarks
_SEPARATORS = (("separator", -1), ("continuationSeparator", 0))


class Footnotes:
    """The footnotes of one document, numbered in the order they are begun."""

    def __init__(self) -> None:
        """Begin with the two lines that Word draws above notes."""
        self.root = root("footnotes")
        self.count = 0
        self._references: dict[int, etree._Element] = {}
        for kind, identity in _SEPARATORS:
            note = add(self.root, "footnote", type=kind, id=identity)
            made = paragraph(note, "FootnoteText")
            add(add(made, "r"), kind)

    def begin(self, reference_in: etree._Element) -> etree._Element:
        """A new note, referred to at the end of a paragraph; its paragraphs are added to what is returned."""
        self.count += 1
        reference = self._references[self.count] = _marked_run(reference_in)
        add(reference, "footnoteReference", id=self.count)
        return add(self.root, "footnote", id=self.count)

    def refer_again(self, reference_in: etree._Element, number: int) -> None:
        """Refer to a note that was begun: Word prints the number of the first reference here, too."""
        name = f"note_{number}"
        if (first := self._references.pop(number, None)) is not None:
            identity = str(_FIRST_BOOKMARK + number)
            first.addprevious(etree.Element(W + "bookmarkStart", {W + "id": identity, W + "name": name}))
            first.addnext(etree.Element(W + "bookmarkEnd", {W + "id": identity}))
        field(reference_in, f"NOTEREF {name} \\f \\h", str(number), Face(style=_REFERENCE))


def begin_note_paragraph(made: etree._Element) -> None:
    """Put the note's own number at the beginning of its first paragraph."""
    add(_marked_run(made), "footnoteRef")
    space = add(add(made, "r"), "t")
    space.text = " "
    space.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def settings_of_notes(settings: etree._Element) -> None:
    """Tell the settings which notes are the separating lines."""
    listed = add(settings, "footnotePr")
    for _, identity in _SEPARATORS:
        add(listed, "footnote", id=identity)


def _marked_run(parent: etree._Element) -> etree._Element:
    made = etree.SubElement(parent, W + "r")
    add(add(made, "rPr"), "rStyle", val=_REFERENCE)
    return made
