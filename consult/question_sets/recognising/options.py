"""Options as papers print them: behind boxes, in columns, in brackets, at the end of their question's sentence."""

import re
from itertools import pairwise
from typing import NamedTuple

BOX = r"(?:\[[ xX_]?\]|\(\s\)|[☐☑☒□◻❑❒▢○◯])"
_STANDARD = re.compile(
    r"(?:yes|no|maybe|n/?a|other|none|neither|both|unsure|undecided|(?:i )?don[’']?t know|do not know|not "
    r"sure|not applicable|"
    r"no (?:opinion|view|preference|answer|comment|change|response|impact|effect)|prefer not to (?:say|"
    r"answer)|not (?:stated|answered)|"
    r"yes,? (?:partly|partially|in part|with changes|fully)|partly|partially|fully|mostly|"
    r"(?:strongly |slightly |tend to |somewhat |fully |partly |mostly |completely |neither )?(?:agree|"
    r"disagree|support|oppose)"
    r"(?: (?:nor|or) (?:agree|disagree|support|oppose))?(?: (?:strongly|slightly|somewhat))?|"
    r"neutral|(?:very |fairly |quite |not |not at all |extremely |somewhat |slightly |moderately |highly )*"
    r"(?:effective|ineffective|important|unimportant|likely|unlikely|satisfied|dissatisfied|useful|helpful|good|poor|"
    r"positive|"
    r"negative|relevant|clear|unclear|easy|difficult|high|low|well|often)|(?:average|fair|excellent|adequate|"
    r"always|never|sometimes|rarely|often|medium|moderate|high|low)|\d{1,2})"
    r"(?: ?\((?:please|if|pls)[^()]*\)| ?[-–:,] ?please .{0,60}| ?\d)?",
    re.I,
)
# Most lines hold none of what can part options.
_MAY_LIST = re.compile(r"[\t/|()\[\]☐☑☒□◻❑❒▢○◯]|\d\s+\d")
_SCALE = re.compile(r"(?:[^\W\d][^\d\n]{0,30}\s)?((?:\d{1,2}\s+){2,10}\d{1,2})(?:\s[^\d\n]{1,30})?")
# What parts two options, and an option: so that there is one way only to take a line apart, however it is made.
_MARK = rf"(?:[/|,;]|\bor\b|{BOX})"
_PARTING = rf"(?:\s*+{_MARK}(?:{_MARK}|\t)*+\s*+|[^\S\t]*+\t\s*+)"
_OPTION = r"(?=[A-Za-z’'][A-Za-z’' ]|(?<= )[A-Za-z’'])(?:(?!\bor\b)[A-Za-z’' ]){1,30}+"
_TRAILING_OPTIONS = re.compile(
    rf"(?:(?<!\s)\s++)?(?P<open>[(\[])?(?P<list>(?:{BOX}\s*)?(?:yes|agree|strongly agree)\b"
    rf"(?:{_PARTING}{_OPTION}){{1,40}})(?(open)[)\]])\s*+(?:{BOX}\s*+)?$",
    re.I,
)
_BRACKETED = re.compile(r"(?<=[?.:])\s*[(\[](?P<list>[^()\[\]]{2,80})[)\]]\s*")
_TRAILING_SCALE = re.compile(r"(?:(?<=[.?:)])\s*+|\t[^\S\t]*+)(?P<list>(?:\d{1,2}[\s/|,–-]{1,6}){2,10}\d{1,2})\s*+$")
_ENDED = re.compile(r".*[?:.)*](?=\s)", re.S)
_CODED_FIRST = re.compile(r"\(?(?:[01]\s?=|a[.)]\s)")
_CODED = re.compile(r"\(?(?P<code>\d{1,2}|[a-j])\s?[=.)]\s*+(?P<words>[^=\s][^=]{0,80})", re.S)
_CODED_ENDS = re.compile(r"[,;]?(?<!\s)\s++(?=(?:\d{1,2}\s?=|[b-j][.)]\s))")
_LONGEST_CODED = 600
_LONGEST_OPTION = 12
_LONGEST_SCALE = 60


class Stem(NamedTuple):
    """A question's line taken apart: what it asks, the options printed in it, and what follows them."""

    text: str
    options: tuple[str, ...] = ()
    rest: str = ""


def is_standard_option(text: str) -> bool:
    """'Yes', 'Don't know', 'Strongly agree', '4': words that are options wherever they stand alone."""
    return bool(_STANDARD.fullmatch(text.strip(" .;,*")))


