"""What a person is told of a file that no reader of ours could look at: limits, crashes, formats that are not read."""

EMPTY = "The file is empty"
TOO_LARGE = "The file is larger than 50 MB"
NO_TEXT = "The file has no text in it"

NEEDS_MEMORY = "This file needs more memory to read than is allowed. Split it, or save it in another format"
TOOK_TOO_LONG = "This file took too long to read. Split it, or save it in another format"
TOO_MUCH_TEXT = "This file holds more text than can be read at once. Split it into smaller files"
FAR_MORE = (
    "The text of this file is far larger than the file itself, which is not safe to read. If it is a real paper, save "
    "it as PDF and load that"
)
TOO_DEEP = "This file is nested too deeply to be read safely"
DAMAGED = "This file could not be read: it may be damaged. Open it, save it again and load the new file"
NOT_NOW = "Files cannot be read at the moment. Try again in a few minutes"

LOCKED = "This file is protected by a password. Save it without one"
NO_OFFICE = (
    "This service cannot read Word 97-2003, OpenDocument or RTF files yet, since LibreOffice is not installed. "
    "Save it as .docx"
)
NO_ISOLATION = (
    "This service cannot read Word 97-2003, OpenDocument or RTF files, since it cannot keep LibreOffice from the "
    "network. Save it as .docx"
)
NOT_CONVERTED = "This file could not be turned into a Word file: it may be damaged. Save it as .docx"

_READ = (
    "Word (.docx, .doc), OpenDocument (.odt), RTF, PDF, web pages (.html), text (.txt, .md), sheets (.xlsx, .csv) and "
    "question banks (.yaml)"
)
_PICTURE = "This is a picture without text. Load the paper itself"
_SHEET = "Sheets of this kind cannot be read. Save it as .xlsx"
_SLIDES = "This is a presentation. Save it as PDF"
_MESSAGE = "This is an e-mail. Load the paper that is attached to it"
_PACKED = "This is a packed file. Unpack it and load the paper that is in it"
_BY_KIND = {
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".webp", ".bmp", ".heic", ".svg"), _PICTURE),
    **dict.fromkeys((".xls", ".xlsb", ".ods", ".numbers"), _SHEET),
    **dict.fromkeys((".ppt", ".pptx", ".odp", ".key"), _SLIDES),
    **dict.fromkeys((".msg", ".eml", ".mht", ".mhtml"), _MESSAGE),
    **dict.fromkeys((".zip", ".gz", ".7z", ".rar", ".tar"), _PACKED),
    ".pages": "This is a Pages file. Save it as Word (.docx) or PDF",
    **dict.fromkeys((".docx", ".doc", ".dot", ".ole", ".exe", ".elf"), "This is not a Word file"),
}


def of_kind(suffix: str) -> str:
    """What to say of a kind of file that no reader takes; `suffix` with its dot, '' where there is none."""
    if suffix in _BY_KIND:
        return _BY_KIND[suffix]
    kind = suffix if suffix[1:].isalnum() and len(suffix) <= 10 else "a file without a suffix"
    return f"This kind of file cannot be read yet: {kind}. These can: {_READ}"
