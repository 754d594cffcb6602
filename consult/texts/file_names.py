"""Names of files: safe on every machine, cut without losing their ending, and told to browsers whole."""

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import quote

LONGEST = 200  # bytes of UTF-8: file systems take 255
_LONGEST_ENDING = 12
# What Windows or a shell would read as something else, and marks that turn the direction of what follows them.
_UNSAFE = re.compile(
    r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+'
)
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.I)
_LATIN = re.compile(
    r"LATIN (?:(CAPITAL|SMALL) )?(?:LETTER|LIGATURE) (?:DOTLESS |OPEN |REVERSED |TURNED )*([A-Z]{1,2})(?: WITH .+)?"
)
_NAMED_LETTERS = {
    "ß": "ss",
    "ẞ": "SS",
    "ð": "d",
    "Ð": "D",
    "þ": "th",
    "Þ": "Th",
    "ŋ": "ng",
    "Ŋ": "Ng",
    "ə": "e",
    "Ə": "E",
}
_MARKS = {"’": "'", "‘": "'", "“": "'", "”": "'", "–": "-", "—": "-", "…": "...", "\N{NO-BREAK SPACE}": " "}


def folded(text: str) -> str:
    """The text in ASCII: accents go, 'ł' is 'l', 'ß' is 'ss', 'Æ' is 'Ae'. What has no Latin letter is left out."""
    return "".join(_folded(character) for character in text)


def _folded(character: str) -> str:
    if character.isascii():
        return character
    known = _MARKS.get(character) or _NAMED_LETTERS.get(character)
    if known is not None:
        return known
    plain = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    if plain != character:
        return folded(plain)
    found = _LATIN.fullmatch(unicodedata.name(character, ""))
    if found is None:
        return ""
    return found[2].capitalize() if found[1] == "CAPITAL" else found[2].lower()


def slug(text: str, most: int) -> str:
    """The words of a text in small letters of whatever script, joined by hyphens; at most so many characters."""
    kept = (c if unicodedata.category(c)[0] in "LMN" else "-" for c in unicodedata.normalize("NFC", text).lower())
    return re.sub("-+", "-", "".join(kept)).strip("-")[:most].strip("-")


def safe_name(name: str, *, otherwise: str = "file") -> str:
    """A name that can stand in any folder, cut before its ending. `otherwise` takes the place of what was nothing."""
    plain = " ".join(_UNSAFE.sub("-", unicodedata.normalize("NFC", name)).split()).strip(" .")
    stem, ending = _parted(plain)
    if not stem.strip(" .-_'"):
        stem = otherwise
    if _DEVICES.match(stem):
        stem = f"_{stem}"
    return shortened(stem + ending, LONGEST, measure=_bytes)


def shortened(name: str, most: int, *, measure: Callable[[str], int] = len) -> str:
    """A name of at most `most` characters: what is too long is cut in its middle, and its ending stays."""
    stem, ending = _parted(name)
    while stem and measure(stem) + measure(ending) > most:
        stem = stem[: min(len(stem) - 1, most)]
    return stem.rstrip(" .") + ending if stem else ending[:most]


def _parted(name: str) -> tuple[str, str]:
    stem, dot, ending = name.rpartition(".")
    return (stem, dot + ending) if stem and 0 < len(ending) < _LONGEST_ENDING and ending.isalnum() else (name, "")


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


def attachment(name: str) -> str:
    """The value of Content-Disposition that has a browser save a file under its whole name (RFC 6266, RFC 5987).

    Programs that know only ASCII take the name with its letters folded.
    """
    whole = safe_name(name)
    stem, ending = _parted(whole)
    plain = safe_name(re.sub("[%;]", "-", (folded(stem).strip(" .") or "file") + folded(ending)))
    if plain == whole:
        return f'attachment; filename="{plain}"'
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(whole, safe='')}"
