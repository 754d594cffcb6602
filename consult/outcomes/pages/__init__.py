"""The page on which a response is submitted."""
