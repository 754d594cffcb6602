"""What a file really is: its first bytes and the names inside it go before the name it was given."""

import re
from pathlib import PurePath

_START = 4096
_BY_START = (
    (b"%PDF-", ".pdf"),
    (b"{\\rtf", ".rtf"),
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"II*\0", ".tif"),
    (b"MM\0*", ".tif"),
    (b"MZ", ".exe"),
    (b"\x7fELF", ".elf"),
    (b"\x1f\x8b", ".gz"),
    (b"7z\xbc\xaf\x27\x1c", ".7z"),
    (b"Rar!", ".rar"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The names of streams in a compound file, as its directory spells them.
_BY_STREAM = tuple(
    (name.encode("utf-16-le"), suffix)
    for name, suffix in (
        ("WordDocument", ".doc"),
        ("Workbook", ".xls"),
        ("PowerPoint Document", ".ppt"),
        ("__substg1.0_", ".msg"),
        ("Book", ".xls"),
    )
)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# OpenDocument's first entry is its type, stored as it is.
_OPEN_DOCUMENT = re.compile(rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\.([a-z-]{4,30})", re.S)
_OPEN_KINDS = {
    b"text": ".odt",
    b"text-template": ".ott",
    b"text-master": ".odt",
    b"spreadsheet": ".ods",
    b"presentation": ".odp",
}
# An entry of a zip's directory, and the folder its name begins with.
_ENTRY = re.compile(rb"PK\x01\x02.{42}(word|xl|ppt|Index)/", re.S)
_FOLDERS = {b"word": ".docx", b"xl": ".xlsx", b"ppt": ".pptx", b"Index": ".pages"}
_SAME_READER = ({".docx", ".docm", ".dotx", ".dotm"}, {".xlsx", ".xlsm", ".xltx"}, {".doc", ".dot"}, {".odt", ".ott"})
_BINARY = frozenset(
    {".doc", ".dot", ".docx", ".docm", ".dotx", ".dotm", ".rtf", ".odt", ".ott", ".xls", ".xlsx", ".pdf"}
)
_OLD_WORD = frozenset({".doc", ".dot", ".rtf"})
_WEB_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*+)?(?:<!doctype\s+html|<html)", re.I | re.S
)
_MESSAGE = re.compile(rb"\s*(?:MIME-Version|Received|Return-Path|From|Date|Message-ID|Delivered-To): ", re.I)
_NOT_TEXT = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")


def true_suffix(name: str, data: bytes) -> str:
    """The suffix, with its dot, that a file's content earns it; the one it has where the content does not say."""
    suffix = PurePath(name).suffix.lower()
    found = _by_content(suffix, data)
    if any(found in same and suffix in same for same in _SAME_READER):
        return suffix
    return found or suffix


def _by_content(suffix: str, data: bytes) -> str:
    for start, real in _BY_START:
        if data.startswith(start):
            return real
    if data.startswith(_OLE):
        return _compound(suffix, data)
    if data.startswith(b"PK\3\4"):
        return _zipped(suffix, data)
    if b"%PDF-" in data[:1024] and suffix == ".pdf":
        return ".pdf"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    return _written(suffix, data) if suffix in _BINARY else ""


def _compound(suffix: str, data: bytes) -> str:
    if _ENCRYPTED in data:
        # Its reader says that it is protected.
        return ".xlsx" if suffix.startswith(".xl") else ".docx"
    unknown = suffix if suffix in _BINARY - _OLD_WORD else ".ole"
    return next((real for stream, real in _BY_STREAM if stream in data), unknown)


def _zipped(suffix: str, data: bytes) -> str:
    opened = _OPEN_DOCUMENT.match(data)
    if opened:
        # The next field may begin with a letter too, so the longest kind that fits is meant.
        fitting = [kind for kind in _OPEN_KINDS if opened[1].startswith(kind)]
        return _OPEN_KINDS[max(fitting, key=len)] if fitting else ".zip"
    entry = _ENTRY.search(data)
    if entry:
        return _FOLDERS[entry[1]]
    # A broken office file has no directory left; its own reader says what is wrong with it.
    return suffix if suffix in _BINARY else ".zip"


def _written(suffix: str, data: bytes) -> str:
    """What a file that is called Word, Excel or PDF is, when it is text instead."""
    start = data[:_START]
    if _WEB_PAGE.match(start):
        return ".html"
    if _MESSAGE.match(start):
        return ".eml"
    return "" if suffix not in _OLD_WORD or _NOT_TEXT.search(start) else ".txt"
