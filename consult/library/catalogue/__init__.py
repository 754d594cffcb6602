"""Loading earlier responses, many files at once."""
