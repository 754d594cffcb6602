"""The words for people are true: what README and docs name is there, and what is there they name."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from consult.comments.models import DispositionOutcome, Position
from consult.config import PROJECT
from consult.database import Base
from consult.documents.models import DocumentKind
from consult.drafting.states import AnswerStatus
from consult.outcomes.models import SubmittedBy
from consult.running.tables import metadata
from consult.sign_off.models import Verdict

README = PROJECT / "README.md"
WORDS = PROJECT / "docs/words.md"
PAGES = [README, *sorted((PROJECT / "docs").rglob("*.md"))]
GUIDES = sorted((PROJECT / "docs/guides").glob("*.md"))
DECISIONS = sorted((PROJECT / "docs/decisions").glob("[0-9]*.md"))
SETTINGS_READ_IN = (
    *(path.relative_to(PROJECT).as_posix() for path in sorted((PROJECT / "consult/config").glob("*.py"))),
    "consult/running/serving.py",
    "consult/running/supervising.py",
    "consult/running/web_server.py",
)
# What the tests and the build read; an operator never sets them.
OTHER_SETTINGS_READ_IN = ("tests/postgres.py", "Makefile", "build_steps/make_environment.sh")
HAVE_NO_PAGE = {"__pycache__", "__init__.py"}


def name_of(path: Path) -> str:
    """'docs/words.md'."""
    return path.relative_to(PROJECT).as_posix()


every_page = pytest.mark.parametrize("page", PAGES, ids=name_of)


@cache
def source(path: Path) -> str:
    """The text of a file."""
    return path.read_text(encoding="utf-8")


def prose(page: Path) -> str:
    """A page without its blocks of code."""
    return re.sub(r"^(```.*?^```$| {4}\S.*?$)", "", source(page), flags=re.DOTALL | re.MULTILINE)


def code(page: Path) -> Iterator[str]:
    """Every piece of code of a page: blocks, and what stands between backticks."""
    blocks = re.findall(r"^```\w*\n(.*?)^```$", source(page), flags=re.DOTALL | re.MULTILINE)
    yield from blocks
    yield from re.findall(r"^ {4}(\S.*)$", source(page), flags=re.MULTILINE)
    yield from re.findall(r"`([^`\n]+)`", prose(page))


def table(page: Path, heading: str) -> list[list[str]]:
    """The cells of the table under a heading, without its first two lines."""
    _, _, rest = source(page).partition(f"## {heading}\n")
    rows = re.findall(r"^\|(.*)\|$", rest.split("\n## ")[0], flags=re.MULTILINE)
    assert len(rows) > 2, f"{name_of(page)} has no table under {heading!r}"
    return [[cell.strip() for cell in row.split("|")] for row in rows[2:]]


def anchors(page: Path) -> set[str]:
    """The places of a page that a link can lead to."""
    headings = re.findall(r"^#+ (.+)$", source(page), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@every_page
def test_every_link_and_picture_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if target.startswith("https://"):
            continue
        path, _, place = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.is_relative_to(PROJECT), f"{target} leaves the project"
        assert found.exists(), f"{target} is not there"
        assert not place or place in anchors(found), f"{target} leads to no heading"


@every_page
def test_every_picture_has_words_for_who_cannot_see_it(page: Path) -> None:
    for words, target in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", source(page)):
        assert len(words.split()) >= 5, f"{target} has no alternative text"


@every_page
def test_every_module_that_is_named_is_there(page: Path) -> None:
    for piece in code(page):
        for path in re.findall(r"^(?:consult|templates|assets|tests|docs|question_banks)/[\w/.-]+$", piece):
            discarded = page in DECISIONS and f"`{path}`" in source(page).partition("## Discarded")[2]
            assert discarded or (PROJECT / path).exists(), f"{path} is not there"


def tree() -> list[str]:
    """The paths that README's tree names, in its order."""
    block = re.search(r"^```text\n(consult/.*?)^```$", source(README), flags=re.DOTALL | re.MULTILINE)
    assert block, "README has no tree"
    folders: list[str] = []
    paths = []
    for line in block[1].splitlines():
        found = re.fullmatch(r"( *)(\S+) {2,}\S.*", line)
        assert found, f"not a name and what it is: {line!r}"
        depth = len(found[1]) // 2
        folders[depth:] = [found[2]]
        paths.append("".join(folders))
    return paths


def test_the_tree_names_only_what_is_there() -> None:
    paths = tree()
    assert len(paths) == len(set(paths))
    for path in paths:
        assert (PROJECT / path).is_dir() == path.endswith("/"), path
        assert (PROJECT / path).exists(), path


def test_the_tree_names_every_package_and_module_of_the_first_level() -> None:
    first_level = {
        f"consult/{found.name}{'/' if found.is_dir() else ''}"
        for found in (PROJECT / "consult").iterdir()
        if found.name not in HAVE_NO_PAGE and (found.suffix == ".py" or (found / "__init__.py").exists())
    }
    assert first_level <= set(tree())


@cache
def commands() -> frozenset[str]:
    """The commands that `consult --help` lists."""
    plain = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}
    run = [sys.executable, "-m", "consult.running.commands", "--help"]
    shown = subprocess.run(run, cwd=PROJECT, env=plain, capture_output=True, text=True, check=True).stdout
    return frozenset(re.findall(r"^ {4}([a-z][a-z-]+)", shown, flags=re.MULTILINE))


