"""How a question is to be answered, from what is printed with it: options, tick boxes, scales, limits, instructions."""

import re

from consult.question_sets.paper import QuestionKind

_MANY = re.compile(
    r"(?:all|any|as many as|those|every\w{0,40}) (?:that|which|of the \w+ that)? ?"
    r"(?:apply|applies|are relevant|relevant|you (?:like|wish))|"
    r"multi[- ]?(?:select|choice|answer)|multiple[- ]choice|\[check ?boxes\]|^\(?check ?boxes\)?$|(?:tick|select|"
    r"choose|check) any\b|"
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
    r"option|choice|response|box|oval) "
    r"(?:only|allowed)|single[- ](?:choice|select|answer|response)|tick (?:the )?one|only one|"
    r"at most (?:1|one)\b|exactly (?:1|one)\b",
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
    r"\b(?:rate|score)\b|on a scale|from [01] to (?:5|6|7|10|100)\b|\b\d\s?[-–]\s?\d+ ?\)|where \d+ (?:is|means|=)|"
    r"rating",
    re.I,
)
_CODED = re.compile(r" ?[(\[]\d{1,3}[)\]]$")
_UPLOADS = re.compile(
    r"\b(?:upload|attach)\b[^.?]{0,40}\b(?:files?|documents?|attachments?|response|submission|pdf|"
    r"photo(?:graph)?s?|images?)\b",
    re.I,
)
_LONGEST_LIMIT = 160
_KIND_LINE = re.compile(
    r"(?:(?:question|answer|response|field|input) )?(?:type|format|kind)\s*[:=–-]\s*(?P<kind>\S.*)", re.I
)
_TYPES = (
    (re.compile(r"(?:select|choose|pick|tick) one\b|one of\b", re.I), QuestionKind.SINGLE_CHOICE),
    (re.compile(r"(?:select|choose|pick|tick) (?:all|any|many|multiple)\b", re.I), QuestionKind.MULTIPLE_CHOICE),
    (re.compile(r"(?:free|open|short|long|paragraph)[- ]?(?:form|text|answer|response|ended)?(?: (?:text|answer))?"
                r"(?:$|\s?\()", re.I), QuestionKind.FREE_TEXT),
    (re.compile(r"(?:grid|slider|stars?)\b", re.I), QuestionKind.RATING),
)  # fmt: skip
_LONGEST_MARK = 5
_ENDS = r"(?:$|\s?\(|\s(?:list|menu|scale|question|buttons?|answer|response|type)\b)"
_NAMED_KINDS = (
    (re.compile(rf"(?:check ?box(?:es)?|multi[- ]?select|multiple[- ](?:choice|select(?:ion)?|answers?)){_ENDS}"),
     QuestionKind.MULTIPLE_CHOICE),
    (re.compile(rf"(?:drop[- ]?down|radio(?: buttons?)?|single[- ](?:choice|select(?:ion)?|answer)){_ENDS}"),
     QuestionKind.SINGLE_CHOICE),
    (re.compile(r"y ?/ ?n(?: ?/ ?(?:n/?a|dk))?$|yes or no$"), QuestionKind.YES_NO),
    (re.compile(rf"(?:likert(?: scale)?|rating(?: scale)?|linear scale|scale|matrix){_ENDS}"), QuestionKind.RATING),
    (re.compile(rf"ranking{_ENDS}"), QuestionKind.RANKING),
    (re.compile(rf"(?:file )?upload{_ENDS}"), QuestionKind.FILE_UPLOAD),
    (re.compile(rf"(?:\d )?(?:free ?(?:text|numeric)|open(?:[- ](?:ended|text))?|text ?(?:box|area)){_ENDS}"),
     QuestionKind.FREE_TEXT),
)  # fmt: skip
_AMBIGUOUS = re.compile(r"multiple[- ]choice", re.I)
_MOST = r"(?:maximum|max\.?|up to|no more than|not more than|limit(?:ed)?(?: to| of)?|word limit:?|at most|under)"
_UNIT = r"(?P<n>\d[\d,]{0,6}) ?(?P<unit>words?|char(?:acter)?s?\b(?!\()|character\(s\))"
_SPACES = r"(?:,? ?\(?(?:including|with|not counting|excluding) spaces\)?)?"
_LIMIT = re.compile(
    rf"[(\[]?(?:please (?:limit|keep) your (?:answer|response|reply|comments) to )?(?:a )?"
    rf"(?:{_MOST}[ :]{{0,3}}(?:of )?)?"
    rf"{_UNIT}{_SPACES}(?: ?(?:maximum|max\.?|at most|limit|or (?:fewer|less)|remaining))?{_SPACES}[)\].]{{0,3}}",
    re.I,
)
_LIMIT_IN_TEXT = re.compile(
    rf"[(\[](?:{_MOST}[^()\[\]\d]{{0,12}}{_UNIT}|{_UNIT.replace('<n>', '<n2>').replace('<unit>', '<unit2>')} ?"
    r"(?:maximum|max\b|at most|limit|or (?:fewer|less)))[^()\[\]]{0,25}[)\]]",
    re.I,
)
_PLACEHOLDER = re.compile(
    r"[(\[<{](?:\s*+(?:your |insert |enter |type |add )*(?:answer|response|reply|comments?|text)?(?: here)?|\s* here)"
    r"\s*+[)\]>}]|"
    r"please (?:write in|select)\W*|(?:choose|select) (?:an item|one|an option)\W*|"
    r"(?:please )?(?:click|tap|type|enter|write|insert)\b.{0,40}\b(?:here|text|answer|response|below)\b.{0,20}|"
    r"(?:choose|select|browse for|upload|attach) (?:a |your )?files?(?: .{0,30})?|no file (?:chosen|selected)|"
    r"free text(?: box)?|section|not (?:answered|stated|provided)|"
    r"no (?:answer|response|reply)(?: (?:was )?(?:given|provided|received))?\s?\.?|[.…_\s–—-]+",
    re.I | re.S,
)


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


