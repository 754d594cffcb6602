"""Reading a Word file."""
