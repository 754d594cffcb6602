"""Bytes of a text file to text, whatever encoding it came in."""

from consult.question_sets.paper import UnreadablePaper


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with its mark, or Windows' western code page; newlines made one kind.

    Raises UnreadablePaper for what is no text.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", "replace")
    elif b"\0" in data:
        raise UnreadablePaper("This is not a text file")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
