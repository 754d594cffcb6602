"""The library, where the journey ends and the next one starts: adopted answers found and used again."""
