"""What wording asks the reader for an answer, and what only sounds like it: English papers' habits, written down.

Used to tell questions from headings, numbered paragraphs and rhetoric, and what belongs to a question from what
answers it.
"""

import re

_SENTENCE = re.compile(r"(?<=[.?!])[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z])")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|cf|vs|no|nos|para|paras|Mr|Mrs|Dr|St)|\b[A-Z])\.$")
_LONGEST_ABBREVIATION = 12
"""Characters at the end of a sentence that tell, with the one before the abbreviation."""
_TRAILING_NOTE = re.compile(r"[(\[][^()\[\]]*[)\]]\s?[.:]?$")
_VERBS = (
    r"list|describe|explain|provide|give|state|tell|identify|outline|set out|indicate|specify|comment|rate|rank|score"
    r"|select|choose|tick|mark|name|upload|attach|suggest|share|summari[sz]e|discuss|detail|elaborate|expand|specify"
    r"|use this|enter|justify|include|submit|note any|add any|write|complete|estimate|quantify|let us know"
)
_IMPERATIVE = re.compile(rf"(?:please\s+(?:also\s+|briefly\s+)?(?:{_VERBS}|\w+)\b|(?:{_VERBS})\b)", re.I)
_INVITES = re.compile(
    r"\b(?:we|the \w+(?: \w+)?) (?:would |are |is )?(?:particularly )?(?:welcomes?|invites?|seeks?|requests?|"
    r"solicits?|like|interested in|seeking)\b|\b(?:views|comments|evidence|responses|examples|suggestions) "
    r"(?:are|is|on .{0,80} are) "
    r"(?:particularly )?(?:invited|sought|welcome|welcomed|requested)\b|^any (?:other|further|additional|general) ",
    re.I,
)
_ASKING_START = re.compile(
    r"(?:(?:and|or|but|also|if so|if not|if yes|if no|more specifically|in particular|in your (?:view|"
    r"opinion|experience)|"
    r"for example|finally|overall|generally|alternatively)[,:]?\s+"
    # A longer lead must end with its comma: were it optional, matching could take for ever.
    r"|(?:given|considering|in (?:relation|addition|light|terms|the)) [^,?]{0,120},\s+)*"
    r"(?:what|which|who|whom|whose|when|where|why|how|to what|in what|in which|on what|for which|at what|by what|"
    r"do|does|did|is|are|was|were|has|have|had|can|could|should|would|will|shall|may|might|must)\b",
    re.I,
)
# Without a question mark a clause may begin so too ('has been obtained ...'): a verb must be turned round its subject.
_VERB_START = re.compile(
    r"(?:do|does|did|is|are|was|were|has|have|had|can|could|should|would|will|shall|may|might|must)\b", re.I
)
_TURNED = re.compile(
    r"(?:\w+\s+(?:you|your|there|they|we|it|this|these|those)|(?:do|does|did|can|could|should|would|will)\s+"
    r"(?:the|an?|any|all|our|more|people|respondents|consultees|members))\b",
    re.I,
)
# 'Where a body fails to report, ...' states; with a question mark it asks.
_CONDITION = re.compile(r"(?:when|where|who|how|why|whose|may|might|must|shall|will)\b", re.I)
_FOLLOW_UP = re.compile(
    r"(?:please|if (?:so|not|yes|no)\b|why\b|why not|\(why|explain|give (?:reasons|details|examples)|provide|describe|"
    r"in (?:your (?:answer|response|view)|answering|responding|particular)|and (?:why|how|what)|more specifically|"
    r"alternatively)",
    re.I,
)
# 'If you live nearby, please say where' goes on asking; 'If you enter your address, you will get a copy' does not.
_CONDITIONAL = re.compile(r"(?:if (?:you|your|other|applicable|relevant|any|the answer)\b|for example)", re.I)
_COMMANDS_WITHIN = re.compile(rf"[,;:.–-]\s*(?:then\s+)?(?:please\b|(?:{_VERBS})\b)|\bplease\b", re.I)
_GENERAL = re.compile(
    r"(?:please )?(?:answer|reply|respond|return|send|submit)\b[^.?]{0,60}?\b(?:by|before|no later than) "
    r"(?:\w+day|\w{0,4}\d|noon|midnight|the end)|(?:in (?:providing|giving|preparing) your (?:responses?|answers?)|"
    r"when (?:answering|responding)|"
    r"please (?:note|answer "
    r"(?:all|each|as many|(?:these|the|our)(?: \w+)? questions)|send|return|e-?mail|post|"
    r"submit (?:your )?(?:responses?|comments|replies)|read|"
    r"respond (?:to|by)|complete (?:and|this|the)|use (?:this|the) (?:form|template)|see |refer|do not|contact|"
    r"be (?:aware|advised)|"
    r"remember|ensure|keep in mind|visit|click|tick here|tick this)|responses? (?:should|must|to)|"
    r"if you (?:have|need|want|would like|wish|require)\b[^?]{0,120}\b(?:contact|e-?mail|send|write|call|queries|"
    r"enquiries|visit|telephone|copy)\b[^?]*$|tell us if you (?:do not|don[’']t) want)",
    re.I,
)
_ON_FORM = re.compile(
    r"\b(?:fields?|questions?|items?) (?:that are )?marked (?:with )?(?:an? )?(?:\*|asterisk|star)|"
    r"\b(?:all|the) (?:fields|questions) are (?:required|mandatory|optional)\b",
    re.I,
)
# How replies are handled: published, kept secret, sent back.
_ON_REPLIES = re.compile(
    r"(?:please )?(?:tell us|let us know|say|state|indicate|mark|explain|note|specify)(?: clearly)?,? "
    r"(?:if|whether|that|why|when|which parts?|any parts?)\b[^.]{0,80}\b(?:object|confidential(?:ity)?|"
    r"publish(?:ed|ing)?|"
    r"publication|anonymous(?:ly)?|anonymity|not want your)\b",
    re.I,
)
_SENDS = re.compile(
    r"(?:please )?(?:submit|send|include|post|identify|mark|file) (?:your |all |any |written |the )*"
    r"(?:comments?|responses?|replies|submissions?|docket|reference number)\b",
    re.I,
)
_ROUTING = re.compile(
    r"\b(?:go|move|skip|proceed|continue|jump) (?:straight |directly )?(?:on )?to "
    r"(?:the next )?(?:questions?|section|part|page|q)\b",
    re.I,
)
_ABOUT = re.compile(
    r"\b(?:on|about|address(?:es|ing)?|cover(?:s|ing)?|answers?|regarding|concerning|to|whether)\b", re.I
)
_TOPICS = re.compile(
    r"\b(?:address|consider|comment on|respond to|views on|evidence on|feedback on|comments on|information on|seeks?)\b"
    r".{0,80}\b(?:following|below|these)\b",
    re.I,
)
_BY_MEANS = re.compile(
    r"\b(?:by (?:post|e-?mail)|following (?:ways|means|address|methods|formats?)|via|submitted)\b", re.I
)
_READER = re.compile(
    r"\b(?:you|your|yours|respondents?|stakeholders?|members?|consultees?|in your|agree|should|consider|views|"
    r"comments|evidence)\b",
    re.I,
)
_ABOUT_PAPER = re.compile(
    r"(?:(?:what|how|where|when|who|why|can|will|is|are|do|does)\b[^?]{0,40}\bmy "
    r"(?:answers?|responses?|repl(?:y|ies)|data|views|comments|details|evidence|name|appointment)\b|"
    r"what is (?:this|the) (?:consultation|paper|document|survey)|why (?:are we|is (?:the|this)|we are)|"
    r"who (?:is this|are "
    r"we|can respond|should (?:respond|read))|how (?:do i|can i|to|will (?:we|my|your|the results))|what "
    r"(?:will )?happens?|"
    r"what (?:are we|is being|happens) |where can i|when (?:will|does)|can i |do i (?:need|have)|what is changing|"
    r"will (?:my|i|the results)|who (?:will|is) (?:consult|see))",
    re.I,
)
_RATES_EACH = re.compile(
    r"\b(?:rate|indicate|tick|circle|mark|agreement)\b[^?]{0,160}\b(?:statements?|of the following|each|scale)\b|"
    r"\b(?:agree|disagree|extent)\b[^?]{0,80}\bstatements?\b|"
    r"\b1\s?[=:–-]\s?[^\W\d][^\d]{2,40}\b[2-5]\s?[=:–-]\s?[^\W\d]",
    re.I,
)
_MINE = re.compile(r"(?<!\w)(?:I|[Mm]y|me|mine)(?!\w|[.)])")
_ADDRESSED = re.compile(r"\byou(?:r|rs)?\b", re.I)


