"""The file itself: parts, relationships and properties, zipped so that the same document is always the same bytes."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.package import Package
from lxml import etree

from consult import texts
from consult.issuing.word.elements import add, root
from consult.issuing.word.notes import settings_of_notes
from consult.texts.characters import one_line

_LONGEST_PROPERTY = 255
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment a zip file can name
_DATES = ("{http://purl.org/dc/terms/}created", "{http://purl.org/dc/terms/}modified")
# Where Arial is missing, these have letters of the same width, so that pages break in the same places.
_FONTS = (("Arial", "Liberation Sans", "swiss"), ("Courier New", "Liberation Mono", "modern"))


@dataclass(frozen=True)
class Properties:
    """What a file says of itself to search engines and screen readers; `made_at` None leaves the dates out."""

    title: str
    subject: str
    author: str
    status: str
    version: str
    identifier: str
    made_at: datetime | None


class TreePart(Part):
    """A part that is an lxml tree until it is saved."""

    def __init__(self, name: str, content_type: str, tree: etree._Element, package: Package) -> None:
        """`name` is the part's place in the file, '/word/document.xml'."""
        super().__init__(PackURI(name), content_type, None, package)
        self.tree = tree
        self._addresses: dict[str, str] = {}

    @property
    def blob(self) -> bytes:
        """The XML as it stands in the file."""
        return etree.tostring(self.tree, encoding="UTF-8", xml_declaration=True, standalone=True)

    def relation_to_address(self, address: str) -> str:
        """The relationship to a web or mail address."""
        if address not in self._addresses:
            self._addresses[address] = self.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return self._addresses[address]


def file_bytes(package: Package, properties: Properties) -> bytes:
    """The finished file. The same parts and properties give the same bytes."""
    _describe(package, properties)
    raw, fixed = io.BytesIO(), io.BytesIO()
    package.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            target.writestr(entry, source.read(name))
    return fixed.getvalue()


def _describe(package: Package, properties: Properties) -> None:
    core = package.core_properties
    core.title, core.subject, core.author, core.content_status, core.version, core.identifier = (
        texts.shorten(one_line(value), _LONGEST_PROPERTY)
        for value in (
            properties.title,
            properties.subject,
            properties.author,
            properties.status,
            properties.version,
            properties.identifier,
        )
    )
    core.last_modified_by, core.language = core.author, "en-GB"
    if properties.made_at is not None:
        core.created = core.modified = properties.made_at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
        return
    part = package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES)
    if isinstance(part, XmlPart):
        for date in [child for child in part.element if child.tag in _DATES]:
            part.element.remove(date)


def settings_root() -> etree._Element:
    """The settings of a document: the present file format, British English, footnotes."""
    settings = root("settings")
    add(settings, "zoom", percent=100)
    add(settings, "defaultTabStop", val=720)
    add(settings, "characterSpacingControl", val="doNotCompress")
    settings_of_notes(settings)
    compatible = add(settings, "compat")
    # 15 is the present mode: anything lower opens with '[Compatibility Mode]' in the title bar.
    for name, value in (("compatibilityMode", 15), ("overrideTableStyleFontSizeAndJustification", 1)):
        add(compatible, "compatSetting", name=name, uri="http://schemas.microsoft.com/office/word", val=value)
    add(settings, "themeFontLang", val="en-GB")
    add(settings, "decimalSymbol", val=".")
    add(settings, "listSeparator", val=",")
    return settings


def fonts_root() -> etree._Element:
    """The fonts of a document and what stands in for them."""
    fonts = root("fonts")
    for name, stand_in, family in _FONTS:
        font = add(fonts, "font", name=name)
        add(font, "altName", val=stand_in)
        add(font, "charset", val="00")
        add(font, "family", val=family)
        add(font, "pitch", val="fixed" if family == "modern" else "variable")
    return fonts


# Each part by its name in the folder word/.
PARTS: Mapping[str, tuple[str, str]] = {
    "styles": (CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES),
    "numbering": (CONTENT_TYPE.WML_NUMBERING, RELATIONSHIP_TYPE.NUMBERING),
    "settings": (CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS),
    "fontTable": (CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE),
    "footnotes": (CONTENT_TYPE.WML_FOOTNOTES, RELATIONSHIP_TYPE.FOOTNOTES),
    "theme/theme1": (CONTENT_TYPE.OFC_THEME, RELATIONSHIP_TYPE.THEME),
    "header1": (CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER),
    "footer1": (CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER),
}
