"""Word 97-2003, OpenDocument and RTF files to Word (.docx), by LibreOffice in a locked room.

It runs in a profile made for the one file, with macros, Java and links switched off, within limits, without any way to
the network, and without any file but its own programs and one folder. It is told each file's format and never guesses,
so that a web page is never taken for a document. Only what `signatures.py` knows by its content comes here.
"""

import contextlib
import hashlib
import os
import re
import resource
import shutil
import signal
import subprocess
from pathlib import Path

from consult.processes import die_with
from consult.question_sets.paper import MAX_BYTES, UnreadablePaper
from consult.question_sets.readers import refusals
from consult.question_sets.readers.archive import Archive
from consult.question_sets.reading_apart.isolation import CannotBeCutOff, cut_off_office
from consult.question_sets.reading_apart.landlock import SOCKETS, shut_office
from consult.question_sets.reading_apart.limits import ReadingLimits, bind_office

# LibreOffice's names of the filters that read each format.
FILTERS = {
    ".doc": "MS Word 97",
    ".dot": "MS Word 97 Vorlage",
    ".odt": "writer8",
    ".ott": "writer8_template",
    ".rtf": "Rich Text Format",
}
_WORD = "docx:MS Word 2007 XML"
_PROGRAMS = ("soffice", "libreoffice")
# After it has made its profile LibreOffice ends with this status and wants to be started again.
_AGAIN = 81
_NO_ROOM = 97

_ZIPPED = frozenset({".odt", ".ott"})
_MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
# A Word 97 file's first stream begins after one sector; its flags say whether the text is encrypted.
# How deep an RTF's groups may stand in each other, and how many a broken one may leave open.
_DEEPEST = 500
_WORD_97, _FLAGS, _IS_ENCRYPTED = b"\xec\xa5", 512 + 10, 0x0100

_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Misc", "UseOpenCL", "false"),
    ("Java/VirtualMachine", "Enable", "false"),
    # 0 is 'never': neither linked files nor fields nor charts are brought up to date on loading.
    ("Writer/Content/Update", "Link", "0"),
    ("Writer/Content/Update", "Field", "false"),
    ("Writer/Content/Update", "Chart", "false"),
)
_ITEM = (
    '<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop>'
    "</item>"
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>'
)


def as_word(data: bytes, suffix: str, limits: ReadingLimits, folder: Path) -> bytes:
    """The Word file (.docx) that LibreOffice makes of a file of the format `suffix`, one of FILTERS.

    `folder` is empty and private to this job. Raises UnreadablePaper where LibreOffice is missing, cannot be kept from
    the network, takes too long, or makes nothing of the file.
    """
    found = program()
    if found is None:
        raise UnreadablePaper(refusals.NO_OFFICE)
    _refuse_known_harm(data, suffix)
    source = folder / f"paper{suffix}"
    source.write_bytes(data)
    _make_profile(folder)
    command = _command(found, source, FILTERS[suffix])
    status = _run(command, folder, limits)
    if status == _AGAIN:
        status = _run(command, folder, limits)
    if status == _NO_ROOM:
        raise UnreadablePaper(refusals.NO_ISOLATION)
    if status == -signal.SIGXCPU:
        raise UnreadablePaper(refusals.TOOK_TOO_LONG)
    return _made(folder / "made" / "paper.docx")


def most_held() -> int:
    """The most memory that LibreOffice has held in this process's time, in bytes; 0 where it was not needed."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def _refuse_known_harm(data: bytes, suffix: str) -> None:
    """Refuse what is locked, or made to unpack without end, before LibreOffice is troubled with it."""
    if suffix in _ZIPPED:
        archive = Archive(data, "OpenDocument")
        manifest = archive.xml("META-INF/manifest.xml")
        if manifest is not None and manifest.find(f".//{_MANIFEST}encryption-data") is not None:
            raise UnreadablePaper(refusals.LOCKED)
        for part in ("content.xml", "styles.xml", "meta.xml", "settings.xml"):
            archive.xml(part)
    elif suffix == ".rtf":
        _refuse_depth(data)
    elif data[512:514] == _WORD_97 and int.from_bytes(data[_FLAGS : _FLAGS + 2], "little") & _IS_ENCRYPTED:
        raise UnreadablePaper(refusals.LOCKED)


def _refuse_depth(data: bytes) -> None:
    """Refuse an RTF of groups within groups, for each takes memory of LibreOffice."""
    groups = re.sub(rb"\\[\\{}]|[^{}\\]+|\\", b"", data)
    for _ in range(_DEEPEST):
        if not groups:
            return
        groups = groups.replace(b"{}", b"")
    if len(groups) > _DEEPEST:
        raise UnreadablePaper(refusals.TOO_DEEP)


def program() -> Path | None:
    """Where LibreOffice is, None where it is not installed."""
    found = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if found is None:
        return None
    script = Path(found).resolve()
    # The script starts a starter that starts the program; without them nothing is left running when one is killed.
    binary = script.with_name("soffice.bin")
    return binary if binary.is_file() else script


def _command(program: Path, source: Path, reads: str) -> list[str]:
    return [
        str(program),
        f"-env:UserInstallation={(source.parent / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
        f"--infilter={reads}",
        *("--convert-to", _WORD),
        *("--outdir", str(source.parent / "made")),
        str(source),
    ]


def _make_profile(folder: Path) -> None:
    items = "".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_PROFILE.format(items=items), encoding="utf-8")


def _run(command: list[str], folder: Path, limits: ReadingLimits) -> int:
    reader = os.getpid()

    def lock() -> None:
        # This process has one thread, so that work between fork and exec is safe here.
        die_with(reader, signal.SIGKILL)
        lock_in(Path(command[0]), folder, limits)

    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=surroundings(folder),
        preexec_fn=lock,
    )
    try:
        return process.wait(limits.office_seconds)
    except subprocess.TimeoutExpired:
        raise UnreadablePaper(refusals.TOOK_TOO_LONG) from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        process.wait()
        _remove_socket(folder)


def surroundings(folder: Path) -> dict[str, str]:
    """All that LibreOffice is told: where programs are and where it lives, nothing of the service."""
    home = str(folder)
    path = os.environ.get("PATH", os.defpath)
    return {"PATH": path, "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}


def lock_in(program: Path, folder: Path, limits: ReadingLimits) -> None:
    """Bind this process, about to become `program`, to limits, to its own files and `folder`, and to no network.

    Where the network cannot be kept from it, the process ends.
    """
    bind_office(limits)
    shut_office(program, folder)
    try:
        cut_off_office()
    except CannotBeCutOff:
        os._exit(_NO_ROOM)


def _remove_socket(folder: Path) -> None:
    """Remove the socket by which a second LibreOffice would find the first; it may make it there, but not take it away.

    Its name is made from the profile's address, as LibreOffice makes it.
    """
    profile = (folder / "profile").as_uri().encode("utf-16-le")
    name = "".join(f"{byte:x}" for byte in hashlib.md5(profile, usedforsecurity=False).digest())
    for place in SOCKETS:
        for owner in ("", f"{os.getuid()}_"):
            with contextlib.suppress(OSError):
                (Path(place) / f"OSL_PIPE_{owner}SingleOfficeIPC_{name}").unlink()


def _made(result: Path) -> bytes:
    if not result.is_file() or result.is_symlink():
        raise UnreadablePaper(refusals.NOT_CONVERTED)
    if result.stat().st_size > MAX_BYTES:
        raise UnreadablePaper(refusals.TOO_MUCH_TEXT)
    return result.read_bytes()
