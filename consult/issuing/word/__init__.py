"""Stage 6, the printer's side: styles, numbering, notes, tables and texts as Word (WordprocessingML) knows them."""
