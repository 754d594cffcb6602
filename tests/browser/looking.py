"""What a page must be for everybody: accessible, and no wider than its window."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.chromium import WCAG, check_fits

DESK, PHONE = 1280, 375
AXE = Axe().axe_script
# Only what is wrong: the full report of a long page takes longer to hand over than to make.
RUN = "options => axe.run(document, options).then(found => found.violations)"
OPTIONS = {**WCAG, "resultTypes": ["violations"]}


def faults(page: Page, *widths: int) -> list[str]:
    """What is wrong with the page, at each of the widths or as it is."""
    found = [] if page.locator("h1").count() == 1 else ["not one h1"]
    page.evaluate(AXE)
    for width in widths or (0,):
        if width:
            page.set_viewport_size({"width": width, "height": 900})
        found += [f"{v['id']}: {v['help']}: {v['nodes'][0]['html'][:200]}" for v in page.evaluate(RUN, OPTIONS)]
        try:
            check_fits(page)
        except AssertionError as wide:
            found.append(str(wide))
    return [f"{page.url}: {fault}" for fault in found]


def check(page: Page) -> None:
    """Raise AssertionError with everything that is wrong with the page as it is."""
    found = faults(page)
    assert not found, "\n".join(found)
