"""What bounds each function that goes through the same things again and again (`again.suspects`).

A bound names the constants that hold it, as module.CONSTANT: `test_bounds.py` tells when one is gone. 'A few' are never
more than the program itself names (texts of an entry, fields of a form, bodies of one response, languages).
"""

BOUNDS = {
    # Requests and files as they come
    "running/arriving.Arrival.take": "Into one bytearray; arriving.LARGEST_HEAD before the body begins.",
    "running/arriving.Departure.send": "The piece is a memoryview: what is left of it is not copied.",
    "reading_apart/parent._Listening._chunks": "The pipes of one process: two.",
    "reading_apart/parent._Listening.answer": "Into one bytearray, looked through from where the part begins.",
    "consult/database._copy_rows": "The columns of a table, for each row that is copied when the service moves.",
    "texts/file_names.shortened": "Cut to its length at once; then by letters, for those of several bytes.",
    "consult/proxies.Forwarded._walk": "The proxies that the operator named, for each address of a header.",
    "running/working.read_waiting": "Decides anew after each file whose is next.",
    # People
    "people/import_plan.Named.like": "import_plan.MOST_GUESSED names, each against all there are.",
    "people/people_sheet._rows": "A few columns.",
    "people/people_sheet._people": "A few columns, for each row.",
    "sign_in/second_factor.make_codes": "second_factor.RECOVERY_CODES codes of a fixed length.",
    # Responses
    "pages/invitations.give_role": "The bodies of one response, against those of the viewer's organisation.",
    "drafting/queries.progress_of": "A few states, for each response.",
    "question_sets/services.place_question": "Twice through the questions that move.",
    "question_sets/queries.referred": "queries.MOST_REFERRED passages of each reference of one question.",
    # Word files that are made
    "word/tables.column_widths": "grammar._MOST_COLUMNS columns, for each row.",
    "word/package._describe": "The dates of a file's properties: three.",
    # Search
    "library/elsewhere._has": "parser.MOST_LEAVES words, in a few columns.",
    "postgres/gathering._combinations": "Two to the power of gathering.FEW_WORDS.",
    "search/ranking.gathering_words": "similar.RAREST words.",
    "search/ranking._readable": "A batch each time; ranking.MOST_READ entries in all.",
    "search/ranking._Said.score": "query.MOST_SAID words, twice, in one question of a length that is counted by C.",
    "search/sought.is_meant": "Two letters more or less, for each letter of the word: see sought.is_close.",
    "library/suggesting._instead": "suggesting._LOOKED_AT entries; suggesting.MOST_WORDS words of a query.",
    "search/sought.Sought.counts": "parser.MOST_LEAVES words of a query, similar.MOST_WORDS of a question.",
    "search/sought.Sought.places": "parser.MOST_LEAVES words of a query, in a few texts.",
    "search/sought.Sought._less_usual": "parser.MOST_LEAVES words of a query, in a few texts.",
    "search/sought.starts": "Counts on from where it was.",
    "library/elsewhere._best": "The leaves of a query: parser.MOST_LEAVES.",
    "library/sameness.marks": "A fixed number of fingerprints, for each word of a question.",
    "library/sameness.alike": "sameness.LONGEST characters; the comparison is bounded by alignment.STEPS.",
    "search/parser._Parser.phrase": "A list that is added to; parser.LONGEST_QUERY characters.",
    "search/parser._Parser._compound": "A list that is added to; parser.LONGEST_QUERY characters.",
    "postgres/writing._Tally.add": "A number.",
    "whoosh/index._write_all": "A batch each time.",
    "whoosh/gathering.Segment.words": "A few texts, for the entries that were deleted since.",
    "whoosh/writing._merged": "writing.MOST_SEGMENTS segments.",
    # Papers: what every reader's text goes through
    "readers/bank_fields._fields": "The keys of the format: a few.",
    "recognising/draft.Draft._add_columns": "A list that is added to: the heads of one table, or one line of a scale.",
    "question_sets/editions._how_alike": "editions._MOST candidates of editions._MOST_WORDS words.",
    "question_sets/editions._same_words": "Twice through the questions: with numbers, and without.",
    "question_sets/likeness.likeness": "The comparison is bounded by alignment.STEPS.",
    "recognising/particulars.issuing_body_of": "Three patterns, in the first 80 paragraphs.",
    "recognising/places.PaperIndex._number": "Three keys.",
    "recognising/series.Run.add": "A number.",
    "recognising/series.runs_of": "series._OPEN_COUNTS counts that are open.",
    "readers/text._break_at": "Two lines above and two below.",
    # Word, web pages, sheets
    "word/document._Walk._add": "document._MOST_PICKED highlighted pieces of a paragraph, in each of its lines.",
    "readers/html._Table.place": "html._WIDEST columns that a cell covers; html._MOST_COLUMNS columns.",
    # Answers in Word files
    "answered/inline._loosened": "Each piece once.",
    "answered/tree._depth_of": "As many quotes and lists as grammar.MOST_NESTED, twice.",
    "word/document._margins": "Nine headers and nine footers.",
    "word/document._set_out": "What one paragraph loses, twice.",
    "word/inline.Inline.instruct": "inline._LONGEST_INSTRUCTION characters of an instruction.",
    "word/inline._drawing": "A list that is added to.",
    # Pages of a PDF: each page by itself, of pdf._MOST_PAGES
    "pdf/cells.set_cells": "The grids of a page, of drawn._MOST_MARKS rules.",
    "pdf/cells._set_grid": "Rows of boxes, of which a page has drawn._MOST_MARKS, for each line.",
    "pdf/cells._heads": "Columns of boxes, of which a page has drawn._MOST_MARKS, for each line.",
    "pdf/drawn.drawn_on": "drawn._MOST_MARKS boxes that are drawn, against those of fields.",
    "pdf/grids.ruled": "drawn._MOST_MARKS rules down, each against as many across.",
    "pdf/grids.Grid.__post_init__": "drawn._MOST_MARKS rules of a page, each against where as many stand.",
    "pdf/grids.ruled_between_rows": "grids._MOST_TABLES groups of rules, for each line.",
    "pdf/order._gutter": "order._MOST_STEPS places of a gutter, for each line.",
    "pdf/page._Cutter.lines": "`index` is PDFium's number of a letter, looked up.",
    "pdf/page._Cutter._part": "`index` is PDFium's number of a letter, looked up.",
    "pdf/page._Cutter._spans": "`index` is PDFium's number of a letter, looked up.",
    "pdf/page._Cutter._without": "drawn._MOST_MARKS lines that strike text out, for each letter.",
    "pdf/pictures._greys": "pictures._GRID places across, for as many down.",
    "pdf/pictures._is_round": "pictures._GRID places across, for as many down.",
    "pdf/ticks.set_boxes": "drawn._MOST_MARKS boxes of a page, for each line.",
    "pdf/ticks._set_behind": "drawn._MOST_MARKS boxes of a page, for each line.",
}  # fmt: skip
