"""Values that nobody types, as Hypothesis finds them: for every kind of field, and for a form as a whole."""

import io
import zipfile

from hypothesis import strategies as st

from consult.running.tables import metadata
from tests.hostile.forms import KEY, TOKEN, Field, PageForm
from tests.hostile.sending import File, Pairs, Sent, Value, pairs_of, typed

WRITTEN = (
    "", " ", "\x00", "a\x00b", "\ud7ff\ue000\ufffe", "\u202e\u2066\u2069\u200f", "\ufeff", "\u2028\x85\x0b",
    "-1", "0", "1", "2", "12", "2147483647", "2147483648", "9223372036854775808", "9" * 5000, "1e9", "1e400", "NaN",
    "-0", "0x10", "1_000", "١٢", "½", "true", "None", "null", "[]", "{}", "' OR 1=1 --", "%", "%s", "{0}", "{{7*7}}",
    "<script>alert(1)</script>", "]]>", "&#0;", "../../etc/passwd", "%00", "CON", "//evil.example", "javascript:1",
    "2026-13-45", "0000-00-00", "29", "30", "31", "february", "9999", "10000", "25:61", "midnight", "12 midday",
    "🙂" * 50, "e\u0301" * 300, "ß", "\u0131", "\r\n\r\n", "a@b.example", "a@b@c", '"a b"@c.example', "a@" + "b." * 130,
    "|a|\n|-|\n|b|", "[^1]: a", "- " * 300, "> " * 300, "**" * 300, "[" * 300, "`" * 300, "=SUM(1)", "\t=1+1",
    "approve", "file", "bank", "partner", "administrator", "drafting", "submitted",
)  # fmt: skip
LONG = ("x", "🙂", "a ", "a\n", "\n", "[", "](", "*", "\u0301", "1", "<", "\u202e")
NAMES = sorted({column.name for table in metadata.tables.values() for column in table.columns})
STARTS = (b"%PDF-1.7\n", b"PK\x03\x04", b"<html>", b"{")
FILE_NAMES = (b"a.docx", b"a.pdf", b"a.xlsx", b"a.csv", b"a.yaml", b"a.html", b"a.zip", b"a.odt", b"../../b.txt")
FILE_NAMES += (b"\x00.txt", b"", b".", b"a" * 5000, b"\xff\xfe.md", b"C:\\a.txt", b"\xe2\x80\xae.txt", b"a.docx.exe")

# Every code point, unpaired surrogates too; the narrow ranges come up as often as the wide one.
_ranges = ((0, 0x7F), (0x80, 0x2FF), (0x300, 0x36F), (0x2000, 0x206F), (0xD800, 0xDFFF), (0, 0x10FFFF))
_characters = st.one_of(*(st.integers(first, last) for first, last in _ranges)).map(chr)
_texts = st.one_of(
    st.sampled_from(WRITTEN),
    st.lists(_characters, max_size=40).map("".join),
    st.builds(lambda piece, times: piece * times, st.sampled_from(LONG), st.sampled_from((250, 3_000, 60_000))),
    st.one_of(st.integers(), st.floats(), st.dates(), st.datetimes(), st.times()).map(str),
).map(lambda text: text.encode("utf-8", "surrogatepass"))
_bytes = st.one_of(_texts, st.binary(max_size=40))


def _zipped(content: bytes) -> bytes:
    """A file that is a Word document, a sheet and a web page for whoever only looks at names."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", "word/document.xml", "xl/workbook.xml", "../out.txt", "content.xml"):
            archive.writestr(name, content)
    return kept.getvalue()


_contents = st.one_of(
    st.just(b""),
    _bytes,
    st.builds(_zipped, _bytes),
    st.builds(lambda start, rest: start + rest, st.sampled_from(STARTS), _bytes),
    st.lists(st.lists(_texts, max_size=7).map(b",".join), max_size=6).map(b"\n".join),
)
_files = st.builds(File, st.one_of(st.sampled_from(FILE_NAMES), st.binary(max_size=20)), _contents)


def _hostile(field: Field) -> st.SearchStrategy[Value]:
    """One value of a field: what it offers is hostile too where it is not to be had."""
    if field.kind == "file":
        return st.one_of(_files, _bytes)
    offered = [value.encode() for value in field.offered]
    return st.one_of(st.sampled_from(offered), _bytes) if offered else _bytes


def _several(field: Field) -> st.SearchStrategy[list[Value]]:
    """All values of a field: one, none at all, or too many."""
    one = _hostile(field)
    return st.one_of(st.lists(one, min_size=1, max_size=1), st.lists(one, max_size=4))


@st.composite
def sent_with(draw: st.DrawFn, alike: list[PageForm]) -> Sent:
    """A form, one of several alike, as nobody fills it in: all of it, or a field or two among sensible ones."""
    form = draw(st.sampled_from(alike))
    fields = [field for field in form.fields if field.name not in (TOKEN, KEY)]
    bad: set[int] = set()
    if fields:
        places = st.integers(0, len(fields) - 1)
        bad = draw(st.one_of(st.sets(places, min_size=1, max_size=2), st.just(set(range(len(fields))))))
    sensible, pairs = typed(form), []
    for place, field in enumerate(fields):
        name = field.name.encode()
        if place in bad:
            pairs += [(name, value) for value in draw(_several(field))]
        else:
            pairs += pairs_of({field.name: sensible[field.name]})
    extra: Pairs = draw(_extra) if draw(st.booleans()) or not fields else ()
    path = draw(_path(form.action))
    return Sent(path, (*pairs, *extra), draw(st.booleans()) if not form.takes_file else draw(_nearly_always))


_nearly_always = st.sampled_from((True,) * 7 + (False,))
_names = st.one_of(st.sampled_from(NAMES).map(str.encode), st.sampled_from((KEY.encode(), b"submit", b"next")), _bytes)
_extra = st.lists(st.tuples(_names, st.one_of(_bytes, _files)), max_size=4).map(tuple)


def _path(action: str) -> st.SearchStrategy[str]:
    """Nearly always where the form goes; else with other numbers in the address, or with more behind it."""
    first = action.partition("?")[0]
    pieces = first.split("/")
    places = [place for place, piece in enumerate(pieces) if piece.isdigit()]
    others = st.sampled_from(("1", "2", "3", "12", "42", "987654", "2147483647", "2147483648", "0"))
    more = st.sampled_from(("?page=-1", "?after=99999999999999", "?q=%00%ff", "?next=%0d%0a", "?with=recovery"))
    ways = [st.just(action)] * 4 + [more.map(lambda query: first + query)]
    if places:
        last = places[-1]
        ways.append(others.map(lambda n: "/".join([*pieces[:last], n, *pieces[last + 1 :]])))
    return st.one_of(ways)
