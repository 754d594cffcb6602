"""The consultation response system: from a consultation paper to an approved, issued and searchable response."""
