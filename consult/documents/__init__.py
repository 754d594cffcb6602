"""The texts of committee report, covering letter and response document, and what is frozen of them before a round."""
