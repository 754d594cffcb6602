"""The pages on which a paper is loaded and its questions are reviewed."""
