"""The fields of a fillable PDF form: which boxes are ticked, and what was typed or chosen, as text where it stands."""

import ctypes
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from consult.question_sets.readers.blocks import ROUND
from consult.question_sets.readers.pdf import calls as pdfium
from consult.question_sets.readers.pdf.letters import Rect
from consult.question_sets.readers.pdf.ticks import EMPTY, Box

# Annotation flags of PDF 1.7, 12.5.3: hidden, and not shown on a screen; field flag: a password.
_UNSEEN, _PASSWORD = 1 << 1 | 1 << 5, 1 << 13
# A field may hold a book; an answer does not.
_MOST_LETTERS = 200_000
_MOST_OPTIONS = 500


@dataclass(frozen=True, slots=True)
class File:
    """PDFium's handles of an open file and of its form; 0 where there is none."""

    document: int = 0
    form: int = 0


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into a field or chosen from its list, and the field's box in points."""

    text: str
    box: Rect


def file_of(document: pypdfium2.PdfDocument) -> File:
    """The handles of a file, its form ready for questions; the form ends with the file."""
    document.init_forms()
    form = document.formenv
    handle = ctypes.cast(document.raw, ctypes.c_void_p).value or 0
    return File(handle, (ctypes.cast(form.raw, ctypes.c_void_p).value or 0) if form else 0)


def read_field(note: int, box: Rect, form: int) -> Box | Typed | None:
    """A tick box with its state or a field with its text; None where it is neither, or no reader sees it."""
    if pdfium.note_flags(note) & _UNSEEN:
        return None
    kind = pdfium.field_kind(form, note) if form else -1
    if kind in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON) or kind <= 0:
        return _ticked(note, box, form, kind)
    if kind == raw.FPDF_FORMFIELD_TEXTFIELD:
        secret = pdfium.field_flags(form, note) & _PASSWORD
        text = "" if secret else _text(pdfium.field_value, form, note)
    elif kind in (raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX):
        text = "\n".join(_selected(note, form)) or _text(pdfium.field_value, form, note)
    else:
        return None
    return Typed(text, box) if text.strip() else None


def _ticked(note: int, box: Rect, form: int, kind: int) -> Box:
    found = Box(*box, ROUND if kind == raw.FPDF_FORMFIELD_RADIOBUTTON else EMPTY)
    state = _text(pdfium.note_string, note, b"AS")
    # Some programs write the field's value only, which a group of buttons has in common.
    if not state and kind == raw.FPDF_FORMFIELD_CHECKBOX:
        state = _text(pdfium.field_value, form, note)
    if state not in ("", "Off"):
        found.tick()
    return found


def _selected(note: int, form: int) -> list[str]:
    count = min(max(pdfium.count_options(form, note), 0), _MOST_OPTIONS)
    return [_text(pdfium.option_label, form, note, n) for n in range(count) if pdfium.is_selected(form, note, n)]


def _text(function: pdfium.Call, *arguments: object) -> str:
    """A text that PDFium writes into a buffer, whose length in bytes it tells first."""
    length = min(function(*arguments, None, 0), 2 * _MOST_LETTERS)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    function(*arguments, ctypes.addressof(buffer), length)
    return buffer.raw.decode("utf-16-le", "ignore").split("\0", 1)[0]
