"""A form that changes what is stored overwrites nothing unseen: what was saved meanwhile is shown beside it."""

import ast
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form as AnyForm

from consult import dates
from consult.config import PROJECT
from consult.database import Database
from consult.demo.cast import PARISH, Cast
from consult.documents.content import report_from_json
from consult.documents.models import DocumentDraft, DocumentKind
from consult.drafting.models import ConsultationResponse
from consult.library.models import LibraryEntry
from consult.people.groups import DistributionList, Membership
from consult.people.models import Person
from consult.question_sets.models import Question, QuestionSetState, ReadingState
from consult.web import fields, stale
from tests.factories.drafting import make_invitation
from tests.factories.library import make_catalogue_answer, make_catalogue_file, make_catalogue_load
from tests.factories.people import make_passkey
from tests.factories.question_sets import make_consultation, make_question_set
from tests.factories.situations import Drafting, in_the_library
from tests.racing import at_once, press, refused, two
from tests.visitor import HOST, Visitor

Visit = Callable[[str | None], Visitor]
OFFICER, SENIOR = "Policy officer", "Senior policy officer"
HALLS = b"Consultation on village halls\n\n1. Should every village have a hall?\n\n2. Who should pay for it?\n"
CHANGED = "Somebody else saved this after you opened the page"

# Forms that begin with nothing stored, or hold by another name what they rest on. A new form is a new line here, unless
# it changes what is stored: then it is a ChangeForm.
NOTHING_STORED = {
    **dict.fromkeys(
        [
            "LoadForm",
            "EditionForm",
            "AddForm",
            "LoadCatalogueForm",
            "TakeOverForm",
            "SheetForm",
            "PlanForm",
            "InviteForm",
            "RoleForm",
            "CommentForm",
            "NoteForm",
            "OrganisationForm",
            "MembershipForm",
            "TimeForm",
            "NewListForm",
            "ListNameForm",
            "PersonForm",
            "SaveSearchForm",
            "NewPasskeyForm",
            "PasskeyForm",
            "QuestionForm",
            "TermsForm",
        ],
        "adds something new, or is the part that adding and changing share",
    ),
    **dict.fromkeys(
        [
            "SignInForm",
            "CodeForm",
            "RecoveryForm",
            "LinkForm",
            "PasskeySignInForm",
            "ProofForm",
            "ConfirmFactorForm",
            "TurnOffForm",
            "CodesForm",
            "OwnAddressForm",
            "ChoosePasswordForm",
            "ChangePasswordForm",
            "AnonymiseForm",
        ],
        "of one person alone, who shows nothing stored and types all of it",
    ),
    **dict.fromkeys(
        [
            "EmptyForm",
            "GoOverForm",
            "ActForm",
            "TakeBackForm",
            "SettleForm",
            "WithdrawForm",
            "SubmitForm",
            "DecideForm",
        ],
        "ends something once: whoever comes second is refused by the act itself",
    ),
    **dict.fromkeys(
        [
            "AnswerForm",
            "MergeForm",
            "ReuseForm",
            "RestoreForm",
        ],
        "carries the number of the version it was made from; what was typed on an older one is kept as a version",
    ),
    "DecisionForm": "carries the SHA-256 of what was read",
    "PublishForm": "carries the SHA-256 of what was shown",
    "VersionForm": "carries the SHA-256 of what was shown",
    "DeciderForm": "adds something new",
    **dict.fromkeys(
        ("JoinForm", "HandOverForm", "DisputeForm"),
        "shows nothing to change, and acts once",
    ),
    "UnsavedForm": "keeps one person's own typing, and names the keeping that it goes on from",
    "DiscardForm": "names the keeping that the page showed",
    "ChoosingForm": "fills what is empty; a text for what is not any longer is kept as a version",
    "ConfirmImportForm": "carries the SHA-256 of what was shown",
    "PlaceForm": "moves what stays as it is, and shows where it went",
}


def all_forms() -> dict[str, type[AnyForm]]:
    """Every form there is, by name."""
    found: dict[str, type[AnyForm]] = {}
    left = [fields.Form]
    while left:
        for each in left.pop().__subclasses__():
            found[each.__name__] = each
            left.append(each)
    return found


