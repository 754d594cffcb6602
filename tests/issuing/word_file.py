"""What every Word file that leaves the house must be: valid, and free of anything that acts or calls out."""

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ALLOWED_FIELDS = {"PAGE", "NUMPAGES", "TOC", "NOTEREF"}
ACTING_PARTS = ("vbaproject", "embeddings/", "activex/", "attachedtemplate", "customui")
ACTING_ELEMENTS = {
    W + name for name in ("altChunk", "object", "control", "attachedTemplate", "subDoc", "drawing", "pict")
}


def invalid(data: bytes) -> list[str]:
    """What an audit by the rules of Office Open XML finds wrong."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "file.docx")
        path.write_bytes(data)
        # A new validator for each file: one keeps counts by the address of a file's object in memory, and the next
        # file may come to stand at the same address.
        validator = OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=20)
        return [str(error) for error in validator.validate(path).errors]


def dangers(data: bytes) -> list[str]:
    """Macros, embedded objects, relations to the outside other than web and mail links, fields that are not allowed."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            found += [f"{name}: acts" for sign in ACTING_PARTS if sign in name.lower()]
            root = etree.fromstring(parts.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
            if root.getroottree().docinfo.doctype:
                found.append(f"{name}: declares a document type")
            found += [f"{name}: {fault}" for fault in _relations(root) + _fields(root)]
            found += [f"{name}: holds {element.tag}" for element in root.iter() if element.tag in ACTING_ELEMENTS]
    return found


def _relations(root: etree._Element) -> list[str]:
    outside = [relation for relation in root if relation.get("TargetMode") == "External"]
    return [
        f"leads to {relation.get('Target')}"
        for relation in outside
        if not relation.get("Type", "").endswith("/hyperlink")
        or not relation.get("Target", "").startswith(("https://", "mailto:"))
    ]


def _fields(root: etree._Element) -> list[str]:
    instructions = [element.get(W + "instr", "") for element in root.iter(W + "fldSimple")]
    instructions += [element.text or "" for element in root.iter(W + "instrText")]
    return [f"field {text}" for text in instructions if text.split()[:1] and text.split()[0] not in ALLOWED_FIELDS]
