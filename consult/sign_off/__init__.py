"""Stage 5: rounds in which each body decides on one exact version."""
