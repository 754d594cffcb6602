"""A real browser for the tests and for the pictures in docs/: Debian's Chromium, driven by Playwright."""

import contextlib
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Nothing but the page may go over the network: a test must not wait for what a browser asks of its maker.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


def find_chromium() -> str | None:
    """Where Chromium is, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield opened
        opened.close()


@contextlib.contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application on a port of its own; gives its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def new_page(opened: Browser, address: str, *, width: int = 1280, scripts: bool = True) -> Page:
    """A page of somebody new, `width` pixels wide."""
    height = 900 if width > 600 else 740
    context = opened.new_context(
        base_url=address, viewport={"width": width, "height": height}, java_script_enabled=scripts
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    return page


def sign_in(page: Page, name: str) -> None:
    """Sign in as somebody of the demonstration."""
    page.goto("/sign-in")
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_url("**/")


def check_fits(page: Page) -> None:
    """Raise AssertionError when the page is wider than its window."""
    wide, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= window, f"{page.url} is {wide} pixels wide in a window of {window}"


def picture(page: Page, path: Path) -> None:
    """Take a picture of the whole page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(path), full_page=True)
