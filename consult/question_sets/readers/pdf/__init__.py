"""Reading a PDF file."""
