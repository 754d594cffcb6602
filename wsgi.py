"""What a web server runs: gunicorn wsgi:app."""

import consult.running.first
from consult.application import create_app

app = create_app()
consult.running.first.all_is_loaded()
