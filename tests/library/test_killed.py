"""A process that is killed while it files and indexes loses nothing and leaves nothing wrong, alone or one of two."""

import random

import pytest

from tests.library.killing import check_afterwards, kill_once


@pytest.mark.slow
def test_after_a_kill_every_committed_answer_is_found_and_no_replaced_one(database_url, cast, tmp_path):
    engine = "postgres" if database_url.startswith("postgresql") else "whoosh"
    chance = random.Random(20060207)
    for writers in (1, 2):
        kill_once(database_url, tmp_path / "index", engine, chance, writers)
        assert check_afterwards(database_url, tmp_path / "index", engine) > 0
