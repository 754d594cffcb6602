"""Papers that nobody has seen: drawn at random, written as files, read back and compared with what was drawn.

`families/` holds the layouts, a function each: it draws questions in our own words (`words`), and says what pieces a
paper of that layout is made of (`pieces`). `rendering/` writes the pieces as Markdown, a page, a Word file or a PDF.
What was drawn is the gold, so nothing is typed twice. `scoring` compares.

    python -m tests.question_sets.generating N SEED [FAMILY ...]

prints how well N papers are read, by family; `--show` names what was read otherwise than drawn.
"""
