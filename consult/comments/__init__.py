"""Stage 4: what partners say of an answer, and what became of each point."""
