"""Stage 1 of the journey: a consultation paper becomes a question set that an officer confirms.

Pure reading lives in `readers/` (a file becomes blocks), `recognise.py` and its neighbours (blocks become a paper),
`bank.py` (a question set as YAML) and `extract.py` (either of the two, chosen by the file).
"""
