"""Shape 1: the rows of a sheet of people as lists, before sheets named their shape. Never edited again."""

Row = tuple[int, str, str, str, str, str, str]
"""The number of the row; then name, email address, organisation, roles, first and last day as they are typed."""
Sheet = list[Row]
