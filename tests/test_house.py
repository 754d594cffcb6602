"""The house stands: every route has a rule and a line in the table, no GET writes, every template belongs to a page."""

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import meta

from consult.application import create_app
from consult.config import PROJECT
from consult.database import Database
from consult.demo.cast import Cast
from consult.permissions import HOLDS, Permission
from tests.house import PEOPLE, PUBLIC, addresses, content, csrf, rules
from tests.visitor import Visitor

TEMPLATES = PROJECT / "templates"
P = Permission

# Every route: its methods, its address, and who may use it. A new route is a new line here.
ROUTES = {
    ("GET", "/sign-in", PUBLIC),
    ("POST", "/sign-in", PUBLIC),
    ("POST", "/sign-in/demo/<int:person_id>", PUBLIC),
    ("POST", "/sign-out", PUBLIC),
    ("GET", "/sign-in/code", PUBLIC),
    ("POST", "/sign-in/code", PUBLIC),
    ("GET", "/sign-in/link", PUBLIC),
    ("POST", "/sign-in/link", PUBLIC),
    ("GET", "/sign-in/link/sent", PUBLIC),
    ("GET", "/sign-in/link/<token>", PUBLIC),
    ("POST", "/sign-in/link/<token>", PUBLIC),
    ("POST", "/sign-in/openid", PUBLIC),
    ("GET", "/sign-in/openid/back", PUBLIC),
    ("POST", "/sign-in/openid/back", PUBLIC),
    ("GET", "/account/connect", P.USE_SERVICE),
    ("POST", "/account/connect", P.USE_SERVICE),
    ("POST", "/account/connect/start", P.USE_SERVICE),
    ("POST", "/account/connect/end", P.USE_SERVICE),
    ("GET POST", "/account/email", P.USE_SERVICE),
    ("GET", "/account/email/<token>", P.USE_SERVICE),
    ("POST", "/account/email/<token>", P.USE_SERVICE),
    ("GET POST", "/account/mail", P.USE_SERVICE),
    ("GET", "/account", P.USE_SERVICE),
    ("POST", "/account/sessions/<int:session_id>/end", P.USE_SERVICE),
    ("POST", "/account/sessions/end-others", P.USE_SERVICE),
    ("GET POST", "/account/password", P.USE_SERVICE),
    ("GET", "/account/second-factor", P.USE_SERVICE),
    ("POST", "/account/second-factor/begin", P.USE_SERVICE),
    ("POST", "/account/second-factor/confirm", P.USE_SERVICE),
    ("POST", "/account/second-factor/codes", P.USE_SERVICE),
    ("POST", "/account/second-factor/codes.txt", P.USE_SERVICE),
    ("GET POST", "/account/second-factor/off", P.USE_SERVICE),
    ("GET POST", "/account/passkeys/new", P.USE_SERVICE),
    ("POST", "/account/passkeys", P.USE_SERVICE),
    ("POST", "/account/passkeys/challenge", P.USE_SERVICE),
    ("GET POST", "/account/passkeys/<int:passkey_id>", P.USE_SERVICE),
    ("POST", "/account/passkeys/<int:passkey_id>/remove", P.USE_SERVICE),
    ("POST", "/sign-in/passkey", PUBLIC),
    ("POST", "/sign-in/passkey/challenge", PUBLIC),
    ("POST", "/people/<int:person_id>/second-factor/reset", P.MANAGE_PEOPLE),
    ("GET", "/", P.USE_SERVICE),
    ("GET", "/people", P.MANAGE_PEOPLE),
    ("GET POST", "/people/new", P.MANAGE_PEOPLE),
    ("GET POST", "/people/<int:person_id>", P.MANAGE_PEOPLE),
    ("GET POST", "/people/<int:person_id>/anonymise", P.MANAGE_PEOPLE),
    ("GET POST", "/people/<int:person_id>/move", P.MANAGE_PEOPLE),
    ("GET POST", "/people/left-open", P.MANAGE_PEOPLE),
    ("GET", "/people/joining", P.MANAGE_PEOPLE),
    ("GET POST", "/people/joining/<int:request_id>", P.MANAGE_PEOPLE),
    ("GET", "/people/import/template.csv", P.MANAGE_PEOPLE),
    ("GET POST", "/people/import", P.MANAGE_PEOPLE),
    ("GET POST", "/people/imports/<int:import_id>", P.MANAGE_PEOPLE),
    ("GET", "/permissions", P.MANAGE_PEOPLE),
    ("GET", "/organisations", P.MANAGE_PEOPLE),
    ("GET POST", "/organisations/new", P.MANAGE_PEOPLE),
    ("GET", "/organisations/<int:organisation_id>", P.MANAGE_PEOPLE),
    ("GET POST", "/organisations/<int:organisation_id>/change", P.MANAGE_PEOPLE),
    ("POST", "/organisations/<int:organisation_id>/off", P.MANAGE_PEOPLE),
    ("POST", "/organisations/<int:organisation_id>/on", P.MANAGE_PEOPLE),
    ("GET POST", "/organisations/<int:organisation_id>/members/new", P.MANAGE_PEOPLE),
    ("GET POST", "/memberships/<int:membership_id>", P.MANAGE_PEOPLE),
    ("GET", "/lists", P.MANAGE_LISTS),
    ("GET POST", "/lists/new", P.MANAGE_LISTS),
    ("GET", "/lists/<int:list_id>", P.MANAGE_LISTS),
    ("GET POST", "/lists/<int:list_id>/rename", P.MANAGE_LISTS),
    ("POST", "/lists/<int:list_id>/people/<int:person_id>/add", P.MANAGE_LISTS),
    ("POST", "/lists/<int:list_id>/people/<int:person_id>/remove", P.MANAGE_LISTS),
    ("POST", "/lists/<int:list_id>/delete", P.MANAGE_LISTS),
    ("GET", "/consultations", P.LOAD_CONSULTATIONS),
    ("GET POST", "/consultations/load", P.LOAD_CONSULTATIONS),
    ("GET POST", "/consultations/<int:consultation_id>/load", P.LOAD_CONSULTATIONS),
    ("GET", "/readings/<int:reading_id>", P.LOAD_CONSULTATIONS),
    ("GET", "/consultations/<int:consultation_id>", P.LOAD_CONSULTATIONS),
    ("GET POST", "/consultations/<int:consultation_id>/details", P.REVIEW_QUESTIONS),
    ("GET", "/papers/<int:paper_id>", P.LOAD_CONSULTATIONS),
    ("GET", "/question-sets/<int:question_set_id>", P.REVIEW_QUESTIONS),
    ("GET", "/question-sets/<int:question_set_id>/paper", P.REVIEW_QUESTIONS),
    ("GET POST", "/question-sets/<int:question_set_id>/changes", P.REVIEW_QUESTIONS),
    ("POST", "/question-sets/<int:question_set_id>/publish", P.REVIEW_QUESTIONS),
    ("GET POST", "/question-sets/<int:question_set_id>/questions/new", P.REVIEW_QUESTIONS),
    ("POST", "/question-sets/<int:question_set_id>/questions/gather", P.REVIEW_QUESTIONS),
    ("POST", "/question-sets/<int:question_set_id>/undo", P.REVIEW_QUESTIONS),
    ("GET POST", "/questions/<int:question_id>", P.REVIEW_QUESTIONS),
    ("GET POST", "/questions/<int:question_id>/split", P.REVIEW_QUESTIONS),
    ("POST", "/questions/<int:question_id>/accept", P.REVIEW_QUESTIONS),
    ("POST", "/questions/<int:question_id>/remove", P.REVIEW_QUESTIONS),
    ("POST", "/questions/<int:question_id>/put-back", P.REVIEW_QUESTIONS),
    ("POST", "/questions/<int:question_id>/join", P.REVIEW_QUESTIONS),
    ("POST", "/questions/<int:question_id>/move", P.REVIEW_QUESTIONS),
    ("GET POST", "/question-sets/<int:question_set_id>/respond", P.SET_UP_RESPONSES),
    ("GET", "/responses", P.READ_RESPONSES),
    ("GET", "/responses/<int:response_id>", P.READ_RESPONSES),
    ("GET POST", "/responses/<int:response_id>/plan", P.SET_UP_RESPONSES),
    ("GET", "/responses/<int:response_id>/people", P.SET_UP_RESPONSES),
    ("GET POST", "/responses/<int:response_id>/invite", P.SET_UP_RESPONSES),
    ("GET POST", "/responses/<int:response_id>/invitations/<int:invitation_id>", P.SET_UP_RESPONSES),
    ("GET POST", "/responses/<int:response_id>/invitations/<int:invitation_id>/withdraw", P.SET_UP_RESPONSES),
    ("POST", "/responses/<int:response_id>/invitations/<int:invitation_id>/send-again", P.SET_UP_RESPONSES),
    ("GET POST", "/responses/<int:response_id>/roles/new", P.SET_UP_RESPONSES),
    ("GET POST", "/responses/<int:response_id>/roles/<int:role_id>/remove", P.SET_UP_RESPONSES),
    ("GET", "/deciders", P.NAME_DECIDERS),
    ("GET POST", "/bodies/<int:body_id>/deciders/new", P.NAME_DECIDERS),
    ("GET POST", "/bodies/<int:body_id>/deciders/<int:given_id>/remove", P.NAME_DECIDERS),
    ("GET", "/invitations/<token>", "anybody"),
    ("POST", "/invitations/<token>", "anybody"),
    ("GET", "/responses/<int:response_id>/answers", P.READ_RESPONSES),
    ("GET POST", "/responses/<int:response_id>/take-over", P.DRAFT_ANSWERS),
    ("GET POST", "/responses/<int:response_id>/take-over/<int:reading_id>", P.DRAFT_ANSWERS),
    ("GET POST", "/responses/<int:response_id>/take-over-found", P.DRAFT_ANSWERS),
    ("GET POST", "/responses/<int:response_id>/new-questions", P.DRAFT_ANSWERS),
    ("GET", "/answers/<int:answer_id>", P.READ_RESPONSES),
    ("POST", "/answers/<int:answer_id>", P.DRAFT_ANSWERS),
    ("GET", "/answers/<int:answer_id>/merge/<int:n>", P.DRAFT_ANSWERS),
    ("GET", "/answers/<int:answer_id>/versions", P.READ_RESPONSES),
    ("GET", "/answers/<int:answer_id>/compare", P.READ_RESPONSES),
    ("POST", "/answers/<int:answer_id>/versions/<int:n>/restore", P.DRAFT_ANSWERS),
    ("GET POST", "/answers/<int:answer_id>/versions/<int:n>/name", P.DRAFT_ANSWERS),
    ("GET POST", "/answers/<int:answer_id>/notes", P.KEEP_NOTES),
    ("POST", "/answers/<int:answer_id>/unsaved", P.DRAFT_ANSWERS),
    ("GET", "/answers/<int:answer_id>/unsaved/discard", P.READ_RESPONSES),
    ("POST", "/answers/<int:answer_id>/unsaved/discard", P.READ_RESPONSES),
    ("POST", "/answers/<int:answer_id>/comments", P.COMMENT),
    ("GET", "/responses/<int:response_id>/comments", P.READ_RESPONSES),
    ("GET POST", "/comments/<int:comment_id>/settle", P.SETTLE_COMMENTS),
    ("GET", "/responses/<int:response_id>/sign-off", P.READ_SIGN_OFF),
    ("POST", "/responses/<int:response_id>/sign-off", P.SEND_FOR_SIGN_OFF),
    ("GET", "/responses/<int:response_id>/compare", P.READ_SIGN_OFF),
    ("GET", "/rounds/<int:round_id>", P.READ_SIGN_OFF),
    ("GET POST", "/decisions/<int:decision_id>", P.DECIDE),
    ("GET POST", "/rounds/<int:round_id>/withdraw", P.SEND_FOR_SIGN_OFF),
    ("GET", "/responses/<int:response_id>/documents", P.READ_DOCUMENTS),
    ("GET POST", "/responses/<int:response_id>/report", P.PREPARE_DOCUMENTS),
    ("GET POST", "/responses/<int:response_id>/letter", P.PREPARE_DOCUMENTS),
    ("GET", "/responses/<int:response_id>/drafts/<kind>/<int:n>", P.PREPARE_DOCUMENTS),
    ("GET", "/responses/<int:response_id>/drafts/<kind>.docx", P.PREPARE_DOCUMENTS),
    ("GET", "/rounds/<int:round_id>/<kind>.docx", P.READ_DOCUMENTS),
    ("POST", "/rounds/<int:round_id>/issue", P.PREPARE_DOCUMENTS),
    ("GET", "/documents/<int:document_id>", P.READ_DOCUMENTS),
    ("GET POST", "/responses/<int:response_id>/submit", P.SUBMIT),
    ("GET", "/library", P.SEARCH_LIBRARY),
    ("GET", "/library/<int:entry_id>", P.SEARCH_LIBRARY),
    ("POST", "/library/searches", P.SEARCH_LIBRARY),
    ("POST", "/library/searches/<int:search_id>/run", P.SEARCH_LIBRARY),
    ("POST", "/library/searches/<int:search_id>/delete", P.SEARCH_LIBRARY),
    ("GET", "/library/export.<kind>", P.SEARCH_LIBRARY),
    ("GET", "/library/<int:entry_id>/versions", P.SEARCH_LIBRARY),
    ("GET", "/library/<int:entry_id>/beside/<int:other_id>", P.SEARCH_LIBRARY),
    ("GET", "/library/review", P.KEEP_LIBRARY),
    ("GET POST", "/library/<int:entry_id>/review", P.KEEP_LIBRARY),
    ("GET POST", "/library/<int:entry_id>/details", P.KEEP_LIBRARY),
    ("GET", "/library/<int:entry_id>/use", P.DRAFT_ANSWERS),
    ("GET", "/library/claims", P.CONFIRM_ADOPTION),
    ("GET POST", "/library/claims/<int:claim_id>", P.CONFIRM_ADOPTION),
    ("GET POST", "/library/<int:entry_id>/adoption", P.CONFIRM_ADOPTION),
    ("GET POST", "/library/<int:entry_id>/amend", P.KEEP_LIBRARY),
    ("GET POST", "/library/proposals/<int:proposal_id>", P.KEEP_LIBRARY),
    ("GET", "/library/duplicates", P.KEEP_LIBRARY),
    ("GET POST", "/library/duplicates/<int:pair_id>", P.KEEP_LIBRARY),
    ("GET POST", "/library/retention", P.KEEP_LIBRARY),
    ("GET POST", "/library/catalogue", P.KEEP_LIBRARY),
    ("GET", "/library/catalogue/<int:load_id>", P.KEEP_LIBRARY),
    ("GET", "/library/catalogue/<int:load_id>/report.csv", P.KEEP_LIBRARY),
    ("GET POST", "/library/catalogue/files/<int:file_id>", P.KEEP_LIBRARY),
    ("GET POST", "/answers/<int:answer_id>/use/<int:entry_id>", P.DRAFT_ANSWERS),
    ("GET", "/question-sets/<int:question_set_id>/earlier", P.REVIEW_QUESTIONS),
    ("GET", "/responses/<int:response_id>/record", P.READ_RECORD),
    ("GET", "/answers/<int:answer_id>/record", P.READ_RECORD),
    ("GET", "/notices", P.MANAGE_NOTICES),
    ("GET", "/notices/<int:notice_id>", P.MANAGE_NOTICES),
    ("POST", "/notices/<int:notice_id>/send-again", P.MANAGE_NOTICES),
}


