"""The one base of every refusal: a rule that says no, in the words of the page."""


class Refusal(Exception):
    """Something that the rules do not allow now. Its text is shown to the person who tried; nothing changed."""
