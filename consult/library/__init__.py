"""The library, where the journey ends and the next one starts: adopted answers filed, found by search and used again."""
