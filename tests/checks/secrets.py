"""What must not be in version control: keys, passwords, people's and registries' addresses, paths of one machine."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

# Written so that no pattern finds itself.
PATTERNS = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "an access token": re.compile(
        r"\b(AKIA[0-9A-Z]{16}|gh[pousr]_\w{36}|xox[abprs]-[\w-]{10,}|sk-[\w-]{32,}|AIza[\w-]{35}|eyJ[\w-]{10,}\.eyJ[\w-]{10,})"
    ),
    "a registry's address": re.compile(
        r"\b(pypi\.(org|io)|pythonhosted\.org|npmjs\.(org|com)|yarnpkg\.com|deb\.debian\.org|archive\.ubuntu\.com)\b"
    ),
    "a path of one machine": re.compile(r"(?<![\w./}~-])/(work|tmp|root|Users)/\w"),
}
ADDRESS_WITH_PASSWORD = re.compile(r"\b[a-z][a-z0-9+]*://[^\s:/@\"'<>{}]+:[^\s/@\"'<>{}]+@([\w.-]+|\[[0-9a-f:]+\])")
EMAIL = re.compile(r"(?<![\w.+:/-])[\w.+-]+@((?:[\w-]+\.)+[a-z]{2,})\b", re.IGNORECASE)
# Reserved so that nobody owns them (RFC 2606, RFC 6761).
NOBODYS_DOMAIN = re.compile(r"(^|\.)(example(\.(com|org|net))?|test|invalid|localhost)$", re.IGNORECASE)
THIS_MACHINE = re.compile(r"^(localhost|127\.0\.0\.1|\[::1\]|db|(.*\.)?example(\.(com|org|net))?)$")
NOT_OURS = {".git", ".venv", "node_modules", "instance"}


def faults(project: Path) -> Iterator[str]:
    """One sentence per fault in the files of the checkout `project` that are, or could be, under version control."""
    for path in sorted(_files(project)):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a Word file
        for line, fault in text_faults(text):
            yield f"{path.relative_to(project).as_posix()}:{line}: {fault}"


def _files(project: Path) -> Iterator[Path]:
    """What git would keep; every file where there is no git, such as in an unpacked archive."""
    try:
        command = ["git", "-C", str(project), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        paths = (path for path in project.rglob("*") if not NOT_OURS & set(path.relative_to(project).parts))
    else:
        paths = (project / name for name in listed.split("\0") if name)
    return (path for path in paths if path.is_file())


def text_faults(text: str) -> Iterator[tuple[int, str]]:
    """The line and the nature of every fault in one file's text."""
    for number, line in enumerate(text.splitlines(), start=1):
        for name, pattern in PATTERNS.items():
            if pattern.search(line):
                yield number, name
        for found in ADDRESS_WITH_PASSWORD.finditer(line):
            if not THIS_MACHINE.match(found.group(1)):
                yield number, f"a password for {found.group(1)}"
        for found in EMAIL.finditer(line):
            if not NOBODYS_DOMAIN.search(found.group(1)):
                yield number, f"an e-mail address at {found.group(1)}; use example.org"
