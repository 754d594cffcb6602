"""Footnotes as Word knows them: a part of their own, and a reference in the text."""

from lxml import etree

from consult.documents.word.elements import W, add, paragraph, root

_REFERENCE = "FootnoteReference"
_SEPARATORS = (("separator", -1), ("continuationSeparator", 0))


class Footnotes:
    """The footnotes of one document, numbered in the order they are begun."""

    def __init__(self) -> None:
        """Begin with the two lines that Word draws above notes."""
        self.root = root("footnotes")
        self.count = 0
        for kind, identity in _SEPARATORS:
            note = add(self.root, "footnote", type=kind, id=identity)
            made = paragraph(note, "FootnoteText")
            add(add(made, "r"), kind)

    def begin(self, reference_in: etree._Element) -> etree._Element:
        """A new note, referred to at the end of a paragraph; its paragraphs are added to what is returned."""
        self.count += 1
        add(_marked_run(reference_in), "footnoteReference", id=self.count)
        return add(self.root, "footnote", id=self.count)


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