def test_every_route_has_its_rule_and_stands_in_the_table(app: Flask) -> None:
    assert {(methods, address, who) for methods, address, _, who in rules(app)} == ROUTES


def test_every_permission_is_held_and_asked_for(app: Flask) -> None:
    asked = {who for _, _, _, who in rules(app)} - {PUBLIC}
    held = frozenset().union(*HOLDS.values())
    assert asked - {None} <= held
    assert set(Permission) == held


def test_an_unmarked_view_is_refused_to_everybody(app: Flask, cast: Cast) -> None:
    made = create_app(app.extensions["settings"])
    made.add_url_rule("/forgotten", view_func=lambda: "secret", endpoint="forgotten")
    for name in PEOPLE:
        visitor = Visitor(made.test_client())
        if name:
            visitor.sign_in_as(cast.people[name].id)
        assert "secret" not in visitor.open("/forgotten", expect=403).text
    made.extensions["database"].close()


def test_no_get_writes(app: Flask, database: Database, demo: Cast, visit: Callable[[str | None], Visitor]) -> None:
    visitors = [visit(name) for name in PEOPLE]
    before = content(database)
    for visitor in visitors:
        for method, address, _ in addresses(app, demo):
            if method == "GET":
                visitor.open(address, expect=None)
                assert visitor.status < 500
    assert content(database) == before


