"""Answers as they stand in a Word file, taken with all that our texts can hold: links, notes, lists, tables, quotes.

The recogniser finds questions in any paper and needs words alone; whoever takes an answer over wants it unchanged.
`word.py` walks the file, `word_inline.py` reads a paragraph, with `word_fields.py` and `word_styles.py`; `tree.py` sets
paragraphs into lists and quotes,
`markdown.py` and `inline.py` write them as texts are typed here. `ours.py` finds the questions of our own documents by
their bookmarks, `anywhere.py` those that the recogniser found. What cannot be kept is named by `losses.py`.
"""
