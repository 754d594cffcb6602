"""The letters behind Word's w:sym: what a character of a symbol font shows, in Unicode.

Only what papers use: Greek letters and signs of Symbol, ticks, crosses, arrows and dots of Wingdings. Anything else of
a symbol font is an ornament and says nothing.
"""

_GREEK = dict(
    zip(
        "ABCDEFGHIKLMNOPQRSTUWXYZabcdefghiklmnopqrstuwxyz",
        "ΑΒΧΔΕΦΓΗΙΚΛΜΝΟΠΘΡΣΤΥΩΞΨΖαβχδεφγηικλμνοπθρστυωξψζ",
        strict=True,
    )
)
_SIGNS = {
    "symbol": {
        **_GREEK, "\xa3": "≤", "\xa5": "∞", "\xac": "←", "\xae": "→", "\xb0": "°", "\xb1": "±", "\xb2": "″",
        "\xb3": "≥", "\xb4": "×", "\xb7": "•", "\xb9": "≠", "\xbb": "≈", "\xbc": "…", "\xe5": "∑", "\xd6": "√",
        "\xd2": "®", "\xd3": "©", "\xd4": "™", "\xe2": "®", "\xe3": "©", "\xe4": "™",
    },
    "wingdings": {
        "\xfc": "✓", "\xfb": "✗", "\xe0": "→", "\xdf": "←", "\xe8": "→", "\xa7": "•", "\xd8": "•", "\x76": "•",
        "\x6c": "•", "\x6e": "•", "\x9f": "•", "\x4a": "☺", "\x28": "☎", "\x2a": "✉",
    },
}  # fmt: skip


def letter_of(letter: str, font: str) -> str:
    """What a w:sym of `font` shows; '' for an ornament. Word stores symbol fonts' letters from U+F000 on."""
    code = ord(letter)
    signs = _SIGNS.get(font.strip().lower())
    if signs is not None:
        low = chr(code & 0xFF)
        plain = low if font.strip().lower() == "symbol" and low.isascii() and low.isprintable() else ""
        return signs.get(low, plain)
    if 0xE000 <= code <= 0xF8FF or not letter.isprintable():
        return ""
    return letter
