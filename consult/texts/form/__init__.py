"""The text form: how a text is typed into a text box without JavaScript, comes by mail, or is taken from elsewhere."""

from consult.texts.form.reading import parse
from consult.texts.form.writing import write

__all__ = ["parse", "write"]
