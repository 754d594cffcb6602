"""Searching the library: the query, the ranking, and an engine for each kind of database."""