@pytest.mark.authz
def test_who_lacks_the_permission_is_refused(
    app: Flask, demo: Cast, database: Database, visit: Callable[[str | None], Visitor]
) -> None:
    visitors = {name: visit(name) for name in PEOPLE}
    before = content(database)
    for name, visitor in visitors.items():
        roles = demo.viewers[name].roles if name else frozenset()
        for method, address, who in addresses(app, demo):
            if who == PUBLIC or any(who in HOLDS[role] for role in roles):
                continue
            token = csrf(visitor) if name else ""
            send = visitor.client.get if method == "GET" else visitor.client.post
            response = send(
                address, base_url="http://localhost", data={"csrf_token": token} if method == "POST" else {}
            )
            wanted = {403} if name else {302, 400, 401}
            assert response.status_code in wanted, f"{name} {method} {address}: {response.status_code}"
    assert content(database) == before


def test_a_post_without_its_token_changes_nothing(
    app: Flask, demo: Cast, database: Database, visit: Callable[[str | None], Visitor]
) -> None:
    officer = visit("Policy officer")
    before = content(database)
    for method, address, who in addresses(app, demo):
        if method == "POST" and who != PUBLIC:
            response = officer.client.post(address, base_url="http://localhost", data={"text": "x" * 40})
            assert response.status_code in (400, 403), f"{address}: {response.status_code}"
    assert content(database) == before


