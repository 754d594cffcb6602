"""Files made from a frozen version: report, letter and response document, after sign-off."""
