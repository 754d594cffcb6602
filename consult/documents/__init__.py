"""Stage 6: committee report, covering letter and response document, each from one frozen version."""
