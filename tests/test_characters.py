"""Characters: none that parts words lets them become one, none that only breaks a word leaves it in pieces."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.comments.models import Comment
from consult.comments.rules import NothingSaid
from consult.comments.services import comment
from consult.demo.cast import Cast
from consult.drafting import rules
from consult.drafting.services import clean_text, save_answer, set_status
from consult.drafting.states import AnswerStatus
from consult.issuing.word.elements import clean as word_clean
from consult.library.search.analyse import words
from consult.question_sets.readers import read
from consult.question_sets.readers.characters import fit
from consult.question_sets.readers.pdf.page import clean as pdf_clean
from consult.texts import plain, says_nothing, to_html
from consult.texts.characters import is_blank, printable, storable
from tests.factories.situations import Drafting, answer_of
from tests.people.sheets import xlsx
from tests.question_sets.word_file import WordFile
from tests.visitor import Visitor

Visit = Callable[[str | None], Visitor]
PARTING = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2003\u2028\u2029\u202f\u205f\u3000\u200b"
BREAKING = "\u00ad\u2060\ufeff"
UNSEEN = [
    "\u200b", "\u00ad", "\u00a0", "\ufeff\u2060", "\u3164", "\u115f\u1160\uffa0", "\u2800", "\u200d\u200c",
    "\u202e\u2066",
    "\U000e0041", "\ufe0f", "\u2028\u2029", "\x0b\x1f", "\u3000 \u2003", "\u0301", "\u180e", "\x00",
]  # fmt: skip
MARKED = ["***", "-", "> ", "#", "&nbsp;", "&#8203;", "&shy;", "- \n- ", "`\u200b`", "**\u00ad**", "|\u00a0|\n|-|"]


@pytest.mark.parametrize("character", PARTING)
def test_what_parts_words_goes_on_parting_them(character: str) -> None:
    typed = f"community{character}safety"
    for kept in (printable(typed), clean_text(typed), fit(typed), pdf_clean(typed), word_clean(typed), plain(typed)):
        assert kept.split() == ["community", "safety"]
    assert words(clean_text(typed)) == ["community", "safety"]
    assert "communitysafety" not in to_html(typed)


@pytest.mark.parametrize("character", BREAKING)
def test_what_only_breaks_a_word_is_gone_so_that_search_finds_it(character: str) -> None:
    typed = f"com{character}munity"
    for kept in (printable(typed), clean_text(typed), fit(typed), word_clean(typed), plain(typed)):
        assert kept == "community"
    if character != "\u2060":
        assert pdf_clean(typed) == "community"
    assert words(clean_text(typed)) == ["community"]


@given(st.text())
def test_cleaning_a_text_twice_changes_nothing_more(typed: str) -> None:
    assert printable(printable(typed)) == printable(typed)
    assert storable(printable(typed)) == printable(typed)
    assert printable(typed).isascii() or printable(typed).encode()


QUESTION = (
    f"Should com\u00admunity\u200bsafety{chr(0x2028)}be\x0ba\x1fduty\u2029of\u00a0the new\u2060er council\ufeff now?"
)
SAID = "Should community safety be a duty of the newer council now?"


@pytest.mark.parametrize("name", ["paper.txt", "paper.md", "paper.html", "paper.csv", "paper.docx", "paper.xlsx"])
def test_every_reader_parts_words_and_leaves_none_in_pieces(name: str) -> None:
    fit_for_xml = "".join(each for each in QUESTION if each >= " ")
    data = {
        "paper.txt": QUESTION.encode(),
        "paper.md": QUESTION.encode(),
        "paper.html": f"<p>{QUESTION}</p>".encode(),
        "paper.csv": f'Question,Note\n"{QUESTION}",x\n'.encode(),
        "paper.docx": WordFile("A paper").p(fit_for_xml).made(),
        "paper.xlsx": xlsx((("Question", "Note"), (fit_for_xml, "x"))),
    }[name]
    said = " ".join(" ".join(block.text for block in read(name, data)).split())
    wanted = SAID if name not in ("paper.docx", "paper.xlsx") else SAID.replace("be a duty", "beaduty")
    assert wanted in said


@pytest.mark.parametrize("typed", UNSEEN)
def test_what_is_not_seen_is_blank(typed: str) -> None:
    assert is_blank(typed)
    assert says_nothing(typed)
    assert clean_text(typed) == ""


@pytest.mark.parametrize("typed", ["a", ".", "5", "£", "\U0001f600", "\u05d0", "\u4e00", "\u0e01", "x\u200b"])
def test_what_is_seen_is_not(typed: str) -> None:
    assert not is_blank(typed)
    assert not says_nothing(typed)


@pytest.mark.parametrize("typed", [*UNSEEN, *MARKED])
def test_a_comment_of_nothing_visible_says_nothing(
    typed: str, session: Session, cast: Cast, drafting: Drafting
) -> None:
    partner = cast.viewers["Police partner"]
    answer = answer_of(session, cast, drafting.answers[0], partner.name)
    with pytest.raises(NothingSaid):
        comment(session, actor=partner, answer=answer, on_n=1, position=None, text=typed, suggestion=typed)


def test_a_required_field_of_nothing_visible_is_empty(drafting: Drafting, session: Session, visit: Visit) -> None:
    before = session.scalar(select(func.count()).select_from(Comment))
    session.rollback()
    partner = visit("Police partner").open(f"/answers/{drafting.answers[0]}")
    partner.submit("Send comment", _expect=422, comment="\u200b\u3164", suggestion="\u00ad")
    assert "Enter a comment, propose wording or select a position" in partner.text
    administrator = visit("Administrator").open("/organisations/new")
    administrator.submit("Add organisation", _expect=422, name="\u2800\u200b", kind="partner", sector="other")
    officer = visit("Policy officer").open(f"/responses/{drafting.response}/plan")
    officer.submit("Save", _expect=422, title="\u3164")
    assert "Enter a name for the response" in officer.text
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Comment)) == before


@pytest.mark.parametrize("typed", ["", "\u200b", "***", "- ", "&nbsp;"])
@pytest.mark.parametrize("status", [AnswerStatus.READY, AnswerStatus.FOR_COMMENT])
def test_ready_without_a_text_is_refused(
    typed: str, status: AnswerStatus, session: Session, cast: Cast, drafting: Drafting
) -> None:
    officer = cast.viewers["Policy officer"]
    for number in drafting.answers[:2]:
        answer = answer_of(session, cast, number)
        set_status(session, actor=officer, answer=answer, status=AnswerStatus.DRAFTING)
        before = answer.status, answer.current_n
        based_on = answer.current_n
        with pytest.raises(rules.NothingWritten):
            save_answer(session, actor=officer, answer=answer, text=typed, based_on_n=based_on, status=status)
        assert (answer.status, answer.current_n) == before


def test_a_text_that_is_emptied_does_not_stay_ready(session: Session, cast: Cast, drafting: Drafting) -> None:
    officer = cast.viewers["Policy officer"]
    answer = answer_of(session, cast, drafting.answers[0], officer.name)
    set_status(session, actor=officer, answer=answer, status=AnswerStatus.READY)
    saved = save_answer(session, actor=officer, answer=answer, text="\u200b", based_on_n=answer.current_n)
    assert (saved.version.text if saved.version else None) == ""
    assert answer.status is AnswerStatus.DRAFTING
    assert saved.held_back == "An answer without text cannot be ready or for comment."


def test_the_page_refuses_ready_without_a_text(drafting: Drafting, visit: Visit) -> None:
    officer = visit("Policy officer").open(f"/answers/{drafting.answers[0]}")
    officer.submit("Save answer", _expect=422, text="\u200b \u00ad", status="ready")
    assert "An answer without text cannot be ready. Write it first" in officer.text
