"""Stage 6, the printer's side: styles, numbering, notes, tables and Markdown as Word (WordprocessingML) knows them."""
