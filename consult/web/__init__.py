"""The frame around every page: wiring, gate, headers, errors, fields, and what holds for every form."""