def split_options(text: str) -> tuple[str, ...]:
    """The options in one line: behind tick boxes, in columns or parted by strokes; empty where it holds no list."""
    if not _MAY_LIST.search(text):
        return _coded(text)
    if re.search(BOX, text):
        # 'Yes ☐ No ☐' and '☐ Yes ☐ No' read the same.
        pieces = [piece.strip(" \t.;,|/") for piece in re.split(BOX, text)]
        return tuple(piece for piece in pieces if piece)
    # 'Yes, mostly' is an answer; only in brackets is it a list.
    in_brackets = bool(re.fullmatch(r"[(\[].*[)\]]", text.strip()))
    for mark in (r"\t+", r"\s*[/|]\s*", *([r"\s*,\s*|\s+or\s+"] if in_brackets else [])):
        pieces = [piece.strip(" .;") for piece in re.split(mark, text.strip(" ()[]")) if piece.strip(" .;")]
        if len(pieces) > 1 and all(is_standard_option(piece) for piece in pieces):
            return tuple(pieces)
    # 'Very likely 5 4 3 2 1 Not at all likely': what stands at the ends of the scale names them.
    scale = _SCALE.fullmatch(text.strip())
    return tuple(scale[1].split()) if scale else _coded(text)


def _coded(text: str) -> tuple[str, ...]:
    """The options of '1= never, 2= yearly, 3= monthly' or 'a. Calls; b. Cards; c. Letters'; empty for anything else."""
    if not _CODED_FIRST.match(text) or len(text) > _LONGEST_CODED:
        return ()
    found = [_CODED.fullmatch(piece) for piece in _CODED_ENDS.split(text.strip())]
    if len(found) < 3 or any(each is None for each in found):
        return ()
    codes = [each["code"] for each in found if each]
    counted = (
        [str(n) for n in range(int(codes[0]), int(codes[0]) + len(codes))] if codes[0].isdigit() else list("abcdefghij")
    )
    return tuple(each["words"].strip(" .,;)") for each in found if each) if codes == counted[: len(codes)] else ()


def _marks(text: str) -> tuple[str, ...]:
    """The marks of a scale: numbers that count up or down by one; empty for other numbers."""
    marks = [int(mark) for mark in re.findall(r"\d+", text)]
    steps = {after - before for before, after in pairwise(marks)}
    return tuple(map(str, marks)) if steps in ({1}, {-1}) else ()


def _boxed(text: str) -> Stem | None:
    """'Your connection [ ] Resident [ ] Visitor', 'Do you agree? Yes [ ] No [ ]'; None where it has no two boxes."""
    pieces = [piece.strip() for piece in re.split(BOX, text)]
    if len(pieces) < 3:
        return None
    first, inner, last = pieces[0], pieces[1:-1], pieces[-1]
    ended = None if last else _ENDED.match(first)
    if not last and not ended:
        return None
    stem = ended[0] if ended else first
    options = [*([first[len(stem) :]] if ended else []), *inner, *([last] if last else [])]
    options = [option.strip(" \t;,|/") for option in options]
    found = [option for option in options if option]
    return Stem(stem, tuple(found)) if stem.strip() and len(found) > 1 else None


def split_stem(text: str) -> Stem:
    """A question's line, its options told apart: '... ? Yes / No', '... ? (Yes/No) Why?', '... 1 2 3 4 5'."""
    boxed = _boxed(text)
    if boxed:
        return boxed
    bracketed = _BRACKETED.search(text)
    options = split_options(f"({bracketed['list']})") if bracketed else ()
    if bracketed and len(options) > 1 and all(map(is_standard_option, options)):
        return Stem(text[: bracketed.start()].rstrip(), options, text[bracketed.end() :].strip())
    scale = _TRAILING_SCALE.search(text[-_LONGEST_SCALE:])
    before = text[: len(text) - len(scale[0])].rstrip() if scale else ""
    marks = _marks(scale["list"]) if scale else ()
    if marks and re.search(r"[^\W\d_]", before):
        return Stem(before, marks)
    return _trailing(text)


def _trailing(text: str) -> Stem:
    """A stem with 'Yes / No' at its end."""
    found = _TRAILING_OPTIONS.search(text)
    if found and found.start():
        options = split_options(found[0] if re.search(BOX, found[0]) else f"({found['list']})")
        before = text[: found.start()].rstrip()
        ended = before.endswith(("?", ".", ":", "*", ")"))
        if len(options) > 1 and all(is_standard_option(option) for option in options) and ended:
            return Stem(before, options)
    return Stem(text)


def columns(text: str, boxes: int) -> tuple[str, ...]:
    """The options of a line that stands over or under as many boxes; empty where they cannot be told apart."""
    pieces = [piece.strip() for piece in re.split(r"[\t/|]", text) if piece.strip()]
    if len(pieces) == boxes:
        return tuple(pieces)
    words = text.split()
    if len(words) > 4 * _LONGEST_OPTION:
        return ()
    found: list[str] = []
    while words:
        taken = next((n for n in range(len(words), 0, -1) if is_standard_option(" ".join(words[:n]))), 0)
        if not taken:
            return ()
        found.append(" ".join(words[:taken]))
        words = words[taken:]
    return tuple(found) if len(found) == boxes else ()


def is_scale(options: tuple[str, ...]) -> bool:
    """Whether options are the bare marks of a scale: '1', '2', '3'."""
    return len(options) > 2 and all(re.fullmatch(r"\d{1,2}", option) for option in options)
