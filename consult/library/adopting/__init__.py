"""Claims that a body adopted an answer, which that body confirms, corrects or declines."""
