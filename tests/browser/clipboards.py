# ruff: noqa: E501 (programs write long lines)
"""What programs put on the clipboard, written after their ways in words of our own, and what becomes of it.

Each sample has the program, what is tried, the HTML, and the text that it makes as `desk.outline` draws it.
"""

from typing import NamedTuple

WORD_HEAD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40"><head><meta name=ProgId
content=Word.Document><meta name=Generator content="Microsoft Word 15"><!--[if gte mso 9]><xml><w:WordDocument>
<w:View>Normal</w:View></w:WordDocument></xml><![endif]--><style><!-- @font-face {font-family:Wingdings;}
p.MsoNormal, li.MsoNormal {mso-style-unhide:no; margin:0cm; font-size:11.0pt;} @list l0 {mso-list-id:7;}
--></style></head><body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->"""
WORD_FOOT = "<!--EndFragment--></body></html>"


class Sample(NamedTuple):
    """One thing that is copied from one program."""

    program: str
    tried: str
    html: str
    outline: str


def word(body: str) -> str:
    """A clipboard as Word for Windows fills it."""
    return WORD_HEAD + body + WORD_FOOT


def word_item(label: str, text: str, *, level: int = 1, number: int = 0, place: str = "Middle") -> str:
    """An item of a list as Word writes it: a paragraph with its sign in a run that other programs are to leave out."""
    font = {"·": "Symbol", "o": '"Courier New"', "§": "Wingdings"}.get(label, '"Calibri",sans-serif')
    return (
        f"<p class=MsoListParagraphCxSp{place} style='margin-left:{36 * level}.0pt;mso-add-space:auto;text-indent:-18.0pt;"
        f"mso-list:l{number} level{level} lfo{number + 1}'><![if !supportLists]><span style='font-family:{font};"
        f"mso-fareast-font-family:{font}'><span style='mso-list:Ignore'>{label}<span style='font:7.0pt \"Times New Roman\"'>"
        f"&nbsp;&nbsp;&nbsp;\n</span></span></span><![endif]>{text}<o:p></o:p></p>\n"
    )


def word_ref(n: int, *, kind: str = "ftn") -> str:
    """Where Word's text refers to a note."""
    return (
        f'<a style=\'mso-footnote-id:{kind}{n}\' href="#_{kind}{n}" name="_{kind}ref{n}" title=""><span\nclass='
        f"MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]><span class="
        f"MsoFootnoteReference><span style='font-size:11.0pt'>[{n}]</span></span><![endif]></span></span></a>"
    )


def word_note(n: int, text: str, *, kind: str = "ftn") -> str:
    """A note of Word."""
    return (
        f"<div style='mso-element:footnote' id={kind}{n}><p class=MsoFootnoteText><a style='mso-footnote-id:{kind}{n}'\n"
        f'href="#_{kind}ref{n}" name="_{kind}{n}" title=""><span class=MsoFootnoteReference>[{n}]</span></a> {text}'
        "<o:p></o:p></p></div>"
    )


def online_item(
    tag: str, text: str, *, start: int = 1, level: int = 1, css: str = "decimal", pattern: str = "%1."
) -> str:
    """An item of Word for the web: alone in its list, and the list alone in a box."""
    begins = f' start="{start}"' if tag == "ol" else ""
    return (
        f'<div class="ListContainerWrapper SCXW7 BCX0"><{tag} class="ListStyle SCXW7 BCX0" role="list"{begins} '
        f'style="list-style-type:{css};"><li data-leveltext="{pattern}" data-listid="5" data-aria-posinset="{start}" '
        f'data-aria-level="{level}" role="listitem" class="OutlineElement Ltr SCXW7 BCX0"><p class="Paragraph SCXW7 BCX0">'
        f'<span data-contrast="auto" class="TextRun SCXW7 BCX0"><span class="NormalTextRun SCXW7 BCX0">{text}</span></span>'
        f'<span class="EOP SCXW7 BCX0" data-ccp-props="{{}}">&nbsp;</span></p></li></{tag}></div>'
    )


