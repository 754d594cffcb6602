"""What a page must be for everybody: accessible, and no wider than its window."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.chromium import WCAG, check_fits

DESK, PHONE = 1280, 375
AXE = Axe().axe_script
# Most of the time of axe goes into the contrast of every text with what is behind it. A text that looks like one that
# axe has found good, on this page or another, in every colour from its own to that of the page, is not measured again.
# What the bar at the bottom covers comes out by scrolling: it is not too small.
RUN = """async ([options, good]) => {
    const bars = [...document.querySelectorAll('.app-bar')];
    bars.forEach(bar => bar.style.setProperty('position', 'static'));
    const known = new Set(good), looks = new Map();
    const visit = (element, behind) => {
        const style = getComputedStyle(element);
        const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.mixBlendMode, style.position];
        const ground = own.join() === 'rgba(0, 0, 0, 0),none,1,normal,static' ? behind : [...behind, own.join()];
        const letters = [style.color, style.fontSize, style.fontWeight, style.textShadow].join();
        const look = [...ground, letters].join('|');
        const isText = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        if ((isText || element.matches('input, select, textarea')) && !known.has(look)) {
            looks.set(element, look);
            element.setAttribute('data-new-look', '');
        }
        [...element.children].forEach(child => visit(child, ground));
    };
    visit(document.body, []);
    axe.configure({rules: [{id: 'color-contrast', selector: '[data-new-look]'}]});
    const found = await axe.run(document, {
        ...options, elementRef: true, resultTypes: looks.size ? ['violations', 'passes'] : ['violations']
    });
    looks.forEach((look, element) => element.removeAttribute('data-new-look'));
    bars.forEach(bar => bar.style.removeProperty('position'));
    const passed = found.passes.filter(rule => rule.id === 'color-contrast').flatMap(rule => rule.nodes);
    return {
        wrong: found.violations.map(rule => `${rule.id}: ${rule.help}: ${rule.nodes[0].html.slice(0, 200)}`),
        good: [...new Set(passed.map(node => looks.get(node.element)))]
    };
}"""
_good: set[str] = set()


def accessible(page: Page) -> list[str]:
    """What axe finds wrong with a page on which it was put."""
    options: dict[str, Any] = {**WCAG}
    found = page.evaluate(RUN, [options, sorted(_good)])
    _good.update(found["good"])
    wrong: list[str] = found["wrong"]
    return wrong


def faults(page: Page, *widths: int) -> list[str]:
    """What is wrong with the page, at each of the widths or as it is."""
    found = [] if page.locator("h1").count() == 1 else ["not one h1"]
    page.evaluate(AXE)
    for width in widths or (0,):
        if width:
            page.set_viewport_size({"width": width, "height": 900})
        found += accessible(page)
        try:
            check_fits(page)
        except AssertionError as wide:
            found.append(str(wide))
    return [f"{page.url}: {fault}" for fault in found]


def check(page: Page) -> None:
    """Raise AssertionError with everything that is wrong with the page as it is."""
    found = faults(page)
    assert not found, "\n".join(found)


def look(page: Page, heading: str) -> None:
    """Raise AssertionError unless the page is the one meant, and right at both widths."""
    # A press may still be on its way.
    expect(page.locator("h1")).to_have_text(heading)
    found = faults(page, DESK, PHONE)
    page.set_viewport_size({"width": DESK, "height": 900})
    assert found == []
