"""The pages on which comments are written and settled."""
