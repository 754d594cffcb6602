"""Stage 6: committee report, covering letter and response document as files, each from one frozen version."""
