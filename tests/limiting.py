"""The limits of what one person may do, set for a test."""

from dataclasses import replace

from flask import Flask

from consult.config import Limits


def limit(app: Flask, **numbers: int) -> None:
    """Set limits that a test can reach, or that it stays within."""
    app.extensions["settings"] = replace(app.extensions["settings"], limits=Limits(**numbers))
