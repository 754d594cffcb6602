"""Every function of the system that can be called with a text costs as much as the text is long.

None is chosen: a function that is added is tried as well, with whatever it takes made of a text (`values.py`). What an
expression, or a call of C, does within one step is not seen here; `bounds.py` names those that loop over the same.
"""

import importlib
import inspect
import pkgutil
import typing
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import ModuleType

import pytest

import consult
from consult.library.search import parser
from consult.question_sets.recognising import counts
from tests.costs.shapes import SHAPES
from tests.costs.steps import AT_MOST, Steps
from tests.costs.values import Make, maker

SMALL = 200
LEAST = 200
"""Steps below which no ratio is told: what is done once would hide it, or seem it."""
HARD = (
    "one word again and again", "one letter without end", "many words, one paragraph", "marks", "empty lines",
    "each paragraph another", "questions of one number", "questions that go on", "choices", "answers",
    "headings and questions", "a scale", "tags that are never closed", "lists in lists",
)  # fmt: skip
# Folders and modules of which no function is called, for what it does cannot be done here.
NOT_CALLED = {
    "demo": "makes the demonstration",
    "running": "runs the service: it starts other programs, locks files, copies databases",
    "question_sets.reading_apart": "starts processes that give up what they may do",
    "library.search.whoosh.folder": "locks files",
    "sign_in.openid": "asks a provider",
    "people.passwords": "hashes as slowly as it can",
    "question_sets.readers.pdf.calls": "takes PDFium's handles",
    "question_sets.readers.pdf.fields": "takes PDFium's handles",
    "question_sets.readers.pdf.pictures": "takes PDFium's handles",
    "question_sets.readers.pdf.letters": "takes PDFium's handles",
}
# Functions that cost what their result is worth, whatever is sent.
SLOW = {
    "question_sets/banks.bank_bytes": "reads a file of ours",
}


# Bounds that only long texts reach: here they are smaller, so that it is seen with short ones that they hold.
SMALLER = {(counts, "_OPEN_COUNTS"): 6, (parser, "LONGEST_QUERY"): 150}


class Function(typing.NamedTuple):
    """A function and what makes its arguments."""

    name: str
    act: Callable[..., object]
    placed: tuple[Make, ...]
    named: dict[str, Make]

    def steps(self, text: str) -> int:
        """The steps of a call with arguments made of a text, and of taking all it gives. It may refuse the text."""
        placed, named = [make(text) for make in self.placed], {name: make(text) for name, make in self.named.items()}
        with Steps() as counted, suppress(Exception):
            made = self.act(*placed, **named)
            if isinstance(made, Iterator):
                for _ in made:
                    pass
        return counted.count


MODULES = [each.name for each in pkgutil.walk_packages(consult.__path__, "consult.")]


def _is_within(name: str, place: str) -> bool:
    """Whether a module is the one named, or lies in the folder."""
    return f"{name}.".startswith(f"consult.{place}.")


def _modules() -> Iterator[ModuleType]:
    for name in MODULES:
        if not any(_is_within(name, known) for known in NOT_CALLED):
            yield importlib.import_module(name)


def _functions(*, with_slow: bool = False) -> Iterator[Function]:
    for module in _modules():
        for name, act in vars(module).items():
            if inspect.isfunction(act) and act.__module__ == module.__name__:
                found = _function(f"{'/'.join(module.__name__.split('.')[-2:])}.{name}", act)
                if found and (with_slow or found.name not in SLOW):
                    yield found


def _function(name: str, act: Callable[..., object]) -> Function | None:
    """The function, where all that it must be given can be made, and some of it of a text."""
    kinds = typing.get_type_hints(act)
    wanted = [each for each in inspect.signature(act).parameters.values() if each.default is each.empty]
    made = {
        each.name: maker(kinds.get(each.name))
        for each in wanted
        if each.kind not in (each.VAR_POSITIONAL, each.VAR_KEYWORD)
    }
    if not made or not all(made.values()) or all(kinds[each] in (int, bool, float) for each in made):
        return None
    ready = {name: make for name, make in made.items() if make}
    only_named = {each.name for each in wanted if each.kind is each.KEYWORD_ONLY}
    placed = tuple(make for name, make in ready.items() if name not in only_named)
    return Function(name, act, placed, {name: ready[name] for name in only_named & ready.keys()})


FOUND = [*_functions()]
FUNCTIONS = {each.name: each for each in FOUND}


def _grows(function: Function, shape: str) -> float:
    """How many times the steps ten times the text takes: where a short one begins something dear, two longer ones."""
    least = float("inf")
    for size in (SMALL, SMALL, 10 * SMALL):  # twice, for what is found out of a word is kept
        few, many = (function.steps(SHAPES[shape](each)) for each in (size, 10 * size))
        least = min(least, many / max(few, LEAST))
        if least <= AT_MOST:
            break
    return least


@pytest.fixture
def smaller_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    for (module, name), bound in SMALLER.items():
        monkeypatch.setattr(module, name, bound)


@pytest.mark.usefixtures("smaller_bounds")
@pytest.mark.parametrize("module", sorted({each.partition(".")[0] for each in FUNCTIONS}))
def test_ten_times_the_text_takes_no_more_than_fifteen_times_the_steps(module: str) -> None:
    mine = [each for name, each in FUNCTIONS.items() if name.partition(".")[0] == module]
    grown = {(each.name, shape): times for each in mine for shape in HARD if (times := _grows(each, shape)) > AT_MOST}
    assert not grown


def test_what_is_not_called_is_there() -> None:
    assert [known for known in NOT_CALLED if not any(_is_within(name, known) for name in MODULES)] == []
    assert SLOW.keys() <= {each.name for each in _functions(with_slow=True)}


def test_the_functions_are_found() -> None:
    assert len(FUNCTIONS) > 450
    assert len(FUNCTIONS) == len(FOUND)  # none hides behind another of its name
    known = ("search/parser.parse", "search/marking.excerpt", "texts/grammar.parse", "recognising/recognise.recognise")
    assert set(known) <= FUNCTIONS.keys()