def test_headers_stand_on_every_answer(app: Flask, visit: Callable[[str | None], Visitor]) -> None:
    officer = visit("Policy officer")
    for path in ("/", "/nowhere", "/people", "/static/manifest.json", "/library"):
        headers = officer.open(path, expect=None).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self' 'nonce-"), path
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"


def test_a_strange_host_name_is_refused(app: Flask) -> None:
    assert app.test_client().get("/sign-in", base_url="http://evil.example").status_code == 400


def templates() -> list[str]:
    """The names of all page templates."""
    return sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))


def test_every_template_parses_and_belongs_to_a_view_or_a_template(app: Flask) -> None:
    environment = app.jinja_env
    used: set[str] = set()
    for name in templates():
        source = (TEMPLATES / name).read_text("utf-8")
        used |= {found for found in meta.find_referenced_templates(environment.parse(source)) if found}
        environment.get_template(name)
    code = "\n".join(path.read_text("utf-8") for path in Path(PROJECT / "consult").rglob("*.py"))
    used |= set(re.findall(r'"([\w/]+\.html)"', code))
    used |= {f"documents/{kind}.html" for kind in ("committee_report", "covering_letter")}
    assert set(templates()) <= used
    assert used <= set(templates())


def misplaced(module: str, source: str) -> set[str]:
    """The page templates of another stage's folder that a module of pages names."""
    stage = module.split("/")[0]
    return {name for name in re.findall(r'"(\w+/\w+\.html)"', source) if not name.startswith(f"{stage}/")}


