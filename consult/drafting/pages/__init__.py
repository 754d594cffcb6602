"""The pages of a response: its plan, its people, its answers."""
