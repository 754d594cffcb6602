"""The four pictures of docs/pictures, taken from the demonstration: make pictures.

Two runs give the same files: the demonstration is made anew, its clock stands still, nothing moves on a page.
"""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser

from consult import dates
from consult.config import PROJECT
from tests import chromium, named
from tests.browser import demonstration

FOLDER = PROJECT / "docs" / "pictures"
LARGEST = 200_000  # bytes
MOMENT = datetime(2027, 2, 8, 9, 30, tzinfo=UTC)
# File, person, page, and the height of the window in pixels.
PICTURES = (
    ("home.png", "Policy officer", "/", 900),
    ("drafting.png", "Policy officer", "/answers/{answer}", 1100),
    ("sign-off.png", "Council Executive", "/rounds/{round}", 1000),
    ("library.png", "Policy officer", "/library?q=neighbourhood+engagement", 900),
)


def main() -> None:
    """Take the pictures anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    dates.now = lambda: MOMENT
    with tempfile.TemporaryDirectory() as folder:
        app = demonstration.application(demonstration.seeded(Path(folder)))
        demonstration.send_for_decisions(app)
        with chromium.served(app) as address, chromium.browser() as opened:
            take(opened, address, numbers_of(app))
        app.extensions["database"].close()


def numbers_of(app: Flask) -> dict[str, int]:
    """What the addresses of the pictures name."""
    with app.extensions["database"].session(read_only=True) as session:
        return {"answer": named.answer_at(session, 6), "round": named.round_of(session)}


def take(opened: Browser, address: str, numbers: dict[str, int]) -> None:
    """Take each picture as its person sees the page."""
    for name, who, path, height in PICTURES:
        page = chromium.new_page(opened, address)
        page.set_viewport_size({"width": 1280, "height": height})
        chromium.sign_in(page, who)
        page.goto(path.format(**numbers))
        page.screenshot(path=str(FOLDER / name), animations="disabled", caret="hide")
        page.context.close()
        size = (FOLDER / name).stat().st_size
        print(f"{name}: {size / 1000:.0f} kB")
        if size > LARGEST:
            raise SystemExit(f"{name} is larger than {LARGEST / 1000:.0f} kB")


if __name__ == "__main__":
    main()
