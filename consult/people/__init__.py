"""People and organisations: who works on a response, for whom, and how they sign in."""
