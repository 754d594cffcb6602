"""The pages on which people and organisations are kept."""