def test_every_form_that_changes_what_is_stored_carries_what_it_was_made_from(app: Flask) -> None:
    forms = {name: form for name, form in all_forms().items() if form.__module__.startswith("consult.")}
    changing = {name for name, form in forms.items() if issubclass(form, stale.ChangeForm)} - {"ChangeForm"}
    assert len(changing) > 12
    assert not changing & NOTHING_STORED.keys()
    assert forms.keys() - changing - {"ChangeForm"} == NOTHING_STORED.keys()


def test_no_view_gives_a_form_what_is_stored_in_another_way() -> None:
    allowed = {"based_on", "on", "version", "other_version", "entry_version", "sha256", "formdata", "stored", "beside"}
    allowed |= {"kept_n"}  # the number of the keeping that the page showed
    # What a new thing begins with, or where the person goes on to.
    allowed |= {"next", "email", "first", "last", "after", "where", "source", "standing", "codes", "second_factor"}
    faults = []
    for path in sorted((PROJECT / "consult").glob("*/pages/*.py")):
        for call in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id.endswith("Form")):
                continue
            given = {keyword.arg for keyword in call.keywords} - allowed
            if given and call.func.id not in ("AnswerForm", "ReviewForm", "MergeForm"):
                faults.append((path.name, call.func.id, sorted(str(each) for each in given)))
    # Each of these begins something new.
    assert faults == [
        ("responses.py", "PlanForm", ["lead_officer", "title"]),
        ("lists.py", "NewListForm", ["organisation"]),
        ("people.py", "PersonForm", ["organisation"]),
    ]


def test_a_page_of_a_form_that_changes_carries_its_mark(app: Flask, scene: "Scene", visit: Visit) -> None:
    for name, path, button, *_ in CASES:
        page = visit(scene.who(name)).open(scene.path(path))
        form = page.form_with(button)
        assert form.fields.get("made_from"), path


def day(name: str, number: int, year: int = 2038) -> dict[str, Any]:
    """A day typed into its three boxes."""
    return {f"{name}__day": str(number), f"{name}__month": str(number), f"{name}__year": str(year)}


PLAN, REPORT, LETTER = (f"/responses/{{response}}/{page}" for page in ("plan", "report", "letter"))
# Where what was typed is also kept as a version.
KEPT = {REPORT: 409, LETTER: 409}
OLD = {"issuing_body": "Office", **day("adopted_on", 1, 2019)}
# Who changes it, where, by which button, what one types, what the other; and what is no conflict with the first.
CASES: list[tuple[str, str, str, dict[str, Any], dict[str, Any], dict[str, Any] | None]] = [
    (OFFICER, PLAN, "Save", {"title": "Plan one"}, {"title": "Plan two"}, {"comments_by__day": "3"}),
    (OFFICER, REPORT, "Save", {"background": "One\n- a"}, {"background": "Two\n- b"}, {"contact": "The office"}),
    (OFFICER, LETTER, "Save", {"key_issues": "Halls"}, {"key_issues": "Roads\nHalls"}, {"subject": "Village halls"}),
    (OFFICER, "/consultations/{consultation}/details", "Save", {"title": "Name one"}, {"title": "Name two"},
     {"reference": "Ref 7"}),
    (OFFICER, "/library/{entry}/details", "Save", {"outcome": "Became law"}, {"outcome": "Was dropped"},
     {"themes": "roads\nbridges"}),
    ("Administrator", "/people/{person}", "Save", {"name": "Name one"}, {"name": "Name two"}, {"roles": ["observer"]}),
    ("Administrator", "/organisations/{body}/change", "Save", {"name": "Body one"}, {"name": "Body two"},
     {"topics": "Roads"}),
    ("Administrator", "/memberships/{membership}", "Save", day("until_on", 9), day("until_on", 8),
     {"standing": "observer"}),
    ("Administrator", "/lists/{list}/rename", "Save", {"name": "List one"}, {"name": "List two"}, None),
    (OFFICER, "/questions/{question}", "Save question", {"text": "Is it one?"}, {"text": "Is it two?"},
     {"section": "Another"}),
    (OFFICER, "/questions/{question}/split", "Split", {"first": "One?", "second": "And?"},
     {"first": "Two?", "second": "But?"}, None),
    (OFFICER, "/responses/{response}/invitations/{invitation}", "Save", day("until", 1), day("until", 2),
     {"level": "see"}),
    (OFFICER, "/library/retention", "Save the rule", {"keep": "years", "years": "5"}, {"keep": "always"}, None),
    (OFFICER, "/library/catalogue/files/{file}", "Put", {"consultation": "Old one", **OLD},
     {"consultation": "Old two", **OLD}, None),
    (OFFICER, "/account/mail", "Save", {"comments": "daily"}, {"comments": "never"}, None),
    ("Health partner", "/account/passkeys/{passkey}", "Save", {"name": "Key one"}, {"name": "Key two"}, None),
]  # fmt: skip
NAMES = [case[1] for case in CASES]


