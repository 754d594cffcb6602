"""Reading the XML parts of a zipped office file without trusting it: sizes, ratios, entities."""

import io
import zipfile
import zlib

from lxml import etree

from consult.question_sets.paper import UnreadablePaper

MAX_PART = 64 * 1024 * 1024
MAX_RATIO = 200
SMALL_PART = 1024 * 1024
MAX_ENTRIES = 5_000

_STRICT = b"http://purl.oclc.org/ooxml/"
_NAMESPACES = (
    (_STRICT + b"wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (
        _STRICT + b"officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


def _declares_type(root: etree._Element) -> bool:
    return root.getroottree().docinfo.internalDTD is not None


class Archive:
    """An opened office file; `what` names its kind for messages ('Word')."""

    def __init__(self, data: bytes, what: str) -> None:
        """Open the zip; raises UnreadablePaper when it is none, is encrypted or has too many entries."""
        self.what = what
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError):
            article = "an" if what[0] in "EO" else "a"
            raise UnreadablePaper(f"This is not {article} {what} file") from None
        if len(self._zip.infolist()) > MAX_ENTRIES:
            raise UnreadablePaper(f"This {what} file holds too many parts to be read safely")

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part; None where the file has no such part. Raises UnreadablePaper."""
        data = self._bytes(name)
        if data is None:
            return None
        if _STRICT in data:
            for strict, usual in _NAMESPACES:
                data = data.replace(strict, usual)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
            collect_ids=False,
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError:
            raise UnreadablePaper(f"This {self.what} file is damaged") from None
        if _declares_type(root):
            raise UnreadablePaper(f"This {self.what} file declares a document type, which is never needed and not safe")
        return root

    def _bytes(self, name: str) -> bytes | None:
        try:
            entry = self._zip.getinfo(name)
        except KeyError:
            return None
        if entry.flag_bits & 0x1:
            raise UnreadablePaper(f"This {self.what} file is protected by a password. Save it without one")
        # The declared size may lie, so no more than the limit is ever unpacked.
        try:
            with self._zip.open(entry) as part:
                data = part.read(MAX_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
            raise UnreadablePaper(f"This {self.what} file is damaged") from None
        if len(data) > max(SMALL_PART, MAX_RATIO * max(entry.compress_size, 1)) or len(data) > MAX_PART:
            raise UnreadablePaper(f"This {self.what} file unpacks to more than can be read safely")
        return data
