"""Stage 7: the submission of an approved response to the issuing body."""