def docs(body: str) -> str:
    """A clipboard as Google Docs fills it: all of it stands in a <b> that is not bold."""
    return f'<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1f2e">{body}</b>'


def docs_run(text: str, style: str = "") -> str:
    """Words of Google Docs."""
    plain = "font-size:11pt;font-weight:400;font-style:normal;vertical-align:baseline;white-space:pre-wrap;"
    return f'<span style="{plain}{style}">{text}</span>'


def docs_item(text: str, css: str, level: int = 1) -> str:
    """An item of Google Docs."""
    inside = f'<p dir="ltr" style="line-height:1.38;" role="presentation">{docs_run(text)}</p>'
    return f'<li dir="ltr" style="list-style-type:{css};font-weight:400;" aria-level="{level}">{inside}</li>'


SAMPLES = (
    Sample(
        "Word",
        "bullets of three levels",
        word(
            "<p class=MsoNormal>We need:<o:p></o:p></p>"
            + word_item("·", "lamps", place="First")
            + word_item("o", "on the\nbridge", level=2)
            + word_item("§", "north side", level=3)
            + word_item("·", "kerbs", place="Last")
        ),
        "We need:\n- lamps\n    - on the bridge\n        - north side\n- kerbs",
    ),
    Sample(
        "Word",
        "numbers that begin at 3 and leave one out, with letters and Roman numbers inside",
        word(
            word_item("3.", "Roads")
            + word_item("(a)", "main", level=2)
            + word_item("(b)", "side", level=2)
            + word_item("(i)", "north", level=3)
            + word_item("(ii)", "south", level=3)
            + word_item("5.", "Paths")
        ),
        "3. Roads\n    (a) main\n    (b) side\n        (i) north\n        (ii) south\n5. Paths",
    ),
    Sample(
        "Word",
        "a list that is parted by a paragraph and counts on, and one that begins again",
        word(
            word_item("1)", "Salt")
            + "<p class=MsoNormal>Between.<o:p></o:p></p>"
            + word_item("2)", "Sand")
            + word_item("1)", "Grit", number=1)
        ),
        "1) Salt\nBetween.\n2) Sand\n1) Grit",
    ),
    Sample(
        "Word",
        "letters past h: i) after h) is a letter",
        word(word_item("h)", "eighth") + word_item("i)", "ninth") + word_item("j)", "tenth")),
        "h) eighth\ni) ninth\nj) tenth",
    ),
    Sample(
        "Word",
        "a label of several levels, which no list of ours has",
        word(word_item("1.", "Roads") + word_item("1.1", "Main roads", level=2) + word_item("2.", "Paths")),
        "1. Roads\n    1.1 Main roads\n2. Paths",
    ),
    Sample(
        "Word",
        "a second paragraph of an item",
        word(
            word_item("1.", "Roads")
            + "<p class=MsoListParagraphCxSpMiddle style='margin-left:36.0pt'>They flood.<o:p></o:p></p>"
            + word_item("2.", "Paths")
        ),
        "1. Roads\n    They flood.\n2. Paths",
    ),
    Sample(
        "Word",
        "headings with a title above, a numbered heading, a quotation",
        word(
            "<p class=MsoTitle>Our answer<o:p></o:p></p><h1><b>Roads</b><o:p></o:p></h1><h1 style='margin-left:21pt;"
            "mso-list:l3 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>2.1<span style='font:7.0pt'>&nbsp;"
            "</span></span><![endif]>Paths<o:p></o:p></h1><p class=MsoIntenseQuote>They flood.<o:p></o:p></p>"
            "<p class=MsoQuote>Often.<o:p></o:p></p>"
        ),
        "## Our answer\n### Roads\n### 2.1 Paths\n> They flood.\n> Often.",
    ),
    Sample(
        "Word",
        "bold, italic, raised and lowered words, by names and by styles, touching letters",
        word(
            "<p class=MsoNormal>CO<sub>2</sub> and m<sup>2</sup>: <b style='mso-bidi-font-weight:normal'>bo</b>ld, <span"
            " style='font-style:italic'>slanted</span>,\n<span style='font-weight:bold'>heavy</span>, 5<span style="
            "'vertical-align:super'>th</span>.<span style='mso-spacerun:yes'>&nbsp; </span>End<o:p></o:p></p>"
        ),
        "CO<sub>2</sub> and m<sup>2</sup>: <b>bo</b>ld, <i>slanted</i>, <b>heavy</b>, 5<sup>th</sup>. End",
    ),
    Sample(
        "Word",
        "footnotes, one referred to in a list, and an endnote",
        word(
            f"<p class=MsoNormal>Fees rose{word_ref(1)} again{word_ref(1, kind='edn')}.<o:p></o:p></p>"
            + word_item("·", f"by half{word_ref(2)}")
            + "<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left size=1 width="
            '"33%"><![endif]>'
            + word_note(1, "Our <i>ledger</i>.")
            + word_note(2, "Estimate.")
            + "</div><div style='mso-element:endnote-list'>"
            + word_note(1, "At the end.", kind="edn").replace("mso-element:footnote", "mso-element:endnote")
            + "</div>"
        ),
        "Fees rose[^1] again[^3].\n- by half[^2]\n[1] Our <i>ledger</i>.\n[3] At the end.\n[2] Estimate.",
    ),
    Sample(
        "Word",
        "a table with merged cells, two paragraphs and a list in a cell",
        word(
            "<table class=MsoTableGrid border=1><tr style='mso-yfti-irow:0;mso-yfti-firstrow:yes'><td colspan=2><p class="
            "MsoNormal><b>Cost</b><o:p></o:p></p></td><td><p class=MsoNormal><b>Year</b><o:p></o:p></p></td></tr>"
            "<tr><td rowspan=2><p class=MsoNormal>North<o:p></o:p></p><p class=MsoNormal>side<o:p></o:p></p></td><td>"
            + word_item("·", "lamps").replace("text-indent:-18.0pt;", "")
            + "</td><td><p class=MsoNormal>2025<o:p></o:p></p></td></tr><tr><td><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
            "</td><td><p class=MsoNormal>2026<o:p></o:p></p></td></tr><![if !supportMisalignedColumns]><tr height=0><td "
            "width=100 style='border:none'></td></tr><![endif]></table>"
        ),
        "!Cost!!Year\n|North/side|• lamps|2025\n|||2026",
    ),
    Sample(
        "Word",
        "links, bookmarks, comments, deleted and hidden words",
        word(
            '<p class=MsoNormal><a name="_Toc7"></a>See <a href="https://example.org/fees"><span style=\'color:blue\'>the '
            'fees</span></a>, <a href="file:///C:\\plan.docx">the plan</a><del cite="mailto:x">, gone</del><span style='
            "'mso-hide:all'>hidden</span><span class=MsoCommentReference><a class=msocomanchor href=\"#_msocom_1\">[A1]</a>"
            "</span>.<o:p></o:p></p><div style='mso-element:comment-list'><div style='mso-element:comment'>Why?</div></div>"
        ),
        "See <https://example.org/fees>the fees</a>, the plan.",
    ),
    Sample(
        "Word for the web",
        "headings, nested lists each in a box, a quotation, a link",
        '<div class="OutlineElement Ltr SCXW7"><p class="Paragraph SCXW7" role="heading" aria-level="1"><span class="TextRun">'
        'Our view</span><span class="EOP">&nbsp;</span></p></div>'
        + online_item("ol", "Roads")
        + online_item("ol", "main", level=2, css="lower-alpha", pattern="(%2)")
        + online_item("ol", "side", start=2, level=2, css="lower-alpha", pattern="(%2)")
        + online_item("ol", "Paths", start=2)
        + online_item("ul", "mud", css="disc", pattern="")
        + '<div class="OutlineElement"><p class="Paragraph"><span class="TextRun" data-ccp-parastyle="Quote">It floods.</span>'
        '<span class="EOP">&nbsp;</span></p></div><div class="OutlineElement"><p class="Paragraph"><a class="Hyperlink" href='
        '"https://example.org/x"><span class="TextRun Underlined">Map</span></a><span class="LineBreakBlob"><br></span>'
        '<span class="TextRun" style="font-weight:bold">below</span><span class="EOP">&nbsp;</span></p></div>',
        "## Our view\n1. Roads\n    (a) main\n    (b) side\n2. Paths\n- mud\n> It floods.\n"
        "<https://example.org/x>Map</a>/<b>below</b>",
    ),
    Sample(
        "Word for the web",
        "a table",
        '<div class="OutlineElement"><div class="TableContainer"><table class="Table TableGrid" data-tablestyle="MsoTableGrid">'
        '<tbody><tr class="TableRow" role="row"><th class="FirstRow" role="columnheader"><div class="TableCellContent"><div '
        'class="OutlineElement"><p class="Paragraph"><span class="TextRun">Year</span><span class="EOP">&nbsp;</span></p></div>'
        '</div></th><td><div class="TableCellContent"><p class="Paragraph"><span class="TextRun">Trips</span></p></div></td>'
        '</tr><tr class="TableRow"><td><p class="Paragraph">2024<span class="EOP">&nbsp;</span></p></td><td><p class='
        '"Paragraph"><span class="EOP">&nbsp;</span></p></td></tr></tbody></table></div></div>',
        "!Year!Trips\n|2024|",
    ),
    Sample(
        "Google Docs",
        "nested lists, headings, marks by style, a wrapped link",
        docs(
            f'<h2 dir="ltr"><span style="font-size:16pt;font-weight:700;">Our view</span></h2><p dir="ltr">{docs_run("Water is H")}'
            f"{docs_run('2', 'vertical-align:sub;')}{docs_run('O, ')}{docs_run('not', 'font-weight:700;font-style:italic;')}"
            f'{docs_run(" ")}<a href="https://www.google.com/url?q=https://example.org/a&amp;sa=D">{docs_run("this")}</a></p>'
            f'<ol style="margin:0;">{docs_item("one", "decimal")}<ul>{docs_item("two", "circle", 2)}</ul>'
            f"{docs_item('three', 'decimal')}</ol><br />"
        ),
        "## Our view\nWater is H<sub>2</sub>O, <i><b>not</b></i> <https://example.org/a>this</a>\n1. one\n    - two\n2. three",
    ),
    Sample(
        "Google Docs",
        "a table, an empty paragraph between, a footnote of a published page",
        docs(
            f'<div dir="ltr" style="margin-left:0pt;" align="left"><table style="border:none;"><colgroup><col width="90"/></colgroup>'
            f'<tbody><tr style="height:0pt"><td style="border:solid 1pt;"><p dir="ltr">{docs_run("Year")}</p></td><td><p dir="ltr">'
            f'{docs_run("Trips")}</p></td></tr><tr><td><p dir="ltr">{docs_run("2024")}</p></td><td><br></td></tr></tbody></table>'
            f'</div><br /><p dir="ltr">{docs_run("After")}<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup></p>'
            '<div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span>&nbsp;Source.</span></p></div>'
        ),
        "!Year!Trips\n|2024|\nAfter[^1]\n[1] Source.",
    ),
    Sample(
        "LibreOffice",
        "lists, headings, marks, a footnote",
        """<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/><title></title>
<meta name="generator" content="LibreOffice 7.4 (Linux)"/><style type="text/css">@page { margin: 2cm }</style></head>
<body lang="en-GB" link="#000080" dir="ltr"><h1 class="western">Our view</h1>
<p style="line-height: 100%; margin-bottom: 0cm">We <b>agree</b>, as <i>all</i>
do<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a>.</p>
<ol start="4">
	<li><p style="margin-bottom: 0cm">Roads</p>
	<ol type="i">
		<li><p>first</p></li>
	</ol></li>
	<li><p>Paths</p>
</ol>
<ul><li><p>mud</p></ul>
<div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>
	Survey.</p>
</div></body></html>""",
        "## Our view\nWe <b>agree</b>, as <i>all</i> do[^1].\n4. Roads\n    i. first\n5. Paths\n- mud\n[1] Survey.",
    ),
    Sample(
        "LibreOffice",
        "a table",
        """<table width="642" cellpadding="4" cellspacing="0"><col width="214"/><col width="214"/>
<thead><tr valign="top"><th width="214" style="border: 1px solid"><p>Year</p></th><th><p>Trips</p></th></tr></thead>
<tbody><tr valign="top"><td><p>2024</p></td><td><p><br/></p></td></tr></tbody></table><p><br/></p>""",
        "!Year!Trips\n|2024|",
    ),
    Sample(
        "Outlook",
        "a mail with a list, and what it answers below",
        word(
            "<p class=MsoNormal>Thanks.<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
            + word_item("·", "Read it", place="First")
            + word_item("·", "Sign it", place="Last")
            + "<div style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b>From:</b> Clerk<br><b>Sent:</b> "
            "Monday<o:p></o:p></p></div>"
        ),
        "Thanks.\n- Read it\n- Sign it\n<b>From:</b> Clerk/<b>Sent:</b> Monday",
    ),
    Sample(
        "Gmail",
        "lines in boxes, a list, a quoted mail, a link",
        '<div dir="ltr"><div>Hello,</div><div><br></div><div>see <a href="https://example.org/m" target="_blank">here</a></div><ul>'
        '<li style="margin-left:15px">one</li><li>two<ul><li>three</li></ul></li></ul></div><div class="gmail_quote"><blockquote '
        'class="gmail_quote" style="margin:0 0 0 0.8ex"><div>Old words<br>go on</div></blockquote></div>',
        "Hello,\nsee <https://example.org/m>here</a>\n- one\n- two\n    - three\n> Old words/go on",
    ),
    Sample(
        "Apple Mail",
        "lines parted by breaks, a quoted mail",
        'First<br>second<br><br>third<br class="Apple-interchange-newline"><blockquote type="cite"><div>Asked</div></blockquote>',
        "First/second\nthird\n> Asked",
    ),
    Sample(
        "Thunderbird",
        "preformatted lines",
        '<pre class="moz-quote-pre" wrap="">Line one\nline two\n\nNext</pre>',
        "Line one/line two\nNext",
    ),
    Sample(
        "Excel",
        "cells",
        "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><body><table border=0 style='border-collapse:collapse'>"
        "<!--StartFragment--><col width=64><tr height=20 style='height:15.0pt'><td height=20 class=xl65>Year</td><td>Trips</td>"
        "</tr><tr height=20><td align=right>2024</td><td align=right x:num>12</td></tr><!--EndFragment--></table></body></html>",
        "!Year!Trips\n|2024|12",
    ),
    Sample(
        "A web page",
        "code, a picture, a definition list, a table that only arranges",
        '<nav><a href="/a">Menu</a></nav><script>alert(1)</script><p>Use <code>x_y</code> <img src="x.png" alt="A bridge"> and '
        '<img alt="🙂" src="e.png"></p><dl><dt>Fee</dt><dd>A price</dd></dl><table role="presentation"><tr><td><p>left</p></td><td>'
        'right</td></tr></table><p onclick="x()">Soft\u00adhyphen, zero\u200bwidth</p>',
        "Menu\nUse x_y and 🙂\nFee\nA price\nleft\nright\nSofthyphen, zero width",
    ),
)

PLAIN = (
    ("signs and tabs", "We ask:\n•\tlamps\n•\tkerbs\no\tno\nEnd", "We ask:\n- lamps\n- kerbs\n- no\nEnd"),
    ("deeper items", "•\tone\n\t•\ttwo\n•\tthree", "- one\n    - two\n- three"),
    ("numbers and tabs", "4.\tRoads\n6.\tPaths\n(a)\tmud", "4. Roads\n6. Paths\n(a) mud"),
    ("numbers that count on", "1. one\n2. two", "1. one\n2. two"),
    ("numbers that do not", "1. one\n3. two\n2019. was wet", "1. one/3. two/2019. was wet"),
    ("lines and paragraphs", "Parish Hall\r\nMill Lane\r\n\r\nDear all", "Parish Hall/Mill Lane\nDear all"),
    ("signs that mean themselves", "# 1 of *all*, a_b > c", "# 1 of *all*, a_b > c"),
)
