"""How a question is to be answered, from what is printed with it: options, tick boxes, scales, limits, instructions."""

import re

from consult.question_sets.paper import QuestionKind

_TICK = r"(?:\[[ xX_]?\]|\(\s\)|[☐☑☒□◻❑❒▢○◯])"
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
    r"(?:effective|ineffective|important|unimportant|likely|unlikely|satisfied|dissatisfied|useful|helpful|good|poor|positive|"
    r"negative|relevant|clear|unclear|easy|difficult|high|low|well|often)|(?:average|fair|excellent|adequate|"
    r"always|never|sometimes|rarely|often|medium|moderate|high|low)|\d{1,2})"
    r"(?: ?\((?:please|if|pls)[^()]*\)| ?[-–:,] ?please .{0,60}| ?\d)?",
    re.I,
)
_MANY = re.compile(
    r"(?:all|any|as many as|those|every\w{0,40}) (?:that|which|of the \w+ that)? ?"
    r"(?:apply|applies|are relevant|relevant|you (?:like|wish))|"
    r"select (?:up to|at least|one or more|several|multiple|all)|(?:tick|choose|pick|mark|check) "
    r"(?:up to|at least|one or more|several|all)|more than one|multiple (?:answers|choices|options|"
    r"selections|responses)|"
    r"at least (?:1|one) (?:choice|answer|option|selection)|"
    r"(?:at most|max(?:imum)?\.?(?: of)?|up to|least) (?!(?:1|one)\b)(?:\d+|two|three|four|five) "
    r"(?:choice|answer|option|selection)|(?:between|from) \d+ (?:and|to) \d+ "
    r"(?:choice|answer|option|selection)|one or more",
    re.I,
)
_ONE = re.compile(
    r"(?:select|tick|choose|pick|mark|check|circle)(?: only)? (?:just )?(?:one|a single)|one (?:answer|"
    r"option|choice|box|oval) "
    r"only|single choice|only one|at most (?:1|one)\b|exactly (?:1|one)\b",
    re.I,
)
_INSTRUCTION = re.compile(
    rf"[(\[]?(?:please )?(?:(?:(?:select|tick|choose|pick|check|mark) )?(?:{_MANY.pattern})|(?:{_ONE.pattern})|"
    rf"(?:select|tick|choose|check|mark|circle|"
    rf"rank|rate|score)"
    r"\b.{0,60}(?:boxe?s?|option|answer|scale|below|order|number|appropriate|following|apply|oval|per row|each))"
    r"[^?]{0,80}",
    re.I,
)
_CHOOSES = re.compile(
    r"which (?:one |two |three )?of (?:the following|these|the (?:above|below|\w+ ){1,3}(?:options?|statements?))|"
    r"\b(?:select|choose|tick|pick|circle)\b|(?:following|these) (?:options?|categories|statements)|\bare you\b.*:$|"
    r"which (?:option|category|statement|best describes)|best describes",
    re.I,
)
_MEASURES = re.compile(
    r"(?:by |in your (?:view|opinion|experience),? )?(?:how (?:often|far|long|much|many|well)|"
    r"how \w+ (?:do|does|did|is|are|was|were|would|has|have)|to what (?:extent|degree))\b|"
    r"in your (?:view|opinion|experience),? (?:do|does|is|are|has)\b",
    re.I,
)
_RANKS = re.compile(
    r"\brank\b|\bin (?:order|ascending order|descending order) of (?:importance|priority|preference)", re.I
)
_RATES = re.compile(
    r"\b(?:rate|score)\b|on a scale|from \d+ to \d+|\b\d\s?[-–]\s?\d+ ?\)|where \d+ (?:is|means|=)|rating", re.I
)
_UPLOADS = re.compile(
    r"\b(?:upload|attach)\b[^.?]{0,40}\b(?:files?|documents?|attachments?|response|submission|pdf|"
    r"photo(?:graph)?s?|images?)\b",
    re.I,
)
_LONGEST_LIMIT = 160
_MOST = r"(?:maximum|max\.?|up to|no more than|not more than|limit(?:ed)?(?: to| of)?|word limit:?|at most|under)"
_UNIT = r"(?P<n>\d[\d,]{0,6}) ?(?P<unit>words?|char(?:acter)?s?\b(?!\()|character\(s\))"
_SPACES = r"(?:,? ?\(?(?:including|with|not counting|excluding) spaces\)?)?"
_LIMIT = re.compile(
    rf"[(\[]?(?:please (?:limit|keep) your (?:answer|response|reply|comments) to )?(?:a )?"
    rf"(?:{_MOST}[ :]{{0,3}}(?:of )?)?"
    rf"{_UNIT}{_SPACES}(?: ?(?:maximum|max\.?|limit|or (?:fewer|less)|remaining))?{_SPACES}[)\].]{{0,3}}",
    re.I,
)
_LIMIT_IN_TEXT = re.compile(
    rf"[(\[](?:{_MOST}[^()\[\]\d]{{0,12}}{_UNIT}|{_UNIT.replace('<n>', '<n2>').replace('<unit>', '<unit2>')} ?"
    r"(?:maximum|max\b|limit|or (?:fewer|less)))[^()\[\]]{0,25}[)\]]",
    re.I,
)
# Most lines hold none of what can part options.
_MAY_LIST = re.compile(r"[\t/|()\[\]☐☑☒□◻❑❒▢○◯]|\d\s+\d")
_SCALE = re.compile(r"(?:[^\W\d][^\d\n]{0,30}\s)?((?:\d{1,2}\s+){2,10}\d{1,2})(?:\s[^\d\n]{1,30})?")
# What parts two options, and an option: so that there is one way only to take a line apart, however it is made.
_MARK = rf"(?:[/|,;]|\bor\b|{_TICK})"
_PARTING = rf"(?:\s*+{_MARK}(?:{_MARK}|\t)*+\s*+|[^\S\t]*+\t\s*+)"
_OPTION = r"(?=[A-Za-z’'][A-Za-z’' ]|(?<= )[A-Za-z’'])(?:(?!\bor\b)[A-Za-z’' ]){1,30}+"
_TRAILING_OPTIONS = re.compile(
    rf"(?:(?<!\s)\s++)?(?P<open>[(\[])?(?P<list>(?:{_TICK}\s*)?(?:yes|agree|strongly agree)\b"
    rf"(?:{_PARTING}{_OPTION}){{1,40}})(?(open)[)\]])\s*+(?:{_TICK}\s*+)?$",
    re.I,
)