class Scene:
    """What each case changes."""

    def __init__(self, database: Database, cast: Cast, drafting: Drafting) -> None:
        self.numbers: dict[str, Any] = {"person": cast.people["Police partner"].id, "response": drafting.response}
        self.numbers |= {"body": cast.organisations[PARISH].id, "next": dates.today().year + 3}
        council = cast.viewers[OFFICER].organisation_id
        with database.transaction() as session:
            consultation = make_consultation(session, owner_id=council).id
            under_review = make_question_set(
                session, consultation_id=consultation, state=QuestionSetState.IN_REVIEW, questions=2
            )
            first = (
                sa.select(Question.id).where(Question.question_set_id == under_review.id).order_by(Question.position)
            )
            clerk = cast.people["Parish clerk"].id
            load = make_catalogue_load(session, owner_id=council)
            file = make_catalogue_file(session, load_id=load.id, state=ReadingState.READ, adopted_by=[council])
            make_catalogue_answer(session, file_id=file.id)
            self.numbers |= {
                "passkey": make_passkey(session, person_id=cast.people["Health partner"].id).id,
                "consultation": consultation,
                "question": session.scalars(first).first(),
                "entry": in_the_library(session, cast)[0],
                "membership": session.scalars(sa.select(Membership.id).order_by(Membership.id)).first(),
                "list": session.scalars(sa.select(DistributionList.id)).one(),
                "invitation": make_invitation(session, response_id=drafting.response, person_id=clerk).id,
                "file": file.id,
            }

    def path(self, path: str) -> str:
        """Where the case is."""
        return path.format(**self.numbers)

    def who(self, name: str) -> str:
        """Who acts."""
        return name

    def filled(self, said: dict[str, Any]) -> dict[str, Any]:
        """What is typed."""
        return {name: value.format(**self.numbers) if isinstance(value, str) else value for name, value in said.items()}


@pytest.fixture
def scene(database: Database, cast: Cast, drafting: Drafting) -> Scene:
    """What each case changes."""
    return Scene(database, cast, drafting)


@pytest.fixture
def report(drafting: Drafting) -> str:
    """Where the report of a response is drafted."""
    return REPORT.format(response=drafting.response)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_who_saves_second_sees_both_and_saves_again_knowingly(
    case: tuple[Any, ...], scene: Scene, visit: Visit
) -> None:
    name, path, button, one, other, _ = case
    first, second = two(visit, name, scene.path(path))
    first.submit(button, **scene.filled(one))
    typed = scene.filled(other)
    second.submit(button, _expect=KEPT.get(path, 422), **typed)
    assert CHANGED in second.text
    shown = " ".join(second.document.get_element_by_id("meanwhile").getparent().text_content().split())
    assert "Stored now" in shown
    assert "What you typed" in shown
    if not second.has_button(button):  # all that could be done there was done
        assert all(value in second.html for value in typed.values())
        return
    for field, value in typed.items():
        if isinstance(value, str) and field in second.form_with(button).fields and "__" not in field:
            assert second.form_with(button).fields[field] in (value, f"\n{value}"), field
    second.submit(button)
    assert second.status == 200


@pytest.mark.parametrize("case", [case for case in CASES if case[5]], ids=[case[1] for case in CASES if case[5]])
def test_what_its_sender_did_not_touch_is_taken_over(case: tuple[Any, ...], scene: Scene, visit: Visit) -> None:
    name, path, button, one, _, another = case
    first, second, third = (visit(name).open(scene.path(path)) for _ in range(3))
    first.submit(button, **scene.filled(one))
    second.submit(button, _expect=KEPT.get(path, 422), **another)
    assert "You did not change this. The form below has what is stored now." in second.text
    field, value = next(iter(one.items()))
    assert second.form_with(button).fields[field.replace("__", "-")].strip() == value
    second.submit(button)
    assert third.open(scene.path(path)).form_with(button).fields[field.replace("__", "-")].strip() == value


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_of_two_who_save_at_once_one_sees_what_the_other_saved(
    case: tuple[Any, ...], scene: Scene, database: Database, visit: Visit
) -> None:
    name, path, button, one, other, _ = case
    first, second = two(visit, name, scene.path(path))
    at_once(database, press(first, button, **scene.filled(one)), press(second, button, **scene.filled(other)))
    assert CHANGED in refused(first, second).text