def named_kind(text: str, names_boxes: bool = False) -> QuestionKind | None:
    """The kind that a short line or cell names and nothing else ('[Checkboxes]', 'Drop down list'); None elsewhere.

    `names_boxes` tells that the paper says 'checkboxes' where several may be chosen.
    """
    bare = text.strip(" .*[]()").lower()
    if len(bare.split()) > _LONGEST_MARK:
        return None
    bare = _AMBIGUOUS.sub("single choice", bare) if names_boxes else bare
    return next((kind for pattern, kind in _NAMED_KINDS if pattern.match(bare)), None)


def kind_line(text: str) -> QuestionKind | None:
    """The kind that a line names which does nothing else: 'Type: select one (optional)'; None elsewhere."""
    found = _KIND_LINE.fullmatch(text.strip()) if len(text) < _LONGEST_LIMIT else None
    if found is None:
        return None
    named = named_kind(found["kind"]) or next((kind for pattern, kind in _TYPES if pattern.match(found["kind"])), None)
    return named or (QuestionKind.MULTIPLE_CHOICE if _MANY.match(found["kind"]) else None)


def kind_at_end(text: str) -> QuestionKind | None:
    """The kind with which a line ends that begins with something else: 'Age of the household Short text'."""
    words = text.split()
    if text.endswith((")", "]")):  # 'Barriers (select one)' says how to choose, and is the question
        return None
    ends = [" ".join(words[-n:]) for n in (1, 2, 3) if n < len(words)]
    return next((kind for end in ends if (kind := kind_line(f"Type: {end}")) is not None), None)


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


def allows_one(text: str) -> bool:
    """Whether it is said that one option only may be chosen."""
    return bool(_ONE.search(text))


def names_count(text: str) -> bool:
    """Whether it is said how many options may be chosen: 'tick one', 'all that apply'."""
    return bool(_ONE.search(text) or _MANY.search(text))


def kind_of(
    stem: str, options: tuple[str, ...], instructions: str, is_grid: bool, names_boxes: bool = False
) -> QuestionKind:
    """The kind, from the stem, the options printed and the instructions beside them.

    `names_boxes` tells that the paper says 'checkboxes' where several may be chosen: its 'multiple choice' is of one.
    """
    said = f"{stem} {instructions}"
    said = _AMBIGUOUS.sub("single choice", said) if names_boxes else said
    if is_grid or (options and all(re.fullmatch(r"\d{1,2}", option) for option in options)):
        return QuestionKind.RATING
    if not options:
        if _UPLOADS.search(said):
            return QuestionKind.FILE_UPLOAD
        if is_instruction(instructions) and _MANY.search(instructions):
            return QuestionKind.MULTIPLE_CHOICE
        return (
            QuestionKind.RATING
            if re.search(r"on a scale (?:of|from)|\brate\b(?:(?!\brate\b).)*?\b\d+\b", said, re.I)
            else QuestionKind.FREE_TEXT
        )
    if _RANKS.search(said):
        return QuestionKind.RANKING
    if _MANY.search(said) and not _ONE.search(said):
        return QuestionKind.MULTIPLE_CHOICE
    # A survey tool prints the code of an option behind it: 'Yes (1)'.
    if [_CODED.sub("", option).lower().strip(" .") for option in options] in (["yes", "no"], ["no", "yes"]):
        return QuestionKind.YES_NO
    short = max(len(option.split()) for option in options) <= _LONGEST_MARK
    return QuestionKind.RATING if short and _RATES.search(said) else QuestionKind.SINGLE_CHOICE


def is_placeholder(text: str) -> bool:
    """'(Answer)', 'Click here to enter text', '....': a place for an answer and none itself."""
    text = text.strip()
    if len(text) > 300:
        return not text.strip(" \t\n.…_–—-")
    return bool(_PLACEHOLDER.fullmatch(text))
