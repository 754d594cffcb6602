"""The pages of report, letter and issued documents."""
