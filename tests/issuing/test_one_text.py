"""One text, everywhere: a page, a search, a Word file and the plain words say the same, and nothing typed is lost."""

import io
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.dates import now
from consult.demo.cast import Cast
from consult.documents.models import DocumentDraft, DocumentKind
from consult.documents.queries import current_letter
from consult.documents.services import save_draft
from consult.drafting.models import AnswerVersion
from consult.drafting.services import clean_text, save_answer
from consult.issuing.word.kit import WordFile
from consult.issuing.word.package import Properties
from consult.issuing.word.styles import Look
from consult.issuing.word.text import Voice, write_line, write_text
from consult.library.amending import propose
from consult.library.catalogue.models import CatalogueAnswer, CatalogueFile, CatalogueLoad
from consult.library.catalogue.services import enter
from consult.library.models import EntryState, LibraryEntry
from consult.library.search.indexing import indexed
from consult.question_sets.models import ReadingState
from consult.texts import NestedTooDeep, line_to_html, plain, to_html, too_deep
from consult.texts.grammar import MOST_NESTED
from tests.factories.situations import Drafting, answer_of, in_the_library, response_of
from tests.issuing.word_file import W, dangers, invalid
from tests.texts.typed import TEXTS, words_of_page
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
NESTED = st.lists(
    st.sampled_from(["- ", "> ", "1. ", "* ", "[^1]: ", "    ", "**a ", "*b ", "~~c ", "[d "]), max_size=40
)
PATIENT = settings(max_examples=250)


def words_of_word(data: bytes) -> list[str]:
    """The words of a Word file: those of its body, then those of its notes; not the numbers of notes."""
    said = []
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in ("word/document.xml", "word/footnotes.xml"):
            for paragraph in etree.fromstring(parts.read(name)).iter(W + "p"):
                for each in paragraph.iter(W + "t", W + "br", W + "tab"):
                    in_field = next(each.iterancestors(W + "fldSimple"), None) is not None
                    said.append("" if in_field else each.text if each.tag == W + "t" else " ")
                said.append(" ")
    return "".join(said).split()


def written(markdown: str) -> bytes:
    paper = WordFile(Look())
    write_text(paper, markdown, Voice())
    return paper.to_bytes(Properties("t", "s", "a", "Draft", "1", "0", None))


def searched(markdown: str) -> list[str]:
    entry = LibraryEntry(
        id=4711, question="", answer=markdown, issuing_body="", consultation="", adopted_on=date(2026, 1, 1)
    )
    entry.state = EntryState.CURRENT
    found = indexed(entry)
    assert found is not None
    return found.answer.split()


@PATIENT
@given(TEXTS)
def test_page_search_word_and_plain_text_say_the_same(markdown: str) -> None:
    shown = words_of_page(to_html(markdown))
    assert words_of_word(written(markdown)) == shown
    assert plain(markdown).split() == shown
    assert searched(markdown) == shown


@PATIENT
@given(NESTED.map("".join))
def test_the_same_for_every_kind_of_nesting(markdown: str) -> None:
    shown = words_of_page(to_html(markdown + "end"))
    assert words_of_word(written(markdown + "end")) == plain(markdown + "end").split() == shown
    assert "end" in shown[-1]


@PATIENT
@given(TEXTS)
def test_a_line_of_a_list_says_the_same_on_the_page_and_in_word(markdown: str) -> None:
    paper = WordFile(Look())
    write_line(paper, markdown, Voice())
    data = paper.to_bytes(Properties("t", "s", "a", "Draft", "1", "0", None))
    assert words_of_word(data) == words_of_page(line_to_html(markdown))


@settings(max_examples=40)
@given(TEXTS)
def test_no_such_text_makes_a_file_that_is_not_valid(markdown: str) -> None:
    data = written(markdown)
    assert invalid(data) == []
    assert dangers(data) == []


