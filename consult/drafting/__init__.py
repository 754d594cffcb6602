"""Stages 2 and 3: setting up a response, and drafting its answers, each save a version."""
