"""What the library does with what somebody files or looks for: long words, phrases of one word, many positions."""

import io
import zipfile

import pytest

from consult.library.catalogue.unpacking import BadArchive, Zip
from consult.library.contradicting import Stance, may_contradict
from consult.library.search.marking import excerpt
from consult.library.search.parser import parse
from consult.library.search.sought import is_close
from consult.people import import_plan
from consult.people.import_plan import MOST_GUESSED, Named
from consult.people.models import Organisation
from tests.costs.steps import AT_MOST, Steps, steps


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("{0}b", "{0}c"),  # one letter changed, after as many that are the same
        ("a{0}", "ab{0}"),
        ("ab{0}", "ba{0}"),
        ("{0}{0}", "{0}{0}b"),
    ],
)
def test_a_slip_of_the_pen_in_a_word_of_ten_times_the_letters_takes_no_more_than_fifteen_times_the_steps(
    word: str, wanted: str
) -> None:
    def taken(letters: int) -> int:
        one, other = (each.format("a" * letters) for each in (word, wanted))
        return steps(lambda: is_close(one, other))

    assert taken(1_000) <= AT_MOST * taken(100)


def test_a_phrase_of_one_word_again_and_again_is_marked_as_fast_as_one_of_two() -> None:
    text = "parks " * 600
    short, long = (parse('"' + "parks " * count + '"') for count in (2, 60))
    assert steps(lambda: excerpt(text, long)) <= 2 * steps(lambda: excerpt(text, short))


def test_a_position_is_read_once_however_many_it_is_held_against() -> None:
    said = "We support 12 parks and 30 benches. " * 40
    one, *others = (Stance("Do you agree with the plan for parks?", f"{said} {n}") for n in range(21))

    def held() -> int:
        with Steps() as counted:
            for other in others:
                may_contradict(one, other)
        return counted.count

    first = held()
    assert held() * 10 < first


def test_only_so_much_of_a_position_is_read() -> None:
    def taken(count: int) -> int:
        texts = [Stance("Do you agree with the plan for parks?", "We support 12 parks. " * count) for _ in range(2)]
        with Steps() as counted:
            may_contradict(*texts)
        return counted.count

    assert taken(5_000) <= 2 * taken(500)


def test_only_so_many_unknown_organisations_of_a_sheet_are_held_against_all(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(import_plan, "get_close_matches", lambda name, *_, **__: asked.append(name) or [])
    named = Named({"northvale council": Organisation(name="Northvale Council")})
    for _ in range(2):
        for n in range(10 * MOST_GUESSED):
            assert named.like(f"Borough {n}") is None
    assert len(asked) == MOST_GUESSED


def test_an_unknown_organisation_of_a_like_name_is_still_asked_for() -> None:
    known = Organisation(name="Northvale Council")
    named = Named({"northvale council": known})
    assert named.like("Northvale  Councl") is known
    assert named.get("northvale COUNCIL") is known


def test_a_zip_of_ten_times_the_files_takes_no_more_than_fifteen_times_the_steps() -> None:
    def packed(count: int) -> io.BytesIO:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as made:
            for n in range(count):
                made.writestr(f"a/{n}.txt", "Why?")
        return held

    def taken(held: io.BytesIO) -> int:
        return steps(lambda: list(Zip(held).files()))

    assert taken(packed(400)) <= AT_MOST * taken(packed(40))
    with pytest.raises(BadArchive, match="at most"):
        Zip(packed(600))
