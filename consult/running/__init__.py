"""Running the service: the command line, the web server, the worker, and what an operator does."""