def test_a_page_stands_in_the_folder_of_the_stage_that_makes_it() -> None:
    assert misplaced("sign_in/pages/account.py", 'render_template("people/account.html")') == {"people/account.html"}
    pages = [path for path in (PROJECT / "consult").glob("*/pages/*.py") if path.name != "__init__.py"]
    assert len(pages) > 30
    for path in pages:
        module = path.relative_to(PROJECT / "consult").as_posix()
        assert misplaced(module, path.read_text("utf-8")) == set(), module


def asks_which_database(source: str) -> bool:
    """Whether code does one thing on SQLite and another on PostgreSQL, or speaks the language of one of them."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr == "dialect":
            return True
        named = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        named += [each.name for each in node.names] if isinstance(node, ast.Import) else []
        if any(name.startswith("sqlalchemy.dialects") for name in named):
            return True
    return False


def test_only_the_database_and_the_search_engines_ask_which_database_it_is() -> None:
    assert asks_which_database("if session.get_bind().dialect.name == 'sqlite': pass")
    assert asks_which_database("from sqlalchemy.dialects import postgresql")
    asking = [
        path.relative_to(PROJECT / "consult").as_posix()
        for path in Path(PROJECT / "consult").rglob("*.py")
        if asks_which_database(path.read_text("utf-8"))
    ]
    assert [name for name in asking if not re.search(r"(postgres|whoosh)\w*[./]", name)] == ["database.py"]


def imports_from_tests(source: str) -> list[str]:
    """The modules of tests that a module imports something from."""
    named = [node.module or "" for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)]
    return [name for name in named if name.rpartition(".")[2].startswith("test_")]


def test_what_several_tests_need_stands_beside_the_tests() -> None:
    assert imports_from_tests("if deep:\n    from tests.library.test_life import found") == ["tests.library.test_life"]
    found = {
        path.relative_to(PROJECT).as_posix(): names
        for path in Path(PROJECT / "tests").rglob("*.py")
        if (names := imports_from_tests(path.read_text("utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize("path", ["/", "/library", "/responses"])
def test_nobody_is_sent_to_sign_in_and_back(path: str, visit: Callable[[str | None], Visitor]) -> None:
    visitor = visit(None).open(path)
    assert visitor.heading == "Sign in"
    visitor.submit("Policy officer")
    assert visitor.path == path


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(target: str, visit: Callable[[str | None], Visitor]) -> None:
    visitor = visit(None).open("/sign-in")
    assert visitor.submit("Policy officer", next=target).path == "/"
