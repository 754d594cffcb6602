"""Words that a PDF has broken: parted by hyphens at line ends, or robbed of ligatures that its font does not name."""

import re
from collections import Counter

from consult.question_sets.readers.pdf.line import UNKNOWN

_WORDS = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_HYPHENED = re.compile(rf"(?<![A-Za-z])([A-Za-z]{{1,40}})[-{UNKNOWN}]$")
_CUT = frozenset({"-", UNKNOWN})
_LETTERS = re.compile(r"[A-Za-z]+")
# What hardly begins an English word that is written without a hyphen.
_HEADS = frozenset({"non", "self", "well", "cross", "semi", "quasi"})
_LEAST_REST = 4  # letters: 'self-ish', 'cross-ing' are broken words
_LONGEST = 40  # letters of a word on either side of one that has no name
# Which ligature a nameless letter stands for, by what is round it; 'fi' is by far the commonest.
_LIGATURES = (
    ("ffi", re.compile(r"^(?:co|in|un)?(?:e|o|tra|su|di|a|sta)_(?:c|n|d|x|liat)", re.I)),
    ("fl", re.compile(r"^(?:re|de|in)_ect", re.I)),
    ("ff", re.compile(r"e_e(?:ct|r)|e_ort|o_(?:er|s|en|$)|a_(?:ect|ord|air)|sta_|di_er|tari_|su_er|cuto_|bu_er|"
                      r"playo_|layo_|cli_|sti_|stu_|bu_|co_ee|blu_|pu_|sco_|sni_|tra_ic", re.I)),
    ("fl", re.compile(r"^(?:in|re|con|de|out|over)?_(?:ex(?!e)|ood|oor|ow|uen|uct|ag|at|ight|"
                      r"eet|ation|ict|uid|y|ower|our|are|ash|oat|u\b)", re.I)),
)  # fmt: skip


def _ligature(before: str, after: str) -> str:
    before, after = before[-_LONGEST:], after[:_LONGEST]
    word = f"{re.split(r'[^A-Za-z]', before)[-1]}_{re.split(r'[^A-Za-z]', after)[0]}"
    return next((letters for letters, pattern in _LIGATURES if pattern.search(word)), "fi")


def _with_ligatures(text: str) -> str:
    """A text with a ligature for each letter that has no name; those before it are among what tells the next."""
    first, *others = text.split(UNKNOWN)
    out, tail = [first], first[-_LONGEST:]
    for piece in others:
        mended = _ligature(tail, piece) + piece
        out.append(mended)
        tail = f"{tail}{mended[-_LONGEST:]}"[-_LONGEST:]
    return "".join(out)


class Words:
    """The words that a paper uses, by which its broken ones are mended."""

    def __init__(self, texts: list[str]) -> None:
        """Take the texts of all lines; their words are counted when the first broken one is met."""
        self._texts = texts
        self._counts: Counter[str] | None = None

    @property
    def _seen(self) -> Counter[str]:
        if self._counts is None:
            self._counts = Counter()
            for text in self._texts:
                self._counts.update(_WORDS.findall(text.lower()))
        return self._counts

    def joined(self, lines: list[str]) -> str:
        """One line of text from the lines of a paragraph."""
        pieces = [lines[0].strip()]
        for line in lines[1:]:
            # Only the last line is looked at: a paragraph may run on for pages.
            if pieces[-1][-1:] in _CUT:
                pieces += self._join(pieces.pop(), line.strip())
            else:
                pieces.append(line.strip())
        out = _with_ligatures(" ".join(pieces))
        return " ".join(out.split(" ")) if "\t" in out else " ".join(out.split())

    def _join(self, before: str, after: str) -> list[str]:
        """Two lines, as one where a word is cut between them."""
        cut = _HYPHENED.search(before)
        if not cut or not after[:1].islower():
            return [before.rstrip(UNKNOWN), after] if cut is None else [before[:-1] + "-" + after]
        head, rest = cut[1], _LETTERS.match(after)
        if self._keeps_hyphen(head.lower(), rest[0].lower() if rest else ""):
            return [f"{before[:-1]}-{after}"]
        return [before[:-1] + after]

    def _keeps_hyphen(self, head: str, rest: str) -> bool:
        if self._seen[f"{head}-{rest}"]:
            return True
        if self._seen[head + rest]:
            return False
        if head in _HEADS and len(rest) >= _LEAST_REST:
            return True
        # Both halves are words of their own in this paper: 'face-to-', 'long-term'.
        return self._seen[head] > 1 and self._seen[rest] > 1
