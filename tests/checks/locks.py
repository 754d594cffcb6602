"""Whether the lock files say what setup.cfg and package.json ask for: exact versions, each with its hash.

`make lock` and `npm install` write them; this notices when somebody forgot, without asking any registry.
"""

import configparser
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# The version of the templates renders exactly the HTML of this version of the styles and scripts.
TEMPLATES_AND_STYLES = ("govuk-frontend-jinja", "4.1.0", "govuk-frontend", "6.3.0")
PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>\S+)")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")


@dataclass
class Locked:
    """One package of a lock file; `asked` when setup.cfg itself asks for it."""

    version: str
    hashes: int = 0
    asked: bool = False


@dataclass
class Lock:
    """A lock file of Python packages."""

    packages: dict[str, Locked] = field(default_factory=dict)
    foreign: list[str] = field(default_factory=list)


def faults(project: Path) -> Iterator[str]:
    """One sentence per fault in the lock files of `project`."""
    settings = configparser.ConfigParser()
    settings.read(project / "setup.cfg", encoding="utf-8")
    extras = {name: _requirements(text) for name, text in settings["options.extras_require"].items()}
    run = _requirements(settings["options"]["install_requires"]) + extras["build"]
    locks = {name: read_lock(project / name) for name in ("requirements.txt", "requirements-dev.txt")}
    yield from _python_faults("requirements.txt", locks["requirements.txt"], run)
    tried = run + extras["dev"] + extras["semantic"]
    yield from _python_faults("requirements-dev.txt", locks["requirements-dev.txt"], tried)
    for name, package in locks["requirements.txt"].packages.items():
        other = locks["requirements-dev.txt"].packages.get(name)
        if other is None or other.version != package.version:
            yield f"requirements-dev.txt: {name} is not {package.version} as in requirements.txt; type make lock"
    yield from _lock_faults("requirements-node.txt", read_lock(project / "requirements-node.txt"))
    yield from _lock_faults("requirements-bench.txt", read_lock(project / "requirements-bench.txt"))
    yield from _npm_faults(project)
    yield from _pair_faults(project, locks["requirements.txt"])


def _requirements(text: str) -> list[Requirement]:
    lines = (line.split(" #")[0].strip() for line in text.splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def read_lock(path: Path) -> Lock:
    """Read a lock file as `uv pip compile` writes it: a pin, its hashes, and as comments what asked for it."""
    lock, current = Lock(), None
    for line in path.read_text(encoding="utf-8").splitlines():
        pin = PIN.match(line)
        if pin:
            current = lock.packages[canonicalize_name(pin["name"])] = Locked(pin["version"])
        elif current and HASH.search(line):
            current.hashes += 1
        elif current and line.startswith("    #"):
            current.asked = current.asked or "consult (setup.cfg)" in line
        elif not line.startswith("#"):
            lock.foreign.append(line)
    return lock


def _lock_faults(name: str, lock: Lock) -> Iterator[str]:
    for line in lock.foreign:
        yield f"{name}: a line that is neither a pin nor a hash: {line}"
    for package, locked in lock.packages.items():
        if not locked.hashes:
            yield f"{name}: {package} has no hash"


def _python_faults(name: str, lock: Lock, wanted: list[Requirement]) -> Iterator[str]:
    yield from _lock_faults(name, lock)
    names = {canonicalize_name(requirement.name) for requirement in wanted}
    for requirement in wanted:
        locked = lock.packages.get(canonicalize_name(requirement.name))
        if locked is None or not requirement.specifier.contains(locked.version):
            yield f"{name}: setup.cfg asks for {requirement}, which is not locked; type make lock"
    for package, locked in lock.packages.items():
        if locked.asked and package not in names:
            yield f"{name}: {package} is locked, and setup.cfg does not ask for it; type make lock"


def _npm_faults(project: Path) -> Iterator[str]:
    asked = json.loads((project / "package.json").read_text(encoding="utf-8"))
    packages = json.loads((project / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for kind in ("dependencies", "devDependencies"):
        if asked.get(kind, {}) != packages[""].get(kind, {}):
            yield f"package-lock.json: {kind} differ from package.json; type npm install"
        for name, version in asked.get(kind, {}).items():
            if not re.fullmatch(r"\d+\.\d+\.\d+", version):
                yield f"package.json: {name} must be one exact version, not {version}"
    for path, package in packages.items():
        if path and "integrity" not in package:
            yield f"package-lock.json: {path} has no hash"
        if "resolved" in package:
            yield f"package-lock.json: {path} names a registry"


def _pair_faults(project: Path, lock: Lock) -> Iterator[str]:
    templates, templates_version, styles, styles_version = TEMPLATES_AND_STYLES
    asked = json.loads((project / "package.json").read_text(encoding="utf-8"))["dependencies"]
    locked = lock.packages.get(templates)
    found = (locked.version if locked else None, asked.get(styles))
    if found != (templates_version, styles_version):
        yield f"{templates} and {styles} must be {templates_version} and {styles_version} together, not {found}"
