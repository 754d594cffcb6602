"""From the blocks of a paper to its questions."""