@pytest.mark.parametrize(
    "markdown",
    [
        "[ref]: https://a.example 'kept'", "[ref]: https://a.example\n[ref]: https://b.example 'kept'",
        "[x](https://a.example 'kept')", "![kept](https://a.example/x.png)", "![x](y 'kept')", "[x](/kept)",
        "[x](ftp://kept)", "```python kept\nx\n```", "|a|b|\n|-|-|\n|1|2|kept|", "|a|kept|\n|-|\n|1|",
        "[^1]: kept", "a[^1]\n\n[^1]: one\n[^1]: kept", "a[^1]\n\n[^1]: one\n\n    [^2]: kept",
        "a[^1]\n\n[^1]: one[^2]\n[^2]: kept", "^[kept]", "<!-- kept -->", "<div title='kept'>", "<script>kept</script>",
        "- [^1]: kept", "> [^1]: kept", "---\ntitle: kept\n---", "<kept>", "&kept;", "# # kept #", "x\n\n    kept",
        "- " * 30 + "kept", "> " * 30 + "kept", "> - 1. " * 12 + "kept", "1. " * 30 + "kept", "**a *" * 30 + "kept",
        "*a " * 40 + "kept" + "b*" * 40, "[a " * 100 + "kept", "|a" * 70 + "|\n" + "|-" * 70 + "|\n|kept|",
        "|" + "a|" * 60 + "\n|" + "-|" * 60 + "\n" + "|x|\n" * 100 + "kept", "[" * 30_000 + "kept",
        "- " * 60_000 + "kept", "[](https://kept.example)", "[ ](http://kept.example)", "[**](/kept)",
        "[](mailto:kept@a.example)", "[\u200b](https://kept.example 'x')", "1999. kept",
        "123456789. kept", "1. a\n\n2019. kept",
    ],
)  # fmt: skip
def test_nothing_that_was_typed_vanishes(markdown: str) -> None:
    shown = words_of_page(to_html(markdown))
    assert any("kept" in word for word in shown)
    assert words_of_word(written(markdown)) == plain(markdown).split() == shown


def test_a_note_has_one_number_and_stands_once_wherever_it_is_referred_to() -> None:
    typed = "One[^b], two[^a], one again[^b].\n\n[^a]: First typed.\n[^b]: First said."
    tree = html.fragment_fromstring(to_html(typed), create_parent="div")
    assert [each.text_content() for each in tree.iter("sup")] == ["[1]", "[2]", "[1]"]
    assert [each.text_content().strip() for each in tree.iter("li")] == ["[1] First said.", "[2] First typed."]
    with zipfile.ZipFile(io.BytesIO(written(typed))) as parts:
        body = etree.fromstring(parts.read("word/document.xml"))
    assert [each.get(W + "id") for each in body.iter(W + "footnoteReference")] == ["1", "2"]
    (again,) = body.iter(W + "fldSimple")
    (mark,) = (each for each in body.iter(W + "bookmarkStart") if each.get(W + "name") == "note_1")
    assert (again.get(W + "instr"), "".join(again.itertext())) == (" NOTEREF note_1 \\f \\h ", "1")
    assert mark.getnext().find(W + "footnoteReference") is not None


def numbers_of_page(made: str) -> list[int]:
    """The numbers that stand before the items of lists, outer lists first."""
    tree = html.fragment_fromstring(made or "<p></p>", create_parent="div")
    return [int(each.get("start", 1)) + n for each in tree.iter("ol") for n in range(len(each))]