def is_standard_option(text: str) -> bool:
    """'Yes', 'Don't know', 'Strongly agree', '4': words that are options wherever they stand alone."""
    return bool(_STANDARD.fullmatch(text.strip(" .;,*")))


def split_options(text: str) -> tuple[str, ...]:
    """The options in one line: behind tick boxes, in columns or parted by strokes; empty where it holds no list."""
    if not _MAY_LIST.search(text):
        return ()
    if re.search(_TICK, text):
        # 'Yes ☐ No ☐' and '☐ Yes ☐ No' read the same.
        pieces = [piece.strip(" \t.;,|/") for piece in re.split(_TICK, text)]
        return tuple(piece for piece in pieces if piece)
    # 'Yes, mostly' is an answer; only in brackets is it a list.
    in_brackets = bool(re.fullmatch(r"[(\[].*[)\]]", text.strip()))
    for mark in (r"\t+", r"\s*[/|]\s*", *([r"\s*,\s*|\s+or\s+"] if in_brackets else [])):
        pieces = [piece.strip(" .;") for piece in re.split(mark, text.strip(" ()[]")) if piece.strip(" .;")]
        if len(pieces) > 1 and all(is_standard_option(piece) for piece in pieces):
            return tuple(pieces)
    # 'Very likely 5 4 3 2 1 Not at all likely': what stands at the ends of the scale names them.
    scale = _SCALE.fullmatch(text.strip())
    if scale:
        return tuple(scale[1].split())
    return ()