def sentences(text: str) -> list[str]:
    """The sentences of a text; full stops of common abbreviations do not end one."""
    out: list[list[str]] = []
    for piece in _SENTENCE.split(text.strip()):
        if out and _ABBREVIATION.search(out[-1][-1][-_LONGEST_ABBREVIATION:]):
            out[-1].append(piece)
        else:
            out.append([piece])
    return [" ".join(pieces) for pieces in out]


def _bare(sentence: str) -> str:
    """A sentence without a reference or note in brackets at its end, and without closing quotes."""
    bare = _TRAILING_NOTE.sub("", sentence.strip()).rstrip()
    return (bare or sentence).rstrip("\"”’'*_) ")


def is_question(sentence: str) -> bool:
    """Whether a sentence ends in a question mark, notes in brackets apart."""
    if "?" not in sentence:
        return False
    return _bare(sentence).endswith("?") or sentence.rstrip("\"”’'*_ ").endswith("?")


def _begins_asking(text: str) -> bool:
    """Whether a text begins as a question does, its mark apart."""
    if not _ASKING_START.match(text):
        return False
    return "?" in text or not _VERB_START.match(text) or bool(_TURNED.match(text))


def asks(text: str) -> bool:
    """Whether a labelled text can be a question: it asks, commands or invites somewhere."""
    return (
        any(is_question(sentence) for sentence in sentences(text))
        or _begins_asking(text)
        or bool(_IMPERATIVE.match(text))
        or bool(_INVITES.search(text))
    )


