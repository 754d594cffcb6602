"""The pages of the messages that were sent."""
