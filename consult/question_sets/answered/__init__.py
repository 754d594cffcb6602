"""Answers as they stand in a Word file, taken with all that our texts can hold: links, notes, lists, tables, quotes.

The recogniser finds questions in any paper and needs words alone; whoever takes an answer over wants it unchanged.
`word/` walks the file and reads its paragraphs, `tree.py` sets them into lists and quotes, and `markdown.py` and
`inline.py` write them as texts are typed here. `ours.py` finds the questions of our own documents by their bookmarks,
`anywhere.py` those that the recogniser found. What cannot be kept is named by `losses.py`.
"""
