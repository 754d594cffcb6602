"""Typing in a text of 5,000 words: milliseconds a key in the editor, beside a bare element with the same words.

python -m tests.bench typing
"""

import json
from typing import Any

from tests import chromium
from tests.browser.desk import Desk, text_box
from tests.texts.trees import doc_of, item, para, table, words

KEYS = 100
SENTENCE = "Each approving body should set its fee within a national cap and review it every April. "
TYPE = """async ([element, keys]) => {
    element.focus();
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), texts = [];
    while (walker.nextNode()) if (walker.currentNode.length > 40) texts.push(walker.currentNode);
    getSelection().collapse(texts[Math.floor(texts.length / 2)], 9);
    await new Promise(done => setTimeout(done, 300));
    const times = [];
    for (let n = 0; n < keys; n++) {
        const start = performance.now();
        document.execCommand('insertText', false, 'abcde '[n % 6]);
        await Promise.resolve();
        element.offsetHeight;
        times.push(performance.now() - start);
        await new Promise(done => setTimeout(done, 20));
    }
    return times.sort((one, other) => one - other);
}"""


def _text() -> dict[str, Any]:
    """About 5,000 words: paragraphs, lists and tables."""
    blocks = []
    for n in range(30):
        blocks += [
            {"type": "heading", "attrs": {"level": 2}, "content": [words(f"Part {n}")]},
            para(words(SENTENCE * 6), words("Most of all", "strong"), words(" this.")),
            {
                "type": "ordered_list",
                "attrs": {"style": "(a)", "order": 1},
                "content": [item(SENTENCE) for _ in range(3)],
            },
            table(["Step", "Hours"], ["Check", "3"], ["Visit", "4"]),
        ]
    return doc_of(*blocks)


def measure() -> list[dict[str, object]]:
    """Rows of the bench: the median key and the slowest of twenty."""
    desk = Desk()
    desk.trees = [json.dumps(_text())]
    with chromium.browser() as opened, chromium.served(desk.app) as address:
        page = chromium.new_page(opened, address)
        page.goto("/")
        editor = page.evaluate(TYPE, [text_box(page).element_handle(), KEYS])
        page.evaluate(
            """() => {
            const bare = document.querySelector('#text-1').cloneNode(true);
            document.querySelector('.app-editor').replaceWith(bare);
        }"""
        )
        bare = page.evaluate(TYPE, [page.locator("#text-1").element_handle(), KEYS])
    peer = "a bare element that can be edited, with the same words"
    return [
        {
            "name": f"typing in a text of 5,000 words, {about}",
            "value": round(editor[at], 2),
            "unit": "ms",
            "peer": peer,
            "peer_value": round(bare[at], 2),
        }
        for about, at in (("median key", KEYS // 2), ("slowest of twenty keys", KEYS * 19 // 20))
    ]
