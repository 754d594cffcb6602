"""The record as people read it: who did what and when, before and after, on a response and on one answer."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.config import PROJECT
from consult.database import Database
from consult.demo.cast import Cast
from consult.drafting.services import save_answer
from consult.history.models import HistoryEntry
from consult.history.words import WORDS, sentence
from consult.paging import PAGE
from tests.counting import count_statements
from tests.factories.situations import Drafting, answer_of, being_drafted
from tests.visitor import Visitor

pytestmark = pytest.mark.one_database

Visit = Callable[[str | None], Visitor]


def texts_in(node: ast.AST) -> set[str]:
    """The texts of an expression that can be its value: of a choice both ways, not what decides it."""
    if isinstance(node, ast.IfExp):
        return texts_in(node.body) | texts_in(node.orelse)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.Dict):
        return set().union(*(texts_in(value) for value in node.values))
    if isinstance(node, ast.Subscript):
        return texts_in(node.value)
    return set()


def assigned(function: ast.FunctionDef, name: str) -> set[str]:
    """The texts that a function gives to a name."""
    found = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name) and target.id == name:
                    found |= texts_in(node.value)
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs = zip(target.elts, node.value.elts, strict=True)
                    found |= {text for to, value in pairs if getattr(to, "id", "") == name for text in texts_in(value)}
    return found


def imported(tree: ast.Module) -> dict[str, ast.FunctionDef]:
    """The functions that a module takes from other modules of ours."""
    found = {}
    for node in (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)):
        source = PROJECT / f"{(node.module or '').replace('.', '/')}.py"
        if source.exists():
            names = {alias.name for alias in node.names}
            there = (each for each in ast.walk(ast.parse(source.read_text())) if isinstance(each, ast.FunctionDef))
            found |= {each.name: each for each in there if each.name in names}
    return found


def actions_of(path: Path) -> Iterator[tuple[str, set[str]]]:
    """Every place of a module that names an action: as `action=`, or in the place of a parameter of that name."""
    tree = ast.parse(path.read_text("utf-8"))
    own_functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    functions = {**imported(tree), **own_functions}
    for function in own_functions.values():
        own = {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            name = getattr(call.func, "id", "")
            given = [keyword.value for keyword in call.keywords if keyword.arg == "action"]
            if name in functions:
                parameters = [argument.arg for argument in functions[name].args.args]
                if "action" in parameters and len(call.args) > parameters.index("action"):
                    given.append(call.args[parameters.index("action")])
            if name != "record" and name not in functions:
                continue
            for value in given:
                if isinstance(value, ast.Name) and value.id in own:
                    continue  # handed on: found where the function is called
                found = assigned(function, value.id) if isinstance(value, ast.Name) else texts_in(value)
                yield f"{path.name}:{call.lineno}", found


def recording() -> list[Path]:
    """The modules that write to the record."""
    modules = sorted((PROJECT / "consult").rglob("*.py"))
    return [
        path for path in modules if "import head, record" in path.read_text() or "import record" in path.read_text()
    ]


def test_every_action_in_the_code_has_words() -> None:
    named = [(place, actions) for path in recording() for place, actions in actions_of(path)]
    assert len(named) > 50
    unclear = [place for place, actions in named if not actions]
    assert unclear == [], "the test cannot see which action is recorded there"
    actions = set().union(*(actions for _, actions in named))
    assert sorted(actions - set(WORDS)) == []


def test_every_word_belongs_to_an_action() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (PROJECT / "consult").rglob("*.py") if path.name != "words.py")
    assert sorted(action for action in WORDS if f'"{action}"' not in code) == []


def test_every_entry_of_the_demonstration_reads_as_a_sentence(database: Database, demo: Cast) -> None:
    with database.session(read_only=True) as session:
        for entry in session.scalars(sa.select(HistoryEntry)):
            told = sentence(entry.action, entry.details, names={})
            assert entry.action in WORDS
            assert "…" not in told, f"{entry.action}: {entry.details}"
            assert "_" not in told
            assert "{" not in told


def test_an_unknown_action_and_missing_details_are_told_all_the_same() -> None:
    assert sentence("brewed tea", "{}", names={}) == "brewed tea"
    assert sentence("answer revised", '{"place": 3}', names={}) == "saved version … of answer 3"


def test_the_record_of_an_answer_tells_before_and_after(drafting: Drafting, visit: Visit) -> None:
    answer = f"/answers/{drafting.answers[0]}"
    officer = visit("Policy officer").open(answer)
    officer.submit("Save answer", text="The first thought.", status="drafting")
    officer.open(answer).submit("Save answer", text="The second thought.", status="ready")
    police = visit("Police partner").open(answer)
    police.submit("Send comment", comment="A point of the police", suggestion="Their wording")
    officer.open(f"{answer}/record")
    for words in (
        "Policy officer saved version",
        "Policy officer moved answer 1 from drafting to ready",
        "Police partner commented on version",
        "A point of the police",
        "Their wording",
    ):
        assert words in officer.text, words
    assert "first" in [gone.text_content() for gone in officer.document.iter("del")]
    assert "second" in [come.text_content() for come in officer.document.iter("ins")]
    assert "answer 2" not in officer.text


def test_only_who_may_read_the_record_sees_it(drafting: Drafting, visit: Visit) -> None:
    answer, response = f"/answers/{drafting.answers[0]}/record", f"/responses/{drafting.response}/record"
    for who, status in {"Police partner": 403, "Administrator": 403, "Council Executive": 200}.items():
        visit(who).open(answer, expect=status)
        visit(who).open(response, expect=status)
    visit("Policy officer").open("/answers/987654/record", expect=404)
    assert visit(None).open(answer).heading == "Sign in"


def test_the_pages_of_the_record_are_paged_and_ask_no_more_for_more(
    app: Flask, cast: Cast, drafting: Drafting, database: Database, visit: Visit
) -> None:
    officer, number = visit("Policy officer"), drafting.answers[0]
    for path in (f"/responses/{drafting.response}/record", f"/answers/{number}/record"):
        with count_statements(app) as few:
            officer.open(path)
        with database.transaction() as session:
            for n in range(30):
                answer = answer_of(session, cast, number)
                thought = {"text": f"Thought {n}.", "based_on_n": answer.current_n}
                save_answer(session, actor=cast.viewers["Policy officer"], answer=answer, **thought)
        with count_statements(app) as many:
            officer.open(path)
        assert abs(many.statements - few.statements) <= 1, path
        assert "Page 1 of" in officer.text
        officer.follow("Next")
        officer.open(path + "?page=99999")
    assert PAGE == 25


def test_a_record_without_entries_says_so(drafting: Drafting, visit: Visit) -> None:
    page = visit("Policy officer").open(f"/answers/{drafting.answers[-1]}/record")
    assert "Nothing was done on this answer yet" in page.text


def test_versions_lead_to_the_record_and_back(cast: Cast, database: Database, visit: Visit) -> None:
    with database.transaction() as session:
        made = being_drafted(session, cast, ("Yes.",) * 4)
    first = made.answers[0]
    officer = visit("Policy officer").open(f"/answers/{first}/versions").follow("Who did what on this answer")
    assert officer.path == f"/answers/{first}/record"
    assert officer.open(f"/responses/{made.response}/record").text.count("Saved version") > 3
