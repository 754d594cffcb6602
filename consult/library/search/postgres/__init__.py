"""The search engine of PostgreSQL."""