def numbers_of_word(data: bytes) -> list[int]:
    """The numbers that Word counts before paragraphs, list by list."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        body, kept = (etree.fromstring(parts.read(f"word/{name}.xml")) for name in ("document", "numbering"))
    starts = {each.get(W + "numId"): each.find(f".//{W}startOverride") for each in kept.iter(W + "num")}
    counted = Counter(each.get(W + "val") for each in body.iter(W + "numId"))
    found = {number: start for number, start in starts.items() if start is not None}
    return [int(start.get(W + "val")) + n for number, start in found.items() for n in range(counted[number])]


@given(st.lists(st.integers(0, 999), min_size=1, max_size=9, unique=True), st.sampled_from([".", ")"]))
def test_a_list_counts_as_it_was_typed(typed: list[int], mark: str) -> None:
    text = "\n".join(f"{number}{mark} x" for number in typed)
    assert numbers_of_page(to_html(text)) == numbers_of_word(written(text)) == typed


def test_a_one_stands_for_the_next_number() -> None:
    assert numbers_of_page(to_html("1. a\n1. b\n1. c")) == [1, 2, 3]
    assert numbers_of_page(to_html("3. a\n4. b\n   - x\n9. c\n1. d")) == [3, 4, 9, 1]


def test_a_year_begins_no_list() -> None:
    """Nobody finds a year that is only counted, and a report would count it in letters."""
    assert plain("2019. A year.\n2021. Another.") == "2019. A year. 2021. Another."
    assert numbers_of_page(to_html("1. a\n\n2019. b\n\n2. c")) == [1, 2]


DEEP = {
    "lists": ("- ", ""), "quotes": ("> ", ""), "numbers": ("1. ", ""), "mixed": ("> - ", ""), "italics": ("*a ", " b*"),
    "bold and italics": ("**a *b ", " c*d**"),
}  # fmt: skip


@pytest.mark.parametrize("kind", DEEP)
def test_what_is_nested_too_deep_is_refused_and_what_is_not_is_kept(kind: str) -> None:
    opening, closing = DEEP[kind]
    each = 2 if (" - " in f" {opening}" and ">" in opening) or "**" in opening else 1
    fits = MOST_NESTED // each
    assert clean_text(opening * fits + "x" + closing * fits)
    with pytest.raises(NestedTooDeep, match=f"more than {MOST_NESTED} deep"):
        clean_text(opening * (fits + 1) + "x" + closing * (fits + 1))


@given(TEXTS)
def test_a_text_of_today_is_stored_as_it_was_typed(markdown: str) -> None:
    if not too_deep(markdown):
        assert clean_text(clean_text(markdown)) == clean_text(markdown)


def test_a_text_too_deep_is_refused_by_every_form_and_comes_back(
    drafting: Drafting, session: Session, visit: Visit
) -> None:
    deep, refused = "- " * 12 + "Unseen words", f"more than {MOST_NESTED} deep"
    before = session.scalar(select(func.count()).select_from(AnswerVersion))
    session.rollback()
    officer = visit("Policy officer").open(f"/answers/{drafting.answers[0]}")
    officer.submit("Save answer", _expect=422, text=deep)
    assert f"Answer must not have lists, quotes, bold or italics inside each other {refused}" in officer.text
    assert "Unseen words" in officer.html
    partner = visit("Police partner").open(f"/answers/{drafting.answers[0]}")
    for field in ("comment", "suggestion"):
        partner.submit("Send comment", _expect=422, **{field: deep})
        assert refused in partner.text
        assert "Unseen words" in partner.html
        partner.open(f"/answers/{drafting.answers[0]}")
    for path in ("letter", "report"):
        field = "opening" if path == "letter" else "background"
        officer.open(f"/responses/{drafting.response}/{path}").submit("Save", _expect=422, **{field: deep})
        assert refused in officer.text
        field = "key_issues" if path == "letter" else "options"
        officer.open(f"/responses/{drafting.response}/{path}").submit(
            "Save", _expect=422, **{field: "*a " * 12 + "b*" * 12}
        )
        assert refused in officer.text
    session.rollback()
    assert session.scalar(select(func.count()).select_from(AnswerVersion)) == before
    assert (
        session.scalar(select(func.count()).select_from(DocumentDraft).where(DocumentDraft.content.contains("Unseen")))
        == 0
    )


def test_a_text_too_deep_is_refused_however_it_comes(session: Session, cast: Cast, drafting: Drafting) -> None:
    deep, officer = "- " * 12 + "Unseen words", cast.viewers["Policy officer"]
    answer, response = answer_of(session, cast, drafting.answers[0]), response_of(session, cast, drafting.response)
    entry = session.get_one(LibraryEntry, in_the_library(session, cast)[0])
    kind, letter = DocumentKind.COVERING_LETTER, replace(current_letter(session, response=response).text, opening=deep)
    issues = replace(letter, opening="", key_issues=("*a " * 12 + "b*" * 12,))
    load = CatalogueLoad(owner_id=officer.organisation_id, name="old.zip", created_at=now())
    facts = {
        "consultation": "A",
        "issuing_body": "B",
        "adopted_on": date(2020, 1, 1),
        "adopted_by": [officer.organisation_id],
    }
    old = CatalogueFile(load=load, name="old.docx", sha256="x", size=1, state=ReadingState.READ, **facts)
    old.answers = [CatalogueAnswer(place=1, number="4", question="So?", answer=deep, text_sha256="x")]
    texts = {"question": "So?", "answer": deep, "why": "", "based_on_n": entry.current_n}
    session.add(old)
    session.flush()
    for act in (
        lambda: save_answer(session, actor=officer, answer=answer, text=deep, based_on_n=answer.current_n),
        lambda: save_draft(session, actor=officer, response=response, kind=kind, text=letter),
        lambda: save_draft(session, actor=officer, response=response, kind=kind, text=issues),
        lambda: propose(session, actor=officer, entry=entry, **texts),
        lambda: enter(session, actor=officer, file=old, places={1}),
    ):
        with pytest.raises(NestedTooDeep):
            act()
    assert not session.new