def puts_question(text: str) -> bool:
    """Whether a numbered text is a question rather than a paragraph with a rhetorical one in its middle.

    It begins by asking, or goes on asking to its end once it has begun.
    """
    if _begins_asking(text) and ("?" in text or not _CONDITION.match(text)):
        return True
    if _IMPERATIVE.match(text) or asks_only(text):
        return True
    return len(text) < 600 and len(text.split()) <= 60 and bool(_INVITES.search(text))


def asks_only(text: str) -> bool:
    """Whether a text does nothing but ask: it ends so, and no sentence after the first question states."""
    pieces = [piece for piece in sentences(text) if not _TRAILING_NOTE.fullmatch(piece)]
    asking = [is_question(piece) or is_command(piece) or is_follow_up(piece) for piece in pieces]
    if not any(asking) or not asking[-1]:
        return False
    return all(asking[asking.index(True) :])


def is_follow_up(text: str) -> bool:
    """'Please give reasons', 'If not, why not?': it goes on asking what the question before began."""
    if _CONDITIONAL.match(text):
        return ("?" in text or bool(_COMMANDS_WITHIN.search(text))) and not is_general(text)
    return bool(_FOLLOW_UP.match(text)) and not is_general(text)


def is_note(text: str) -> bool:
    """'(See paragraphs 3 to 9)' on a line of its own."""
    return bool(
        re.fullmatch(
            r"[(\[](?:see|refer|as|para(?:graph)?s?|pages?|sections?|chapters?|cf)\b[^()\[\]]*[)\]][.]?",
            text.strip(),
            re.I,
        )
    )


def is_routing(text: str) -> bool:
    """'If no, please go to question 7': it leads through a form and asks nothing."""
    return len(text) < 200 and bool(_ROUTING.search(text)) and "?" not in text


def is_command(text: str) -> bool:
    """Whether a text begins by telling the reader what to give."""
    return bool(_IMPERATIVE.match(text)) and not is_general(text)


def is_general(text: str) -> bool:
    """Whether a text tells how to respond at all, not to one question."""
    return bool(
        _GENERAL.match(text)
        or _ON_FORM.search(text)
        or _SENDS.match(text)
        or ("?" not in text and _ON_REPLIES.match(text))
    )


def is_invitation(text: str) -> bool:
    """'Any other comments', 'We would welcome views on ...'."""
    return bool(_INVITES.search(text))


def leads_in_topics(text: str) -> bool:
    """Whether a line asks for views on each point of the list under it, whatever form the points have."""
    stripped = text.rstrip(" *_")
    if not stripped.endswith((":", "following", "following.", "below.", "on", "on:")) or _BY_MEANS.search(stripped):
        return False
    return bool(_INVITES.search(stripped) and _ABOUT.search(stripped)) or bool(_TOPICS.search(stripped))


def speaks_to_reader(text: str) -> bool:
    """Whether a question is put to those who answer, by its words."""
    return bool(_READER.search(text)) and not is_about_paper(text)


def addresses_reader(text: str) -> bool:
    """Whether 'you' or 'your' stands in it."""
    return bool(_ADDRESSED.search(text)) and not is_about_paper(text)


def speaks_for_self(text: str) -> bool:
    """'Do I have to change my system?': somebody asks in their own cause, and not the reader."""
    return bool(_MINE.search(text)) and not _ADDRESSED.search(text)


def rates_each(text: str) -> bool:
    """Whether a line asks to rate each of the statements that follow, or gives the scale for it."""
    return bool(_RATES_EACH.search(text))


def is_about_paper(text: str) -> bool:
    """'Why are we consulting?', 'How do I respond?': the paper asks itself and answers."""
    return bool(_ABOUT_PAPER.match(text.strip()))
