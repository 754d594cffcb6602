"""What is stored as JSON of papers and questions, in every shape in which it ever was, a module for each number.

A module here is never edited again: what was stored in it must be read for good (see `consult.stored`). To change what
`paper` says, copy today's classes into the next module here, and write what makes the new shape of the old one.
"""

import msgspec

from consult.question_sets.paper import Attachment, Paper, Reference
from consult.question_sets.shapes import shape_1, shape_2, shape_3
from consult.question_sets.states import QuestionState
from consult.stored import Earlier, Shapes


def _from_shape_1(stored: shape_1.Paper) -> shape_2.Paper:
    return shape_2.Paper(**vars(stored), answers=(), loose=(), not_kept=())


def _from_shape_2(stored: shape_2.Paper) -> shape_3.Paper:
    return shape_3.Paper(**vars(stored))


def _from_shape_3(stored: shape_3.Paper) -> Paper:
    return msgspec.convert(msgspec.to_builtins(stored), Paper)


def _unnamed(found: object) -> int:
    return 2 if isinstance(found, dict) and "answers" in found else 1


PAPER = Shapes(
    Paper,
    Earlier(shape_1.Paper, _from_shape_1),
    Earlier(shape_2.Paper, _from_shape_2),
    Earlier(shape_3.Paper, _from_shape_3),
    unnamed=_unnamed,
)
LINES = Shapes(list[str])
"""Options, references as printed, doubts."""
REFERENCES = Shapes(list[Reference])
ATTACHMENTS = Shapes(list[Attachment])
PARTICULARS = Shapes(dict[str, str])
"""What a paper says of its consultation; what it does not say has no key. Times in ISO 8601, lists as lines."""
BESIDE_ANSWERS = Shapes(dict[str, list[str]])
"""What of a file with answers is not kept, and texts that belong to no answer."""
QUESTION_STATES = Shapes(list[QuestionState])
"""How questions stood before something was done with them in review."""
