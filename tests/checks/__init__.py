"""Checks of files that no test opens: templates, locks and what must not be in version control. Run by `make check`.

Each module has `faults(...)`, which yields one sentence per fault, beginning with the file and its line.
"""
