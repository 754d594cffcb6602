"""The layouts that papers have, a function each. What is met in a real paper and is not here is added here."""

from tests.question_sets.generating.families import (
    choices,
    covers,
    exports,
    forms,
    labels,
    pages,
    prose,
    repeats,
    responses,
    sheets,
    surveys,
    tables,
    written_out,
)

__all__ = [
    "choices",
    "covers",
    "exports",
    "forms",
    "labels",
    "pages",
    "prose",
    "repeats",
    "responses",
    "sheets",
    "surveys",
    "tables",
    "written_out",
]