def without_options(text: str) -> tuple[str, tuple[str, ...]]:
    """A stem without the options at its end ('... ? Yes / No'), and those."""
    found = _TRAILING_OPTIONS.search(text)
    if found and found.start():
        options = split_options(found[0] if re.search(_TICK, found[0]) else f"({found['list']})")
        before = text[: found.start()].rstrip()
        if (
            len(options) > 1
            and all(is_standard_option(option) for option in options)
            and before.endswith(("?", ".", ":", "*"))
        ):
            return before, options
    return text, ()


def _limits(count: str, unit: str) -> tuple[int | None, int | None]:
    """A limit as (words, characters); a limit of none is no limit."""
    n = int(count.replace(",", "")) or None
    return (n, None) if unit.lower().startswith("word") else (None, n)


def length_limit(text: str) -> tuple[int | None, int | None] | None:
    """The limit that a line is, and nothing else ('2000 character(s) maximum'), as (words, characters); else None."""
    found = _LIMIT.fullmatch(text.strip()) if len(text) < _LONGEST_LIMIT else None
    return _limits(found["n"], found["unit"]) if found else None


def word_limit(text: str) -> tuple[bool, int | None]:
    """Whether a line is a length limit and nothing else, and the limit where it is in words."""
    found = length_limit(text)
    return (False, None) if found is None else (True, found[0])


def without_limit(text: str) -> tuple[str, int | None, int | None]:
    """A stem without '(maximum 300 words)' in it, and that limit as words and characters."""
    found = _LIMIT_IN_TEXT.search(text)
    if not found:
        return text, None, None
    words, characters = _limits(found["n"] or found["n2"], found["unit"] or found["unit2"])
    return text[: found.start()].rstrip() + text[found.end() :], words, characters


def is_instruction(text: str) -> bool:
    """'Tick all that apply', 'between 1 and 3 choices': how to choose, on a line of its own."""
    return len(text) < 140 and bool(_INSTRUCTION.fullmatch(text.strip()) or _MANY.fullmatch(text.strip(" .()")))


def asks_for_file(text: str) -> bool:
    """'Please upload your document': a file is wanted."""
    return bool(_UPLOADS.search(text))


def offers_choice(stem: str) -> bool:
    """Whether the stem announces options, so that a list under it is one of options."""
    return bool(_CHOOSES.search(stem) or _RANKS.search(stem))


def measures(stem: str) -> bool:
    """Whether a stem asks how often, how far or how much: only one option can be true."""
    return bool(_MEASURES.match(stem))


def ranks(stem: str) -> bool:
    """Whether what is listed is to be put in order."""
    return bool(_RANKS.search(stem))


def names_count(text: str) -> bool:
    """Whether it is said how many options may be chosen: 'tick one', 'all that apply'."""
    return bool(_ONE.search(text) or _MANY.search(text))


def kind_of(stem: str, options: tuple[str, ...], instructions: str, is_grid: bool) -> QuestionKind:
    """The kind, from the stem, the options printed and the instructions beside them."""
    said = f"{stem} {instructions}"
    if is_grid or (options and all(re.fullmatch(r"\d{1,2}", option) for option in options)):
        return QuestionKind.RATING
    if not options:
        if _UPLOADS.search(said):
            return QuestionKind.FILE_UPLOAD
        return (
            QuestionKind.RATING
            if re.search(r"on a scale (?:of|from)|\brate\b(?:(?!\brate\b).)*?\b\d+\b", said, re.I)
            else QuestionKind.FREE_TEXT
        )
    if _RANKS.search(said):
        return QuestionKind.RANKING
    if _MANY.search(said) and not _ONE.search(said):
        return QuestionKind.MULTIPLE_CHOICE
    if [option.lower().strip(" .") for option in options] in (["yes", "no"], ["no", "yes"]):
        return QuestionKind.YES_NO
    return QuestionKind.RATING if _RATES.search(said) else QuestionKind.SINGLE_CHOICE
