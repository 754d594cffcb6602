"""A short title for each question, to tell it by in lists, proposed from its words by a rule; an officer may change it.

Of 'Do you agree that there should be one water map by 2028?' it keeps 'One water map by 2028': what asks is left out,
then whole words are taken for as long as there is room.
"""

import re
from collections.abc import Sequence

MOST_LETTERS = 25
_LEAST_LETTERS = 4
_LONGEST_READ = 600
_NOTE = re.compile(r"(?:(?<!\s)\s++)?[(\[][^()\[\]]*[)\]]")
_SENTENCE = re.compile(r"(?<=[.?!:])\s+")
_ASKS = (
    r"please|also|briefly|and|or|in your (?:view|opinion|experience)|overall|if so|if not|finally|"
    r"do you (?:also )?(?:agree or disagree|agree|think|believe|feel|consider|support|have (?:any )?(?:other |further |"
    r"additional )?(?:comments|views|evidence|suggestions|information|thoughts|concerns)|have|know|want|use|expect)|"
    r"would you (?:like|prefer|support|say|be)|are you|have you|did you|can you|could you|will you|"
    r"(?:to what extent|how (?:far|strongly|much)|in (?:which|what) ways?) (?:do|does|would|should|can|is|are|have)"
    r"(?: you)?(?: agree or disagree| agree| support| think| been)?|"
    r"what (?:do you think|are your (?:views|thoughts|comments|opinions)|is your (?:view|opinion|experience))|"
    r"what (?:other |further |additional )?(?:is|are|was|were|do|does|should|would|could|can|will|might|may|has|have)|"
    r"(?:how|when|where|why|who|which|whom) (?:is|are|do|does|did|should|would|could|can|will|might|may|has|have)|"
    r"(?:should|would|could|can|will|is|are|does|do|did|has|have|had|was|were|may|might|must)|"
    r"(?:tell us|let us know|describe|explain|give|provide|list|state|set out|outline|identify|comment|indicate|"
    r"specify|suggest|share|select|choose|rate|rank|name|say)|"
    r"(?:we|i) (?:would )?(?:particularly )?(?:welcome|invite|seek|propose)(?: your)?|your|any|views|comments|evidence|"
    r"(?:of|on|about|with|for|that|whether|if|as to|to|which|what|how|us|you|there|be|it|its|we|they)|"
    r"(?:the (?:proposal|proposals|proposed|following|suggestion|idea) (?:to|that|for)|the|a|an|our|this|these|those)"
)
_LEAD = re.compile(rf"(?:{_ASKS})(?=[\s,:;]|$)[\s,:;]*", re.I)
_MOST_LEADS = 16
# What a title does not end with.
_HANGING = re.compile(
    r"&|a|an|the|of|on|in|at|by|to|for|from|with|and|or|nor|but|that|which|who|whose|as|than|into|per|our|your|"
    r"its|their|be|is|are|was|were|will|should|would|could|can|may|might|must|not|no|if|whether|when|where|"
    r"there|this|these|those|about|between|under|over|more|most|any|all|each|how|what|why|do|does|have|has|we|"
    r"you",
    re.I,
)


def short_title(text: str) -> str:
    """The title proposed for a question's text, at most `MOST_LETTERS` letters; '' for a text without words."""
    sentence = _asking(_NOTE.sub("", text[:_LONGEST_READ]).strip())
    rest = sentence
    for _ in range(_MOST_LEADS):
        found = _LEAD.match(rest)
        left = rest[found.end() :] if found else ""
        if found is None or len(_words(left)) < 2 or left.startswith(("and ", "or ")):
            break
        rest = left
    title = _cut(_words(rest))
    return title if len(title) > _LEAST_LETTERS else _cut(_words(sentence))


def _asking(text: str) -> str:
    """The first sentence that asks; the first of all where none does."""
    sentences = _SENTENCE.split(text)
    return next((each for each in sentences if each.endswith("?")), sentences[0])


def _words(text: str) -> list[str]:
    return [word for each in text.split() if (word := each.strip(".,;:?!\"“”‘’'()[]–—-_*…")) or each.isalnum()]


def _cut(words: Sequence[str]) -> str:
    """As many whole words as there is room for, ending with one that means something by itself."""
    kept: list[str] = []
    for word in words:
        if len(" ".join([*kept, word])) > MOST_LETTERS:
            break
        kept.append(word)
    while len(kept) > 1 and _HANGING.fullmatch(kept[-1]):
        kept.pop()
    title = " ".join(kept) or (words[0][:MOST_LETTERS] if words else "")
    # One letter may become several in capitals.
    return (title[:1].upper() + title[1:])[:MOST_LETTERS].rstrip()
