"""The directory: organisations, their people and lists, who comes, moves and leaves."""
