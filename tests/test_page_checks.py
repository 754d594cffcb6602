"""The checks on every page find what they are there to find: each rule passes a good page and fails a bad one."""

import pytest

from tests.page import RULES, Page, check_page

GOOD = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{error}Your answers – Consult</title>
<link rel="stylesheet" href="/static/app-1.css"><script src="/static/app-1.js" type="module"></script></head>
<body>
<a href="#main" class="govuk-skip-link">Skip to main content</a>
<main id="main"><h1>Your answers</h1>
{body}
</main>
<script nonce="abc">document.body.className += ' js'</script>
</body></html>
"""
UNLED = '<div class="govuk-error-summary"><ul><li>Enter an answer</li></ul></div>'
SUMMARY = '<div class="govuk-error-summary"><a href="#{target}">Enter an answer</a></div>'
FIELD = '<label for="answer">Answer</label><textarea id="answer"></textarea>'


def page(body: str = "", error: str = "") -> str:
    """A good page around `body`."""
    return GOOD.format(body=body, error=error)


GOOD_BODIES = {
    "nothing": "",
    "field with a label": FIELD,
    "field in its label": "<label>Name <input name='n'></label>",
    "field with aria-label": "<input aria-label='Search' name='q'>",
    "field named by a heading": "<h2 id='q'>Question 1</h2><textarea aria-labelledby='q'></textarea>",
    "hidden field": "<input type='hidden' name='n' value='1'>",
    "radios": "<fieldset><legend>Which?</legend><label><input type='radio' name='r' value='1'> One</label></fieldset>",
    "posting form": "<form method='post'><input type='hidden' name='csrf_token' value='t'><button>Save</button></form>",
    "getting form": "<form><button>Search</button></form>",
    "table": "<table><thead><tr><th scope='col'>Body</th></tr></thead><tbody><tr><td>One</td></tr></tbody></table>",
    "decorating picture": "<img src='/a.png' alt=''><svg aria-hidden='true'><path d='M0'/></svg>",
    "decorating drawing": "<svg role='presentation'><path d='M0'/></svg>",
    "speaking picture": "<svg role='img' aria-label='3 of 35 answered'><rect width='3' height='1'/></svg>",
    "titled drawing": "<svg role='img'><title>3 of 35 answered</title></svg>",
    "link around a picture": "<a href='/'><img src='/a.png' alt='Home'></a>",
    "anchor": "<a id='here'></a><a href='#here'>Here</a>",
}
BAD_BODIES = {
    "an element left open": ("<div><p>One</div></p>", "line 8"),
    "an unknown end tag": ("</blink>", "line 8"),
    "an attribute twice": ("<p class='a' class='b'>x</p>", "line 8"),
    "a bare ampersand entity": ("<p>&nosuch;</p>", "line 8"),
    "a second h1": ("<h1>Another</h1>", "exactly one h1, not 2"),
    "an id twice": ("<p id='main'>x</p>", 'id="main" stands 2 times'),
    "an id of two words": ("<p id='a b'>x</p>", "one word, not 'a b'"),
    "an empty id": ("<p id=''>x</p>", "one word, not ''"),
    "a field without label": ("<input name='n' id='n'>", "no label for <input"),
    "a select without label": ("<select name='n'><option>x</option></select>", "no label for <select"),
    "a textarea without label": ("<textarea name='n'></textarea>", "no label for <textarea"),
    "a label without words": ("<label for='n'></label><input name='n' id='n'>", "no label for <input"),
    "a radio alone": ("<label><input type='radio' name='r'> One</label>", "no fieldset with a legend"),
    "a fieldset without legend": (
        "<fieldset><label><input type='radio' name='r'> One</label></fieldset>",
        "no fieldset with a legend",
    ),
    "a label for nothing": ("<label for='gone'>Name</label>", 'for="gone" leads nowhere'),
    "a description gone": ("<p aria-describedby='hint gone' id='hint'>x</p>", 'aria-describedby="gone" leads nowhere'),
    "a link to nowhere": ("<a href='#gone'>Go</a>", "no target for <a"),
    "a link to a bare hash": ("<a href='#'>Go</a>", "no target for <a"),
    "an empty link": ("<a href='/'> </a>", "nothing to read aloud in <a"),
    "a link around a silent picture": ("<a href='/'><img src='/a.png' alt=''></a>", "nothing to read aloud in <a"),
    "an empty button": ("<button></button>", "nothing to read aloud in <button"),
    "a submit without words": ("<input type='submit' value=' '>", "nothing to read aloud in <input"),
    "a picture without alt": ("<img src='/a.png'>", "no alt for <img"),
    "a silent drawing": ("<svg><path d='M0'/></svg>", "neither aria-hidden"),
    "a drawing without name": ("<svg role='img'><path d='M0'/></svg>", "neither aria-hidden"),
    "a table without headings": ("<table><tbody><tr><td>x</td></tr></tbody></table>", "no th in <table"),
    "a heading without scope": ("<table><tbody><tr><th>x</th></tr></tbody></table>", "no scope for <th"),
    "a form without token": ("<form method='POST'><button>Save</button></form>", "no csrf_token in <form"),
    "a form with an empty token": (
        "<form method='post'><input type='hidden' name='csrf_token' value=''></form>",
        "no csrf_token in <form",
    ),
    "an inline style": ("<p style='color: red'>x</p>", "is inline in <p"),
    "a style element": ("<style>p { color: red }</style>", "there is a <style> element"),
    "an event attribute": ("<button onclick='go()'>Go</button>", "is inline in <button"),
    "a script without nonce": ("<script>go()</script>", "neither src nor nonce"),
    "a javascript address": ("<a href='JavaScript:go()'>Go</a>", "a javascript: address"),
}


@pytest.mark.parametrize("body", GOOD_BODIES.values(), ids=GOOD_BODIES)
def test_a_good_page_passes(body: str) -> None:
    check_page(page(body), url="/answers")


@pytest.mark.parametrize(("body", "cause"), BAD_BODIES.values(), ids=BAD_BODIES)
def test_a_bad_page_fails_for_its_own_fault_only(body: str, cause: str) -> None:
    with pytest.raises(AssertionError) as failure:
        check_page(page(body), url="/answers")
    first, *faults = str(failure.value).splitlines()
    assert first.startswith("/answers breaks ")
    assert all(cause in fault for fault in faults), faults


def test_a_page_with_errors_says_so_in_its_title_and_leads_to_the_field() -> None:
    check_page(page(SUMMARY.format(target="answer") + FIELD, error="Error: "), url="/answers")


@pytest.mark.parametrize(
    ("html", "cause"),
    [
        (page(SUMMARY.format(target="answer") + FIELD), "does not begin with 'Error: Your answers'"),
        (page(error="Error: "), "does not begin with 'Your answers'"),
        (page(SUMMARY.format(target="main"), error="Error: "), "which is not a field"),
        (page(SUMMARY.format(target="gone"), error="Error: "), "no target for <a"),
        (page(UNLED, error="Error: "), "an error leads nowhere: <li> 'Enter an answer'"),
        (page().replace("<h1>Your answers</h1>", ""), "exactly one h1, not 0"),
        (page().replace("<h1>Your answers</h1>", "<h1> </h1>"), "does not begin with ''"),
        (page().replace("Your answers –", "Answers –"), "does not begin with 'Your answers'"),
        (page().replace("<title>Your answers – Consult</title>", ""), "the title ''"),
        (page().replace(' lang="en"', ""), 'no lang="en"'),
        (page().replace('lang="en"', 'lang="cy"'), 'no lang="en"'),
        (page().replace("<!DOCTYPE html>\n", ""), "line 1"),
        ("", "exactly one h1, not 0"),
    ],
)
def test_the_frame_of_a_page_is_checked(html: str, cause: str) -> None:
    with pytest.raises(AssertionError, match=r"breaks \d+ of the rules") as failure:
        check_page(html, url="/answers")
    assert cause in str(failure.value)


def test_every_rule_is_seen_to_fail() -> None:
    bodies = [page(body) for body, _ in BAD_BODIES.values()] + [page().replace(' lang="en"', ""), page(UNLED)]
    silent = [rule.__name__ for rule in RULES if not any(list(rule(Page(html))) for html in bodies)]
    assert silent == []
