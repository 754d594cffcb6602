"""Stage 3: drafting the answers of a response, each save a version."""
