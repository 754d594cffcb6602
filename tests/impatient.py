"""The settings of our web server, with a second of grace and no more."""

from consult.running.arriving import Slow
from consult.running.web_server import *  # noqa: F403

Slow.grace, Slow.slowest = 1.0, 10_000_000
workers, threads = 1, 2
