"""Reading the answers in a returned Word file."""