def test_readme_lists_the_commands_that_there_are() -> None:
    listed = [re.match(r"`consult ([a-z-]+)", row[0]) for row in table(README, "The command line")]
    assert {found[1] for found in listed if found} == commands()
    assert len(listed) == len(commands())


@every_page
def test_every_command_that_is_named_is_there(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", source(PROJECT / "Makefile"), flags=re.MULTILINE))
    for piece in code(page):
        for command in re.findall(r"(?:^|\n|bin/)consult ([a-z][a-z-]*)", piece):
            assert command in commands(), f"consult {command}"
        for target in re.findall(r"(?:^|\n| )make ([a-z]+)", piece):
            assert target in targets, f"make {target}"


def settings_read(paths: tuple[str, ...]) -> set[str]:
    """The names of settings that some Python modules read."""
    found = set()
    for path in paths:
        for node in ast.walk(ast.parse(source(PROJECT / path))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= set(re.findall(r"^[A-Z][A-Z_]+$", node.value))
    return found


@every_page
def test_every_setting_that_is_named_is_read(page: Path) -> None:
    elsewhere = "\n".join(source(PROJECT / path) for path in OTHER_SETTINGS_READ_IN)
    for piece in code(page):
        named = re.findall(r"^[A-Z]+_?[A-Z_]{2,}$", piece) + re.findall(r"\b([A-Z][A-Z_]{2,})=", piece)
        for name in named:
            assert name in settings_read(SETTINGS_READ_IN) or re.search(rf"\b{name}\b", elsewhere), name


def test_every_setting_that_is_read_is_described() -> None:
    described = {row[0].strip("`") for row in table(PROJECT / "docs/operating.md", "Settings")}
    assert settings_read(SETTINGS_READ_IN) == described


def words() -> list[tuple[str, str]]:
    """The words of docs/words.md that are names in the code, each with its module."""
    rows = re.findall(r"^\| (.+?) \| .+ \| `(consult/\S+\.py)` \|$", source(WORDS), flags=re.MULTILINE)
    return [(word.strip("`"), module) for word, module in rows if word.startswith("`")]


def defined(module: Path) -> set[str]:
    """The classes and functions of a module."""
    kinds = (ast.ClassDef, ast.FunctionDef)
    return {node.name for node in ast.parse(source(module)).body if isinstance(node, kinds)}


def test_every_word_lives_where_it_is_said_to_live() -> None:
    assert len(words()) > 25
    for word, module in words():
        assert word in defined(PROJECT / module), f"{word} is not in {module}"


def test_every_table_has_its_word() -> None:
    """Wherever its model stands, in a module of whatever name."""
    explained = {word for word, _ in words()}
    plumbing = {"RoleHeld", "SignedInSession", "FailedSignIn", "EntryReader"}
    tables = {mapper.class_.__name__ for mapper in Base.registry.mappers}
    assert len(tables) == len(metadata.tables)
    assert tables - plumbing <= explained, "these tables have no word"


def test_words_not_in_the_code_yet_are_not_in_the_code() -> None:
    missing = {row[0].strip("`") for row in table(WORDS, "Not in the code yet")}
    everything = {name for module in (PROJECT / "consult").rglob("*.py") for name in defined(module)}
    assert not missing & everything


@pytest.mark.parametrize("decision", DECISIONS, ids=name_of)
def test_every_decision_has_its_five_parts_and_is_listed(decision: Path) -> None:
    parts = re.findall(r"^## (.+)$", source(decision), flags=re.MULTILINE)
    assert parts == ["Now", "Why", "How", "Discarded", "Risks"]
    title = source(decision).splitlines()[0].removeprefix("# ")
    listed = source(decision.parent / "README.md")
    assert f"| {decision.name[:4]} | [{title}]({decision.name}) |" in listed


def test_no_number_of_a_decision_is_used_twice() -> None:
    assert [decision.name[:4] for decision in DECISIONS] == [f"{n:04}" for n in range(1, len(DECISIONS) + 1)]


def spoken(module: ast.Module) -> list[str]:
    """The texts in a module that are not its docstrings."""
    docstrings = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    constants = (node for node in ast.walk(module) if isinstance(node, ast.Constant) and id(node) not in docstrings)
    return [node.value for node in constants if isinstance(node.value, str)]


@cache
def words_of_the_pages() -> str:
    """Everything that a page can say: templates, the texts in the code, and the labels of choices."""
    said = [source(path) for path in sorted((PROJECT / "templates").rglob("*.html"))]
    for module in sorted((PROJECT / "consult").rglob("*.py")):
        said += spoken(ast.parse(source(module)))
    for choices in (AnswerStatus, Position, DispositionOutcome, Verdict, SubmittedBy, DocumentKind):
        said += [choice.label for choice in choices]
    return re.sub(r"\s+", " ", "\n".join(said))


@pytest.mark.parametrize("guide", GUIDES, ids=name_of)
def test_guides_use_the_words_of_the_pages(guide: Path) -> None:
    bold = re.findall(r"\*\*([^*]+)\*\*", source(guide))
    assert len(bold) > 5
    pages = words_of_the_pages()
    unknown = [named for named in bold if not re.search(rf"\b{re.escape(' '.join(named.split()))}(?!\w)", pages)]
    assert not unknown, "a guide says what no page says"
