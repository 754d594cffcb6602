"""Stage 1 of the journey: a consultation paper becomes a question set that an officer confirms.

Pure reading lives in `readers/` (a file becomes blocks, or a question set where it is YAML) and `recognising/` (blocks
become a paper); `extract.py` calls what the file needs. A file of a stranger goes through `reading_apart/`.
"""
