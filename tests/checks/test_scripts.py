"""The built styles and scripts in a real browser under the strictest policy: what they do, and that nothing is blocked.

The pages here hold one form each, so that a fault of the scripts is not taken for a fault of a page of the journey.
"""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from jinja2 import Environment, PackageLoader, PrefixLoader
from playwright.sync_api import Browser, Page

STATIC = Path(__file__).resolve().parent.parent.parent / "consult" / "static"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'"
KINDS = {".css": "text/css", ".js": "text/javascript"}
FRAME = """<!DOCTYPE html><html lang="en" class="govuk-template"><head><meta charset="utf-8"><title>Trial</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/{css}"><script type="module" src="/{js}"></script></head>
<body class="govuk-template__body"><main>{body}</main></body></html>"""
FORM = """<form method="post" action="/" data-guard data-save-key novalidate>
<label for="answer">Answer</label><textarea id="answer" name="answer" data-keep="answer-1">{text}</textarea>
<button class="govuk-button" data-module="govuk-button">Save</button></form><a href="/elsewhere">Elsewhere</a>"""

pytestmark = [
    pytest.mark.browser,
]


class Site:
    """A server of one answer, as far as the scripts see one: a form, and a page that confirms that it was saved."""

    def __init__(self) -> None:
        self.text = "The saved answer"
        self.lose_next = False
        self.refused = ""
        self.saved: list[str] = []
        self.manifest = json.loads((STATIC / "manifest.json").read_text(encoding="utf-8"))

    def page(self, path: str) -> str:
        """The page at `path`."""
        refused = '<div class="govuk-error-summary"><a href="#answer">Shorten it</a></div>'
        bodies = {
            "/refused": refused + FORM.format(text=self.refused),
            "/": FORM.format(text=self.text),
            "/saved": '<p data-kept-clear="answer-1">Saved</p>',
            "/signed-out": '<p data-kept-clear="*">You have signed out</p>',
            "/components": components(),
            "/wide": wide(),
        }
        body = bodies.get(path, "<p>Elsewhere</p>")
        return FRAME.format(css=self.manifest["app.css"], js=self.manifest["app.js"], body=body)

    def save(self, text: str) -> str:
        """Save, or behave like a server that lost the session; where to go next."""
        if self.lose_next:
            self.lose_next = False
            return "/sign-in"
        self.saved.append(text.replace("\r\n", "\n"))
        self.text = self.saved[-1]
        return "/saved"


def components() -> str:
    """Components whose scripts change the page."""
    loader = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    env = Environment(loader=loader, autoescape=True)
    text = {"label": {"text": "Text"}, "id": "t", "name": "t"}
    shown = {
        "character-count": ("govukCharacterCount", {**text, "maxlength": 10}),
        "file-upload": ("govukFileUpload", {**text, "id": "f", "javascript": True}),
        "password-input": ("govukPasswordInput", {**text, "id": "p"}),
        "accordion": (
            "govukAccordion",
            {"id": "a", "items": [{"heading": {"text": "One"}, "content": {"text": "Folded"}}]},
        ),
        "service-navigation": (
            "govukServiceNavigation",
            {"serviceName": "Consult", "navigation": [{"text": "Home", "href": "/"}]},
        ),
    }
    source = "{%% from 'govuk_frontend_jinja/components/%s/macro.html' import %s %%}{{ %s(params) }}"
    return "".join(
        env.from_string(source % (name, macro, macro)).render(params=params) for name, (macro, params) in shown.items()
    )


def wide() -> str:
    """What must fit on a telephone: two columns, two versions, a table and the bar of buttons."""
    cells = "".join(f'<td class="govuk-table__cell" data-label="Column {n}">Some words of text</td>' for n in range(8))
    heads = "".join(f'<th scope="col" class="govuk-table__header">Column {n}</th>' for n in range(8))
    return f"""<div class="govuk-width-container"><div class="app-columns"><div>
<table class="govuk-table app-table--stacked"><thead><tr>{heads}</tr></thead><tbody><tr>{cells}</tr></tbody></table>
<div class="app-compare"><div class="app-compare__side">The <del>old</del> text</div>
<div class="app-compare__side">The <ins>new</ins> {"unbroken" * 30}</div></div>
<div class="app-bar"><button class="govuk-button">Save</button></div></div>
<aside class="app-columns__aside"><p class="govuk-body">Comments</p></aside></div></div>"""


