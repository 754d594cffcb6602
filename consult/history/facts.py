"""The details of an entry: facts by their names, as they are stored for good.

They are hashed in the chain as they stand, so no entry is ever written anew. What an action tells may grow: whoever
reads a fact must do without it in entries of earlier releases. A fact that is told otherwise gets another name; another
notation of all of them is a new shape (see `consult.stored`).
"""

from collections.abc import Mapping

from consult.stored import Shapes

FACTS = Shapes(dict[str, object])


def facts_of(details: str) -> Mapping[str, object]:
    """The facts in an entry's details. Raises StoredError for what no entry was written with."""
    return FACTS.read(details)
