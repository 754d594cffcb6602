"""Search by meaning: what the extra adds, that it follows the library, and that nothing changes without it."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from consult import extras
from consult.config import SettingError, read_settings
from consult.history.services import record
from consult.library.alike import most_alike_each
from consult.library.models import EntryState, EntryVector, LibraryEntry
from consult.library.sameness import text_sha256
from consult.library.search.engine import SearchEngine
from consult.library.search.fusing import FLOOR, FusedEngine, fused
from consult.library.search.indexing import follow
from consult.library.search.keeper import open_engine
from consult.library.search.meaning import NUMBERS, Meaning, ModelMissing
from consult.library.search.parser import parse
from consult.library.search.query import is_plain
from consult.library.search.ranking import Hit
from consult.library.search.vectors import HeldVectors, Near, make_vectors
from consult.library.similar import similar_query
from tests.library.entries import ids
from tests.library.filled import Filled, Told

needs_model = pytest.mark.skipif(bool(extras.missing()), reason=f"consult[semantic] lacks {extras.missing()}")
TOLD = (
    Told("Should there be more homes for people on low pay?", "Yes: affordable housing is short."),
    Told("How should rubbish be collected?", "Every week, with recycling apart."),
    Told("Do buses run often enough?", "They do not in the evening."),
)
ENVIRONMENT = {"DEMO": "1"}


@pytest.fixture
def library(database, cast, tmp_path: Path) -> Filled:
    return Filled(database, open_engine(database, tmp_path / "index", semantic=True))


def change(library: Filled, number: int, **values) -> None:
    with library.database.transaction() as session:
        record(session, actor=None, action="changed", subject="library", details={})
        entry = session.get(LibraryEntry, number)
        for name, value in values.items():
            setattr(entry, name, value)
        entry.text_sha256 = text_sha256(entry.question, entry.answer)
        follow(session, [number])


def vectors(library: Filled) -> dict[int, bytes]:
    with library.database.session(read_only=True) as session:
        return dict(session.execute(sa.select(EntryVector.entry_id, EntryVector.vector)).all())


def held(library: Filled) -> HeldVectors:
    assert isinstance(library.engine, FusedEngine)
    return library.engine.vectors


@needs_model
def test_finds_an_answer_that_shares_no_word_with_the_question(library):
    numbers = library.file(TOLD)
    words: SearchEngine = library.engine.words
    asked = "waste bins"
    assert ids(words.search(parse(asked))) == []
    assert ids(library.engine.search(parse(asked)))[:1] == [numbers[1]]
    assert ids(library.engine.search(similar_query(asked)))[:1] == [numbers[1]]
    assert library.engine.search(parse(asked), permitted=lambda _: ()) == []


@needs_model
def test_an_earlier_question_that_means_the_same_stands_first_and_says_why(library, cast):
    numbers = library.file((*TOLD, Told("Should rubbish bins be collected?", "Yes.")))
    officer = cast.viewers["Policy officer"]
    with library.database.session(read_only=True) as session:
        asked = "How must household waste be picked up by bins?"
        [found] = most_alike_each(session, viewer=officer, engine=library.engine, questions=[asked])
    by_number = {each.entry.id: each for each in found}
    assert by_number[numbers[1]].shared == ()
    assert by_number[numbers[1]].score >= 50
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


@needs_model
def test_what_is_on_no_subject_of_the_library_is_not_found(library):
    library.file(TOLD)
    assert library.engine.search(parse("supersonic boundary layer")) == []


@needs_model
@pytest.mark.parametrize("text", ['"waste bins"', "waste*", "question:waste", "waste and bins", "waste -buses"])
def test_conditions_are_answered_by_words_alone(library, text):
    library.file(TOLD)
    assert library.engine.search(parse(text)) == library.engine.words.search(parse(text))


@needs_model
def test_vectors_follow_an_edit_and_a_withdrawal(library):
    numbers = library.file(TOLD)
    before = vectors(library)
    assert set(before) == set(numbers)
    assert {len(vector) for vector in before.values()} == {NUMBERS}
    assert numbers[1] in ids(library.engine.search(parse("waste bins")))
    change(library, numbers[1], question="Should schools teach music?", answer="Yes, in each year.")
    assert numbers[1] not in ids(library.engine.search(parse("waste bins"))), "an outdated vector counts"
    library.follow()
    assert vectors(library)[numbers[1]] != before[numbers[1]]
    assert ids(library.engine.search(parse("lessons in singing")))[:1] == [numbers[1]]
    change(library, numbers[1], state=EntryState.WITHDRAWN, cause="No longer our position.")
    assert library.engine.search(parse("lessons in singing")) == []
    library.follow()
    assert set(vectors(library)) == {numbers[0], numbers[2]}


@needs_model
def test_another_model_makes_every_vector_anew(library):
    library.file(TOLD)
    later = Meaning()
    later.name = "a later model"
    assert make_vectors(library.database, later) == len(TOLD)
    assert make_vectors(library.database, later) == 0
    assert len(held(library).near("waste bins")[0]) == 0, "vectors of another model count"


@needs_model
def test_the_same_text_has_the_same_vector_and_a_long_one_is_read_to_its_bound():
    meaning = Meaning()
    assert meaning.vector("waste bins") == Meaning().vector("waste bins")
    assert meaning.vector("word " * 500) == meaning.vector("word " * 5_000)
    assert len(meaning.vector("")) == NUMBERS


def test_without_the_model_words_are_asked(library, monkeypatch):
    def absent(_: Meaning) -> tuple:
        raise ModelMissing("none")

    monkeypatch.setattr(Meaning, "_ready", absent)
    with pytest.raises(ModelMissing):
        library.file(TOLD)
    assert library.engine.search(parse("rubbish")) == library.engine.words.search(parse("rubbish")) != []


@pytest.mark.one_database
def test_meaning_counts_three_times_and_equals_stand_latest_first():
    hits = [Hit(1, 8.0), Hit(2, 4.0)]
    near = [Near(2, 700, 0.5), Near(3, 700, FLOOR), Near(4, 701, FLOOR), Near(5, 701, FLOOR)]
    assert fused(hits, near, 3.0) == [
        Hit(2, 2.0, 0.5),
        Hit(5, 1.2, FLOOR),
        Hit(4, 1.2, FLOOR),
        Hit(3, 1.2, FLOOR),
        Hit(1, 1.0),
    ]
    assert fused([], [], 3.0) == []


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("waste", True),
        ("waste bins", True),
        ("waste or bins", True),
        ("waste and bins", False),
        ("wast*", False),
        ("", False),
    ],
)
def test_only_plain_words_are_asked_by_meaning(text, plain):
    assert is_plain(parse(text).tree) is plain


@pytest.mark.one_database
def test_off_unless_asked_for(database, tmp_path, monkeypatch):
    assert not read_settings({**ENVIRONMENT, "INSTANCE": str(tmp_path)}).semantic
    assert not isinstance(open_engine(database, tmp_path), FusedEngine)
    monkeypatch.setattr("consult.extras.missing", lambda: "onnxruntime")
    with pytest.raises(SettingError, match=r"SEMANTIC.*consult\[semantic\].*onnxruntime"):
        read_settings({**ENVIRONMENT, "INSTANCE": str(tmp_path), "SEMANTIC": "on"})
    with pytest.raises(SettingError, match="SEMANTIC must be on or off"):
        read_settings({**ENVIRONMENT, "INSTANCE": str(tmp_path), "SEMANTIC": "yes"})
