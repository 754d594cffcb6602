"""What becomes of a text: a page, a line to file, words as they are read, blocks. Each is one walk over its tree."""
