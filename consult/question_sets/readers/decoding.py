"""Bytes of a text file to text, whatever encoding it came in."""

from consult.question_sets.paper import UnreadablePaper

# Old programs left single NULs in texts; what has more of them is no text.
_LEAST_PER_NUL = 1_000


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with its mark, or Windows' western code page; newlines made one kind.

    Raises UnreadablePaper for what is no text.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", "replace")
    elif data.count(0) * _LEAST_PER_NUL > len(data):
        raise UnreadablePaper("This is not a text file")
    else:
        try:
            text = data.replace(b"\0", b"").decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.replace(b"\0", b"").decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
