"""Mail that tells people what waits for them: written with the act it tells of, sent by the worker afterwards."""
