"""The pages of sign-off: rounds, and the decision of each body."""
