"""Whether a secret key could be guessed: a service that starts with such a key looks well and is not."""

import re
from itertools import pairwise

_KNOWN = ("change-me", "changeme", "development", "dev", "example", "key", "password", "secret", "test", "your")
_FEWEST = 10  # different letters; a random key of 32 has about 25


def is_guessable(key: str) -> bool:
    """Whether a key is no random text: few letters, one piece repeated, the alphabet, or mostly well-known words."""
    plain = key.lower()
    left = re.sub("|".join(_KNOWN), "", plain)
    repeated = plain in (plain + plain)[1:-1]
    steps = [ord(after) - ord(before) for before, after in pairwise(plain)]
    in_a_row = sum(step in (-1, 0, 1) for step in steps) > len(steps) * 2 / 3
    return len(set(key)) < _FEWEST or len(set(left)) < _FEWEST or repeated or in_a_row
