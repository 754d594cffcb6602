"""How gunicorn serves our pages for `consult serve`: `gunicorn --config python:consult.running.web_server wsgi:app`.

Numbers that an operator may choose come from the environment, as all settings do.
"""

import os
from importlib import import_module
from typing import Any

import consult.running.first
from consult.processes import die_with, parent_of_service

worker_class = "consult.running.web_worker.PatientWorker"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = int(os.environ.get("WEB_THREADS") or 4)
worker_connections = 400  # some of the 1,024 files that a process may usually open stay for the others
keepalive = 5  # seconds that a connection is kept for another request
timeout = 60  # seconds without a sign of life after which a worker is ended
graceful_timeout = 25  # seconds for requests that were begun when the service is stopped
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
forwarded_allow_ips = ""  # what proxies say is weighed by `consult.proxies` alone
sendfile = False  # answers are sent by the worker's loop
worker_tmp_dir = "/dev/shm"  # the heartbeat must not write to a slow disk
loglevel = "warning"
logger_class = "consult.running.server_log.ServerLog"


def on_starting(_server: Any) -> None:
    """End with `consult serve`, however that ends."""
    if parent := parent_of_service():
        die_with(parent)


def when_ready(_server: Any) -> None:
    """Load the pages before there are workers: these start at once then, and keep the code in memory once.

    What a worker must have for itself, above all connections, it makes for itself, in `wsgi.py`.
    """
    import_module("consult.application")
    consult.running.first.all_is_loaded()


def post_fork(_server: Any, worker: Any) -> None:
    """A worker ends with gunicorn's first process, so that none is left that holds the port."""
    die_with(worker.ppid)