@pytest.mark.parametrize("mark", ["", "x", "0" * 16, "<b>", "a " * 9000])
def test_a_form_without_its_mark_saves_nothing_unseen(mark: str, cast: Cast, database: Database, visit: Visit) -> None:
    number = cast.people["Police partner"].id
    page = visit("Administrator").open(f"/people/{number}")
    page.submit("Save", _expect=422, name="Another", made_from=mark)
    with database.session(read_only=True) as session:
        assert session.get_one(Person, number).name == "Police partner"
    assert page.form_with("Save").fields["name"] == "Another"


def test_saying_the_same_twice_is_no_conflict(drafting: Drafting, database: Database, visit: Visit) -> None:
    pages = two(visit, OFFICER, PLAN.format(response=drafting.response))
    for page in pages:
        page.submit("Save", title="The same name")
        assert page.status == 200
    with database.session(read_only=True) as session:
        assert session.get_one(ConsultationResponse, drafting.response).title == "The same name"


def test_both_changes_of_a_report_stand_when_two_change_different_fields(
    report: str, database: Database, visit: Visit
) -> None:
    first, second = visit(OFFICER).open(report), visit(SENIOR).open(report)
    first.submit("Save", background="What the first wrote.", meeting_body="Committee of the first")
    second.submit("Save", _expect=409, risk="What the second wrote.", options="Approve\nWait")
    assert "You did not change this. The form below has what is stored now." in second.text
    assert drafts(database)[0] == ("What the first wrote.", "Committee of the first", "There are none.")
    kept = ("What the first wrote.", "Committee of the first", "What the second wrote.")
    assert drafts(database, set_aside=True) == [kept]
    second.submit("Save")
    assert drafts(database)[0] == kept


def test_of_two_texts_of_one_field_of_a_report_neither_is_lost_nor_overwritten_unseen(
    report: str, database: Database, visit: Visit
) -> None:
    first, second = visit(OFFICER).open(report), visit(SENIOR).open(report)
    first.submit("Save", background="- What the first wrote.", meeting_body="Committee of the first")
    second.submit("Save", _expect=409, background="  - What the second wrote.", contact="The second")
    assert "What the first wrote." in second.text
    assert "What you typed is kept as version" in second.text
    assert "nothing was saved" not in second.text.lower()
    assert drafts(database)[0][0] == "- What the first wrote."
    assert drafts(database, set_aside=True)[0][0] == "- What the second wrote."
    second.submit("Save", background="What both wrote.")
    assert drafts(database)[0] == ("What both wrote.", "Committee of the first", "There are none.")


def test_a_save_on_an_outdated_page_that_is_sent_twice_is_kept_once(
    drafting: Drafting, database: Database, visit: Visit
) -> None:
    letter = LETTER.format(response=drafting.response)
    first, second = visit(OFFICER).open(letter), visit(SENIOR).open(letter)
    late = [(name, value) for name, value in second.form_with("Save").form_values() if name != "subject"]
    first.submit("Save", subject="First")
    for _ in range(2):
        second.client.post(letter, base_url=HOST, data=MultiDict([*late, ("subject", "Second")]))
    with database.session(read_only=True) as session:
        aside = session.scalars(sa.select(DocumentDraft.content).where(DocumentDraft.set_aside)).all()
    assert len(aside) == 1
    assert '"Second"' in aside[0]


def test_who_changed_nothing_leaves_nothing_behind_on_an_outdated_page(
    report: str, database: Database, visit: Visit
) -> None:
    first, second = visit(OFFICER).open(report), visit(SENIOR).open(report)
    first.submit("Save", background="What the first wrote.")
    second.submit("Save", _expect=422)
    assert drafts(database, set_aside=True) == []
    second.submit("Save")
    assert drafts(database)[0][0] == "What the first wrote."


