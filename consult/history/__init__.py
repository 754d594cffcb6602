"""The record: who did what and when, append-only and hash-chained, written in the same transaction as the change."""
