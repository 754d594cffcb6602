"""Texts that were typed in Markdown: pages say what they always said, and nothing goes when one goes on writing."""

from collections.abc import Sequence
from typing import Any

import lxml.html
import pytest
from hypothesis import given, settings
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from consult.texts import as_read, grammar, plain, to_html, tree
from consult.texts.markdown import earlier, narrowed
from consult.texts.normal import normal
from consult.texts.walks.html import html
from tests.texts.typed import TEXTS, words_of_page


class _Before(RendererHTML):
    """Pages as they were drawn from tokens."""

    def footnote_ref(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: dict[str, Any]) -> str:
        return f"<sup>[{tokens[at].meta['id'] + 1}]</sup>"

    def footnote_open(self, *_: object) -> str:
        return "<li>"

    def footnote_close(self, *_: object) -> str:
        return "</li>"

    def footnote_block_open(self, *_: object) -> str:
        return "<hr><section><ol>"

    def footnote_block_close(self, *_: object) -> str:
        return "</ol></section>"

    def softbreak(self, *_: object) -> str:
        return " "


def before(typed: str) -> str:
    return _Before().render(grammar.parse(typed).tokens, grammar.OPTIONS, {})


@settings(max_examples=250)
@given(TEXTS)
def test_a_page_says_what_it_said_before(typed: str) -> None:
    assert words_of_page(to_html(typed)) == words_of_page(before(typed))


@settings(max_examples=100)
@given(TEXTS)
def test_a_page_keeps_its_looks(typed: str) -> None:
    def looks(made: str) -> dict[str, str]:
        shown = lxml.html.fragment_fromstring(made or "<p></p>", create_parent="div")
        kinds = ("strong", "em", "s", "code", "a", "td", "blockquote")
        return {kind: "".join("".join(each.text_content() for each in shown.iter(kind)).split()) for kind in kinds}

    then, now = looks(before(typed)), looks(to_html(typed))
    # What stood in several marks at once may be cut into pieces that stand in each; the pieces are the same words.
    assert {kind: sorted(set(said)) for kind, said in then.items() if kind not in ("td", "a")} == {
        kind: sorted(set(said)) for kind, said in now.items() if kind not in ("td", "a")
    }


@settings(max_examples=150)
@given(TEXTS)
def test_no_word_goes_when_somebody_goes_on_writing(typed: str) -> None:
    shown = words_of_page(html(earlier(typed)))
    kept = tree.read(typed)
    assert normal(kept) == kept
    again = plain(tree.store(kept)).replace("~~", "")
    for letter in set("".join(shown)) - set("~•"):
        assert again.count(letter) >= "".join(shown).count(letter), letter


@pytest.mark.parametrize(
    ("typed", "shown", "gone_on"),
    [
        ("We ~~agree~~ `x`.", "We <s>agree</s> <code>x</code>.", "We ~~agree~~ x."),
        ("    a\n    b", "<pre><code>a\nb\n</code></pre>", "a b"),
        ("a\n\n---\n\nb", "<hr>", "a\nb"),
    ],
)
def test_what_no_text_of_today_holds_is_shown_and_its_words_stay(typed: str, shown: str, gone_on: str) -> None:
    assert shown in to_html(typed)
    assert plain(tree.store(tree.read(typed))) == gone_on


def test_what_was_typed_without_marks_is_read_without_the_grammar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammar, "parse", None)
    assert plain("We agree\nwith this.\n\n\nAnd that.\n") == "We agree with this.\nAnd that."
    assert narrowed(earlier("We agree.")).content


@pytest.mark.parametrize("typed", ["One\n\n---\n\nTwo", "One\n\n```\ncode\n```\n\nTwo", "    code\n\nTwo"])
def test_what_stands_by_itself_in_a_text_is_read_in_words(typed: str) -> None:
    assert as_read(typed).split()[-1] == "Two"