@pytest.fixture
def site() -> Iterator[tuple[Site, str]]:
    """The site and its address on this machine."""
    if not (STATIC / "manifest.json").exists():
        pytest.skip("the assets are not built: type make setup")
    served = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            built = STATIC / self.path.lstrip("/")
            is_built = self.path != "/" and built.is_file()
            body = built.read_bytes() if is_built else served.page(self.path).encode()
            self.send_response(200)
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("Content-Type", KINDS[built.suffix] if is_built else "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode(), keep_blank_values=True)
            self.send_response(303)
            self.send_header("Location", served.save(form["answer"][0]))
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield served, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(opened: Browser) -> Iterator[Page]:
    """A new window; whatever the policy blocks or a script throws fails the test at its end."""
    context = opened.new_context()
    window = context.new_page()
    window.set_default_timeout(5000)
    complaints: list[str] = []
    window.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    window.on("pageerror", lambda error: complaints.append(str(error)))
    yield window
    context.close()
    assert [said for said in complaints if "favicon" not in said] == []


def wait_for_kept(page: Page, count: int) -> None:
    """Wait until the browser keeps `count` texts. (Playwright's own waiting needs eval, which the policy forbids.)"""
    for _ in range(50):
        if page.evaluate("Object.keys(localStorage).length") == count:
            return
        page.wait_for_timeout(50)
    pytest.fail(f"the browser does not keep {count} texts after 2.5 s")


def type_answer(page: Page, address: str, text: str) -> None:
    """Open the form, type into it and wait until the text is kept."""
    page.goto(address)
    page.fill("#answer", text)
    wait_for_kept(page, 1)


def test_components_start_and_the_policy_blocks_nothing(page: Page, site: tuple[Site, str]) -> None:
    page.goto(site[1] + "/components")
    assert "govuk-frontend-supported" in (page.get_attribute("body", "class") or "")
    page.get_by_text("You have 10 characters remaining").first.wait_for()
    page.get_by_role("button", name="Show password").click()
    assert page.get_attribute("#p", "type") == "text"
    page.get_by_role("button", name="Show all sections").click()
    assert page.get_by_text("Folded").is_visible()
    page.get_by_role("button", name="Choose file").wait_for()


def test_leaving_with_unsaved_changes_asks_first(page: Page, site: tuple[Site, str]) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(site[1])
    page.click("text=Elsewhere")
    page.wait_for_url("**/elsewhere")
    assert asked == []
    page.goto(site[1])
    page.press("#answer", "x")
    page.click("text=Elsewhere")
    page.wait_for_url("**/elsewhere")
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("keys", ["Control+s", "Control+Enter"])
def test_keys_save_without_a_question(page: Page, site: tuple[Site, str], keys: str) -> None:
    served, address = site
    type_answer(page, address, "Better words")
    page.press("#answer", keys)
    page.wait_for_url("**/saved")
    assert served.saved == ["Better words"]
    wait_for_kept(page, 0)


def test_text_survives_a_session_that_ran_out(page: Page, site: tuple[Site, str]) -> None:
    served, address = site
    served.lose_next = True
    type_answer(page, address, "Words nobody else has\nin two lines")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/sign-in")
    page.goto(address)
    assert page.input_value("#answer") == "Words nobody else has\nin two lines"
    page.get_by_text("We have put back text").wait_for()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/saved")
    page.goto(address)
    assert served.saved == ["Words nobody else has\nin two lines"]
    assert page.locator(".app-kept-text").count() == 0


def test_kept_text_can_be_discarded(page: Page, site: tuple[Site, str]) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    type_answer(page, site[1], "Words to drop")
    page.reload()
    page.click("text=Discard it")
    assert page.input_value("#answer") == "The saved answer"
    page.reload()
    assert page.locator(".app-kept-text").count() == 0


def test_kept_text_never_overwrites_what_somebody_else_saved(page: Page, site: tuple[Site, str]) -> None:
    served, address = site
    page.on("dialog", lambda dialog: dialog.accept())
    type_answer(page, address, "My words")
    served.text = "Their words"
    page.goto(address)
    assert page.input_value("#answer") == "Their words"
    assert page.locator(".app-kept-text__text").inner_text() == "My words"


def test_text_that_was_refused_is_not_lost_by_leaving(page: Page, site: tuple[Site, str]) -> None:
    served, address = site
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    served.refused = "Words that are too many"
    type_answer(page, address, served.refused)
    page.goto(address + "/refused")
    page.press("#answer", "End")
    page.click("text=Elsewhere")
    page.wait_for_url("**/elsewhere")
    page.goto(address)
    assert page.input_value("#answer") == served.refused
    assert len(asked) == 2


def test_signing_out_forgets_all_kept_text(page: Page, site: tuple[Site, str]) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    type_answer(page, site[1], "Words on a shared computer")
    page.goto(site[1] + "/signed-out")
    wait_for_kept(page, 0)


@pytest.mark.parametrize(("width", "columns"), [(375, 1), (1019, 1), (1280, 2)])
def test_pages_fit_the_screen(page: Page, site: tuple[Site, str], width: int, columns: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site[1] + "/wide")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    beside = "getComputedStyle(document.querySelector('.app-columns')).gridTemplateColumns.split(' ').length"
    assert page.evaluate(beside) == columns
    label = "getComputedStyle(document.querySelector('[data-label]'), '::before').content"
    assert ("Column 0" in page.evaluate(label)) == (width == 375)


def test_print_hides_what_can_only_be_pressed(page: Page, site: tuple[Site, str]) -> None:
    page.goto(site[1] + "/wide")
    assert page.locator(".app-bar").is_visible()
    page.emulate_media(media="print")
    assert not page.locator(".app-bar").is_visible()
    assert page.get_by_text("Comments").is_visible()
