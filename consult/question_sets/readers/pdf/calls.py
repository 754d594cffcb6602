"""PDFium's functions as the PDF reader calls them: bound once, with plain numbers for handles and addresses.

A page has thousands of letters, and pypdfium2's own bindings take longer to make their arguments than PDFium takes to
answer. The quick ones keep Python's lock, for letting it go costs as much again.
"""

import ctypes
from collections.abc import Callable
from typing import Any

from pypdfium2 import raw

_HANDLE, _INT, _FLOAT = ctypes.c_void_p, ctypes.c_int, ctypes.c_float


Call = Callable[..., Any]


def _quick(function: Any, result: Any, *arguments: Any) -> Call:
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


def _long(function: Any, result: Any, *arguments: Any) -> Call:
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


load_page = _long(raw.FPDF_LoadPage, _HANDLE, _HANDLE, _INT)
close_page = _long(raw.FPDF_ClosePage, None, _HANDLE)
page_width = _quick(raw.FPDF_GetPageWidthF, _FLOAT, _HANDLE)
page_height = _quick(raw.FPDF_GetPageHeightF, _FLOAT, _HANDLE)
page_rotation = _quick(raw.FPDFPage_GetRotation, _INT, _HANDLE)

load_text = _long(raw.FPDFText_LoadPage, _HANDLE, _HANDLE)
close_text = _long(raw.FPDFText_ClosePage, None, _HANDLE)
count_chars = _quick(raw.FPDFText_CountChars, _INT, _HANDLE)
get_text = _quick(raw.FPDFText_GetText, _INT, _HANDLE, _INT, _INT, _HANDLE)
char_of_text = _quick(raw.FPDFText_GetCharIndexFromTextIndex, _INT, _HANDLE, _INT)
loose_box = _quick(raw.FPDFText_GetLooseCharBox, _INT, _HANDLE, _INT, _HANDLE)
font_size = _quick(raw.FPDFText_GetFontSize, ctypes.c_double, _HANDLE, _INT)
char_matrix = _quick(raw.FPDFText_GetMatrix, _INT, _HANDLE, _INT, _HANDLE)
is_hyphen = _quick(raw.FPDFText_IsHyphen, _INT, _HANDLE, _INT)
char_angle = _quick(raw.FPDFText_GetCharAngle, _FLOAT, _HANDLE, _INT)
is_generated = _quick(raw.FPDFText_IsGenerated, _INT, _HANDLE, _INT)
fill_colour = _quick(raw.FPDFText_GetFillColor, _INT, _HANDLE, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
font_info = _quick(raw.FPDFText_GetFontInfo, ctypes.c_ulong, _HANDLE, _INT, _HANDLE, ctypes.c_ulong, _HANDLE)
count_rects = _quick(raw.FPDFText_CountRects, _INT, _HANDLE, _INT, _INT)
get_rect = _quick(raw.FPDFText_GetRect, _INT, _HANDLE, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
text_object = _quick(raw.FPDFText_GetTextObject, _HANDLE, _HANDLE, _INT)
render_mode = _quick(raw.FPDFTextObj_GetTextRenderMode, _INT, _HANDLE)
font_of = _quick(raw.FPDFTextObj_GetFont, _HANDLE, _HANDLE)

count_objects = _quick(raw.FPDFPage_CountObjects, _INT, _HANDLE)
get_object = _quick(raw.FPDFPage_GetObject, _HANDLE, _HANDLE, _INT)
object_type = _quick(raw.FPDFPageObj_GetType, _INT, _HANDLE)
object_bounds = _quick(raw.FPDFPageObj_GetBounds, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
object_colour = _quick(raw.FPDFPageObj_GetFillColor, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
object_stroke = _quick(raw.FPDFPageObj_GetStrokeColor, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
object_matrix = _quick(raw.FPDFPageObj_GetMatrix, _INT, _HANDLE, _HANDLE)
count_in_form = _quick(raw.FPDFFormObj_CountObjects, _INT, _HANDLE)
object_in_form = _quick(raw.FPDFFormObj_GetObject, _HANDLE, _HANDLE, ctypes.c_ulong)
draw_mode = _quick(raw.FPDFPath_GetDrawMode, _INT, _HANDLE, _HANDLE, _HANDLE)
count_segments = _quick(raw.FPDFPath_CountSegments, _INT, _HANDLE)
get_segment = _quick(raw.FPDFPath_GetPathSegment, _HANDLE, _HANDLE, _INT)
segment_type = _quick(raw.FPDFPathSegment_GetType, _INT, _HANDLE)
segment_point = _quick(raw.FPDFPathSegment_GetPoint, _INT, _HANDLE, _HANDLE, _HANDLE)

count_notes = _quick(raw.FPDFPage_GetAnnotCount, _INT, _HANDLE)
get_note = _quick(raw.FPDFPage_GetAnnot, _HANDLE, _HANDLE, _INT)
close_note = _quick(raw.FPDFPage_CloseAnnot, None, _HANDLE)
note_kind = _quick(raw.FPDFAnnot_GetSubtype, _INT, _HANDLE)
note_rect = _quick(raw.FPDFAnnot_GetRect, _INT, _HANDLE, _HANDLE)
note_flags = _quick(raw.FPDFAnnot_GetFlags, _INT, _HANDLE)
note_string = _quick(raw.FPDFAnnot_GetStringValue, ctypes.c_ulong, _HANDLE, ctypes.c_char_p, _HANDLE, ctypes.c_ulong)
field_kind = _quick(raw.FPDFAnnot_GetFormFieldType, _INT, _HANDLE, _HANDLE)
field_flags = _quick(raw.FPDFAnnot_GetFormFieldFlags, _INT, _HANDLE, _HANDLE)
field_value = _quick(raw.FPDFAnnot_GetFormFieldValue, ctypes.c_ulong, _HANDLE, _HANDLE, _HANDLE, ctypes.c_ulong)
count_options = _quick(raw.FPDFAnnot_GetOptionCount, _INT, _HANDLE, _HANDLE)
is_selected = _quick(raw.FPDFAnnot_IsOptionSelected, _INT, _HANDLE, _HANDLE, _INT)
option_label = _quick(raw.FPDFAnnot_GetOptionLabel, ctypes.c_ulong, _HANDLE, _HANDLE, _INT, _HANDLE, ctypes.c_ulong)

image_size = _quick(raw.FPDFImageObj_GetImagePixelSize, _INT, _HANDLE, _HANDLE, _HANDLE)
image_bitmap = _long(raw.FPDFImageObj_GetBitmap, _HANDLE, _HANDLE)
image_rendered = _long(raw.FPDFImageObj_GetRenderedBitmap, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
bitmap_width = _quick(raw.FPDFBitmap_GetWidth, _INT, _HANDLE)
bitmap_height = _quick(raw.FPDFBitmap_GetHeight, _INT, _HANDLE)
bitmap_stride = _quick(raw.FPDFBitmap_GetStride, _INT, _HANDLE)
bitmap_format = _quick(raw.FPDFBitmap_GetFormat, _INT, _HANDLE)
bitmap_buffer = _quick(raw.FPDFBitmap_GetBuffer, _HANDLE, _HANDLE)
bitmap_free = _quick(raw.FPDFBitmap_Destroy, None, _HANDLE)