def test_an_indent_that_somebody_saved_meanwhile_is_a_change(report: str, database: Database, visit: Visit) -> None:
    visit(OFFICER).open(report).submit("Save", background="- one\n- two")
    first, second = visit(OFFICER).open(report), visit(SENIOR).open(report)
    first.submit("Save", background="- one\n  - two")
    second.submit("Save", _expect=409, contact="The second")
    second.submit("Save")
    assert drafts(database)[0][0] == "- one\n  - two"


def drafts(database: Database, *, set_aside: bool = False) -> list[tuple[str, str, str]]:
    """Background, meeting and risks of each report that was saved, newest first."""
    with database.session(read_only=True) as session:
        kind = DocumentDraft.kind == DocumentKind.COMMITTEE_REPORT
        saved = sa.select(DocumentDraft.content).where(kind, DocumentDraft.set_aside.is_(set_aside))
        found = [report_from_json(each) for each in session.scalars(saved.order_by(DocumentDraft.n.desc()))]
    return [(each.background, each.meeting_body, each.risk) for each in found]


def test_nobody_is_moved_from_where_the_page_did_not_show_them(cast: Cast, database: Database, visit: Visit) -> None:
    number, police = cast.people["Health partner"].id, str(cast.organisations["Rivermead Police"].id)
    first, second = two(visit, "Administrator", f"/people/{number}/move")
    first.submit("Move", organisation=str(cast.organisations[PARISH].id), roles=["partner"], sure="y")
    second.submit("Move", _expect=422, organisation=police, roles=["observer"], sure="y")
    assert CHANGED in second.text
    assert PARISH in second.document.get_element_by_id("meanwhile").getparent().text_content()
    with database.session(read_only=True) as session:
        assert session.get_one(Person, number).organisation_id == cast.organisations[PARISH].id
    second.submit("Move")
    with database.session(read_only=True) as session:
        assert session.get_one(Person, number).organisation_id == int(police)


def test_a_review_is_not_overwritten_by_one_that_did_not_know_of_it(
    cast: Cast, database: Database, visit: Visit
) -> None:
    with database.transaction() as session:
        (number,) = in_the_library(session, cast)
    pages = two(visit, OFFICER, f"/library/{number}/review")
    pages[0].submit("Record the review", verdict="confirm", **day("review_on", 3, dates.today().year + 3))
    pages[1].submit("Record the review", _expect=422, verdict="withdraw", cause="Nobody needs it")
    assert CHANGED in pages[1].text
    assert "Nobody needs it" in pages[1].html
    with database.session(read_only=True) as session:
        assert session.get_one(LibraryEntry, number).review_on.year == dates.today().year + 3
    pages[1].submit("Record the review")


def test_questions_are_published_as_whoever_publishes_saw_them(scene: Scene, database: Database, visit: Visit) -> None:
    officer = visit(OFFICER).open("/consultations/load")
    officer.submit("Load", source="file", paper=("halls.txt", HALLS)).wait_until_read()
    closes = {"closing_clock": "5pm", **day("closing_day", 3)}
    officer.follow("Change details").submit("Save details", issuing_body="Department for Halls", **closes)
    officer.follow("Review the questions")
    late = {name: value for name, value in officer.form_with("Publish").form_values() if name != "once"}
    shown, address = officer.path, officer.form_with("Publish").get("action")
    visit(SENIOR).open(shown).follow("Edit").submit("Save question", text="Should no village have a hall?")
    for typed in (late, {name: value for name, value in late.items() if name != "sha256"}):
        officer._take(officer.client.post(address, base_url=HOST, data=typed))
        assert officer.status == 409
        assert "Somebody changed the questions after you opened this page" in officer.text
    assert "Should no village have a hall?" in officer.text
    officer.submit("Publish")
    assert "The questions are published" in officer.text


def test_a_fault_in_what_was_typed_does_not_forget_what_the_form_was_made_from(
    cast: Cast, database: Database, visit: Visit
) -> None:
    number = cast.people["Police partner"].id
    first, second = two(visit, "Administrator", f"/people/{number}")
    second.submit("Save", _expect=422, name="")
    first.submit("Save", name="First")
    second.submit("Save", _expect=422, name="Second")
    assert CHANGED in second.text
    second.submit("Save")
    with database.session(read_only=True) as session:
        assert session.get_one(Person, number).name == "Second"
